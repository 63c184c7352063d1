package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// HoursDay is one day of opening hours, and how it comes about.
type HoursDay struct {
	Date    string              `json:"date" doc:"2006-01-02"`
	Open    []calendar.Interval `json:"open" nullable:"false" doc:"Empty when closed."`
	Why     string              `json:"why" enum:"weekday,special,off,make_up"`
	Holiday string              `json:"holiday" doc:"Name of what the State Council announced for the day, empty for nothing."`
	Note    string              `json:"note" doc:"What the shop calls the day, empty for nothing."`
	Known   bool                `json:"known" doc:"False if the hours depend on holidays that are not known yet."`
}

// HoursPreview is what opening hours mean. Times are missing if nothing opens
// within a year.
type HoursPreview struct {
	Days         []HoursDay `json:"days" nullable:"false"`
	Open         bool       `json:"open" doc:"Whether a buyer who writes then writes within opening hours."`
	AnswerBy     *time.Time `json:"answer_by" doc:"When they should have an answer from a human."`
	WorkdaysEnd  *time.Time `json:"workdays_end" doc:"The end of business on the last of the workdays, of the day if it is closed."`
	UnknownYears []int      `json:"unknown_years" nullable:"false" doc:"Years that the answers depend on and whose holidays are not known yet."`
}

func (s *Server) hoursRoutes(api huma.API) {
	add(api, operation{id: "previewHours", method: http.MethodPost, path: "/api/hours/preview", tag: "shop",
		summary: "Ask what opening hours mean, saved or not", access: needs(identity.ShopManage)}, s.previewHours)
}

type previewHoursInput struct {
	Body struct {
		Hours         calendar.Plan `json:"hours"`
		From          string        `json:"from" maxLength:"20" doc:"First day to show, 2006-01-02."`
		Days          int           `json:"days" minimum:"0" maximum:"400"`
		At            time.Time     `json:"at" doc:"When a buyer writes."`
		AnswerMinutes int           `json:"answer_minutes" minimum:"1" maximum:"1440"`
		Workdays      int           `json:"workdays" minimum:"0" maximum:"365" doc:"To count from then on."`
	}
}

func (s *Server) previewHours(ctx context.Context, in *previewHoursInput) (*body[HoursPreview], error) {
	from, err := calendar.ParseDate(in.Body.From)
	if err != nil {
		return nil, fault.Field("from", "calendar.date_malformed", "date", in.Body.From).Because(err)
	}
	p, err := s.Shops.Preview(ctx, shop.Question{Hours: in.Body.Hours, From: from, Days: in.Body.Days, At: in.Body.At,
		AnswerMinutes: in.Body.AnswerMinutes, Workdays: in.Body.Workdays})
	out := HoursPreview{Days: make([]HoursDay, 0, len(p.Days)), Open: p.Open, AnswerBy: optional(p.AnswerBy),
		WorkdaysEnd: optional(p.WorkdaysEnd), UnknownYears: append([]int{}, p.UnknownYears...)}
	for _, d := range p.Days {
		out.Days = append(out.Days, HoursDay{d.Date.String(), append([]calendar.Interval{}, d.Open...), d.Why, d.Holiday, d.Note, d.Known})
	}
	return answer(out, err)
}
