package desk

import (
	"time"

	"github.com/anxin-desk/anxin/internal/customer/delight"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// talksOf returns the conversations of customers in which somebody has spoken,
// the newest first.
func talksOf(q db.Queryer, customers []any) ([]Talk, error) {
	return db.All(q, func(row db.Scanner) (t Talk, err error) {
		var first, last, waiting int64
		err = row.Scan(&t.ID, &t.CustomerID, &t.CustomerName, &t.Channel, &t.MergedInto, &t.Preview, &first, &last, &waiting)
		t.FirstAt, t.LastAt, t.WaitingSince = db.Time(first), db.Time(last), db.Time(waiting)
		return t, err
	}, `SELECT v.id, v.customer_id, cu.name, v.channel, v.merged_into, v.last_text, v.made_at, v.last_at, v.waiting_since
		FROM conversation v JOIN customer cu ON cu.id = v.customer_id
		WHERE v.customer_id IN (`+db.Marks(len(customers))+`) AND (v.head_seq > 0 OR v.channel = 'register') ORDER BY v.last_at DESC, v.id DESC LIMIT ?`, append(customers, maxTalks)...)
}

// solved is how a case ended, in SQL.
const solved = `CASE WHEN c.stage <> 'closed' THEN CASE WHEN c.outcome = 'declined' THEN 'no' ELSE '' END
	WHEN c.closed_how IN ('confirmed', 'verified') THEN 'yes' ELSE '' END`

// countCases counts those of conversations that were not merged into another.
func countCases(q db.Queryer, talks []any, p *Past) error {
	if len(talks) == 0 {
		return nil
	}
	_, err := db.One(q, func(row db.Scanner) (struct{}, error) {
		return struct{}{}, row.Scan(&p.Cases, &p.Open, &p.Solved, &p.Reopened, &p.Ratings, &p.RatingSum)
	}, `SELECT COUNT(*), COALESCE(SUM(CASE WHEN stage <> 'closed' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN solved = 'yes' THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN reopened_at > 0 THEN 1 ELSE 0 END), 0), COUNT(score), COALESCE(SUM(score), 0)
		FROM (SELECT c.stage, c.reopened_at, `+solved+` AS solved,
				(SELECT r.score FROM rating r WHERE r.case_id = c.id ORDER BY r.closed_at DESC LIMIT 1) AS score
			FROM complaint c WHERE c.conversation_id IN (`+db.Marks(len(talks))+`) AND c.merged_into = '' LIMIT ?) AS own`, append(talks, maxCounted)...)
	return err
}

// countKept counts commitments by what became of them.
func countKept(q db.Queryer, talks []any, now time.Time, p *Past) error {
	if len(talks) == 0 {
		return nil
	}
	lately := db.Millis(now.Add(-delight.BrokenLately))
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var state string
		var brokenAt int64
		err := row.Scan(&state, &brokenAt)
		p.Kept = p.Kept.with(state, brokenAt > 0, 1)
		if brokenAt > lately {
			p.BrokenLately++
		}
		return struct{}{}, err
	}, `SELECT state, broken_at FROM commitment WHERE conversation_id IN (`+db.Marks(len(talks))+`) LIMIT ?`, append(talks, maxCounted)...)
	return err
}

// pastCases returns a page of cases, the newest first, and the cursor of the
// next one.
func pastCases(q db.Queryer, talks []any, at place) (cases []PastCase, next string, err error) {
	if len(talks) == 0 {
		return nil, "", nil
	}
	beyond, args := ``, talks
	if at != (place{}) {
		beyond, args = ` AND (c.opened_at, c.id) < (?, ?)`, append(args, at.time, at.id)
	}
	cases, err = db.All(q, func(row db.Scanner) (c PastCase, err error) {
		var opened, closed, reopened int64
		err = row.Scan(&c.ID, &c.Number, &c.ConversationID, &c.Scenario, &c.Stage, &c.Solved, &c.Proposal, &c.Done, &c.Score, &opened, &closed, &reopened)
		c.OpenedAt, c.ClosedAt, c.ReopenedAt = db.Time(opened), db.Time(closed), db.Time(reopened)
		return c, err
	}, `SELECT c.id, c.number, c.conversation_id, c.scenario, c.stage, `+solved+`, c.proposal,
			COALESCE((SELECT m.text FROM commitment m WHERE m.case_id = c.id AND m.state = 'kept' ORDER BY m.settled_at DESC, m.id DESC LIMIT 1), ''),
			COALESCE((SELECT r.score FROM rating r WHERE r.case_id = c.id ORDER BY r.closed_at DESC LIMIT 1), 0),
			c.opened_at, c.closed_at, c.reopened_at
		FROM complaint c WHERE c.conversation_id IN (`+db.Marks(len(talks))+`) AND c.merged_into = ''`+beyond+`
		ORDER BY c.opened_at DESC, c.id DESC LIMIT ?`, append(args, casePage)...)
	if len(cases) == casePage {
		last := cases[casePage-1]
		next = place{db.Millis(last.OpenedAt), last.ID}.cursor()
	}
	return cases, next, err
}

// said is one message of a buyer.
type said struct {
	profile.Place
	text string
}

func scanSaid(row db.Scanner) (m said, err error) {
	err = row.Scan(&m.ConversationID, &m.Seq, &m.text)
	return m, err
}

// readIn returns the phones and e-mail addresses that stand in what buyers
// wrote lately, each with its message.
func readIn(q db.Queryer, talks []any) (found []profile.Handle, err error) {
	if len(talks) == 0 {
		return nil, nil
	}
	lately, err := db.All(q, scanSaid, `SELECT conversation_id, seq, text FROM message
		WHERE conversation_id IN (`+db.Marks(len(talks))+`) AND sender_kind = 'buyer' AND kind = 'text' AND recalled_at = 0
		ORDER BY at DESC, conversation_id, seq DESC LIMIT ?`, append(talks, wordsLooked)...)
	for _, m := range lately {
		for _, h := range profile.Read(m.text) {
			h.From = m.Place
			found = append(found, h)
		}
	}
	return found, err
}

// findRead returns what was read in one message of those conversations.
func findRead(q db.Queryer, talks []any, from profile.Place, kind profile.Kind, masked string) (profile.Handle, error) {
	gone := fault.New(fault.NotFound, "db.not_found")
	if len(talks) == 0 {
		return profile.Handle{}, gone
	}
	m, err := db.One(q, scanSaid, `SELECT conversation_id, seq, text FROM message WHERE conversation_id = ? AND seq = ?
		AND sender_kind = 'buyer' AND recalled_at = 0 AND conversation_id IN (`+db.Marks(len(talks))+`)`, append([]any{from.ConversationID, from.Seq}, talks...)...)
	if err != nil {
		return profile.Handle{}, err
	}
	for _, h := range profile.Read(m.text) {
		if h.Kind == kind && h.Masked() == masked {
			h.From = from
			return h, nil
		}
	}
	return profile.Handle{}, gone
}
