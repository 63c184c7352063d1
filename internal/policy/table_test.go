package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func percentile(all []time.Duration, p int) time.Duration {
	slices.Sort(all)
	return all[(len(all)-1)*p/100]
}

func small(hit Hit, rows ...Row) Table {
	for i := range rows {
		rows[i].ID = fmt.Sprint("r", i+1)
	}
	return Table{ID: "t", Name: "表", Version: 3, Layer: Merchant, Hit: hit, Columns: []string{"goods_kind", "paid"}, Rows: rows}
}

func row(kind, paid, remedy, amount string) Row {
	return Row{Cells: []string{kind, paid}, Remedy: remedy, Amount: amount}
}

func TestHits(t *testing.T) {
	rows := []Row{row("食品", "-", "优惠券", "5元"), row("-", ">= 100元", "优惠券", "20元"), row("-", "-", "优惠券", "1元"), row("食品", "-", "道歉说明", "")}
	for _, tt := range []struct {
		hit  Hit
		raw  map[string]any
		want string
	}{
		{First, map[string]any{"goods_kind": "food", "paid": 20000}, "may 500 merchant/t@3/r1"},
		{First, map[string]any{"goods_kind": "baby", "paid": 20000}, "may 2000 merchant/t@3/r2"},
		{First, map[string]any{"goods_kind": "baby", "paid": 1}, "may 100 merchant/t@3/r3"},
		{First, map[string]any{"paid": 20000}, "verify goods_kind"},
		{First, map[string]any{"goods_kind": "baby"}, "verify paid"},
		{First, map[string]any{"goods_kind": "food"}, "may 500 merchant/t@3/r1"},
		{Collect, map[string]any{"goods_kind": "food", "paid": 20000}, "may 2000 merchant/t@3/r2"},
		{Collect, map[string]any{"goods_kind": "food", "paid": 1}, "may 500 merchant/t@3/r1"},
		{Collect, map[string]any{"paid": 20000}, "may 2000 merchant/t@3/r2"},
		{Collect, map[string]any{"paid": 1}, "verify goods_kind"},
		{Unique, map[string]any{"goods_kind": "baby", "paid": 1}, "may 100 merchant/t@3/r3"},
		{Unique, map[string]any{"goods_kind": "food", "paid": 1}, "may 500 merchant/t@3/r1 problem"},
	} {
		d := decide(t, tt.raw, compiled(t, small(tt.hit, slices.Clone(rows)...)))
		o := remedyOf(d, "coupon")
		got := o.State
		if o.Suggested != nil {
			got += fmt.Sprint(" ", *o.Suggested, " ", o.OfferBy)
		} else {
			got += " " + strings.Join(o.Questions, " ")
		}
		if len(d.Problems) > 0 {
			got += " problem"
		}
		if got != tt.want {
			t.Errorf("%s %v: %s, want %s", tt.hit, tt.raw, got, tt.want)
		}
	}
}

func TestTheHighestLayerWins(t *testing.T) {
	facts := map[string]any{"scenario": "quality.damaged", "platform": "own", "quality": true, "signed_days": 2, "paid": 10000, "usable": true}
	published := publishedTable()
	published.Rows = []Row{{ID: "x", Cells: []string{"商品破损", "-", "-"}, Remedy: "退货退款", Amount: "120% 实付"}}
	merchant := small(First, row("-", "-", "退货退款", "50% 实付"))
	d := decide(t, facts, compiled(t, merchant))
	if o := remedyOf(d, "return_refund"); *o.Floor != 10000 || *o.Suggested != 10000 || *o.Cap != 10000 || o.OfferBy != "statutory/xf24-return" {
		t.Errorf("the law is higher than the table: %+v", o)
	}
	d = decide(t, facts, compiled(t, merchant), compiled(t, published))
	if o := remedyOf(d, "return_refund"); *o.Floor != 12000 || o.FloorBy != "published/p@1/x" || *o.Suggested != 12000 {
		t.Errorf("what was published is higher than the law: %+v", o)
	}
	merchant.Rows[0].Amount, merchant.Rows[0].Cap, merchant.Rows[0].Approval = "150% 实付", "160% 实付", "主管"
	d = decide(t, facts, compiled(t, merchant), compiled(t, published))
	if o := remedyOf(d, "return_refund"); *o.Floor != 12000 || *o.Suggested != 15000 || *o.Cap != 16000 || o.Approval != "supervisor" || o.OfferBy != "merchant/t@3/r1" {
		t.Errorf("the table is highest: %+v", o)
	}
}

func TestATableIsInForceForAWhile(t *testing.T) {
	table := small(First, row("-", "-", "优惠券", "5元"))
	table.From, table.To = "2026-11-10", "2026-11-20"
	for day, want := range map[string]bool{"2026-11-09": false, "2026-11-10": true, "2026-11-20": true, "2026-11-21": false} {
		if got := remedyOf(decide(t, map[string]any{"claimed_on": day}, compiled(t, table)), "coupon") != nil; got != want {
			t.Errorf("%s: %v", day, got)
		}
	}
}

func TestGuards(t *testing.T) {
	for guard, want := range map[string]string{
		"paid > 1000 && contacts >= 2": "verify contacts", "paid > 10000000": "", "paid > 1000 || contacts > 5": "may",
		"goods_kind == 'food'": "may", "'free_freight' in labels": "verify labels", "signed_days < 3": "verify signed_on",
		"paid / (paid - paid) > 1": "", "quality": "verify quality", "signed_on < '2026-01-01'": "verify signed_on",
	} {
		r := row("-", "-", "优惠券", "5元")
		r.Guard = guard
		d := decide(t, map[string]any{"goods_kind": "food", "paid": 20000}, compiled(t, small(First, r)))
		got := ""
		if o := remedyOf(d, "coupon"); o != nil {
			got = strings.TrimSpace(o.State + " " + strings.Join(o.Questions, " "))
		}
		if got != want {
			t.Errorf("%s: %q, want %q", guard, got, want)
		}
	}
}

func TestAHostileGuardIsStopped(t *testing.T) {
	list := "[0" + strings.Repeat(",0", 80) + "]"
	r := row("-", "-", "优惠券", "5元")
	r.Guard = list + ".all(a, " + list + ".all(b, [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0].all(c, a + b + c == 0)))"
	c := compiled(t, small(First, r))
	begun := time.Now()
	if o := remedyOf(decide(t, map[string]any{}, c), "coupon"); o != nil {
		t.Errorf("what costs too much holds: %+v", o)
	}
	if took := time.Since(begun); took > time.Second {
		t.Errorf("took %v", took)
	}
}

func TestWhatIsWrongWithATableIsSaidByCell(t *testing.T) {
	table := small(First, row("月饼", "很多", "火星", "几块"), Row{Cells: []string{"-"}}, row("-", "-", "优惠券", "5元"))
	table.Rows[2].Guard, table.Rows[2].Approval, table.Rows[2].ID, table.Rows[2].Cap = "paid >", "张三", "r1", "至多 5元"
	_, problems := Compile(table)
	var got []string
	for _, p := range problems {
		got = append(got, fmt.Sprint(p.Row, " ", p.Column, " ", p.Fault.Code))
	}
	want := []string{"0 cells.0 policy.cell_value", "0 cells.1 policy.cell_form", "0 remedy policy.remedy_unknown", "0 amount policy.amount_form", "1 cells policy.cells_missing",
		"2 guard policy.guard_wrong", "2 cap policy.amount_form", "2 approval policy.approval_unknown", "2 id policy.row_id"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	table = Table{Layer: "x", Hit: "y", Columns: []string{"moon", "paid", "paid"}, From: "z"}
	if _, problems := Compile(table); len(problems) != 5 {
		t.Errorf("head: %v", problems)
	}
	for _, guard := range []string{"paid", "moon > 1", "paid > 'x'", strings.Repeat("(", 600)} {
		if _, err := guards().Compile(guard); err == nil {
			t.Errorf("%s is taken", guard)
		}
	}
}

func TestGapsAndOverlaps(t *testing.T) {
	c := compiled(t, small(Unique, row("食品", "<= 100元", "优惠券", "5元"), row("食品、母婴用品", "50元..200元", "优惠券", "8元"), row("非 食品", "-", "优惠券", "5元")))
	got := c.Cover()
	if len(got.Gaps) != 1 || got.Gaps[0].Example[0].Span != "食品" || got.Gaps[0].Example[1].Span != ">= 200.01元" {
		t.Errorf("gaps: %+v", got.Gaps)
	}
	if len(got.Overlaps) != 2 || got.Overlaps[0].Example[1].Span != "50元..100元" || got.Overlaps[1].Example[0].Value != "母婴用品" || !got.Certain() {
		t.Errorf("overlaps: %+v", got.Overlaps)
	}
	c = compiled(t, small(First, row("-", "<= 100元", "优惠券", "5元"), row("-", "> 100元", "优惠券", "8元"), row("食品", "-", "优惠券", "9元"), row("食品", "-", "道歉说明", "")))
	if got := c.Cover(); len(got.Gaps) != 0 || !slices.Equal(got.Hidden, []string{"r3"}) || !got.Complete {
		t.Errorf("hidden: %+v", got)
	}
	guarded := row("-", "-", "优惠券", "5元")
	guarded.Guard = "contacts > 1"
	c = compiled(t, small(Unique, guarded, row("食品", "-", "优惠券", "6元")))
	if got := c.Cover(); len(got.Gaps) != 1 || got.Certain() || !got.Overlaps[0].Maybe {
		t.Errorf("a guard may keep rows apart: %+v", got)
	}
}

// TestGapsAreRight compares what is said to be covered with what is decided.
func TestGapsAreRight(t *testing.T) {
	rows := []Row{row("食品", "<= 100元", "优惠券", "5元"), row("母婴用品、食品", "(100元..300元]", "优惠券", "8元"), row("非 食品、服饰鞋包", ">= 250元", "优惠券", "5元")}
	c := compiled(t, small(First, rows...))
	gaps := c.Cover().Gaps
	for _, kind := range registry().byName["goods_kind"].Vals {
		for _, paid := range []int64{0, 10000, 10001, 20000, 24999, 25000, 30000, 30001, 99999} {
			covered := remedyOf(decide(t, map[string]any{"goods_kind": kind.Code, "paid": paid}, c), "coupon") != nil
			in := slices.ContainsFunc(gaps, func(g Gap) bool {
				span, err := parseCell(registry().byName["paid"], g.Example[1].Span)
				return err == nil && slices.Contains(split(g.Example[0].Span), kind.Zh) && (span.any || span.lo <= paid && paid <= span.hi)
			})
			if covered == in {
				t.Errorf("%s %d: covered %v, in a gap %v", kind.Zh, paid, covered, in)
			}
		}
	}
}

func TestManyRowsAreLookedAtInTime(t *testing.T) {
	var rows []Row
	for i := range MaxRows {
		rows = append(rows, row("食品", fmt.Sprintf("%d元..%d元", i*7, i*7+3), "优惠券", fmt.Sprint(i, "元")))
	}
	begun := time.Now()
	compiled(t, small(Unique, rows...)).Cover()
	compiled(t, small(First, rows...)).Cover()
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}
