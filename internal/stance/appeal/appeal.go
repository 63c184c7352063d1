// Package appeal puts what a shop shows a platform where more was asked for than is due
// into one archive: what can be seen and where, the most that may be given and by which
// articles, what was offered and answered, the messages that were kept with their sums,
// and the evidence of the case. Words are masked as in all packs; the sums are made so
// that they can be checked all the same.
package appeal

import (
	"context"
	"encoding/json"
	"io"

	"github.com/anxin-desk/anxin/internal/dispute/leaving"
	"github.com/anxin-desk/anxin/internal/evidence/pack"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/stance"
)

// Service makes packs of appeals.
type Service struct {
	DB      *db.DB
	Stances *stance.Service
	Packs   *pack.Service
}

// Bundle is a pack about to be handed out.
type Bundle struct {
	Name string

	view     stance.View
	evidence *pack.Bundle
}

// Export makes the pack of a stance ready, for who handles the case and who supervises
// its shop. That it was taken is a step of the stance, and stands in the custody of each
// piece of evidence and in the record: all of it or nothing, and each time anew.
func (s *Service) Export(ctx context.Context, id string) (b *Bundle, err error) {
	of, err := s.Stances.Latest(ctx, id)
	if err != nil {
		return nil, err
	}
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return nil, err
	}
	b = &Bundle{}
	if b.view, err = s.Stances.OfCase(ctx, of.CaseID); err != nil {
		return nil, err
	}
	if b.evidence, err = s.Packs.Prepare(ctx, of.CaseID); err != nil {
		return nil, err
	}
	b.Name = leaving.FileName("申诉包 " + b.view.Case.Number + ".zip")
	return b, s.DB.InTx(ctx, func(tx *db.Tx) error {
		if err := s.Stances.ExportedIn(tx, scope, id, actor.ID); err != nil {
			return err
		}
		return b.evidence.RecordIn(tx)
	})
}

// Write writes the archive. What fails half-way leaves one without its list.
func (b *Bundle) Write(ctx context.Context, w io.Writer) error {
	for _, l := range languages {
		b.evidence.Attach(l.file, l.what, func(w io.Writer) error { return b.statement(w, l) })
	}
	b.evidence.Attach("留存消息.jsonl", "留存的消息，每条一行，首尾相扣", b.messages)
	return b.evidence.Write(ctx, w)
}

// line is a message as it stands in a pack.
type line struct {
	N              int64               `json:"n"`
	ConversationID string              `json:"conversation_id"`
	Seq            int64               `json:"seq"`
	MessageID      string              `json:"message_id"`
	SenderKind     string              `json:"sender_kind"`
	SenderID       string              `json:"sender_id"`
	At             string              `json:"at"`
	Text           string              `json:"text"`
	Masked         bool                `json:"masked"` // something in Text is masked; its sum is of the words as they were said
	TextSum        string              `json:"text_sha256"`
	Files          []stance.PinnedFile `json:"files"`
	Sum            string              `json:"sha256"`
	Chain          string              `json:"chain"`
}

func lineOf(p stance.Pin) line {
	l := line{N: p.N, ConversationID: p.ConversationID, Seq: p.Seq, MessageID: p.MessageID, SenderKind: p.SenderKind, SenderID: p.SenderID, At: p.Time(),
		Text: leaving.Masked(p.Text), TextSum: p.TextSum(), Files: append([]stance.PinnedFile{}, p.Files...), Sum: p.Sum, Chain: p.Chain}
	for i, f := range l.Files {
		l.Files[i].Name = leaving.Masked(f.Name)
	}
	l.Masked = l.Text != p.Text
	return l
}

func (b *Bundle) messages(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for _, p := range b.view.Pins {
		if err := out.Encode(lineOf(p)); err != nil {
			return err
		}
	}
	return nil
}
