package robot_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/robot"
)

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
		if len(said) != 12 || len(g.wrong) > 0 {
			t.Fatalf("said %q, wrong %v", said, g.wrong)
		}
		for i, want := range []string{"新工单", "快到时间了", "到时间了", "已逾期"} {
			for _, text := range said[3*i : 3*i+3] {
				if !strings.Contains(text, want) || !strings.Contains(text, "https://desk.test/t/#") || !strings.Contains(text, one.CaseNumber) || strings.Contains(text, "林") || strings.Contains(text, "138") {
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
		if said := g.said(); len(said) != 18 || !strings.Contains(said[12], "已退回") || !strings.Contains(said[15], "已撤回") {
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
			{"retry after", func(rw http.ResponseWriter) bool {
				rw.Header().Set("Retry-After", "900")
				rw.WriteHeader(429)
				return true
			}, "robot.too_fast", 14 * time.Minute, 1},
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
		if r, err := w.Robots.Test(w.agent, r.ID); err != nil || r.LastError != "robot.unsigned" {
			t.Errorf("test: %s, %v", r.LastError, err)
		}
		d := robot.Draft{Name: r.Name, Language: "en", Hears: r.Hears, Secret: "another"}
		if _, err := w.Robots.Change(w.agent, r.ID, r.Version, d); fault.KindOf(err) != fault.Conflict {
			t.Errorf("behind: %v", err)
		}
		now, err = w.Robots.Change(w.agent, r.ID, now.Version, d)
		w.must(err)
		tested, err := w.Robots.Test(w.agent, r.ID)
		if err != nil || tested.LastError != "" {
			t.Errorf("test: %s, %v", tested.LastError, err)
		}
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
