package desk

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Overview is how a team is doing at a moment. Its numbers are counted up to
// 1000.
type Overview struct {
	At          time.Time
	Waiting     int64 // conversations where a buyer waits
	Longest     Wait
	Missed      int64 // of these, those without an answer by the time of the shop's target
	Away        int64 // of these, those that somebody looks after who is not online
	Unassigned  int64
	Cases       map[string]int64 // open ones by severity
	DueToday    int64            // open commitments still due on this day of their shop
	Overdue     int64            // open commitments whose time has passed
	Broken      int64            // of these, those whose grace has passed too
	PeopleState map[identity.State]int64
}

// Wait is the longest wait of a buyer; ConversationID is "" if nobody waits.
type Wait struct {
	ConversationID string
	Since          time.Time
}

// overviewCap is up to where numbers are counted: beyond, nobody needs to know.
const overviewCap = 1000

// Overview looks over a shop or, for "", all shops that the actor supervises.
func (s *Service) Overview(ctx context.Context, shopID string) (o Overview, err error) {
	_, scope, err := identity.Require(ctx, identity.TeamSupervise)
	if err != nil {
		return o, err
	}
	q := s.DB.Reader(ctx)
	look := glance{q: q, scope: scope.In(shopID), now: s.Now(), shops: map[string]shop.Shop{}}
	o.At = look.now
	for _, part := range []func(*Overview) error{look.waits, look.cases, look.commitments, look.today, look.people} {
		if err := part(&o); err != nil {
			return o, err
		}
	}
	return o, nil
}

// glance is one look at everything in a scope.
type glance struct {
	q     db.Queryer
	scope identity.Scope
	now   time.Time
	shops map[string]shop.Shop // those that were needed so far
}

func (g glance) shop(id string) (shop.Shop, error) {
	at, known := g.shops[id]
	if known {
		return at, nil
	}
	at, err := shop.GetIn(g.q, id)
	g.shops[id] = at
	return at, err
}

// count counts the rows of a table, up to the cap.
func (g glance) count(rows string, args ...any) (int64, error) {
	return db.Value[int64](g.q, `SELECT COUNT(*) FROM (SELECT 1 FROM `+rows+` LIMIT ?) AS capped`, append(args, overviewCap)...)
}

// happening is a time in a shop.
type happening struct {
	id, shopID string
	at         time.Time
}

func (g glance) happenings(sql string, args ...any) ([]happening, error) {
	return db.All(g.q, func(row db.Scanner) (h happening, err error) {
		var at int64
		err = row.Scan(&h.id, &h.shopID, &at)
		h.at = db.Time(at)
		return h, err
	}, sql+` LIMIT ?`, append(args, overviewCap)...)
}

// waits counts what the queue's views show, and also what was put off: who waits
// is not forgotten by being put off.
func (g glance) waits(o *Overview) error {
	in, args := g.scope.Where("c.shop_id", "c.customer_id")
	all, err := g.happenings(`SELECT c.id, c.shop_id, c.waiting_since FROM conversation c
		WHERE c.waiting_since > 0 AND `+in+` ORDER BY c.waiting_since, c.id`, args...)
	if err != nil {
		return err
	}
	o.Waiting = int64(len(all))
	for i, w := range all {
		at, err := g.shop(w.shopID)
		if err != nil {
			return err
		}
		if by := at.RespondBy(w.at); !by.IsZero() && by.Before(g.now) {
			o.Missed++
		}
		if i == 0 {
			o.Longest = Wait{w.id, w.at}
		}
	}
	o.Unassigned, err = question{view: Unassigned, scope: g.scope, everything: true}.count(g.q, overviewCap)
	return err
}

func (g glance) cases(o *Overview) (err error) {
	o.Cases = map[string]int64{}
	in, args := g.scope.Where("shop_id", "")
	for _, severity := range []string{"low", "normal", "high", "critical"} {
		o.Cases[severity], err = g.count(`complaint WHERE stage <> 'closed' AND severity = ? AND `+in, append([]any{severity}, args...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

func (g glance) commitments(o *Overview) (err error) {
	in, args := g.scope.Where("shop_id", "")
	o.Overdue, err = g.count(`commitment WHERE state = 'open' AND due_at <= ? AND `+in, append([]any{db.Millis(g.now)}, args...)...)
	if err != nil {
		return err
	}
	o.Broken, err = g.count(`commitment WHERE state = 'open' AND broken_at > 0 AND `+in, args...)
	return err
}

// longestDay is the longest that a day may still last: clocks change.
const longestDay = 26 * time.Hour

// today counts what is due before the day ends where its shop is.
func (g glance) today(o *Overview) error {
	in, args := g.scope.Where("shop_id", "")
	from, to := db.Millis(g.now), db.Millis(g.now.Add(longestDay))
	due, err := g.happenings(`SELECT id, shop_id, due_at FROM commitment
		WHERE state = 'open' AND due_at > ? AND due_at < ? AND `+in+` ORDER BY due_at, id`, append([]any{from, to}, args...)...)
	for _, c := range due {
		at, err := g.shop(c.shopID)
		if err != nil {
			return err
		}
		year, month, day := g.now.In(at.Location()).Date()
		if c.at.Before(time.Date(year, month, day+1, 0, 0, 0, 0, at.Location())) {
			o.DueToday++
		}
	}
	return err
}

func (g glance) people(o *Overview) error {
	o.PeopleState = map[identity.State]int64{}
	team, err := identity.Team(g.q, g.scope, g.now)
	if err != nil {
		return err
	}
	states := map[string]identity.State{}
	for _, m := range team {
		o.PeopleState[m.State]++
		states[m.ID] = m.State
	}
	in, args := g.scope.Where("c.shop_id", "")
	waiting, err := waitingOf(g.q, in, args)
	for id, n := range waiting {
		if states[id] != identity.Online {
			o.Away += n
		}
	}
	return err
}
