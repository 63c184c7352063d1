package stories

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/stories/storytest"
)

func post(w *storytest.World, who, path, key string, body any) storytest.Answer {
	w.T.Helper()
	r := storytest.Request{Method: "POST", Path: path, Body: storytest.JSON(body), Header: http.Header{}}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	return w.Send(who, r)
}

type fields = map[string]any

// TestOneOfManyWins lets a whole team change the same version at once: one is
// heard, and the others are told.
func TestOneOfManyWins(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := storytest.New(t, d)
		tea := w.Shop("tea", "茶")
		talk := w.Visit("lin", "tea", "林")
		w.User("admin", "administrator", "")
		team := make([]string, 5)
		for i := range team {
			team[i] = fmt.Sprintf("agent%d", i)
			w.User(team[i], "team_lead", tea.ID)
		}
		facts := fields{"version": 1, "scenario": "quality.damaged", "severity": "high"}
		oneWins(w, team, "POST", "/api/conversations/"+talk+"/assign", fields{"version": 1, "assignee_id": "me"})
		c := post(w, team[0], "/api/conversations/"+talk+"/cases", "case-0001", fields{"scenario": "quality.damaged", "severity": "low"})
		oneWins(w, team, "PATCH", "/api/cases/"+c.Text("id"), facts)
		hall := post(w, "admin", "/api/shops/"+tea.ID+"/departments", "hall-0001", fields{"name": "仓库"})
		ticket := post(w, team[0], "/api/cases/"+c.Text("id")+"/tickets", "sent-0001", fields{"type_id": "other", "department_id": hall.Text("id"), "title": "查库存"})
		oneWins(w, team, "POST", "/api/tickets/"+ticket.Text("id")+"/report", fields{"version": 1, "note": "找到了"})
		link := post(w, team[0], "/api/tickets/"+ticket.Text("id")+"/link", "", nil)
		_, token, _ := strings.Cut(link.Text("url"), "#")
		phones := make([]string, 5)
		for i := range phones {
			phones[i] = fmt.Sprintf("phone%d", i)
			w.Hold(phones[i], token)
		}
		oneWins(w, phones, "POST", "/api/task/finish", fields{"version": 2, "name": "王师傅", "text": "有货"})
		made := post(w, team[0], "/api/cases/"+c.Text("id")+"/commitments", "made-0001", fields{"text": "补发", "due_at": "2026-03-05T00:00:00Z"})
		oneWins(w, team, "POST", "/api/commitments/"+made.Text("id")+"/update", fields{"version": 1, "text": "改期", "due_at": "2026-03-06T00:00:00Z"})
	})
}

// oneWins sends one change from everybody at the same moment.
func oneWins(w *storytest.World, team []string, method, path string, body fields) {
	w.T.Helper()
	var won, told int
	for _, a := range together(team, func(who string) storytest.Answer {
		return w.Send(who, storytest.Request{Method: method, Path: path, Body: storytest.JSON(body)})
	}) {
		switch a.Status {
		case http.StatusOK:
			won++
		case http.StatusConflict:
			told++
		default:
			w.T.Errorf("%s: %d %s", path, a.Status, a.Body)
		}
	}
	if won != 1 || told != len(team)-1 {
		w.T.Errorf("%s: %d won, %d were told", path, won, told)
	}
}

// together lets everybody do the same at the same moment.
func together(who []string, do func(who string) storytest.Answer) []storytest.Answer {
	answers := make([]storytest.Answer, len(who))
	start := make(chan struct{})
	var all sync.WaitGroup
	for i, each := range who {
		all.Go(func() {
			<-start
			answers[i] = do(each)
		})
	}
	close(start)
	all.Wait()
	return answers
}

// TestSentTenTimesSaidOnce repeats one message from many hands at once.
func TestSentTenTimesSaidOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := storytest.New(t, d)
		w.Shop("tea", "茶")
		w.Visit("lin", "tea", "林")
		token := w.Token("lin")
		hands := make([]string, 10)
		for i := range hands {
			hands[i] = fmt.Sprintf("hand%d", i)
		}
		ids := map[string]bool{}
		for _, a := range together(hands, func(who string) storytest.Answer {
			return w.Send(who, storytest.Request{Method: "POST", Path: "/api/buyer/messages", Body: storytest.JSON(fields{"text": "在吗"}),
				Header: http.Header{"Idempotency-Key": {"the-same-one"}, "Authorization": {"Bearer " + token}}})
		}) {
			if a.Status != http.StatusCreated {
				t.Errorf("%d %s", a.Status, a.Body)
			}
			ids[a.Text("id")] = true
		}
		a := w.Send("lin", storytest.Request{Method: "GET", Path: "/api/buyer/thread"})
		if len(ids) != 1 || a.Number("head_seq") != 1 {
			t.Errorf("said as %d messages, head %d", len(ids), a.Number("head_seq"))
		}
	})
}

// TestNoGapAfterReconnecting cuts a listener's line again and again while a
// buyer writes. The listener asks for what came since the number it has when it
// connects and at every hint, and has everything, once, in order.
func TestNoGapAfterReconnecting(t *testing.T) {
	const total, cutEvery = 60, 7
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := storytest.New(t, d)
		tea := w.Shop("tea", "茶")
		talk := w.Visit("lin", "tea", "林")
		w.User("chen", "agent", tea.ID)
		var writing sync.WaitGroup
		writing.Go(func() {
			for n := range total {
				if a := post(w, "lin", "/api/buyer/messages", fmt.Sprintf("line-%04d", n), fields{"text": fmt.Sprint(n)}); a.Status != http.StatusCreated {
					t.Errorf("%d %s", a.Status, a.Body)
				}
			}
		})
		var seen []string
		var head int64
		for len(seen) < total && !t.Failed() {
			s, _ := w.Dial("chen", "/connection/console")
			s.Connect("")
			if reply := s.Subscribe("conv:" + talk); strings.Contains(reply, "error") {
				t.Fatal(reply)
			}
			for hints := 0; ; hints++ {
				texts, to := since(t, w, talk, head)
				seen, head = append(seen, texts...), to
				if len(seen) >= total || hints == cutEvery {
					break
				}
				// A hint may stand for more than one message, and none comes for what
				// was there before: then the head, which clients ask for, tells.
				if strings.Contains(s.Heads("team:"+talk), fmt.Sprintf(":%d}", head)) {
					s.AnyHint("conv:" + talk)
				}
			}
			s.Cut()
		}
		writing.Wait()
		for n, text := range seen {
			if text != fmt.Sprint(n) {
				t.Fatalf("message %d is %q: %v", n, text, seen)
			}
		}
		if len(seen) != total {
			t.Errorf("%d messages of %d", len(seen), total)
		}
	})
}

// since returns the texts after a number, and the new number.
func since(t *testing.T, w *storytest.World, talk string, seq int64) (texts []string, head int64) {
	t.Helper()
	a := w.Send("chen", storytest.Request{Method: "GET", Path: fmt.Sprintf("/api/conversations/%s/messages?since=%d", talk, seq)})
	var page struct {
		Messages []struct {
			Seq  int64
			Text string
		}
	}
	if err := json.Unmarshal(a.Body, &page); err != nil {
		t.Fatal(err)
	}
	for _, m := range page.Messages {
		seq++
		if m.Seq != seq {
			t.Fatalf("number %d comes after %d", m.Seq, seq-1)
		}
		texts = append(texts, m.Text)
	}
	return texts, seq
}

// TestSecretsAreNotKept looks for tokens and passwords in the bytes of the
// database: who steals it can act for nobody.
func TestSecretsAreNotKept(t *testing.T) {
	url := dbtest.SQLiteURL(t)
	d, err := db.Open(t.Context(), url, db.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	w := storytest.New(t, d)
	tea := w.Shop("tea", "茶")
	w.Visit("lin", "tea", "林")
	w.User("chen", "agent", tea.ID)
	w.Wait(time.Hour)
	_, session, _ := strings.Cut(w.Cookie("chen"), "=")
	secrets := map[string]string{"visitor token": w.Token("lin"), "session": session, "password": storytest.Password}
	path := strings.TrimPrefix(url, "sqlite:")
	for _, name := range []string{path, path + "-wal"} {
		content, err := os.ReadFile(name)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		for what, secret := range secrets {
			if len(secret) < 16 || strings.Contains(string(content), secret) {
				t.Errorf("a %s stands in %s", what, name)
			}
		}
	}
	if len(w.Token("lin")) < 26 || len(session) < 26 {
		t.Errorf("tokens of %d and %d letters hold no 128 bits", len(w.Token("lin")), len(session))
	}
}
