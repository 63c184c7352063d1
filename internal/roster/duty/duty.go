// Package duty says who hears of an alarm besides the one whom it concerns, when
// they are not at work.
package duty

import (
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/roster"
	"github.com/anxin-desk/anxin/internal/roster/sheet"
)

// Alarm is what somebody should hear of: in which shop, whose it is, and what one
// must be allowed to do there in order to help.
type Alarm struct {
	ShopID         string
	OwnerID        string // "" if it is nobody's
	CaseID         string // or ConversationID: what it is about
	ConversationID string
	Needs          identity.Permission
	At             time.Time
}

// crew is who could hear of an alarm.
type crew struct {
	taker   string   // who shall take over what it is about, "" if nobody shall
	onDuty  []string // who is at work
	helpers []string // of them, who may do something about it
	chiefs  []string // of them, who supervise
}

// stand says who stands in for an owner: nobody while they are at work themselves,
// else who shall take over; while that one is not at work either, and where there is
// none, who can help, else who supervises.
func (c crew) stand(ownerID string) []string {
	switch {
	case slices.Contains(c.onDuty, ownerID):
		return nil
	case c.taker != "" && slices.Contains(c.onDuty, c.taker):
		return []string{c.taker}
	case c.taker != "":
		return append([]string{c.taker}, crew{onDuty: c.onDuty, helpers: c.helpers, chiefs: c.chiefs}.stand(ownerID)...)
	case len(c.helpers) > 0:
		return c.helpers
	}
	return c.chiefs
}

// AlsoIn returns who hears of an alarm besides its owner: nobody in a shop without a
// roster, when the owner is on duty, or when nobody is who could help.
func AlsoIn(q db.Queryer, a Alarm) ([]string, error) {
	used, err := roster.UsedIn(q, a.ShopID, a.At)
	if err != nil || !used || a.OwnerID == "" {
		return nil, err
	}
	c, err := crewIn(q, a)
	if err != nil {
		return nil, err
	}
	c.taker, err = sheet.TakerIn(q, a.CaseID, a.ConversationID)
	return c.stand(a.OwnerID), err
}

// HearersIn returns all who hear of an alarm: its owner and who stands in for them,
// or, of one that is nobody's, all who supervise the shop.
func HearersIn(q db.Queryer, a Alarm) ([]string, error) {
	if a.OwnerID == "" {
		return Supervisors(q, a.ShopID)
	}
	also, err := AlsoIn(q, a)
	return append([]string{a.OwnerID}, also...), err
}

func crewIn(q db.Queryer, a Alarm) (c crew, err error) {
	all, err := roster.OnDutyIn(q, a.ShopID, a.At)
	if err != nil {
		return c, err
	}
	for _, d := range all {
		c.onDuty = append(c.onDuty, d.Entry.UserID)
	}
	if c.chiefs, err = holders(q, c.onDuty, identity.TeamSupervise, a.ShopID); err != nil {
		return c, err
	}
	able, err := holders(q, c.onDuty, a.Needs, a.ShopID)
	for _, id := range able {
		if !slices.Contains(c.chiefs, id) {
			c.helpers = append(c.helpers, id)
		}
	}
	return c, err
}

// holders are those of some people who hold a permission in a shop.
func holders(q db.Queryer, ids []string, p identity.Permission, shopID string) (all []string, err error) {
	for _, id := range ids {
		may, err := identity.Holds(q, id, p, shopID)
		if err != nil {
			return nil, err
		}
		if may {
			all = append(all, id)
		}
	}
	return all, nil
}

// SupervisorsIn returns the supervisors of a shop who are on duty, all of them if
// none is or the shop has no roster.
func SupervisorsIn(q db.Queryer, shopID string, at time.Time) ([]string, error) {
	c, err := crewIn(q, Alarm{ShopID: shopID, Needs: identity.TeamSupervise, At: at})
	if err != nil || len(c.chiefs) > 0 {
		return c.chiefs, err
	}
	return Supervisors(q, shopID)
}

// Supervisors returns all who supervise a shop, at work or not.
func Supervisors(q db.Queryer, shopID string) (ids []string, err error) {
	all, err := identity.Colleagues(q, identity.TeamSupervise, shopID)
	for _, each := range all {
		ids = append(ids, each.ID)
	}
	return ids, err
}

// CrewIn returns who works in a department and is on duty; where nobody is, or the
// shop has no roster, who is there; and else all of them.
func CrewIn(q db.Queryer, shopID, departmentID string, at time.Time) (ids []string, err error) {
	all, err := identity.Crew(q, identity.TicketWork, shopID, departmentID)
	if err != nil {
		return nil, err
	}
	duties, err := roster.OnDutyIn(q, shopID, at)
	if err != nil {
		return nil, err
	}
	var onDuty, there []string
	for _, each := range all {
		ids = append(ids, each.ID)
		if slices.ContainsFunc(duties, func(d roster.Duty) bool { return d.Entry.UserID == each.ID }) {
			onDuty = append(onDuty, each.ID)
		}
		is, err := identity.ThereIn(q, each.ID, at)
		if err != nil {
			return nil, err
		}
		if is {
			there = append(there, each.ID)
		}
	}
	switch {
	case len(onDuty) > 0:
		return onDuty, nil
	case len(there) > 0:
		return there, nil
	}
	return ids, nil
}
