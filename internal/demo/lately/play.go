// Package lately lets the demo shop have been at work for two days: buyers wrote,
// cases were opened, things were said to be done, done, and forgotten. It goes
// through the same services as people do, with a clock of its own, so that what
// was due meanwhile has rung.
package lately

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/compensation/coupon"
	"github.com/anxin-desk/anxin/internal/compensation/payout"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/demo"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/rating"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Clock is what the services read the time from while the days are played.
type Clock struct{ at time.Time }

// At is a clock that stands at a time.
func At(at time.Time) *Clock { return &Clock{at} }

// Now is the time that the story has come to.
func (c *Clock) Now() time.Time { return c.at }

// Parts are the services that the days are played with. Their Now is that of the
// clock.
type Parts struct {
	demo.Parts
	Clock        *Clock
	Queue        *jobs.Queue
	Ratings      *rating.Service
	Compensation payout.Parts
}

// player is the days while they are played.
type player struct {
	Parts
	script
	now         time.Time
	at          shop.Shop
	departments map[string]string // ids by name
	people      map[string]context.Context
	ids         map[string]string // of people by log-in
	talks       []talk            // by story
	lines       int
	pool        string // of coupons
}

// talk is what has come of a story so far.
type talk struct {
	buyer        context.Context
	conversation string
	caseID       string
}

// Play plays the days up to now. ctx must carry the system actor, and the demo
// shop must be there.
func Play(ctx context.Context, p Parts, now time.Time) error {
	s, err := read(days)
	if err != nil {
		return err
	}
	q := &player{Parts: p, script: s, now: now, talks: make([]talk, len(s.stories)), people: map[string]context.Context{}, ids: map[string]string{}, departments: map[string]string{}}
	if err := q.meet(ctx); err != nil {
		return err
	}
	for i, l := range s.lines {
		if err := q.until(ctx, now.Add(l.at)); err != nil {
			return err
		}
		q.lines = i
		if err := q.do(ctx, l); err != nil {
			return fmt.Errorf("%s, %s %s: %w", s.stories[l.of].buyer, l.who, l.verb, err)
		}
	}
	return q.until(ctx, now)
}

// until lets the clock go on, and what is due meanwhile be done.
func (p *player) until(ctx context.Context, at time.Time) error {
	for step := 10 * time.Minute; p.Clock.at.Before(at); {
		p.Clock.at = p.Clock.at.Add(min(step, at.Sub(p.Clock.at)))
		if _, err := p.Queue.RunDue(ctx, p.Clock.at); err != nil {
			return err
		}
	}
	return nil
}

// meet finds the shop, its departments and its people, and sells the orders.
func (p *player) meet(ctx context.Context) (err error) {
	p.Clock.at = p.now.Add(p.script.lines[0].at - time.Hour)
	if p.at, err = p.Shops.ByKey(ctx, demo.ShopKey); err != nil {
		return err
	}
	departments, err := p.Shops.Departments(ctx, p.at.ID)
	if err != nil {
		return err
	}
	for _, d := range departments {
		p.departments[d.Name] = d.ID
	}
	for _, login := range []string{"chen", "li", "zhou", "wang", "admin"} {
		who, err := p.Identity.ByLogin(ctx, login)
		if err != nil {
			return err
		}
		p.ids[login] = who.ID
		p.people[login] = identity.With(ctx, identity.NewUser(who.ID, who.Name, map[string][]identity.Permission{p.at.ID: identity.Grantable()}))
	}
	if err := p.stock(); err != nil {
		return err
	}
	for _, s := range p.stories {
		if s.sale.number == "" {
			continue
		}
		if _, _, err := p.Orders.Push(ctx, p.at.ID, s.sale.draft(s.buyer, p.now)); err != nil {
			return fmt.Errorf("order %s: %w", s.sale.number, err)
		}
	}
	return nil
}

// stock imports coupons, of which the shop has enough for a while.
func (p *player) stock() error {
	as := p.people["admin"]
	pool, err := p.Compensation.Coupons.Create(as, "lately-coupons", p.at.ID, coupon.Draft{Name: "满 99 减 20", Fen: 20_00})
	if err != nil {
		return err
	}
	var codes strings.Builder
	for n := range 46 {
		fmt.Fprintf(&codes, "NUANHE20-%04d\n", 7301+n*7)
	}
	p.pool = pool.ID
	_, err = p.Compensation.Coupons.Paste(as, pool.ID, codes.String())
	return err
}

func (s sale) draft(buyer string, now time.Time) order.Draft {
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	return order.Draft{Number: s.number, Facts: order.Facts{
		Platform: s.platform, StatusWords: "交易成功", Receiver: buyer, PlacedAt: ago(s.placed), PaidAt: ago(s.placed), ShippedAt: ago(s.placed - 1),
		ReceivedAt: ago(max(s.placed-3, 1)), Goods: order.Yuan(s.paid), Freight: order.Yuan(0), Paid: order.Yuan(s.paid),
	}, Items: []order.Item{{Title: s.title, Quantity: 1, Price: order.Yuan(s.paid)}}}
}

// do lets somebody do what a line says.
func (p *player) do(ctx context.Context, l line) error {
	t := &p.talks[l.of]
	if l.who == "买家" {
		return p.buyer(ctx, t, l)
	}
	as := p.people[l.who]
	if as == nil {
		return fmt.Errorf("nobody is called %s", l.who)
	}
	if l.verb == "说" {
		_, err := p.Conversations.Reply(as, t.conversation, p.key(), conversation.Draft{Text: l.words})
		return err
	}
	if l.verb == "建单" {
		return p.open(as, t, l.words)
	}
	act := casework[l.verb]
	if act == nil {
		act = claims[l.verb]
	}
	if act != nil {
		c, err := p.Complaints.Get(as, t.caseID)
		if err != nil {
			return err
		}
		return act(p, as, c, l)
	}
	return fmt.Errorf("nobody knows how to %s", l.verb)
}

// key is one that no other line has.
func (p *player) key() string { return fmt.Sprintf("lately-%04d", p.lines) }

// buyer lets a buyer speak, confirm what we understood, say how it ended, and
// rate it.
func (p *player) buyer(ctx context.Context, t *talk, l line) (err error) {
	if t.buyer == nil {
		v, err := p.WebChat.Begin(ctx, p.at.Key, "", p.stories[l.of].buyer)
		if err != nil {
			return err
		}
		t.conversation, t.buyer = v.Conversation.ID, identity.With(ctx, identity.NewBuyer(v.Customer.ID, p.at.ID, v.Customer.Name))
	}
	switch l.verb {
	case "说":
		_, err = p.Conversations.Say(t.buyer, p.key(), conversation.Draft{Text: l.words})
	case "确认":
		_, err = p.Complaints.AnswerRestatement(t.buyer, t.caseID, true, "")
	case "解决":
		_, err = p.Complaints.Answer(t.buyer, t.caseID, true, l.words)
	case "评分":
		score, words, _ := strings.Cut(l.words, " ")
		_, err = p.Ratings.Rate(t.buyer, t.caseID, rating.Opinion{Score: int(score[0] - '0'), Words: words})
	default:
		err = fmt.Errorf("buyers do not %s", l.verb)
	}
	return err
}

// open opens a case: scenario, severity, order or -, summary.
func (p *player) open(as context.Context, t *talk, words string) error {
	fields := strings.SplitN(words, " ", 4)
	c, err := p.Complaints.Open(as, t.conversation, p.key(), complaint.Facts{
		Scenario: fields[0], Severity: complaint.Severity(fields[1]), OrderNo: fields[2], Summary: fields[3]})
	t.caseID = c.ID
	return err
}
