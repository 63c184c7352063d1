package hearing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/follow"
)

const (
	some   = 16              // conversations that are taken up at a time
	putOff = 5 * time.Minute // for what could not be heard
)

// loop hears what buyers say. Idle it only reads. Listening takes no time of whoever
// writes: while others wait to write it works a quarter of the time, and falls behind
// before answers do.
func (s *Service) loop() follow.Loop {
	return follow.Loop{Step: s.step, Rest: s.pause, Failed: func(tries int, err error) {
		s.Log.Warn("listening cannot go on, will try again", "tries", tries, "error", err)
	}}
}

// Run hears what buyers say until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	s.loop().Run(ctx)
	return nil
}

// CatchUp hears everything that was said so far.
func (s *Service) CatchUp(ctx context.Context) error { return s.loop().CatchUp(ctx) }

// pause is how long to leave the machine to others after some work.
func (s *Service) pause(worked time.Duration) time.Duration {
	if s.DB.Waiting() > 0 {
		return 3 * worked
	}
	return worked
}

// step hears the conversations that have waited the longest, and returns how many
// those were. One in which something fails is put off, so that it holds up
// nobody else.
func (s *Service) step(ctx context.Context) (int, error) {
	all, err := changes(s.DB.Reader(ctx), s.Now(), some)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, c := range all {
		err := s.one(ctx, c)
		if err == nil {
			n++
			continue
		}
		if ctx.Err() != nil {
			return n, err
		}
		s.Log.Error("a conversation could not be heard, will try again", "conversation", c.conversationID, "error", err)
		if later := s.later(ctx, c); later != nil {
			return n, errors.Join(err, later)
		}
	}
	return n, nil
}

func (s *Service) later(ctx context.Context, c change) error {
	return s.DB.InTx(ctx, func(tx *db.Tx) error { return rest(tx, c, s.Now().Add(putOff)) })
}

// one hears a conversation outside of any unit, and stores what was heard if
// nothing was said meanwhile.
func (s *Service) one(ctx context.Context, change change) error {
	q := s.DB.Reader(ctx)
	c, err := conversation.FindIn(q, identity.Everything, change.conversationID)
	if fault.KindOf(err) == fault.NotFound || err == nil && (c.MergedInto != "" || c.Channel == conversation.Recorded) {
		return s.drop(ctx, change)
	}
	if err != nil {
		return err
	}
	h, err := s.hear(q, c)
	if err != nil {
		return fmt.Errorf("listening to %s: %w", c.ID, err)
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := s.Conversations.LockIn(tx, c.ID)
		if fault.CodeOf(err) == "conversation.merged" {
			return nil // meanwhile; the next round drops it
		}
		if err != nil {
			return err
		}
		if mine, err := take(tx, change); err != nil || !mine {
			return err
		}
		changed, err := upsertHearing(tx, c.ID, h, s.Now())
		if err != nil {
			return err
		}
		if err := s.route(tx, c, h); err != nil {
			return err
		}
		if changed {
			tx.AfterCommit(func() {
				s.Hint("shop:"+c.ShopID, conversation.Hint{Kind: "conversation", ID: c.ID, Seq: c.HeadSeq})
				s.Hint("shop:"+c.ShopID, Hint{"heard", c.ID})
			})
		}
		return nil
	})
}

// drop ends a change in which there is nothing to hear.
func (s *Service) drop(ctx context.Context, c change) error {
	return s.DB.InTx(ctx, func(tx *db.Tx) error { _, err := take(tx, c); return err })
}
