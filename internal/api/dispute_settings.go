package api

import (
	"context"

	"github.com/anxin-desk/anxin/internal/dispute"
	"github.com/anxin-desk/anxin/internal/dispute/tally"
)

// DisputeClock says how long one step of one kind of dispute may take on a platform.
type DisputeClock struct {
	Kind      string `json:"kind" maxLength:"40"`
	Platform  string `json:"platform" maxLength:"40"`
	Step      string `json:"step" maxLength:"20" doc:"answer, supplement, execute or appeal."`
	Length    int64  `json:"length"`
	Unit      string `json:"unit" maxLength:"20" doc:"hours, days of the calendar or workdays."`
	From      string `json:"from,omitempty" maxLength:"5" doc:"Hours count from this time of day only, as 09:00, every day of the week."`
	To        string `json:"to,omitempty" maxLength:"5"`
	Source    string `json:"source,omitempty" maxLength:"800"`
	Note      string `json:"note,omitempty" maxLength:"800"`
	Confirmed bool   `json:"confirmed" doc:"The text of the source was read."`
	On        bool   `json:"on"`
	Own       bool   `json:"own,omitempty" doc:"The shop has said it."`
}

// DisputeClocks are the clocks of a shop.
type DisputeClocks struct {
	Items   []DisputeClock `json:"items" nullable:"false" maxItems:"200" doc:"When they are saved: all, or only what the shop says itself."`
	Version int64          `json:"version" doc:"0 while the shop says nothing itself."`
}

func wireClocks(c dispute.Clocks) DisputeClocks {
	out := DisputeClocks{Items: make([]DisputeClock, 0, len(c.Rules)), Version: c.Version}
	for _, r := range c.Rules {
		out.Items = append(out.Items, DisputeClock{string(r.Kind), r.Platform, string(r.Step), r.Length, string(r.Unit), r.From, r.To, r.Source, r.Note, r.Confirmed, r.On, r.Own})
	}
	return out
}

func (s *Server) readDisputeClocks(ctx context.Context, in *idInput) (*body[DisputeClocks], error) {
	c, err := s.Disputes.Rules(ctx, in.ID)
	return answer(wireClocks(c), err)
}

type saveDisputeClocksInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body DisputeClocks
}

func (s *Server) saveDisputeClocks(ctx context.Context, in *saveDisputeClocksInput) (*body[DisputeClocks], error) {
	own := make([]dispute.Rule, 0, len(in.Body.Items))
	for _, c := range in.Body.Items {
		own = append(own, dispute.Rule{Kind: dispute.Kind(c.Kind), Platform: c.Platform, Step: dispute.Step(c.Step), Length: c.Length, Unit: dispute.Unit(c.Unit),
			From: c.From, To: c.To, Source: c.Source, Note: c.Note, Confirmed: c.Confirmed, On: c.On})
	}
	c, err := s.Disputes.SaveRules(ctx, in.ID, in.Body.Version, own)
	return answer(wireClocks(c), err)
}

// DisputeTally counts disputes that were decided.
type DisputeTally struct {
	Name      string `json:"name" doc:"A reason, a kind, or a month as 2026-11."`
	All       int64  `json:"all"`
	Won       int64  `json:"won"`
	Partly    int64  `json:"partly"`
	Lost      int64  `json:"lost"`
	Settled   int64  `json:"settled"`
	Withdrawn int64  `json:"withdrawn"`
	Amount    int64  `json:"amount" doc:"What they were about, in fen."`
	Paid      int64  `json:"paid" doc:"In the end, in fen."`
	Rate      *int64 `json:"rate" doc:"Percent of won, partly and lost that were won; missing while these are too few to tell."`
}

// DisputeReport tells how the disputes of a shop ended.
type DisputeReport struct {
	Total   DisputeTally   `json:"total"`
	Reasons []DisputeTally `json:"reasons" nullable:"false" doc:"Most first."`
	Kinds   []DisputeTally `json:"kinds" nullable:"false"`
	Months  []DisputeTally `json:"months" nullable:"false" doc:"Oldest first."`
	Running int64          `json:"running" doc:"Not decided yet; at most 1000."`
	Least   int64          `json:"least" doc:"How many have to be decided before there is a rate."`
}

type disputeReportInput struct {
	ID     string `path:"id" maxLength:"64"`
	Months int64  `query:"months" minimum:"1" maximum:"12" default:"6"`
}

func (s *Server) readDisputeReport(ctx context.Context, in *disputeReportInput) (*body[DisputeReport], error) {
	r, err := s.Disputes.Report(ctx, in.ID, int(in.Months))
	return answer(DisputeReport{wireTally(tally.Line{Tally: r.Total}), wireTallies(r.ByReason), wireTallies(r.ByKind), wireTallies(r.ByMonth),
		r.Running, tally.MinForRate}, err)
}

func wireTallies(lines []tally.Line) []DisputeTally {
	out := make([]DisputeTally, 0, len(lines))
	for _, l := range lines {
		out = append(out, wireTally(l))
	}
	return out
}

func wireTally(l tally.Line) DisputeTally {
	w := DisputeTally{l.Name, l.All(), l.Won, l.Partly, l.Lost, l.Settled, l.Withdrawn, l.Amount, l.Paid, nil}
	if rate, enough := l.Rate(); enough {
		w.Rate = &rate
	}
	return w
}
