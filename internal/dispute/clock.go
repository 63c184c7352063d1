package dispute

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Step is what has to be done within a time.
type Step string

const (
	NoStep     Step = ""
	Answer     Step = "answer"
	Supplement Step = "supplement"
	Execute    Step = "execute" // do what was decided
	Appeal     Step = "appeal"
)

// Steps are all of them.
var Steps = []Step{Answer, Supplement, Execute, Appeal}

// Unit is what a rule counts.
type Unit string

const (
	Hours    Unit = "hours"
	Days     Unit = "days" // of the calendar
	Workdays Unit = "workdays"
)

// Rule says how long one step of one kind of dispute may take on one platform.
type Rule struct {
	Kind     Kind   `json:"kind"`
	Platform string `json:"platform"`
	Step     Step   `json:"step"`
	Length   int64  `json:"length"`
	Unit     Unit   `json:"unit"`
	From     string `json:"from,omitempty"` // hours count from this time of day only,
	To       string `json:"to,omitempty"`   // and until this one, every day of the week
	Source   string `json:"source,omitempty"`
	Note     string `json:"note,omitempty"`
	// Confirmed tells that the text of the source was read; what is not confirmed is
	// delivered switched off.
	Confirmed bool `json:"confirmed"`
	On        bool `json:"on"`
	// Own tells that the shop has said it.
	Own bool `json:"-"`
}

//go:embed clocks.json
var clocksText []byte

// Shipped are the rules that the program delivers.
var Shipped = mustReadRules(clocksText)

func mustReadRules(text []byte) (all []Rule) {
	if err := json.Unmarshal(text, &all); err != nil {
		panic("clocks.json: " + err.Error())
	}
	if _, err := CheckRules(all); err != nil {
		panic("clocks.json: " + err.Error())
	}
	return all
}

// Limits of rules.
const (
	MaxRules  = 100
	maxLength = 400
	maxSource = 200 // runes, also of a note
)

// CheckRules returns rules as they will be stored, or what is wrong with them.
func CheckRules(all []Rule) ([]Rule, error) {
	if len(all) > MaxRules {
		return nil, fault.Field("items", "dispute.rules_many", "max", MaxRules)
	}
	out := make([]Rule, 0, len(all))
	for i, r := range all {
		r.Source, r.Note = strings.TrimSpace(r.Source), strings.TrimSpace(r.Note)
		if err := r.check(); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(all[:i], r.sameAs) {
			return nil, fault.Field("items", "dispute.rule_twice")
		}
		out = append(out, r)
	}
	return out, nil
}

func (r Rule) check() error {
	switch {
	case !slices.Contains(Kinds, r.Kind):
		return fault.Field("items", "dispute.kind_unknown")
	case r.Platform != NoPlatform && !slices.Contains(columns.Platforms, r.Platform):
		return fault.Field("items", "dispute.platform_unknown")
	case !slices.Contains(Steps, r.Step):
		return fault.Field("items", "dispute.step_unknown")
	case r.Unit != Hours && r.Unit != Days && r.Unit != Workdays:
		return fault.Field("items", "dispute.unit_unknown")
	case r.Length < 1 || r.Length > maxLength:
		return fault.Field("items", "dispute.length_range", "max", maxLength)
	case r.Unit != Hours && (r.From != "" || r.To != ""):
		return fault.Field("items", "dispute.window_of_hours")
	case utf8.RuneCountInString(r.Source) > maxSource || utf8.RuneCountInString(r.Note) > maxSource:
		return fault.Field("items", "dispute.text_long", "limit", maxSource)
	}
	_, err := r.window("UTC")
	return err
}

// sameAs tells whether two rules are about the same step.
func (r Rule) sameAs(o Rule) bool {
	return r.Kind == o.Kind && r.Platform == o.Platform && r.Step == o.Step
}

// window is when hours count; nil for always.
func (r Rule) window(zone string) (*calendar.Hours, error) {
	if r.From == "" && r.To == "" {
		return nil, nil
	}
	day := []calendar.Interval{{From: r.From, To: r.To}}
	h, err := calendar.New(calendar.Plan{Zone: zone, Week: calendar.Week{Mon: day, Tue: day, Wed: day, Thu: day, Fri: day, Sat: day, Sun: day}})
	if err != nil || r.From >= r.To {
		return nil, fault.Field("items", "dispute.window_form").Because(err)
	}
	return &h, nil
}

// Span is a time within which something has to be done, and when to remind of it.
type Span struct{ Since, Due, Remind time.Time }

// Lead of a reminder: a share of the time, at least and at most so much.
const (
	leadShare = 5
	leadLeast = 30 * time.Minute
	leadMost  = 24 * time.Hour
)

func lead(whole time.Duration) time.Duration {
	return min(max(whole/leadShare, leadLeast), leadMost)
}

// Between is the span that somebody gave with its end.
func Between(since, due time.Time) Span { return Span{since, due, due.Add(-lead(due.Sub(since)))} }

// Count says until when a step that began at a time has to be done, in the zone of
// the shop. Days end at the time of day at which they began: that is never later
// than what platforms and the law count.
func (r Rule) Count(since time.Time, zone *time.Location) (Span, error) {
	local := since.In(zone)
	switch r.Unit {
	case Days:
		return Between(since, milli(local.AddDate(0, 0, int(r.Length)))), nil
	case Workdays:
		day, err := calendar.AddWorkdays(calendar.DateOf(local), int(r.Length))
		clock := local.Hour()*60 + local.Minute()
		return Between(since, milli(day.Date.At(clock, zone).Add(time.Duration(local.Second())*time.Second))), err
	}
	whole := time.Duration(r.Length) * time.Hour
	hours, err := r.window(zone.String())
	if err != nil {
		return Span{}, err
	}
	if hours == nil {
		return Between(since, since.Add(whole)), nil
	}
	due, err := hours.Add(since, whole)
	if err != nil {
		return Span{}, err
	}
	remind, err := hours.Add(since, max(whole-lead(whole), 0))
	return Span{since, milli(due.At), milli(remind.At)}, err
}

// Merge returns the rules of a shop: those delivered, with what it says itself.
func Merge(own []Rule) []Rule {
	var all []Rule
	for _, r := range Shipped {
		if !slices.ContainsFunc(own, r.sameAs) {
			all = append(all, r)
		}
	}
	for _, r := range own {
		r.Own = true
		all = append(all, r)
	}
	slices.SortStableFunc(all, func(a, b Rule) int {
		if n := slices.Index(Kinds, a.Kind) - slices.Index(Kinds, b.Kind); n != 0 {
			return n
		}
		if n := strings.Compare(a.Platform, b.Platform); n != 0 {
			return n
		}
		return slices.Index(Steps, a.Step) - slices.Index(Steps, b.Step)
	})
	return all
}

// For returns the rule of a step that counts, if there is one.
func For(all []Rule, kind Kind, platform string, step Step) (Rule, bool) {
	for _, r := range all {
		if r.On && r.sameAs(Rule{Kind: kind, Platform: platform, Step: step}) {
			return r, true
		}
	}
	return Rule{}, false
}

// DueBy says where a deadline comes from.
type DueBy string

const (
	ByNobody DueBy = ""       // there is none
	ByRule   DueBy = "rule"   // counted
	ByNotice DueBy = "notice" // entered when it began
	ByHand   DueBy = "hand"   // corrected, for a reason
)

// Clock is what a dispute waits for, and until when.
type Clock struct {
	Step       Step
	Since      time.Time // the step began
	DueAt      time.Time // zero if nobody knows
	DueBy      DueBy
	AppealBy   time.Time // until when a decision may be appealed; zero if it may not or nobody knows
	Setting    int64     // counts how often it was set
	RemindedAt time.Time
	AlarmedAt  time.Time
	OverdueAt  time.Time

	clocks   int64     // entries in the record
	remindAt time.Time // of a setting that was just made
}

// set returns the clock as it is set for a step.
func (c Clock) set(step Step, s Span, by DueBy) Clock {
	c.Step, c.Since, c.DueAt, c.DueBy, c.remindAt = step, s.Since, s.Due, by, s.Remind
	c.Setting++
	c.RemindedAt, c.AlarmedAt, c.OverdueAt = time.Time{}, time.Time{}, time.Time{}
	return c
}

// stop returns the clock as it stands when nothing is to be done.
func (c Clock) stop() Clock { return c.set(NoStep, Span{}, ByNobody) }

// Patience is how long after a deadline the supervisors hear of it.
const Patience = time.Hour

// remind, alarm and overdue tell whether a job of a setting has something to say at a
// time, and return the clock that remembers it.

func (c Clock) remind(setting int64, now time.Time) (Clock, bool) {
	if setting != c.Setting || c.DueAt.IsZero() || !c.RemindedAt.IsZero() || !now.Before(c.DueAt) {
		return c, false
	}
	c.RemindedAt = now
	return c, true
}

func (c Clock) alarm(setting int64, now time.Time) (Clock, bool) {
	if setting != c.Setting || c.DueAt.IsZero() || !c.AlarmedAt.IsZero() || now.Before(c.DueAt) {
		return c, false
	}
	c.AlarmedAt = now
	return c, true
}

func (c Clock) overdue(setting int64, now time.Time) (Clock, bool) {
	if setting != c.Setting || c.DueAt.IsZero() || !c.OverdueAt.IsZero() || now.Before(c.DueAt.Add(Patience)) {
		return c, false
	}
	c.OverdueAt = now
	return c, true
}
