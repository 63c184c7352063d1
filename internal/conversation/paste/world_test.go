package paste_test

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
	"github.com/anxin-desk/anxin/internal/conversation/paste"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network, in two shops. The clock stands
// at half past ten in the morning of the shop.
type world struct {
	*services.Set
	t             *testing.T
	ms, ids       atomic.Int64
	shop, other   string
	agent, reader context.Context
	away          context.Context // somebody of the other shop
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{t: t}
		w.ms.Store(time.Date(2026, 11, 23, 2, 30, 0, 0, time.UTC).UnixMilli())
		services, err := services.Build(d, t.TempDir(), services.Outside{
			Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
			Log: slog.New(slog.DiscardHandler), Hint: func(string, any) {}, Revoked: func(string) {},
		})
		w.must(err)
		t.Cleanup(func() { w.must(services.Close()) })
		w.Set = services
		w.shop, w.other = w.newShop("安心茶铺"), w.newShop("别家")
		w.agent, w.away = member("agent", w.shop, identity.Grantable()), member("away", w.other, identity.Grantable())
		w.reader = member("reader", w.shop, []identity.Permission{identity.ConversationRead})
		story(t, w)
		report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func member(id, shopID string, may []identity.Permission) context.Context {
	return identity.With(context.Background(), identity.NewUser(id, "小陈", map[string][]identity.Permission{shopID: may}))
}

func (w *world) newShop(name string) string {
	s, err := w.Shops.Create(identity.With(context.Background(), identity.NewSystem()), shop.Draft{Name: name})
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

// chat is one as 千牛 shows it: lines of "12:34 buyer words" or "12:34 us words",
// in hours of the shop, of today.
func chat(lines ...string) string {
	var b strings.Builder
	for _, line := range lines {
		part := strings.SplitN(line, " ", 3)
		who := map[string]string{"buyer": "tb睡不醒", "us": "安心茶铺:小陈", "robot": "安心茶铺:智能机器人"}[part[1]]
		fmt.Fprintf(&b, "%s (2026-11-23 %s:00):\n%s\n", who, part[0], part[2])
	}
	return b.String()
}

// keep keeps a chat and wants so many new messages.
func (w *world) keep(added int, d paste.Draft) conversation.Conversation {
	w.t.Helper()
	d.ShopID = w.shop
	p, err := w.Pastes.Read(w.agent, d)
	w.must(err)
	c, n, err := w.Pastes.Keep(w.agent, d, p.Conversation.Version)
	w.must(err)
	if n != added || p.Added() != added {
		w.t.Errorf("added %d, announced %d, want %d", n, p.Added(), added)
	}
	return c
}

// thread is what is said in a conversation, by its times in the shop.
func (w *world) thread(c conversation.Conversation) string {
	w.t.Helper()
	all, err := conversation.SpokenIn(w.DB.Reader(context.Background()), c.ID, 1000)
	w.must(err)
	var b strings.Builder
	for _, m := range all {
		fmt.Fprintf(&b, "%s %s %s|", m.At.Add(8*time.Hour).Format("15:04"), m.Sender.Kind, m.Text)
	}
	return b.String()
}

func (w *world) get(c conversation.Conversation) conversation.Conversation {
	w.t.Helper()
	c, err := w.Conversations.Get(w.agent, c.ID)
	w.must(err)
	return c
}

func (w *world) run() {
	w.t.Helper()
	_, err := w.Queue.RunDue(context.Background(), w.now())
	w.must(err)
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
