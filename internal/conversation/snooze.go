package conversation

import (
	"context"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

// MaxSnoozeDays is how far ahead a conversation may be put off.
const MaxSnoozeDays = 90

// Snooze is that a conversation is put off: it is in no view of the queue but
// one, until its time comes or the buyer says something.
type Snooze struct {
	Until   time.Time // zero if it is not put off
	By      string    // user id
	Version int64     // of the conversation, made by putting it off
}

// SnoozeEnd is the timer of a snooze. It carries the version that the snooze
// made, so that it does nothing to a later one.
type SnoozeEnd struct {
	ID      string
	Version int64
}

// Kind implements [jobs.Args].
func (SnoozeEnd) Kind() string { return "conversation.snooze_end" }

// snooze puts c off until a time.
func (c Conversation) snooze(by string, until, now time.Time) (Conversation, error) {
	switch {
	case !until.After(now):
		return c, fault.Field("until", "conversation.snooze_past")
	case until.After(now.AddDate(0, 0, MaxSnoozeDays)):
		return c, fault.Field("until", "conversation.snooze_too_far", "days", MaxSnoozeDays)
	}
	c.Version++
	c.Snooze, c.WokeAt = Snooze{until, by, c.Version}, time.Time{}
	return c, nil
}

// wake brings c back.
func (c Conversation) wake(now time.Time) Conversation {
	c.Snooze, c.WokeAt = Snooze{}, now
	return c
}

// CheckSnooze is a fault if nothing can be put off until a time.
func (s *Service) CheckSnooze(until time.Time) error {
	_, err := (Conversation{}).snooze("", until, s.Now())
	return err
}

// Snooze puts a conversation off. version is the one that the caller saw. The
// same time again changes nothing.
func (s *Service) Snooze(ctx context.Context, id string, version int64, until time.Time) (Conversation, error) {
	until = db.Time(db.Millis(until))
	return s.putOff(ctx, id, version, "snooze", func(tx *db.Tx, c Conversation, by identity.Actor) (Conversation, error) {
		if c.Snooze.Until.Equal(until) {
			return c, nil
		}
		c, err := c.snooze(by.ID, until, s.Now())
		if err != nil {
			return c, err
		}
		err = s.Queue.Enqueue(tx, SnoozeEnd{c.ID, c.Version}, until, jobs.Key(snoozeKey(c.ID)))
		if err != nil {
			return c, err
		}
		err = s.tell(tx, &c, "conversation.snoozed", strconv.FormatInt(c.Version, 10),
			map[string]string{"by": by.Name, "until": until.UTC().Format(time.RFC3339)})
		return c, err
	})
}

// Unsnooze brings a conversation back before its time. One that is not put off
// stays as it is.
func (s *Service) Unsnooze(ctx context.Context, id string, version int64) (Conversation, error) {
	return s.putOff(ctx, id, version, "unsnooze", func(tx *db.Tx, c Conversation, by identity.Actor) (Conversation, error) {
		if c.Snooze.Until.IsZero() {
			return c, nil
		}
		c.Version++
		c, err := s.StopSnoozeIn(tx, c)
		if err != nil {
			return c, err
		}
		err = s.tell(tx, &c, "conversation.unsnoozed", strconv.FormatInt(c.Version, 10), map[string]string{"by": by.Name})
		return c, err
	})
}

// putOff changes the snooze of a conversation as a person wants it.
func (s *Service) putOff(ctx context.Context, id string, version int64, verb string,
	change func(*db.Tx, Conversation, identity.Actor) (Conversation, error)) (c Conversation, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return c, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		before, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if c, err = change(tx, before, actor); err != nil || c.Version == before.Version {
			return err
		}
		if !before.Knows(version) {
			return fault.New(fault.Conflict, "conversation.changed")
		}
		if err := updateSnooze(tx, c, s.Now()); err != nil {
			return err
		}
		s.hintAfter(tx, c)
		if err := s.announceMove(tx, c, c.AssigneeID); err != nil {
			return err
		}
		return s.audit(tx, c, actor.ID, verb, map[string]any{"until": c.Snooze.Until})
	})
	return c, err
}

// StopSnoozeIn ends the snooze of c with its timer, because of what somebody
// does to c anyway; storing it is for the caller.
func (s *Service) StopSnoozeIn(tx *db.Tx, c Conversation) (Conversation, error) {
	if c.Snooze.Until.IsZero() {
		return c, nil
	}
	c.Snooze, c.WokeAt = Snooze{}, time.Time{}
	return c, s.Queue.Cancel(tx, snoozeKey(c.ID))
}

// snoozeEnd brings a conversation back at its time. A timer of a snooze that
// has ended, or that another one followed, finds another version.
func (s *Service) snoozeEnd(tx *db.Tx, j SnoozeEnd) error {
	c, err := find(tx, identity.Everything, j.ID, tx.ForUpdate())
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil || c.Snooze.Version != j.Version {
		return err
	}
	to := c.AssigneeID
	if to == "" {
		to = c.Snooze.By
	}
	if err := s.wakeIn(tx, c, "conversation.woke"); err != nil {
		return err
	}
	key := "woke/" + c.ID + "/" + strconv.FormatInt(j.Version, 10)
	return s.Notices.TellIn(tx, to, "conversation.woke", key, nil, notice.About{ConversationID: c.ID})
}

// heardIn brings c back because its buyer has said something.
func (s *Service) heardIn(tx *db.Tx, c Conversation) error {
	if c.Snooze.Until.IsZero() {
		return nil
	}
	if err := s.Queue.Cancel(tx, snoozeKey(c.ID)); err != nil {
		return err
	}
	return s.wakeIn(tx, c, "conversation.woken")
}

// wakeIn leaves the version alone, so that nobody who is at work on c is told
// that somebody else has changed it.
func (s *Service) wakeIn(tx *db.Tx, c Conversation, code string) error {
	version := strconv.FormatInt(c.Snooze.Version, 10)
	c = c.wake(s.Now())
	if err := updateSnooze(tx, c, s.Now()); err != nil {
		return err
	}
	if err := s.announceWait(tx, c); err != nil {
		return err
	}
	return s.tell(tx, &c, code, version, nil)
}

func snoozeKey(id string) string { return "snooze/" + id }
