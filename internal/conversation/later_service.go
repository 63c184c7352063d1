package conversation

import (
	"context"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/conversation/later"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

// Later is a message that waits for its time.
type Later = later.Later

// LaterHint is what the team's screens hear when messages for later change.
type LaterHint struct {
	Kind           string `json:"kind"` // "later"
	ConversationID string `json:"conversation_id"`
}

// sendLater is the clock of a message for later.
type sendLater struct{ ID string }

func (sendLater) Kind() string { return "conversation.send_later" }

// Schedule keeps a message to be sent at a time. The same key from the same
// agent is the same message.
func (s *Service) Schedule(ctx context.Context, id, key string, d Draft, at time.Time) (l Later, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return l, err
	}
	if err := checkKey(key); err != nil {
		return l, err
	}
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if c.Channel == Paste {
			return fault.New(fault.Conflict, "later.elsewhere")
		}
		if l, err = later.ByKey(tx, id, actor.ID, key); err == nil || fault.KindOf(err) != fault.NotFound {
			return err
		}
		if d, err = d.clean(); err != nil {
			return err
		}
		l, err = Later{ID: newID, ConversationID: id, ShopID: c.ShopID, AuthorID: actor.ID, Key: key, MadeAt: s.Now()}.Edit(d.Text, d.FileIDs, at, s.Now())
		if err != nil {
			return err
		}
		if _, err := ownFiles(tx, id, Sender{Agent, actor.ID, actor.Name}, l.FileIDs); err != nil {
			return err
		}
		if open, err := later.Open(tx, id); err != nil || len(open) >= later.Most {
			return fault.New(fault.Conflict, "later.too_many", "limit", later.Most).Because(err)
		}
		if err := later.Insert(tx, l); err != nil {
			return err
		}
		return s.laterChanged(tx, l, actor.ID, "schedule")
	})
	return l, err
}

// Scheduled returns the messages of a conversation that wait for their time, or
// for their author, by their times.
func (s *Service) Scheduled(ctx context.Context, id string) ([]Later, error) {
	_, scope, err := identity.Require(ctx, identity.ConversationRead)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	if _, err := get(q, scope, id, ""); err != nil {
		return nil, err
	}
	return later.Open(q, id)
}

// EditLater changes the words and the time of one's own message for later. It
// keeps its files.
func (s *Service) EditLater(ctx context.Context, id string, version int64, text string, at time.Time) (Later, error) {
	return s.changeLater(ctx, id, version, func(tx *db.Tx, l Later, by identity.Actor) (Later, error) {
		d, err := Draft{Text: text, FileIDs: l.FileIDs}.clean()
		if err != nil {
			return l, err
		}
		if l, err = l.Edit(d.Text, d.FileIDs, at, s.Now()); err != nil {
			return l, err
		}
		return l, s.storeLater(tx, l, by.ID, "edit")
	})
}

// CancelLater does away with one's own message for later.
func (s *Service) CancelLater(ctx context.Context, id string, version int64) (Later, error) {
	return s.changeLater(ctx, id, version, func(tx *db.Tx, l Later, by identity.Actor) (Later, error) {
		l = l.Become(later.Cancelled, "")
		return l, s.storeLater(tx, l, by.ID, "cancel")
	})
}

// SendNow sends one's own message for later at once, also one that was paused.
func (s *Service) SendNow(ctx context.Context, id string, version int64) (Later, error) {
	return s.changeLater(ctx, id, version, func(tx *db.Tx, l Later, by identity.Actor) (Later, error) {
		return s.send(tx, l, by.ID, by.Name)
	})
}

func (s *Service) changeLater(ctx context.Context, id string, version int64, change func(*db.Tx, Later, identity.Actor) (Later, error)) (l Later, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return l, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if l, err = s.lockLater(tx, scope, id); err != nil {
			return err
		}
		if err := l.By(actor.ID, version); err != nil {
			return err
		}
		l, err = change(tx, l, actor)
		return err
	})
	return l, err
}

// lockLater returns a message for later as it is now. The conversation is locked
// before it, as where a buyer's message pauses it.
func (s *Service) lockLater(tx *db.Tx, scope identity.Scope, id string) (Later, error) {
	l, err := later.In(tx, scope, id)
	if err != nil {
		return l, err
	}
	if _, err := s.LockIn(tx, l.ConversationID); err != nil {
		return l, err
	}
	return later.In(tx, scope, id)
}

// send posts l under a key of its own, so that it is said once.
func (s *Service) send(tx *db.Tx, l Later, authorID, name string) (Later, error) {
	m, err := spoken(tx, l.ConversationID, Sender{Agent, authorID, name}, Draft{Text: l.Text, FileIDs: l.FileIDs})
	if err != nil {
		return l, err
	}
	m.Key = "later-" + l.ID
	if _, err := s.PostIn(tx, l.ConversationID, m); err != nil {
		return l, err
	}
	l = l.Become(later.Sent, "")
	return l, s.storeLater(tx, l, authorID, "send")
}

// sendLater is what the clock of a message does. One that was given another time
// has another clock.
func (s *Service) sendLater(tx *db.Tx, j sendLater) error {
	l, err := s.lockLater(tx, identity.Everything, j.ID)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil || l.State != later.Waiting || s.Now().Before(l.SendAt) {
		return err
	}
	author, err := identity.ColleagueIn(tx, l.AuthorID, identity.ConversationReply, l.ShopID)
	if fault.KindOf(err) == fault.NotFound {
		return s.pause(tx, l, later.NotAllowed)
	}
	if err != nil {
		return err
	}
	_, err = s.send(tx, l, author.ID, author.Name)
	return err
}

// BuyerWroteIn pauses what was to be sent, as part of the buyer's message.
func (s *Service) BuyerWroteIn(tx *db.Tx, id string) error {
	open, err := later.Open(tx, id)
	if err != nil {
		return err
	}
	for _, l := range open {
		if l.State != later.Waiting {
			continue
		}
		if err := s.pause(tx, l, later.BuyerWrote); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) pause(tx *db.Tx, l Later, why later.Reason) error {
	l = l.Become(later.Paused, why)
	if err := s.storeLater(tx, l, identity.SystemID, "pause"); err != nil {
		return err
	}
	key := "later.paused/" + l.ID + "/" + strconv.FormatInt(l.Version, 10)
	args := map[string]string{"words": Message{Text: l.Text}.preview()}
	code := "later.paused"
	if why == later.Merged {
		code = "later.paused_merged"
	}
	return s.Notices.TellIn(tx, l.AuthorID, code, key, args, notice.About{ConversationID: l.ConversationID})
}

func (s *Service) storeLater(tx *db.Tx, l Later, by, verb string) error {
	if err := later.Update(tx, l); err != nil {
		return err
	}
	return s.laterChanged(tx, l, by, verb)
}

// laterChanged winds the clock of l or stops it, and tells the team's screens.
func (s *Service) laterChanged(tx *db.Tx, l Later, by, verb string) error {
	clock := "conversation.send_later/" + l.ID
	if l.State == later.Waiting {
		if err := s.Queue.Enqueue(tx, sendLater{l.ID}, l.SendAt, jobs.Key(clock)); err != nil {
			return err
		}
	} else if err := s.Queue.Cancel(tx, clock); err != nil {
		return err
	}
	tx.AfterCommit(func() { s.Hint("team:"+l.ConversationID, LaterHint{"later", l.ConversationID}) })
	return audit.Write(tx, audit.Entry{
		Subject: "later/" + l.ID, Version: l.Version, At: s.Now(), Actor: by, Verb: "later." + verb,
		Payload: map[string]any{"conversation_id": l.ConversationID, "send_at": l.SendAt},
	})
}
