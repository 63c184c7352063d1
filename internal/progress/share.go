package progress

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/complaint/cards"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Standing is how a case is shared with its buyer.
type Standing struct {
	LinkMadeAt time.Time // zero if no link works
	HasCode    bool      // the buyer has a service code
}

// Standing returns how a case is shared, for the team.
func (s *Service) Standing(ctx context.Context, caseID string) (st Standing, err error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return st, err
	}
	q := s.DB.Reader(ctx)
	c, err := complaint.GetIn(q, scope, caseID)
	if err != nil {
		return st, err
	}
	code, err := s.Customers.CodeIn(q, c.CustomerID)
	if err != nil {
		return st, err
	}
	st.HasCode = code != ""
	l, err := sentOf(q, scope, caseID)
	if fault.KindOf(err) == fault.NotFound {
		return st, nil
	}
	if !l.over(c, s.Now()) && s.address(l) != "" {
		st.LinkMadeAt = l.MadeAt
	}
	return st, err
}

// Share returns the address of a case's progress page, and with send shows it to
// the buyer in their conversation, once for a key. A link that works is used
// again.
func (s *Service) Share(ctx context.Context, caseID, key string, send bool) (address string, err error) {
	err = s.change(ctx, caseID, func(tx *db.Tx, by identity.Actor, c complaint.Case) error {
		l, err := s.linkIn(tx, c, by.ID)
		if err != nil {
			return err
		}
		if address = s.address(l); !send {
			return nil
		}
		key := by.ID + "/" + key
		if _, err := s.Conversations.PostIn(tx, c.ConversationID, cards.Shared(c.ID, c.Number, key)); err != nil {
			return err
		}
		return s.event(tx, c.ConversationID, key, "progress.sent", map[string]string{"number": c.Number, "by": by.Name})
	})
	return address, err
}

// Revoke ends all links of a case at once.
func (s *Service) Revoke(ctx context.Context, caseID string) error {
	return s.change(ctx, caseID, func(tx *db.Tx, by identity.Actor, c complaint.Case) error {
		n, err := s.revokeIn(tx, "case_id", c.ID, by.ID, func(Link) bool { return true })
		if err != nil || n == 0 {
			return err
		}
		complaint.HintAfter(tx, s.Hint, c)
		return s.event(tx, c.ConversationID, s.NewID(), "progress.revoked", map[string]string{"number": c.Number, "by": by.Name})
	})
}

// RenewCode gives the buyer of a case another service code, and ends the pages
// and browsers that the old one has opened. The same key renews it once.
func (s *Service) RenewCode(ctx context.Context, caseID, key string) error {
	return s.change(ctx, caseID, func(tx *db.Tx, by identity.Actor, c complaint.Case) error {
		_, again, err := identity.Once(tx, by, key, map[string]string{"renew_code": caseID}, s.NewID(), s.Now())
		if err != nil || again {
			return err
		}
		if err := s.Customers.RenewCodeIn(tx, c.CustomerID, by.ID); err != nil {
			return err
		}
		if _, err := s.revokeIn(tx, "customer_id", c.CustomerID, by.ID, func(l Link) bool { return l.ByCode }); err != nil {
			return err
		}
		if err := s.event(tx, c.ConversationID, s.NewID(), "customer.code_renewed", map[string]string{"by": by.Name}); err != nil {
			return err
		}
		complaint.HintAfter(tx, s.Hint, c)
		return nil
	})
}

// change locks a case that the actor may change, and applies what.
func (s *Service) change(ctx context.Context, caseID string, what func(*db.Tx, identity.Actor, complaint.Case) error) error {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := complaint.LockIn(tx, scope, caseID)
		if err != nil {
			return err
		}
		return what(tx, actor, c)
	})
}

// revokeIn ends those of the working links of a case or customer that which
// picks, and returns their number.
func (s *Service) revokeIn(tx *db.Tx, column, id, by string, which func(Link) bool) (n int, err error) {
	links, err := working(tx, column, id)
	if err != nil {
		return 0, err
	}
	for _, l := range links {
		if !which(l) {
			continue
		}
		l.RevokedAt, l.Version = s.Now(), l.Version+1
		if err := update(tx, l); err != nil {
			return n, err
		}
		if err := s.audit(tx, l, by, "revoke"); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// event writes a line into a thread that only the team sees.
func (s *Service) event(tx *db.Tx, conversationID, id, code string, args map[string]string) error {
	_, err := s.Conversations.PostIn(tx, conversationID, conversation.Message{
		Sender: conversation.Sender{Kind: conversation.System}, Kind: conversation.Event, Internal: true,
		Event: conversation.EventLine{Code: code, Args: args}, Key: code + "-" + id,
	})
	return err
}
