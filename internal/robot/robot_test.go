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

	"github.com/anxin-desk/anxin/internal/app"
	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
	"github.com/anxin-desk/anxin/internal/robot"
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
	*app.Services
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
	services, err := app.Build(d, t.TempDir(), app.Outside{Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
		Log: slog.New(slog.DiscardHandler), Revoked: func(string) {}, Hint: func(string, any) {}, Sender: w.sender, Public: "https://desk.test"})
	w.must(err)
	t.Cleanup(func() { w.must(services.Close()) })
	w.Services, w.root = services, identity.With(context.Background(), identity.NewSystem())
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

// TestADepartmentHearsOfItsTask in each of the three programs, with its signature,
// from the new ticket to the overdue one, and of nothing else.
func TestADepartmentHearsOfItsTask(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		g := newGroup(t, "SECabc", w.now)
		for _, kind := range []robot.Kind{robot.WeCom, robot.DingTalk, robot.Feishu} {
			w.robot(g, kind, w.warehouse.ID)
		}
		w.send(w.finance.ID)
		w.wait(10 * time.Second)
		if said := g.said(); len(said) != 0 {
			t.Fatalf("heard of somebody else's: %q", said)
		}
		one := w.send(w.warehouse.ID)
		w.wait(2 * time.Hour)
		said := g.said()
		if len(said) != 9 || len(g.wrong) > 0 {
			t.Fatalf("said %q, wrong %v", said, g.wrong)
		}
		for i, want := range []string{"新工单", "到时间了", "已逾期"} {
			for _, text := range said[3*i : 3*i+3] {
				if !strings.Contains(text, want) || !strings.Contains(text, one.CaseNumber) || strings.Contains(text, "林") || strings.Contains(text, "138") {
					t.Errorf("said %q", text)
				}
			}
		}
		one, err := w.Tickets.Get(w.agent, one.ID)
		w.must(err)
		one, err = w.Tickets.HandBack(w.agent, one.ID, one.Version, "不归我们")
		w.must(err)
		w.wait(5 * time.Second)
		_, err = w.Tickets.Withdraw(w.agent, one.ID, one.Version, "不用了")
		w.must(err)
		w.wait(5 * time.Second)
		if said := g.said(); len(said) != 15 || !strings.Contains(said[9], "已退回") || !strings.Contains(said[12], "已撤回") {
			t.Errorf("said %q", said)
		}
	})
}

// TestAStormIsOneMessage sends many tickets in a minute.
func TestAStormIsOneMessage(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		g := newGroup(t, "SECabc", w.now)
		r := w.robot(g, robot.DingTalk, "")
		for n := range 60 {
			w.send(w.warehouse.ID)
			if n%3 == 0 {
				w.wait(time.Second)
			}
		}
		w.wait(time.Minute)
		said := g.said()
		if len(said) > 5 {
			t.Errorf("%d messages: %q", len(said), said)
		}
		if strings.Contains(w.lines(r.ID), "waiting") {
			t.Errorf("left: %s", w.lines(r.ID))
		}
	})
}

// TestAKilledMessageIsSaidOnceMore kills the process between a message and its
// note; without a kill there is never a second one.
func TestAKilledMessageIsSaidOnceMore(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		g := newGroup(t, "SECabc", w.now)
		r := w.robot(g, robot.Feishu, "")
		for kills := range 4 {
			before := len(g.said())
			w.sender.dies.Store(kills > 0)
			w.send(w.warehouse.ID)
			w.wait(5 * time.Minute)
			if n := len(g.said()) - before; n != 1+min(kills, 1) {
				t.Errorf("%d kills: said %d times", min(kills, 1), n)
			}
		}
		if got := w.lines(r.ID); strings.Count(got, "new said") != 4 {
			t.Errorf("%s", got)
		}
	})
}

func TestTroubles(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		g := newGroup(t, "SECabc", w.now)
		r := w.robot(g, robot.DingTalk, "")
		asked := 0
		inner := newGroup(t, "", w.now)
		for _, c := range []struct {
			name  string
			reply func(http.ResponseWriter) bool
			code  string
			wait  time.Duration
			most  int
		}{
			{"500", func(rw http.ResponseWriter) bool { rw.WriteHeader(500); return true }, "robot.away", time.Minute, 4},
			{"too fast", func(rw http.ResponseWriter) bool { fmt.Fprint(rw, `{"errcode":130101}`); return true }, "robot.too_fast", 9 * time.Minute, 1},
			{"retry after", func(rw http.ResponseWriter) bool { rw.Header().Set("Retry-After", "900"); rw.WriteHeader(429); return true }, "robot.too_fast", 14 * time.Minute, 1},
			{"elsewhere", func(rw http.ResponseWriter) bool {
				rw.Header().Set("Location", inner.URL+"/wecom")
				rw.WriteHeader(307)
				return true
			}, "outgoing.redirected", 4 * time.Second, 1},
		} {
			asked = 0
			g.answers(func(rw http.ResponseWriter) bool { asked++; return c.reply(rw) })
			before := len(g.said())
			w.send(w.warehouse.ID)
			w.wait(c.wait)
			if now := w.robotNow(r.ID); now.LastError != c.code || asked > c.most || asked == 0 {
				t.Errorf("%s: %s, asked %d times", c.name, now.LastError, asked)
			}
			g.answers(nil)
			w.wait(40 * time.Minute)
			if n := len(g.said()) - before; n == 0 || w.robotNow(r.ID).LastError != "" {
				t.Errorf("%s: not said after it was over (%s)", c.name, w.lines(r.ID))
			}
		}
		if said := inner.said(); len(said) > 0 {
			t.Errorf("a redirection was followed: %q", said)
		}
	})
}

// TestNobodyAnswers lets the other side hang: it may have got the message, so it is
// sent once more and not again.
func TestNobodyAnswers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var asked atomic.Int64
		hang := make(chan struct{})
		deaf := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1); <-hang }))
		defer deaf.Close()
		defer close(hang)
		g := &group{Server: deaf}
		r := w.robot(g, robot.WeCom, "")
		w.send(w.warehouse.ID)
		w.wait(10 * time.Minute)
		if got := w.lines(r.ID); asked.Load() != 2 || got != "new unsure" {
			t.Errorf("asked %d times, %s", asked.Load(), got)
		}
	})
}

// TestItPausesAndSpeaksAgain holds a robot that is refused to silence, tells who
// manages the shop, and says what gathered when somebody has seen to it.
func TestItPausesAndSpeaksAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		g := newGroup(t, "SECabc", w.now)
		r := w.robot(g, robot.Feishu, "")
		g.secret = "another"
		w.send(w.warehouse.ID)
		w.wait(time.Minute)
		now := w.robotNow(r.ID)
		if now.PausedFor != "failures" || now.LastError != "robot.unsigned" || len(g.said()) > 0 {
			t.Fatalf("%+v", now)
		}
		p, err := w.Notices.Mine(w.agent, "")
		w.must(err)
		if n := p.Notices[0]; n.Kind != "robot.paused" || n.Args["name"] != r.Name {
			t.Errorf("told %+v", n)
		}
		if _, err := w.Robots.Test(w.agent, r.ID); fault.CodeOf(err) != "robot.unsigned" {
			t.Errorf("test: %v", err)
		}
		d := robot.Draft{Name: r.Name, Language: "en", Hears: r.Hears, Secret: "another"}
		if _, err := w.Robots.Change(w.agent, r.ID, r.Version, d); fault.KindOf(err) != fault.Conflict {
			t.Errorf("behind: %v", err)
		}
		now, err = w.Robots.Change(w.agent, r.ID, now.Version, d)
		w.must(err)
		_, err = w.Robots.Test(w.agent, r.ID)
		w.must(err)
		w.wait(5 * time.Second)
		now, err = w.Robots.Pause(w.agent, r.ID, w.robotNow(r.ID).Version, false)
		w.must(err)
		w.wait(10 * time.Second)
		if said := g.said(); len(said) != 2 || !strings.Contains(said[0], "test") || !strings.Contains(said[1], "New ticket") {
			t.Errorf("said %q", said)
		}
		w.must(w.Robots.Remove(w.agent, r.ID, now.Version))
		w.send(w.warehouse.ID)
		w.wait(10 * time.Second)
		if len(g.said()) != 2 {
			t.Error("a robot spoke that was removed")
		}
	})
}

// TestOldNewsIsNotTold drops what nobody needs to hear any more.
func TestOldNewsIsNotTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		g := newGroup(t, "SECabc", w.now)
		r := w.robot(g, robot.Feishu, "")
		g.answers(func(rw http.ResponseWriter) bool { rw.WriteHeader(503); return true })
		one := w.send(w.warehouse.ID)
		w.wait(20 * time.Second)
		_, err := w.Tickets.Take(w.agent, one.ID, one.Version)
		w.must(err)
		g.answers(nil)
		w.wait(10 * time.Minute)
		if got := w.lines(r.ID); got != "new moot" || len(g.said()) != 0 {
			t.Errorf("%s, said %q", got, g.said())
		}
	})
}

// TestSecretsStaySecret looks for them in the database.
func TestSecretsStaySecret(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		g := newGroup(t, "SECabc", w.now)
		w.robot(g, robot.DingTalk, "")
		text, err := db.One(w.DB.Reader(context.Background()), func(row db.Scanner) (string, error) {
			var a, s string
			err := row.Scan(&a, &s)
			return a + s, err
		}, `SELECT address, secret FROM robot`)
		w.must(err)
		if strings.Contains(text, "SECabc") || strings.Contains(text, "127.0.0.1") || text == "" {
			t.Errorf("kept %q", text)
		}
		for _, bad := range []robot.Draft{
			{Kind: robot.WeCom, Name: "x", Language: "en", Hears: dispatch.Whats, Address: "https://10.0.0.1/"},
			{Kind: robot.WeCom, Name: "x", Language: "en", Hears: dispatch.Whats, Address: "http://qyapi.weixin.qq.com/"},
			{Kind: robot.WeCom, Name: "x", Language: "en", Hears: dispatch.Whats, Secret: "s", Address: "https://qyapi.weixin.qq.com/"},
			{Kind: robot.WeCom, Name: "", Language: "en", Hears: dispatch.Whats, Address: "https://qyapi.weixin.qq.com/"},
			{Kind: robot.WeCom, Name: "x", Language: "en", Address: "https://qyapi.weixin.qq.com/"},
			{Kind: "x", Name: "x", Language: "en", Hears: dispatch.Whats, Address: "https://qyapi.weixin.qq.com/"},
			{Kind: robot.WeCom, Name: "x", Language: "en", DepartmentID: "other", Hears: dispatch.Whats, Address: "https://qyapi.weixin.qq.com/"},
		} {
			if _, err := w.Robots.Create(w.agent, fmt.Sprintf("bad-%d", w.ids.Add(1)), w.at.ID, bad); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%+v: %v", bad, err)
			}
		}
	})
}
