package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/dispute"
	"github.com/anxin-desk/anxin/internal/identity"
)

// DisputeDetail is a dispute with what was done and the answer as it stands.
type DisputeDetail struct {
	Dispute
	ConversationID string        `json:"conversation_id" doc:"Of the case; empty if there is none, or for who may not read it."`
	Moves          []DisputeMove `json:"moves" nullable:"false" doc:"Oldest first."`
	Pack           []DisputeItem `json:"pack" nullable:"false" doc:"What is required first."`
	Lacking        []string      `json:"lacking" nullable:"false" doc:"What is required and missing."`
	Statement      string        `json:"statement"`
	Drafted        string        `json:"drafted" doc:"A statement of what is known, while nobody has written one."`
}

// DisputeMove is something that was done with a dispute.
type DisputeMove struct {
	N       int64      `json:"n"`
	Verb    string     `json:"verb" enum:"register,answer,ask,decide,execute,appeal,deadline,facts,statement,waive,add_file,remove_file,export"`
	State   string     `json:"state"`
	Outcome string     `json:"outcome"`
	Note    string     `json:"note" doc:"Of files and what is done without: the piece, a colon, and which or why."`
	DueAt   *time.Time `json:"due_at"`
	By      Person     `json:"by"`
	At      time.Time  `json:"at"`
}

// DisputeItem is a piece of evidence as it stands.
type DisputeItem struct {
	Piece    string        `json:"piece" enum:"statement,notice,order,transcript,logistics,product_page,outbound_photo,inspection,refund_proof,agreement,licence,mandate,other"`
	Required bool          `json:"required"`
	Status   string        `json:"status" enum:"missing,found,attached,waived"`
	Reason   string        `json:"reason" doc:"Why it is done without."`
	Files    []DisputeFile `json:"files" nullable:"false"`
}

// DisputeFile belongs to a piece of evidence. Its addresses need the session.
type DisputeFile struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	MediaType string    `json:"media_type"`
	Size      int64     `json:"size" doc:"Bytes."`
	SHA256    string    `json:"sha256"`
	URL       string    `json:"url"`
	ThumbURL  *string   `json:"thumb_url"`
	MadeAt    time.Time `json:"made_at"`
}

func (s *Server) disputePackRoutes(api huma.API) {
	add(api, operation{id: "writeDisputeStatement", method: http.MethodPut, path: "/api/disputes/{id}/statement", tag: "dispute",
		summary: "Write the statement of an answer", access: needs(identity.DisputeWrite)}, s.writeDisputeStatement)
	add(api, operation{id: "waiveDisputePiece", method: http.MethodPut, path: "/api/disputes/{id}/pieces/{piece}", tag: "dispute",
		summary: "Do without a piece of evidence for a reason, or want it again", access: needs(identity.DisputeWrite)}, s.waiveDisputePiece)
	huma.Register(api, operation{id: "addDisputeFile", method: http.MethodPost, path: "/api/disputes/{id}/pieces/{piece}/files", tag: "dispute",
		summary: "Add a file to a piece of evidence", access: needs(identity.DisputeWrite), status: http.StatusCreated}.takesBytes(), s.addDisputeFile)
	huma.Register(api, operation{id: "readDisputeFile", method: http.MethodGet, path: "/api/dispute-files/{id}", tag: "dispute",
		summary: "Download a file of a dispute or its thumbnail", access: needs(identity.DisputeRead)}.huma(), s.readDisputeFile)
	add(api, operation{id: "removeDisputeFile", method: http.MethodPost, path: "/api/dispute-files/{id}/remove", tag: "dispute",
		summary: "Take a file out of a pack", access: needs(identity.DisputeWrite)}, s.removeDisputeFile)
	huma.Register(api, operation{id: "exportDispute", method: http.MethodPost, path: "/api/disputes/{id}/export", tag: "dispute",
		summary: "Take the answer pack as an archive, which is recorded", access: needs(identity.DisputeWrite)}.huma(), s.exportDispute)
}

func (s *Server) answerDispute(ctx context.Context, d dispute.Dispute, err error) (*body[DisputeDetail], error) {
	if err != nil {
		return nil, err
	}
	items, err := s.wireDisputes(ctx, []dispute.Dispute{d})
	if err != nil {
		return nil, err
	}
	p, err := s.Disputes.Pack(ctx, d)
	if err != nil {
		return nil, err
	}
	out := DisputeDetail{Dispute: items[0], Pack: wireDisputeItems(p.Items), Lacking: []string{}, Statement: d.Statement, Drafted: p.Drafted}
	for _, piece := range p.Lacking {
		out.Lacking = append(out.Lacking, string(piece))
	}
	if mayIn(ctx, identity.ConversationRead, d.ShopID) && d.CaseID != "" {
		beside, err := s.Desk.Beside(ctx, []string{d.CaseID}, nil, nil)
		if err != nil {
			return nil, err
		}
		out.ConversationID = beside.Conversations[d.CaseID]
	}
	out.Moves, err = s.wireDisputeMoves(ctx, d)
	return answer(out, err)
}

func (s *Server) wireDisputeMoves(ctx context.Context, d dispute.Dispute) ([]DisputeMove, error) {
	moves, err := s.Disputes.Moves(ctx, d)
	if err != nil {
		return nil, err
	}
	people := make([]string, 0, len(moves))
	for _, m := range moves {
		people = append(people, m.ByID)
	}
	names, err := s.Desk.Names(ctx, people)
	out := make([]DisputeMove, 0, len(moves))
	for _, m := range moves {
		out = append(out, DisputeMove{m.N, string(m.Verb), string(m.State), string(m.Outcome), m.Note, optional(m.DueAt), Person{m.ByID, names[m.ByID]}, m.At.UTC()})
	}
	return out, err
}

func wireDisputeItems(pack []dispute.Item) []DisputeItem {
	out := make([]DisputeItem, 0, len(pack))
	for _, i := range pack {
		w := DisputeItem{Piece: string(i.Piece), Required: i.Required, Status: string(i.Status), Reason: i.Waiver.Reason, Files: []DisputeFile{}}
		for _, f := range i.Files {
			w.Files = append(w.Files, wireDisputeFile(f))
		}
		out = append(out, w)
	}
	return out
}

func wireDisputeFile(f dispute.File) DisputeFile {
	w := DisputeFile{ID: f.ID, Name: f.Name, MediaType: f.MediaType, Size: f.Size, SHA256: f.SHA256, URL: "/api/dispute-files/" + f.ID, MadeAt: f.MadeAt.UTC()}
	if f.ThumbSHA256 != "" {
		thumb := w.URL + "?thumb=1"
		w.ThumbURL = &thumb
	}
	return w
}

type disputeStatementInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Text    string `json:"text"`
	}
}

func (s *Server) writeDisputeStatement(ctx context.Context, in *disputeStatementInput) (*body[DisputeDetail], error) {
	d, err := s.Disputes.State(ctx, in.ID, in.Body.Version, in.Body.Text)
	return s.answerDispute(ctx, d, err)
}

type disputePieceInput struct {
	ID    string `path:"id" maxLength:"64"`
	Piece string `path:"piece" maxLength:"40"`
	Body  struct {
		Version int64  `json:"version"`
		Reason  string `json:"reason,omitempty" doc:"Why it is done without; empty to want it again."`
	}
}

func (s *Server) waiveDisputePiece(ctx context.Context, in *disputePieceInput) (*body[DisputeDetail], error) {
	d, err := s.Disputes.Waive(ctx, in.ID, in.Body.Version, dispute.Piece(in.Piece), in.Body.Reason)
	return s.answerDispute(ctx, d, err)
}

type disputeUploadInput struct {
	Upload
	ID    string `path:"id" maxLength:"64"`
	Piece string `path:"piece" maxLength:"40"`
}

func (s *Server) addDisputeFile(ctx context.Context, in *disputeUploadInput) (*body[DisputeFile], error) {
	up := in.file()
	f, err := s.Disputes.AddFile(ctx, in.ID, dispute.Piece(in.Piece), up.Key, up.Name, up.Body)
	return answer(wireDisputeFile(f), err)
}

type disputeFileInput struct {
	ID    string `path:"id" maxLength:"64"`
	Thumb string `query:"thumb" enum:"1" doc:"The thumbnail, if there is one."`
}

func (s *Server) readDisputeFile(ctx context.Context, in *disputeFileInput) (*huma.StreamResponse, error) {
	f, content, err := s.Disputes.ReadFile(ctx, in.ID, in.Thumb == "1")
	if err != nil {
		return nil, err
	}
	return serveFile(f.MediaType, f.Name, f.MadeAt, content), nil
}

func (s *Server) removeDisputeFile(ctx context.Context, in *idInput) (*body[DisputeDetail], error) {
	d, err := s.Disputes.RemoveFile(ctx, in.ID)
	return s.answerDispute(ctx, d, err)
}

func (s *Server) exportDispute(ctx context.Context, in *idInput) (*huma.StreamResponse, error) {
	b, err := s.Disputes.Export(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return s.sendArchive(ctx, b.Name, b.Write), nil
}
