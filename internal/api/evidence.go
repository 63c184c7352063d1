package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/assist"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/identity"
)

// Evidence is what shows what happened in a case.
type Evidence struct {
	Checklist []EvidencePiece   `json:"checklist" nullable:"false" doc:"What a case of its scenario should have."`
	Items     []EvidenceItem    `json:"items" nullable:"false" doc:"Oldest first."`
	Requests  []EvidenceRequest `json:"requests" nullable:"false" doc:"Newest first."`
	Zone      string            `json:"zone" doc:"IANA name of the shop's time zone."`
	Now       time.Time         `json:"now" doc:"The server's clock."`
}

// EvidencePiece is something that a checklist asks for.
type EvidencePiece struct {
	ID       string     `json:"id"`
	Zh       string     `json:"zh"`
	En       string     `json:"en"`
	Required bool       `json:"required"`
	Ours     bool       `json:"ours" doc:"We or somebody else provide it; the buyer is not asked."`
	Status   string     `json:"status" enum:"missing,done,not_needed"`
	Count    int        `json:"count" doc:"Items that show it."`
	Reason   string     `json:"reason" doc:"Why it is not needed."`
	By       Person     `json:"by" doc:"Who said so."`
	At       *time.Time `json:"at"`
	Version  int64      `json:"version" doc:"Of what was said about its being needed; 0 for nothing."`
}

// EvidenceItem is one file that shows something. Its addresses need the session.
type EvidenceItem struct {
	ID         string          `json:"id"`
	N          int64           `json:"n" doc:"Its number in the shop."`
	Source     string          `json:"source" enum:"request,chat,team"`
	SourceID   string          `json:"source_id" doc:"Of the request, or of the file of the conversation."`
	By         EvidenceGiver   `json:"by"`
	Piece      string          `json:"piece" doc:"What of the checklist it shows; empty for nothing."`
	Name       string          `json:"name"`
	MediaType  string          `json:"media_type"`
	Size       int64           `json:"size" doc:"Bytes."`
	Width      int64           `json:"width" doc:"Pixels; 0 if it is no picture."`
	Height     int64           `json:"height"`
	SHA256     string          `json:"sha256"`
	TakenAt    string          `json:"taken_at" doc:"By the camera's own clock, without a zone, as the file says; empty if it says nothing."`
	Device     string          `json:"device" doc:"As the file says."`
	Reduced    bool            `json:"reduced" doc:"Made smaller on the phone before it was sent."`
	ReceivedAt time.Time       `json:"received_at"`
	URL        string          `json:"url" doc:"Of the whole file; looking at it is noted."`
	ThumbURL   *string         `json:"thumb_url"`
	Alike      []EvidenceAlike `json:"alike" nullable:"false" doc:"The same or nearly the same picture in other cases."`
	Version    int64           `json:"version" doc:"How often it was said what it shows."`
}

// EvidenceGiver is who did something with evidence.
type EvidenceGiver struct {
	Kind string `json:"kind" enum:"buyer,user,system"`
	ID   string `json:"id"`
	Name string `json:"name" doc:"Of a member of the team."`
}

// EvidenceAlike is a picture of another case.
type EvidenceAlike struct {
	ItemID     string    `json:"item_id"`
	N          int64     `json:"n"`
	CaseID     string    `json:"case_id"`
	CaseNumber string    `json:"case_number"`
	ReceivedAt time.Time `json:"received_at"`
	Same       bool      `json:"same" doc:"Byte for byte; else the picture looks the same."`
	Mirrored   bool      `json:"mirrored"`
}

// EvidenceRequest is what a buyer was asked for.
type EvidenceRequest struct {
	ID      string          `json:"id"`
	Words   string          `json:"words"`
	Pieces  []EvidenceAsked `json:"pieces" nullable:"false"`
	By      Person          `json:"by"`
	MadeAt  time.Time       `json:"made_at"`
	EndsAt  time.Time       `json:"ends_at"`
	Works   bool            `json:"works" doc:"Whether evidence can be given to it now."`
	Revoked bool            `json:"revoked"`
	Given   int             `json:"given" doc:"Items that came by its link."`
	Version int64           `json:"version"`
}

// EvidenceAsked is one thing that a buyer is asked to show.
type EvidenceAsked struct {
	Piece string `json:"piece" maxLength:"60" doc:"Of the checklist, or other."`
	Text  string `json:"text" doc:"As the buyer reads it."`
}

// AskedEvidence is a request that was made, and where its evidence is given.
type AskedEvidence struct {
	ID      string `json:"id"`
	Address string `json:"address"`
	Text    string `json:"text" doc:"To be sent where there are no cards."`
}

// EvidenceAddress is where the evidence of a request is given.
type EvidenceAddress struct {
	Address string `json:"address"`
}

// EvidenceCustody is what was done with an item.
type EvidenceCustody struct {
	Entries []EvidenceEntry `json:"entries" nullable:"false" doc:"Newest first."`
}

// EvidenceEntry is one thing that was done with an item.
type EvidenceEntry struct {
	N     int64         `json:"n"`
	Verb  string        `json:"verb" enum:"received,filed,viewed,exported"`
	Piece string        `json:"piece"`
	By    EvidenceGiver `json:"by"`
	At    time.Time     `json:"at"`
}

func (s *Server) evidenceRoutes(api huma.API) {
	add(api, operation{id: "readEvidence", method: http.MethodGet, path: "/api/cases/{id}/evidence", tag: "evidence",
		summary: "Read the evidence of a case", access: needs(identity.CaseRead)}, s.readEvidence)
	huma.Register(api, operation{id: "addEvidence", method: http.MethodPost, path: "/api/cases/{id}/evidence", tag: "evidence",
		summary: "Add a file of the team as evidence", access: needs(identity.CaseWrite), status: http.StatusCreated}.takesBytes(), s.addEvidence)
	add(api, operation{id: "takeEvidence", method: http.MethodPost, path: "/api/cases/{id}/evidence/from-chat", tag: "evidence",
		summary: "Take files of the conversation as evidence", access: needs(identity.CaseWrite)}, s.takeEvidence)
	add(api, operation{id: "waiveEvidence", method: http.MethodPut, path: "/api/cases/{id}/evidence/pieces/{piece}", tag: "evidence",
		summary: "Say why a piece is not needed, or want it again", access: needs(identity.CaseWrite)}, s.waiveEvidence)
	add(api, operation{id: "askEvidence", method: http.MethodPost, path: "/api/cases/{id}/evidence/requests", tag: "evidence",
		summary: "Ask the buyer for evidence", access: needs(identity.CaseWrite)}, s.askEvidence)
	add(api, operation{id: "shareEvidenceRequest", method: http.MethodPost, path: "/api/evidence-requests/{id}/address", tag: "evidence",
		summary: "Get the link of a request, to hand it on", access: needs(identity.CaseWrite)}, s.shareEvidenceRequest)
	add(api, operation{id: "revokeEvidenceRequest", method: http.MethodPost, path: "/api/evidence-requests/{id}/revoke", tag: "evidence",
		summary: "End the link of a request", access: needs(identity.CaseWrite), status: http.StatusNoContent}, s.revokeEvidenceRequest)
	add(api, operation{id: "fileEvidence", method: http.MethodPut, path: "/api/evidence/{id}/piece", tag: "evidence",
		summary: "Say what of the checklist an item shows", access: needs(identity.CaseWrite), status: http.StatusNoContent}, s.fileEvidence)
	add(api, operation{id: "readEvidenceCustody", method: http.MethodGet, path: "/api/evidence/{id}/custody", tag: "evidence",
		summary: "Read what was done with an item", access: needs(identity.CaseRead)}, s.readEvidenceCustody)
	huma.Register(api, operation{id: "readEvidenceFile", method: http.MethodGet, path: "/api/evidence/{id}/file", tag: "evidence",
		summary: "Look at an item, which is noted, or at its thumbnail", access: needs(identity.CaseRead)}.huma(), s.readEvidenceFile)
}

func (s *Server) readEvidence(ctx context.Context, in *idInput) (*body[Evidence], error) {
	sec, err := s.Evidence.OfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return s.answerEvidence(ctx, sec)
}

func (s *Server) answerEvidence(ctx context.Context, sec evidence.Section) (*body[Evidence], error) {
	people := []string{}
	for _, p := range sec.Checklist {
		people = append(people, p.Waiver.ByID)
	}
	for _, i := range sec.Items {
		people = append(people, i.By.ID)
	}
	for _, r := range sec.Requests {
		people = append(people, r.ByID)
	}
	names, err := s.Desk.Names(ctx, people)
	if err != nil {
		return nil, err
	}
	beside, err := s.Desk.Beside(ctx, nil, nil, []string{sec.Case.ShopID})
	if err != nil {
		return nil, err
	}
	out := Evidence{Checklist: wirePieces(sec.Checklist, names), Items: wireItems(sec, names), Requests: []EvidenceRequest{}, Zone: beside.Zones[sec.Case.ShopID], Now: s.now()}
	for _, r := range sec.Requests {
		w, err := s.wireRequest(ctx, r, names)
		if err != nil {
			return nil, err
		}
		for _, i := range sec.Items {
			if i.Source == evidence.ByRequest && i.SourceID == r.ID {
				w.Given++
			}
		}
		out.Requests = append(out.Requests, w)
	}
	return answer(out, nil)
}

func wirePieces(all []evidence.Piece, names map[string]string) []EvidencePiece {
	out := make([]EvidencePiece, 0, len(all))
	for _, p := range all {
		out = append(out, EvidencePiece{ID: p.ID, Zh: p.Text.Zh, En: p.Text.En, Required: p.Required, Ours: p.Ours, Status: string(p.Status), Count: p.Count,
			Reason: p.Waiver.Reason, By: Person{p.Waiver.ByID, names[p.Waiver.ByID]}, At: optional(p.Waiver.At), Version: p.Waiver.Version})
	}
	return out
}

func wireItems(sec evidence.Section, names map[string]string) []EvidenceItem {
	out := make([]EvidenceItem, 0, len(sec.Items))
	for _, i := range sec.Items {
		w := wireEvidenceItem(i, names)
		for _, a := range sec.Alike {
			if a.ItemID == i.ID {
				w.Alike = append(w.Alike, EvidenceAlike{a.OtherID, a.OtherN, a.CaseID, a.CaseNumber, a.ReceivedAt.UTC(), a.Same, a.Mirrored})
			}
		}
		out = append(out, w)
	}
	return out
}

func wireEvidenceItem(i evidence.Item, names map[string]string) EvidenceItem {
	w := EvidenceItem{ID: i.ID, N: i.N, Source: string(i.Source), SourceID: i.SourceID, By: wireGiver(i.By, names), Piece: i.Piece, Name: i.Name, MediaType: i.MediaType,
		Size: i.Size, Width: i.Width, Height: i.Height, SHA256: i.SHA256, TakenAt: i.TakenAt, Device: i.Device, Reduced: i.Reduced,
		ReceivedAt: i.ReceivedAt.UTC(), URL: "/api/evidence/" + i.ID + "/file", Alike: []EvidenceAlike{}, Version: i.Filings}
	if i.ThumbSHA256 != "" {
		thumb := w.URL + "?thumb=1"
		w.ThumbURL = &thumb
	}
	return w
}

func wireGiver(g evidence.Giver, names map[string]string) EvidenceGiver {
	return EvidenceGiver{g.Kind, g.ID, names[g.ID]}
}

func (s *Server) wireRequest(ctx context.Context, r evidence.Request, names map[string]string) (EvidenceRequest, error) {
	w := EvidenceRequest{ID: r.ID, Words: r.Words, Pieces: []EvidenceAsked{}, By: Person{r.ByID, names[r.ByID]}, MadeAt: r.MadeAt.UTC(), EndsAt: r.EndsAt.UTC(),
		Revoked: !r.RevokedAt.IsZero(), Version: r.Version}
	for _, p := range r.Pieces {
		w.Pieces = append(w.Pieces, EvidenceAsked(p))
	}
	var err error
	w.Works, err = s.Evidence.Works(s.DB.Reader(ctx), r)
	return w, err
}

type addEvidenceInput struct {
	Upload
	ID    string `path:"id" maxLength:"64"`
	Piece string `query:"piece" maxLength:"60" doc:"What of the checklist it shows."`
}

func (s *Server) addEvidence(ctx context.Context, in *addEvidenceInput) (*body[EvidenceItem], error) {
	up := in.file()
	i, err := s.Evidence.Add(ctx, in.ID, in.Piece, up.Name, up.Body)
	return s.answerItem(ctx, i, err)
}

func (s *Server) answerItem(ctx context.Context, i evidence.Item, err error) (*body[EvidenceItem], error) {
	if err != nil {
		return nil, err
	}
	names, err := s.Desk.Names(ctx, []string{i.By.ID})
	return answer(wireEvidenceItem(i, names), err)
}

type takeEvidenceInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		FileIDs []string `json:"file_ids" maxItems:"30"`
		Piece   string   `json:"piece,omitempty" maxLength:"60"`
	}
}

func (s *Server) takeEvidence(ctx context.Context, in *takeEvidenceInput) (*body[Evidence], error) {
	if _, err := s.Evidence.TakeFromChat(ctx, in.ID, in.Body.Piece, in.Body.FileIDs); err != nil {
		return nil, err
	}
	return s.readEvidence(ctx, &idInput{ID: in.ID})
}

type waiveEvidenceInput struct {
	ID    string `path:"id" maxLength:"64"`
	Piece string `path:"piece" maxLength:"60"`
	Body  struct {
		Version int64  `json:"version"`
		Reason  string `json:"reason,omitempty" doc:"Why it is not needed; empty to want it again."`
	}
}

func (s *Server) waiveEvidence(ctx context.Context, in *waiveEvidenceInput) (*body[Evidence], error) {
	if err := s.Evidence.Waive(ctx, in.ID, in.Piece, in.Body.Version, in.Body.Reason); err != nil {
		return nil, err
	}
	return s.readEvidence(ctx, &idInput{ID: in.ID})
}

type askEvidenceInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Words  string          `json:"words,omitempty" doc:"Why it is asked, as the buyer reads it."`
		Pieces []EvidenceAsked `json:"pieces" maxItems:"20"`
		Days   int             `json:"days,omitempty" minimum:"0" maximum:"30" doc:"That the link works; 7 if missing."`
		Send   bool            `json:"send,omitempty" doc:"Show it to the buyer as a card in the conversation."`
	}
}

func (s *Server) askEvidence(ctx context.Context, in *askEvidenceInput) (*body[AskedEvidence], error) {
	all := []assist.Words{words("words", in.Body.Words)}
	ask := evidence.Ask{Words: in.Body.Words, Days: in.Body.Days, Send: in.Body.Send}
	for _, p := range in.Body.Pieces {
		all = append(all, words("pieces[].text", p.Text))
		ask.Pieces = append(ask.Pieces, evidence.Asked(p))
	}
	if err := s.Assist.AllowInCase(ctx, identity.CaseWrite, in.ID, all...); err != nil {
		return nil, err
	}
	r, address, err := s.Evidence.Ask(ctx, in.ID, in.Key, ask)
	return answer(AskedEvidence{r.ID, address, evidence.Ask{Words: r.Words, Pieces: r.Pieces}.Text() + "\n" + address}, err)
}

func (s *Server) shareEvidenceRequest(ctx context.Context, in *idInput) (*body[EvidenceAddress], error) {
	address, err := s.Evidence.Address(ctx, in.ID)
	return answer(EvidenceAddress{address}, err)
}

type versionedInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) revokeEvidenceRequest(ctx context.Context, in *versionedInput) (*empty, error) {
	_, err := s.Evidence.Revoke(ctx, in.ID, in.Body.Version)
	return nil, err
}

type fileEvidenceInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Piece   string `json:"piece" maxLength:"60"`
	}
}

func (s *Server) fileEvidence(ctx context.Context, in *fileEvidenceInput) (*empty, error) {
	_, err := s.Evidence.File(ctx, in.ID, in.Body.Version, in.Body.Piece)
	return nil, err
}

func (s *Server) readEvidenceCustody(ctx context.Context, in *idInput) (*body[EvidenceCustody], error) {
	_, all, err := s.Evidence.Custody(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	people := make([]string, 0, len(all))
	for _, c := range all {
		people = append(people, c.By.ID)
	}
	names, err := s.Desk.Names(ctx, people)
	out := EvidenceCustody{Entries: make([]EvidenceEntry, 0, len(all))}
	for _, c := range all {
		out.Entries = append(out.Entries, EvidenceEntry{c.N, string(c.Verb), c.Piece, wireGiver(c.By, names), c.At.UTC()})
	}
	return answer(out, err)
}

type readEvidenceFileInput struct {
	ID    string `path:"id" maxLength:"64"`
	Thumb string `query:"thumb" enum:"1" doc:"The thumbnail, if there is one."`
}

func (s *Server) readEvidenceFile(ctx context.Context, in *readEvidenceFileInput) (*huma.StreamResponse, error) {
	i, content, err := s.Evidence.Read(ctx, in.ID, in.Thumb == "1")
	if err != nil {
		return nil, err
	}
	return serveFile(i.MediaType, i.Name, i.ReceivedAt, content), nil
}
