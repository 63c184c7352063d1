package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/anxin-desk/anxin/internal/bulletin"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/quickreply"
	"github.com/anxin-desk/anxin/internal/roster"
	"github.com/anxin-desk/anxin/internal/shop"
)

// turns is what a team works, and who in it.
type turns struct {
	Lead      string
	Shifts    []turn
	Bulletins []told
	Replies   []reply
}

type turn struct {
	Name     string
	From, To int64 // hours
	Who      []string
}

type told struct {
	Kind        bulletin.Kind
	Title, Text string
	Days        int
}

// reply is a quick reply; without days it holds for good.
type reply struct {
	Group, Title, Text string
	Days               int
}

// plan plans the week, and leaves it to the supervisor to publish it: until then
// everybody is as much on duty as ever. What holds in the shop is told at once.
func (p Parts) plan(ctx context.Context, at shop.Shop, t turns) error {
	lead, err := p.Identity.ByLogin(ctx, t.Lead)
	if err != nil {
		return err
	}
	as := identity.With(ctx, identity.NewUser(lead.ID, lead.Name, map[string][]identity.Permission{at.ID: identity.Grantable()}))
	monday := roster.MondayOf(calendar.DateOf(p.Now().In(at.Location())))
	var entries []roster.Entry
	for i, s := range t.Shifts {
		made, err := p.Rosters.AddShift(as, at.ID, fmt.Sprintf("demo-shift-%d", i), roster.Shift{Name: s.Name, From: s.From * 60, To: s.To * 60})
		if err != nil {
			return fmt.Errorf("shift %s: %w", s.Name, err)
		}
		for _, login := range s.Who {
			who, err := p.Identity.ByLogin(ctx, login)
			if err != nil {
				return err
			}
			for day := range calendar.Date(7) {
				entries = append(entries, roster.Entry{Day: monday + day, ShiftID: made.ID, UserID: who.ID})
			}
		}
	}
	if _, err := p.Rosters.SavePlan(as, at.ID, monday, 0, entries); err != nil {
		return err
	}
	for i, r := range t.Replies {
		d := quickreply.Draft{Group: r.Group, Title: r.Title, Text: r.Text}
		if r.Days != 0 {
			d.EndsAt = p.Now().Add(time.Duration(r.Days) * 24 * time.Hour)
		}
		if _, err := p.QuickReplies.Add(as, at.ID, fmt.Sprintf("demo-reply-%d", i), false, d); err != nil {
			return fmt.Errorf("quick reply %s: %w", r.Title, err)
		}
	}
	for i, b := range t.Bulletins {
		d := bulletin.Draft{Kind: b.Kind, Title: b.Title, Text: b.Text, StartsAt: p.Now(), EndsAt: p.Now().Add(time.Duration(b.Days) * 24 * time.Hour)}
		if _, err := p.Bulletins.Add(as, at.ID, fmt.Sprintf("demo-bulletin-%d", i), d); err != nil {
			return fmt.Errorf("bulletin %s: %w", b.Title, err)
		}
	}
	return nil
}
