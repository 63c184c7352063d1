// Package roster knows who works when: the shifts of a shop, the plan of a week,
// and from what is published of it who is on duty at an instant.
//
// A plan is one's own until it is published; what counts, and what people see, is
// what was published last. Shifts are of the shop's clocks and have nothing to do
// with its opening hours or with holidays: somebody may be on duty behind closed
// doors.
//
// The file roster.go holds the rules and does no I/O; service.go and week.go are the
// operations, store.go is the SQL, jobs.go is what happens as time passes.
package roster

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Limits of a roster.
const (
	MaxShifts   = 20 // of a shop
	MaxName     = 20 // runes
	MaxEntries  = 700
	dayMinutes  = 24 * 60
	weekDays    = 7
	farthest    = 53 // weeks from now that a plan may be for
	longestDuty = 24 * time.Hour
)

// Shift is a stretch of the day that people work. It runs past midnight when it
// does not end after it began.
type Shift struct {
	ID        string
	ShopID    string
	Name      string
	From, To  int64     // minutes after midnight, in [0, 1440)
	RemovedAt time.Time // zero unless nobody is planned for it any more
	Version   int64
}

// clean returns a shift as it will be kept, or what is wrong with it.
func (s Shift) clean() (Shift, error) {
	s.Name = strings.TrimSpace(s.Name)
	n := utf8.RuneCountInString(s.Name)
	switch {
	case n == 0 || n > MaxName || strings.ContainsFunc(s.Name, func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }):
		return s, fault.Field("name", "roster.name_length", "max", MaxName)
	case s.From < 0 || s.From >= dayMinutes:
		return s, fault.Field("from", "roster.minute_range")
	case s.To < 0 || s.To >= dayMinutes:
		return s, fault.Field("to", "roster.minute_range")
	case s.From == s.To:
		return s, fault.Field("to", "roster.shift_empty")
	}
	return s, nil
}

// On returns when the shift of a day begins and ends, by clocks of zone.
func (s Shift) On(day calendar.Date, zone *time.Location) (from, to time.Time) {
	end := int(s.To)
	if s.To <= s.From {
		end += dayMinutes
	}
	return day.At(int(s.From), zone).UTC(), day.At(end, zone).UTC()
}

// Entry says that somebody works a shift on a day.
type Entry struct {
	Day     calendar.Date `json:"day"`
	ShiftID string        `json:"shift_id"`
	UserID  string        `json:"user_id"`
}

// Week is the plan of a shop from a Monday on. Version is 0 for a week that nobody
// has planned.
type Week struct {
	ShopID      string
	Monday      calendar.Date
	Entries     []Entry
	Published   int64 // the version that was published last, 0 if none
	PublishedAt time.Time
	PublishedBy string
	Version     int64
}

// MondayOf returns the Monday of the week of a day.
func MondayOf(day calendar.Date) calendar.Date {
	return day - calendar.Date((int(day.Weekday())+weekDays-1)%weekDays)
}

// checkWeek refuses what is no Monday, and weeks far from now.
func checkWeek(monday, today calendar.Date) error {
	if MondayOf(monday) != monday {
		return fault.Field("week", "roster.no_monday")
	}
	if away := monday - MondayOf(today); away > farthest*weekDays || away < -farthest*weekDays {
		return fault.Field("week", "roster.week_far")
	}
	return nil
}

// checkEntries returns entries in order, those said twice once, or what is wrong
// with them.
func checkEntries(monday calendar.Date, shifts []Shift, entries []Entry) ([]Entry, error) {
	if len(entries) > MaxEntries {
		return nil, fault.Field("entries", "roster.too_many", "max", MaxEntries)
	}
	known := map[string]bool{}
	for _, s := range shifts {
		known[s.ID] = s.RemovedAt.IsZero()
	}
	for _, e := range entries {
		switch {
		case e.Day < monday || e.Day >= monday+weekDays:
			return nil, fault.Field("entries", "roster.other_week")
		case !known[e.ShiftID]:
			return nil, fault.Field("entries", "roster.shift_unknown")
		}
	}
	return inOrder(entries), nil
}

func inOrder(entries []Entry) []Entry {
	all := slices.Clone(entries)
	slices.SortFunc(all, func(a, b Entry) int {
		if a.Day != b.Day {
			return int(a.Day - b.Day)
		}
		return strings.Compare(a.ShiftID+"\x00"+a.UserID, b.ShiftID+"\x00"+b.UserID)
	})
	return slices.Compact(all)
}

// plan changes what a week is planned to be.
func (w Week) plan(entries []Entry) Week {
	w.Entries, w.Version = entries, w.Version+1
	return w
}

// publish makes the plan count.
func (w Week) publish(by string, now time.Time) Week {
	w.Version++
	w.Published, w.PublishedAt, w.PublishedBy = w.Version, now, by
	return w
}

// Duty is somebody's shift on a day, published.
type Duty struct {
	ID        string
	ShopID    string
	Monday    calendar.Date
	Entry     Entry
	ShiftName string
	StartsAt  time.Time
	EndsAt    time.Time
}

// Covers tells whether who has the duty works at an instant. The end belongs to the
// next shift.
func (d Duty) Covers(at time.Time) bool { return !at.Before(d.StartsAt) && at.Before(d.EndsAt) }

// duties are those of a week, without ids. Entries of shifts that are gone make none.
func (w Week) duties(shifts []Shift, zone *time.Location) (all []Duty) {
	for _, e := range w.Entries {
		i := slices.IndexFunc(shifts, func(s Shift) bool { return s.ID == e.ShiftID })
		if i < 0 {
			continue
		}
		d := Duty{ShopID: w.ShopID, Monday: w.Monday, Entry: e, ShiftName: shifts[i].Name}
		d.StartsAt, d.EndsAt = shifts[i].On(e.Day, zone)
		all = append(all, d)
	}
	return all
}

// difference returns what has to be added to, changed in and taken from the duties
// that there are, so that they are what is wanted. A duty keeps its id as long as
// the same person has the same shift on the same day.
func difference(have, want []Duty) (add, change, remove []Duty) {
	left := map[Entry]Duty{}
	for _, d := range have {
		left[d.Entry] = d
	}
	for _, d := range want {
		now, there := left[d.Entry]
		delete(left, d.Entry)
		d.ID = now.ID
		switch {
		case !there:
			add = append(add, d)
		case !now.StartsAt.Equal(d.StartsAt) || !now.EndsAt.Equal(d.EndsAt) || now.ShiftName != d.ShiftName:
			change = append(change, d)
		}
	}
	for _, d := range have {
		if _, gone := left[d.Entry]; gone {
			remove = append(remove, d)
		}
	}
	return add, change, remove
}
