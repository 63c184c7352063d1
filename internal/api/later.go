package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
)

// Later is a message to be sent at a time.
type Later struct {
	ID      string    `json:"id"`
	Author  Person    `json:"author"`
	Text    string    `json:"text"`
	Files   int       `json:"files" doc:"How many files it carries."`
	SendAt  time.Time `json:"send_at"`
	State   string    `json:"state" enum:"waiting,paused,sent,cancelled"`
	Reason  string    `json:"reason" enum:",buyer_wrote,not_allowed,merged" doc:"Why it is paused."`
	Version int64     `json:"version"`
}

// Laters are those of a conversation that have not gone, by their times.
type Laters struct {
	Items []Later `json:"items" nullable:"false"`
}

func (s *Server) laterRoutes(api huma.API) {
	write := needs(identity.ConversationReply)
	add(api, operation{id: "readLater", method: http.MethodGet, path: "/api/conversations/{id}/later", tag: "later",
		summary: "Read what is to be sent later", access: needs(identity.ConversationRead)}, s.readLater)
	add(api, operation{id: "sendLater", method: http.MethodPost, path: "/api/conversations/{id}/later", tag: "later",
		summary: "Have a message sent at a time", access: write, status: http.StatusCreated}, s.sendLater)
	add(api, operation{id: "editLater", method: http.MethodPatch, path: "/api/later/{id}", tag: "later",
		summary: "Change the words and the time of one's own; a paused one waits again", access: write}, s.editLater)
	add(api, operation{id: "cancelLater", method: http.MethodPost, path: "/api/later/{id}/cancel", tag: "later",
		summary: "Do away with one's own", access: write}, s.cancelLater)
	add(api, operation{id: "sendLaterNow", method: http.MethodPost, path: "/api/later/{id}/send", tag: "later",
		summary: "Send one's own at once", access: write}, s.sendLaterNow)
}

func (s *Server) readLater(ctx context.Context, in *idInput) (*body[Laters], error) {
	all, err := s.Conversations.Scheduled(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := Laters{Items: make([]Later, 0, len(all))}
	for _, l := range all {
		w, err := s.wireLater(ctx, l)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, w)
	}
	return answer(out, nil)
}

type sendLaterInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		MessageDraft
		SendAt time.Time `json:"send_at"`
	}
}

func (s *Server) sendLater(ctx context.Context, in *sendLaterInput) (*body[Later], error) {
	d := conversation.Draft{Text: in.Body.Text, FileIDs: in.Body.FileIDs}
	if err := s.Assist.Allow(ctx, in.ID, words("text", d.Text)); err != nil {
		return nil, err
	}
	l, err := s.Conversations.Schedule(ctx, in.ID, in.Key, d, in.Body.SendAt)
	return s.answerLater(ctx, l, err)
}

type editLaterInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64     `json:"version"`
		Text    string    `json:"text" doc:"At most 5,000 characters."`
		SendAt  time.Time `json:"send_at"`
	}
}

func (s *Server) editLater(ctx context.Context, in *editLaterInput) (*body[Later], error) {
	if err := s.Assist.AllowEdit(ctx, in.ID, words("text", in.Body.Text)); err != nil {
		return nil, err
	}
	l, err := s.Conversations.EditLater(ctx, in.ID, in.Body.Version, in.Body.Text, in.Body.SendAt)
	return s.answerLater(ctx, l, err)
}

type laterInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) cancelLater(ctx context.Context, in *laterInput) (*body[Later], error) {
	l, err := s.Conversations.CancelLater(ctx, in.ID, in.Body.Version)
	return s.answerLater(ctx, l, err)
}

func (s *Server) sendLaterNow(ctx context.Context, in *laterInput) (*body[Later], error) {
	l, err := s.Conversations.SendNow(ctx, in.ID, in.Body.Version)
	return s.answerLater(ctx, l, err)
}

func (s *Server) answerLater(ctx context.Context, l conversation.Later, err error) (*body[Later], error) {
	if err != nil {
		return nil, err
	}
	return answer(s.wireLater(ctx, l))
}

func (s *Server) wireLater(ctx context.Context, l conversation.Later) (Later, error) {
	names, err := s.Desk.Names(ctx, []string{l.AuthorID})
	return Later{ID: l.ID, Author: Person{l.AuthorID, names[l.AuthorID]}, Text: l.Text, Files: len(l.FileIDs), SendAt: l.SendAt,
		State: string(l.State), Reason: string(l.Reason), Version: l.Version}, err
}
