package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/liability"
)

// Liability is who is held responsible for what went wrong in a case.
type Liability struct {
	Findings []LiabilityFinding `json:"findings" nullable:"false" doc:"All that was decided, newest first; of each issue the one with the highest n counts."`
	Common   []string           `json:"common" nullable:"false" doc:"Who is often responsible for a complaint of this kind. It decides nothing."`
}

// LiabilityFinding is what was decided about one issue.
type LiabilityFinding struct {
	Issue   string    `json:"issue" doc:"A scenario."`
	N       int64     `json:"n"`
	Party   string    `json:"party" enum:",product,warehouse,carrier,platform,misuse,force_majeure,unknown" doc:"Empty if it was taken back."`
	Grounds string    `json:"grounds"`
	Items   []string  `json:"items" nullable:"false" doc:"Ids of evidence."`
	By      Person    `json:"by"`
	At      time.Time `json:"at"`
}

// LiabilityTally counts the findings of a shop that stand.
type LiabilityTally struct {
	Months []string        `json:"months" nullable:"false" doc:"As 2026-11, in the zone of the shop, oldest first."`
	Lines  []LiabilityLine `json:"lines" nullable:"false"`
}

// LiabilityLine is how often a party was held responsible for an issue in a month.
type LiabilityLine struct {
	Month string `json:"month"`
	Issue string `json:"issue"`
	Party string `json:"party"`
	N     int64  `json:"n"`
}

func (s *Server) liabilityRoutes(api huma.API) {
	add(api, operation{id: "readLiability", method: http.MethodGet, path: "/api/cases/{id}/liability", tag: "evidence",
		summary: "Read who is held responsible in a case", access: needs(identity.CaseRead)}, s.readLiability)
	add(api, operation{id: "decideLiability", method: http.MethodPut, path: "/api/cases/{id}/liability", tag: "evidence",
		summary: "Say who is responsible for an issue, on which grounds", access: needs(identity.CaseWrite)}, s.decideLiability)
	add(api, operation{id: "readLiabilityTally", method: http.MethodGet, path: "/api/shops/{id}/liability", tag: "evidence",
		summary: "Count who was held responsible in a shop, by month", access: needs(identity.TeamSupervise)}, s.readLiabilityTally)
	huma.Register(api, operation{id: "exportEvidence", method: http.MethodPost, path: "/api/cases/{id}/evidence/export", tag: "evidence",
		summary: "Take the evidence of a case as an archive, which is recorded", access: needs(identity.CaseWrite)}.huma(), s.exportEvidence)
}

func (s *Server) readLiability(ctx context.Context, in *idInput) (*body[Liability], error) {
	c, all, err := s.Liabilities.OfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	people := make([]string, 0, len(all))
	for _, f := range all {
		people = append(people, f.ByID)
	}
	names, err := s.Desk.Names(ctx, people)
	out := Liability{Findings: []LiabilityFinding{}, Common: []string{}}
	for _, f := range all {
		out.Findings = append(out.Findings, LiabilityFinding{f.Issue, f.N, string(f.Party), f.Grounds, append([]string{}, f.Items...), Person{f.ByID, names[f.ByID]}, f.At.UTC()})
	}
	for _, p := range liability.Common(c.Scenario) {
		out.Common = append(out.Common, string(p))
	}
	return answer(out, err)
}

type decideLiabilityInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		N       int64    `json:"n" doc:"Of the finding that the caller saw; 0 if there was none."`
		Issue   string   `json:"issue" maxLength:"60" doc:"A scenario."`
		Party   string   `json:"party" maxLength:"40" doc:"Empty to take back what was decided."`
		Grounds string   `json:"grounds"`
		Items   []string `json:"items,omitempty" maxItems:"60" doc:"Ids of evidence."`
	}
}

func (s *Server) decideLiability(ctx context.Context, in *decideLiabilityInput) (*body[Liability], error) {
	b := in.Body
	err := s.Liabilities.Decide(ctx, in.ID, b.N, liability.Decision{Issue: b.Issue, Party: liability.Party(b.Party), Grounds: b.Grounds, Items: b.Items})
	if err != nil {
		return nil, err
	}
	return s.readLiability(ctx, &idInput{ID: in.ID})
}

type liabilityTallyInput struct {
	ID     string `path:"id" maxLength:"64"`
	Months int    `query:"months" minimum:"1" maximum:"12" default:"6" doc:"How many, the present one among them."`
}

func (s *Server) readLiabilityTally(ctx context.Context, in *liabilityTallyInput) (*body[LiabilityTally], error) {
	months, all, err := s.Liabilities.Tally(ctx, in.ID, in.Months)
	out := LiabilityTally{Months: append([]string{}, months...), Lines: []LiabilityLine{}}
	for _, c := range all {
		out.Lines = append(out.Lines, LiabilityLine{c.Month, c.Issue, string(c.Party), c.N})
	}
	return answer(out, err)
}

func (s *Server) exportEvidence(ctx context.Context, in *idInput) (*huma.StreamResponse, error) {
	b, err := s.Packs.Export(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return s.sendArchive(ctx, b.Name, b.Write), nil
}
