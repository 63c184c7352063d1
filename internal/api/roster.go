package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/roster"
)

// Shift is a stretch of the day that people of a shop work.
type Shift struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	From    int64  `json:"from" doc:"Minutes after midnight by the clocks of the shop."`
	To      int64  `json:"to" doc:"Minutes after midnight; on the next day when it is not after the beginning."`
	Removed bool   `json:"removed" doc:"Nobody can be planned for it any more."`
	Version int64  `json:"version"`
}

// ShiftDraft is what people say about a shift.
type ShiftDraft struct {
	Name string `json:"name" maxLength:"200"`
	From int64  `json:"from"`
	To   int64  `json:"to"`
}

// ShiftList is the shifts of a shop through the day.
type ShiftList struct {
	Items []Shift `json:"items" nullable:"false"`
}

// RosterEntry says that somebody works a shift on a day.
type RosterEntry struct {
	Day     string `json:"day" format:"date"`
	ShiftID string `json:"shift_id" maxLength:"64"`
	UserID  string `json:"user_id" maxLength:"64"`
}

// RosterWeek is the plan of a week. It counts as it was published last.
type RosterWeek struct {
	ShopID      string        `json:"shop_id"`
	Week        string        `json:"week" format:"date" doc:"Its Monday."`
	Today       string        `json:"today" format:"date" doc:"By the clocks of the shop."`
	Zone        string        `json:"zone"`
	Entries     []RosterEntry `json:"entries" nullable:"false"`
	Shifts      []Shift       `json:"shifts" nullable:"false"`
	People      []Person      `json:"people" nullable:"false" doc:"Who can be planned."`
	Published   bool          `json:"published" doc:"What is planned is what counts."`
	PublishedAt *time.Time    `json:"published_at" doc:"When the week was published last."`
	Version     int64         `json:"version" doc:"0 for a week that nobody has planned."`
}

// Duty is one's own shift on a day, as it was published.
type Duty struct {
	ID       string    `json:"id"`
	ShopID   string    `json:"shop_id"`
	ShopName string    `json:"shop_name"`
	Zone     string    `json:"zone"`
	Shift    string    `json:"shift" doc:"Its name."`
	Day      string    `json:"day" format:"date"`
	StartsAt time.Time `json:"starts_at"`
	EndsAt   time.Time `json:"ends_at"`
}

// DutyList is one's own shifts in order.
type DutyList struct {
	Items []Duty `json:"items" nullable:"false"`
}

func (s *Server) rosterRoutes(api huma.API) {
	lead := needs(identity.TeamSupervise)
	add(api, operation{id: "readMyRoster", method: http.MethodGet, path: "/api/roster/mine", tag: "roster",
		summary: "Read one's own shifts of the next two weeks", access: signedIn}, s.readMyRoster)
	add(api, operation{id: "readShifts", method: http.MethodGet, path: "/api/shops/{id}/shifts", tag: "roster",
		summary: "Read the shifts of a shop", access: lead}, s.readShifts)
	add(api, operation{id: "addShift", method: http.MethodPost, path: "/api/shops/{id}/shifts", tag: "roster",
		summary: "Add a shift", access: lead, status: http.StatusCreated}, s.addShift)
	add(api, operation{id: "changeShift", method: http.MethodPut, path: "/api/shifts/{id}", tag: "roster",
		summary: "Change a shift; weeks that were published keep their times until they are published again", access: lead}, s.changeShift)
	add(api, operation{id: "removeShift", method: http.MethodPost, path: "/api/shifts/{id}/remove", tag: "roster",
		summary: "Remove a shift", access: lead, status: http.StatusNoContent}, s.removeShift)
	add(api, operation{id: "readRoster", method: http.MethodGet, path: "/api/shops/{id}/roster", tag: "roster",
		summary: "Read the plan of a week", access: lead}, s.readRoster)
	add(api, operation{id: "planRoster", method: http.MethodPut, path: "/api/shops/{id}/roster", tag: "roster",
		summary: "Change the plan of a week", access: lead}, s.planRoster)
	add(api, operation{id: "copyRoster", method: http.MethodPost, path: "/api/shops/{id}/roster/copy", tag: "roster",
		summary: "Plan a week as the one before", access: lead}, s.copyRoster)
	add(api, operation{id: "publishRoster", method: http.MethodPost, path: "/api/shops/{id}/roster/publish", tag: "roster",
		summary: "Make the plan of a week count", access: lead}, s.publishRoster)
}

// ownRoster is how far ahead one sees one's own shifts.
const ownRoster = 14 * 24 * time.Hour

func (s *Server) readMyRoster(ctx context.Context, _ *struct{}) (*body[DutyList], error) {
	all, err := s.Rosters.Mine(ctx, s.Now(), s.Now().Add(ownRoster))
	if err != nil {
		return nil, err
	}
	items, err := s.wireDuties(ctx, all)
	return answer(DutyList{items}, err)
}

func (s *Server) wireDuties(ctx context.Context, all []roster.Duty) ([]Duty, error) {
	out := []Duty{}
	for _, d := range all {
		at, err := s.Shops.Get(ctx, d.ShopID)
		if fault.KindOf(err) == fault.NotFound {
			continue // they work there no more
		}
		if err != nil {
			return nil, err
		}
		out = append(out, Duty{d.ID, d.ShopID, at.Name, at.Location().String(), d.ShiftName, d.Entry.Day.String(), d.StartsAt.UTC(), d.EndsAt.UTC()})
	}
	return out, nil
}

func (s *Server) readShifts(ctx context.Context, in *idInput) (*body[ShiftList], error) {
	all, err := s.Rosters.Shifts(ctx, in.ID)
	return answer(ShiftList{wireShifts(all)}, err)
}

type addShiftInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body ShiftDraft
}

func (d ShiftDraft) draft() roster.Shift { return roster.Shift{Name: d.Name, From: d.From, To: d.To} }

func (s *Server) addShift(ctx context.Context, in *addShiftInput) (*body[Shift], error) {
	made, err := s.Rosters.AddShift(ctx, in.ID, in.Key, in.Body.draft())
	return answer(wireShift(made), err)
}

type changeShiftInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		ShiftDraft
		Version int64 `json:"version"`
	}
}

func (s *Server) changeShift(ctx context.Context, in *changeShiftInput) (*body[Shift], error) {
	now, err := s.Rosters.ChangeShift(ctx, in.ID, in.Body.Version, in.Body.draft())
	return answer(wireShift(now), err)
}

type removeShiftInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) removeShift(ctx context.Context, in *removeShiftInput) (*empty, error) {
	return &empty{}, s.Rosters.RemoveShift(ctx, in.ID, in.Body.Version)
}

type rosterInput struct {
	ID   string `path:"id" maxLength:"64"`
	Week string `query:"week" maxLength:"10" doc:"A Monday; this week if missing."`
}

func (s *Server) readRoster(ctx context.Context, in *rosterInput) (*body[RosterWeek], error) {
	var monday calendar.Date
	if in.Week != "" {
		var err error
		if monday, err = day("week", in.Week); err != nil {
			return nil, err
		}
	}
	p, err := s.Rosters.Plan(ctx, in.ID, monday)
	return answer(wireWeek(p), err)
}

type planInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Week    string        `json:"week" format:"date"`
		Version int64         `json:"version"`
		Entries []RosterEntry `json:"entries" nullable:"false" maxItems:"1000"`
	}
}

func (s *Server) planRoster(ctx context.Context, in *planInput) (*body[RosterWeek], error) {
	monday, err := day("week", in.Body.Week)
	if err != nil {
		return nil, err
	}
	entries := make([]roster.Entry, 0, len(in.Body.Entries))
	for _, e := range in.Body.Entries {
		on, err := day("entries", e.Day)
		if err != nil {
			return nil, err
		}
		entries = append(entries, roster.Entry{Day: on, ShiftID: e.ShiftID, UserID: e.UserID})
	}
	p, err := s.Rosters.SavePlan(ctx, in.ID, monday, in.Body.Version, entries)
	return answer(wireWeek(p), err)
}

type weekInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Week    string `json:"week" format:"date"`
		Version int64  `json:"version"`
	}
}

func (s *Server) copyRoster(ctx context.Context, in *weekInput) (*body[RosterWeek], error) {
	return s.onWeek(ctx, in, s.Rosters.CopyWeek)
}

func (s *Server) publishRoster(ctx context.Context, in *weekInput) (*body[RosterWeek], error) {
	return s.onWeek(ctx, in, s.Rosters.Publish)
}

func (s *Server) onWeek(ctx context.Context, in *weekInput, do func(context.Context, string, calendar.Date, int64) (roster.Planned, error)) (*body[RosterWeek], error) {
	monday, err := day("week", in.Body.Week)
	if err != nil {
		return nil, err
	}
	p, err := do(ctx, in.ID, monday, in.Body.Version)
	return answer(wireWeek(p), err)
}

// day reads a date of a field.
func day(field, text string) (calendar.Date, error) {
	d, err := calendar.ParseDate(text)
	if err != nil {
		return d, fault.Field(field, "request.field_invalid", "field", field)
	}
	return d, nil
}

func wireShift(s roster.Shift) Shift {
	return Shift{s.ID, s.Name, s.From, s.To, !s.RemovedAt.IsZero(), s.Version}
}

func wireShifts(all []roster.Shift) []Shift {
	out := make([]Shift, 0, len(all))
	for _, each := range all {
		out = append(out, wireShift(each))
	}
	return out
}

func wireWeek(p roster.Planned) RosterWeek {
	w := RosterWeek{ShopID: p.ShopID, Week: p.Monday.String(), Today: p.Today.String(), Zone: p.Zone, Entries: []RosterEntry{}, Shifts: wireShifts(p.Shifts),
		People: []Person{}, Published: p.Version > 0 && p.Published == p.Version, PublishedAt: optional(p.PublishedAt), Version: p.Version}
	for _, e := range p.Entries {
		w.Entries = append(w.Entries, RosterEntry{e.Day.String(), e.ShiftID, e.UserID})
	}
	for _, each := range p.People {
		w.People = append(w.People, Person{each.ID, each.Name})
	}
	return w
}
