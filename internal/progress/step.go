package progress

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Step is something that happened in a case, as its buyer may read it: a stage
// that it came to, what the buyer answered, or what became of a commitment.
type Step struct {
	At   time.Time
	Kind string // a stage, "reopened", "unsolved", "corrected", "commitment_" and made, kept, updated, waived or broken, "ticket_" and sent or done, or "compensation_" and approved or paid
	Text string // of a commitment or ticket, else ""
}

// maxRecords is how many of the latest records of a case are read for its steps.
const maxRecords = 200

// stepsIn returns the steps of a case, oldest first. They are read from the
// record; what the team wrote for itself there is left out.
func stepsIn(q db.Queryer, c complaint.Case, made []commitment.Commitment, sent []ticket.Ticket, given []compensation.Claim) (steps []Step, err error) {
	for _, subject := range []string{"complaint/", "complaint-clock/"} {
		records, err := audit.List(q, subject+c.ID, 0, maxRecords)
		if err != nil {
			return nil, err
		}
		for _, r := range slices.Backward(records) { // newest first
			if kind := kindOf(r); kind != "" {
				steps = append(steps, Step{At: r.At, Kind: kind})
			}
		}
	}
	for _, m := range made {
		steps = append(steps, stepsOf(m)...)
	}
	for _, t := range sent {
		if steps = append(steps, Step{t.MadeAt, "ticket_sent", t.PublicText}); t.State == ticket.Done {
			steps = append(steps, Step{t.SettledAt, "ticket_done", t.PublicText})
		}
	}
	for _, g := range given {
		steps = append(steps, stepsOfClaim(g)...)
	}
	slices.SortStableFunc(steps, func(a, b Step) int { return a.At.Compare(b.At) })
	return steps, nil
}

// kindOf is what a record means to the buyer, "" for nothing. Of several stages
// reached at once it is the last.
func kindOf(r audit.Record) string {
	if r.Verb == "complaint.open" {
		return string(complaint.Received)
	}
	if r.Verb == "complaint.reopen" {
		return "reopened"
	}
	var said struct{ Moves []complaint.Move }
	if json.Unmarshal([]byte(r.Payload), &said) != nil || len(said.Moves) == 0 {
		return ""
	}
	switch last := said.Moves[len(said.Moves)-1]; {
	case last.How == complaint.Reached:
		return string(last.Stage)
	case last.How == complaint.Back && (r.Verb == "complaint.answer" || r.Verb == "complaint.mark_outcome"):
		return "unsolved"
	case last.How == complaint.Back && (r.Verb == "complaint.answer_restatement" || r.Verb == "complaint.mark_restatement"):
		return "corrected"
	}
	return ""
}

// stepsOf is what became of a commitment. That it was broken is told too.
func stepsOf(m commitment.Commitment) []Step {
	steps := []Step{{m.MadeAt, "commitment_made", m.Text}}
	if !m.BrokenAt.IsZero() {
		steps = append(steps, Step{m.BrokenAt, "commitment_broken", m.Text})
	}
	if !m.SettledAt.IsZero() {
		steps = append(steps, Step{m.SettledAt, "commitment_" + string(m.State), m.Text})
	}
	return steps
}

// stepsOfClaim is what the buyer reads of a compensation: that it was approved, as long
// as that stands, and that they have it. How much it is the team tells them, since
// whoever holds the link reads this.
func stepsOfClaim(c compensation.Claim) (steps []Step) {
	approved := c.State == compensation.Approved || c.State == compensation.Paying || c.State == compensation.Paid
	if approved && !c.DecidedAt.IsZero() {
		steps = append(steps, Step{At: c.DecidedAt, Kind: "compensation_approved"})
	}
	if c.State == compensation.Paid {
		steps = append(steps, Step{At: c.PaidAt, Kind: "compensation_paid"})
	}
	return steps
}
