package api

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Ticket is work of a case that a department does. It tells nothing of the
// conversation and of the buyer but what somebody wrote into it.
type Ticket struct {
	ID             string            `json:"id"`
	CaseID         string            `json:"case_id"`
	CaseNumber     string            `json:"case_number"`
	ConversationID string            `json:"conversation_id" doc:"Empty for who may not read conversations."`
	ShopID         string            `json:"shop_id"`
	Zone           string            `json:"zone" doc:"IANA name of the shop's time zone."`
	Department     TicketDepartment  `json:"department"`
	TypeID         string            `json:"type_id"`
	TypeName       string            `json:"type_name"`
	Form           []TicketField     `json:"form" nullable:"false"`
	Fields         map[string]string `json:"fields" nullable:"false" doc:"What was filled in, by the ids of fields."`
	Title          string            `json:"title"`
	Text           string            `json:"text"`
	PublicText     string            `json:"public_text" doc:"What the buyer is told of it; empty for nothing."`
	AfterID        *string           `json:"after_id" doc:"The ticket that has to be settled first."`
	State          string            `json:"state" enum:"pending,open,taken,waiting_buyer,handed_back,done,withdrawn"`
	Worker         *Person           `json:"worker"`
	ByLink         bool              `json:"by_link" doc:"The worker has no account: they gave a name with a link."`
	Minutes        int64             `json:"minutes" doc:"Of opening hours that the department has."`
	LeftMinutes    int64             `json:"left_minutes" doc:"Of these, when the clock was stopped for the buyer."`
	DueAt          *time.Time        `json:"due_at" doc:"Missing while the clock stands still."`
	AlarmedAt      *time.Time        `json:"alarmed_at"`
	OverdueAt      *time.Time        `json:"overdue_at" doc:"When supervisors and the owner of the case were told."`
	Progress       string            `json:"progress" doc:"How far it is, in the words of who does it."`
	Files          []TicketFile      `json:"files" nullable:"false" doc:"Oldest first."`
	Note           string            `json:"note" doc:"What the buyer is asked, or why it was handed back or withdrawn."`
	Result         string            `json:"result"`
	MadeBy         Person            `json:"made_by"`
	MadeAt         time.Time         `json:"made_at"`
	ChangedAt      time.Time         `json:"changed_at"`
	SettledAt      *time.Time        `json:"settled_at"`
	Version        int64             `json:"version"`
}

// TicketDepartment is who does it.
type TicketDepartment struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// TicketField is one question of the form of a type.
type TicketField struct {
	ID       string   `json:"id" maxLength:"40"`
	Name     string   `json:"name" maxLength:"60"`
	Kind     string   `json:"kind" enum:"text,choice,number,date"`
	When     string   `json:"when" enum:"sending,result" doc:"Who fills it in: who sends the ticket, or who does it."`
	Required bool     `json:"required"`
	Options  []string `json:"options,omitempty" maxItems:"20" doc:"Of a choice."`
}

// TicketType is a kind of ticket with a form of its own.
type TicketType struct {
	ID         string        `json:"id" maxLength:"40"`
	Name       string        `json:"name" maxLength:"60"`
	PublicText string        `json:"public_text" maxLength:"400"`
	Minutes    int64         `json:"minutes"`
	Remind     int64         `json:"remind,omitempty" doc:"How many percent of the time are left when the department is reminded; 0 for never."`
	Form       []TicketField `json:"form" nullable:"false" maxItems:"12"`
}

// TicketTypes are the kinds of a shop, in the order in which they are offered.
type TicketTypes struct {
	Items     []TicketType `json:"items" nullable:"false" maxItems:"30"`
	LinkHours int64        `json:"link_hours,omitempty" doc:"How long links to tickets work after these are done; 24 if missing."`
	LinkDays  int64        `json:"link_days,omitempty" doc:"And at most after they were made; 7 if missing."`
	Version   int64        `json:"version" doc:"0 for those that the program delivers."`
}

// TicketList is the tickets of a case, oldest first.
type TicketList struct {
	Items []Ticket `json:"items" nullable:"false"`
}

// TicketPage is a run of tickets: what runs by its due time, then what stands
// still, or what is settled, the latest first.
type TicketPage struct {
	Items []Ticket `json:"items" nullable:"false"`
	Next  string   `json:"next" doc:"Cursor of the following page; empty if there is none."`
}

func (s *Server) ticketRoutes(api huma.API) {
	add(api, operation{id: "readTickets", method: http.MethodGet, path: "/api/tickets", tag: "ticket",
		summary: "Read tickets of one's departments or shops", access: needs(identity.TicketRead)}, s.readTickets)
	add(api, operation{id: "readTicket", method: http.MethodGet, path: "/api/tickets/{id}", tag: "ticket",
		summary: "Read a ticket", access: needs(identity.TicketRead)}, s.readTicket)
	add(api, operation{id: "readCaseTickets", method: http.MethodGet, path: "/api/cases/{id}/tickets", tag: "ticket",
		summary: "Read the tickets of a case", access: needs(identity.TicketRead)}, s.readCaseTickets)
	add(api, operation{id: "readTicketTypes", method: http.MethodGet, path: "/api/shops/{id}/ticket-types", tag: "ticket",
		summary: "Read the types of tickets of a shop", access: needs(identity.TicketRead)}, s.readTicketTypes)
	add(api, operation{id: "saveTicketTypes", method: http.MethodPut, path: "/api/shops/{id}/ticket-types", tag: "ticket",
		summary: "Change the types of tickets of a shop", access: needs(identity.ShopManage)}, s.saveTicketTypes)
}

type ticketsInput struct {
	States     []string `query:"states" doc:"All that are not settled if missing." enum:"pending,open,taken,waiting_buyer,handed_back,done,withdrawn"`
	Mine       bool     `query:"mine" doc:"Only those that one has taken."`
	Overdue    bool     `query:"overdue" doc:"Only those whose time is over."`
	Shop       string   `query:"shop" maxLength:"64"`
	Department string   `query:"department" maxLength:"64"`
	Type       string   `query:"type" maxLength:"64"`
	After      string   `query:"after" maxLength:"200"`
}

func (s *Server) readTickets(ctx context.Context, in *ticketsInput) (*body[TicketPage], error) {
	after, err := ticket.ReadSpot(in.After)
	if err != nil {
		return nil, err
	}
	f := ticket.Filter{ShopID: in.Shop, DepartmentID: in.Department, TypeID: in.Type}
	for _, state := range in.States {
		f.States = append(f.States, ticket.State(state))
	}
	if len(in.States) == 0 {
		f.States = []ticket.State{ticket.Open, ticket.Taken, ticket.WaitingBuyer, ticket.Pending, ticket.HandedBack}
	}
	if in.Overdue {
		f.LateAt = s.Now()
	}
	all, more, err := s.Tickets.List(ctx, f, in.Mine, after)
	if err != nil {
		return nil, err
	}
	page := TicketPage{}
	if more {
		page.Next = all[len(all)-1].Spot().Cursor()
	}
	page.Items, err = s.wireTickets(ctx, all)
	return answer(page, err)
}

func (s *Server) readTicket(ctx context.Context, in *idInput) (*body[Ticket], error) {
	t, err := s.Tickets.Get(ctx, in.ID)
	return s.answerTicket(ctx, t, err)
}

func (s *Server) readCaseTickets(ctx context.Context, in *idInput) (*body[TicketList], error) {
	all, err := s.Tickets.OfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	items, err := s.wireTickets(ctx, all)
	return answer(TicketList{items}, err)
}

func (s *Server) readTicketTypes(ctx context.Context, in *idInput) (*body[TicketTypes], error) {
	t, err := s.Tickets.Types(ctx, in.ID)
	return answer(wireTypes(t), err)
}

type saveTypesInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body TicketTypes
}

func (s *Server) saveTicketTypes(ctx context.Context, in *saveTypesInput) (*body[TicketTypes], error) {
	var all []ticket.Type
	for _, one := range in.Body.Items {
		kind := ticket.Type{ID: one.ID, Name: one.Name, PublicText: one.PublicText, Minutes: one.Minutes, Remind: one.Remind, Form: ticket.Form{}}
		for _, f := range one.Form {
			kind.Form = append(kind.Form, ticket.Field{ID: f.ID, Name: f.Name, Kind: ticket.FieldKind(f.Kind), When: ticket.When(f.When),
				Required: f.Required, Options: f.Options})
		}
		all = append(all, kind)
	}
	for _, kind := range all {
		if err := s.Assist.AllowInShop(ctx, in.ID, words("items", kind.PublicText)); err != nil {
			return nil, err
		}
	}
	life := ticket.UsualLife
	if in.Body.LinkHours != 0 {
		life.AfterDone = time.Duration(in.Body.LinkHours) * time.Hour
	}
	if in.Body.LinkDays != 0 {
		life.AtMost = time.Duration(in.Body.LinkDays) * 24 * time.Hour
	}
	t, err := s.Tickets.SaveTypes(ctx, in.ID, in.Body.Version, all, life)
	return answer(wireTypes(t), err)
}

func wireTypes(t dispatch.Types) TicketTypes {
	out := TicketTypes{Items: []TicketType{}, LinkHours: int64(t.Life.AfterDone / time.Hour), LinkDays: int64(t.Life.AtMost / (24 * time.Hour)), Version: t.Version}
	for _, one := range t.All {
		out.Items = append(out.Items, TicketType{one.ID, one.Name, one.PublicText, one.Minutes, one.Remind, wireForm(one.Form)})
	}
	return out
}

func wireForm(form ticket.Form) []TicketField {
	out := make([]TicketField, 0, len(form))
	for _, f := range form {
		out = append(out, TicketField{f.ID, f.Name, string(f.Kind), string(f.When), f.Required, f.Options})
	}
	return out
}

func (s *Server) answerTicket(ctx context.Context, t ticket.Ticket, err error) (*body[Ticket], error) {
	if err != nil {
		return nil, err
	}
	wire, err := s.wireTickets(ctx, []ticket.Ticket{t})
	if err != nil {
		return nil, err
	}
	return &body[Ticket]{wire[0]}, nil
}

// wireTickets names the people and departments of tickets.
func (s *Server) wireTickets(ctx context.Context, all []ticket.Ticket) ([]Ticket, error) {
	var people, cases, departments, shops []string
	for _, t := range all {
		people, cases = append(people, t.WorkerID, t.MadeBy), append(cases, t.CaseID)
		departments, shops = append(departments, t.DepartmentID), append(shops, t.ShopID)
	}
	names, err := s.Desk.Names(ctx, people)
	if err != nil {
		return nil, err
	}
	files, err := s.Tickets.Files(ctx, all)
	if err != nil {
		return nil, err
	}
	beside, err := s.Desk.Beside(ctx, cases, departments, shops)
	out := make([]Ticket, 0, len(all))
	for _, t := range all {
		w := wireTicket(t)
		w.MadeBy.Name, w.Department.Name, w.Zone = names[t.MadeBy], beside.Departments[t.DepartmentID], beside.Zones[t.ShopID]
		if w.Worker != nil {
			w.Worker.Name = cmp.Or(t.WorkerName, names[t.WorkerID])
		}
		w.Files = wireTicketFiles(files[t.ID], "/api/ticket-files/")
		if mayIn(ctx, identity.ConversationRead, t.ShopID) {
			w.ConversationID = beside.Conversations[t.CaseID]
		}
		out = append(out, w)
	}
	return out, err
}

func wireTicket(t ticket.Ticket) Ticket {
	w := Ticket{
		ID: t.ID, CaseID: t.CaseID, CaseNumber: t.CaseNumber, ShopID: t.ShopID, Department: TicketDepartment{ID: t.DepartmentID},
		TypeID: t.TypeID, TypeName: t.TypeName, Form: wireForm(t.Form), Fields: map[string]string{}, Title: t.Title, Text: t.Text,
		PublicText: t.PublicText, State: string(t.State), Minutes: t.Minutes, LeftMinutes: int64(t.Left / time.Minute),
		DueAt: optional(t.DueAt), AlarmedAt: optional(t.AlarmedAt), OverdueAt: optional(t.OverdueAt), Progress: t.Progress, ByLink: t.WorkerName != "", Note: t.Note, Result: t.Result,
		MadeBy: Person{ID: t.MadeBy}, MadeAt: t.MadeAt.UTC(), ChangedAt: t.ChangedAt.UTC(), SettledAt: optional(t.SettledAt), Version: t.Version,
	}
	for id, v := range t.Filled {
		w.Fields[id] = v
	}
	if t.AfterID != "" {
		w.AfterID = &t.AfterID
	}
	if t.WorkerID != "" {
		w.Worker = &Person{ID: t.WorkerID}
	}
	return w
}
