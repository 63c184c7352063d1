package find_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/find"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network, in two shops; the agent
// works in the first, the stranger in the second, the boss in both.
type world struct {
	*services.Set
	t   *testing.T
	ms  atomic.Int64
	ids atomic.Int64

	first, second         string
	agent, boss, stranger context.Context
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{t: t}
		w.ms.Store(time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC).UnixMilli())
		services, err := services.Build(d, t.TempDir(), services.Outside{
			Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
			Log: slog.New(slog.DiscardHandler), Hint: func(string, any) {}, Revoked: func(string) {},
		})
		w.must(err)
		t.Cleanup(func() { w.must(services.Close()) })
		w.Set = services
		w.first, w.second = w.newShop("first"), w.newShop("second")
		w.agent, w.stranger, w.boss = w.member("agent", "李婷", w.first), w.member("stranger", "陈思远", w.second), w.member("boss", "王芳", "")
		story(t, w)
	})
}

func (w *world) now() time.Time { return time.UnixMilli(w.ms.Add(1)).UTC() }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) newShop(key string) string {
	s, err := w.Shops.Create(identity.With(context.Background(), identity.NewSystem()), shop.Draft{Key: key, Name: "Shop " + key})
	w.must(err)
	return s.ID
}

func (w *world) member(id, name, shopID string) context.Context {
	w.exec(`INSERT INTO app_user (id, login, name, password, made_at, version) VALUES (?, ?, ?, '', 1, 1)`, id, id, name)
	w.exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES (?, 'agent', ?, '')`, id, shopID)
	may := []identity.Permission{identity.ConversationRead, identity.ConversationReply, identity.ConversationMerge, identity.CaseRead, identity.CaseWrite}
	return identity.With(context.Background(), identity.NewUser(id, name, map[string][]identity.Permission{shopID: may}))
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(sql, args...)
		return err
	}))
}

// buyer is a visitor with their conversation.
type buyer struct {
	ctx      context.Context
	id, talk string
}

func (w *world) visit(shopKey, name string) buyer {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), shopKey, "", name)
	w.must(err)
	return buyer{identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, name)), v.Customer.ID, v.Conversation.ID}
}

func (w *world) key() string { return fmt.Sprintf("key-%08d", w.ids.Add(1)) }

func (w *world) say(b buyer, text string) conversation.Message {
	w.t.Helper()
	m, err := w.Conversations.Say(b.ctx, w.key(), conversation.Draft{Text: text})
	w.must(err)
	return m
}

func (w *world) reply(ctx context.Context, b buyer, text string) conversation.Message {
	w.t.Helper()
	m, err := w.Conversations.Reply(ctx, b.talk, w.key(), conversation.Draft{Text: text})
	w.must(err)
	return m
}

func (w *world) open(ctx context.Context, b buyer, f complaint.Facts) complaint.Case {
	w.t.Helper()
	f.Scenario, f.Severity = "logistics.late", complaint.Normal
	c, err := w.Complaints.Open(ctx, b.talk, w.key(), f)
	w.must(err)
	return c
}

func (w *world) catchUp() { w.t.Helper(); w.must(w.Index.CatchUp(context.Background())) }

func (w *world) find(ctx context.Context, words string, f find.Filter) []find.Hit {
	w.t.Helper()
	var all []find.Hit
	for after := ""; ; {
		p, err := w.Find.Find(ctx, words, f, after, 2)
		w.must(err)
		all = append(all, p.Hits...)
		if after = p.Next; after == "" {
			return all
		}
	}
}

// want compares what is found, as "kind text", newest first.
func (w *world) want(ctx context.Context, words string, f find.Filter, want ...string) []find.Hit {
	w.t.Helper()
	hits := w.find(ctx, words, f)
	var got []string
	for _, h := range hits {
		text := string(h.Kind) + " "
		for _, p := range h.Snippet {
			text += p.Text
		}
		got = append(got, text)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		w.t.Errorf("%s: found %q, want %q", words, got, want)
	}
	return hits
}
