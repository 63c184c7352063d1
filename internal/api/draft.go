package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/conversation/unsent"
	"github.com/anxin-desk/anxin/internal/identity"
)

// WrittenDraft is what the person who asks is writing in a conversation.
type WrittenDraft struct {
	Text    string     `json:"text"`
	Note    bool       `json:"note" doc:"It will be a note."`
	SavedAt *time.Time `json:"saved_at" doc:"Missing if there is none."`
}

func (s *Server) draftRoutes(api huma.API) {
	add(api, operation{id: "readDraft", method: http.MethodGet, path: "/api/conversations/{id}/draft", tag: "conversation",
		summary: "Read what one is writing", access: needs(identity.ConversationReply)}, s.readDraft)
	add(api, operation{id: "saveDraft", method: http.MethodPut, path: "/api/conversations/{id}/draft", tag: "conversation",
		summary: "Keep what one is writing; empty words forget it", access: needs(identity.ConversationReply)}, s.saveDraft)
}

func (s *Server) readDraft(ctx context.Context, in *idInput) (*body[WrittenDraft], error) {
	u, err := s.Drafts.Get(ctx, in.ID)
	return answer(wireDraft(u), err)
}

type draftInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Text string `json:"text" doc:"At most 20,000 characters."`
		Note bool   `json:"note,omitempty"`
	}
}

func (s *Server) saveDraft(ctx context.Context, in *draftInput) (*body[WrittenDraft], error) {
	u, err := s.Drafts.Save(ctx, in.ID, unsent.Draft{Text: in.Body.Text, Note: in.Body.Note})
	return answer(wireDraft(u), err)
}

func wireDraft(u unsent.Draft) WrittenDraft {
	return WrittenDraft{u.Text, u.Note, optional(u.SavedAt)}
}
