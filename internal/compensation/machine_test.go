package compensation

import (
	"fmt"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/compensation/limits"
)

// The machine plays a shop in memory: three agents who ask, approvers of three
// levels with deputies, somebody who pays, and somebody who changes limits. What the
// rules of this package let through is held to an oracle of its own, which knows
// nothing but what was done: who wrote which content, who agreed to it with which
// limit, what was paid.
type machine struct {
	now    time.Time
	rules  limits.Rules
	roles  map[string][]string // of people
	deputy map[string]string   // who stands in, for whom
	claims []*held
	bought map[string]Bought
	paid   int
}

// held is a claim with what the oracle knows of it.
type held struct {
	Claim
	given   []Approval
	written map[string]bool // who has ever written it
	lows    []int64
	times   int // it was paid
}

var (
	people   = []string{"agent1", "agent2", "lead1", "lead2", "chief1", "chief2", "boss"}
	cases    = []string{"case1", "case2", "case3"}
	orderOf  = map[string]string{"case1": "order1", "case2": "order2", "case3": "order1"}
	buyerOf  = map[string]string{"case1": "buyer1", "case2": "buyer1", "case3": "buyer2"}
	policyOf = map[string]int64{"case1": 300_00, "case2": -1, "case3": 2000_00}
)

func newMachine() *machine {
	r := limits.Delivered()
	r.BudgetFen, r.SecondFen = 1500_00, 300_00
	return &machine{
		now: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC), rules: r, deputy: map[string]string{},
		roles: map[string][]string{"lead1": {"team_lead"}, "lead2": {"team_lead", "agent"}, "chief1": {"supervisor"}, "chief2": {"supervisor"},
			"boss": {"proprietor"}, "agent1": {"agent"}, "agent2": {"agent"}},
		bought: map[string]Bought{"order1": {true, 1000_00, 50_00}, "order2": {}},
	}
}

func (m *machine) others() (all []Other) {
	for _, h := range m.claims {
		all = append(all, Other{h.ID, h.CaseID, h.ShopID, h.CustomerID, h.OrderNo, h.Fen, h.Policy.Cap, h.State, h.MadeAt})
	}
	return all
}

func (m *machine) standing(c Claim, paying bool) Standing {
	a := Around{Others: m.others(), Person: map[string]bool{c.CustomerID: true}, Since: m.now.AddDate(0, 0, -int(m.rules.WindowDays)), Bought: m.bought[c.OrderNo]}
	for _, h := range m.claims {
		counts := h.State == Paying || h.State == Paid || h.State == Approved && !paying
		if h.ID != c.ID && counts {
			a.Month += h.Fen
		}
	}
	return c.Standing(a, paying)
}

func (m *machine) authorities(id string) []Authority {
	may := []Authority{{id, m.rules.Of(m.roles[id])}}
	if from := m.deputy[id]; from != "" {
		may = append(may, Authority{from, m.rules.Of(m.roles[from])})
	}
	return may
}

func (m *machine) draft(t *rapid.T, of string) Draft {
	d := Draft{Remedy: Payment, Reason: "破损", Fen: int64(rapid.SampledFrom([]int{1, 20_00, 60_00, 99_00, 150_00, 310_00, 800_00}).Draw(t, "fen")),
		OrderNo: orderOf[of], Policy: Policy{Cap: policyOf[of]}}
	if rapid.IntRange(0, 9).Draw(t, "law") == 0 {
		d.Statutory = "食品安全法第一百四十八条"
	}
	return d
}

func (m *machine) pick(t *rapid.T) *held {
	if len(m.claims) == 0 {
		return nil
	}
	return m.claims[rapid.IntRange(0, len(m.claims)-1).Draw(t, "claim")]
}

func (m *machine) step(t *rapid.T) {
	m.now = m.now.Add(time.Minute)
	who := rapid.SampledFrom(people).Draw(t, "who")
	h := m.pick(t)
	switch do := rapid.IntRange(0, 19).Draw(t, "do"); {
	case do < 4 || h == nil:
		m.make(t, who)
	case do < 6:
		if c, err := h.Change(m.draft(t, h.CaseID), who, rapid.SampledFrom([]string{"low", "high", "critical"}).Draw(t, "severity"), m.rules, m.standing(h.Claim, false), m.now); err == nil {
			h.Claim = c
			h.written[who] = true
		}
	case do < 11:
		m.approve(h, who)
	case do < 12: // several at once, as if each were the only one
		for _, each := range m.claims {
			m.approve(each, who)
		}
	case do < 15:
		m.pay(t, h)
	case do < 16:
		if c, _, err := func() (Claim, bool, error) { c, err := h.Unpaid("没付成", m.now); return c, true, err }(); err == nil {
			h.Claim = c
		}
	case do < 17:
		m.turn(t)
	case do < 18:
		if c, err := h.Refuse(who, m.authorities(who), "不合理", m.now); err == nil {
			h.Claim = c
		}
	case do < 19:
		if c, err := h.Withdraw(who, "不用了", m.now); err == nil {
			h.Claim = c
		}
	default:
		m.deputy[who] = rapid.SampledFrom(people).Draw(t, "for")
	}
}

func (m *machine) make(t *rapid.T, who string) {
	if len(m.claims) > 12 { // a shop that goes on for long forgets what is over
		m.claims = m.claims[1:]
		return
	}
	of := rapid.SampledFrom(cases).Draw(t, "case")
	d := m.draft(t, of)
	id := fmt.Sprint("claim", m.now.UnixMilli())
	shape := Claim{ID: id, CaseID: of, ShopID: "shop", CustomerID: buyerOf[of], Draft: d}
	c, err := d.Make(id, id, who, Case{ID: of, ShopID: "shop", CustomerID: buyerOf[of], OrderNo: orderOf[of], Severity: "low"}, m.rules, m.standing(shape, false), m.now)
	if err == nil {
		m.claims = append(m.claims, &held{Claim: c, written: map[string]bool{who: true}})
	}
}

func (m *machine) approve(h *held, who string) {
	c, a, err := h.Approve(who, m.authorities(who), h.given, "", "2026-11", m.rules, m.standing(h.Claim, false), m.now)
	if err == nil {
		h.Claim, h.given = c, append(h.given, a)
	}
}

// turn changes what counts: limits go down, or up again, and budgets too.
func (m *machine) turn(t *rapid.T) {
	r := limits.Delivered()
	r.BudgetFen = int64(rapid.SampledFrom([]int{0, 200_00, 1500_00}).Draw(t, "budget"))
	r.SecondFen = int64(rapid.SampledFrom([]int{0, 50_00, 300_00}).Draw(t, "second"))
	if rapid.Bool().Draw(t, "low") {
		r.Levels = []limits.Level{{Role: "team_lead", Fen: 30_00}, {Role: "supervisor", Fen: 100_00}, {Role: "proprietor", Fen: 2000_00}}
	}
	m.rules = r
}

func (m *machine) pay(t *rapid.T, h *held) {
	if h.State == Paying {
		if c, err := h.Settle(m.now); err == nil {
			h.Claim = c
			h.times++
		}
		return
	}
	s := m.standing(h.Claim, true)
	c, back, err := h.Begin(h.given, func(id string) int64 { return m.rules.Of(m.roles[id]) }, m.rules, s, m.now)
	if err != nil {
		return
	}
	was := h.Claim
	if h.Claim = c; !back {
		m.mayLeave(t, h, was)
	}
}

// mayLeave is the oracle: it is asked when money is about to leave.
func (m *machine) mayLeave(t *rapid.T, h *held, was Claim) {
	m.paid++
	var ofCase, ofOrder, month, others int64
	ceiling := int64(-1)
	for _, o := range m.claims {
		out := o.State == Paying || o.State == Paid
		if o.CaseID == h.CaseID {
			if o.State != Refused && o.State != Withdrawn {
				ceiling = max(ceiling, o.Policy.Cap)
			}
			if out {
				ofCase += o.Fen
			}
		}
		if out && o.OrderNo == h.OrderNo {
			ofOrder += o.Fen
		}
		if out {
			month += o.Fen
			if o.CaseID == h.CaseID || o.CustomerID == h.CustomerID {
				others += o.Fen
			}
		}
	}
	if ceiling < 0 {
		ceiling = m.rules.NoPolicyFen
	}
	if ofCase > ceiling {
		t.Fatalf("%d fen for a case that may have %d", ofCase, ceiling)
	}
	if b := m.bought[h.OrderNo]; b.Known && h.Statutory == "" && ofOrder+b.Refunded > b.Paid {
		t.Fatalf("%d fen for an order that cost %d", ofOrder, b.Paid)
	}
	if m.rules.BudgetFen > 0 && month > m.rules.BudgetFen {
		t.Fatalf("%d fen of a budget of %d", month, m.rules.BudgetFen)
	}
	if was.State != Approved || h.times > 0 {
		t.Fatalf("paid from %s, %d times before", was.State, h.times)
	}
	persons, limitsOf, full := map[string]bool{}, map[string]bool{}, false
	for _, a := range h.given {
		if a.Round != was.Round {
			continue
		}
		if h.written[a.By] || h.written[a.For] {
			t.Fatalf("%s approves for %s what one of them wrote", a.By, a.For)
		}
		may := m.rules.Of(m.roles[a.For])
		if may > 0 {
			persons[a.By], limitsOf[a.For] = true, true
			full = full || may >= others
		}
	}
	need := 1
	if m.rules.SecondFen > 0 && others > m.rules.SecondFen {
		need = 2
	}
	if !full || len(persons) < need || len(limitsOf) < need {
		t.Fatalf("%d fen together leave with %v (%v), full %v, need %d", others, persons, limitsOf, full, need)
	}
}

// TestMachine plays long histories: a million steps in the full run.
func TestMachine(t *testing.T) {
	steps := 200
	if os.Getenv("ANXIN_TORTURE") == "full" {
		steps = 10_000
	}
	paid := 0
	rapid.Check(t, func(rt *rapid.T) {
		m := newMachine()
		for range steps {
			m.step(rt)
		}
		paid += m.paid
	})
	if paid == 0 {
		t.Error("nothing was ever paid")
	}
	t.Logf("%d payments, %d steps each", paid, steps)
}
