package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/stories/storytest"
)

const (
	console = "/connection/console"
	widget  = "/connection/buyer"
)

// connected is what a connect command is answered with.
type connected struct {
	Connect struct {
		Client string
		Subs   map[string]any
	}
}

func subscriptions(t *testing.T, reply string) []string {
	t.Helper()
	var c connected
	if err := json.Unmarshal([]byte(reply), &c); err != nil || c.Connect.Client == "" {
		t.Fatalf("not connected: %q", reply)
	}
	var topics []string
	for topic := range c.Connect.Subs {
		topics = append(topics, topic)
	}
	slices.Sort(topics)
	return topics
}

// dial opens a socket that must be let in.
func dial(t *testing.T, w *storytest.World, who, path string) (*storytest.Socket, []string) {
	t.Helper()
	s, status := w.Dial(who, path)
	if s == nil {
		t.Fatalf("%s at %s: %d", who, path, status)
	}
	return s, subscriptions(t, s.Connect(w.Token(who)))
}

// TestSocketsHearWhatIsTheirs is the matrix of topics: each actor's own, those
// of others, and some that there are not.
func TestSocketsHearWhatIsTheirs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMatrix(t, d)
		for _, a := range m.actors {
			switch {
			case a.user:
				m.hears(a, console)
			case a.buyer:
				m.hears(a, widget)
			}
		}
		for _, path := range []string{console, widget} {
			s, status := m.w.Dial("nobody", path)
			if s == nil {
				t.Fatalf("%s: %d", path, status)
			}
			if reply := s.Connect(""); reply != "" {
				t.Errorf("nobody is let in at %s: %s", path, reply)
			}
		}
	})
}

// hears holds what a is told over a socket to what they may know.
func (m *matrix) hears(a actor, path string) {
	m.t.Helper()
	s, given := dial(m.t, m.w, a.name, path)
	if want := m.topics(a); !slices.Equal(given, want) {
		m.t.Errorf("%s is given %v, want %v", a.name, given, want)
	}
	none := s.Subscribe("conv:01900000-0000-7000-9000-000000000001")
	if !strings.Contains(none, `"error"`) {
		m.t.Errorf("%s may hear what does not exist: %s", a.name, none)
	}
	other := m.shopB
	if a.shop == m.shopB {
		other = m.shopA
	}
	refused := []string{"user:somebody", "shop:unknown", "conv:", "nonsense", "conv:" + m.talk[inB] + "\x00", "shop:*"}
	if !a.all {
		refused = append(refused, "shop:"+other, "tickets:"+other, "compensations:"+other)
	}
	for _, topic := range refused {
		if got := s.Subscribe(topic); got != none && got != `{"error":{"code":107,"message":"bad request"}}` {
			m.t.Errorf("%s asks for %q: %s, want %s", a.name, topic, got, none)
		}
	}
	if got := s.Heads(refused...); !strings.Contains(got, `"heads":{}`) {
		m.t.Errorf("%s asks for heads that are none of theirs: %s", a.name, got)
	}
	for side, id := range m.talk {
		may := a.may["conversation.read"] && (a.all || a.shop == m.shop(side)) || a.buyer && a.name == "buyer "+string(side)
		got := s.Subscribe("conv:" + id)
		if already := slices.Contains(given, "conv:"+id); may && !already && strings.Contains(got, "error") || !may && got != none {
			m.t.Errorf("%s asks for the conversation %s: %s", a.name, side, got)
		}
		team := s.Subscribe("team:" + id)
		if mayTeam := may && a.user; mayTeam && strings.Contains(team, "error") || !mayTeam && team != none {
			m.t.Errorf("%s asks for the team's side of the conversation %s: %s", a.name, side, team)
		}
		heads := s.Heads("conv:"+id, "conv:unknown", "shop:unknown")
		if strings.Contains(heads, id) != may || strings.Contains(heads, "unknown") {
			m.t.Errorf("%s asks for the head of the conversation %s: %s", a.name, side, heads)
		}
	}
}

// topics are what a hears without asking.
func (m *matrix) topics(a actor) []string {
	if a.buyer {
		return []string{"conv:" + m.talk[side(strings.TrimPrefix(a.name, "buyer "))]}
	}
	topics := []string{"user:" + a.id}
	if a.may["conversation.read"] {
		topics = append(topics, "team")
	}
	for _, shop := range []string{m.shopA, m.shopB} {
		if a.may["conversation.read"] && (a.all || a.shop == shop) {
			topics = append(topics, "shop:"+shop)
		}
		if a.may["ticket.read"] && (a.all || a.shop == shop) {
			topics = append(topics, "tickets:"+shop)
		}
		if a.may["compensation.read"] && (a.all || a.shop == shop) {
			topics = append(topics, "compensations:"+shop)
		}
	}
	slices.Sort(topics)
	return topics
}

func TestOtherSitesOpenNoConsoleSocket(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := storytest.New(t, d)
		tea := w.Shop("tea", "茶")
		w.User("chen", "agent", tea.ID)
		w.Visit("lin", "tea", "")
		if s, status := w.Dial("chen", console, "Origin", "https://evil.example"); s != nil || status != http.StatusForbidden {
			t.Errorf("another site's page opens a console socket: %d", status)
		}
		if s, status := w.Dial("lin", widget, "Origin", "https://shop.example"); s == nil {
			t.Errorf("a shop's page cannot open the widget's socket: %d", status)
		}
		// A cookie opens no buyer's socket, and a visitor token none of the console's.
		s, _ := w.Dial("chen", widget)
		if reply := s.Connect(""); reply != "" {
			t.Errorf("a cookie opens a buyer's socket: %s", reply)
		}
		s, _ = w.Dial("stranger", console)
		if reply := s.Connect(w.Token("lin")); reply != "" {
			t.Errorf("a visitor token opens a console socket: %s", reply)
		}
	})
}

// kickWithin is how soon a socket ends of somebody who was shut out.
const kickWithin = time.Second

func TestWhoIsShutOutHearsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := storytest.New(t, d)
		tea := w.Shop("tea", "茶")
		w.User("root", "administrator", "")
		for login, shutOut := range map[string]func(id string){
			"disabled": func(string) { w.Disable("disabled") },
			"leaving":  func(string) { w.Send("leaving", storytest.Request{Method: "DELETE", Path: "/api/sessions"}) },
			"changing": func(string) {
				w.Send("changing", storytest.Request{Method: "PUT", Path: "/api/me/password",
					Body: storytest.JSON(map[string]string{"current": storytest.Password, "new": "quite another one"})})
			},
			"demoted": func(id string) {
				_, err := w.Services.Identity.Revoke(w.System(), id, 1, identity.Grant{Role: "agent", Shop: tea.ID})
				if err != nil {
					t.Error(err)
				}
			},
		} {
			id := w.User(login, "agent", tea.ID)
			s, _ := dial(t, w, login, console)
			shutOut(id)
			begin := time.Now()
			select {
			case code := <-s.Closed:
				if code != 4501 {
					t.Errorf("%s: closed with %d", login, code)
				}
				if took := time.Since(begin); took > kickWithin {
					t.Errorf("%s: closed after %v", login, took)
				}
			case <-time.After(10 * kickWithin):
				t.Errorf("%s still hears", login)
			}
			if login == "changing" || login == "demoted" {
				continue // they may come back
			}
			s, _ = w.Dial(login, console)
			if reply := s.Connect(""); reply != "" {
				t.Errorf("%s is let in again: %s", login, reply)
			}
		}
	})
}
