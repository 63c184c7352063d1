package robot_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
	"github.com/anxin-desk/anxin/internal/robot"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// group is a chat program that takes messages of robots as it should: it knows
// their secret and believes no message without a signature.
type group struct {
	*httptest.Server
	mu     sync.Mutex
	heard  []string
	reply  func(w http.ResponseWriter) bool // answers in another way, if it wants
	wrong  []string
	secret string
	now    func() time.Time
}

func newGroup(t *testing.T, secret string, now func() time.Time) *group {
	g := &group{secret: secret, now: now}
	g.Server = httptest.NewServer(g)
	t.Cleanup(g.Close)
	return g
}

func (g *group) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.reply != nil && g.reply(w) {
		return
	}
	var m struct {
		Text            struct{ Content string }
		Content         struct{ Text string }
		Timestamp, Sign string
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		g.wrong = append(g.wrong, err.Error())
	}
	text, ok, key := m.Text.Content, true, "errcode"
	switch r.URL.Path {
	case "/dingtalk":
		stamp := r.URL.Query().Get("timestamp")
		ok = g.believes(r.URL.Query().Get("sign"), g.secret, stamp+"\n"+g.secret, stamp, time.Millisecond)
	case "/feishu":
		text, key = m.Content.Text, "code"
		ok = g.believes(m.Sign, m.Timestamp+"\n"+g.secret, "", m.Timestamp, time.Second)
	}
	if !ok {
		fmt.Fprintf(w, `{%q: %d}`, key, map[string]int{"errcode": 310000, "code": 19021}[key])
		return
	}
	g.heard = append(g.heard, text)
	fmt.Fprintf(w, `{%q: 0}`, key)
}

func (g *group) believes(sign, key, message, stamp string, unit time.Duration) bool {
	m := hmac.New(sha256.New, []byte(key))
	m.Write([]byte(message))
	var n int64
	_, _ = fmt.Sscan(stamp, &n)
	off := g.now().Sub(time.Unix(0, n*int64(unit)))
	return sign == base64.StdEncoding.EncodeToString(m.Sum(nil)) && off.Abs() < time.Hour
}

func (g *group) said() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]string{}, g.heard...)
}

func (g *group) answers(f func(w http.ResponseWriter) bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.reply = f
}

// dying carries messages and can die with them, after they went out.
type dying struct {
	robot.Sender
	dies atomic.Bool
}

func (d *dying) Post(ctx context.Context, address string, body []byte) (outgoing.Answer, error) {
	a, err := d.Sender.Post(ctx, address, body)
	if d.dies.CompareAndSwap(true, false) {
		panic("killed")
	}
	return a, err
}

type world struct {
	*services.Set
	t                  *testing.T
	ms, ids            atomic.Int64
	sender             *dying
	at                 shop.Shop
	warehouse, finance shop.Department
	root, agent        context.Context
	of                 complaint.Case
	sent               int
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		story(t, w)
		report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func newWorld(t *testing.T, d *db.DB) *world {
	w := &world{t: t}
	w.ms.Store(time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC).UnixMilli())
	allowed, err := outgoing.Allow([]string{"127.0.0.1"})
	w.must(err)
	w.sender = &dying{Sender: outgoing.New(allowed, 200*time.Millisecond)}
	services, err := services.Build(d, t.TempDir(), services.Outside{Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
		Log: slog.New(slog.DiscardHandler), Revoked: func(string) {}, Hint: func(string, any) {}, Sender: w.sender, Public: "https://desk.test"})
	w.must(err)
	t.Cleanup(func() { w.must(services.Close()) })
	w.Set, w.root = services, identity.With(context.Background(), identity.NewSystem())
	w.at, err = w.Shops.Create(w.root, shop.Draft{Key: "tea", Name: "茶"})
	w.must(err)
	w.warehouse, err = w.Shops.CreateDepartment(w.root, w.at.ID, shop.DepartmentDraft{Name: "仓库"})
	w.must(err)
	w.finance, err = w.Shops.CreateDepartment(w.root, w.at.ID, shop.DepartmentDraft{Name: "财务"})
	w.must(err)
	p, err := w.Identity.CreateUser(w.root, identity.Newcomer{Name: "admin", Login: "admin", Password: "a-password", Grants: []identity.Grant{{Role: "administrator"}}})
	w.must(err)
	w.agent = identity.With(context.Background(), identity.NewUser(p.ID, "admin", map[string][]identity.Permission{"": identity.Grantable()}))
	v, err := w.WebChat.Begin(context.Background(), "tea", "", "林女士")
	w.must(err)
	w.of, err = w.Complaints.Open(w.agent, v.Conversation.ID, "case-key-1", complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low})
	w.must(err)
	return w
}

func (w *world) now() time.Time { return time.UnixMilli(w.ms.Load()).UTC() }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// wait lets time pass in small steps and does what is due in each.
func (w *world) wait(d time.Duration) {
	w.t.Helper()
	step := max(time.Second, d/400)
	for end := w.now().Add(d); w.now().Before(end); {
		w.ms.Add(step.Milliseconds())
		_, err := w.Queue.RunDue(context.Background(), w.now())
		w.must(err)
	}
}

func (w *world) robot(g *group, kind robot.Kind, department string) robot.Robot {
	w.t.Helper()
	d := robot.Draft{Kind: kind, Name: "群 " + string(kind), DepartmentID: department, Language: "zh-CN", Hears: dispatch.Whats, Address: g.URL + "/" + string(kind)}
	if kind != robot.WeCom {
		d.Secret = g.secret
	}
	r, err := w.Robots.Create(w.agent, fmt.Sprintf("robot-key-%d", w.ids.Add(1)), w.at.ID, d)
	w.must(err)
	return r
}

func (w *world) send(department string) ticket.Ticket {
	w.t.Helper()
	w.sent++
	t, err := w.Tickets.Send(w.agent, w.of.ID, fmt.Sprintf("ticket-key-%d", w.sent), ticket.Draft{TypeID: "other", DepartmentID: department, Title: "给林女士 13800138000 补发", Minutes: 60})
	w.must(err)
	return t
}

func (w *world) robotNow(id string) robot.Robot {
	w.t.Helper()
	all, err := w.Robots.List(w.agent, w.at.ID)
	w.must(err)
	for _, r := range all {
		if r.ID == id {
			return r
		}
	}
	w.t.Fatal("no robot " + id)
	return robot.Robot{}
}

func (w *world) lines(id string) string {
	w.t.Helper()
	all, err := w.Robots.Lines(w.agent, id)
	w.must(err)
	var out []string
	for _, l := range all {
		out = append(out, string(l.Event)+" "+string(l.State))
	}
	return strings.Join(out, ", ")
}
