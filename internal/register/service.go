package register

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint/past"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/conversation/recorded"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/order/intake"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Service brings in past cases.
type Service struct {
	DB        *db.DB
	Now       func() time.Time
	NewID     func() string
	Customers *customer.Service
	Profiles  *profile.Service
	Recorded  *recorded.Service
}

// Matter is what package intake imports registers with. It needs who may write
// cases beside who may import.
func (s *Service) Matter() intake.Matter {
	return intake.Matter{Kind: columns.Register, Also: identity.CaseWrite, Begin: s.begin}
}

func (s *Service) begin(_ context.Context, q db.Queryer, i intake.Import, l intake.Layout) (intake.Reader, error) {
	colleagues, err := identity.Crew(q, identity.CaseWrite, i.ShopID, "")
	if err != nil {
		return nil, err
	}
	r := &rows{Layout: l, Service: s, i: i, owners: map[string]string{}, types: map[string]*intake.Value{}}
	chosen := l.Owner == ""
	for _, c := range colleagues {
		r.owners[c.Name] = c.ID
		chosen = chosen || c.ID == l.Owner
	}
	if !chosen {
		return nil, fault.Field("owner", "case.cannot_own")
	}
	return r, nil
}

// Measure implements intake.Reader.
func (s *Service) Measure(ctx context.Context) error {
	return s.DB.Measure(ctx, "register_entry (shop_id, key)", "customer_handle (shop_id, norm)", "conversation (customer_id)", "complaint (conversation_id)")
}

// Save implements intake.Reader.
func (l *rows) Save(tx *db.Tx, drafts []intake.Draft) ([]order.Was, error) {
	all := make([]order.Was, len(drafts))
	for n, d := range drafts {
		fresh, err := l.saveIn(tx, d.(entry))
		if err != nil {
			return nil, err
		}
		if fresh {
			all[n] = order.IsCreated
		}
	}
	return all, nil
}

// saveIn makes a case of an entry, unless there is one.
func (l *rows) saveIn(tx *db.Tx, e entry) (fresh bool, err error) {
	id, by := l.NewID(), l.i.StartedBy
	n, err := tx.Exec(`INSERT INTO register_entry (shop_id, key, case_id, import_id, made_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		l.i.ShopID, e.key, id, l.i.ID, db.Millis(l.Now()))
	if err != nil || n == 0 {
		return false, err
	}
	who, err := l.customerIn(tx, e)
	if err != nil {
		return false, err
	}
	talk, err := l.Recorded.OpenIn(tx, l.i.ShopID, who, by, e.facts.Summary, e.opened)
	if err != nil {
		return false, err
	}
	number, err := past.InsertIn(tx, past.Case{ID: id, ShopID: l.i.ShopID, CustomerID: who, ConversationID: talk, Key: "register/" + e.key, Facts: e.facts,
		OwnerID: e.owner, OpenedAt: e.opened, ClosedAt: e.closed, Proposal: e.proposal, Note: e.note}, l.Zone, by, l.Now())
	if err != nil || !e.closed.IsZero() {
		return true, err
	}
	return true, l.Recorded.ShowIn(tx, talk, e.owner, by, e.facts.Summary, conversation.Message{
		Sender: conversation.Sender{Kind: conversation.System}, Kind: conversation.Event, Internal: true,
		Event: conversation.EventLine{Code: "case.imported", Args: map[string]string{"number": number}}, Key: "case.imported-" + id,
	})
}

// customerIn is who complained: who holds their nick or phone in the shop, or
// else somebody new.
func (l *rows) customerIn(tx *db.Tx, e entry) (string, error) {
	id, err := profile.HolderIn(tx, l.i.ShopID, e.handles)
	if err != nil {
		return "", err
	}
	var c customer.Customer
	if id == "" {
		c, err = l.Customers.RecordIn(tx, l.i.ShopID, e.name, l.i.StartedBy)
	} else {
		c, err = customer.GetIn(tx, id)
	}
	if err != nil {
		return "", err
	}
	return c.ID, l.Profiles.RecordIn(tx, c, l.i.StartedBy, e.handles)
}
