package hearing

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/language/facts"
	"github.com/anxin-desk/anxin/internal/language/reading"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of what is heard.
type Service struct {
	DB            *db.DB
	Now           func() time.Time
	NewID         func() string
	Log           *slog.Logger
	Hint          func(topic string, hint any) // tells open screens, after a commit
	Reader        *reading.Reader              // the one the product comes with if nil
	Conversations *conversation.Service
	Notices       *notice.Service
}

// Hint is what open screens hear: that something else is heard in a conversation.
type Hint struct {
	Kind string `json:"kind"` // "heard"
	ID   string `json:"id"`   // of the conversation
}

// listenTo is how many messages of a conversation are read, the latest.
const listenTo = 200

// Hear reads the latest messages of a conversation that the actor may read.
func (s *Service) Hear(ctx context.Context, conversationID string) (h Heard, err error) {
	_, scope, err := identity.Require(ctx, identity.ConversationRead)
	if err != nil {
		return h, err
	}
	q := s.DB.Reader(ctx)
	c, err := conversation.WithinIn(q, scope, conversationID)
	if err != nil {
		return h, err
	}
	return s.hear(q, c)
}

// hear reads the latest messages of a conversation, as people have corrected
// what is heard in it.
func (s *Service) hear(q db.Queryer, c conversation.Conversation) (h Heard, err error) {
	messages, err := conversation.SpokenIn(q, c.ID, listenTo)
	if err != nil {
		return h, err
	}
	at, err := shop.GetIn(q, c.ShopID)
	if err != nil {
		return h, err
	}
	names, err := order.NamesIn(q, c.ShopID)
	if err != nil {
		return h, err
	}
	cases, err := complaint.OfConversationIn(q, identity.Everything, c.ID)
	if err != nil {
		return h, err
	}
	known := map[string]bool{}
	if i := slices.IndexFunc(cases, func(k complaint.Case) bool { return k.ClosedAt.IsZero() }); i >= 0 {
		known[facts.Order], known["demand"] = cases[i].OrderNo != "", len(cases[i].Demands) > 0
	}
	held, err := holding(q, c.ID)
	if err != nil {
		return h, err
	}
	reader := s.Reader
	if reader == nil {
		reader = reading.Default()
	}
	h = ears{reader, facts.NewReader(names), at.Location(), held}.hear(messages, known)
	h.Corrections = held
	return h, told(q, c.ID, h.Risks)
}

// Correct says that some words mean something else than was heard. The same key
// is the same correction, however often it comes.
func (s *Service) Correct(ctx context.Context, conversationID, key string, d Draft) (c Correction, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return c, err
	}
	if d, err = d.clean(); err != nil {
		return c, err
	}
	at, err := conversation.WithinIn(s.DB.Reader(ctx), scope, conversationID)
	if err != nil {
		return c, err
	}
	h, err := s.hear(s.DB.Reader(ctx), at)
	if err != nil {
		return c, err
	}
	turn, is := d.in(h)
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if _, err := s.Conversations.LockIn(tx, at.ID); err != nil {
			return err
		}
		id, again, err := identity.Once(tx, actor, key, map[string]any{"conversation": at.ID, "draft": d}, newID, s.Now())
		if err != nil {
			return err
		}
		if again {
			c, err = correctionIn(tx, scope, id, "")
			return err
		}
		held, err := holding(tx, at.ID)
		if err != nil {
			return err
		}
		if !is || !slices.EqualFunc(held, h.Corrections, func(a, b Correction) bool { return a.ID == b.ID }) {
			return fault.New(fault.Conflict, "hearing.changed")
		}
		c = Correction{ID: id, ConversationID: at.ID, ShopID: at.ShopID, Seq: d.Seq, FromSeq: turn.From, What: d.What,
			Heard: d.Heard, Right: d.Right, By: actor.ID, At: s.Now()}
		return s.keep(tx, c, held)
	})
	return c, err
}

// keep stores a correction in the place of one about the same.
func (s *Service) keep(tx *db.Tx, c Correction, held []Correction) error {
	for _, before := range held {
		if before.subject() != c.subject() {
			continue
		}
		before.UndoneBy, before.UndoneAt = c.By, c.At
		if err := updateUndone(tx, before); err != nil {
			return err
		}
		if err := s.audit(tx, before, 2, c.By, "undo", map[string]string{"replaced_by": c.ID}); err != nil {
			return err
		}
	}
	if err := insertCorrection(tx, c); err != nil {
		return err
	}
	if err := s.again(tx, c); err != nil {
		return err
	}
	return s.audit(tx, c, 1, c.By, "make", map[string]any{
		"conversation": c.ConversationID, "seq": c.Seq, "what": c.What, "heard": c.Heard, "right": c.Right,
	})
}

// Undo takes a correction back: what the engines hear holds again. To undo twice
// is to undo once.
func (s *Service) Undo(ctx context.Context, id string) (c Correction, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return c, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if c, err = correctionIn(tx, scope, id, ""); err != nil {
			return err
		}
		if _, err := s.Conversations.LockIn(tx, c.ConversationID); err != nil {
			return err
		}
		if c, err = correctionIn(tx, scope, id, tx.ForUpdate()); err != nil || !c.UndoneAt.IsZero() {
			return err
		}
		c.UndoneBy, c.UndoneAt = actor.ID, s.Now()
		if err := updateUndone(tx, c); err != nil {
			return err
		}
		if err := s.again(tx, c); err != nil {
			return err
		}
		return s.audit(tx, c, 2, actor.ID, "undo", nil)
	})
	return c, err
}

// again has a conversation heard once more, because somebody has said what is so,
// and tells the team's screens at once.
func (s *Service) again(tx *db.Tx, c Correction) error {
	tx.AfterCommit(func() { s.Hint("shop:"+c.ShopID, Hint{"heard", c.ConversationID}) })
	return touch(tx, c.ConversationID, s.Now())
}

func (s *Service) audit(tx *db.Tx, c Correction, version int64, by, verb string, payload any) error {
	return audit.Write(tx, audit.Entry{
		Subject: "correction/" + c.ID, Version: version, At: s.Now(), Actor: by, Verb: "correction." + verb, Payload: payload,
	})
}
