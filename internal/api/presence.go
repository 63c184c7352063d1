package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/conversation/presence"
	"github.com/anxin-desk/anxin/internal/identity"
)

func (s *Server) presenceRoutes(api huma.API) {
	add(api, operation{id: "showPresence", method: http.MethodPost, path: "/api/conversations/{id}/presence", tag: "presence",
		summary: "Tell open screens what one is doing in a conversation; nothing is stored",
		access:  needs(identity.ConversationRead), status: http.StatusNoContent}, s.showPresence)
	add(api, operation{id: "showBuyerTyping", method: http.MethodPost, path: "/api/buyer/typing", tag: "buyer",
		summary: "Tell open screens that the buyer is writing; nothing is stored",
		access:  visitors, status: http.StatusNoContent}, s.showBuyerTyping)
}

type presenceInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Doing string `json:"doing" enum:"viewing,typing,noting,left" doc:"That somebody is typing an answer reaches the buyer too."`
		First bool   `json:"first,omitempty" doc:"One has just come; who is there says so again."`
	}
}

func (s *Server) showPresence(ctx context.Context, in *presenceInput) (*empty, error) {
	return nil, s.Presence.Show(ctx, in.ID, presence.Doing(in.Body.Doing), in.Body.First)
}

func (s *Server) showBuyerTyping(ctx context.Context, _ *struct{}) (*empty, error) {
	return nil, s.Presence.ShowBuyer(ctx)
}
