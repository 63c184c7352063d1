package paste

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/language"
	read "github.com/anxin-desk/anxin/internal/language/paste"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of pasted chats.
type Service struct {
	DB            *db.DB
	Now           func() time.Time
	NewID         func() string
	Profiles      *profile.Service
	Conversations *conversation.Service
}

// Chat is where the conversation of a pasted chat is held.
type Chat struct {
	ConversationID string
	Tool           string
	Nick           string
}

// Read reads a chat and says what of it is new. It changes nothing.
func (s *Service) Read(ctx context.Context, d Draft) (Preview, error) {
	_, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return Preview{}, err
	}
	if d, err = d.clean(); err != nil {
		return Preview{}, err
	}
	p, _, err := s.preview(s.DB.Reader(ctx), scope, d)
	return p, err
}

// preview reads a chat with what the shop knows.
func (s *Service) preview(q db.Queryer, scope identity.Scope, d Draft) (p Preview, at shop.Shop, err error) {
	if !scope.Sees(d.ShopID, "") {
		return p, at, fault.New(fault.NotFound, "db.not_found")
	}
	if at, err = shop.GetIn(q, d.ShopID); err != nil {
		return p, at, err
	}
	hints, held, err := s.hints(q, at, d)
	if err != nil {
		return p, at, err
	}
	p.Chat = read.Read(d.Text, hints)
	p.Nick = p.Chat.Nick
	if hints.Nick != "" {
		p.Nick = hints.Nick
	}
	if held.Nick != "" && !speaks(p.Chat, held.Nick) && p.Chat.Nick != "" {
		p.Stranger = p.Chat.Nick
	}
	if p.Conversation, err = s.goesOn(q, scope, d, p); err != nil || p.Conversation.ID == "" {
		p.set(nil, s.Now())
		return p, at, err
	}
	known, err := conversation.SpokenIn(q, p.Conversation.ID, maxKnown)
	p.set(known, s.Now())
	return p, at, err
}

// hints are what is known before a chat is read.
func (s *Service) hints(q db.Queryer, at shop.Shop, d Draft) (h read.Hints, held Chat, err error) {
	h = read.Hints{Tool: d.Tool, Shop: at.Name, Nick: d.Nick, Sides: d.Sides, Lines: d.Lines, Now: s.Now().In(at.Location())}
	if h.Ours, err = oursOf(q, at.ID); err != nil {
		return h, held, err
	}
	team, err := identity.Colleagues(q, identity.ConversationReply, at.ID)
	for _, c := range team {
		h.Ours = append(h.Ours, c.Name)
	}
	if err != nil || d.ConversationID == "" {
		return h, held, err
	}
	held, err = chatOf(q, d.ConversationID)
	if h.Tool == "" {
		h.Tool = held.Tool
	}
	h.Nick = held.Nick
	return h, held, err
}

// speaks tells whether somebody of a name speaks in a chat.
func speaks(c read.Chat, name string) bool {
	for _, s := range c.Speakers {
		if language.Normal(s.Name) == language.Normal(name) {
			return true
		}
	}
	return false
}

// goesOn finds the conversation in which a chat goes on, the zero one if there
// is none.
func (s *Service) goesOn(q db.Queryer, scope identity.Scope, d Draft, p Preview) (c conversation.Conversation, err error) {
	if d.ConversationID != "" {
		if c, err = conversation.WithinIn(q, scope, d.ConversationID); err == nil && (c.Channel != conversation.Paste || c.ShopID != d.ShopID) {
			err = fault.New(fault.NotFound, "db.not_found")
		}
		return c, err
	}
	if p.Nick == "" {
		return c, nil
	}
	who, err := profile.ByNickIn(q, d.ShopID, read.Platform(p.Tool), p.Nick)
	if err == nil {
		c, err = conversation.OfCustomerIn(q, who.ID, conversation.Paste)
	}
	if fault.KindOf(err) == fault.NotFound {
		return conversation.Conversation{}, nil
	}
	return c, err
}

// Keep writes down what is new in a chat, in the conversation with the buyer of
// that nick; both are made if they are not there yet. version is that of the
// conversation in the preview, 0 if there was none. What is known already
// changes nothing.
func (s *Service) Keep(ctx context.Context, d Draft, version int64) (c conversation.Conversation, added int, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationReply)
	if err != nil {
		return c, 0, err
	}
	if d, err = d.clean(); err != nil {
		return c, 0, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		p, at, err := s.preview(tx, scope, d)
		if err != nil {
			return err
		}
		if err := p.check(); err != nil {
			return err
		}
		if c, err = s.open(tx, d.ShopID, p, actor.ID); err != nil {
			return err
		}
		known, err := conversation.SpokenIn(tx, c.ID, maxKnown) // of what is locked now
		if err != nil {
			return err
		}
		p.set(known, s.Now())
		if added = p.Added(); added == 0 {
			return nil
		}
		if p.Conversation.ID != "" && c.Version != version || p.Conversation.ID == "" && version != 0 {
			return fault.New(fault.Conflict, "conversation.changed")
		}
		fresh := p.fresh(c.CustomerID, at.Name, s.NewID)
		since := waits(known, fresh, !c.WaitingSince.IsZero(), s.Now())
		if c, err = s.Conversations.WriteDownIn(tx, c, fresh, actor.ID, since); err != nil {
			return err
		}
		return s.note(tx, d, Chat{c.ID, p.Tool, p.Nick}, actor.ID)
	})
	return c, added, err
}

// open locks the conversation of a chat, a new one with a new customer if there
// is none.
func (s *Service) open(tx *db.Tx, shopID string, p Preview, by string) (c conversation.Conversation, err error) {
	if c = p.Conversation; c.ID == "" {
		platform := read.Platform(p.Tool)
		var who customer.Customer
		if who, err = profile.ByNickIn(tx, shopID, platform, p.Nick); fault.KindOf(err) == fault.NotFound {
			who, err = s.Profiles.MeetIn(tx, shopID, platform, p.Nick, by)
		}
		if err != nil {
			return c, err
		}
		if c, err = s.Conversations.OpenIn(tx, shopID, who.ID, conversation.Paste); err != nil {
			return c, err
		}
	}
	return s.Conversations.LockIn(tx, c.ID)
}

// note keeps where the chat is held, and which names are ours.
func (s *Service) note(tx *db.Tx, d Draft, c Chat, by string) error {
	if err := putChat(tx, c, by, s.Now()); err != nil {
		return err
	}
	ours, theirs := d.ours()
	for _, name := range ours {
		if err := putName(tx, d.ShopID, name, s.Now()); err != nil {
			return err
		}
	}
	for _, name := range theirs {
		if err := dropName(tx, d.ShopID, name); err != nil {
			return err
		}
	}
	return nil
}

// Of returns where a conversation is held that the actor may read; the zero Chat
// if it is not one of pasted messages.
func (s *Service) Of(ctx context.Context, conversationID string) (Chat, error) {
	if _, err := s.Conversations.Get(ctx, conversationID); err != nil {
		return Chat{}, err
	}
	return chatOf(s.DB.Reader(ctx), conversationID)
}
