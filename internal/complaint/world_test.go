package complaint_test

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
	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/conversation/webchat"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// clock stands still until a test lets time pass.
type clock struct{ ms atomic.Int64 }

func (c *clock) now() time.Time               { return time.UnixMilli(c.ms.Load()).UTC() }
func (c *clock) set(t time.Time)              { c.ms.Store(t.UnixMilli()) }
func (c *clock) pass(d time.Duration)         { c.ms.Add(d.Milliseconds()) }
func (c *clock) in(d time.Duration) time.Time { return c.now().Add(d) }

// world is the whole program without its network, in a shop with two agents
// and a supervisor, beside a shop with an agent of its own.
type world struct {
	*services.Set
	t     testing.TB
	dir   string
	clock *clock
	ids   atomic.Int64

	shop, other                       shop.Shop
	agent, colleague, chief, stranger context.Context
}

// morning is 9:30 in the shop's zone.
var morning = time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)

var (
	agentMay = []identity.Permission{identity.ConversationRead, identity.ConversationReply, identity.ConversationAssign,
		identity.CaseRead, identity.CaseWrite, identity.CommitmentRead, identity.CommitmentWrite, identity.NoticeRead,
		identity.TicketRead, identity.TicketWork, identity.TicketWrite}
	chiefMay = append([]identity.Permission{identity.CommitmentWaive, identity.CaseCloseWithReason}, agentMay...)
)

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{t: t, dir: t.TempDir(), clock: &clock{}}
	w.clock.set(morning)
	services, err := services.Build(d, w.dir, services.Outside{
		Now: w.clock.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
		Log: slog.New(slog.DiscardHandler), Hint: func(string, any) {}, Revoked: func(string) {},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.must(services.Close()) })
	w.Set = services
	w.shop, w.other = w.newShop("first"), w.newShop("second")
	w.must(d.InTx(context.Background(), func(tx *db.Tx) error { // to whom conversations can be given
		if _, err := tx.Exec(`INSERT INTO app_user (id, login, name, password, made_at, version) VALUES ('colleague', 'colleague', 'Colleague', '', 0, 1)`); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES ('colleague', 'agent', ?, '')`, w.shop.ID)
		return err
	}))
	w.agent = member("agent", w.shop.ID, agentMay)
	w.colleague = member("colleague", w.shop.ID, agentMay)
	w.chief = member("chief", w.shop.ID, chiefMay)
	w.stranger = member("stranger", w.other.ID, chiefMay)
	return w
}

// each runs a story on both engines and looks at the audit record after it.
func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		story(t, w)
		w.auditIsWhole()
	})
}

func member(id, shopID string, may []identity.Permission) context.Context {
	return identity.With(context.Background(), identity.NewUser(id, "Name of "+id, map[string][]identity.Permission{shopID: may}))
}

func (w *world) newShop(key string) shop.Shop {
	s, err := w.Shops.Create(identity.With(context.Background(), identity.NewSystem()), shop.Draft{Key: key, Name: key})
	w.must(err)
	return s
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) auditIsWhole() {
	w.t.Helper()
	_, err := w.Sealer.Seal(context.Background())
	w.must(err)
	report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
	w.must(err)
	if !report.OK() || report.Entries == 0 {
		w.t.Errorf("audit: %d entries, problems %v", report.Entries, report.Problems)
	}
}

// run does what is due now.
func (w *world) run() {
	w.t.Helper()
	_, err := w.Queue.RunDue(context.Background(), w.clock.now())
	w.must(err)
}

// at lets it be t and does what is due.
func (w *world) at(t time.Time) {
	w.t.Helper()
	w.clock.set(t)
	w.run()
}

// buyer is a visitor with their conversation.
type buyer struct {
	ctx   context.Context
	id    string
	talk  string
	token string
}

func (w *world) visit(shopKey string) buyer {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), shopKey, "", "")
	w.must(err)
	return w.back(v)
}

// back is the buyer of a visit.
func (w *world) back(v webchat.Visit) buyer {
	b := buyer{id: v.Customer.ID, talk: v.Conversation.ID, token: v.Token}
	b.ctx = identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, ""))
	return b
}

func (w *world) say(b buyer, key, text string) conversation.Message {
	w.t.Helper()
	m, err := w.Conversations.Say(b.ctx, key, conversation.Draft{Text: text})
	w.must(err)
	return m
}

func (w *world) assign(b buyer, version int64, to string) (conversation.Conversation, error) {
	return w.Conversations.Assign(w.agent, b.talk, version, conversation.Transfer{AssigneeID: to})
}

var someFacts = complaint.Facts{Scenario: "logistics.late", Severity: complaint.Normal, Demands: []string{"progress"}, Summary: "三天没有物流"}

// opened is a visitor who has complained, with a case of the agent's.
func (w *world) opened() (buyer, complaint.Case) {
	w.t.Helper()
	b := w.visit("first")
	w.say(b, "buyer-key-1", "我的快递三天没动了")
	c, err := w.Complaints.Open(w.agent, b.talk, "case-key-1", someFacts)
	w.must(err)
	return b, c
}

func (w *world) commit(c complaint.Case, key, text string, in time.Duration) commitment.Commitment {
	w.t.Helper()
	m, err := w.Complaints.Commit(w.agent, c.ID, key, commitment.Draft{Text: text, DueAt: w.clock.in(in)})
	w.must(err)
	return m
}

func (w *world) caseNow(id string) complaint.Case {
	w.t.Helper()
	c, err := w.Complaints.Get(w.agent, id)
	w.must(err)
	return c
}

func (w *world) talkNow(id string) conversation.Conversation {
	w.t.Helper()
	c, err := w.Conversations.Get(w.agent, id)
	w.must(err)
	return c
}

func (w *world) commitmentNow(id string) commitment.Commitment {
	w.t.Helper()
	c, err := commitment.GetIn(w.DB.Reader(context.Background()), identity.Everything, id)
	w.must(err)
	return c
}

// thread is everything in a conversation.
func (w *world) thread(id string) []conversation.Message {
	w.t.Helper()
	p, err := w.Conversations.Since(w.agent, id, 0)
	w.must(err)
	return p.Messages
}

// events counts the lines of the system in a conversation by their codes.
func (w *world) events(id string) map[string]int {
	w.t.Helper()
	n := map[string]int{}
	for _, m := range w.thread(id) {
		if m.Kind == conversation.Event {
			n[m.Event.Code]++
		}
	}
	return n
}

// told counts the notices of a person by kind.
func (w *world) told(ctx context.Context) map[string]int {
	w.t.Helper()
	n := map[string]int{}
	for _, x := range w.notices(ctx) {
		n[x.Kind]++
	}
	return n
}

func (w *world) notices(ctx context.Context) (all []notice.Notice) {
	w.t.Helper()
	for after := ""; ; {
		p, err := w.Notices.Mine(ctx, after)
		w.must(err)
		if all = append(all, p.Notices...); p.Next == "" {
			return all
		}
		after = p.Next
	}
}

func (w *world) count(sql string, args ...any) int64 {
	w.t.Helper()
	n, err := db.Value[int64](w.DB.Reader(context.Background()), sql, args...)
	w.must(err)
	return n
}

func wantFault(t testing.TB, err error, kind fault.Kind, code string) {
	t.Helper()
	if fault.KindOf(err) != kind || fault.CodeOf(err) != code {
		t.Errorf("got %v, want %s %s", err, kind, code)
	}
}

// together calls f n times at the same moment and returns its errors.
func together(n int, f func(i int) error) []error {
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
	return errs
}

func allWell(t testing.TB, errs []error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
}
