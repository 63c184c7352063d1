package api

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/httprate"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/tasklink"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Task is a ticket as the holder of a link to it sees it: what the work needs, and
// nothing of the case, its conversation and its buyer but what the form holds.
type Task struct {
	Shop        string            `json:"shop" doc:"Its name."`
	Zone        string            `json:"zone" doc:"IANA name of the shop's time zone."`
	Department  string            `json:"department" doc:"Its name."`
	Number      string            `json:"number" doc:"Of the case."`
	Type        string            `json:"type"`
	Title       string            `json:"title"`
	Text        string            `json:"text"`
	Form        []TicketField     `json:"form" nullable:"false"`
	Fields      map[string]string `json:"fields" nullable:"false"`
	State       string            `json:"state" enum:"pending,open,taken,waiting_buyer,handed_back,done,withdrawn"`
	Worker      string            `json:"worker" doc:"Who has taken it; empty for nobody."`
	DueAt       *time.Time        `json:"due_at" doc:"Missing while the clock stands still."`
	LeftMinutes int64             `json:"left_minutes" doc:"Of opening hours, when the clock was stopped for the buyer."`
	Progress    string            `json:"progress"`
	Note        string            `json:"note" doc:"What the buyer is asked, or why it was handed back."`
	Result      string            `json:"result"`
	Files       []TicketFile      `json:"files" nullable:"false"`
	SettledAt   *time.Time        `json:"settled_at"`
	Version     int64             `json:"version"`
	Now         time.Time         `json:"now" doc:"The server's clock."`
}

func (s *Server) taskRoutes(api huma.API) {
	add(api, operation{id: "readTask", method: http.MethodGet, path: "/api/task/ticket", tag: "task",
		summary: "Read the ticket of a link", access: tasks}, s.readTask)
	for _, op := range []struct {
		id, path, summary string
		serve             func(context.Context, *taskStepInput) (*body[Task], error)
	}{
		{"takeTask", "take", "Take the ticket of a link", s.takeTask},
		{"reportTask", "report", "Say how far it is", s.reportTask},
		{"handBackTask", "hand-back", "Return it, for a reason", s.handBackTask},
		{"finishTask", "finish", "Settle it with its result", s.finishTask},
	} {
		add(api, operation{id: op.id, method: http.MethodPost, path: "/api/task/" + op.path, tag: "task", summary: op.summary, access: tasks}, op.serve)
	}
	huma.Register(api, operation{id: "addTaskFile", method: http.MethodPost, path: "/api/task/files", tag: "task",
		summary: "Add a photo", access: tasks, status: http.StatusCreated}.takesBytes(), s.addTaskFile)
	huma.Register(api, operation{id: "readTaskFile", method: http.MethodGet, path: "/api/task/files/{id}", tag: "task",
		summary: "Download a file of the ticket of a link", access: tasks}.huma(), s.readTicketFile)
}

// taskStepInput is what every step takes: the version that was seen, the name of who
// takes it, and for some of them words.
type taskStepInput struct {
	Body struct {
		Version int64             `json:"version"`
		Name    string            `json:"name" maxLength:"100" doc:"Of who does it, at most 20 characters."`
		Text    string            `json:"text,omitempty" doc:"How far it is, why it is returned, or the result."`
		Fields  map[string]string `json:"fields,omitempty"`
	}
}

func (s *Server) readTask(ctx context.Context, _ *struct{}) (*body[Task], error) {
	id, err := tasklink.Held(ctx)
	if err != nil {
		return nil, err
	}
	t, err := s.Tickets.Get(ctx, id)
	return s.answerTask(ctx, t, err)
}

// step does something with the ticket of a link, under the name that was given.
func (s *Server) step(ctx context.Context, in *taskStepInput, do func(ctx context.Context, id string) (ticket.Ticket, error)) (*body[Task], error) {
	id, err := tasklink.Held(ctx)
	if err != nil {
		return nil, err
	}
	if ctx, err = tasklink.Named(ctx, in.Body.Name); err != nil {
		return nil, err
	}
	t, err := do(ctx, id)
	return s.answerTask(ctx, t, err)
}

func (s *Server) takeTask(ctx context.Context, in *taskStepInput) (*body[Task], error) {
	return s.step(ctx, in, func(ctx context.Context, id string) (ticket.Ticket, error) {
		return s.Tickets.Take(ctx, id, in.Body.Version)
	})
}

func (s *Server) reportTask(ctx context.Context, in *taskStepInput) (*body[Task], error) {
	return s.step(ctx, in, func(ctx context.Context, id string) (ticket.Ticket, error) {
		return s.Tickets.Report(ctx, id, in.Body.Version, in.Body.Text)
	})
}

func (s *Server) handBackTask(ctx context.Context, in *taskStepInput) (*body[Task], error) {
	return s.step(ctx, in, func(ctx context.Context, id string) (ticket.Ticket, error) {
		return s.Tickets.HandBack(ctx, id, in.Body.Version, in.Body.Text)
	})
}

func (s *Server) finishTask(ctx context.Context, in *taskStepInput) (*body[Task], error) {
	return s.step(ctx, in, func(ctx context.Context, id string) (ticket.Ticket, error) {
		return s.Tickets.Finish(ctx, id, in.Body.Version, in.Body.Text, in.Body.Fields)
	})
}

type taskFileInput struct {
	Upload
	By string `header:"X-Worker-Name" maxLength:"400" doc:"Of who adds it, percent-encoded UTF-8."`
}

func (s *Server) addTaskFile(ctx context.Context, in *taskFileInput) (*body[TicketFile], error) {
	id, err := tasklink.Held(ctx)
	if err != nil {
		return nil, err
	}
	name, err := url.PathUnescape(in.By)
	if err != nil {
		name = ""
	}
	if ctx, err = tasklink.Named(ctx, name); err != nil {
		return nil, err
	}
	up := in.file()
	f, err := s.Tickets.AddFile(ctx, id, up.Key, up.Name, up.Body)
	return answer(wireTicketFile(f, "/api/task/files/"), err)
}

func (s *Server) answerTask(ctx context.Context, t ticket.Ticket, err error) (*body[Task], error) {
	if err != nil {
		return nil, err
	}
	names, err := s.Desk.Names(ctx, []string{t.WorkerID})
	if err != nil {
		return nil, err
	}
	beside, err := s.Desk.Beside(ctx, nil, []string{t.DepartmentID}, nil)
	if err != nil {
		return nil, err
	}
	at, err := shop.GetIn(s.DB.Reader(ctx), t.ShopID)
	if err != nil {
		return nil, err
	}
	files, err := s.Tickets.Files(ctx, []ticket.Ticket{t})
	w := Task{
		Shop: at.Name, Zone: at.Location().String(), Department: beside.Departments[t.DepartmentID], Number: t.CaseNumber, Type: t.TypeName,
		Title: t.Title, Text: t.Text, Form: wireForm(t.Form), Fields: map[string]string{}, State: string(t.State), Worker: t.WorkerName,
		DueAt: optional(t.DueAt), LeftMinutes: int64(t.Left / time.Minute), Progress: t.Progress, Note: t.Note, Result: t.Result,
		Files: wireTicketFiles(files[t.ID], "/api/task/files/"), SettledAt: optional(t.SettledAt), Version: t.Version, Now: s.now(),
	}
	for id, v := range t.Filled {
		w.Fields[id] = v
	}
	if w.Worker == "" {
		w.Worker = names[t.WorkerID]
	}
	return answer(w, err)
}

// withLink recognises who holds a link to a ticket or to a request. Who tries links
// that do not work is slowed down like who tries to sign in.
func (s *Server) withLink(actorOf func(context.Context, string) (identity.Actor, error), next http.Handler) http.Handler {
	tooMany := func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, r, fault.New(fault.TooMany, "request.too_many"))
	}
	guesses := httprate.NewRateLimiter(max(1, s.SignInsPM), minute, httprate.WithLimitHandler(tooMany))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from, err := httprate.KeyByIP(r)
		if may, _, broken := guesses.Status(from); err == nil && broken == nil && !may {
			tooMany(w, r)
			return
		}
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		actor, err := actorOf(r.Context(), token)
		switch fault.KindOf(err) {
		case "":
			r = r.WithContext(identity.With(r.Context(), actor))
		case fault.Internal:
			s.Log.ErrorContext(r.Context(), "recognising the holder of a link", "error", err)
		default:
			if guesses.OnLimit(w, r, from) {
				tooMany(w, r)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}
