// Package drafts is what people ask of the words that they are writing in
// conversations; see [unsent] for what is kept of them.
package drafts

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/conversation/unsent"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

// Service keeps what people are writing.
type Service struct {
	DB   *db.DB
	Now  func() time.Time
	Hint func(topic string, hint any) // tells open screens, after a commit
}

// Hint is what the other screens of a person hear: that they have written.
type Hint struct {
	Kind           string `json:"kind"` // "draft"
	ConversationID string `json:"conversation_id"`
}

// Save keeps what the actor is writing in a conversation, also in one that was
// merged meanwhile.
func (s *Service) Save(ctx context.Context, id string, d unsent.Draft) (unsent.Draft, error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err == nil {
		err = d.Check()
	}
	if err != nil {
		return d, err
	}
	d.SavedAt = s.Now()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if _, err := conversation.FindIn(tx, scope, id); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.Hint("user:"+actor.ID, Hint{"draft", id}) })
		return unsent.Save(tx, actor.ID, id, d)
	})
	return d, err
}

// Get returns what the actor is writing in a conversation, the zero value if
// nothing.
func (s *Service) Get(ctx context.Context, id string) (unsent.Draft, error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return unsent.Draft{}, err
	}
	q := s.DB.Reader(ctx)
	if _, err := conversation.FindIn(q, scope, id); err != nil {
		return unsent.Draft{}, err
	}
	return unsent.Get(q, actor.ID, id)
}

// sweep is the daily cleaning of what nobody goes on with.
type sweep struct{}

func (sweep) Kind() string { return "conversation.sweep_unsent" }

// Register tells the queue who cleans.
func (s *Service) Register(q *jobs.Queue) {
	jobs.HandleTx(q, func(tx *db.Tx, _ sweep) error { return unsent.Sweep(tx, s.Now()) })
	jobs.Every(q, sweep{}, 24*time.Hour)
}
