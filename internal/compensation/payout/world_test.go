package payout_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/erp"
	"github.com/anxin-desk/anxin/internal/compensation/payout"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/stories/sample"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// secret is what the merchant's system and the shop share.
const secret = "a-secret-of-the-merchant"

// merchant is the system of a merchant: it pays each key once, whatever it says.
type merchant struct {
	*httptest.Server
	mu    sync.Mutex
	paid  map[string]int64 // fen by key
	calls map[string]int   // to pay, by key
	wrong []string         // what a merchant would not have taken
	say   func(w http.ResponseWriter, r erp.Request) bool
}

func newMerchant(t testing.TB) *merchant {
	m := &merchant{paid: map[string]int64{}, calls: map[string]int{}}
	m.Server = httptest.NewServer(http.HandlerFunc(m.serve))
	t.Cleanup(m.Close)
	return m
}

func (m *merchant) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var q erp.Request
	_ = json.Unmarshal(body, &q)
	m.mu.Lock()
	defer m.mu.Unlock()
	at, sig, _ := strings.Cut(strings.TrimPrefix(r.Header.Get("X-Anxin-Signature"), "t="), ",v1=")
	if sig != erp.Signature(secret, at, body) || r.Header.Get("Idempotency-Key") != q.Key {
		m.wrong = append(m.wrong, "signature of "+string(body))
	}
	if q.Action == "status" {
		m.status(w, q)
		return
	}
	m.calls[q.Key]++
	if m.say != nil && m.say(w, q) {
		return
	}
	m.pay(q)
	fmt.Fprintf(w, `{"status":"paid","reference":"R-%s"}`, q.Claim)
}

// called is how often the merchant was asked to pay, by key.
func (m *merchant) called() map[string]int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.calls)
}

func (m *merchant) pay(q erp.Request) {
	if _, again := m.paid[q.Key]; !again {
		m.paid[q.Key] = q.Fen
	}
}

func (m *merchant) status(w http.ResponseWriter, q erp.Request) {
	if _, ok := m.paid[q.Key]; ok {
		fmt.Fprint(w, `{"status":"paid","reference":"asked"}`)
		return
	}
	w.WriteHeader(http.StatusNotFound)
	fmt.Fprint(w, `{"status":"not_found"}`)
}

// answers lets the merchant say something else; true says that it was enough.
func (m *merchant) answers(f func(w http.ResponseWriter, q erp.Request) bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.say = f
}

// dying carries payouts, and can die with them after they went out.
type dying struct {
	*outgoing.Client
	dies atomic.Bool
}

func (d *dying) Send(ctx context.Context, address string, h http.Header, body []byte) (outgoing.Answer, error) {
	a, err := d.Client.Send(ctx, address, h, body)
	if d.dies.CompareAndSwap(true, false) {
		panic("killed")
	}
	return a, err
}

// world is the whole program in a shop with two agents, two team leads, a supervisor, a
// proprietor and somebody who pays.
type world struct {
	*services.Set
	t       testing.TB
	ms, ids atomic.Int64
	payer   *dying
	erp     *merchant
	shop    shop.Shop
	root    context.Context
	people  map[string]string
	of      complaint.Case
	talk    string
	buyer   string
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		story(t, w)
		w.isWhole()
	})
}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{t: t, people: map[string]string{}, erp: newMerchant(t)}
	w.ms.Store(time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC).UnixMilli())
	allowed, err := outgoing.Allow([]string{"127.0.0.1"})
	w.must(err)
	w.payer = &dying{Client: outgoing.New(allowed, 300*time.Millisecond)}
	w.Set, err = services.Build(d, t.TempDir(), services.Outside{
		Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
		Log: slog.New(slog.DiscardHandler), Revoked: func(string) {}, Hint: func(string, any) {}, Sender: w.payer,
	})
	w.must(err)
	t.Cleanup(func() { w.must(w.Set.Close()) })
	w.root = identity.With(context.Background(), identity.NewSystem())
	w.shop, err = w.Shops.Create(w.root, shop.Draft{Key: "tea", Name: "茶"})
	w.must(err)
	for login, role := range map[string]string{"agent": "agent", "agent2": "agent", "lead": "team_lead", "lead2": "team_lead", "chief": "supervisor",
		"boss": "proprietor", "money": "finance"} {
		p, err := w.Identity.CreateUser(w.root, identity.Newcomer{Name: login, Login: login, Password: "a-password", Grants: []identity.Grant{{Role: role, Shop: w.shop.ID}}})
		w.must(err)
		w.people[login] = p.ID
	}
	v, err := w.WebChat.Begin(context.Background(), "tea", "", "林女士")
	w.must(err)
	w.talk, w.buyer = v.Conversation.ID, v.Customer.ID
	_, _, err = w.Orders.Push(w.root, w.shop.ID, order.Draft{Number: "1001", Facts: order.Facts{Paid: order.Yuan(300_00)}})
	w.must(err)
	w.of = w.open("case-key-1", "1001")
	_, err = w.ERP.Save(w.as("boss"), w.shop.ID, 0, erp.Draft{Address: w.erp.URL + "/pay", Status: w.erp.URL + "/status", Secret: secret})
	w.must(err)
	return w
}

func (w *world) open(key, orderNo string) complaint.Case {
	w.t.Helper()
	c, err := w.Complaints.Open(w.as("agent"), w.talk, key, complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low, OrderNo: orderNo, Summary: "杯子碎了"})
	w.must(err)
	return c
}

// isWhole looks at the record, at what the merchant was asked, and that what was paid
// was approved.
func (w *world) isWhole() {
	w.t.Helper()
	q := w.DB.Reader(context.Background())
	report, err := audit.Verify(context.Background(), q, w.Sealer.Key, nil)
	if err != nil || !report.OK() {
		w.t.Errorf("audit: %v, %v", report.Problems, err)
	}
	for _, s := range w.erp.wrong {
		w.t.Error(s)
	}
	if n := w.count(`SELECT COUNT(*) FROM payout p JOIN compensation_claim c ON c.id = p.claim_id
		WHERE p.state = 'paid' AND c.state <> 'paid' OR c.state = 'paid' AND p.state <> 'paid' OR p.state IN ('doing', 'sending', 'unknown') AND c.state <> 'paying'`); n != 0 {
		w.t.Errorf("%d claims and payouts disagree", n)
	}
}

func (w *world) count(sql string, args ...any) int64 {
	w.t.Helper()
	n, err := db.Value[int64](w.DB.Reader(context.Background()), sql, args...)
	w.must(err)
	return n
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

// pass lets time pass in steps and does what is due in each.
func (w *world) pass(d time.Duration) {
	w.t.Helper()
	step := max(d/20, time.Second)
	for end := w.now().Add(d); w.now().Before(end); {
		w.ms.Add(step.Milliseconds())
		_, err := w.Queue.RunDue(context.Background(), w.now())
		w.must(err)
	}
}

func draft(fen int64) compensation.Draft {
	return compensation.Draft{Remedy: compensation.Payment, Fen: fen, Reason: "破损", Policy: compensation.Policy{ID: "d1", Text: "破损赔付", Cap: 250_00}}
}

func (w *world) claim(key string, fen int64) compensation.Claim {
	w.t.Helper()
	c, err := w.Approvals.Claim(w.as("agent"), w.of.ID, key, draft(fen))
	w.must(err)
	return c
}

func (w *world) approve(c compensation.Claim, login string) compensation.Claim {
	w.t.Helper()
	c, err := w.Approvals.Approve(w.as(login), c.ID, c.Version, "同意")
	w.must(err)
	return c
}

func (w *world) pay(c compensation.Claim, how payout.How) compensation.Claim {
	w.t.Helper()
	c, err := w.Payouts.Pay(w.as("money"), c.ID, c.Version, how)
	w.must(err)
	return c
}

func (w *world) see(id string) (compensation.Claim, payout.Payout) {
	w.t.Helper()
	v, err := w.Approvals.Get(w.as("boss"), id)
	w.must(err)
	b, err := w.Payouts.Beside(w.as("boss"), []string{id})
	w.must(err)
	return v.Claim, b.Payouts[id]
}

func (w *world) proof(id string) {
	w.t.Helper()
	_, err := w.Payouts.AddProof(w.as("money"), id, "proof-key-1", "转账.png", strings.NewReader(photo(w.t)))
	w.must(err)
}

func photo(t testing.TB) string {
	t.Helper()
	content, err := sample.File("jpeg 20x20")
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func (w *world) notices(login string) map[string]int {
	w.t.Helper()
	p, err := w.Notices.Mine(w.as(login), "")
	w.must(err)
	told := map[string]int{}
	for _, n := range p.Notices {
		told[n.Kind]++
	}
	return told
}
