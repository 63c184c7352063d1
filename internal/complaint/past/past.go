// Package past brings cases in that were handled elsewhere. Nothing follows from
// them: no clock is wound, nobody is told, and what is closed was closed before
// it came, so that figures can tell it from what was handled here.
package past

import (
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Case is a case as somebody wrote it down elsewhere.
type Case struct {
	ID, ShopID, CustomerID, ConversationID string
	Key                                    string // one for each in a conversation
	complaint.Facts
	OwnerID  string
	OpenedAt time.Time
	ClosedAt time.Time // zero for one that is still open
	Proposal string    // what was offered
	Note     string    // how it ended, and what else is known
}

// InsertIn stores a case as part of tx, in a transaction in which its shop and
// customer are known to be there. Its number counts on the day on which it was
// opened, on the shop's clock. by is who brings it in.
func InsertIn(tx *db.Tx, c Case, zone *time.Location, by string, now time.Time) (number string, err error) {
	day := c.OpenedAt.In(zone)
	n, err := db.Value[int64](tx, `INSERT INTO complaint_counter (shop_id, day, last) VALUES (?, ?, 1)
		ON CONFLICT (shop_id, day) DO UPDATE SET last = complaint_counter.last + 1 RETURNING last`, c.ShopID, day.Format(time.DateOnly))
	if err != nil {
		return "", err
	}
	number = complaint.Number(day, n)
	stage, how, closedBy := complaint.Acknowledged, complaint.Closing(""), ""
	if !c.ClosedAt.IsZero() {
		stage, how, closedBy = complaint.Closed, complaint.ClosedImported, by
	}
	_, err = tx.Exec(`INSERT INTO complaint (id, number, key, shop_id, customer_id, conversation_id, first_contact_id, opened_at,
			scenario, severity, demands, order_no, summary, stage, owner_id, proposal, closed_at, closed_how, closed_note, closed_by)
		VALUES (`+db.Marks(20)+`)`,
		c.ID, number, c.Key, c.ShopID, c.CustomerID, c.ConversationID, c.OwnerID, db.Millis(c.OpenedAt),
		c.Scenario, string(c.Severity), strings.Join(c.Demands, ","), c.OrderNo, c.Summary, string(stage), c.OwnerID, c.Proposal,
		db.Millis(c.ClosedAt), string(how), c.Note, closedBy)
	if err != nil {
		return "", err
	}
	return number, audit.Write(tx, audit.Entry{Subject: "complaint/" + c.ID, Version: 1, At: now, Actor: by, Verb: "complaint.import",
		Payload: map[string]any{"number": number, "facts": c.Facts, "opened_at": c.OpenedAt, "closed_at": c.ClosedAt}})
}
