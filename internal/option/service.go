package option

import (
	"context"
	"reflect"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/complaint/cards"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/policy"
	"github.com/anxin-desk/anxin/internal/policy/rulebook"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of options.
type Service struct {
	DB            *db.DB
	Now           func() time.Time
	NewID         func() string
	Hint          func(topic string, hint any) // tells open screens, after a commit
	Conversations *conversation.Service
	Complaints    *complaint.Service
	Notices       *notice.Service
	Rulebooks     *rulebook.Service
}

// Suggest works out what may be offered in a case that the actor may read, by what
// is known of it and what they have found out. What was looked up outranks that, as
// it does where money is claimed.
func (s *Service) Suggest(ctx context.Context, caseID string, said map[string]string) (Options, error) {
	facts := map[string]any{}
	for name, value := range said {
		facts[name] = value
	}
	w, err := s.Rulebooks.ForClaim(ctx, caseID, facts)
	if err != nil {
		return Options{}, err
	}
	q := s.DB.Reader(ctx)
	c, err := complaint.GetIn(q, identity.Everything, caseID) // the actor may read it, or they would not be here
	if err != nil {
		return Options{}, err
	}
	m := Matter{Scenario: c.Scenario, Demands: c.Demands, Decision: w.Decision}
	if m.Known, err = policy.Read(w.Matter.Facts, s.Now()); err != nil {
		return Options{}, err
	}
	if m.Bought, err = bought(q, c); err != nil {
		return Options{}, err
	}
	if paid, known := m.Known.Number("paid"); known && m.Bought.Paid == nil {
		m.Bought.Paid = &paid
	}
	at, err := shop.GetIn(q, c.ShopID)
	if err != nil {
		return Options{}, err
	}
	m.Cheap = at.Settings.CheapGoodsFen
	m.Refused, err = refused(q, c.ID)
	return Weigh(m), err
}

// bought is what is known of the money and the goods of a case.
func bought(q db.Queryer, c complaint.Case) (b Bought, err error) {
	o, there, err := order.NumberedIn(q, c.ShopID, c.OrderNo)
	if err != nil {
		return b, err
	}
	if there && o.Paid.Known {
		b.Paid = &o.Paid.N
	}
	b.Refunded = o.Refunded.N
	sum, known := int64(0), there && len(o.Items) > 0
	for _, i := range o.Items {
		known = known && i.Price.Known
		sum += i.Price.N * max(i.Quantity, 1)
	}
	if known {
		b.Goods = &sum
	}
	claims, err := compensation.OthersIn(q, compensation.Claim{CaseID: c.ID, ShopID: c.ShopID, Draft: compensation.Draft{OrderNo: c.OrderNo}}, nil, time.Time{})
	for _, claim := range claims {
		if claim.State != compensation.Refused && claim.State != compensation.Withdrawn {
			b.Given += claim.Fen
		}
	}
	return b, err
}

// refused are the remedies to which the buyer has said no.
func refused(q db.Queryer, caseID string) (all []string, err error) {
	sent, err := ofCase(q, caseID)
	for _, c := range sent {
		if c.State == Declined || c.State == Replaced && c.Words != "" {
			for _, p := range c.Picks {
				all = append(all, p.Remedy)
			}
		}
	}
	return all, err
}

// Send offers options to the buyer of a case: on a card where they see cards, else as
// a message. What lay on the table before is replaced. version is that of the case
// which the actor saw; the same key sends one card.
func (s *Service) Send(ctx context.Context, caseID, key string, version int64, d Draft) (c Card, err error) {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return c, err
	}
	o, err := s.Suggest(ctx, caseID, d.Said)
	if err != nil {
		return c, err
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		of, err := complaint.LockIn(tx, scope, caseID)
		if err != nil {
			return err
		}
		known, err := byKey(tx, of.ID, key)
		if err == nil && !d.made(known) {
			return fault.New(fault.Conflict, "request.key_reused")
		}
		if fault.KindOf(err) != fault.NotFound {
			c = known
			return err
		}
		picks, err := o.check(d.Picks, actor.MayIn(identity.CompensationApprove, of.ShopID))
		if err != nil {
			return err
		}
		c = Card{ID: id, Key: key, CaseID: of.ID, ShopID: of.ShopID, Picks: picks, Said: d.Said, State: Sent, MadeBy: actor.ID, MadeAt: s.Now(), Version: 1}
		c, err = s.send(ctx, tx, actor, of, version, c, d)
		return err
	})
	return c, err
}

// made tells whether a card came of this draft.
func (d Draft) made(c Card) bool {
	return slices.EqualFunc(d.Picks, c.Picks, func(a, b Pick) bool {
		a.Freight, a.Kept, a.Text, b.Text = b.Freight, b.Kept, "", ""
		return reflect.DeepEqual(a, b)
	})
}

func (s *Service) send(ctx context.Context, tx *db.Tx, actor identity.Actor, of complaint.Case, version int64, c Card, d Draft) (Card, error) {
	talk, err := s.Conversations.LockIn(tx, of.ConversationID)
	if err != nil {
		return c, err
	}
	asText := talk.Channel != conversation.WebChat
	if c.Intro, err = d.cleanIntro(asText); err != nil {
		return c, err
	}
	if err := s.clear(tx, of.ID, actor.ID); err != nil {
		return c, err
	}
	show := func(of complaint.Case) error {
		c.Proposal = of.Proposal
		m := cards.Asks(actor.ID, actor.Name, cards.Options, c.ID, c.ID, c.Plain())
		if asText {
			m = cards.Says(actor.ID, actor.Name, c.Plain(), m.Key)
		}
		_, err := s.Conversations.PostIn(tx, of.ConversationID, m)
		return err
	}
	if _, err := s.Complaints.ProposeIn(ctx, tx, of.ID, version, c.summary(), show); err != nil {
		return c, err
	}
	if err := insert(tx, c); err != nil {
		return c, err
	}
	return c, s.record(tx, c, actor.ID, "send", map[string]any{"picks": c.Picks, "said": c.Said, "number": of.Number})
}

// clear takes what lies on the table of a case off it.
func (s *Service) clear(tx *db.Tx, caseID, by string) error {
	before, err := onTable(tx, caseID)
	if err != nil {
		return err
	}
	for _, old := range before {
		old.State = Replaced
		old.Version++
		if err := update(tx, old); err != nil {
			return err
		}
		if err := s.record(tx, old, by, "replace", map[string]any{}); err != nil {
			return err
		}
	}
	return nil
}

// OfCase returns the cards of a case that the actor may read, the latest first.
func (s *Service) OfCase(ctx context.Context, caseID string) ([]Card, error) {
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

func (s *Service) record(tx *db.Tx, c Card, by, verb string, payload any) error {
	return audit.Write(tx, audit.Entry{Subject: "option/" + c.ID, Version: c.Version, At: s.Now(), Actor: by, Verb: "option." + verb, Payload: payload})
}
