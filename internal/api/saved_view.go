package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/savedview"
)

// QueueQuery is what a saved view asks of the queue.
type QueueQuery struct {
	View   string      `json:"view" enum:"mine,unassigned,waiting,all,snoozed"`
	Order  string      `json:"order,omitempty" enum:"newest,oldest,urgent,"`
	Filter QueueFilter `json:"filter"`
}

// SavedView is a view of the queue under a name.
type SavedView struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	ShopID  string     `json:"shop_id" doc:"Whose readers share it; empty for one's own."`
	Query   QueueQuery `json:"query"`
	Version int64      `json:"version"`
}

// SavedViews are one's own and those that one's shops share, the oldest first.
type SavedViews struct {
	Items []SavedView `json:"items" nullable:"false"`
}

// SavedViewDraft is what people say about a view.
type SavedViewDraft struct {
	Name   string     `json:"name" doc:"At most 30 characters."`
	ShopID string     `json:"shop_id,omitempty" maxLength:"64"`
	Query  QueueQuery `json:"query"`
}

func (d SavedViewDraft) draft() (savedview.Draft, error) {
	query, err := json.Marshal(d.Query)
	return savedview.Draft{ShopID: d.ShopID, Name: d.Name, Query: string(query)}, err
}

func (s *Server) savedViewRoutes(api huma.API) {
	add(api, operation{id: "readSavedViews", method: http.MethodGet, path: "/api/saved-views", tag: "desk",
		summary: "Read the views of the queue that were named", access: needs(identity.ConversationRead)}, s.readSavedViews)
	add(api, operation{id: "createSavedView", method: http.MethodPost, path: "/api/saved-views", tag: "desk",
		summary: "Name a view of the queue", access: needs(identity.ConversationRead), status: http.StatusCreated}, s.createSavedView)
	add(api, operation{id: "updateSavedView", method: http.MethodPut, path: "/api/saved-views/{id}", tag: "desk",
		summary: "Change a named view", access: needs(identity.ConversationRead)}, s.updateSavedView)
	add(api, operation{id: "removeSavedView", method: http.MethodPost, path: "/api/saved-views/{id}/remove", tag: "desk",
		summary: "Forget a named view", access: needs(identity.ConversationRead), status: http.StatusNoContent}, s.removeSavedView)
}

func (s *Server) readSavedViews(ctx context.Context, _ *struct{}) (*body[SavedViews], error) {
	all, err := s.SavedViews.List(ctx)
	if err != nil {
		return nil, err
	}
	out := SavedViews{Items: make([]SavedView, 0, len(all))}
	for _, v := range all {
		w, err := wireSavedView(v)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, w)
	}
	return answer(out, nil)
}

type createSavedViewInput struct {
	Keyed
	Body SavedViewDraft
}

func (s *Server) createSavedView(ctx context.Context, in *createSavedViewInput) (*body[SavedView], error) {
	d, err := in.Body.draft()
	if err != nil {
		return nil, err
	}
	v, err := s.SavedViews.Create(ctx, in.Key, d)
	if err != nil {
		return nil, err
	}
	return answer(wireSavedView(v))
}

type updateSavedViewInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		SavedViewDraft
		Version int64 `json:"version"`
	}
}

func (s *Server) updateSavedView(ctx context.Context, in *updateSavedViewInput) (*body[SavedView], error) {
	d, err := in.Body.draft()
	if err != nil {
		return nil, err
	}
	v, err := s.SavedViews.Change(ctx, in.ID, in.Body.Version, d)
	if err != nil {
		return nil, err
	}
	return answer(wireSavedView(v))
}

type removeSavedViewInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) removeSavedView(ctx context.Context, in *removeSavedViewInput) (*empty, error) {
	return nil, s.SavedViews.Remove(ctx, in.ID, in.Body.Version)
}

func wireSavedView(v savedview.View) (SavedView, error) {
	w := SavedView{ID: v.ID, Name: v.Name, ShopID: v.ShopID, Version: v.Version}
	err := json.Unmarshal([]byte(v.Query), &w.Query)
	return w, err
}
