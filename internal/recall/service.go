package recall

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/complaint/cards"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/desk/batch"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/roster/duty"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Service is what the rest of the program may ask of recalls.
type Service struct {
	DB            *db.DB
	Queue         *jobs.Queue
	Now           func() time.Time
	NewID         func() string
	Hint          func(topic string, hint any) // tells open screens, after a commit
	Conversations *conversation.Service
	Notices       *notice.Service
}

// Hint is what screens of a shop hear: that a recall has moved on.
type Hint struct {
	Kind string `json:"kind"` // "recall"
	ID   string `json:"id"`
}

// Open takes goods back: who bought them is listed, and the supervisors are called at
// once. It may be opened from a case or by hand; the same key opens one.
func (s *Service) Open(ctx context.Context, key string, d Draft) (r Recall, err error) {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return r, err
	}
	if d, err = d.clean(); err != nil {
		return r, err
	}
	q := s.DB.Reader(ctx)
	var of complaint.Case
	if d.CaseID != "" {
		if of, err = complaint.GetIn(q, scope, d.CaseID); err != nil {
			return r, err
		}
		d.ShopID = of.ShopID
	}
	if !scope.Sees(d.ShopID, "") {
		return r, fault.New(fault.NotFound, "shop.unknown")
	}
	if _, err := shop.GetIn(q, d.ShopID); err != nil {
		return r, err
	}
	buyers, more, err := s.find(q, d)
	if err != nil {
		return r, err
	}
	r = Recall{ID: s.NewID(), Key: key, Draft: d, CaseNumber: of.Number, State: Open, Total: int64(len(buyers)), More: more, OpenedBy: actor.ID, OpenedAt: s.Now(), Version: 1}
	for _, id := range Tasks {
		r.Tasks = append(r.Tasks, Task{ID: id})
	}
	for _, b := range buyers {
		if b.State == Listed {
			r.People++
		}
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		known, err := byKey(tx, d.ShopID, key)
		if err == nil {
			if known.Draft.Code != d.Code || known.Draft.Batch != d.Batch {
				return fault.New(fault.Conflict, "request.key_reused")
			}
			r = known
			return nil
		}
		if fault.KindOf(err) != fault.NotFound {
			return err
		}
		return s.open(tx, r, of, buyers)
	})
	return r, err
}

func (s *Service) open(tx *db.Tx, r Recall, of complaint.Case, buyers []Buyer) error {
	if err := insert(tx, r); err != nil {
		return err
	}
	if err := insertBuyers(tx, r.ID, buyers); err != nil {
		return err
	}
	if err := s.record(tx, r, r.OpenedBy, "open", map[string]any{"code": r.Code, "batch": r.Batch, "reason": r.Reason, "orders": r.Total, "people": r.People, "number": r.CaseNumber}); err != nil {
		return err
	}
	if err := s.call(tx, r, "recall.opened", "", ""); err != nil || r.CaseID == "" {
		return err
	}
	_, err := s.Conversations.PostIn(tx, of.ConversationID, cards.Tells("recall.opened", r.ID, s.args(r)))
	return err
}

// find lists who bought the goods: each buyer is to be written to once.
func (s *Service) find(q db.Queryer, d Draft) (all []Buyer, more bool, err error) {
	g := batch.Goods{ShopID: d.ShopID, Code: d.Code, Batch: d.Batch, From: d.From, Until: d.Until}
	met := map[string]bool{}
	for after := ""; ; {
		found, next, err := batch.FindIn(q, g, after, 200)
		if err != nil {
			return nil, false, err
		}
		for _, f := range found {
			if len(all) == MaxBuyers {
				return all, true, nil
			}
			all = append(all, listedAs(f, int64(len(all)+1), met))
		}
		if next == "" {
			return all, false, nil
		}
		after = next
	}
}

// listedAs is how an order stands in a recall; met are the buyers who stand there.
func listedAs(f batch.Buyer, n int64, met map[string]bool) Buyer {
	b := Buyer{N: n, OrderNo: f.Number, Platform: f.Platform, Nick: f.Nick, Quantity: f.Quantity, How: f.How, CustomerID: f.CustomerID, ConversationID: f.ConversationID, State: Listed}
	switch {
	case f.ConversationID == "" || f.Channel != conversation.WebChat:
		b.State = Unreachable
	case met[f.ConversationID]:
		b.State = Same
	}
	if b.State == Listed {
		met[f.ConversationID] = true
	}
	return b
}

// call tells the supervisors at once, all but whom it comes from; moment tells apart
// what is told of a recall again.
func (s *Service) call(tx *db.Tx, r Recall, code, moment, but string) error {
	chiefs, err := duty.Supervisors(tx, r.ShopID)
	if err != nil {
		return err
	}
	about := notice.About{CaseID: r.CaseID}
	for _, id := range chiefs {
		if id == but {
			continue
		}
		if err := s.Notices.TellIn(tx, id, code, code+"/"+r.ID+moment, s.args(r), about); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) args(r Recall) map[string]string {
	return map[string]string{"product": r.Name, "batch": r.Batch, "recall": r.ID}
}

// View is a recall with how far its buyers are.
type View struct {
	Recall
	Reached  map[Reach]int64
	Answered int64
	Tickets  map[string]string // ids of those that were sent for tasks, by task
}

// Get returns a recall of a shop whose cases the actor may read.
func (s *Service) Get(ctx context.Context, id string) (v View, err error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return v, err
	}
	q := s.DB.Reader(ctx)
	if v.Recall, err = get(q, scope, id, ""); err != nil {
		return v, err
	}
	return s.view(q, v.Recall)
}

func (s *Service) view(q db.Queryer, r Recall) (v View, err error) {
	v.Recall = r
	if v.Reached, err = tallied(q, r.ID); err != nil {
		return v, err
	}
	if v.Tickets, err = ticketsOf(q, r); err != nil {
		return v, err
	}
	told, err := answering(q, r.ID)
	for _, b := range told {
		said, err := conversation.SaidSinceIn(q, b.ConversationID, conversation.Buyer, b.ToldAt.Add(time.Millisecond))
		if err != nil {
			return v, err
		}
		if said {
			v.Answered++
		}
	}
	return v, err
}

// ticketsOf finds the tickets that departments got for the tasks of a recall.
func ticketsOf(q db.Queryer, r Recall) (map[string]string, error) {
	sent := map[string]string{}
	for _, t := range r.Tasks {
		made, err := ticket.ByKeyIn(q, r.CaseID, r.TaskKey(t.ID))
		if err == nil && made.State != ticket.Withdrawn {
			sent[t.ID] = made.ID
		} else if err != nil && fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
	}
	return sent, nil
}

// pageLen is how many recalls or buyers a page has.
const pageLen = 50

// Latest returns recalls of the shops whose cases the actor may read, the latest
// first, behind after.
func (s *Service) Latest(ctx context.Context, after string) (all []Recall, next string, err error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return nil, "", err
	}
	from, err := readSpot(after)
	if err != nil {
		return nil, "", err
	}
	all, err = latest(s.DB.Reader(ctx), scope, from, pageLen+1)
	if len(all) > pageLen {
		all = all[:pageLen]
		next = all[pageLen-1].spot().Cursor()
	}
	return all, next, err
}

// OfCase returns the recalls that were opened from a case which the actor may read.
func (s *Service) OfCase(ctx context.Context, caseID string) ([]Recall, error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	if _, err := complaint.GetIn(q, scope, caseID); err != nil {
		return nil, err
	}
	return ofCase(q, caseID)
}

// Buyers returns a page of the orders with the goods, for who may read orders there.
func (s *Service) Buyers(ctx context.Context, id string, state Reach, after int64) (all []Buyer, next int64, err error) {
	_, scope, err := identity.Require(ctx, identity.OrderRead)
	if err != nil {
		return nil, 0, err
	}
	q := s.DB.Reader(ctx)
	if _, err := get(q, scope, id, ""); err != nil {
		return nil, 0, err
	}
	all, err = buyersOf(q, id, state, after, pageLen+1)
	if len(all) > pageLen {
		all = all[:pageLen]
		next = all[pageLen-1].N
	}
	return all, next, err
}

func (s *Service) record(tx *db.Tx, r Recall, by, verb string, payload any) error {
	tx.AfterCommit(func() { s.Hint("shop:"+r.ShopID, Hint{"recall", r.ID}) })
	return audit.Write(tx, audit.Entry{Subject: "recall/" + r.ID, Version: r.Version, At: s.Now(), Actor: by, Verb: "recall." + verb, Payload: payload})
}
