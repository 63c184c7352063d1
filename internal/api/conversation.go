package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/desk"
	"github.com/anxin-desk/anxin/internal/identity"
)

// Conversation is the thread with one customer.
type Conversation struct {
	ID           string        `json:"id"`
	Shop         ShopName      `json:"shop"`
	Customer     CustomerSince `json:"customer"`
	Channel      string        `json:"channel"`
	Assignee     *Person       `json:"assignee"`
	WaitingSince *time.Time    `json:"waiting_since"`
	RespondBy    *time.Time    `json:"respond_by" doc:"When a waiting buyer shall have an answer from a human, in opening hours."`
	HeadSeq      int64         `json:"head_seq"`
	AgentReadSeq int64         `json:"agent_read_seq"`
	BuyerReadSeq int64         `json:"buyer_read_seq"`
	SnoozedUntil *time.Time    `json:"snoozed_until" doc:"When it comes back, if it is put off."`
	MergedInto   string        `json:"merged_into" doc:"The conversation in which it goes on; empty if in itself."`
	Version      int64         `json:"version"`
	Pasted       *PastedChat   `json:"pasted" doc:"Where it is held, if its messages are pasted; only when it is read by itself."`
}

// ShopName is a shop as conversations name it, with its time zone.
type ShopName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Zone string `json:"zone"`
}

// CustomerSince is a customer as a conversation names them.
type CustomerSince struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Since time.Time `json:"since"`
}

// ConversationDetail is everything that a screen shows of a conversation.
type ConversationDetail struct {
	Conversation Conversation `json:"conversation"`
	Messages     []Message    `json:"messages" nullable:"false"`
	HasEarlier   bool         `json:"has_earlier"`
	Cases        []Case       `json:"cases" nullable:"false"`
	Commitments  []Commitment `json:"commitments" nullable:"false"`
}

// Message is one thing that was said. Text is always its plain-text form; the
// words of an event are made from its code.
type Message struct {
	ID       string     `json:"id"`
	Seq      int64      `json:"seq" doc:"Number within the conversation, from 1 without gaps."`
	Sender   Sender     `json:"sender"`
	Kind     string     `json:"kind" enum:"text,file,card,event"`
	Text     string     `json:"text"`
	Files    []File     `json:"files" nullable:"false"`
	Card     *Card      `json:"card"`
	Event    *EventLine `json:"event"`
	Internal bool       `json:"internal" doc:"Only the team sees it."`
	Key      string     `json:"key" doc:"The idempotency key with which it was sent."`
	At       time.Time  `json:"at"`

	RecalledAt *time.Time `json:"recalled_at" doc:"When its sender took it back. A buyer is then told neither its words nor its files."`
}

// Sender is who speaks.
type Sender struct {
	Kind string `json:"kind" enum:"buyer,agent,system"`
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Card names what a message shows.
type Card struct {
	Kind string `json:"kind" enum:"commitment,outcome,restatement,progress,rating,options,evidence"`
	Ref  string `json:"ref" doc:"Id of the commitment, of the card with options, or of the case that the buyer is asked about or whose progress can be read."`
}

// EventLine is a line by the system: a catalogue code and its values.
type EventLine struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// MessagePage is a run of messages.
type MessagePage struct {
	Messages   []Message `json:"messages" nullable:"false"`
	HeadSeq    int64     `json:"head_seq"`
	HasEarlier bool      `json:"has_earlier"`
}

// MessageDraft is a message about to be sent.
type MessageDraft struct {
	Text    string   `json:"text" doc:"At most 5,000 characters."`
	FileIDs []string `json:"file_ids,omitempty" maxItems:"50"`
}

func (s *Server) conversationRoutes(api huma.API) {
	add(api, operation{id: "readConversation", method: http.MethodGet, path: "/api/conversations/{id}", tag: "conversation",
		summary: "Read a conversation with its last messages, cases and commitments",
		access:  needs(identity.ConversationRead)}, s.readConversation)
	add(api, operation{id: "readMessages", method: http.MethodGet, path: "/api/conversations/{id}/messages", tag: "conversation",
		summary: "Read messages after a number, or the page before one",
		access:  needs(identity.ConversationRead)}, s.readMessages)
	add(api, operation{id: "sendMessage", method: http.MethodPost, path: "/api/conversations/{id}/messages", tag: "conversation",
		summary: "Answer the buyer", access: needs(identity.ConversationReply), status: http.StatusCreated}, s.sendMessage)
	add(api, operation{id: "markRead", method: http.MethodPost, path: "/api/conversations/{id}/read", tag: "conversation",
		summary: "Say up to which message the team has seen it",
		access:  needs(identity.ConversationReply), status: http.StatusNoContent}, s.markRead)
}

type idInput struct {
	ID string `path:"id" maxLength:"64"`
}

func (s *Server) readConversation(ctx context.Context, in *idInput) (*body[ConversationDetail], error) {
	c, err := s.Conversations.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	page, err := s.Conversations.Before(ctx, in.ID, 0)
	if err != nil {
		return nil, err
	}
	named, err := s.Desk.Name(ctx, c)
	if err != nil {
		return nil, err
	}
	out := ConversationDetail{Conversation: wireConversation(named), Messages: s.wireMessages(page.Messages), HasEarlier: page.HasEarlier}
	if held, err := s.Pastes.Of(ctx, in.ID); err != nil {
		return nil, err
	} else if held.ConversationID != "" {
		out.Conversation.Pasted = &PastedChat{held.Tool, held.Nick}
	}
	if out.Cases, err = s.casesOf(ctx, in.ID); err != nil {
		return nil, err
	}
	out.Commitments, err = s.commitmentsOf(ctx, in.ID)
	return answer(out, err)
}

type messagesInput struct {
	ID     string `path:"id" maxLength:"64"`
	Since  int64  `query:"since" minimum:"0" doc:"Messages after this number."`
	Before int64  `query:"before" minimum:"0" doc:"The page of messages before this number; goes before since."`
}

func (s *Server) readMessages(ctx context.Context, in *messagesInput) (*body[MessagePage], error) {
	load, seq := s.Conversations.Since, in.Since
	if in.Before > 0 {
		load, seq = s.Conversations.Before, in.Before
	}
	p, err := load(ctx, in.ID, seq)
	return answer(MessagePage{s.wireMessages(p.Messages), p.HeadSeq, p.HasEarlier}, err)
}

type sendInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body MessageDraft
}

func (s *Server) sendMessage(ctx context.Context, in *sendInput) (*body[Message], error) {
	if err := s.Assist.Allow(ctx, in.ID, words("text", in.Body.Text)); err != nil {
		return nil, err
	}
	m, err := s.Conversations.Reply(ctx, in.ID, in.Key, conversation.Draft{Text: in.Body.Text, FileIDs: in.Body.FileIDs})
	return answer(s.wireMessage(m), err)
}

type readInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Seq int64 `json:"seq" minimum:"0"`
	}
}

func (s *Server) markRead(ctx context.Context, in *readInput) (*empty, error) {
	return nil, s.Conversations.MarkRead(ctx, in.ID, in.Body.Seq)
}

func wireConversation(d desk.Conversation) Conversation {
	c := Conversation{
		ID: d.ID, Shop: ShopName{d.ShopID, d.ShopName, d.Zone}, Customer: CustomerSince{d.CustomerID, d.CustomerName, d.CustomerSince},
		Channel: d.Channel, WaitingSince: optional(d.WaitingSince), RespondBy: optional(d.RespondBy), HeadSeq: d.HeadSeq,
		AgentReadSeq: d.AgentReadSeq, BuyerReadSeq: d.BuyerReadSeq, MergedInto: d.MergedInto, SnoozedUntil: optional(d.Snooze.Until), Version: d.Version,
	}
	if d.Assignee.ID != "" {
		c.Assignee = &Person{d.Assignee.ID, d.Assignee.Name}
	}
	return c
}

func (s *Server) wireMessages(all []conversation.Message) []Message {
	wire := make([]Message, 0, len(all))
	for _, m := range all {
		wire = append(wire, s.wireMessage(m))
	}
	return wire
}

func (s *Server) wireMessage(m conversation.Message) Message {
	w := Message{
		ID: m.ID, Seq: m.Seq, Sender: Sender{string(m.Sender.Kind), m.Sender.ID, m.Sender.Name}, Kind: string(m.Kind),
		Text: m.Text, Files: make([]File, 0, len(m.Files)), Internal: m.Internal, Key: m.Key, At: m.At, RecalledAt: optional(m.RecalledAt),
	}
	for _, f := range m.Files {
		f.TeamOnly = m.Internal || w.RecalledAt != nil
		w.Files = append(w.Files, s.wireFile(f))
	}
	if m.Card.Kind != "" {
		w.Card = &Card{m.Card.Kind, m.Card.Ref}
	}
	if m.Event.Code != "" {
		w.Event = &EventLine{m.Event.Code, m.Event.Args}
	}
	return w
}
