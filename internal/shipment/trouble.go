package shipment

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Kind is what is wrong with a parcel.
type Kind string

const (
	NoPickUp      Kind = "no_pickup"     // declared as sent, and no carrier has it
	Stalled       Kind = "stalled"       // nothing was said of it for too long
	Undeliverable Kind = "undeliverable" // out of the area, address wrong, nobody reached
	SignedAway    Kind = "signed_away"   // signed for, but perhaps not by the buyer
	ComesBack     Kind = "returned"      // refused, or on its way back
	Late          Kind = "late"          // not there by the time it was to be
)

// Kinds are all of them.
var Kinds = []Kind{NoPickUp, Stalled, Undeliverable, SignedAway, ComesBack, Late}

// Scenario is that of a case about it.
func (k Kind) Scenario() string {
	if k == SignedAway {
		return "logistics.signed_not_received"
	}
	return "logistics.late"
}

// Rules are from when on a shop sees a parcel as in trouble. Hours; 0 looks for no
// such thing.
type Rules struct {
	PickUpHours     int64    // from when it was declared as sent
	QuietHours      int64    // without an event
	QuietFarHours   int64    // in provinces that are far
	PromiseHours    int64    // from dispatch to the door, where nobody told the buyer a time
	PromiseFarHours int64    // there
	Far             []string // provinces
	Station         bool     // a parcel left at a station, in a locker or with a guard counts
	Version         int64    // 0 for what the program delivers
}

// Delivered are the rules that the program delivers.
func Delivered() Rules {
	return Rules{PickUpHours: 48, QuietHours: 48, QuietFarHours: 96, PromiseHours: 120, PromiseFarHours: 240, Station: true,
		Far: []string{"内蒙古", "甘肃", "青海", "宁夏", "新疆", "西藏", "海南"}}
}

// maxHours is the longest time of a rule.
const maxHours = 24 * 60

// clean returns rules as they will be kept, or what is wrong with them.
func (r Rules) clean() (Rules, error) {
	for _, one := range []struct {
		field string
		hours int64
	}{{"pick_up_hours", r.PickUpHours}, {"quiet_hours", r.QuietHours}, {"quiet_far_hours", r.QuietFarHours}, {"promise_hours", r.PromiseHours}, {"promise_far_hours", r.PromiseFarHours}} {
		if one.hours < 0 || one.hours > maxHours {
			return r, fault.Field(one.field, "shipment.hours_range", "limit", int64(maxHours))
		}
	}
	var far []string
	for _, p := range r.Far {
		known := ProvinceOf(p)
		if known == "" {
			return r, fault.Field("far", "shipment.province_unknown", "province", cell.Text(p, 20))
		}
		if !slices.Contains(far, known) {
			far = append(far, known)
		}
	}
	r.Far = far
	return r, nil
}

func (r Rules) far(province string) bool { return province != "" && slices.Contains(r.Far, province) }

func hours(n int64) time.Duration { return time.Duration(n) * time.Hour }

// due is the time at which a parcel is to be there, zero if nobody counts on one.
func (r Rules) due(s Shipment) time.Time {
	n := r.PromiseHours
	if r.far(s.Province) {
		n = r.PromiseFarHours
	}
	switch {
	case !s.PromisedAt.IsZero():
		return s.PromisedAt
	case n == 0 || s.DispatchedAt.IsZero():
		return time.Time{}
	}
	return s.DispatchedAt.Add(hours(n))
}

// Finding is something wrong with a parcel; since is the moment that it counts from,
// and tells it from the same thing at another time.
type Finding struct {
	Kind  Kind
	Since time.Time
}

// Look finds what is wrong with a parcel at a time, and when to look again; zero for
// not before something happens.
func (r Rules) Look(s Shipment, now time.Time) (found []Finding, next time.Time) {
	if s.Over() || !s.Watched() {
		return nil, next
	}
	at := func(k Kind, since, due time.Time) {
		switch {
		case !due.After(now):
			found = append(found, Finding{k, since})
		case next.IsZero() || due.Before(next):
			next = due
		}
	}
	switch phase(s.State) {
	case Declared:
		if r.PickUpHours > 0 && !s.DispatchedAt.IsZero() {
			at(NoPickUp, s.DispatchedAt, s.DispatchedAt.Add(hours(r.PickUpHours)))
		}
	case Moving:
		quiet := r.QuietHours
		if r.far(s.Province) {
			quiet = r.QuietFarHours
		}
		if quiet > 0 {
			at(Stalled, s.LastAt, s.LastAt.Add(hours(quiet)))
		}
	case Problem:
		at(Undeliverable, s.Since, now)
	case Returned:
		at(ComesBack, s.Since, now)
	case Signed:
		if s.Away && r.Station || !s.DoubtedAt.IsZero() {
			at(SignedAway, s.Since, now)
		}
	}
	if p := phase(s.State); p != Signed && p != Returned {
		if due := r.due(s); !due.IsZero() {
			at(Late, due, due)
		}
	}
	return found, next
}

// Standing is how far somebody is with a trouble.
type Standing string

const (
	Open    Standing = "open"
	Snoozed Standing = "snoozed"
	Told    Standing = "told"  // the buyer was told, or has a case
	Done    Standing = "done"  // somebody has settled it
	Moved   Standing = "moved" // the parcel moved on by itself
)

// Live tells whether it is still to be looked after.
func (s Standing) Live() bool { return s == Open || s == Snoozed || s == Told }

// Trouble is something wrong with a parcel, and who looks after it.
type Trouble struct {
	ID, ShipmentID, ShopID string
	Finding
	State          Standing
	FoundAt        time.Time
	Until          time.Time // put off until then
	By             string
	ByAt           time.Time
	Note           string
	ConversationID string
	CaseID         string
	Version        int64

	entries int64
}

// MaxNote is how long a note is at most, in runes.
const MaxNote = 300

// waiting refuses what cannot be done any more.
func (t Trouble) waiting(states ...Standing) error {
	if slices.Contains(states, t.State) {
		return nil
	}
	switch t.State {
	case Told:
		return fault.New(fault.Conflict, "shipment.already_told")
	case Moved:
		return fault.New(fault.Conflict, "shipment.moved_on")
	}
	return fault.New(fault.Conflict, "shipment.settled")
}

// tell notes that a buyer was told, in a conversation or, where there is none, by hand.
func (t Trouble) tell(by, conversation, note string, now time.Time) (Trouble, error) {
	note = strings.TrimSpace(note)
	if err := t.waiting(Open, Snoozed); err != nil {
		return t, err
	}
	if utf8.RuneCountInString(note) > MaxNote {
		return t, fault.Field("note", "shipment.note_long", "limit", MaxNote)
	}
	t.State, t.By, t.ByAt, t.ConversationID, t.Note, t.Until = Told, by, now, conversation, note, time.Time{}
	return t, nil
}

// settle ends a trouble, with what came of it.
func (t Trouble) settle(by, note string, now time.Time) (Trouble, error) {
	note = strings.TrimSpace(note)
	if err := t.waiting(Open, Snoozed, Told); err != nil {
		return t, err
	}
	switch n := utf8.RuneCountInString(note); {
	case n == 0:
		return t, fault.Field("note", "shipment.note_missing")
	case n > MaxNote:
		return t, fault.Field("note", "shipment.note_long", "limit", MaxNote)
	}
	t.State, t.By, t.ByAt, t.Note, t.Until = Done, by, now, note, time.Time{}
	return t, nil
}

// maxSnooze is the longest time for which a trouble may be put off.
const maxSnooze = 7 * 24 * time.Hour

// snooze puts a trouble off until a time.
func (t Trouble) snooze(by string, until, now time.Time) (Trouble, error) {
	if err := t.waiting(Open, Snoozed); err != nil {
		return t, err
	}
	if !until.After(now) || until.Sub(now) > maxSnooze {
		return t, fault.Field("until", "shipment.snooze_range", "days", int64(maxSnooze/(24*time.Hour)))
	}
	t.State, t.By, t.ByAt, t.Until = Snoozed, by, now, until
	return t, nil
}

// settleAll compares what is found with what is known: begun are new, those of known
// that changed come back in changed.
func settleAll(known []Trouble, found []Finding) (begun []Finding, changed []Trouble) {
	at := func(f Finding) int {
		return slices.IndexFunc(known, func(t Trouble) bool { return t.Kind == f.Kind && t.Since.Equal(f.Since) })
	}
	still := map[int]bool{}
	for _, f := range found {
		i := at(f)
		if i < 0 {
			begun = append(begun, f)
			continue
		}
		still[i] = true
		if known[i].State == Moved { // what ended it was taken back
			t := known[i]
			t.State, t.By, t.ByAt = Open, "", time.Time{}
			changed = append(changed, t)
		}
	}
	for i, t := range known {
		if t.State.Live() && !still[i] {
			t.State, t.Until = Moved, time.Time{}
			changed = append(changed, t)
		}
	}
	return begun, changed
}
