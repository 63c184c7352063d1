package automation

import (
	"encoding/json"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// staged adds the stages to which a case came since a time, as its record tells.
// What automations moved is no event for them.
func staged(q db.Queryer, events []event, c complaint.Case, since time.Time) ([]event, error) {
	records, err := audit.List(q, "complaint/"+c.ID, 0, mostLines)
	if err != nil {
		return events, err
	}
	aside, err := audit.List(q, "complaint-clock/"+c.ID, 0, mostLines)
	for _, r := range append(records, aside...) {
		var said struct {
			Moves []complaint.Move `json:"moves"`
		}
		if r.At.Before(since) || r.Actor == identity.AutomationID || json.Unmarshal([]byte(r.Payload), &said) != nil || len(said.Moves) == 0 {
			continue // what was erased tells nothing
		}
		events = append(events, event{at: r.At, caseID: c.ID, stage: said.Moves[len(said.Moves)-1].Stage})
	}
	return events, err
}
