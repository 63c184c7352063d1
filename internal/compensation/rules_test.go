package compensation

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

var (
	noon  = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)
	rules = limits.Delivered()
	of    = Case{ID: "case", Number: "A261123-001", ShopID: "shop", CustomerID: "buyer", OrderNo: "1001", Severity: "low"}
)

func draft(fen int64) Draft {
	return Draft{Remedy: Payment, Fen: fen, Reason: " 破损 ", Policy: Policy{ID: "d1", Text: "破损赔付", Cap: 600_00}}
}

func made(t *testing.T, fen int64) Claim {
	t.Helper()
	c, err := draft(fen).Make("id", "key", "agent", of, rules, Standing{Ceiling: -1}, noon)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestMake(t *testing.T) {
	with := func(change func(*Draft)) Draft {
		d := draft(50_00)
		change(&d)
		return d
	}
	for _, tt := range []struct {
		name  string
		in    Draft
		s     Standing
		code  string
		level int
		needs int64
	}{
		{"small", draft(50_00), Standing{}, "", 0, 1},
		{"beyond the first level", draft(101_00), Standing{}, "", 1, 1},
		{"split", draft(50_00), Standing{Others: 60_00}, "", 1, 1},
		{"often", draft(60_00), Standing{Times: 3}, "", 1, 1},
		{"two pairs of eyes", draft(600_00), Standing{Times: 3}, "", 2, 2},
		{"beyond all", draft(600_00), Standing{Others: 5000_00}, "compensation.beyond_all", 0, 0},
		{"beyond the policy", draft(601_00), Standing{}, "compensation.beyond_policy", 0, 0},
		{"split beyond the policy", draft(50_00), Standing{Case: 560_00}, "compensation.beyond_policy", 0, 0},
		{"nobody asked the policy", with(func(d *Draft) { d.Policy, d.Fen = NoPolicy, 101_00 }), Standing{}, "compensation.beyond_no_policy", 0, 0},
		{"the policy says nothing", with(func(d *Draft) { d.Policy.Cap = 0 }), Standing{}, "compensation.beyond_policy", 0, 0},
		{"more than was paid", draft(50_00), Standing{Bought: Bought{true, 80_00, 31_00}}, "compensation.beyond_paid", 0, 0},
		{"more than was paid, in parts", draft(50_00), Standing{Order: 40_00, Bought: Bought{true, 80_00, 0}}, "compensation.beyond_paid", 0, 0},
		{"more than was paid, as the law says", with(func(d *Draft) { d.Statutory = "消法第五十五条" }), Standing{Bought: Bought{true, 10_00, 0}}, "", 0, 1},
		{"nothing", draft(0), Standing{}, "compensation.amount_range", 0, 0},
		{"a fortune", draft(limits.MaxFen + 1), Standing{}, "compensation.amount_range", 0, 0},
		{"no reason", with(func(d *Draft) { d.Reason = " " }), Standing{}, "compensation.reason_missing", 0, 0},
		{"no remedy", with(func(d *Draft) { d.Remedy = "gold" }), Standing{}, "compensation.remedy_unknown", 0, 0},
	} {
		c, err := tt.in.Make("id", "key", "agent", of, rules, tt.s, noon)
		if fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.code)
		} else if err == nil && (c.State != Waiting || c.Level != tt.level || c.Needs != tt.needs || c.Reason != "破损" || c.OrderNo != "1001") {
			t.Errorf("%s: got %+v", tt.name, c)
		}
	}
}

func TestApprove(t *testing.T) {
	small, large := made(t, 50_00), made(t, 600_00)
	large.Needs, large.Severity = 2, "critical"
	own := func(id string, fen int64) []Authority { return []Authority{{id, fen}} }
	first := []Approval{{Round: 1, By: "lead", For: "lead", Fen: 100_00}}
	for _, tt := range []struct {
		name  string
		c     Claim
		by    string
		may   []Authority
		given []Approval
		s     Standing
		r     limits.Rules
		code  string
		state State
	}{
		{"within the limit", small, "lead", own("lead", 100_00), nil, Standing{}, rules, "", Approved},
		{"their own", small, "agent", own("agent", 5000_00), nil, Standing{}, rules, "compensation.own", ""},
		{"of who asks, through a deputy", small, "lead", []Authority{{"lead", 0}, {"agent", 5000_00}}, nil, Standing{}, rules, "compensation.no_limit", ""},
		{"beyond the limit", small, "lead", own("lead", 49_00), nil, Standing{}, rules, "compensation.beyond_limit", ""},
		{"without any", small, "agent2", own("agent2", 0), nil, Standing{}, rules, "compensation.no_limit", ""},
		{"as a deputy", small, "lead", []Authority{{"lead", 10_00}, {"chief", 500_00}}, nil, Standing{}, rules, "", Approved},
		{"split since", small, "lead", own("lead", 100_00), nil, Standing{Others: 60_00}, rules, "compensation.beyond_limit", ""},
		{"the first of two", large, "lead", own("lead", 100_00), nil, Standing{}, rules, "", Waiting},
		{"the second of two, but neither may", large, "lead2", own("lead2", 100_00), first, Standing{}, rules, "", Waiting},
		{"the second of two", large, "boss", own("boss", 5000_00), first, Standing{}, rules, "", Approved},
		{"twice by one", large, "lead", own("lead", 100_00), first, Standing{}, rules, "compensation.approved_already", ""},
		{"twice with one limit", large, "deputy", []Authority{{"deputy", 0}, {"lead", 100_00}}, first, Standing{}, rules, "compensation.no_limit", ""},
		{"beyond the budget", small, "lead", own("lead", 100_00), nil, Standing{Month: 60_00}, func() limits.Rules { r := rules; r.BudgetFen = 100_00; return r }(), "compensation.budget_spent", ""},
	} {
		c, _, err := tt.c.Approve(tt.by, tt.may, tt.given, "", "2026-11", tt.r, tt.s, noon)
		if fault.CodeOf(err) != tt.code || err == nil && c.State != tt.state {
			t.Errorf("%s: %s, %v, want %s %q", tt.name, c.State, err, tt.state, tt.code)
		}
	}
}

func TestChangeVoidsApprovals(t *testing.T) {
	c := made(t, 50_00)
	c, a, err := c.Approve("lead", []Authority{{"lead", 100_00}}, nil, "", "2026-11", rules, Standing{}, noon)
	if err != nil || c.State != Approved {
		t.Fatal(c.State, err)
	}
	changed, err := c.Change(draft(51_00), "agent2", "low", rules, Standing{}, noon)
	if err != nil || changed.State != Waiting || changed.Month != "" {
		t.Fatalf("%+v, %v", changed, err)
	}
	if changed.agreed([]Approval{a}, func(string) int64 { return 100_00 }) {
		t.Error("an approval of an older content counts")
	}
	for _, by := range []string{"agent", "agent2"} {
		if _, _, err := changed.Approve(by, []Authority{{by, 5000_00}}, nil, "", "2026-11", rules, Standing{}, noon); fault.CodeOf(err) != "compensation.own" {
			t.Errorf("%s: %v", by, err)
		}
	}
	if _, _, err := changed.Begin([]Approval{a}, func(string) int64 { return 100_00 }, rules, Standing{}, noon); err == nil {
		t.Error("what waits is paid")
	}
}

func TestLimitsLoweredCountWhenPaying(t *testing.T) {
	c := made(t, 50_00)
	c, a, err := c.Approve("lead", []Authority{{"lead", 100_00}}, nil, "", "2026-11", rules, Standing{}, noon)
	if err != nil {
		t.Fatal(err)
	}
	back, isBack, err := c.Begin([]Approval{a}, func(string) int64 { return 40_00 }, rules, Standing{}, noon)
	if err != nil || !isBack || back.State != Waiting || back.Round != 2 {
		t.Errorf("%+v, %v, %v", back, isBack, err)
	}
	paying, isBack, err := c.Begin([]Approval{a}, func(string) int64 { return 50_00 }, rules, Standing{}, noon)
	if err != nil || isBack || paying.State != Paying {
		t.Fatalf("%+v, %v, %v", paying, isBack, err)
	}
	if _, err := paying.Change(draft(1), "agent", "low", rules, Standing{}, noon); fault.CodeOf(err) != "compensation.paying" {
		t.Errorf("changed while it is paid: %v", err)
	}
	paid, err := paying.Settle(noon)
	if err != nil || paid.State != Paid {
		t.Fatal(err)
	}
	if _, err := paid.Settle(noon); fault.CodeOf(err) != "compensation.settled" {
		t.Errorf("paid twice: %v", err)
	}
	if _, err := paid.Unpaid("", noon); err == nil {
		t.Error("what is paid came back")
	}
}

func TestEscalate(t *testing.T) {
	c := made(t, 50_00)
	c.DueAt = noon.Add(time.Hour)
	if _, rings := c.Escalate(c.Clock, rules, noon); rings {
		t.Error("it rings early")
	}
	late := noon.Add(time.Hour)
	for want := 1; want < len(rules.Levels); want++ {
		clock := c.Clock
		c.AskedID = "lead"
		next, rings := c.Escalate(clock, rules, late)
		if !rings || next.Level != want || next.AskedID != "" {
			t.Fatalf("level %d, %v", next.Level, rings)
		}
		if _, again := next.Escalate(clock, rules, late); again {
			t.Error("an old clock rings")
		}
		c = next
	}
	top, rings := c.Escalate(c.Clock, rules, late)
	if !rings || top.OverdueAt.IsZero() || top.Level != len(rules.Levels)-1 {
		t.Fatalf("%+v, %v", top, rings)
	}
	if _, again := top.Escalate(top.Clock, rules, late); again {
		t.Error("it rings twice")
	}
}

func TestHandTo(t *testing.T) {
	c := made(t, 150_00)
	if _, err := c.HandTo("lead", []Authority{{"lead", 100_00}}, nil, "请看", noon); fault.CodeOf(err) != "compensation.cannot_approve" {
		t.Errorf("to who may not: %v", err)
	}
	if _, err := c.HandTo("agent", []Authority{{"agent", 500_00}}, nil, "请看", noon); fault.CodeOf(err) != "compensation.cannot_approve" {
		t.Errorf("to who wrote it: %v", err)
	}
	if c, err := c.HandTo("chief", []Authority{{"chief", 500_00}}, nil, "请看", noon); err != nil || c.AskedID != "chief" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestLimitsAreChecked(t *testing.T) {
	known := []string{"team_lead", "supervisor", "proprietor"}
	if _, err := rules.Checked(known); err != nil {
		t.Fatal(err)
	}
	for code, change := range map[string]func(*limits.Rules){
		"limits.levels": func(r *limits.Rules) { r.Levels = nil },
		"limits.role":   func(r *limits.Rules) { r.Levels = []limits.Level{{Role: "ghost", Fen: 1}} },
		"limits.rising": func(r *limits.Rules) {
			r.Levels = []limits.Level{{Role: "team_lead", Fen: 5}, {Role: "supervisor", Fen: 5}}
		},
		"limits.range": func(r *limits.Rules) { r.OftenPercent = 99 },
	} {
		r := rules
		change(&r)
		if _, err := r.Checked(known); fault.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
}

// What there is room for can be claimed, and not a fen more.
func TestRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fen := rapid.Int64Range(0, 900_00)
		d := draft(1)
		d.Policy.Cap = rapid.Int64Range(-1, 900_00).Draw(t, "cap")
		d.Statutory = rapid.SampledFrom([]string{"", "消法"}).Draw(t, "law")
		s := Standing{Case: fen.Draw(t, "case"), Order: fen.Draw(t, "order"), Times: rapid.Int64Range(0, 4).Draw(t, "times"),
			Bought: Bought{rapid.Bool().Draw(t, "known"), fen.Draw(t, "paid"), fen.Draw(t, "refunded")}}
		s.Others = s.Case + fen.Draw(t, "others")*10
		from := of
		from.Severity = rapid.SampledFrom([]string{"low", "high", "critical"}).Draw(t, "severity")
		room, by := Claim{Draft: d, Severity: from.Severity}.Room(rules, s)
		if by == "" {
			t.Fatal("nothing keeps it")
		}
		for _, add := range []int64{0, 1} {
			d.Fen = room + add
			if _, err := d.Make("id", "key", "agent", from, rules, s, noon); d.Fen > 0 && (err == nil) != (add == 0) {
				t.Fatalf("room for %d by %s, and %d gives %v", room, by, d.Fen, err)
			}
		}
	})
}
