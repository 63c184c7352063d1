package stance

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/conversation/heads"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/follow"
)

// loop keeps what buyers go on to say where a shop stands firm. Idle it only reads.
func (s *Service) loop() follow.Loop {
	return follow.Loop{Step: s.step, Rest: func(worked time.Duration) time.Duration { return worked }, Failed: func(tries int, err error) {
		s.Log.Warn("messages cannot be kept, will try again", "tries", tries, "error", err)
	}}
}

// Run keeps messages until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	s.loop().Run(ctx)
	return nil
}

// CatchUp looks at everything that was said so far.
func (s *Service) CatchUp(ctx context.Context) error { return s.loop().CatchUp(ctx) }

// some is how many open stances are read at a time.
const some = 200

// step looks at the open stances whose conversations have gone on, and returns how many
// those were. One that fails keeps nobody else waiting.
func (s *Service) step(ctx context.Context) (n int, failed error) {
	q := s.DB.Reader(ctx)
	for last := ""; ; {
		all, err := openAfter(q, last, some)
		if err != nil || len(all) == 0 {
			return n, errors.Join(failed, err)
		}
		last = all[len(all)-1].ID
		ids := make([]string, 0, len(all))
		for _, of := range all {
			ids = append(ids, of.ConversationID)
		}
		now, err := heads.Of(q, ids)
		if err != nil {
			return n, err
		}
		for _, of := range all {
			if head := now[of.ConversationID]; head.Seq == of.SeenSeq && head.MergedInto == "" {
				continue
			}
			n++
			failed = errors.Join(failed, s.look(ctx, of))
		}
	}
}

// look reads the case of a stance again, and keeps the messages in which something can
// be seen.
func (s *Service) look(ctx context.Context, of Stance) error {
	q := s.DB.Reader(ctx)
	c, err := complaint.GetIn(q, identity.Everything, of.CaseID)
	if err != nil {
		return err
	}
	head, err := conversation.FindIn(q, identity.Everything, c.ConversationID)
	if err != nil {
		return err
	}
	ctx = identity.With(ctx, identity.NewSystem())
	cards, err := s.Options.OfCase(ctx, c.ID)
	if err != nil {
		return err
	}
	k, err := s.known(ctx, q, c, cards, of.Basis, of.FinalAt)
	if err != nil {
		return err
	}
	kinds := concerned(Features(k))
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		now, err := get(tx, identity.Everything, of.ID, tx.ForUpdate())
		if err != nil || now.State != Open {
			return err
		}
		fresh, err := s.pin(tx, now, c.ConversationID, kinds, identity.SystemID)
		if err != nil {
			return err
		}
		if fresh > 0 {
			s.hintAfter(tx, now)
		}
		now.ConversationID, now.SeenSeq = c.ConversationID, head.HeadSeq
		return update(tx, now)
	})
}

// pin keeps messages of a conversation by their numbers, with what can be seen in them,
// for a stance that is locked or new. One that is kept already stays as it is. It returns
// how many were new.
func (s *Service) pin(tx *db.Tx, of Stance, conversationID string, kinds map[int64][]Kind, by string) (fresh int, err error) {
	kept, err := pinsOf(tx, of.ID)
	if err != nil {
		return 0, err
	}
	for _, seq := range slices.Sorted(maps.Keys(kinds)) {
		m, err := conversation.MessageIn(tx, conversationID, seq)
		if err != nil {
			return fresh, err
		}
		if len(kept) >= maxPins || slices.ContainsFunc(kept, func(p Pin) bool { return p.MessageID == m.ID }) {
			continue
		}
		p := pinOf(m, int64(len(kept)+1), kinds[seq])
		p.ByID, p.PinnedAt = by, s.Now()
		chain := ""
		if len(kept) > 0 {
			chain = kept[len(kept)-1].Chain
		}
		p = p.after(chain)
		if err := insertPin(tx, of.ID, p); err != nil {
			return fresh, err
		}
		err = audit.Write(tx, audit.Entry{Subject: "stance_pin/" + of.ID, Version: p.N, At: p.PinnedAt, Actor: by, Verb: "stance.pin",
			Payload: map[string]any{"case_id": of.CaseID, "seq": p.Seq, "sum": p.Sum, "chain": p.Chain}})
		if err != nil {
			return fresh, err
		}
		kept, fresh = append(kept, p), fresh+1
	}
	return fresh, nil
}

func pinOf(m conversation.Message, n int64, kinds []Kind) Pin {
	p := Pin{N: n, MessageID: m.ID, ConversationID: m.ConversationID, Seq: m.Seq, SenderKind: string(m.Sender.Kind), SenderID: m.Sender.ID,
		Text: m.Text, At: m.At.UTC().Truncate(time.Millisecond), Features: kinds}
	for _, f := range m.Files {
		p.Files = append(p.Files, PinnedFile{f.Name, f.Size, f.SHA256})
	}
	return p
}
