package dispute_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/dispute"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network, in a shop with two agents, a
// supervisor and a trainer, and another shop with an agent of its own.
type world struct {
	*services.Set
	t    *testing.T
	ms   atomic.Int64
	ids  atomic.Int64
	keys atomic.Int64

	shop, other                                 shop.Shop
	agent, second, chief, trainer, root, abroad context.Context
	people                                      map[string]string // ids by login
	hints                                       sync.Map
	of                                          complaint.Case
}

// each plays on both engines and looks at the audit record after it.
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
	w := &world{t: t, people: map[string]string{}}
	w.ms.Store(time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC).UnixMilli()) // 09:30 in Shanghai
	services, err := services.Build(d, t.TempDir(), services.Outside{
		Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
		Log: slog.New(slog.DiscardHandler), Revoked: func(string) {},
		Hint: func(topic string, _ any) { w.hints.Store(topic, true) },
	})
	w.must(err)
	t.Cleanup(func() { w.must(services.Close()) })
	w.Set = services
	w.root = identity.With(context.Background(), identity.NewSystem())
	w.shop, err = w.Shops.Create(w.root, shop.Draft{Key: "tea", Name: "茶"})
	w.must(err)
	w.other, err = w.Shops.Create(w.root, shop.Draft{Key: "books", Name: "书"})
	w.must(err)
	for _, n := range []struct{ login, role, shop string }{
		{"agent", "agent", w.shop.ID}, {"second", "agent", w.shop.ID}, {"chief", "supervisor", w.shop.ID},
		{"trainer", "trainer", w.shop.ID}, {"abroad", "supervisor", w.other.ID},
	} {
		p, err := w.Identity.CreateUser(w.root, identity.Newcomer{Name: n.login, Login: n.login, Password: "a-password",
			Grants: []identity.Grant{{Role: n.role, Shop: n.shop}}})
		w.must(err)
		w.people[n.login] = p.ID
	}
	w.agent, w.second, w.chief, w.trainer, w.abroad = w.as("agent"), w.as("second"), w.as("chief"), w.as("trainer"), w.as("abroad")
	return w
}

// as is somebody as the database knows them.
func (w *world) as(login string) context.Context {
	w.t.Helper()
	a, err := w.Identity.Recheck(context.Background(), identity.NewUser(w.people[login], login, nil))
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

// wants fails unless err is a fault with a code.
func (w *world) wants(err error, code string) {
	w.t.Helper()
	if fault.CodeOf(err) != code {
		w.t.Errorf("got %v, want %s", err, code)
	}
}

// at lets it be a time and does what is due.
func (w *world) at(t time.Time) {
	w.t.Helper()
	w.ms.Store(t.UnixMilli())
	_, err := w.Queue.RunDue(context.Background(), w.now())
	w.must(err)
}

func (w *world) key() string { return fmt.Sprintf("key-%06d", w.keys.Add(1)) }

// open is a case with a chat and an order, which a buyer has complained about.
func (w *world) open() complaint.Case {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), "tea", "", "林女士")
	w.must(err)
	buyer := identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, w.shop.ID, "林女士"))
	_, err = w.Conversations.Say(buyer, w.key(), conversation.Draft{Text: "一直没收到，电话 13812345678 <script>alert(1)</script>"})
	w.must(err)
	_, err = w.Conversations.Reply(w.agent, v.Conversation.ID, w.key(), conversation.Draft{Text: "正在查物流"})
	w.must(err)
	_, err = w.Conversations.Note(w.agent, v.Conversation.ID, w.key(), conversation.Draft{Text: "内部：这位不好说话"}, nil)
	w.must(err)
	_, _, err = w.Orders.Push(w.root, w.shop.ID, order.Draft{Number: "JD2001", Facts: order.Facts{Platform: "jd", Receiver: "林晓", Phone: "13812345678",
		Address: "上海市浦东新区世纪大道1号", PlacedAt: w.now().Add(-48 * time.Hour), Paid: order.Yuan(19900)},
		Items: []order.Item{{Title: "=HYPERLINK(\"x\")", Quantity: 1}}, Parcels: []order.Parcel{{Carrier: "顺丰", Number: "SF1"}}})
	w.must(err)
	c, err := w.Complaints.Open(w.agent, v.Conversation.ID, w.key(), complaint.Facts{Scenario: "logistics.late", Severity: complaint.Low, OrderNo: "JD2001"})
	w.must(err)
	return c
}

func (w *world) draft(number string) dispute.Draft {
	return dispute.Draft{ShopID: w.shop.ID, Kind: dispute.Intervention, Platform: "jd", Number: number, ReceivedAt: w.now(),
		Facts: dispute.Facts{Reason: "late", Demand: "退款", Amount: 19900}}
}

// register keeps a dispute of the shop.
func (w *world) register(d dispute.Draft) dispute.Dispute {
	w.t.Helper()
	made, fresh, err := w.Disputes.Register(w.agent, w.key(), d)
	w.must(err)
	if !fresh {
		w.t.Fatalf("%s was there", d.Number)
	}
	return made
}

func (w *world) take(d dispute.Dispute, t dispute.Taking) dispute.Dispute {
	w.t.Helper()
	d, err := w.Disputes.Take(w.agent, d.ID, d.Version, t)
	w.must(err)
	return d
}

// told counts the notices of a kind that somebody has.
func (w *world) told(login, kind string) (n int) {
	w.t.Helper()
	p, err := w.Notices.Mine(w.as(login), "")
	w.must(err)
	for _, each := range p.Notices {
		if each.Kind == kind {
			n++
		}
	}
	return n
}

func sample(t *testing.T) *os.File {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "*.pdf")
	if err == nil {
		_, err = f.WriteString("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
	}
	if err == nil {
		_, err = f.Seek(0, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}
