package automation_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network, a shop
// with three agents and a supervisor, and a shop with somebody else.
type world struct {
	*services.Set
	t   *testing.T
	ms  atomic.Int64
	ids atomic.Int64

	shop, elsewhere string
	root            context.Context
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
	w := &world{t: t, root: identity.With(context.Background(), identity.NewSystem())}
	w.ms.Store(time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC).UnixMilli())
	node := func() *services.Set {
		s, err := services.Build(d, t.TempDir(), services.Outside{
			Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
			Log: slog.New(slog.DiscardHandler), Revoked: func(string) {}, Hint: func(string, any) {},
		})
		w.must(err)
		t.Cleanup(func() { w.must(s.Close()) })
		return s
	}
	w.Set = node()
	for key, id := range map[string]*string{"tea": &w.shop, "books": &w.elsewhere} {
		s, err := w.Shops.Create(w.root, shop.Draft{Key: key, Name: key})
		w.must(err)
		*id = s.ID
	}
	for _, id := range []string{"ada", "bo", "cy"} {
		w.hire(id, "agent", w.shop)
	}
	w.hire("chief", "supervisor", w.shop)
	w.hire("stranger", "agent", w.elsewhere)
	return w
}

func (w *world) hire(id, role, shopID string) {
	w.exec(`INSERT INTO app_user (id, login, name, password, made_at, version) VALUES (?, ?, ?, '', 0, 1)`, id, id, "Name of "+id)
	w.exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES (?, ?, ?, '')`, id, role, shopID)
}

// there lets a browser of somebody be open from now on.
func (w *world) there(ids ...string) {
	for _, id := range ids {
		w.exec(`INSERT INTO user_session (token_hash, user_id, data, expires_at) VALUES (?, ?, '', ?)`, "token of "+id, id, int64(1)<<50)
		w.exec(`INSERT INTO agent_seen (user_id, at) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET at = excluded.at`, id, int64(1)<<50)
		w.state(id, identity.Online)
	}
}

func (w *world) state(id string, s identity.State) {
	_, err := w.Identity.SetState(w.as(id), s)
	w.must(err)
}

// as is somebody as the database knows them.
func (w *world) as(id string) context.Context {
	w.t.Helper()
	a, err := w.Identity.Recheck(context.Background(), identity.NewUser(id, id, nil))
	w.must(err)
	return identity.With(context.Background(), a)
}

func (w *world) now() time.Time { return time.UnixMilli(w.ms.Load()).UTC() }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(sql, args...); return err }))
}

// run does what is due, and what follows from it at once.
func (w *world) run() {
	w.t.Helper()
	for {
		n, err := w.Queue.RunDue(context.Background(), w.now())
		w.must(err)
		if n == 0 {
			return
		}
	}
}

func (w *world) pass(d time.Duration) {
	w.t.Helper()
	w.ms.Add(d.Milliseconds())
	w.run()
}

type buyer struct {
	ctx  context.Context
	talk string
}

// comes lets a new buyer say something.
func (w *world) comes(text string) buyer {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), "tea", "", "")
	w.must(err)
	b := buyer{identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, v.Customer.Name)), v.Conversation.ID}
	w.says(b, text)
	return b
}

func (w *world) says(b buyer, text string) {
	w.t.Helper()
	_, err := w.Conversations.Say(b.ctx, fmt.Sprintf("buyer-%06d", w.ids.Add(1)), conversation.Draft{Text: text})
	w.must(err)
}

func (w *world) replies(id string, b buyer) {
	w.t.Helper()
	_, err := w.Conversations.Reply(w.as(id), b.talk, fmt.Sprintf("agent-%06d", w.ids.Add(1)), conversation.Draft{Text: "您好"})
	w.must(err)
}

func (w *world) get(b buyer) conversation.Conversation {
	w.t.Helper()
	c, err := w.Conversations.Get(w.root, b.talk)
	w.must(err)
	return c
}

func (w *world) gives(by string, b buyer, to string) {
	w.t.Helper()
	_, err := w.Conversations.Assign(w.as(by), b.talk, w.get(b).Version, conversation.Transfer{AssigneeID: to})
	w.must(err)
}

// with wants somebody to look after a conversation, "" for nobody.
func (w *world) with(b buyer, id string) {
	w.t.Helper()
	if c := w.get(b); c.AssigneeID != id {
		w.t.Errorf("%q looks after it, want %q", c.AssigneeID, id)
	}
}

// lines are the codes of the lines for the team in a thread.
func (w *world) lines(b buyer) string {
	w.t.Helper()
	p, err := w.Conversations.Since(w.root, b.talk, 0)
	w.must(err)
	var codes []string
	for _, m := range p.Messages {
		if m.Kind == conversation.Event {
			if strings.HasPrefix(m.Event.Code, "automation.") {
				codes = append(codes, strings.TrimPrefix(m.Event.Code, "automation."))
			}
			if !m.Internal && strings.HasPrefix(m.Event.Code, "automation.") {
				w.t.Errorf("the buyer reads %s", m.Event.Code)
			}
		}
	}
	return strings.Join(codes, " ")
}

// takes makes somebody look after a conversation, as they saw it before anything
// else happened to it.
func (w *world) takes(id string, b buyer) {
	_, err := w.Conversations.Assign(w.as(id), b.talk, 1, conversation.Transfer{AssigneeID: id})
	w.must(err)
}
