package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/identity"
)

// Commitment is something that we said we would do by a time.
type Commitment struct {
	ID          string     `json:"id"`
	CaseID      string     `json:"case_id"`
	Text        string     `json:"text"`
	DueAt       time.Time  `json:"due_at"`
	GraceEndsAt time.Time  `json:"grace_ends_at" doc:"Until then it may be updated without being broken."`
	State       string     `json:"state" enum:"open,kept,updated,waived"`
	AlarmedAt   *time.Time `json:"alarmed_at" doc:"When the due time passed unsettled."`
	BrokenAt    *time.Time `json:"broken_at" doc:"When the grace ended unsettled. A broken one is still to be settled."`
	SettledAt   *time.Time `json:"settled_at"`
	Owner       Person     `json:"owner"`
	Department  *string    `json:"department_id" doc:"Who owes the work; missing if the owner does it."`
	MadeAt      time.Time  `json:"made_at"`
	Note        string     `json:"note"`
	ReplacedBy  *string    `json:"replaced_by"`
	Version     int64      `json:"version"`
}

// CommitmentDraft is a commitment about to be made.
type CommitmentDraft struct {
	Text         string    `json:"text"`
	DueAt        time.Time `json:"due_at"`
	DepartmentID string    `json:"department_id,omitempty" maxLength:"64" doc:"Of the shop, who owes the work. An update keeps the department if this is missing."`
}

// draft keeps of the time what is stored, so that an answer tells the same as a
// later question.
func (d CommitmentDraft) draft() commitment.Draft {
	return commitment.Draft{Text: d.Text, DueAt: d.DueAt.UTC().Truncate(time.Millisecond), DepartmentID: d.DepartmentID}
}

func (s *Server) commitmentRoutes(api huma.API) {
	add(api, operation{id: "makeCommitment", method: http.MethodPost, path: "/api/cases/{id}/commitments", tag: "commitment",
		summary: "Commit to something by a time; the buyer sees a card", access: needs(identity.CommitmentWrite),
		status: http.StatusCreated}, s.makeCommitment)
	add(api, operation{id: "keepCommitment", method: http.MethodPost, path: "/api/commitments/{id}/keep", tag: "commitment",
		summary: "Settle a commitment as kept", access: needs(identity.CommitmentWrite)}, s.keepCommitment)
	add(api, operation{id: "updateCommitment", method: http.MethodPost, path: "/api/commitments/{id}/update", tag: "commitment",
		summary: "Put a new commitment in the place of one", access: needs(identity.CommitmentWrite)}, s.updateCommitment)
	add(api, operation{id: "waiveCommitment", method: http.MethodPost, path: "/api/commitments/{id}/waive", tag: "commitment",
		summary: "Settle a commitment without keeping it, for a reason", access: needs(identity.CommitmentWaive)}, s.waiveCommitment)
}

type makeCommitmentInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body CommitmentDraft
}

func (s *Server) makeCommitment(ctx context.Context, in *makeCommitmentInput) (*body[Commitment], error) {
	if err := s.Assist.AllowInCase(ctx, identity.CommitmentWrite, in.ID, words("text", in.Body.Text)); err != nil {
		return nil, err
	}
	c, err := s.Complaints.Commit(ctx, in.ID, in.Key, in.Body.draft())
	return s.answerCommitment(ctx, c, err)
}

type keepInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Note    string `json:"note,omitempty"`
	}
}

func (s *Server) keepCommitment(ctx context.Context, in *keepInput) (*body[Commitment], error) {
	c, err := s.Complaints.Keep(ctx, in.ID, in.Body.Version, in.Body.Note)
	return s.answerCommitment(ctx, c, err)
}

type updateInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		CommitmentDraft
		Version int64  `json:"version"`
		Note    string `json:"note,omitempty"`
	}
}

func (s *Server) updateCommitment(ctx context.Context, in *updateInput) (*body[Commitment], error) {
	if err := s.Assist.AllowInCommitment(ctx, in.ID, words("text", in.Body.Text)); err != nil {
		return nil, err
	}
	c, err := s.Complaints.Update(ctx, in.ID, in.Body.Version, in.Body.draft(), in.Body.Note)
	return s.answerCommitment(ctx, c, err)
}

type waiveInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Reason  string `json:"reason"`
	}
}

func (s *Server) waiveCommitment(ctx context.Context, in *waiveInput) (*body[Commitment], error) {
	c, err := s.Complaints.Waive(ctx, in.ID, in.Body.Version, in.Body.Reason)
	return s.answerCommitment(ctx, c, err)
}

func (s *Server) answerCommitment(ctx context.Context, c commitment.Commitment, err error) (*body[Commitment], error) {
	if err != nil {
		return nil, err
	}
	wire, err := s.wireCommitments(ctx, []commitment.Commitment{c})
	if err != nil {
		return nil, err
	}
	return &body[Commitment]{wire[0]}, nil
}

func (s *Server) commitmentsOf(ctx context.Context, conversationID string) ([]Commitment, error) {
	if !may(ctx, identity.CommitmentRead) {
		return []Commitment{}, nil
	}
	all, err := s.Commitments.OfConversation(ctx, conversationID, identity.CommitmentRead)
	if err != nil {
		return nil, err
	}
	return s.wireCommitments(ctx, all)
}

// wireCommitments names the owners of commitments.
func (s *Server) wireCommitments(ctx context.Context, all []commitment.Commitment) ([]Commitment, error) {
	var ids []string
	for _, c := range all {
		ids = append(ids, c.OwnerID)
	}
	names, err := s.Desk.Names(ctx, ids)
	out := make([]Commitment, 0, len(all))
	for _, c := range all {
		out = append(out, wireCommitment(c, names))
	}
	return out, err
}

func wireCommitment(c commitment.Commitment, names map[string]string) Commitment {
	w := Commitment{
		ID: c.ID, CaseID: c.CaseID, Text: c.Text, DueAt: c.DueAt, GraceEndsAt: c.GraceEndsAt, State: string(c.State),
		AlarmedAt: optional(c.AlarmedAt), BrokenAt: optional(c.BrokenAt), SettledAt: optional(c.SettledAt),
		Owner: Person{c.OwnerID, names[c.OwnerID]}, MadeAt: c.MadeAt, Note: c.Note, Version: c.Version,
	}
	if c.DepartmentID != "" {
		w.Department = &c.DepartmentID
	}
	if c.ReplacedBy != "" {
		w.ReplacedBy = &c.ReplacedBy
	}
	return w
}
