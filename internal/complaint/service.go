package complaint

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint/cards"
	"github.com/anxin-desk/anxin/internal/complaint/owed"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of complaint cases.
type Service struct {
	DB            *db.DB
	Queue         *jobs.Queue
	Now           func() time.Time
	NewID         func() string
	Hint          func(topic string, hint any) // tells open screens, after a commit
	Conversations *conversation.Service
	Commitments   *commitment.Service
	Owed          owed.Carrier
	Notices       *notice.Service
}

// Hint is what open screens hear of a case.
type Hint struct {
	Kind           string `json:"kind"` // "case"
	ID             string `json:"id"`
	ConversationID string `json:"conversation_id"`
}

// Open opens a case from a conversation; whoever opens it owns it. The same key
// opens one case, however often it comes.
func (s *Service) Open(ctx context.Context, conversationID, key string, f Facts) (c Case, err error) {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return c, err
	}
	if f, err = f.clean(); err != nil {
		return c, err
	}
	seen, err := s.Conversations.Get(ctx, conversationID)
	if err != nil {
		return c, err
	}
	if !scope.Sees(seen.ShopID, seen.CustomerID) {
		return c, fault.New(fault.Denied, "identity.denied")
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		talk, err := s.Conversations.LockIn(tx, seen.ID)
		if err != nil {
			return err
		}
		c, err = s.openIn(tx, Case{
			ID: id, Key: key, ShopID: talk.ShopID, CustomerID: talk.CustomerID, ConversationID: talk.ID,
			Facts: f, Stage: Received, OwnerID: actor.ID, FirstContactID: cmp.Or(talk.AssigneeID, actor.ID),
		}, talk)
		return err
	})
	return c, err
}

// openIn stores a new case. The lock on its conversation makes the same key wait
// for itself.
func (s *Service) openIn(tx *db.Tx, c Case, talk conversation.Conversation) (Case, error) {
	known, err := byKey(tx, c.ConversationID, c.Key)
	if err == nil && known.Version == 1 && !known.Facts.equal(c.Facts) {
		return known, fault.New(fault.Conflict, "request.key_reused")
	}
	if fault.KindOf(err) != fault.NotFound {
		return known, err
	}
	at, err := shop.GetIn(tx, c.ShopID)
	if err != nil {
		return c, err
	}
	now := s.Now()
	day := now.In(at.Location())
	n, err := nextNumber(tx, c.ShopID, day.Format(time.DateOnly))
	if err != nil {
		return c, err
	}
	c.Number, c.OpenedAt, c.Version = Number(day, n), now, 1
	if talk.WaitingSince.IsZero() && talk.HeadSeq > 0 {
		c.Stage = Acknowledged
	}
	if err := insert(tx, c); err != nil {
		return c, err
	}
	HintAfter(tx, s.Hint, c)
	if err := s.event(tx, c, "opened/"+c.ID, "case.opened", map[string]string{"number": c.Number}); err != nil {
		return c, err
	}
	if err := s.Queue.Announce(tx, Opened{c.ID}); err != nil {
		return c, err
	}
	return c, s.record(tx, audit.Entry{Subject: "complaint/" + c.ID, Version: c.Version, Actor: c.OwnerID, Verb: "open"}, told{Facts: &c.Facts})
}

// Get returns a case that the actor may read.
func (s *Service) Get(ctx context.Context, id string) (Case, error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return Case{}, err
	}
	return get(s.DB.Reader(ctx), scope, id, "")
}

// OfConversation returns the cases of a conversation that the actor may read,
// newest first.
func (s *Service) OfConversation(ctx context.Context, conversationID string) ([]Case, error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return nil, err
	}
	return OfConversationIn(s.DB.Reader(ctx), scope, conversationID)
}

// OfBuyer returns the last case about which the buyer who asks was asked, or a
// NotFound fault.
func (s *Service) OfBuyer(ctx context.Context, conversationID string) (Case, error) {
	return s.lastOfBuyer(ctx, conversationID, "outcome_asked_at")
}

// OfBuyerRestated is OfBuyer for the last case that we restated to the buyer.
func (s *Service) OfBuyerRestated(ctx context.Context, conversationID string) (Case, error) {
	return s.lastOfBuyer(ctx, conversationID, "restatement_asked_at")
}

func (s *Service) lastOfBuyer(ctx context.Context, conversationID, asked string) (Case, error) {
	_, scope, err := identity.Require(ctx, identity.BuyerUse)
	if err != nil {
		return Case{}, err
	}
	return lastAsked(s.DB.Reader(ctx), scope, conversationID, asked)
}

// Correct changes what a case is about. One that turns out to be worse than it
// looked goes back to the first stage that it skipped.
func (s *Service) Correct(ctx context.Context, id string, version int64, f Facts) (Case, error) {
	f, err := f.clean()
	if err != nil {
		return Case{}, err
	}
	return s.change(ctx, id, version, "correct", told{Facts: &f}, func(_ *db.Tx, c Case) (Case, error) {
		if err := c.mustBeOpen(); err != nil {
			return c, err
		}
		c.Facts = f
		return c.fit(), nil
	})
}

// Next returns the stage that comes next for a case, and what is missing for
// it. The caller has made sure that the actor may read the case.
func (s *Service) Next(ctx context.Context, c Case) (Next, error) {
	q := s.DB.Reader(ctx)
	c, err := c.owing(q)
	if err == nil && c.Stage == Received {
		c.heard, err = conversation.SaidSinceIn(q, c.ConversationID, conversation.Agent, c.OpenedAt)
	}
	return c.next(), err
}

// AskOutcome asks the buyer, on a card, whether it is solved.
func (s *Service) AskOutcome(ctx context.Context, id string, version int64, text string) (Case, error) {
	actor, _ := identity.From(ctx)
	return s.change(ctx, id, version, "ask_outcome", told{Text: strings.TrimSpace(text)}, func(tx *db.Tx, c Case) (Case, error) {
		return s.askOutcome(tx, c, actor, text)
	})
}

func (s *Service) askOutcome(tx *db.Tx, c Case, by identity.Actor, text string) (Case, error) {
	c, err := c.ask(text, s.Now())
	if err != nil {
		return c, err
	}
	if err := s.windOutcome(tx, c); err != nil {
		return c, err
	}
	return c, s.card(tx, c.ConversationID, by, "outcome", c.ID, c.question(), c.OutcomeText)
}

// Fast is the one form of the fast lane: what the buyer wanted, the message in
// which they said so, and the question whether it is solved.
type Fast struct {
	Restatement string // may be empty where the buyer has confirmed one already
	Seq         int64  // number of the buyer's message
	Result      string
}

// FastLane takes a case of low or normal severity from where it is to the
// question whether it is solved.
func (s *Service) FastLane(ctx context.Context, id string, version int64, f Fast) (Case, error) {
	actor, _ := identity.From(ctx)
	t := told{Text: strings.TrimSpace(f.Result), Note: strings.TrimSpace(f.Restatement)}
	return s.change(ctx, id, version, "fast_lane", t, func(tx *db.Tx, c Case) (Case, error) {
		if c.walks() {
			return c, fault.New(fault.Conflict, "case.not_fast")
		}
		if c.Restatement.State != RestatementConfirmed {
			text, err := cleanText("restatement", f.Restatement)
			if err == nil && text == "" {
				err = fault.Field("restatement", "case.restatement_missing")
			}
			if err != nil {
				return c, err
			}
			if c, err = s.markRestatement(tx, c.hear(), UnderstoodBy{f.Seq, true, text}); err != nil {
				return c, err
			}
		}
		return s.askOutcome(tx, c, actor, f.Result)
	})
}

// change loads a case inside the actor's scope, holds the caller to the version
// that they saw, applies a rule, and stores the outcome.
func (s *Service) change(ctx context.Context, id string, version int64, verb string, t told, rule func(*db.Tx, Case) (Case, error)) (Case, error) {
	return s.changeAs(ctx, identity.CaseWrite, id, version, verb, t, rule)
}

// changeAs is change for who holds a permission.
func (s *Service) changeAs(ctx context.Context, p identity.Permission, id string, version int64, verb string, t told, rule func(*db.Tx, Case) (Case, error)) (c Case, err error) {
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err = s.changeIn(ctx, tx, p, id, version, verb, t, rule)
		return err
	})
	return c, err
}

// changeIn is changeAs as part of tx.
func (s *Service) changeIn(ctx context.Context, tx *db.Tx, p identity.Permission, id string, version int64, verb string, t told, rule func(*db.Tx, Case) (Case, error)) (c Case, err error) {
	actor, scope, err := identity.Require(ctx, p)
	if err != nil {
		return c, err
	}
	if c, err = s.load(tx, scope, id); err != nil {
		return c, err
	}
	if c.Version != version {
		return c, fault.New(fault.Conflict, "case.changed")
	}
	if c, err = rule(tx, c); err != nil {
		return c, err
	}
	return s.store(tx, c, actor.ID, verb, t)
}

// load returns a case inside scope, locked. Whether a person has answered the
// buyer shows when it is looked at.
func (s *Service) load(tx *db.Tx, scope identity.Scope, id string) (Case, error) {
	c, err := get(tx, scope, id, tx.ForUpdate())
	if err != nil {
		return c, err
	}
	if c, err = c.owing(tx); err != nil || c.Stage != Received {
		return c, err
	}
	said, err := conversation.SaidSinceIn(tx, c.ConversationID, conversation.Agent, c.OpenedAt)
	if said {
		c = c.hear()
	}
	return c, err
}

// card shows the buyer something that they can act on.
func (s *Service) card(tx *db.Tx, conversationID string, by identity.Actor, kind, ref, key, text string) error {
	_, err := s.Conversations.PostIn(tx, conversationID, cards.Asks(by.ID, by.Name, kind, ref, key, text))
	return err
}

// event writes a line into the thread that only the team sees; the buyer sees a
// card in its place if there is one for it.
func (s *Service) event(tx *db.Tx, c Case, key, code string, args map[string]string) error {
	_, err := s.Conversations.PostIn(tx, c.ConversationID, cards.Announce(cards.Tells(code, key, args), c.ID, c.Number))
	return err
}

// HintAfter tells the buyer's and the team's screens of a case to look again,
// once tx is committed.
func HintAfter(tx *db.Tx, hint func(topic string, hint any), c Case) {
	h := Hint{"case", c.ID, c.ConversationID}
	tx.AfterCommit(func() {
		hint("conv:"+c.ConversationID, h)
		hint("shop:"+c.ShopID, h)
	})
}
