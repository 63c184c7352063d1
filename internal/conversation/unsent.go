package conversation

import (
	"context"

	"github.com/anxin-desk/anxin/internal/conversation/unsent"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// UnsentHint is what the other screens of a person hear: that they have written.
type UnsentHint struct {
	Kind           string `json:"kind"` // "draft"
	ConversationID string `json:"conversation_id"`
}

// SaveUnsent keeps what the actor is writing in a conversation, also in one that
// was merged meanwhile.
func (s *Service) SaveUnsent(ctx context.Context, id string, d unsent.Draft) (unsent.Draft, error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err == nil {
		err = d.Check()
	}
	if err != nil {
		return d, err
	}
	d.SavedAt = s.Now()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if _, err := find(tx, scope, id, ""); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.Hint("user:"+actor.ID, UnsentHint{"draft", id}) })
		return unsent.Save(tx, actor.ID, id, d)
	})
	return d, err
}

// Unsent returns what the actor is writing in a conversation, the zero value if
// nothing.
func (s *Service) Unsent(ctx context.Context, id string) (unsent.Draft, error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return unsent.Draft{}, err
	}
	q := s.DB.Reader(ctx)
	if _, err := get(q, scope, id, ""); err != nil {
		return unsent.Draft{}, err
	}
	return unsent.Get(q, actor.ID, id)
}

// sweepUnsent is the daily cleaning of what nobody goes on with.
type sweepUnsent struct{}

func (sweepUnsent) Kind() string { return "conversation.sweep_unsent" }

func (s *Service) sweepUnsent(tx *db.Tx, _ sweepUnsent) error { return unsent.Sweep(tx, s.Now()) }
