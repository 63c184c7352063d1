// Package api is the HTTP face of the program: JSON in, JSON out.
//
// There is one file per noun. It holds the wire types, from which the OpenAPI
// document and the types of the web apps are generated, and one short function
// per operation that calls one method of a service. Rules do not belong here.
//
// Every operation says who may use it; one that does not is refused when the
// program starts. Errors are problem documents of RFC 9457 whose sentences come
// from the catalogues, in the reader's language.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
)

// Server is the HTTP face of the services.
type Server struct {
	*services.Set

	Log       *slog.Logger
	Now       func() time.Time
	Version   string
	Demo      bool   // shown to screens, which then offer the demo's log-ins
	Links     Signer // signs links to files for buyers
	SignInsPM int    // attempts a minute from one address at doors without a session
}

// Handler returns the handler of everything below /api.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	s.register(mux)
	mux.Handle("POST /api/tracking/{hook}", s.pushed())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, r, fault.New(fault.NotFound, "request.no_such_address"))
	})
	return sameSite(s.recognise(mux))
}

// Document returns the OpenAPI document of a server without its services.
func Document(version string) *huma.OpenAPI {
	s := &Server{Set: &services.Set{}, Version: version}
	return s.register(http.NewServeMux()).OpenAPI()
}

func (s *Server) register(mux *http.ServeMux) huma.API {
	useProblems()
	config := huma.DefaultConfig("Anxin", s.Version)
	config.Info.Description = "Anxin, a complaint-handling platform. Times are RFC 3339 in UTC, money is in fen, ids are opaque."
	config.DocsPath, config.OpenAPIPath, config.SchemasPath, config.CreateHooks = "", "/api/openapi", "", nil
	config.RejectUnknownQueryParameters = true
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: "anxin_session"},
		"visitor": {Type: "http", Scheme: "bearer"},
		"link":    {Type: "http", Scheme: "bearer"},
		"task":    {Type: "http", Scheme: "bearer"},
		"give":    {Type: "http", Scheme: "bearer"},
	}
	api := humago.New(mux, config)
	api.UseMiddleware(s.guard(api))
	for _, add := range []func(huma.API){
		s.sessionRoutes, s.setupRoutes, s.queueRoutes, s.conversationRoutes, s.pasteRoutes,
		s.fileRoutes, s.caseRoutes, s.handlingRoutes, s.closingRoutes, s.commitmentRoutes,
		s.evidenceRoutes, s.givingRoutes, s.liabilityRoutes, s.paperRoutes, s.outboundRoutes,
		s.wallRoutes, s.noticeRoutes, s.buyerRoutes, s.returnRoutes, s.progressRoutes,
		s.followUpRoutes, s.adminRoutes, s.customerRoutes, s.customerIdentityRoutes, s.delightRoutes,
		s.userRoutes, s.roleRoutes, s.shopRoutes, s.hoursRoutes, s.recordRoutes,
		s.teamRoutes, s.noteRoutes, s.draftRoutes, s.laterRoutes, s.presenceRoutes,
		s.assignRoutes, s.bulkRoutes, s.savedViewRoutes, s.mergingRoutes, s.searchRoutes,
		s.orderRoutes, s.orderImportRoutes, s.productRoutes, s.shipmentRoutes, s.trackingRoutes, s.assistRoutes, s.quickReplyRoutes, s.ruleRoutes, s.playbookRoutes, s.playbookRunRoutes, s.ticketRoutes,
		s.compensationRoutes, s.claimRoomRoutes, s.approvalRoutes, s.payoutRoutes, s.compensationSettingsRoutes,
		s.ticketWorkRoutes, s.disputeRoutes, s.disputePackRoutes, s.robotRoutes, s.rosterRoutes, s.handoverRoutes, s.briefingRoutes,
		s.assignmentRoutes, s.heardRoutes, s.purchaseRoutes, s.ticketDoorRoutes, s.taskRoutes,
		s.automationRoutes,
		s.policyRoutes, s.optionRoutes, s.stanceRoutes, s.recallRoutes,
	} {
		add(api)
	}
	return api
}

// useProblems makes errors look as we want them; the library knows one look for
// the whole process.
var useProblems = sync.OnceFunc(func() {
	huma.NewErrorWithContext = problemOf
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return problemOf(nil, status, msg, errs...)
	}
})

// operation describes one operation; it is the whole of what differs.
type operation struct {
	id      string // also the name of the function in generated clients
	method  string
	path    string
	tag     string
	summary string
	access  Access
	status  int // of success; 200 if 0
}

// maxBody is the largest JSON body, in bytes.
const maxBody = 256 << 10

// add registers an operation. One that does not say who may use it stops the
// program from starting.
func add[I, O any](api huma.API, op operation, serve func(context.Context, *I) (*O, error)) {
	huma.Register(api, op.huma(), serve)
}

func (op operation) huma() huma.Operation {
	if !op.access.stated() {
		panic("operation " + op.id + " does not say who may use it")
	}
	if op.status == 0 {
		op.status = http.StatusOK
	}
	o := huma.Operation{
		OperationID: op.id, Method: op.method, Path: op.path, Summary: op.summary, Tags: []string{op.tag},
		DefaultStatus: op.status, MaxBodyBytes: maxBody, BodyReadTimeout: 30 * time.Second,
		Metadata:   map[string]any{"access": op.access},
		Extensions: map[string]any{"x-access": op.access.String()},
		Errors:     op.access.errors(op.method),
		Security:   op.access.security(),
	}
	return o
}

// Keyed is part of every operation that creates something: the same key makes
// it once, however often the request comes.
type Keyed struct {
	Key string `header:"Idempotency-Key" required:"true" minLength:"8" maxLength:"100" doc:"Chosen by the caller, the same when the same request is sent again."`
}

// empty is an answer without a body.
type empty struct{}

// body wraps what an operation answers.
type body[T any] struct{ Body T }

func answer[T any](v T, err error) (*body[T], error) {
	if err != nil {
		return nil, err
	}
	return &body[T]{v}, nil
}

// optional is how a time travels that may be missing.
func optional(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// now is the server's clock as it travels.
func (s *Server) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

// Person is a member of the team.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}
