package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// TicketDraft is a ticket about to be sent to a department.
type TicketDraft struct {
	TypeID       string            `json:"type_id" maxLength:"64"`
	DepartmentID string            `json:"department_id" maxLength:"64"`
	Title        string            `json:"title"`
	Text         string            `json:"text,omitempty" doc:"For the department."`
	PublicText   string            `json:"public_text,omitempty" doc:"What the buyer is told of it; empty for nothing."`
	Minutes      int64             `json:"minutes,omitempty" doc:"Of opening hours of the department; those of the type if missing."`
	AfterID      string            `json:"after_id,omitempty" maxLength:"64" doc:"A ticket of the same case that has to be settled first."`
	Fields       map[string]string `json:"fields,omitempty"`
}

func (d TicketDraft) draft() ticket.Draft {
	return ticket.Draft{TypeID: d.TypeID, DepartmentID: d.DepartmentID, Title: d.Title, Text: d.Text, PublicText: d.PublicText,
		Minutes: d.Minutes, AfterID: d.AfterID, Filled: d.Fields}
}

func (s *Server) ticketWorkRoutes(api huma.API) {
	add(api, operation{id: "sendTicket", method: http.MethodPost, path: "/api/cases/{id}/tickets", tag: "ticket",
		summary: "Hand work of a case to a department", access: needs(identity.TicketWrite), status: http.StatusCreated}, s.sendTicket)
	for _, op := range []struct {
		id, path, summary string
		access            identity.Permission
		serve             func(context.Context, *ticketStepInput) (*body[Ticket], error)
	}{
		{"takeTicket", "take", "Take a ticket, also from a colleague", identity.TicketWork, s.takeTicket},
		{"pauseTicket", "pause", "Stop the clock until the buyer has said something", identity.TicketWork, s.pauseTicket},
		{"resumeTicket", "resume", "Let the clock run again", identity.TicketWork, s.resumeTicket},
		{"handBackTicket", "hand-back", "Return a ticket to the owner of the case, for a reason", identity.TicketWork, s.handBackTicket},
		{"withdrawTicket", "withdraw", "Withdraw a ticket that is not needed any more, for a reason", identity.TicketWrite, s.withdrawTicket},
	} {
		add(api, operation{id: op.id, method: http.MethodPost, path: "/api/tickets/{id}/" + op.path, tag: "ticket",
			summary: op.summary, access: needs(op.access)}, op.serve)
	}
	add(api, operation{id: "finishTicket", method: http.MethodPost, path: "/api/tickets/{id}/finish", tag: "ticket",
		summary: "Settle a ticket with its result", access: needs(identity.TicketWork)}, s.finishTicket)
	add(api, operation{id: "resendTicket", method: http.MethodPost, path: "/api/tickets/{id}/resend", tag: "ticket",
		summary: "Send a ticket that was handed back anew", access: needs(identity.TicketWrite)}, s.resendTicket)
	add(api, operation{id: "remindTicket", method: http.MethodPost, path: "/api/tickets/{id}/remind", tag: "ticket",
		summary: "Remind who does a ticket", access: needs(identity.TicketWrite)}, s.remindTicket)
}

type sendTicketInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body TicketDraft
}

func (s *Server) sendTicket(ctx context.Context, in *sendTicketInput) (*body[Ticket], error) {
	if err := s.Assist.AllowInCase(ctx, identity.TicketWrite, in.ID, words("public_text", in.Body.PublicText)); err != nil {
		return nil, err
	}
	t, err := s.Tickets.Send(ctx, in.ID, in.Key, in.Body.draft())
	return s.answerTicket(ctx, t, err)
}

// ticketStepInput is what every step of a ticket takes: the version that was seen,
// and for some of them why, or what the buyer is asked.
type ticketStepInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Note    string `json:"note,omitempty" doc:"Why, or what the buyer is asked."`
	}
}

func (s *Server) takeTicket(ctx context.Context, in *ticketStepInput) (*body[Ticket], error) {
	t, err := s.Tickets.Take(ctx, in.ID, in.Body.Version)
	return s.answerTicket(ctx, t, err)
}

func (s *Server) pauseTicket(ctx context.Context, in *ticketStepInput) (*body[Ticket], error) {
	t, err := s.Tickets.Pause(ctx, in.ID, in.Body.Version, in.Body.Note)
	return s.answerTicket(ctx, t, err)
}

func (s *Server) resumeTicket(ctx context.Context, in *ticketStepInput) (*body[Ticket], error) {
	t, err := s.Tickets.Resume(ctx, in.ID, in.Body.Version)
	return s.answerTicket(ctx, t, err)
}

func (s *Server) handBackTicket(ctx context.Context, in *ticketStepInput) (*body[Ticket], error) {
	t, err := s.Tickets.HandBack(ctx, in.ID, in.Body.Version, in.Body.Note)
	return s.answerTicket(ctx, t, err)
}

func (s *Server) withdrawTicket(ctx context.Context, in *ticketStepInput) (*body[Ticket], error) {
	t, err := s.Tickets.Withdraw(ctx, in.ID, in.Body.Version, in.Body.Note)
	return s.answerTicket(ctx, t, err)
}

type finishTicketInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64             `json:"version"`
		Result  string            `json:"result"`
		Fields  map[string]string `json:"fields,omitempty"`
	}
}

func (s *Server) finishTicket(ctx context.Context, in *finishTicketInput) (*body[Ticket], error) {
	t, err := s.Tickets.Finish(ctx, in.ID, in.Body.Version, in.Body.Result, in.Body.Fields)
	return s.answerTicket(ctx, t, err)
}

type resendTicketInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version      int64  `json:"version"`
		DepartmentID string `json:"department_id" maxLength:"64"`
		Title        string `json:"title"`
		Text         string `json:"text,omitempty"`
		PublicText   string `json:"public_text,omitempty"`
		Minutes      int64  `json:"minutes"`
	}
}

func (s *Server) resendTicket(ctx context.Context, in *resendTicketInput) (*body[Ticket], error) {
	b := in.Body
	if err := s.Assist.AllowInTicket(ctx, in.ID, words("public_text", b.PublicText)); err != nil {
		return nil, err
	}
	t, err := s.Tickets.Resend(ctx, in.ID, b.Version, ticket.Draft{DepartmentID: b.DepartmentID, Title: b.Title, Text: b.Text,
		PublicText: b.PublicText, Minutes: b.Minutes})
	return s.answerTicket(ctx, t, err)
}

func (s *Server) remindTicket(ctx context.Context, in *idInput) (*body[Ticket], error) {
	t, err := s.Tickets.Remind(ctx, in.ID)
	return s.answerTicket(ctx, t, err)
}
