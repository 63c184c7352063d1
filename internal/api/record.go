package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/desk"
	"github.com/anxin-desk/anxin/internal/identity"
)

// RecordEntry is one change: who did what, to what, and when.
type RecordEntry struct {
	Subject        string    `json:"subject" doc:"What was changed, as user/ID."`
	Version        int64     `json:"version" doc:"Of the subject after the change."`
	At             time.Time `json:"at"`
	Actor          Person    `json:"actor" doc:"The name is empty for the program itself."`
	Verb           string    `json:"verb" doc:"What was done, as user.rename."`
	About          string    `json:"about" doc:"What the subject is called now, empty if it is not there any more."`
	ConversationID string    `json:"conversation_id" doc:"Which the subject belongs to, empty for none."`
	Payload        string    `json:"payload" doc:"JSON of what was said; empty once erased."`
	Before         string    `json:"before" doc:"JSON of what was said the time before, of shops, departments and roles, which are told as a whole; else empty."`
}

// RecordPage is a run of changes, newest first.
type RecordPage struct {
	Items []RecordEntry `json:"items" nullable:"false"`
	Next  string        `json:"next" doc:"Cursor of the following page, empty at the end."`
}

func (s *Server) recordRoutes(api huma.API) {
	add(api, operation{id: "readRecord", method: http.MethodGet, path: "/api/record", tag: "admin",
		summary: "Read who changed what, newest first", access: needs(identity.AuditRead)}, s.readRecord)
}

type recordInput struct {
	Area  string `query:"area" enum:"house,cases,talks,customers" default:"house" doc:"People, roles and shops; cases and commitments; or conversations."`
	Actor string `query:"actor" maxLength:"64" doc:"What this person did."`
	After string `query:"after" maxLength:"200"`
}

func (s *Server) readRecord(ctx context.Context, in *recordInput) (*body[RecordPage], error) {
	p, err := s.Desk.Record(ctx, desk.Area(in.Area), in.Actor, in.After)
	out := RecordPage{Items: make([]RecordEntry, 0, len(p.Entries)), Next: p.Next}
	for _, e := range p.Entries {
		out.Items = append(out.Items, RecordEntry{e.Subject, e.Version, e.At, Person{e.Actor, e.ActorName}, e.Verb, e.About, e.ConversationID, e.Payload, e.Before})
	}
	return answer(out, err)
}
