package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/paper"
)

// Paper is a paper of a shop by goods.
type Paper struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind" enum:"authorisation,purchase,inspection,other"`
	Title     string     `json:"title"`
	Codes     []string   `json:"codes" nullable:"false" doc:"Of goods; none for all of the shop."`
	Batch     string     `json:"batch" doc:"Empty for all."`
	EndsOn    string     `json:"ends_on" doc:"The last day on which it counts, as 2026-12-31; empty for ever."`
	Near      string     `json:"near" enum:"far,month,week,over" doc:"How near its end is: at most 30 days, at most 7, over."`
	Note      string     `json:"note"`
	Name      string     `json:"name" doc:"Of the file."`
	MediaType string     `json:"media_type"`
	Size      int64      `json:"size"`
	SHA256    string     `json:"sha256"`
	URL       string     `json:"url"`
	ThumbURL  *string    `json:"thumb_url"`
	By        Person     `json:"by"`
	MadeAt    time.Time  `json:"made_at"`
	RetiredAt *time.Time `json:"retired_at" doc:"Since when it is offered no more."`
	Version   int64      `json:"version"`
}

// PaperPage is a part of a list of papers.
type PaperPage struct {
	Items []Paper `json:"items" nullable:"false"`
	Zone  string  `json:"zone"`
	Next  string  `json:"next" doc:"Cursor of the page behind; empty at the end."`
}

// OfferedPaper is a paper that fits the order of a case.
type OfferedPaper struct {
	Paper
	Fit   string `json:"fit" enum:"batch,code,all" doc:"The same batch, the same goods, or all goods of the shop."`
	Taken int64  `json:"taken" doc:"The number under which it is evidence of the case; 0 if it is not."`
}

// OfferedPapers are those that fit the order of a case.
type OfferedPapers struct {
	Items []OfferedPaper `json:"items" nullable:"false" doc:"What fits best first."`
}

func (s *Server) paperRoutes(api huma.API) {
	add(api, operation{id: "listPapers", method: http.MethodGet, path: "/api/shops/{id}/papers", tag: "evidence",
		summary: "List the papers of a shop", access: needs(identity.CaseRead)}, s.listPapers)
	huma.Register(api, operation{id: "addPaper", method: http.MethodPost, path: "/api/shops/{id}/papers", tag: "evidence",
		summary: "Keep a file as a paper of a shop", access: needs(identity.OrderWrite), status: http.StatusCreated}.takesBytes(), s.addPaper)
	add(api, operation{id: "changePaper", method: http.MethodPut, path: "/api/papers/{id}", tag: "evidence",
		summary: "Say something else about a paper", access: needs(identity.OrderWrite)}, s.changePaper)
	add(api, operation{id: "retirePaper", method: http.MethodPost, path: "/api/papers/{id}/retire", tag: "evidence",
		summary: "Stop offering a paper, or offer it again", access: needs(identity.OrderWrite)}, s.retirePaper)
	huma.Register(api, operation{id: "readPaperFile", method: http.MethodGet, path: "/api/papers/{id}/file", tag: "evidence",
		summary: "Look at a paper, or at its thumbnail", access: needs(identity.CaseRead)}.huma(), s.readPaperFile)
	add(api, operation{id: "listCasePapers", method: http.MethodGet, path: "/api/cases/{id}/papers", tag: "evidence",
		summary: "List the papers that fit the order of a case", access: needs(identity.CaseRead)}, s.listCasePapers)
	add(api, operation{id: "attachPaper", method: http.MethodPost, path: "/api/cases/{id}/papers", tag: "evidence",
		summary: "Take a paper of the shop as evidence of a case", access: needs(identity.CaseWrite)}, s.attachPaper)
}

type listPapersInput struct {
	ID      string `path:"id" maxLength:"64"`
	Kind    string `query:"kind" enum:"authorisation,purchase,inspection,other"`
	Words   string `query:"words" maxLength:"64" doc:"A code of goods or a batch, as a whole."`
	Ending  bool   `query:"ending" doc:"Those that end within 30 days, or have ended."`
	Retired bool   `query:"retired" doc:"Those that are offered no more, instead of the others."`
	After   string `query:"after" maxLength:"100"`
}

func (s *Server) listPapers(ctx context.Context, in *listPapersInput) (*body[PaperPage], error) {
	p, err := s.Papers.List(ctx, in.ID, paper.Filter{Kind: paper.Kind(in.Kind), Words: in.Words, Ending: in.Ending, Retired: in.Retired, After: in.After})
	if err != nil {
		return nil, err
	}
	names, err := s.Desk.Names(ctx, paperPeople(p.Papers...))
	out := PaperPage{Items: make([]Paper, 0, len(p.Papers)), Zone: p.Today.Location().String(), Next: p.Next}
	for _, d := range p.Papers {
		out.Items = append(out.Items, wirePaper(d, d.Near(p.Today), names))
	}
	return answer(out, err)
}

func paperPeople(all ...paper.Paper) (ids []string) {
	for _, d := range all {
		ids = append(ids, d.ByID)
	}
	return ids
}

func wirePaper(d paper.Paper, near paper.Nearness, names map[string]string) Paper {
	w := Paper{ID: d.ID, Kind: string(d.Kind), Title: d.Title, Codes: append([]string{}, d.Codes...), Batch: d.Batch, EndsOn: d.EndsOn, Near: near.String(), Note: d.Note,
		Name: d.Name, MediaType: d.MediaType, Size: d.Size, SHA256: d.SHA256, URL: "/api/papers/" + d.ID + "/file", By: Person{d.ByID, names[d.ByID]},
		MadeAt: d.MadeAt.UTC(), RetiredAt: optional(d.RetiredAt), Version: d.Version}
	if d.Thumb != "" {
		thumb := w.URL + "?thumb=1"
		w.ThumbURL = &thumb
	}
	return w
}

type addPaperInput struct {
	Upload
	ID     string `path:"id" maxLength:"64"`
	Kind   string `query:"kind" maxLength:"20"`
	Title  string `query:"title" maxLength:"400"`
	Codes  string `query:"codes" maxLength:"16000" doc:"Of goods, with commas or spaces between them."`
	Batch  string `query:"batch" maxLength:"200"`
	EndsOn string `query:"ends_on" maxLength:"10"`
	Note   string `query:"note" maxLength:"2000"`
}

func (s *Server) addPaper(ctx context.Context, in *addPaperInput) (*body[Paper], error) {
	up := in.file()
	codes := strings.FieldsFunc(in.Codes, func(r rune) bool { return strings.ContainsRune(" ,\n\t，、；;", r) })
	d, err := s.Papers.Add(ctx, in.ID, paper.Draft{Kind: paper.Kind(in.Kind), Title: in.Title, Codes: codes, Batch: in.Batch, EndsOn: in.EndsOn, Note: in.Note}, up.Name, up.Body)
	return s.answerPaper(ctx, d, err)
}

func (s *Server) answerPaper(ctx context.Context, d paper.Paper, err error) (*body[Paper], error) {
	if err != nil {
		return nil, err
	}
	today, err := s.Papers.Today(ctx, d.ShopID)
	if err != nil {
		return nil, err
	}
	names, err := s.Desk.Names(ctx, paperPeople(d))
	return answer(wirePaper(d, d.Near(today), names), err)
}

type changePaperInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64    `json:"version"`
		Kind    string   `json:"kind" maxLength:"20"`
		Title   string   `json:"title"`
		Codes   []string `json:"codes,omitempty" maxItems:"300"`
		Batch   string   `json:"batch,omitempty"`
		EndsOn  string   `json:"ends_on,omitempty" maxLength:"10"`
		Note    string   `json:"note,omitempty"`
	}
}

func (s *Server) changePaper(ctx context.Context, in *changePaperInput) (*body[Paper], error) {
	b := in.Body
	d, err := s.Papers.Change(ctx, in.ID, b.Version, paper.Draft{Kind: paper.Kind(b.Kind), Title: b.Title, Codes: b.Codes, Batch: b.Batch, EndsOn: b.EndsOn, Note: b.Note})
	return s.answerPaper(ctx, d, err)
}

type retirePaperInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
		Retired bool  `json:"retired" doc:"False to offer it again."`
	}
}

func (s *Server) retirePaper(ctx context.Context, in *retirePaperInput) (*body[Paper], error) {
	d, err := s.Papers.Retire(ctx, in.ID, in.Body.Version, in.Body.Retired)
	return s.answerPaper(ctx, d, err)
}

func (s *Server) readPaperFile(ctx context.Context, in *readEvidenceFileInput) (*huma.StreamResponse, error) {
	d, content, err := s.Papers.Read(ctx, in.ID, in.Thumb == "1")
	if err != nil {
		return nil, err
	}
	return serveFile(d.MediaType, d.Name, d.MadeAt, content), nil
}

func (s *Server) listCasePapers(ctx context.Context, in *idInput) (*body[OfferedPapers], error) {
	all, err := s.Papers.ForCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	people := []string{}
	for _, o := range all {
		people = append(people, o.ByID)
	}
	names, err := s.Desk.Names(ctx, people)
	out := OfferedPapers{Items: make([]OfferedPaper, 0, len(all))}
	for _, o := range all {
		out.Items = append(out.Items, OfferedPaper{wirePaper(o.Paper, o.Near, names), string(o.Fit), o.Taken})
	}
	return answer(out, err)
}

type attachPaperInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Paper string `json:"paper" maxLength:"64"`
		Piece string `json:"piece,omitempty" maxLength:"60" doc:"What of the checklist it shows."`
	}
}

func (s *Server) attachPaper(ctx context.Context, in *attachPaperInput) (*body[EvidenceItem], error) {
	i, err := s.Papers.Attach(ctx, in.ID, in.Body.Paper, in.Body.Piece)
	return s.answerItem(ctx, i, err)
}
