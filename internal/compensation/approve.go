package compensation

import (
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Authority is up to which weight somebody may approve, now.
type Authority struct {
	ID  string // whose limit it is: one's own, or of who has named one as deputy
	Fen int64
}

// Approval is that somebody has agreed to a round of a claim.
type Approval struct {
	Round int64
	By    string // the person
	For   string // whose limit they used
	Fen   int64  // that limit, then
	Note  string
	At    time.Time
}

// MaxNoteLen of an approval, in runes.
const MaxNoteLen = 300

// Approve takes the word of somebody with their authorities, of which the first is
// their own. given are the approvals that there are. The last that is needed makes
// the claim approved; month is whose budget it uses then.
func (c Claim) Approve(by string, may []Authority, given []Approval, note, month string, r limits.Rules, s Standing, now time.Time) (Claim, Approval, error) {
	a := Approval{Round: c.Round, By: by, At: now}
	var err error
	if a.Note, err = cleanText("note", note, MaxNoteLen); err != nil {
		return c, a, err
	}
	switch {
	case c.State != Waiting:
		return c, a, c.notNow()
	case slices.Contains(c.Authors, by):
		return c, a, fault.New(fault.Denied, "compensation.own")
	}
	given = c.counting(given)
	if slices.ContainsFunc(given, func(g Approval) bool { return g.By == by }) {
		return c, a, fault.New(fault.Conflict, "compensation.approved_already")
	}
	c = c.weigh(r, s)
	if err := c.within(r, s); err != nil {
		return c, a, err
	}
	use, ok := c.use(may, given)
	if !ok {
		return c, a, fault.New(fault.Denied, "compensation.no_limit")
	}
	a.For, a.Fen = use.ID, use.Fen
	full := use.Fen >= c.Weight || slices.ContainsFunc(given, func(g Approval) bool { return g.Fen >= c.Weight })
	if !full && c.Needs < 2 {
		return c, a, fault.New(fault.Denied, "compensation.beyond_limit", "limit", limits.Yuan(use.Fen), "weight", limits.Yuan(c.Weight))
	}
	c.ChangedAt = now
	if !full || int64(len(given)+1) < c.Needs {
		return c, a, nil
	}
	if err := c.affords(r, s); err != nil {
		return c, a, err
	}
	c.State, c.DecidedBy, c.DecidedAt, c.Month, c.DueAt, c.AskedID = Approved, by, now, month, time.Time{}, ""
	c.Clock++
	return c, a, nil
}

// counting are the approvals of this round.
func (c Claim) counting(all []Approval) []Approval {
	return slices.DeleteFunc(slices.Clone(all), func(a Approval) bool { return a.Round != c.Round })
}

// use picks the greatest authority that may be used for a claim: of nobody who has
// written it, and of nobody who has approved it.
func (c Claim) use(may []Authority, given []Approval) (best Authority, ok bool) {
	for _, a := range may {
		used := slices.ContainsFunc(given, func(g Approval) bool { return g.For == a.ID })
		if a.Fen > best.Fen && !used && !slices.Contains(c.Authors, a.ID) {
			best, ok = a, true
		}
	}
	return best, ok
}

// Asks tells whether a claim waits for the word of somebody with these authorities.
func (c Claim) Asks(by string, may []Authority, given []Approval) bool {
	given = c.counting(given)
	if c.State != Waiting || slices.Contains(c.Authors, by) || slices.ContainsFunc(given, func(g Approval) bool { return g.By == by }) {
		return false
	}
	full := slices.ContainsFunc(given, func(g Approval) bool { return g.Fen >= c.Weight })
	use, ok := c.use(may, given)
	return ok && (use.Fen >= c.Weight || c.Needs > 1 && (full || len(given) == 0))
}

// Refuse ends a claim that waits, for a reason. Who could approve part of it may
// refuse it; not who wrote it, who withdraws it.
func (c Claim) Refuse(by string, may []Authority, reason string, now time.Time) (Claim, error) {
	switch _, ok := c.use(may, nil); {
	case c.State != Waiting:
		return c, c.notNow()
	case slices.Contains(c.Authors, by):
		return c, fault.New(fault.Denied, "compensation.own")
	case !ok:
		return c, fault.New(fault.Denied, "compensation.no_limit")
	}
	return c.end(Refused, by, reason, now)
}

// HandTo asks one person, who has these authorities, for a reason. Others who may
// approve still may.
func (c Claim) HandTo(to string, may []Authority, given []Approval, reason string, now time.Time) (Claim, error) {
	reason, err := cleanText("reason", reason, MaxReasonLen)
	switch {
	case err != nil:
		return c, err
	case c.State != Waiting:
		return c, c.notNow()
	case reason == "":
		return c, fault.Field("reason", "compensation.reason_missing")
	case !c.Asks(to, may, given):
		return c, fault.Field("to", "compensation.cannot_approve")
	}
	c.AskedID, c.Note, c.ChangedAt, c.Clock = to, reason, now, c.Clock+1
	return c, nil
}

// Escalate asks the next level because nobody has answered in time. clock says
// which question the time was about. The highest level is asked once more, and is
// overdue then.
func (c Claim) Escalate(clock int64, r limits.Rules, now time.Time) (_ Claim, rings bool) {
	if c.State != Waiting || c.Clock != clock || now.Before(c.DueAt) || c.DueAt.IsZero() {
		return c, false
	}
	c.AskedID = ""
	if c.Level+1 < len(r.Levels) {
		c.Level, c.Clock = c.Level+1, c.Clock+1
		return c, true
	}
	c.Level = len(r.Levels) - 1
	if !c.OverdueAt.IsZero() {
		return c, false
	}
	c.OverdueAt = now
	return c, true
}
