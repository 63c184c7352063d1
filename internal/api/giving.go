package api

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Giving is a request for evidence as the holder of its link sees it.
type Giving struct {
	Shop    string          `json:"shop" doc:"Its name."`
	Zone    string          `json:"zone" doc:"IANA name of the shop's time zone."`
	Words   string          `json:"words"`
	Pieces  []EvidenceAsked `json:"pieces" nullable:"false"`
	Uploads []GivingUpload  `json:"uploads" nullable:"false" doc:"On their way."`
	Items   []GivenItem     `json:"items" nullable:"false" doc:"Given."`
	EndsAt  time.Time       `json:"ends_at"`
	Limits  GivingLimits    `json:"limits"`
	Now     time.Time       `json:"now" doc:"The server's clock."`
}

// GivingLimits are what one link takes.
type GivingLimits struct {
	Files     int   `json:"files"`
	FileBytes int64 `json:"file_bytes" doc:"Of one file."`
	Bytes     int64 `json:"bytes" doc:"Of all files."`
}

// GivingUpload is a file on its way in.
type GivingUpload struct {
	ID     string `json:"id"`
	Key    string `json:"key"`
	Piece  string `json:"piece"`
	Name   string `json:"name"`
	Size   int64  `json:"size" doc:"Bytes, as announced."`
	Offset int64  `json:"offset" doc:"Bytes that are there; the next part begins here."`
	State  string `json:"state" enum:"open,done,refused"`
	ItemID string `json:"item_id" doc:"What became of it."`
}

// GivenItem is a file that was given.
type GivenItem struct {
	ID        string `json:"id"`
	Piece     string `json:"piece"`
	Name      string `json:"name"`
	MediaType string `json:"media_type"`
	Size      int64  `json:"size"`
	Thumb     bool   `json:"thumb" doc:"Whether there is a thumbnail."`
}

func (s *Server) givingRoutes(api huma.API) {
	add(api, operation{id: "readGiving", method: http.MethodGet, path: "/api/give/request", tag: "evidence",
		summary: "Read the request of a link", access: givers}, s.readGiving)
	add(api, operation{id: "beginGiving", method: http.MethodPost, path: "/api/give/uploads", tag: "evidence",
		summary: "Announce a file; one that was begun is found again", access: givers}, s.beginGiving)
	add(api, operation{id: "readGivingUpload", method: http.MethodGet, path: "/api/give/uploads/{id}", tag: "evidence",
		summary: "Ask how much of a file is there", access: givers}, s.readGivingUpload)
	huma.Register(api, operation{id: "appendGiving", method: http.MethodPatch, path: "/api/give/uploads/{id}", tag: "evidence",
		summary: "Send the next part of a file; the last one gives it", access: givers}.takesBytes(), s.appendGiving)
	huma.Register(api, operation{id: "readGiven", method: http.MethodGet, path: "/api/give/items/{id}", tag: "evidence",
		summary: "Look at the thumbnail of what was given by a link", access: givers}.huma(), s.readGiven)
}

func (s *Server) readGiving(ctx context.Context, _ *struct{}) (*body[Giving], error) {
	g, err := s.Evidence.Held(ctx)
	if err != nil {
		return nil, err
	}
	at, err := shop.GetIn(s.DB.Reader(ctx), g.ShopID)
	if err != nil {
		return nil, err
	}
	out := Giving{Shop: at.Name, Zone: at.Location().String(), Words: g.Words, Pieces: []EvidenceAsked{}, Uploads: []GivingUpload{}, Items: []GivenItem{},
		EndsAt: g.EndsAt.UTC(), Limits: GivingLimits{evidence.MaxGiven, evidence.MaxFile, evidence.MaxGivenBytes}, Now: s.now()}
	for _, p := range g.Pieces {
		out.Pieces = append(out.Pieces, EvidenceAsked(p))
	}
	for _, u := range g.Uploads {
		out.Uploads = append(out.Uploads, wireUpload(u))
	}
	for _, i := range g.Items {
		out.Items = append(out.Items, GivenItem{i.ID, i.Piece, i.Name, i.MediaType, i.Size, i.ThumbSHA256 != ""})
	}
	return answer(out, nil)
}

func wireUpload(u evidence.Upload) GivingUpload {
	return GivingUpload{u.ID, u.Key, u.Piece, u.Name, u.Size, u.Offset, string(u.State), u.ItemID}
}

type beginGivingInput struct {
	Keyed
	Body struct {
		Piece   string `json:"piece" maxLength:"60"`
		Name    string `json:"name" maxLength:"1000"`
		Size    int64  `json:"size" doc:"Bytes."`
		Reduced bool   `json:"reduced,omitempty" doc:"Made smaller on the phone."`
	}
}

func (s *Server) beginGiving(ctx context.Context, in *beginGivingInput) (*body[GivingUpload], error) {
	u, err := s.Evidence.Begin(ctx, in.Key, evidence.Announced(in.Body))
	return answer(wireUpload(u), err)
}

func (s *Server) readGivingUpload(ctx context.Context, in *idInput) (*body[GivingUpload], error) {
	u, err := s.Evidence.Upload(ctx, in.ID)
	return answer(wireUpload(u), err)
}

type appendGivingInput struct {
	ID     string `path:"id" maxLength:"64"`
	Offset int64  `query:"offset" minimum:"0" doc:"Where the part begins: how much is there."`
	body   io.Reader
}

// Resolve implements huma.Resolver: it keeps the stream.
func (in *appendGivingInput) Resolve(ctx huma.Context) []error {
	in.body = ctx.BodyReader()
	return nil
}

func (s *Server) appendGiving(ctx context.Context, in *appendGivingInput) (*body[GivingUpload], error) {
	u, err := s.Evidence.Append(ctx, in.ID, in.Offset, in.body)
	return answer(wireUpload(u), err)
}

func (s *Server) readGiven(ctx context.Context, in *idInput) (*huma.StreamResponse, error) {
	i, content, err := s.Evidence.Given(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return serveFile("image/jpeg", i.Name, i.ReceivedAt, content), nil
}
