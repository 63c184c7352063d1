package conversation

import (
	"context"
	"slices"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// maxMentions is how many colleagues one note may call.
const maxMentions = 20

// Note stores a message that only the team sees, and tells the colleagues whom
// it mentions. The same key from the same agent is the same note. It answers
// nobody: the buyer waits on, and nobody is assigned by it.
func (s *Service) Note(ctx context.Context, id, key string, d Draft, mentions []string) (m Message, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return m, err
	}
	mentions = slices.Compact(slices.Sorted(slices.Values(mentions)))
	if len(mentions) > maxMentions {
		return m, fault.Field("mentions", "note.too_many_mentions", "limit", maxMentions)
	}
	if d, err = d.clean(); err != nil {
		return m, err
	}
	if err := checkKey(key); err != nil {
		return m, err
	}
	newID, from := s.NewID(), Sender{Agent, actor.ID, actor.Name}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if m, err = spoken(tx, c.ID, from, d); err != nil {
			return err
		}
		m.ID, m.Key, m.Internal = newID, key, true
		if m, err = s.post(tx, c, m); err != nil {
			return err
		}
		return s.mention(tx, c, m, mentions)
	})
	return m, err
}

// mention tells colleagues that a note calls them, once each. Those who cannot
// read the conversation cannot be called.
func (s *Service) mention(tx *db.Tx, c Conversation, m Message, ids []string) error {
	for _, id := range ids {
		may, err := identity.Holds(tx, id, identity.ConversationRead, c.ShopID)
		if err != nil {
			return err
		}
		if !may {
			return fault.Field("mentions", "note.cannot_mention")
		}
		if id == m.Sender.ID {
			continue
		}
		args := map[string]string{"name": m.Sender.Name, "words": m.preview()}
		if err := s.Notices.TellIn(tx, id, "note.mention", "note.mention/"+m.ID, args, notice.About{ConversationID: c.ID}); err != nil {
			return err
		}
	}
	return nil
}
