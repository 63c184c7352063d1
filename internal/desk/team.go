package desk

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Member is somebody who answers buyers, and what they have to do.
type Member struct {
	identity.Member
	Open    int64 // conversations they look after that go on: see [freshTime]
	Waiting int64 // of these, those where a buyer waits
	Overdue int64 // open commitments of their cases whose time has passed
}

// freshTime is how long after its last message a conversation counts as going
// on, when nobody waits and no case is open.
const freshTime = 24 * time.Hour

// Team returns those who answer buyers in a shop or, for "", in all shops where
// the actor may read conversations, by name, with what they have to do there.
func (s *Service) Team(ctx context.Context, shopID string) ([]Member, error) {
	_, scope, err := identity.Require(ctx, identity.ConversationRead)
	if err != nil {
		return nil, err
	}
	q, scope, now := s.DB.Reader(ctx), scope.In(shopID), s.Now()
	people, err := identity.Team(q, scope, now)
	if err != nil {
		return nil, err
	}
	loads, err := loadsOf(q, scope, now)
	team := make([]Member, 0, len(people))
	for _, m := range people {
		m := Member{Member: m}
		m.Open, m.Waiting, m.Overdue = loads.open[m.ID], loads.waiting[m.ID], loads.overdue[m.ID]
		team = append(team, m)
	}
	return team, err
}

// loads are numbers by the ids of users.
type loads struct{ open, waiting, overdue map[string]int64 }

func loadsOf(q db.Queryer, scope identity.Scope, now time.Time) (l loads, err error) {
	in, args := scope.Where("c.shop_id", "")
	fresh := append([]any{db.Millis(now.Add(-freshTime))}, args...)
	const mine = `SELECT c.id, c.assignee_id FROM conversation c `
	l.open, err = tally(q, `SELECT assignee_id, COUNT(*) FROM (
		`+mine+`WHERE c.head_seq > 0 AND c.merged_into = '' AND c.last_at >= ? AND `+in+`
		UNION `+mine+`WHERE c.waiting_since > 0 AND `+in+`
		UNION `+mine+`JOIN complaint k ON k.conversation_id = c.id WHERE k.stage <> 'closed' AND `+in+`
		) AS going_on WHERE assignee_id <> '' GROUP BY assignee_id`, append(append(fresh, args...), args...)...)
	if err != nil {
		return l, err
	}
	l.waiting, err = waitingOf(q, in, args)
	if err != nil {
		return l, err
	}
	// A commitment is for whoever owns its case now.
	l.overdue, err = tally(q, `SELECT c.owner_id, COUNT(*) FROM commitment m JOIN complaint c ON c.id = m.case_id
		WHERE m.state = 'open' AND m.due_at <= ? AND `+in+` GROUP BY c.owner_id`, append([]any{db.Millis(now)}, args...)...)
	return l, err
}

// waitingOf counts the conversations where a buyer waits by who looks after
// them.
func waitingOf(q db.Queryer, in string, args []any) (map[string]int64, error) {
	return tally(q, `SELECT c.assignee_id, COUNT(*) FROM conversation c
		WHERE c.waiting_since > 0 AND c.assignee_id <> '' AND `+in+` GROUP BY c.assignee_id`, args...)
}

// tally reads rows of a name and a number.
func tally(q db.Queryer, sql string, args ...any) (map[string]int64, error) {
	numbers := map[string]int64{}
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var name string
		var n int64
		err := row.Scan(&name, &n)
		numbers[name] = n
		return struct{}{}, err
	}, sql, args...)
	return numbers, err
}
