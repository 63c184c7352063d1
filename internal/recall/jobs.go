package recall

import (
	"strconv"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Send writes to the next buyers of a recall.
type Send struct{ ID string }

// Kind implements jobs.Args.
func (Send) Kind() string { return "recall.send" }

// chunk is how many buyers are written to in one unit: few, since on SQLite nobody
// else writes meanwhile.
const chunk = 10

// Register tells the queue who writes to buyers.
func (s *Service) Register() { jobs.HandleTx(s.Queue, s.send) }

// send writes to a chunk of buyers and ends in the unit that ends its job, so that it
// is done once however often the program dies.
func (s *Service) send(tx *db.Tx, j Send) error {
	r, err := get(tx, identity.Everything, j.ID, tx.ForUpdate())
	if err != nil || r.State != Sending {
		return err
	}
	next, err := listed(tx, r.ID, chunk)
	if err != nil {
		return err
	}
	at, err := shop.GetIn(tx, r.ShopID)
	if err != nil {
		return err
	}
	for _, b := range next {
		if b, err = s.one(tx, r, b, at); err != nil {
			return err
		}
		if b.State == Written {
			r.Sent++
		}
		if err := updateBuyer(tx, r.ID, b); err != nil {
			return err
		}
	}
	version := r.Version
	if len(next) == chunk {
		tx.AfterCommit(func() { s.Hint("shop:"+r.ShopID, Hint{"recall", r.ID}) })
		if err := s.Queue.Enqueue(tx, Send{r.ID}, s.Now()); err != nil {
			return err
		}
		return update(tx, r, version)
	}
	r.State = Told
	r.Version++
	if err := update(tx, r, version); err != nil {
		return err
	}
	return s.record(tx, r, identity.SystemID, "told", map[string]any{"sent": r.Sent})
}

// one writes to a buyer. What they are told is no answer to what they have asked, so
// it comes from the shop and stops no clock.
func (s *Service) one(tx *db.Tx, r Recall, b Buyer, at shop.Shop) (Buyer, error) {
	who, err := customer.GetIn(tx, b.CustomerID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return b, err
	}
	err = tx.Savepoint(func() error {
		_, err := s.Conversations.PostIn(tx, b.ConversationID, conversation.Message{
			Sender: conversation.Sender{Kind: conversation.System, ID: "recall", Name: at.Name}, Kind: conversation.Text,
			Text: r.fill(b, who.Name), Key: "recall-" + r.ID + "-" + strconv.FormatInt(b.N, 10),
		})
		return err
	})
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Conflict:
		b.State = Unreachable
		return b, nil
	}
	b.State, b.ToldAt = Written, s.Now()
	return b, err
}
