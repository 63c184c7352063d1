package delight_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/customer/delight"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestSuggest(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	card := delight.Delight{ID: "card", CostFen: 300, Occasion: delight.VIP}
	tea := delight.Delight{ID: "tea", CostFen: 1500, Occasion: delight.ThirdSolved}
	cup := delight.Delight{ID: "cup", CostFen: 2000, Occasion: delight.LongWait}
	all := []delight.Delight{card, tea, cup}
	budget := delight.Budget{BudgetFen: 5000, Month: "2026-11"}
	waits := delight.Facts{WaitingSince: now.Add(-delight.LongAfter)}
	for _, tt := range []struct {
		name  string
		b     delight.Budget
		f     delight.Facts
		given []delight.Use
		want  string
	}{
		{"nothing special", budget, delight.Facts{Solved: 2}, nil, ""},
		{"a VIP", budget, delight.Facts{VIP: true}, nil, "card"},
		{"the dearest first", budget, delight.Facts{VIP: true, Solved: 3}, nil, "teacard"},
		{"a long wait", budget, waits, nil, "cup"},
		{"a wait that is not long yet", budget, delight.Facts{WaitingSince: now.Add(time.Second - delight.LongAfter)}, nil, ""},
		{"more than is left", delight.Budget{BudgetFen: 5000, SpentFen: 3001, Month: "2026-11"}, waits, nil, ""},
		{"one this month", budget, delight.Facts{VIP: true}, []delight.Use{{Month: "2026-11"}}, ""},
		{"one last month", budget, delight.Facts{VIP: true}, []delight.Use{{Month: "2026-10"}}, "card"},
	} {
		got := ""
		for _, d := range delight.Suggest(all, tt.b, tt.given, tt.f, now) {
			got += d.ID
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// world is a shop with a budget and two delights.
type world struct {
	*services.Set
	t     *testing.T
	ms    atomic.Int64
	ids   atomic.Int64
	shop  string
	agent context.Context
	tea   delight.Delight
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{t: t}
		w.ms.Store(time.Date(2026, 11, 30, 15, 59, 0, 0, time.UTC).UnixMilli()) // a minute before December in Shanghai
		services, err := services.Build(d, t.TempDir(), services.Outside{
			Now:   func() time.Time { return time.UnixMilli(w.ms.Load()).UTC() },
			NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
			Log:   slog.New(slog.DiscardHandler), Hint: func(string, any) {}, Revoked: func(string) {},
		})
		w.must(err)
		t.Cleanup(func() { w.must(services.Close()) })
		w.Set = services
		s, err := w.Shops.Create(identity.With(context.Background(), identity.NewSystem()), shop.Draft{Key: "tea", Name: "茶"})
		w.must(err)
		w.shop = s.ID
		w.agent = identity.With(context.Background(), identity.NewUser("agent", "小陈", map[string][]identity.Permission{s.ID: identity.Grantable()}))
		w.tea, err = w.Delights.Add(w.agent, "tea-key-1", w.shop, delight.Delight{Title: "送一盒茶", CostFen: 1500, Occasion: delight.VIP})
		w.must(err)
		_, err = w.Delights.SetBudget(w.agent, w.shop, 0, 4000)
		w.must(err)
		story(t, w)
		report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) buyer() string {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), "tea", "", "")
	w.must(err)
	return v.Customer.ID
}

func (w *world) budget() delight.Budget {
	w.t.Helper()
	b, _, err := w.Delights.OfShop(w.agent, w.shop)
	w.must(err)
	return b
}

func code(t *testing.T, err error, want string) {
	t.Helper()
	if fault.CodeOf(err) != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// However many tabs give at once, in whatever versions: never more than the
// budget, and each given one is counted.
func TestNeverOverTheBudget(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var given atomic.Int64
		for range 4 { // rounds of screens that have just been refreshed
			version := w.budget().Version
			var wg sync.WaitGroup
			for i := range 4 {
				buyer, key := w.buyer(), fmt.Sprintf("give-%d-%d", version, i)
				wg.Go(func() {
					_, err := w.Delights.Give(w.agent, key, buyer, w.tea.ID, version)
					if err == nil {
						given.Add(1)
					} else if fault.KindOf(err) != fault.Conflict {
						t.Errorf("%v", err)
					}
				})
			}
			wg.Wait()
		}
		if b := w.budget(); given.Load() != 2 || b.SpentFen != 3000 || b.LeftFen() != 1000 {
			t.Errorf("%d were given: %+v", given.Load(), b)
		}
	})
}

func TestGivingOnceAMonth(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		buyer := w.buyer()
		u, err := w.Delights.Give(w.agent, "give-key-1", buyer, w.tea.ID, 1)
		w.must(err)
		again, err := w.Delights.Give(w.agent, "give-key-1", buyer, w.tea.ID, 1)
		if err != nil || again.ID != u.ID || w.budget().SpentFen != 1500 {
			t.Errorf("sent again: %+v, %v", again, err)
		}
		_, err = w.Delights.Give(w.agent, "give-key-2", buyer, w.tea.ID, 1)
		code(t, err, "delight.budget_changed")
		_, err = w.Delights.Give(w.agent, "give-key-3", buyer, w.tea.ID, 2)
		code(t, err, "delight.had_one")
		_, err = w.Delights.SetBudget(w.agent, w.shop, 1, 9000)
		code(t, err, "delight.budget_changed")
		_, err = w.Delights.SetBudget(w.agent, w.shop, 2, 1000)
		w.must(err)
		_, err = w.Delights.Give(w.agent, "give-key-4", w.buyer(), w.tea.ID, 3)
		code(t, err, "delight.over_budget")
		w.ms.Add(time.Minute.Milliseconds())
		if b := w.budget(); b.Month != "2026-12" || b.LeftFen() != 1000 {
			t.Errorf("a new month: %+v", b)
		}
		_, err = w.Delights.SetBudget(w.agent, w.shop, 3, 2000)
		w.must(err)
		_, err = w.Delights.Give(w.agent, "give-key-5", buyer, w.tea.ID, 4)
		w.must(err)
		code(t, w.Delights.Remove(w.agent, w.tea.ID, 9), "delight.changed")
		w.must(w.Delights.Remove(w.agent, w.tea.ID, 1))
		_, err = w.Delights.Give(w.agent, "give-key-6", w.buyer(), w.tea.ID, 5)
		code(t, err, "db.not_found")
	})
}
