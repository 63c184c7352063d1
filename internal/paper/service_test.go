package paper_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/paper"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/services/servicestest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a shop that sells lamps, with an agent and a supervisor, and another shop.
type world struct {
	*servicestest.World
	keys            int
	shop, elsewhere string
	ada, chief, far context.Context
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		of := servicestest.New(t, d)
		of.Pass(7 * 24 * time.Hour)
		w := &world{World: of, shop: of.Open("lamps"), elsewhere: of.Open("books")}
		w.ada, w.chief, w.far = w.Hire("ada", "agent", w.shop), w.Hire("chief", "supervisor", w.shop), w.Hire("far", "supervisor", w.elsewhere)
		story(t, w)
		of.Verify()
	})
}

func (w *world) days(n int) { w.Pass(time.Duration(n) * 24 * time.Hour) }

func (w *world) add(title, batch, ends string, codes ...string) paper.Paper {
	w.T.Helper()
	p, err := w.Papers.Add(w.chief, w.shop, paper.Draft{Kind: paper.Inspection, Title: title, Codes: codes, Batch: batch, EndsOn: ends}, title+".pdf", strings.NewReader("%PDF-1.7 "+title))
	w.Must(err)
	return p
}

// complaint is the case of an order for two things.
func (w *world) complaint() complaint.Case {
	w.T.Helper()
	w.keys++
	_, _, err := w.Orders.Push(w.Root, w.shop, order.Draft{Number: "A1001", Facts: order.Facts{Platform: "taobao", PlacedAt: w.Now(), Paid: order.Yuan(9900)},
		Items: []order.Item{{Code: "TD-01", Title: "台灯", Quantity: 1, Batch: "B7"}, {Code: "TD-02", Title: "灯泡", Quantity: 2}}})
	w.Must(err)
	v, err := w.WebChat.Begin(context.Background(), "lamps", "", "林")
	w.Must(err)
	buyer := identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, v.Customer.Name))
	_, err = w.Conversations.Say(buyer, fmt.Sprintf("say-%06d", w.keys), conversation.Draft{Text: "假的吧"})
	w.Must(err)
	c, err := w.Complaints.Open(w.ada, v.Conversation.ID, fmt.Sprintf("open-%06d", w.keys), complaint.Facts{Scenario: "quality.counterfeit", Severity: complaint.Normal, OrderNo: "A1001"})
	w.Must(err)
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
			w.Must(err)
			for _, o := range all {
				text += fmt.Sprintf("%s %s %s %d;", o.Title, o.Fit, o.Near, o.Taken)
			}
			return text
		}
		if got := offered(); got != "台灯 B7 batch far 0;灯泡 code over 0;全店授权 all far 0;" {
			t.Errorf("offered %s", got)
		}
		i, err := w.Papers.Attach(w.ada, c.ID, exact.ID, "")
		w.Must(err)
		again, err := w.Papers.Attach(w.ada, c.ID, exact.ID, "")
		w.Must(err)
		if i.ID != again.ID || i.SourceID != exact.ID || !strings.HasPrefix(offered(), "台灯 B7 batch far 1;") {
			t.Errorf("taken %+v, again %+v, offered %s", i, again, offered())
		}
		_, content, err := w.Evidence.Read(w.ada, i.ID, false)
		w.Must(err)
		defer content.Close()
		if text, err := io.ReadAll(content); err != nil || string(text) != "%PDF-1.7 台灯 B7" {
			t.Errorf("read %q, %v", text, err)
		}
		next := w.complaint() // the same report in another case says nothing
		_, err = w.Papers.Attach(w.ada, next.ID, exact.ID, "")
		w.Must(err)
		if sec, err := w.Evidence.OfCase(w.ada, next.ID); err != nil || len(sec.Items) != 1 || len(sec.Alike) != 0 {
			t.Errorf("of the other case %+v, %v", sec, err)
		}
		_, err = w.Papers.ForCase(w.far, c.ID)
		w.Wants(err, "db.not_found")
		_, err = w.Papers.Attach(w.far, c.ID, exact.ID, "")
		w.Wants(err, "db.not_found")
		retired, err := w.Papers.Retire(w.chief, exact.ID, exact.Version, true)
		w.Must(err)
		_, err = w.Papers.Attach(w.ada, c.ID, retired.ID, "")
		w.Wants(err, "paper.retired")
	})
}

func TestKeepingPapers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.add("检测", "", "2026-12-31", "TD-01")
		_, err := w.Papers.Add(w.chief, w.shop, paper.Draft{Kind: paper.Inspection, Title: "又一份"}, "b.pdf", strings.NewReader("%PDF-1.7 检测"))
		w.Wants(err, "paper.same")
		_, err = w.Papers.Add(w.ada, w.shop, p.Draft, "b.pdf", strings.NewReader("%PDF-1.7 b"))
		w.Wants(err, "identity.denied")
		_, err = w.Papers.Add(w.far, w.shop, p.Draft, "b.pdf", strings.NewReader("%PDF-1.7 b"))
		w.Wants(err, "shop.unknown")
		for content, code := range map[string]string{"<!doctype html><script>1</script>": "blob.unsupported_type", "": "blob.empty"} {
			_, err = w.Papers.Add(w.chief, w.shop, p.Draft, "b.pdf", strings.NewReader(content))
			w.Wants(err, code)
		}
		d := p.Draft
		d.Codes, d.Batch = []string{"TD-02"}, "B7"
		_, err = w.Papers.Change(w.far, p.ID, 1, d)
		w.Wants(err, "db.not_found")
		f := dbtest.NewFuse(t, w.DB)
		f.Burn("change", func() error { p, err = w.Papers.Change(w.chief, p.ID, 1, d); return err })
		_, err = w.Papers.Change(w.chief, p.ID, 1, d)
		w.Wants(err, "paper.changed")
		found := func(f paper.Filter) int {
			page, err := w.Papers.List(w.ada, w.shop, f)
			w.Must(err)
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
		w.Must(err)
		next := w.add("检测", "", "")
		if found(paper.Filter{Retired: true}) != 1 || found(paper.Filter{}) != 1 {
			t.Error("the retired one is among the others")
		}
		_, err = w.Papers.Retire(w.chief, p.ID, p.Version, false)
		w.Wants(err, "paper.same")
		_, err = w.Papers.Retire(w.chief, next.ID, next.Version, true)
		w.Must(err)
		_, err = w.Papers.Retire(w.chief, p.ID, p.Version, false)
		w.Must(err)
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
		w.Must(err)
		second, err := w.Papers.List(w.ada, w.shop, paper.Filter{After: first.Next})
		w.Must(err)
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
				_, err := w.Queue.RunDue(context.Background(), w.Now())
				w.Must(err)
			}
			page, err := w.Notices.Mine(w.chief, "")
			w.Must(err)
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
		w.Must(err)
		if len(far.Notices) != 0 {
			t.Errorf("another shop heard %+v", far.Notices)
		}
	})
}
