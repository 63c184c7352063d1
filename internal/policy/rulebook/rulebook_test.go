package rulebook_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/policy"
	"github.com/anxin-desk/anxin/internal/policy/rulebook"
)

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// offered is what a case is offered of a remedy.
func (w *world) offered(c complaint.Case, remedy string, said map[string]any) *policy.Offer {
	w.t.Helper()
	got, err := w.Rulebooks.ForCase(w.as("ada"), c.ID, said)
	w.must(err)
	i := slices.IndexFunc(got.Decision.Remedies, func(o policy.Offer) bool { return o.Remedy == remedy })
	if i < 0 {
		return nil
	}
	return &got.Decision.Remedies[i]
}

func (w *world) published(b rulebook.Book) rulebook.Book {
	w.t.Helper()
	_, b, err := w.Rulebooks.Simulate(w.as("boss"), b.ID, b.Version)
	w.must(err)
	b, err = w.Rulebooks.Publish(w.as("boss"), b.ID, b.Version, "", "")
	w.must(err)
	return b
}

func TestATableFromDraftToPublicationAndBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		boss := w.as("boss")
		w.sold("1001", 10000, 3)
		c := w.complains("quality.damaged", "1001")
		if o := w.offered(c, "payment", map[string]any{"quality": true, "damage_share": 10, "usable": true, "contacts": 1}); o == nil || *o.Suggested != 1000 || o.OfferBy != "merchant/default@1/r1" {
			t.Errorf("the table that comes with the product counts: %+v", o)
		}
		draft := table("很多钱")
		b, err := w.Rulebooks.Create(boss, w.shop, "first-key", draft)
		w.must(err)
		again, err := w.Rulebooks.Create(boss, w.shop, "first-key", draft)
		w.must(err)
		if again.ID != b.ID || b.Draft.Rows[0].Amount != "很多钱" {
			t.Errorf("the same key made two tables, or what was typed is lost: %+v", b)
		}
		problems, _, err := w.Rulebooks.Check(boss, w.shop, b.Draft)
		if err != nil || len(problems) != 1 || problems[0].Column != "amount" || problems[0].Row != 0 {
			t.Errorf("problems %v, %v", problems, err)
		}
		_, err = w.Rulebooks.Publish(boss, b.ID, b.Version, "", "")
		wantCode(t, err, "policy.table_wrong")
		b, err = w.Rulebooks.Save(boss, b.ID, b.Version, table("5元"))
		w.must(err)
		_, err = w.Rulebooks.Save(boss, b.ID, b.Version-1, table("6元"))
		wantCode(t, err, "policy.changed")
		_, err = w.Rulebooks.Publish(boss, b.ID, b.Version, "", "")
		wantCode(t, err, "policy.simulate_first")
		_, b, err = w.Rulebooks.Simulate(boss, b.ID, b.Version)
		w.must(err)
		for from, code := range map[string]string{"2026-11-22": "policy.from_past", "someday": "policy.date_form", "2029-01-01": "policy.from_far"} {
			_, err = w.Rulebooks.Publish(boss, b.ID, b.Version, from, "")
			wantCode(t, err, code)
		}
		b, err = w.Rulebooks.Publish(boss, b.ID, b.Version, "", "先试试")
		w.must(err)
		if o := w.offered(c, "coupon", nil); o == nil || *o.Suggested != 500 || o.OfferBy != "merchant/"+b.ID+"@1/r1" {
			t.Errorf("what was published counts: %+v", o)
		}
		if o := w.offered(c, "payment", map[string]any{"damage_share": 10, "usable": true, "contacts": 1}); o != nil {
			t.Errorf("the table that comes with the product still counts: %+v", o)
		}
		b, err = w.Rulebooks.Save(boss, b.ID, b.Version, table("20元"))
		w.must(err)
		if o := w.offered(c, "coupon", nil); *o.Suggested != 500 {
			t.Errorf("a draft counts: %+v", o)
		}
		b = w.published(b)
		if o := w.offered(c, "coupon", nil); *o.Suggested != 2000 || o.OfferBy != "merchant/"+b.ID+"@2/r1" {
			t.Errorf("the second edition: %+v", o)
		}
		_, err = w.Rulebooks.Restore(boss, b.ID, b.Version, 9, "", "")
		wantCode(t, err, "policy.edition_unknown")
		b, err = w.Rulebooks.Restore(boss, b.ID, b.Version, 1, "", "太贵了")
		w.must(err)
		if o := w.offered(c, "coupon", nil); *o.Suggested != 500 || len(b.Editions) != 3 || b.Editions[2].Restores != 1 || b.Editions[1].Table.Rows[0].Amount != "20元" {
			t.Errorf("going back publishes again: %+v, %+v", o, b.Editions)
		}
	})
}

func TestAnEditionCountsFromItsDay(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		boss := w.as("boss")
		b, err := w.Rulebooks.Create(boss, w.shop, "first-key", table("5元"))
		w.must(err)
		b = w.published(b)
		b, err = w.Rulebooks.Save(boss, b.ID, b.Version, table("9元"))
		w.must(err)
		_, b, err = w.Rulebooks.Simulate(boss, b.ID, b.Version)
		w.must(err)
		_, err = w.Rulebooks.Publish(boss, b.ID, b.Version, "2026-11-30", "")
		w.must(err)
		w.ms.Add(10 * 24 * 60 * 60 * 1000) // 3 December
		for day, want := range map[string]string{"2026-11-22": "", "2026-11-23": "500", "2026-11-29": "500", "2026-11-30": "900"} {
			d, err := w.Rulebooks.Try(boss, w.shop, map[string]any{"scenario": "quality.damaged", "claimed_on": day})
			w.must(err)
			got := ""
			for _, o := range d.Remedies {
				if o.Remedy == "coupon" && o.Suggested != nil {
					got = map[int64]string{500: "500", 900: "900"}[*o.Suggested]
				}
			}
			if got != want {
				t.Errorf("a claim of %s: %q, want %q", day, got, want)
			}
		}
	})
}

func TestASimulationSaysWhatWouldHaveChanged(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		boss := w.as("boss")
		w.sold("1001", 10000, 3)
		for range 2 {
			w.closes(w.complains("quality.damaged", "1001"))
		}
		w.closes(w.complains("service.attitude", ""))
		w.complains("quality.damaged", "1001") // is still open
		b, err := w.Rulebooks.Create(boss, w.shop, "first-key", table("5元"))
		w.must(err)
		b = w.published(b)
		b, err = w.Rulebooks.Save(boss, b.ID, b.Version, table("12元"))
		w.must(err)
		got, _, err := w.Rulebooks.Simulate(boss, b.ID, b.Version)
		w.must(err)
		if got.Cases != 3 || got.Changed != 2 || got.OldFen != 1000 || got.NewFen != 2400 || len(got.Changes) != 2 || got.Changes[0].Difference != 700 || got.Skipped != 0 {
			t.Errorf("got %+v", got)
		}
		_, _, err = w.Rulebooks.Simulate(boss, b.ID, b.Version-1)
		wantCode(t, err, "policy.changed")
	})
}

func TestATableThatWasNeverPublishedCanBeDeleted(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		boss := w.as("boss")
		b, err := w.Rulebooks.Create(boss, w.shop, "first-key", table("5元"))
		w.must(err)
		wantCode(t, w.Rulebooks.Delete(w.as("stranger"), b.ID, b.Version), "db.not_found")
		wantCode(t, w.Rulebooks.Delete(w.as("ada"), b.ID, b.Version), "identity.denied")
		wantCode(t, w.Rulebooks.Delete(boss, b.ID, b.Version+1), "policy.changed")
		w.must(w.Rulebooks.Delete(boss, b.ID, b.Version))
		_, err = w.Rulebooks.Get(boss, b.ID)
		wantCode(t, err, "db.not_found")
		wantCode(t, w.Rulebooks.Delete(boss, b.ID, b.Version), "db.not_found")

		b, err = w.Rulebooks.Create(boss, w.shop, "first-key", table("5元"))
		w.must(err)
		b = w.published(b)
		wantCode(t, w.Rulebooks.Delete(boss, b.ID, b.Version), "policy.published")
		if o := w.offered(w.complains("quality.damaged", ""), "coupon", nil); o == nil || *o.Suggested != 500 {
			t.Errorf("it still counts: %+v", o)
		}
	})
}

func TestAPublishedCommitmentIsAFloor(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		boss := w.as("boss")
		promise := policy.Table{Name: "破损包赔", Layer: policy.Published, Hit: policy.Unique, Columns: []string{"scenario"}, Rows: []policy.Row{
			{ID: "r1", Cells: []string{"商品破损"}, Remedy: "小额补偿", Amount: "30% 实付"}}}
		b, err := w.Rulebooks.Create(boss, w.shop, "first-key", promise)
		w.must(err)
		b = w.published(b)
		w.sold("1001", 10000, 3)
		c := w.complains("quality.damaged", "1001")
		o := w.offered(c, "payment", map[string]any{"damage_share": 10, "usable": true, "contacts": 1})
		if o == nil || o.State != policy.Must || *o.Floor != 3000 || *o.Suggested != 3000 || o.FloorBy != "published/"+b.ID+"@1/r1" {
			t.Errorf("what was published is higher than the table: %+v", o)
		}
		double := promise
		double.Rows = append(slices.Clone(promise.Rows), policy.Row{ID: "r2", Cells: []string{"-"}, Remedy: "小额补偿", Amount: "5元"})
		b, err = w.Rulebooks.Save(boss, b.ID, b.Version, double)
		w.must(err)
		_, _, err = w.Rulebooks.Simulate(boss, b.ID, b.Version)
		wantCode(t, err, "policy.rows_overlap")
	})
}

func TestACaseFillsInWhatIsKnown(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.sold("1001", 10000, 3)
		c := w.complains("quality.malfunction", "1001")
		got, err := w.Rulebooks.ForCase(w.as("ada"), c.ID, map[string]any{"质量问题": "是"})
		w.must(err)
		for name, want := range map[string]any{"scenario": "quality.malfunction", "platform": "pinduoduo", "paid": int64(10000), "signed_on": "2026-11-20", "claimed_on": "2026-11-23",
			"shipped": true, "freight_paid": int64(800), "demand": "refund", "quality": "是"} {
			if got.Matter.Facts[name] != want {
				t.Errorf("%s is %v, want %v", name, got.Matter.Facts[name], want)
			}
		}
		if got.Matter.From["paid"] != "order" || got.Matter.From["quality"] != "said" || got.Matter.From["scenario"] != "case" {
			t.Errorf("from %v", got.Matter.From)
		}
		if o := w.offered(c, "return_refund", map[string]any{"quality": true}); o == nil || o.Floor == nil || *o.Floor != 10000 {
			t.Errorf("got %+v", o)
		}
		for name, v := range map[string]any{"moon": 1, "paid": -1, "signed_on": "2027-01-01"} {
			_, err := w.Rulebooks.ForCase(w.as("ada"), c.ID, map[string]any{name: v})
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s %v: %v", name, v, err)
			}
		}
	})
}

// Where money hangs on it, nobody raises a price or moves a day that was looked up;
// what nobody knows else is taken from who says it.
func TestAClaimBelievesWhatWasLookedUp(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.sold("1001", 10000, 3)
		c := w.complains("quality.damaged", "1001")
		said := map[string]any{"paid": int64(900_000), "signed_days": 1, "quality": "是", "damage_share": "10", "usable": "是", "contacts": "1"}
		got, err := w.Rulebooks.ForClaim(w.as("ada"), c.ID, said)
		w.must(err)
		if m := got.Matter; m.Facts["paid"] != int64(10000) || m.From["paid"] != "order" || m.From["signed_days"] != "" || m.From["quality"] != "said" {
			t.Errorf("%v from %v", m.Facts, m.From)
		}
		plain, err := w.Rulebooks.ForCase(w.as("ada"), c.ID, map[string]any{"quality": "是", "damage_share": "10", "usable": "是", "contacts": "1"})
		w.must(err)
		for i, o := range got.Decision.Remedies {
			if other := plain.Decision.Remedies[i]; o.Remedy != other.Remedy || (o.Cap == nil) != (other.Cap == nil) || o.Cap != nil && *o.Cap != *other.Cap {
				t.Errorf("%s may be %v, and %v without what was said of the price", o.Remedy, o.Cap, other.Cap)
			}
		}
		_, err = w.Rulebooks.ForClaim(w.as("ada"), c.ID, map[string]any{"moon": 1})
		wantCode(t, err, "policy.fact_unknown")
	})
}

func TestTablesOfOthersAreNotThere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, err := w.Rulebooks.Create(w.as("boss"), w.shop, "first-key", table("5元"))
		w.must(err)
		stranger := w.as("stranger")
		_, err = w.Rulebooks.Save(stranger, b.ID, b.Version, table("9元"))
		wantCode(t, err, "db.not_found")
		_, err = w.Rulebooks.List(stranger, w.shop)
		wantCode(t, err, "shop.unknown")
		_, err = w.Rulebooks.Save(w.as("ada"), b.ID, b.Version, table("9元"))
		wantCode(t, err, "identity.denied")
		c := w.complains("quality.damaged", "")
		_, err = w.Rulebooks.ForCase(stranger, c.ID, nil)
		wantCode(t, err, "db.not_found")
	})
}

func TestTwoWhoPublishAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		boss := w.as("boss")
		b, err := w.Rulebooks.Create(boss, w.shop, "first-key", table("5元"))
		w.must(err)
		_, b, err = w.Rulebooks.Simulate(boss, b.ID, b.Version)
		w.must(err)
		var wait sync.WaitGroup
		codes := make([]string, 4)
		for i := range codes {
			wait.Go(func() {
				_, err := w.Rulebooks.Publish(boss, b.ID, b.Version, "", "")
				codes[i] = fault.CodeOf(err)
			})
		}
		wait.Wait()
		slices.Sort(codes)
		if !slices.Equal(codes, []string{"", "policy.changed", "policy.changed", "policy.changed"}) {
			t.Errorf("got %q", codes)
		}
		got, err := w.Rulebooks.Get(context.WithoutCancel(boss), b.ID)
		w.must(err)
		if len(got.Editions) != 1 {
			t.Errorf("%d editions", len(got.Editions))
		}
	})
}
