package conversation

import (
	"context"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// recallTime is how long after it was sent a message may be taken back.
const recallTime = 2 * time.Minute

// Recalled is the code of the line that tells screens, which ask only for what
// is new, that an older message was taken back. Its value seq is the number of
// that message.
const Recalled = "message.recalled"

// recall returns m as its sender has taken it back.
func (m Message) recall(by string, now time.Time) (Message, error) {
	switch {
	case m.Sender.Kind != Agent || m.Sender.ID != by:
		return m, fault.New(fault.Denied, "message.not_yours")
	case m.Kind != Text && m.Kind != Files:
		return m, fault.New(fault.Conflict, "message.not_recallable")
	case now.After(m.At.Add(recallTime)):
		return m, fault.New(fault.Conflict, "message.recall_late", "minutes", int(recallTime/time.Minute))
	}
	m.RecalledAt = now
	return m, nil
}

// forBuyer leaves out what a buyer is not told any more.
func (m Message) forBuyer() Message {
	if !m.RecalledAt.IsZero() {
		m.Text, m.Files = "", nil
	}
	return m
}

// Recall takes back an agent's own message within two minutes. The row stays
// and the team may read it; the buyer sees that there was one, and their links
// to its files end. An answer that was taken back is none: if it was the only
// one, the buyer waits again since they first wrote. To recall twice is to
// recall once.
func (s *Service) Recall(ctx context.Context, id string, seq int64) (m Message, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return m, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if m, err = MessageIn(tx, id, seq); err != nil || !m.RecalledAt.IsZero() && m.Sender.ID == actor.ID {
			return err
		}
		if m, err = m.recall(actor.ID, s.Now()); err != nil {
			return err
		}
		if err := updateRecalled(tx, m); err != nil {
			return err
		}
		if err := s.tombstone(tx, m); err != nil {
			return err
		}
		if err := s.waitAgain(tx, c, m); err != nil {
			return err
		}
		return audit.Write(tx, audit.Entry{
			Subject: "message/" + m.ID, Version: 1, At: s.Now(), Actor: actor.ID, Verb: "message.recall",
			Payload: map[string]any{"conversation_id": id, "seq": seq},
		})
	})
	return m, err
}

// tombstone tells with a number of its own that m was taken back: whoever asks
// for what is new since a number hears of it.
func (s *Service) tombstone(tx *db.Tx, m Message) error {
	seq := strconv.FormatInt(m.Seq, 10)
	_, err := s.PostIn(tx, m.ConversationID, Message{
		Sender: Sender{Kind: System}, Kind: Event, Internal: m.Internal, Key: "recall-" + seq,
		Event: EventLine{Code: Recalled, Args: map[string]string{"seq": seq, "name": m.Sender.Name}},
	})
	return err
}

// waitAgain lets the buyer wait for an answer if m was their only one, and shows
// in the queue what was said before it.
func (s *Service) waitAgain(tx *db.Tx, c Conversation, m Message) error {
	if m.Internal {
		return nil
	}
	last, err := lastSaid(tx, c.ID)
	if err != nil {
		return err
	}
	if err := updateLast(tx, c.ID, last); err != nil || !c.WaitingSince.IsZero() {
		return err
	}
	if c.WaitingSince, err = unanswered(tx, c.ID); err != nil || c.WaitingSince.IsZero() {
		return err
	}
	if err := updateWaiting(tx, c, s.Now()); err != nil {
		return err
	}
	at, err := shop.GetIn(tx, c.ShopID)
	if err != nil {
		return err
	}
	return s.windFirstResponse(tx, c, at)
}

func updateRecalled(tx *db.Tx, m Message) error {
	_, err := tx.Exec(`UPDATE message SET recalled_at = ? WHERE conversation_id = ? AND seq = ?`,
		db.Millis(m.RecalledAt), m.ConversationID, m.Seq)
	if err != nil {
		return err
	}
	return updateTeamOnly(tx, m.Files, true)
}

// updateTeamOnly says whether files are for the team alone.
func updateTeamOnly(tx *db.Tx, files []File, hidden bool) error {
	for _, f := range files {
		if _, err := tx.Exec(`UPDATE file SET team_only = ? WHERE id = ?`, hidden, f.ID); err != nil {
			return err
		}
	}
	return nil
}

// lastSaid is the last message of a person to the other side that stands.
func lastSaid(q db.Queryer, id string) (Message, error) {
	m, err := db.One(q, scanMessage, `SELECT `+messageColumns+` FROM message
		WHERE conversation_id = ? AND internal = FALSE AND sender_kind <> 'system' AND recalled_at = 0 ORDER BY at DESC, seq DESC LIMIT 1`, id)
	if fault.KindOf(err) == fault.NotFound {
		return Message{}, nil
	}
	return m, err
}

func updateLast(tx *db.Tx, id string, m Message) error {
	_, err := tx.Exec(`UPDATE conversation SET last_text = ?, last_sender = ? WHERE id = ?`, m.preview(), m.Sender.Kind, id)
	return err
}

// unanswered is when the oldest message came that nobody has answered, zero if
// there is none. What was said before an answer may have been written down after
// it, so that times count and numbers only where they are the same.
func unanswered(q db.Queryer, id string) (time.Time, error) {
	answer, err := db.One(q, scanMessage, `SELECT `+messageColumns+` FROM message WHERE conversation_id = ? AND sender_kind = 'agent'
		AND internal = FALSE AND recalled_at = 0 ORDER BY at DESC, seq DESC LIMIT 1`, id)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return time.Time{}, err
	}
	last := db.Millis(answer.At)
	at, err := db.Value[int64](q, `SELECT COALESCE(MIN(at), 0) FROM message WHERE conversation_id = ? AND sender_kind = 'buyer'
		AND (at > ? OR at = ? AND seq > ?)`, id, last, last, answer.Seq)
	return db.Time(at), err
}
