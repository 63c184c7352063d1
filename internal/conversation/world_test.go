package conversation_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network, in two shops with an agent
// each, and a clock that stands still.
type world struct {
	*services.Set
	t   *testing.T
	ms  atomic.Int64
	ids atomic.Int64

	first                              string
	agent, colleague, reader, stranger context.Context
}

var morning = time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		story(t, w)
		ctx := context.Background()
		report, err := audit.Verify(ctx, w.DB.Reader(ctx), w.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func newWorld(t *testing.T, d *db.DB) *world {
	w := &world{t: t}
	w.ms.Store(morning.UnixMilli())
	services, err := services.Build(d, t.TempDir(), services.Outside{
		Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
		Log: slog.New(slog.DiscardHandler), Hint: func(string, any) {}, Revoked: func(string) {},
	})
	w.must(err)
	t.Cleanup(func() { w.must(services.Close()) })
	w.Set = services
	first, second := w.newShop("first"), w.newShop("second")
	all := []identity.Permission{identity.ConversationRead, identity.ConversationReply, identity.ConversationAssign,
		identity.FileRead, identity.FileUpload}
	w.agent, w.colleague, w.stranger = member("agent", first, all), member("colleague", first, all), member("stranger", second, all)
	w.reader = member("reader", first, all[:1])
	w.first = first
	w.addUser("agent", "agent", first)
	w.addUser("colleague", "agent", first)
	return w
}

// addUser stores somebody who holds a role in a shop.
func (w *world) addUser(id, role, shopID string) {
	w.t.Helper()
	w.inTx(func(tx *db.Tx) error {
		if _, err := tx.Exec(`INSERT INTO app_user (id, login, name, password, made_at, version) VALUES (?, ?, ?, '', 0, 1)`, id, id, "Name of "+id); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES (?, ?, ?, '')`, id, role, shopID)
		return err
	})
}

func member(id, shopID string, may []identity.Permission) context.Context {
	return identity.With(context.Background(), identity.NewUser(id, "Name of "+id, map[string][]identity.Permission{shopID: may}))
}

func (w *world) newShop(key string) string {
	s, err := w.Shops.Create(identity.With(context.Background(), identity.NewSystem()), shop.Draft{Key: key, Name: key})
	w.must(err)
	return s.ID
}

func (w *world) now() time.Time       { return time.UnixMilli(w.ms.Load()).UTC() }
func (w *world) pass(d time.Duration) { w.ms.Add(d.Milliseconds()) }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// buyer is a visitor with their conversation.
type buyer struct {
	ctx             context.Context
	id, talk, token string
}

func (w *world) visit(shopKey, token string) buyer {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), shopKey, token, "")
	w.must(err)
	ctx := identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, v.Customer.Name))
	return buyer{ctx, v.Customer.ID, v.Conversation.ID, v.Token}
}

func (w *world) say(b buyer, key, text string) conversation.Message {
	w.t.Helper()
	m, err := w.Conversations.Say(b.ctx, key, conversation.Draft{Text: text})
	w.must(err)
	return m
}

func (w *world) reply(key string, b buyer, text string) conversation.Message {
	w.t.Helper()
	m, err := w.Conversations.Reply(w.agent, b.talk, key, conversation.Draft{Text: text})
	w.must(err)
	return m
}

func (w *world) assign(ctx context.Context, talk string, version int64, to string) (conversation.Conversation, error) {
	return w.Conversations.Assign(ctx, talk, version, conversation.Transfer{AssigneeID: to})
}

func (w *world) get(b buyer) conversation.Conversation {
	w.t.Helper()
	c, err := w.Conversations.Get(w.agent, b.talk)
	w.must(err)
	return c
}

func (w *world) inTx(unit func(tx *db.Tx) error) {
	w.t.Helper()
	w.must(w.DB.InTx(context.Background(), unit))
}

func (w *world) count(sql string) int64 {
	w.t.Helper()
	n, err := db.Value[int64](w.DB.Reader(context.Background()), sql)
	w.must(err)
	return n
}

func wantFault(t *testing.T, err error, kind fault.Kind, code string) {
	t.Helper()
	if fault.KindOf(err) != kind || fault.CodeOf(err) != code {
		t.Errorf("got %v, want %s %s", err, kind, code)
	}
}

// together calls f n times at the same moment and wants no error.
func together(t *testing.T, n int, f func(i int) error) {
	t.Helper()
	errs := make([]error, n)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-start
			errs[i] = f(i)
		})
	}
	close(start)
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}
