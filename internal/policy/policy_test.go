package policy

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, shanghai)

func decide(t testing.TB, raw map[string]any, tables ...*Compiled) Decision {
	t.Helper()
	k, err := Read(raw, noon)
	if err != nil {
		t.Fatal(err)
	}
	return Decide(k, tables, noon)
}

func remedyOf(d Decision, code string) *Offer {
	for i := range d.Remedies {
		if d.Remedies[i].Remedy == code {
			return &d.Remedies[i]
		}
	}
	return nil
}

func compiled(t testing.TB, table Table) *Compiled {
	t.Helper()
	c, problems := Compile(table)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return c
}

func TestFactsAreRefusedWithWhatIsWrong(t *testing.T) {
	for raw, want := range map[string]string{
		`{"moon":1}`:                   "policy.fact_unknown",
		`{"paid":-1}`:                  "policy.value_negative",
		`{"paid":1.5}`:                 "policy.value_money",
		`{"paid":"12.345元"}`:           "policy.value_money",
		`{"paid":9223372036854775807}`: "policy.value_absurd",
		`{"paid":1e300}`:               "policy.value_money",
		`{"paid":true}`:                "policy.value_money",
		`{"paid":[1]}`:                 "policy.value_money",
		`{"goods_class":"moon"}`:       "policy.value_unknown",
		`{"goods_class":1}`:            "policy.value_unknown",
		`{"labels":["moon"]}`:          "policy.value_unknown",
		`{"labels":1}`:                 "policy.value_unknown",
		`{"quality":"maybe"}`:          "policy.value_unknown",
		`{"quality":1}`:                "policy.value_unknown",
		`{"signed_on":"soon"}`:         "policy.value_date",
		`{"signed_on":20261101}`:       "policy.value_date",
		`{"signed_on":"0001-01-01"}`:   "policy.value_absurd",
		`{"signed_on":"2026-12-01"}`:   "policy.date_future",
		`{"signed_on":"2026-11-10","claimed_on":"2026-11-09"}`: "policy.facts_contradict",
		`{"signed_on":"2026-11-10","signed_days":3}`:           "policy.facts_contradict",
		`{"paid":100,"实付":"2元"}`:                               "policy.facts_contradict",
		`{"late_hours":"x"}`:                                   "policy.value_number",
		`{"damage_share":-1}`:                                  "policy.value_negative",
		`{"damage_share":101}`:                                 "policy.value_absurd",
	} {
		var facts map[string]any
		d := json.NewDecoder(strings.NewReader(raw))
		d.UseNumber()
		if err := d.Decode(&facts); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(facts, noon); fault.CodeOf(err) != want {
			t.Errorf("%s: %v, want %s", raw, err, want)
		}
	}
}

func TestFactsAreReadInSeveralForms(t *testing.T) {
	want := decide(t, map[string]any{"scenario": "quality.damaged", "quality": true, "paid": 10050, "signed_on": "2026-11-25"})
	for _, raw := range []map[string]any{
		{"场景": "商品破损", "质量问题": "是", "实付": "100.50元", "签收日期": "2026/11/25"},
		{"scenario": "quality.damaged", "is_quality_problem": "yes", "paid_fen": json.Number("10050"), "received_on": "2026-11-24T23:30:00Z"},
		{"scenario": "quality.damaged", "quality": true, "price": "10050", "signed_days": 5.0, "signed_on": "2026-11-25", "fraud": nil, "platform": ""},
	} {
		if got := decide(t, raw); !reflect.DeepEqual(got, want) {
			t.Errorf("%v\n got %+v\nwant %+v", raw, got, want)
		}
	}
}

func TestCells(t *testing.T) {
	for _, tt := range []struct{ fact, cell, value, want string }{
		{"paid", ">= 50元", "50元", "yes"}, {"paid", "> 50元", "50元", "no"}, {"paid", "≤ 50", "50元", "yes"}, {"paid", "(50..100]", "50元", "no"},
		{"paid", "50..100", "100元", "yes"}, {"paid", "50至100", "100.01元", "no"}, {"paid", "[50..100)", "99.99元", "yes"}, {"paid", "-", "", "yes"},
		{"paid", "= 0", "", "open"}, {"paid", "有", "1元", "yes"}, {"paid", "<0", "", "policy.cell_never"}, {"paid", "100..50", "", "policy.cell_never"},
		{"paid", "many", "", "policy.cell_form"}, {"goods_kind", "食品、化妆品", "cosmetics", "yes"}, {"goods_kind", "非 食品", "food", "no"},
		{"goods_kind", "!= food", "baby", "yes"}, {"goods_kind", "月饼", "", "policy.cell_value"}, {"labels", "包邮", "包邮、运费险", "yes"},
		{"labels", "不含 包邮", "包邮", "no"}, {"labels", "不含 包邮", "无", "yes"}, {"quality", "是", "否", "no"}, {"quality", "是、否", "", "open"},
		{"quality", "非 是、否", "", "policy.cell_never"}, {"damage_share", "<= 30%", "30", "yes"}, {"signed_on", ">= 2026-11-01", "2026-11-01", "yes"},
		{"contacts", "≥3次", "2", "no"}, {"contacts", "、", "", "policy.cell_form"}, {"quality", "=", "", "policy.cell_form"},
	} {
		f := registry().byName[tt.fact]
		c, err := parseCell(f, tt.cell)
		if err != nil {
			if fault.CodeOf(err) != tt.want {
				t.Errorf("%s %s: %v, want %s", tt.fact, tt.cell, err, tt.want)
			}
			continue
		}
		k, err := Read(map[string]any{tt.fact: tt.value}, noon)
		if err != nil {
			t.Fatal(err)
		}
		if got := []string{"no", "open", "yes"}[c.test(f, k.slots[f.at])]; got != tt.want {
			t.Errorf("%s %s of %q: %s, want %s", tt.fact, tt.cell, tt.value, got, tt.want)
		}
	}
}

func TestAmounts(t *testing.T) {
	k, err := Read(map[string]any{"paid": 19999, "loss": 500}, noon)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"20元": "2000", "5% 实付": "1000", "5% 实付 至少 20元": "2000", "300% 实付 至多 30% 实付": "5999", "1000% 实付 或 300% 损失": "199990", "10% 运费": "?",
		"": "policy.amount_form", "100": "10000", "x% 实付": "policy.amount_form", "5%": "policy.amount_form", "5% 月亮": "policy.amount_form",
		"至少 5元": "policy.amount_form", "5元 5元": "policy.amount_form", "-5元": "policy.amount_form", "99999% 实付": "policy.amount_form", "999999999999元": "policy.amount_form",
	} {
		p, err := parsePay(text)
		if err != nil {
			if fault.CodeOf(err) != want {
				t.Errorf("%q: %v, want %s", text, err, want)
			}
			continue
		}
		m := p.of(k, true)
		got := fmt.Sprint(m.floor)
		if len(m.missing) > 0 {
			got = "?"
		}
		if got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

// someFacts draws facts that fit together.
func someFacts(t *rapid.T) map[string]any {
	raw := map[string]any{"claimed_on": "2026-11-20"}
	if rapid.Bool().Draw(t, "early") {
		raw["claimed_on"] = rapid.SampledFrom([]string{"2024-06-30", "2024-07-01", "2024-08-22", "2026-02-27"}).Draw(t, "claimed")
	}
	for _, f := range registry().all {
		if f.Kind == Date || len(f.From) > 0 && f.Name == "pending_days" || rapid.IntRange(0, 2).Draw(t, f.Name) == 0 {
			continue
		}
		switch f.Kind {
		case Choice, YesNo:
			raw[f.Name] = rapid.SampledFrom(f.Vals).Draw(t, f.Name).Code
		case Labels:
			raw[f.Name] = rapid.SampledFrom(f.Vals).Draw(t, f.Name).Code
		case Money:
			raw[f.Name] = rapid.SampledFrom([]int64{0, 1, 100, 16666, 16667, 100000, MaxMoney}).Draw(t, f.Name)
		case Percent:
			raw[f.Name] = rapid.IntRange(0, 100).Draw(t, f.Name)
		default:
			raw[f.Name] = rapid.SampledFrom([]int{0, 1, 2, 7, 8, 15, 16, 48, 1000}).Draw(t, f.Name)
		}
	}
	return raw
}

// TestWhatBecomesKnownNeverLowersAFloor takes facts away: whatever was a number
// without them is at least as high with them, and what was sure stays sure.
func TestWhatBecomesKnownNeverLowersAFloor(t *testing.T) {
	tables := append([]*Compiled{compiled(t, publishedTable())}, compiled(t, Defaults()[0]))
	rapid.Check(t, func(t *rapid.T) {
		raw := someFacts(t)
		all, err := Read(raw, noon)
		if err != nil {
			t.Skip(err)
		}
		fewer := map[string]any{}
		for name, v := range raw {
			if name == "claimed_on" || rapid.Bool().Draw(t, "keep "+name) {
				fewer[name] = v
			}
		}
		less, err := Read(fewer, noon)
		if err != nil {
			t.Fatal(err)
		}
		before, after := Decide(less, tables, noon), Decide(all, tables, noon)
		if again := Decide(all, tables, noon); !reflect.DeepEqual(after, again) {
			t.Fatal("the same facts are decided in two ways")
		}
		for _, b := range before.Remedies {
			a := remedyOf(after, b.Remedy)
			if a == nil && (b.State == Must || b.Certain) {
				t.Fatalf("%s was owed and is gone", b.Remedy)
			}
			for _, floor := range []*int64{b.Floor, b.AtLeast} {
				if floor == nil {
					continue
				}
				now := a.Floor
				if a.State == Verify {
					now = a.AtLeast
				}
				if now == nil || *now < *floor {
					t.Fatalf("%s: floor %d, then %+v", b.Remedy, *floor, a)
				}
			}
			if b.State == Verify && (b.Floor != nil || b.Suggested != nil || b.Cap != nil) {
				t.Fatalf("%s has a number while it is to be verified", b.Remedy)
			}
		}
		highestWins(t, after)
	})
}

func highestWins(t *rapid.T, d Decision) {
	for _, o := range d.Remedies {
		if o.Floor != nil && o.Suggested != nil && (*o.Suggested < *o.Floor || *o.Cap < *o.Suggested || *o.Floor < 0) {
			t.Fatalf("%s is out of order: %+v", o.Remedy, o)
		}
	}
}

func publishedTable() Table {
	return Table{ID: "p", Name: "公开承诺", Version: 1, Layer: Published, Hit: First, Columns: []string{"scenario", "paid", "usable"}, Rows: []Row{
		{ID: "a", Cells: []string{"商品破损", "> 100元", "否"}, Remedy: "赔偿", Amount: "50元"},
		{ID: "b", Cells: []string{"商品破损", "-", "-"}, Remedy: "赔偿", Amount: "20% 实付"},
		{ID: "c", Cells: []string{"-", "-", "是"}, Guard: "paid > 5000 && contacts > 1", Remedy: "优惠券", Amount: "5元"},
	}}
}

func TestNoFactsPanic(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	words := []any{nil, "", "是", "food", -1, 1 << 40, "2026-11-01", true, []any{"包邮"}, map[string]any{}, "12元", 1.5}
	for range 3000 {
		raw := map[string]any{}
		for _, f := range registry().all {
			if r.IntN(20) == 0 {
				raw[f.Name] = words[r.IntN(len(words))]
			}
		}
		if k, err := Read(raw, noon); err == nil {
			Decide(k, nil, noon)
		}
	}
}

func FuzzCell(f *testing.F) {
	for _, s := range []string{">= 5", "(1..2]", "非 食品", "有", "10% 实付 至少 5元", "2026-11-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, fact := range registry().all {
			if c, err := parseCell(fact, text); err == nil && fact.bounded() && !c.any && c.lo > c.hi {
				t.Errorf("%s %q can never hold", fact.Name, text)
			}
		}
		if p, err := parsePay(text); err == nil && len(p.terms) == 0 && p.most == nil {
			t.Errorf("%q pays nothing", text)
		}
	})
}
