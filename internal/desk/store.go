package desk

import (
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// question is who asks, and for what.
type question struct {
	Filter
	view       View
	order      Order
	actor      string
	scope      identity.Scope
	now        time.Time
	everything bool // also what was put off
}

// columns of a row. The newest open case and the commitment due first are
// looked up for the few rows of a page only.
const columns = `c.id, c.shop_id, s.name, c.customer_id, cu.name, c.channel, c.last_text, c.last_sender, c.last_at,
	c.waiting_since, c.assignee_id, COALESCE(u.name, ''), c.unread, c.head_seq, c.snoozed_until, c.woke_at, c.version,
	c.heard_kind, c.heard_level, c.heard_severity, c.heard_risks, k.place`

// joined is what columns need beside the ids and places in k.
const joined = `JOIN conversation c ON c.id = k.id JOIN shop s ON s.id = c.shop_id JOIN customer cu ON cu.id = c.customer_id
	LEFT JOIN app_user u ON u.id = c.assignee_id`

func scanRow(row db.Scanner) (r Row, err error) {
	var last, waiting, until, woke int64
	var risks string
	err = row.Scan(&r.ConversationID, &r.ShopID, &r.ShopName, &r.CustomerID, &r.CustomerName, &r.Channel, &r.Preview,
		&r.LastSender, &last, &waiting, &r.Assignee.ID, &r.Assignee.Name, &r.Unread, &r.HeadSeq, &until, &woke, &r.Version,
		&r.Heard.Kind, &r.Heard.Level, &r.Heard.Severity, &risks, &r.place)
	r.LastAt, r.WaitingSince, r.SnoozedUntil, r.WokeAt = db.Time(last), db.Time(waiting), db.Time(until), db.Time(woke)
	r.Heard.Risks = hearing.Marks(risks)
	return r, err
}

// rows returns those after a place, at most limit. First the ids are found in
// an index, and only then what a screen shows of them.
func (a question) rows(q db.Queryer, at place, limit int) ([]Row, error) {
	arms, err := a.arms(q)
	if err != nil || len(arms) == 0 {
		return nil, err
	}
	k := a.key()
	var parts []string
	var args []any
	for i, arm := range arms {
		if at != (place{}) {
			arm.and(k.beyond(), at.time, at.id)
		}
		parts = append(parts, `SELECT * FROM (SELECT c.id, c.`+k.column+` AS place FROM conversation c WHERE `+arm.text()+
			` ORDER BY `+k.by("c", k.column)+` LIMIT ?) AS part`+strconv.Itoa(i))
		args = append(append(args, arm.args...), limit)
	}
	found := strings.Join(parts, ` UNION ALL `)
	if len(parts) > 1 {
		found = `SELECT * FROM (` + found + `) AS parts ORDER BY ` + k.by("parts", "place") + ` LIMIT ?`
		args = append(args, limit)
	}
	rows, err := db.All(q, scanRow, `SELECT `+columns+` FROM (`+found+`) AS k `+joined+` ORDER BY `+k.by("k", "place"), args...)
	if err != nil || len(rows) == 0 {
		return rows, err
	}
	return rows, fill(q, rows)
}

// fill adds cases and commitments to the rows of a page.
func fill(q db.Queryer, rows []Row) error {
	byID := map[string]*Row{}
	var ids []any
	for i := range rows {
		byID[rows[i].ConversationID] = &rows[i]
		ids = append(ids, rows[i].ConversationID)
	}
	list := db.Marks(len(ids))
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var conversation string
		var c RowCase
		err := row.Scan(&conversation, &c.ID, &c.Number, &c.Scenario, &c.Severity, &c.Stage)
		byID[conversation].Case = c
		return struct{}{}, err
	}, `SELECT conversation_id, id, number, scenario, severity, stage FROM complaint
		WHERE conversation_id IN (`+list+`) AND stage <> 'closed' ORDER BY opened_at, id`, ids...)
	if err != nil {
		return err
	}
	_, err = db.All(q, func(row db.Scanner) (struct{}, error) {
		var conversation string
		var d RowDue
		var due, broken int64
		err := row.Scan(&conversation, &d.ID, &d.Text, &due, &broken)
		d.DueAt, d.Broken = db.Time(due), broken > 0
		byID[conversation].NextDue = d
		return struct{}{}, err
	}, `SELECT conversation_id, id, text, due_at, broken_at FROM commitment
		WHERE conversation_id IN (`+list+`) AND state = 'open' ORDER BY due_at DESC, id DESC`, ids...)
	if err != nil {
		return err
	}
	states, err := pairs(q, `SELECT c.conversation_id, CASE MIN(CASE t.state WHEN 'handed_back' THEN 0 WHEN 'done' THEN 2 ELSE 1 END)
			WHEN 0 THEN 'handed_back' WHEN 1 THEN 'at_work' ELSE 'done' END
		FROM complaint c JOIN ticket t ON t.case_id = c.id
		WHERE c.stage <> 'closed' AND t.state <> 'withdrawn' AND c.conversation_id IN (`, texted(ids), `) GROUP BY c.conversation_id`)
	for id, state := range states {
		byID[id].Tickets = state
	}
	return err
}

func texted(ids []any) (out []string) {
	for _, id := range ids {
		out = append(out, id.(string))
	}
	return out
}

// count returns how many rows answer the question, up to most.
func (a question) count(q db.Queryer, most int) (int64, error) {
	arms, err := a.arms(q)
	if err != nil || len(arms) == 0 {
		return 0, err
	}
	var parts []string
	var args []any
	for i, arm := range arms {
		parts = append(parts, `SELECT * FROM (SELECT 1 FROM conversation c WHERE `+arm.text()+` LIMIT ?) AS part`+strconv.Itoa(i))
		args = append(append(args, arm.args...), most)
	}
	return db.Value[int64](q, `SELECT COUNT(*) FROM (SELECT 1 FROM (`+strings.Join(parts, ` UNION ALL `)+`) AS parts LIMIT ?) AS capped`,
		append(args, most)...)
}

// counts are those of the views, whatever filter is on.
func (a question) counts(q db.Queryer) (c Counts, err error) {
	for _, v := range []struct {
		view View
		n    *int64
	}{{Mine, &c.Mine}, {Unassigned, &c.Unassigned}, {Waiting, &c.Waiting}, {All, &c.All}, {Snoozed, &c.Snoozed}} {
		whole := question{Filter: Filter{ShopID: a.ShopID}, view: v.view, actor: a.actor, scope: a.scope, now: a.now}
		if *v.n, err = whole.count(q, countCap); err != nil {
			return c, err
		}
	}
	return c, nil
}
