package paper_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/paper"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a shop that sells lamps, with an agent and a supervisor, and another shop.
type world struct {
	*services.Set
	t                     *testing.T
	ms, ids               atomic.Int64
	keys                  int
	shop, elsewhere       string
	root, ada, chief, far context.Context
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{t: t, root: identity.With(context.Background(), identity.NewSystem())}
		w.ms.Store(time.Date(2026, 11, 30, 1, 30, 0, 0, time.UTC).UnixMilli())
		s, err := services.Build(d, t.TempDir(), services.Outside{
			Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
			Log: slog.New(slog.DiscardHandler), Revoked: func(string) {}, Hint: func(string, any) {},
		})
		w.must(err)
		t.Cleanup(func() { w.must(s.Close()) })
		w.Set = s
		for key, id := range map[string]*string{"lamps": &w.shop, "books": &w.elsewhere} {
			made, err := w.Shops.Create(w.root, shop.Draft{Key: key, Name: key})
			w.must(err)
			*id = made.ID
		}
		w.ada, w.chief, w.far = w.hire("ada", "agent", w.shop), w.hire("chief", "supervisor", w.shop), w.hire("far", "supervisor", w.elsewhere)
		story(t, w)
		report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func (w *world) hire(id, role, shopID string) context.Context {
	w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error {
		if _, err := tx.Exec(`INSERT INTO app_user (id, login, name, password, made_at, version) VALUES (?, ?, ?, '', 0, 1)`, id, id, "Name of "+id); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES (?, ?, ?, '')`, id, role, shopID)
		return err
	}))
	a, err := w.Identity.Recheck(context.Background(), identity.NewUser(id, id, nil))
	w.must(err)
	return identity.With(context.Background(), a)
}

func (w *world) now() time.Time { return time.UnixMilli(w.ms.Load()).UTC() }

func (w *world) days(n int) { w.ms.Add(int64(n) * 24 * time.Hour.Milliseconds()) }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) wants(err error, code string) {
	w.t.Helper()
	if fault.CodeOf(err) != code {
		w.t.Errorf("got %v, want %s", err, code)
	}
}

func (w *world) add(title, batch, ends string, codes ...string) paper.Paper {
	w.t.Helper()
	p, err := w.Papers.Add(w.chief, w.shop, paper.Draft{Kind: paper.Inspection, Title: title, Codes: codes, Batch: batch, EndsOn: ends}, title+".pdf", strings.NewReader("%PDF-1.7 "+title))
	w.must(err)
	return p
}

// complaint is the case of an order for two things.
func (w *world) complaint() complaint.Case {
	w.t.Helper()
	w.keys++
	_, _, err := w.Orders.Push(w.root, w.shop, order.Draft{Number: "A1001", Facts: order.Facts{Platform: "taobao", PlacedAt: w.now(), Paid: order.Yuan(9900)},
		Items: []order.Item{{Code: "TD-01", Title: "台灯", Quantity: 1, Batch: "B7"}, {Code: "TD-02", Title: "灯泡", Quantity: 2}}})
	w.must(err)
	v, err := w.WebChat.Begin(context.Background(), "lamps", "", "林")
	w.must(err)
	buyer := identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, v.Customer.Name))
	_, err = w.Conversations.Say(buyer, fmt.Sprintf("say-%06d", w.keys), conversation.Draft{Text: "假的吧"})
	w.must(err)
	c, err := w.Complaints.Open(w.ada, v.Conversation.ID, fmt.Sprintf("open-%06d", w.keys), complaint.Facts{Scenario: "quality.counterfeit", Severity: complaint.Normal, OrderNo: "A1001"})
	w.must(err)
	return c
}

func TestPapersThatFitACase(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.add("全店授权", "", "")
		w.add("灯泡", "", "2026-11-29", "TD-02")
		exact := w.add("台灯 B7", "B7", "2027-11-30", "TD-01", "TD-09")
		w.add("台灯 B8", "B8", "", "TD-01")
		w.add("别的", "", "", "XX")
		c := w.complaint()
		offered := func() (text string) {
			all, err := w.Papers.ForCase(w.ada, c.ID)
			w.must(err)
			for _, o := range all {
				text += fmt.Sprintf("%s %s %s %d;", o.Title, o.Fit, o.Near, o.Taken)
			}
			return text
		}
		if got := offered(); got != "台灯 B7 batch far 0;灯泡 code over 0;全店授权 all far 0;" {
			t.Errorf("offered %s", got)
		}
		i, err := w.Papers.Attach(w.ada, c.ID, exact.ID, "")
		w.must(err)
		again, err := w.Papers.Attach(w.ada, c.ID, exact.ID, "")
		w.must(err)
		if i.ID != again.ID || i.SourceID != exact.ID || !strings.HasPrefix(offered(), "台灯 B7 batch far 1;") {
			t.Errorf("taken %+v, again %+v, offered %s", i, again, offered())
		}
		_, content, err := w.Evidence.Read(w.ada, i.ID, false)
		w.must(err)
		defer content.Close()
		if text, err := io.ReadAll(content); err != nil || string(text) != "%PDF-1.7 台灯 B7" {
			t.Errorf("read %q, %v", text, err)
		}
		next := w.complaint() // the same report in another case says nothing
		_, err = w.Papers.Attach(w.ada, next.ID, exact.ID, "")
		w.must(err)
		if sec, err := w.Evidence.OfCase(w.ada, next.ID); err != nil || len(sec.Items) != 1 || len(sec.Alike) != 0 {
			t.Errorf("of the other case %+v, %v", sec, err)
		}
		_, err = w.Papers.ForCase(w.far, c.ID)
		w.wants(err, "db.not_found")
		_, err = w.Papers.Attach(w.far, c.ID, exact.ID, "")
		w.wants(err, "db.not_found")
		retired, err := w.Papers.Retire(w.chief, exact.ID, exact.Version, true)
		w.must(err)
		_, err = w.Papers.Attach(w.ada, c.ID, retired.ID, "")
		w.wants(err, "paper.retired")
	})
}

func TestKeepingPapers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.add("检测", "", "2026-12-31", "TD-01")
		_, err := w.Papers.Add(w.chief, w.shop, paper.Draft{Kind: paper.Inspection, Title: "又一份"}, "b.pdf", strings.NewReader("%PDF-1.7 检测"))
		w.wants(err, "paper.same")
		_, err = w.Papers.Add(w.ada, w.shop, p.Draft, "b.pdf", strings.NewReader("%PDF-1.7 b"))
		w.wants(err, "identity.denied")
		_, err = w.Papers.Add(w.far, w.shop, p.Draft, "b.pdf", strings.NewReader("%PDF-1.7 b"))
		w.wants(err, "shop.unknown")
		for content, code := range map[string]string{"<!doctype html><script>1</script>": "blob.unsupported_type", "": "blob.empty"} {
			_, err = w.Papers.Add(w.chief, w.shop, p.Draft, "b.pdf", strings.NewReader(content))
			w.wants(err, code)
		}
		d := p.Draft
		d.Codes, d.Batch = []string{"TD-02"}, "B7"
		_, err = w.Papers.Change(w.far, p.ID, 1, d)
		w.wants(err, "db.not_found")
		f := dbtest.NewFuse(t, w.DB)
		f.Burn("change", func() error { p, err = w.Papers.Change(w.chief, p.ID, 1, d); return err })
		_, err = w.Papers.Change(w.chief, p.ID, 1, d)
		w.wants(err, "paper.changed")
		found := func(f paper.Filter) int {
			page, err := w.Papers.List(w.ada, w.shop, f)
			w.must(err)
			return len(page.Papers)
		}
		for _, c := range []struct {
			f paper.Filter
			n int
		}{{paper.Filter{}, 1}, {paper.Filter{Words: "TD-01"}, 0}, {paper.Filter{Words: "TD-02"}, 1}, {paper.Filter{Words: "B7", Kind: paper.Inspection}, 1}, {paper.Filter{Kind: paper.Purchase}, 0}, {paper.Filter{Ending: true}, 0}, {paper.Filter{Retired: true}, 0}} {
			if n := found(c.f); n != c.n {
				t.Errorf("%+v finds %d", c.f, n)
			}
		}
		p, err = w.Papers.Retire(w.chief, p.ID, p.Version, true)
		w.must(err)
		next := w.add("检测", "", "")
		if found(paper.Filter{Retired: true}) != 1 || found(paper.Filter{}) != 1 {
			t.Error("the retired one is among the others")
		}
		_, err = w.Papers.Retire(w.chief, p.ID, p.Version, false)
		w.wants(err, "paper.same")
		_, err = w.Papers.Retire(w.chief, next.ID, next.Version, true)
		w.must(err)
		_, err = w.Papers.Retire(w.chief, p.ID, p.Version, false)
		w.must(err)
		f.Burn("add", func() error {
			_, err := w.Papers.Add(w.chief, w.shop, paper.Draft{Kind: paper.Inspection, Title: "另一份", Codes: []string{"TD-09"}}, "c.pdf", strings.NewReader("%PDF-1.7 c"))
			return err
		})
	})
}

func TestPagesOfPapers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for i := range 52 {
			w.add(fmt.Sprintf("第 %d 份", i), "", "", "TD-01")
		}
		first, err := w.Papers.List(w.ada, w.shop, paper.Filter{})
		w.must(err)
		second, err := w.Papers.List(w.ada, w.shop, paper.Filter{After: first.Next})
		w.must(err)
		if len(first.Papers) != 50 || len(second.Papers) != 2 || second.Next != "" || len(second.Papers[1].Codes) != 1 {
			t.Errorf("%d, then %d, then %q", len(first.Papers), len(second.Papers), second.Next)
		}
	})
}

func TestAWordBeforeTheEnd(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.add("授权书", "", "2027-01-10")
		w.add("报告", "", "2027-01-09")
		w.add("长期", "", "")
		told := func(days int) (text string) {
			w.days(days)
			for range 2 { // a job that runs again tells nobody twice
				_, err := w.Queue.RunDue(context.Background(), w.now())
				w.must(err)
			}
			page, err := w.Notices.Mine(w.chief, "")
			w.must(err)
			for _, n := range page.Notices {
				text += n.Kind + " " + n.Args["title"] + " " + n.Args["n"] + ";"
			}
			return text
		}
		if got := told(0); got != "" {
			t.Errorf("too early: %s", got)
		}
		if got := told(11); got != "paper.ends 报告 2;" {
			t.Errorf("a month before: %s", got)
		}
		if got := told(10); got != "paper.ends 报告 2;" {
			t.Errorf("in between: %s", got)
		}
		if got := told(14); got != "paper.ends 报告 2;paper.ends 报告 2;" {
			t.Errorf("a week before: %s", got)
		}
		if got := told(6); !strings.HasPrefix(got, "paper.ended 报告 1;") {
			t.Errorf("over: %s", got)
		}
		far, err := w.Notices.Mine(w.far, "")
		w.must(err)
		if len(far.Notices) != 0 {
			t.Errorf("another shop heard %+v", far.Notices)
		}
	})
}
