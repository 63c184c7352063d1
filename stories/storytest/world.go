// Package storytest plays conversations with the complete program: the server
// as the serve command wires it, on a real database, behind a real socket, with
// a clock that moves only when the story says so.
//
// A story is a text file; see [Play] for how it reads. Tests that need more
// than text use [World] directly.
package storytest

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/app"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Begin is the time at which every story begins: noon in Shanghai, on a
// Wednesday.
var Begin = time.Date(2026, 3, 4, 4, 0, 0, 0, time.UTC)

// Password is everybody's.
const Password = "correct horse battery"

// patience is how long a test waits for what must come.
const patience = 10 * time.Second

// World is the program and the people who use it.
type World struct {
	T        testing.TB
	DB       *db.DB
	Services *services.Set
	Hub      http.Handler // everything that the server answers
	Server   *httptest.Server

	dir    string
	config app.ServeConfig
	client *http.Client
	log    logBook
	people map[string]*person
	shops  map[string]shop.Shop
	stop   func()

	mu  sync.Mutex
	now time.Time
	ids int
}

// person is what a browser keeps of who uses it.
type person struct {
	login  string
	cookie string // of the console
	token  string // of the chat widget
}

// New starts the program on d. It ends with the test.
func New(t testing.TB, d *db.DB) *World {
	w := &World{
		T: t, DB: d, dir: t.TempDir(), now: Begin, config: app.ServeConfig{SignInsPM: 10_000},
		people: map[string]*person{}, shops: map[string]shop.Shop{},
	}
	transport := &http.Transport{}
	w.client = &http.Client{Transport: transport, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	w.start()
	t.Cleanup(func() {
		w.stop()
		transport.CloseIdleConnections()
		if text := w.log.String(); strings.Contains(text, "level=ERROR") || strings.Contains(text, "panic") {
			t.Errorf("the program logged errors:\n%s", text)
		}
	})
	return w
}

func (w *World) start() {
	w.T.Helper()
	log := slog.New(slog.NewTextHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelWarn}))
	whole, err := app.NewWhole(w.DB, w.dir, w.config, "test", services.Outside{Now: w.Now, NewID: w.newID, Log: log})
	w.must(err)
	w.Services, w.Hub = whole.Services, whole.Handler
	w.Server = httptest.NewUnstartedServer(whole.Handler)
	w.Server.Config.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelWarn)
	w.Server.Start()
	ran := make(chan error, 1)
	go func() { ran <- whole.Hub.Run(context.Background()) }()
	select {
	case <-whole.Hub.Ready():
	case <-time.After(patience):
		w.T.Fatal("the hub did not start")
	}
	w.stop = func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		w.check(whole.Hub.Shutdown(ctx))
		w.check(<-ran)
		w.Server.Close()
		w.check(whole.Services.Close())
	}
}

// Restart ends the program and starts it again on the same database and files,
// with settings that change has changed.
func (w *World) Restart(change func(*app.ServeConfig)) {
	w.T.Helper()
	w.stop()
	if change != nil {
		change(&w.config)
	}
	w.start()
}

// Away ends the program, starts it again when some time has passed, and has it
// do what became due meanwhile.
func (w *World) Away(d time.Duration) {
	w.T.Helper()
	w.stop()
	w.pass(w.Now().Add(d))
	w.start()
	w.RunDue()
}

// Now is the time in the story.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// newID counts, so that a story reads the same each time.
func (w *World) newID() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ids++
	return fmt.Sprintf("01900000-0000-7000-8000-%012x", w.ids)
}

// Wait lets time pass, and has every job done at its time.
func (w *World) Wait(d time.Duration) {
	w.T.Helper()
	end := w.Now().Add(d)
	w.RunDue() // what is due already is not what time passes for
	for {
		at, err := db.Value[int64](w.DB.Reader(w.T.Context()), `SELECT COALESCE(MIN(run_at), 0) FROM job WHERE state <> 'dead'`)
		w.must(err)
		next := db.Time(at)
		if at == 0 || next.After(end) || !w.pass(next) {
			break
		}
		w.RunDue()
	}
	w.pass(end)
	w.RunDue()
}

// pass moves the clock and reports whether that was forward.
func (w *World) pass(to time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !to.After(w.now) {
		return false
	}
	w.now = to
	return true
}

// RunDue has all jobs done that are due now, and returns their number.
func (w *World) RunDue() int {
	w.T.Helper()
	n, err := w.Services.Queue.RunDue(w.T.Context(), w.Now())
	w.must(err)
	return n
}

// Shop returns the shop with a key, made when it is first asked for.
func (w *World) Shop(key, name string) shop.Shop {
	w.T.Helper()
	if at, ok := w.shops[key]; ok {
		return at
	}
	at, err := w.Services.Shops.Create(w.System(), shop.Draft{Key: key, Name: name})
	w.must(err)
	w.shops[key] = at
	return at
}

// User adds somebody to the team, in one shop or, for "", in all, and signs them
// in. It returns their id.
func (w *World) User(login, role, shopID string) string {
	w.T.Helper()
	p, err := w.Services.Identity.CreateUser(w.System(), identity.Newcomer{
		Login: login, Name: login, Password: Password, Grants: []identity.Grant{{Role: role, Shop: shopID}},
	})
	w.must(err)
	w.people[login] = &person{login: login}
	w.SignIn(login)
	return p.ID
}

// SignIn begins a session.
func (w *World) SignIn(login string) {
	w.T.Helper()
	a := w.Send(login, Request{Method: "POST", Path: "/api/session", Body: JSON(map[string]string{"login": login, "password": Password})})
	if a.Status != http.StatusOK {
		w.T.Fatalf("signing %s in: %d %s", login, a.Status, a.Body)
	}
}

// Visit lets a buyer begin a conversation in a shop, and returns its id.
func (w *World) Visit(who, shopKey, name string) string {
	w.T.Helper()
	a := w.Send(who, Request{Method: "POST", Path: "/api/buyer/session", Body: JSON(map[string]string{"shop_key": shopKey, "name": name})})
	if a.Status != http.StatusOK {
		w.T.Fatalf("%s begins a visit: %d %s", who, a.Status, a.Body)
	}
	return a.Text("conversation_id")
}

// Disable shuts a user out.
func (w *World) Disable(login string) {
	w.T.Helper()
	p, err := w.Services.Identity.ByLogin(w.System(), login)
	w.must(err)
	_, err = w.Services.Identity.Disable(w.System(), p.ID, p.Version)
	w.must(err)
}

// System is a context in which the program itself acts.
func (w *World) System() context.Context {
	return identity.With(w.T.Context(), identity.NewSystem())
}

func (w *World) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *World) check(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Error(err)
	}
}

// logBook keeps what the program logs.
type logBook struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// lastWord is how long a socket may take to close after its server: the realtime
// library waits five seconds for what the other side has to say.
const lastWord = 10 * time.Second

// Main runs tests and looks for goroutines that they leave behind.
func Main(m *testing.M) {
	code := m.Run()
	for deadline := time.Now().Add(lastWord); code == 0; {
		// The library counts its figures until the process ends, and thinks for a
		// second before it forgets a topic.
		err := goleak.Find(
			goleak.IgnoreAnyFunction("github.com/FZambia/eagle.(*Eagle).aggregate"),
			goleak.IgnoreAnyFunction("github.com/centrifugal/centrifuge/internal/dissolve.(*Dissolver).runWorker"))
		if err == nil {
			break
		}
		if time.Now().After(deadline) {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}
