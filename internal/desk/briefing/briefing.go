// Package briefing answers what somebody should know when their shift begins, and
// what they own when it ends: one question, one round trip. It reads only.
package briefing

import (
	"context"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/bulletin"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/quickreply"
	"github.com/anxin-desk/anxin/internal/roster"
	"github.com/anxin-desk/anxin/internal/roster/sheet"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what screens may ask before and after a shift.
type Service struct {
	DB  *db.DB
	Now func() time.Time
}

// Buyer is whom something is for; Name is "" until they have said it.
type Buyer struct{ ID, Name string }

// Owned is an open case of somebody.
type Owned struct {
	CaseID, Number, ShopID, ConversationID string
	Buyer                                  Buyer
	Scenario, Severity, Stage, Summary     string
	Version                                int64
	Waits                                  bool // on a sheet that nobody has accepted
	Commitments                            []Owed
}

// Owed is an open commitment.
type Owed struct {
	ID, CaseID, Number, ShopID, ConversationID string
	Buyer                                      Buyer
	Text                                       string
	DueAt                                      time.Time
	Broken                                     bool
	Version                                    int64
}

// Talk is a conversation whose buyer waits.
type Talk struct {
	ID, ShopID, Said string
	Buyer            Buyer
	WaitingSince     time.Time
	RespondBy        time.Time // zero in a shop that never opens
	Version          int64
	Waits            bool // on a sheet that nobody has accepted
}

// Work is a ticket that runs out.
type Work struct {
	ID, ShopID, CaseNumber, Title, Department string
	Mine                                      bool // they do it themselves; else it is of a case of theirs
	DueAt                                     time.Time
}

// Face is what an item of a sheet is called.
type Face struct {
	Number, Words, Severity string
	Buyer                   Buyer
}

// Present is somebody who is on duty, and how they are there.
type Present struct {
	roster.Duty
	State identity.State
}

// Page is what somebody should know at the beginning of their shift. Until says to
// when it looks ahead: the end of the shift that they are in or that comes next
// within a day, else half a day.
type Page struct {
	Until     time.Time
	Duties    []roster.Duty // own ones of the next two days
	Taking    []sheet.Sheet // that wait for them
	Given     []sheet.Sheet // that they made in the last day
	Others    []sheet.Sheet // that wait where they supervise
	Faces     map[string]Face
	Owed      []Owed // due until then
	TakenOwed []Owed // due until then, of what they take over
	Talks     []Talk
	Work      []Work
	OnDuty    []Present
	Bulletins []bulletin.Bulletin
	Replies   []quickreply.Reply // quick replies that end about now
	Shops     map[string]shop.Shop
}

const (
	ahead     = 12 * time.Hour // without a shift
	nextTwo   = 48 * time.Hour
	lastDay   = 24 * time.Hour
	endsAbout = 3 * lastDay // from now, before or after, for quick replies that end
	maxShops  = 50          // of whom one sees who is on duty
)

// Mine returns the page of whoever asks.
func (s *Service) Mine(ctx context.Context) (p Page, err error) {
	actor, ok := identity.From(ctx)
	if !ok || actor.Kind != identity.User {
		return p, fault.New(fault.Unauthenticated, "identity.signed_out")
	}
	q, now := s.DB.Reader(ctx), s.Now()
	if p.Duties, err = roster.OfIn(q, actor.ID, now, now.Add(nextTwo)); err != nil {
		return p, err
	}
	p.Until = until(p.Duties, now)
	for _, part := range []func(db.Queryer, identity.Actor, *Page, time.Time) error{s.places, sheets, work, s.team} {
		if err := part(q, actor, &p, now); err != nil {
			return p, err
		}
	}
	if p.Bulletins, err = bulletin.HoldingIn(q, actor.Anywhere(), now, p.Until); err != nil {
		return p, err
	}
	p.Replies, err = quickreply.EndingIn(q, actor.Scope(identity.ConversationReply), actor.ID, now.Add(-endsAbout), now.Add(endsAbout))
	return p, err
}

// until is to when somebody with some duties looks ahead.
func until(duties []roster.Duty, now time.Time) time.Time {
	for _, d := range duties {
		if d.StartsAt.Before(now.Add(lastDay)) {
			return d.EndsAt
		}
	}
	return now.Add(ahead)
}

func (s *Service) places(q db.Queryer, actor identity.Actor, p *Page, _ time.Time) error {
	all, err := shop.InScope(q, actor.Anywhere())
	p.Shops = map[string]shop.Shop{}
	for _, at := range all {
		p.Shops[at.ID] = at
	}
	// Who works there no more keeps no shift there.
	p.Duties = slices.DeleteFunc(p.Duties, func(d roster.Duty) bool { return p.Shops[d.ShopID].ID == "" })
	return err
}

// sheets are those that concern somebody, with what their items are called.
func sheets(q db.Queryer, actor identity.Actor, p *Page, now time.Time) (err error) {
	scope := actor.Scope(identity.CaseWrite)
	if p.Taking, err = sheet.WaitingFor(q, actor.ID); err != nil {
		return err
	}
	if p.Given, err = sheet.Given(q, actor.ID, now.Add(-lastDay)); err != nil {
		return err
	}
	if chief := actor.Scope(identity.TeamSupervise); !chief.Empty() {
		if p.Others, err = sheet.WaitingIn(q, chief, actor.ID); err != nil {
			return err
		}
	}
	gone := func(one sheet.Sheet) bool { return !scope.Sees(one.ShopID, "") }
	p.Taking, p.Given = slices.DeleteFunc(p.Taking, gone), slices.DeleteFunc(p.Given, gone)
	p.Faces, err = facesOf(q, p.Taking, p.Given, p.Others)
	return err
}

func facesOf(q db.Queryer, lists ...[]sheet.Sheet) (map[string]Face, error) {
	ids := map[sheet.Kind][]string{}
	for _, list := range lists {
		for _, one := range list {
			for _, i := range one.Items {
				ids[i.Kind] = append(ids[i.Kind], i.RefID)
			}
		}
	}
	return faces(q, ids[sheet.Case], ids[sheet.Conversation])
}

// work is what runs out in the time that the page looks ahead.
func work(q db.Queryer, actor identity.Actor, p *Page, now time.Time) (err error) {
	if p.Owed, err = owedBy(q, actor.Scope(identity.CommitmentRead), actor.ID, p.Until); err != nil {
		return err
	}
	var ids []string
	for _, one := range p.Taking {
		for _, i := range one.Items {
			for _, o := range i.Commitments {
				if i.State == sheet.Waiting && o.DueAt.Before(p.Until) {
					ids = append(ids, o.ID)
				}
			}
		}
	}
	if p.TakenOwed, err = owedOf(q, ids); err != nil {
		return err
	}
	if p.Talks, err = talks(q, actor.Scope(identity.ConversationRead), actor.ID, p.Shops); err != nil {
		return err
	}
	p.Work, err = workOf(q, actor.Places(identity.TicketRead), actor.ID, p.Until)
	return err
}

func talks(q db.Queryer, scope identity.Scope, userID string, shops map[string]shop.Shop) ([]Talk, error) {
	all, err := waitingTalks(q, scope, userID)
	for i, t := range all {
		all[i].RespondBy = shops[t.ShopID].RespondBy(t.WaitingSince)
	}
	return all, err
}

// team is who is on duty now where somebody works.
func (s *Service) team(q db.Queryer, actor identity.Actor, p *Page, now time.Time) error {
	states := map[string]identity.State{}
	members, err := identity.Team(q, actor.Anywhere(), now)
	if err != nil {
		return err
	}
	for _, m := range members {
		states[m.ID] = m.State
	}
	shops := 0
	for id := range p.Shops {
		if shops++; shops > maxShops {
			break
		}
		all, err := roster.OnDutyIn(q, id, now)
		if err != nil {
			return err
		}
		for _, d := range all {
			p.OnDuty = append(p.OnDuty, Present{d, states[d.Entry.UserID]})
		}
	}
	slices.SortFunc(p.OnDuty, func(a, b Present) int { return a.EndsAt.Compare(b.EndsAt) })
	return nil
}
