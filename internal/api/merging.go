package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/merging"
)

// Merging is one conversation that was merged into another.
type Merging struct {
	ID       string       `json:"id"`
	SourceID string       `json:"source_id" doc:"The conversation that goes on in the other one."`
	Source   CustomerName `json:"source" doc:"Whose it was."`
	TargetID string       `json:"target_id"`
	Target   CustomerName `json:"target" doc:"Whose it is."`
	Messages int64        `json:"messages" doc:"The number of the last message that came with it."`
	By       Person       `json:"by"`
	At       time.Time    `json:"at"`
	UndoneAt *time.Time   `json:"undone_at"`
	Version  int64        `json:"version"`
}

// Mergings are those that hold for a conversation.
type Mergings struct {
	From []Merging `json:"from" nullable:"false" doc:"What was merged into it, oldest first."`
	Into *Merging  `json:"into" doc:"How it was merged into another one."`
}

// MergeCandidate is a conversation into which another one may be merged.
type MergeCandidate struct {
	QueueItem
	Alike string `json:"alike" enum:"order,name," doc:"Why it may be with the same buyer; empty for one that is only recent or was found by words."`
}

// MergeCandidates are the conversations into which one may be merged.
type MergeCandidates struct {
	Items []MergeCandidate `json:"items" nullable:"false" doc:"The most likely first."`
}

func (s *Server) mergingRoutes(api huma.API) {
	add(api, operation{id: "readMergings", method: http.MethodGet, path: "/api/conversations/{id}/mergings", tag: "conversation",
		summary: "Read what was merged into a conversation, or into what it was merged", access: needs(identity.ConversationRead)}, s.readMergings)
	add(api, operation{id: "findMergeCandidates", method: http.MethodGet, path: "/api/conversations/{id}/merge-candidates", tag: "conversation",
		summary: "Find the conversations into which this one may be merged", access: needs(identity.ConversationMerge)}, s.findMergeCandidates)
	add(api, operation{id: "mergeConversation", method: http.MethodPost, path: "/api/conversations/{id}/mergings", tag: "conversation",
		summary: "Merge another conversation into this one: their buyers are the same person, and see both",
		access:  needs(identity.ConversationMerge), status: http.StatusCreated}, s.mergeConversation)
	add(api, operation{id: "undoMerging", method: http.MethodPost, path: "/api/mergings/{id}/undo", tag: "conversation",
		summary: "Take a merging back", access: needs(identity.ConversationMerge)}, s.undoMerging)
}

func (s *Server) readMergings(ctx context.Context, in *idInput) (*body[Mergings], error) {
	if _, err := s.Conversations.Get(ctx, in.ID); err != nil {
		return nil, err
	}
	from, into, err := s.Mergings.OfConversation(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := Mergings{From: make([]Merging, 0, len(from))}
	for _, m := range from {
		wire, err := s.wireMerging(ctx, m)
		if err != nil {
			return nil, err
		}
		out.From = append(out.From, wire)
	}
	if into != nil {
		wire, err := s.wireMerging(ctx, *into)
		if err != nil {
			return nil, err
		}
		out.Into = &wire
	}
	return answer(out, nil)
}

type candidatesInput struct {
	ID    string `path:"id" maxLength:"64"`
	Words string `query:"words" maxLength:"60" doc:"A part of a name or of what was said last, or the number of a case or order."`
}

func (s *Server) findMergeCandidates(ctx context.Context, in *candidatesInput) (*body[MergeCandidates], error) {
	found, err := s.Desk.Candidates(ctx, in.ID, in.Words)
	out := MergeCandidates{Items: make([]MergeCandidate, 0, len(found))}
	for _, c := range found {
		out.Items = append(out.Items, MergeCandidate{wireRow(c.Row), string(c.Alike)})
	}
	return answer(out, err)
}

type mergeConversationInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version       int64  `json:"version" doc:"Of this conversation, as the caller saw it."`
		SourceID      string `json:"source_id" maxLength:"64" doc:"The conversation to be merged into this one."`
		SourceVersion int64  `json:"source_version"`
	}
}

func (s *Server) mergeConversation(ctx context.Context, in *mergeConversationInput) (*body[Merging], error) {
	m, err := s.Mergings.Merge(ctx, in.Key, merging.Pair{
		SourceID: in.Body.SourceID, TargetID: in.ID, SourceVersion: in.Body.SourceVersion, TargetVersion: in.Body.Version,
	})
	if err != nil {
		return nil, err
	}
	return answer(s.wireMerging(ctx, m))
}

type undoMergingInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) undoMerging(ctx context.Context, in *undoMergingInput) (*body[Merging], error) {
	m, err := s.Mergings.Undo(ctx, in.ID, in.Body.Version)
	if err != nil {
		return nil, err
	}
	return answer(s.wireMerging(ctx, m))
}

func (s *Server) wireMerging(ctx context.Context, m merging.Merging) (Merging, error) {
	buyers, err := s.Desk.BuyersOf(ctx, []string{m.SourceID, m.TargetID})
	if err != nil {
		return Merging{}, err
	}
	names, err := s.Desk.Names(ctx, []string{m.By})
	return Merging{
		ID: m.ID, SourceID: m.SourceID, Source: CustomerName(buyers[m.SourceID]), TargetID: m.TargetID, Target: CustomerName(buyers[m.TargetID]),
		Messages: m.Fold.SourceHead, By: Person{m.By, names[m.By]}, At: m.At, UndoneAt: optional(m.UndoneAt), Version: m.Version,
	}, err
}
