package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// TicketFile belongs to a ticket: what the department needs to see, or a photo of
// what it has done. Its addresses need the session, or the link, of who asks.
type TicketFile struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	MediaType string    `json:"media_type"`
	Size      int64     `json:"size" doc:"Bytes."`
	Width     int64     `json:"width" doc:"Pixels; 0 if it is no image."`
	Height    int64     `json:"height"`
	URL       string    `json:"url"`
	ThumbURL  *string   `json:"thumb_url"`
	By        string    `json:"by" doc:"The name that somebody gave with a link; empty for colleagues."`
	MadeAt    time.Time `json:"made_at"`
}

// TaskLink leads to one ticket on a phone, without an account.
type TaskLink struct {
	URL string `json:"url"`
}

func (s *Server) ticketDoorRoutes(api huma.API) {
	add(api, operation{id: "reportTicket", method: http.MethodPost, path: "/api/tickets/{id}/report", tag: "ticket",
		summary: "Say how far a ticket is", access: needs(identity.TicketWork)}, s.reportTicket)
	add(api, operation{id: "shareTicket", method: http.MethodPost, path: "/api/tickets/{id}/link", tag: "ticket",
		summary: "Get a link with which a ticket can be done without an account", access: needs(identity.TicketWrite)}, s.shareTicket)
	add(api, operation{id: "revokeTicketLinks", method: http.MethodPost, path: "/api/tickets/{id}/link/revoke", tag: "ticket",
		summary: "End all links to a ticket", access: needs(identity.TicketWrite), status: http.StatusNoContent}, s.revokeTicketLinks)
	huma.Register(api, operation{id: "addTicketFile", method: http.MethodPost, path: "/api/tickets/{id}/files", tag: "ticket",
		summary: "Add a file to a ticket", access: needs(identity.TicketWork), status: http.StatusCreated}.takesBytes(), s.addTicketFile)
	huma.Register(api, operation{id: "readTicketFile", method: http.MethodGet, path: "/api/ticket-files/{id}", tag: "ticket",
		summary: "Download a file of a ticket or its thumbnail", access: needs(identity.TicketRead)}.huma(), s.readTicketFile)
}

func (s *Server) reportTicket(ctx context.Context, in *ticketStepInput) (*body[Ticket], error) {
	t, err := s.Tickets.Report(ctx, in.ID, in.Body.Version, in.Body.Note)
	return s.answerTicket(ctx, t, err)
}

func (s *Server) shareTicket(ctx context.Context, in *idInput) (*body[TaskLink], error) {
	address, err := s.TaskLinks.Share(ctx, in.ID)
	return answer(TaskLink{address}, err)
}

func (s *Server) revokeTicketLinks(ctx context.Context, in *idInput) (*empty, error) {
	return &empty{}, s.TaskLinks.Revoke(ctx, in.ID)
}

func (s *Server) addTicketFile(ctx context.Context, in *uploadInput) (*body[TicketFile], error) {
	up := in.file()
	f, err := s.Tickets.AddFile(ctx, in.ID, up.Key, up.Name, up.Body)
	return answer(wireTicketFile(f, "/api/ticket-files/"), err)
}

type ticketFileInput struct {
	ID    string `path:"id" maxLength:"64"`
	Thumb string `query:"thumb" enum:"1" doc:"The thumbnail, if there is one."`
}

func (s *Server) readTicketFile(ctx context.Context, in *ticketFileInput) (*huma.StreamResponse, error) {
	f, content, err := s.Tickets.ReadFile(ctx, in.ID, in.Thumb == "1")
	if err != nil {
		return nil, err
	}
	return serveFile(f.MediaType, f.Name, f.MadeAt, content), nil
}

// wireTicketFile is a file as it travels; under is where its bytes are.
func wireTicketFile(f ticket.File, under string) TicketFile {
	w := TicketFile{ID: f.ID, Name: f.Name, MediaType: f.MediaType, Size: f.Size, Width: f.Width, Height: f.Height, URL: under + f.ID, By: f.ByName, MadeAt: f.MadeAt.UTC()}
	if f.ThumbSHA256 != "" {
		thumb := w.URL + "?thumb=1"
		w.ThumbURL = &thumb
	}
	return w
}

func wireTicketFiles(all []ticket.File, under string) []TicketFile {
	out := make([]TicketFile, 0, len(all))
	for _, f := range all {
		out = append(out, wireTicketFile(f, under))
	}
	return out
}
