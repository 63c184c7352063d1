package desk_test

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
	"github.com/anxin-desk/anxin/internal/desk"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network, in two shops; the agent
// works in the first, the boss in both.
type world struct {
	*services.Set
	t   *testing.T
	ms  atomic.Int64
	ids atomic.Int64

	first, second         string
	system                context.Context
	agent, boss, stranger context.Context
}

var morning = time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { story(t, newWorld(t, d)) })
}

func newWorld(t *testing.T, d *db.DB) *world {
	w := &world{t: t, system: identity.With(context.Background(), identity.NewSystem())}
	w.ms.Store(morning.UnixMilli())
	services, err := services.Build(d, t.TempDir(), services.Outside{
		Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
		Log: slog.New(slog.DiscardHandler), Hint: func(string, any) {}, Revoked: func(string) {},
	})
	w.must(err)
	t.Cleanup(func() { w.must(services.Close()) })
	w.Set = services
	w.first, w.second = w.newShop("first"), w.newShop("second")
	w.agent, w.stranger = member("agent", w.first), member("stranger", w.second)
	w.boss = member("boss", identity.AllShops)
	return w
}

func member(id, shopID string) context.Context {
	may := []identity.Permission{identity.ConversationRead, identity.ConversationReply, identity.ConversationAssign,
		identity.CaseRead, identity.CaseWrite, identity.CommitmentWrite, identity.NoticeRead}
	return identity.With(context.Background(), identity.NewUser(id, "Name of "+id, map[string][]identity.Permission{shopID: may}))
}

func (w *world) newShop(key string) string {
	s, err := w.Shops.Create(w.system, shop.Draft{Key: key, Name: "Shop " + key})
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
	ctx  context.Context
	id   string
	talk string
	said int
}

func (w *world) visit(shopKey, name string) *buyer {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), shopKey, "", name)
	w.must(err)
	return &buyer{ctx: identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, name)), id: v.Customer.ID, talk: v.Conversation.ID}
}

func (w *world) say(b *buyer, text string) {
	w.t.Helper()
	b.said++
	_, err := w.Conversations.Say(b.ctx, fmt.Sprint("buyer-key-", b.said), conversation.Draft{Text: text})
	w.must(err)
}

func (w *world) reply(ctx context.Context, b *buyer, text string) {
	w.t.Helper()
	b.said++
	_, err := w.Conversations.Reply(ctx, b.talk, fmt.Sprint("agent-key-", b.said), conversation.Draft{Text: text})
	w.must(err)
}

func (w *world) assign(b *buyer, version int64, to string) error {
	_, err := w.Conversations.Assign(w.boss, b.talk, version, conversation.Transfer{AssigneeID: to})
	return err
}

// talking is a visitor who has said something.
func (w *world) talking(shopKey string) *buyer {
	w.t.Helper()
	b := w.visit(shopKey, "")
	w.say(b, "你好")
	return b
}

func (w *world) open(b *buyer, key string) complaint.Case {
	w.t.Helper()
	c, err := w.Complaints.Open(w.boss, b.talk, key, complaint.Facts{Scenario: "logistics.late", Severity: complaint.Normal})
	w.must(err)
	return c
}

func (w *world) queue(ctx context.Context, v desk.View, shopID string) desk.Page {
	w.t.Helper()
	p, err := w.Desk.Queue(ctx, desk.Ask{View: v, Filter: desk.Filter{ShopID: shopID}})
	w.must(err)
	return p
}

func talks(rows []desk.Row) (ids []string) {
	for _, r := range rows {
		ids = append(ids, r.ConversationID)
	}
	return ids
}

func wantFault(t *testing.T, err error, kind fault.Kind, code string) {
	t.Helper()
	if fault.KindOf(err) != kind || fault.CodeOf(err) != code {
		t.Errorf("got %v, want %s %s", err, kind, code)
	}
}
