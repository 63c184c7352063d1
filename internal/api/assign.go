package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
)

// TransferDraft says who shall look after a conversation, and why.
type TransferDraft struct {
	AssigneeID  string `json:"assignee_id" maxLength:"64" doc:"A user's id, \"me\", or empty for nobody."`
	Reason      string `json:"reason,omitempty" enum:"specialist,shift,busy,escalation,buyer_asked,other,"`
	ReasonWords string `json:"reason_words,omitempty" doc:"The reason in words, for other. At most 60 characters."`
	Note        string `json:"note,omitempty" doc:"What the next person should know. At most 500 characters; only the team sees it."`
}

// transfer is d with "me" made into who asks.
func (d TransferDraft) transfer(ctx context.Context) conversation.Transfer {
	return conversation.Transfer{
		AssigneeID: meOr(ctx, d.AssigneeID), Reason: conversation.Reason(d.Reason), Words: d.ReasonWords, Note: d.Note,
	}
}

// meOr reads "me" as who asks.
func meOr(ctx context.Context, id string) string {
	if actor, ok := identity.From(ctx); ok && id == "me" {
		return actor.ID
	}
	return id
}

func (s *Server) assignRoutes(api huma.API) {
	add(api, operation{id: "assignConversation", method: http.MethodPost, path: "/api/conversations/{id}/assign", tag: "conversation",
		summary: "Make somebody look after it", access: needs(identity.ConversationAssign)}, s.assign)
	add(api, operation{id: "snoozeConversation", method: http.MethodPost, path: "/api/conversations/{id}/snooze", tag: "conversation",
		summary: "Put it off until a time, or until the buyer writes", access: needs(identity.ConversationReply)}, s.snooze)
	add(api, operation{id: "unsnoozeConversation", method: http.MethodPost, path: "/api/conversations/{id}/unsnooze", tag: "conversation",
		summary: "Bring it back before its time", access: needs(identity.ConversationReply)}, s.unsnooze)
}

type assignInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		TransferDraft
		Version int64 `json:"version"`
	}
}

func (s *Server) assign(ctx context.Context, in *assignInput) (*body[Conversation], error) {
	return s.answerConversation(ctx)(s.Conversations.Assign(ctx, in.ID, in.Body.Version, in.Body.transfer(ctx)))
}

type snoozeInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64     `json:"version"`
		Until   time.Time `json:"until" doc:"At most 90 days ahead."`
	}
}

func (s *Server) snooze(ctx context.Context, in *snoozeInput) (*body[Conversation], error) {
	return s.answerConversation(ctx)(s.Conversations.Snooze(ctx, in.ID, in.Body.Version, in.Body.Until))
}

type unsnoozeInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) unsnooze(ctx context.Context, in *unsnoozeInput) (*body[Conversation], error) {
	return s.answerConversation(ctx)(s.Conversations.Unsnooze(ctx, in.ID, in.Body.Version))
}

// answerConversation answers with a conversation as it is after a change.
func (s *Server) answerConversation(ctx context.Context) func(conversation.Conversation, error) (*body[Conversation], error) {
	return func(c conversation.Conversation, err error) (*body[Conversation], error) {
		if err != nil {
			return nil, err
		}
		named, err := s.Desk.Name(ctx, c)
		return answer(wireConversation(named), err)
	}
}
