package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/outbound"
)

// OutboundPhoto is a photo of a parcel as it left the warehouse.
type OutboundPhoto struct {
	ID       string    `json:"id"`
	State    string    `json:"state" enum:"matched,waiting,dropped"`
	Name     string    `json:"name" doc:"Of the file."`
	Folder   string    `json:"folder" doc:"The path that it was in."`
	Word     string    `json:"word" doc:"What of name or folder named the orders; empty if a person did."`
	Orders   []string  `json:"orders" nullable:"false" doc:"Numbers of the orders whose goods it shows."`
	Size     int64     `json:"size"`
	Width    int64     `json:"width"`
	Height   int64     `json:"height"`
	SHA256   string    `json:"sha256"`
	URL      string    `json:"url"`
	ThumbURL *string   `json:"thumb_url"`
	By       Person    `json:"by"`
	MadeAt   time.Time `json:"made_at"`
	Version  int64     `json:"version"`
}

// OutboundPage is a part of a list of photos.
type OutboundPage struct {
	Items []OutboundPhoto `json:"items" nullable:"false"`
	Zone  string          `json:"zone"`
	Next  string          `json:"next" doc:"Cursor of the page behind; empty at the end."`
}

// OutboundAdded is a photo that has come in.
type OutboundAdded struct {
	Photo OutboundPhoto `json:"photo"`
	Fresh bool          `json:"fresh" doc:"False if the shop had the same file."`
}

// OutboundKnown is the photo of a file, if the shop has one.
type OutboundKnown struct {
	Photo *OutboundPhoto `json:"photo"`
}

// OutboundRematched says how many photos found their orders.
type OutboundRematched struct {
	Matched int `json:"matched"`
}

// CaseOutboundPhoto is a photo of the order of a case.
type CaseOutboundPhoto struct {
	OutboundPhoto
	Taken int64 `json:"taken" doc:"The number under which it is evidence of the case; 0 if it is not."`
}

// CaseOutbound are those of the order of a case.
type CaseOutbound struct {
	Items []CaseOutboundPhoto `json:"items" nullable:"false" doc:"The oldest first."`
}

func (s *Server) outboundRoutes(api huma.API) {
	add(api, operation{id: "listOutbound", method: http.MethodGet, path: "/api/shops/{id}/outbound", tag: "evidence",
		summary: "List the outbound photos of a shop", access: needs(identity.OrderRead)}, s.listOutbound)
	huma.Register(api, operation{id: "addOutbound", method: http.MethodPost, path: "/api/shops/{id}/outbound", tag: "evidence",
		summary: "Keep a photo of a parcel that left; its name or folder names the order", access: needs(identity.OrderWrite), status: http.StatusCreated}.takesBytes(), s.addOutbound)
	add(api, operation{id: "checkOutbound", method: http.MethodPost, path: "/api/shops/{id}/outbound/known", tag: "evidence",
		summary: "Name a file by its sum, so that one that the shop has need not be sent", access: needs(identity.OrderWrite)}, s.checkOutbound)
	add(api, operation{id: "rematchOutbound", method: http.MethodPost, path: "/api/shops/{id}/outbound/rematch", tag: "evidence",
		summary: "Read the names of waiting photos again, for orders that came later", access: needs(identity.OrderWrite)}, s.rematchOutbound)
	add(api, operation{id: "placeOutbound", method: http.MethodPost, path: "/api/outbound/{id}/place", tag: "evidence",
		summary: "Say whose an outbound photo is, or drop it", access: needs(identity.OrderWrite)}, s.placeOutbound)
	huma.Register(api, operation{id: "readOutboundFile", method: http.MethodGet, path: "/api/outbound/{id}/file", tag: "evidence",
		summary: "Look at an outbound photo, or at its thumbnail", access: needs(identity.OrderRead)}.huma(), s.readOutboundFile)
	add(api, operation{id: "listCaseOutbound", method: http.MethodGet, path: "/api/cases/{id}/outbound", tag: "evidence",
		summary: "List the outbound photos of the order of a case", access: needs(identity.CaseRead)}, s.listCaseOutbound)
	add(api, operation{id: "attachOutbound", method: http.MethodPost, path: "/api/cases/{id}/outbound", tag: "evidence",
		summary: "Take an outbound photo as evidence of a case", access: needs(identity.CaseWrite)}, s.attachOutbound)
}

func outboundPeople(all ...outbound.Photo) (ids []string) {
	for _, p := range all {
		ids = append(ids, p.ByID)
	}
	return ids
}

func wireOutbound(p outbound.Photo, names map[string]string) OutboundPhoto {
	w := OutboundPhoto{ID: p.ID, State: string(p.State), Name: p.Name, Folder: p.Folder, Word: p.Word, Orders: append([]string{}, p.Orders...), Size: p.Size,
		Width: p.Width, Height: p.Height, SHA256: p.SHA256, URL: "/api/outbound/" + p.ID + "/file", By: Person{p.ByID, names[p.ByID]}, MadeAt: p.MadeAt.UTC(), Version: p.Version}
	if p.Thumb != "" {
		thumb := w.URL + "?thumb=1"
		w.ThumbURL = &thumb
	}
	return w
}

type listOutboundInput struct {
	ID    string `path:"id" maxLength:"64"`
	State string `query:"state" enum:"matched,waiting,dropped" default:"waiting"`
	After string `query:"after" maxLength:"100"`
}

func (s *Server) listOutbound(ctx context.Context, in *listOutboundInput) (*body[OutboundPage], error) {
	p, err := s.Outbound.List(ctx, in.ID, outbound.State(in.State), in.After)
	if err != nil {
		return nil, err
	}
	names, err := s.Desk.Names(ctx, outboundPeople(p.Photos...))
	out := OutboundPage{Items: make([]OutboundPhoto, 0, len(p.Photos)), Zone: p.Zone.String(), Next: p.Next}
	for _, each := range p.Photos {
		out.Items = append(out.Items, wireOutbound(each, names))
	}
	return answer(out, err)
}

type addOutboundInput struct {
	Upload
	ID     string `path:"id" maxLength:"64"`
	Folder string `query:"folder" maxLength:"2000" doc:"The path that the file was in."`
}

func (s *Server) addOutbound(ctx context.Context, in *addOutboundInput) (*body[OutboundAdded], error) {
	up := in.file()
	p, fresh, err := s.Outbound.Add(ctx, in.ID, in.Folder, up.Name, up.Body)
	if err != nil {
		return nil, err
	}
	names, err := s.Desk.Names(ctx, outboundPeople(p))
	return answer(OutboundAdded{wireOutbound(p, names), fresh}, err)
}

type checkOutboundInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		SHA256 string `json:"sha256" minLength:"64" maxLength:"64"`
		Folder string `json:"folder" maxLength:"2000"`
		Name   string `json:"name" maxLength:"400"`
	}
}

func (s *Server) checkOutbound(ctx context.Context, in *checkOutboundInput) (*body[OutboundKnown], error) {
	p, there, err := s.Outbound.Again(ctx, in.ID, in.Body.Folder, in.Body.Name, in.Body.SHA256)
	if err != nil || !there {
		return answer(OutboundKnown{}, err)
	}
	names, err := s.Desk.Names(ctx, outboundPeople(p))
	w := wireOutbound(p, names)
	return answer(OutboundKnown{&w}, err)
}

func (s *Server) rematchOutbound(ctx context.Context, in *idInput) (*body[OutboundRematched], error) {
	n, err := s.Outbound.Rematch(ctx, in.ID)
	return answer(OutboundRematched{n}, err)
}

type placeOutboundInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64    `json:"version"`
		Words   []string `json:"words,omitempty" maxItems:"30" doc:"Numbers of orders or parcels; none to read its name again."`
		Drop    bool     `json:"drop,omitempty" doc:"Nobody wants it."`
	}
}

func (s *Server) placeOutbound(ctx context.Context, in *placeOutboundInput) (*body[OutboundPhoto], error) {
	p, err := s.Outbound.Place(ctx, in.ID, in.Body.Version, outbound.Placing{Words: in.Body.Words, Drop: in.Body.Drop})
	if err != nil {
		return nil, err
	}
	names, err := s.Desk.Names(ctx, outboundPeople(p))
	return answer(wireOutbound(p, names), err)
}

func (s *Server) readOutboundFile(ctx context.Context, in *readEvidenceFileInput) (*huma.StreamResponse, error) {
	p, content, err := s.Outbound.Read(ctx, in.ID, in.Thumb == "1")
	if err != nil {
		return nil, err
	}
	return serveFile(p.MediaType, p.Name, p.MadeAt, content), nil
}

func (s *Server) listCaseOutbound(ctx context.Context, in *idInput) (*body[CaseOutbound], error) {
	all, err := s.Outbound.ForCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	people := []string{}
	for _, p := range all {
		people = append(people, p.ByID)
	}
	names, err := s.Desk.Names(ctx, people)
	out := CaseOutbound{Items: make([]CaseOutboundPhoto, 0, len(all))}
	for _, p := range all {
		out.Items = append(out.Items, CaseOutboundPhoto{wireOutbound(p.Photo, names), p.Taken})
	}
	return answer(out, err)
}

type attachOutboundInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Photo string `json:"photo" maxLength:"64"`
	}
}

func (s *Server) attachOutbound(ctx context.Context, in *attachOutboundInput) (*body[EvidenceItem], error) {
	i, err := s.Outbound.Attach(ctx, in.ID, in.Body.Photo)
	return s.answerItem(ctx, i, err)
}
