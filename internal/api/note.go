package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
)

// NoteDraft is a message to the team alone.
type NoteDraft struct {
	MessageDraft
	Mentions []string `json:"mentions,omitempty" maxItems:"50" doc:"Ids of colleagues whom it calls."`
}

func (s *Server) noteRoutes(api huma.API) {
	add(api, operation{id: "writeNote", method: http.MethodPost, path: "/api/conversations/{id}/notes", tag: "conversation",
		summary: "Write a message that only the team sees", access: needs(identity.ConversationReply),
		status: http.StatusCreated}, s.writeNote)
	add(api, operation{id: "recallMessage", method: http.MethodPost, path: "/api/conversations/{id}/recall", tag: "conversation",
		summary: "Take back one's own message within two minutes", access: needs(identity.ConversationReply)}, s.recallMessage)
}

type noteInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body NoteDraft
}

func (s *Server) writeNote(ctx context.Context, in *noteInput) (*body[Message], error) {
	d := conversation.Draft{Text: in.Body.Text, FileIDs: in.Body.FileIDs}
	m, err := s.Conversations.Note(ctx, in.ID, in.Key, d, in.Body.Mentions)
	return answer(s.wireMessage(m), err)
}

type recallInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Seq int64 `json:"seq" minimum:"1" doc:"Number of the message."`
	}
}

func (s *Server) recallMessage(ctx context.Context, in *recallInput) (*body[Message], error) {
	m, err := s.Conversations.Recall(ctx, in.ID, in.Body.Seq)
	return answer(s.wireMessage(m), err)
}
