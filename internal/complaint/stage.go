package complaint

import (
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint/owed"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Stage says where the handling is. The order is that of ISO 10002 and
// GB/T 19012.
type Stage string

const (
	Received      Stage = "received"
	Acknowledged  Stage = "acknowledged"
	Understood    Stage = "understood"
	Investigating Stage = "investigating"
	Proposed      Stage = "proposed"
	Agreed        Stage = "agreed"
	Fulfilling    Stage = "fulfilling"
	Verifying     Stage = "verifying"
	Closed        Stage = "closed"
)

// Stages are all of them, first to last.
var Stages = []Stage{Received, Acknowledged, Understood, Investigating, Proposed, Agreed, Fulfilling, Verifying, Closed}

func (s Stage) place() int { return slices.Index(Stages, s) }

// Move is a step that a case made, as its record keeps it beside who made it,
// when and why.
type Move struct {
	Stage Stage `json:"stage"`
	How   How   `json:"how"`
}

// How says in which way a case came to a stage.
type How string

const (
	Reached How = "reached"
	Skipped How = "skipped" // passed over, in the fast lane or for a supervisor's reason
	Back    How = "back"    // from a later stage
)

// Need is something that must be true before a stage.
type Need string

const (
	NeedAnswer      Need = "answer"        // a person of the team has answered the buyer
	NeedRestatement Need = "restatement"   // the buyer has confirmed what it is about
	NeedProposal    Need = "proposal"      // what we offer is written down
	NeedAgreement   Need = "agreement"     // the buyer agrees to it
	NeedCommitments Need = "commitments"   // nothing that we said we would do is open
	NeedTickets     Need = "tickets"       // no department is still at work
	NeedClaims      Need = "compensations" // no compensation is on its way
	NeedOutcome     Need = "outcome"       // the buyer, a record or a supervisor says that it is over
)

// Next is the stage that comes next, and what is missing for it.
type Next struct {
	Stage   Stage // "" for a case that is closed
	Missing []Need
	Fast    bool // stages may be skipped, see [Case.walks]
}

// walks tells whether a case must walk every stage. The others may take the
// fast lane, which skips stages and keeps record of it.
func (c Case) walks() bool { return c.Severity == High || c.Severity == Critical }

// need is what must be true before a stage, "" for nothing.
func (c Case) need(s Stage) Need {
	switch {
	case s == Acknowledged && !c.heard:
		return NeedAnswer
	case s == Understood && c.Restatement.State != RestatementConfirmed:
		return NeedRestatement
	case s == Proposed && c.Proposal == "":
		return NeedProposal
	case s == Agreed && c.Agreement == "" && c.AgreementMessage == "":
		return NeedAgreement
	case s == Closed:
		return NeedOutcome
	}
	return ""
}

// missing is what must become true on the way to a stage.
func (c Case) missing(to Stage) (needs []Need) {
	for _, s := range Stages[min(c.Stage.place(), to.place())+1 : to.place()+1] {
		if n := c.need(s); n != "" {
			needs = append(needs, n)
		}
		for _, o := range c.owed.Kinds() {
			if s == Verifying {
				needs = append(needs, Need(o))
			}
		}
	}
	return needs
}

func (c Case) next() Next {
	if c.Stage == Closed {
		return Next{}
	}
	to := Stages[c.Stage.place()+1]
	return Next{Stage: to, Missing: c.missing(to), Fast: !c.walks()}
}

// wants refuses a case that must walk every stage and is not ready for one.
func (c Case) wants(to Stage) error {
	if !c.walks() {
		return nil
	}
	c.owed = owed.Owed{} // is asked for by who wants it settled
	return lacking(c.missing(to))
}

// lacking says what is missing first.
func lacking(needs []Need) error {
	if len(needs) == 0 {
		return nil
	}
	switch needs[0] {
	case NeedAnswer:
		return fault.New(fault.Conflict, "case.needs_answer")
	case NeedRestatement:
		return fault.New(fault.Conflict, "case.needs_restatement")
	case NeedProposal:
		return fault.New(fault.Conflict, "case.needs_proposal")
	case NeedAgreement:
		return fault.New(fault.Conflict, "case.needs_agreement")
	}
	return fault.New(fault.Conflict, "case.needs_outcome")
}

// advance moves a case forward to a stage and notes what it passed: reached
// where what it needs is true, else skipped.
func (c Case) advance(to Stage) Case { return c.pass(to, c.walks()) }

// pass is advance; walked tells whether the stages that need nothing count as
// reached.
func (c Case) pass(to Stage, walked bool) Case {
	c.Skipped, c.moves = slices.Clone(c.Skipped), slices.Clone(c.moves)
	for from := c.Stage.place() + 1; from <= to.place(); from++ {
		s := Stages[from]
		if s == to || c.passes(s, walked) {
			c.moves = append(c.moves, Move{s, Reached})
			continue
		}
		c.moves = append(c.moves, Move{s, Skipped})
		if !slices.Contains(c.Skipped, s) {
			c.Skipped = append(c.Skipped, s)
		}
	}
	if to.place() > c.Stage.place() {
		c.Stage = to
	}
	return c
}

func (c Case) passes(s Stage, walked bool) bool {
	switch s {
	case Investigating, Fulfilling:
		return walked
	case Verifying:
		return c.Outcome != NotAsked
	}
	return c.need(s) == ""
}

// reach notes that what a stage needs has become true: the case moves on to it
// or, if it is further already, it did not skip that stage after all.
func (c Case) reach(s Stage) Case {
	if s.place() > c.Stage.place() {
		return c.advance(s)
	}
	if slices.Contains(c.Skipped, s) {
		c.Skipped = slices.DeleteFunc(slices.Clone(c.Skipped), func(x Stage) bool { return x == s })
		c.moves = append(slices.Clone(c.moves), Move{s, Reached})
	}
	return c
}

// back moves a case back to a stage. What lies ahead again is not skipped any
// more, and a question about the outcome is withdrawn.
func (c Case) back(to Stage) Case {
	if to.place() >= c.Stage.place() {
		return c
	}
	c.Stage, c.moves = to, append(slices.Clone(c.moves), Move{to, Back})
	c.Skipped = slices.DeleteFunc(slices.Clone(c.Skipped), func(s Stage) bool { return s.place() >= to.place() })
	if c.Outcome == Asked {
		c.Outcome = NotAsked
	}
	return c
}

// fit takes a case that must walk every stage back to before the first one that
// it skipped: in the fast lane, or before it turned out to be so bad.
func (c Case) fit() Case {
	if !c.walks() || len(c.Skipped) == 0 {
		return c
	}
	first := slices.MinFunc(c.Skipped, func(a, b Stage) int { return a.place() - b.place() })
	return c.back(Stages[first.place()-1])
}

// moveTo takes a case on to a stage by hand, where nothing else does: somebody
// begins to look into it, or to do what was agreed.
func (c Case) moveTo(to Stage) (Case, error) {
	if err := c.mustBeOpen(); err != nil {
		return c, err
	}
	if to.place() <= c.Stage.place() || to.place() > Fulfilling.place() {
		return c, fault.Field("stage", "case.no_such_move")
	}
	if n := c.need(to); n != "" {
		return c, lacking([]Need{n})
	}
	if err := c.wants(to); err != nil {
		return c, err
	}
	return c.advance(to), nil
}

// commit is what a new commitment does to its case: the buyer was told
// something, there is something to do, and a question about the outcome is
// withdrawn.
func (c Case) commit() (Case, error) {
	if err := c.mustBeOpen(); err != nil {
		return c, err
	}
	c.heard = true
	switch {
	case c.Stage == Verifying:
		return c.back(Fulfilling), nil
	case c.Stage == Agreed:
		return c.advance(Fulfilling), nil
	case c.Stage.place() < Investigating.place() && c.wants(Investigating) == nil:
		return c.advance(Investigating), nil
	case c.Stage == Received:
		return c.advance(Acknowledged), nil
	}
	return c, nil
}

// hear notes that a person of the team has answered the buyer.
func (c Case) hear() Case {
	if c.heard = true; c.mustBeOpen() != nil {
		return c
	}
	return c.reach(Acknowledged)
}

// hearIf is hear, if something is about to be said to the buyer.
func (c Case) hearIf(said bool) Case {
	if said && c.mustBeOpen() == nil {
		return c.hear()
	}
	return c
}

// reopen opens a closed case again.
func (c Case) reopen(by, why string, now time.Time) Case {
	c.ClosedAt, c.ClosedHow, c.ClosedNote, c.ClosedBy = time.Time{}, "", "", ""
	c.ReopenedAt, c.ReopenedBy, c.ReopenedWhy = now, by, why
	return c.back(Investigating).fit()
}
