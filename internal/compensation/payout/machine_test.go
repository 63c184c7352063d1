package payout_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/approval"
	"github.com/anxin-desk/anxin/internal/compensation/erp"
	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/compensation/payout"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func full() bool { return os.Getenv("ANXIN_TORTURE") == "full" }

// play is a shop in which everybody does what they like, on a real database and with a
// real merchant's system that loses answers. 10⁴ steps in the full run.
type play struct {
	*world
	rand  *rand.Rand
	cases []complaint.Case
	ids   []string
	n     int
	as    map[string]context.Context
	paid  map[string]int64 // fen, by claim, as told by the database so far
}

var logins = []string{"agent", "agent2", "lead", "lead2", "chief", "boss"}

func TestMachineOnDatabases(t *testing.T) {
	steps := 4 // of each of a hundred stretches
	if full() {
		steps = 100
	}
	each(t, func(t *testing.T, w *world) {
		p := &play{world: w, as: map[string]context.Context{}, paid: map[string]int64{}}
		for _, l := range append([]string{"money"}, logins...) {
			p.as[l] = w.as(l)
		}
		p.cases = []complaint.Case{w.of, w.open("case-key-2", "1001"), w.open("case-key-3", "")}
		// All stretches are one history, so that the database is made once.
		rapid.Check(t, func(rt *rapid.T) {
			p.rand = rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "course"), 1))
			for range steps {
				p.step()
			}
			p.holds()
		})
		p.erp.answers(nil)
		w.pass(2 * time.Hour)
		p.holds()
		if full() && len(p.paid) == 0 {
			t.Error("nothing was ever paid")
		}
		t.Logf("%d claims, %d paid, merchant asked %d times", len(p.ids), len(p.paid), len(w.erp.called()))
	})
}

func (p *play) draw(n int, _ string) int { return p.rand.IntN(n) }

// may tells that an operation went well, or was refused in a way that people may meet.
func (p *play) may(err error) {
	p.t.Helper()
	if k := fault.KindOf(err); k == fault.Internal {
		p.t.Fatal(err)
	}
}

func (p *play) draft() compensation.Draft {
	d := draft(int64([]int{1_00, 9_00, 30_00, 60_00, 120_00}[p.draw(5, "fen")]))
	d.Policy.Cap = int64([]int{-1, 150_00, 250_00}[p.draw(3, "cap")])
	return d
}

func (p *play) step() {
	who := p.as[logins[p.draw(len(logins), "who")]]
	do := p.draw(20, "do")
	if do < 3 || len(p.ids) == 0 {
		p.n++
		if p.draw(4, "a new case") == 0 && len(p.cases) < 200 {
			p.cases = append(p.cases, p.open(fmt.Sprintf("case-key-%04d", p.n+10), []string{"", "1001"}[p.draw(2, "order")]))
		}
		c, err := p.Approvals.Claim(who, p.cases[len(p.cases)-1-p.draw(3, "case")].ID, fmt.Sprintf("claim-key-%04d", p.n), p.draft())
		if p.may(err); err == nil {
			p.ids = append(p.ids, c.ID)
		}
		return
	}
	id := p.ids[max(0, len(p.ids)-1-p.draw(8, "claim"))]
	c, out := p.see(id)
	var err error
	switch {
	case do < 4:
		_, err = p.Approvals.Change(who, id, c.Version, p.draft())
	case do < 9:
		_, err = p.Approvals.Approve(who, id, c.Version, "")
	case do < 10:
		var words []approval.Word
		for _, each := range p.ids[max(0, len(p.ids)-6):] {
			c, _ := p.see(each)
			words = append(words, approval.Word{ID: each, Version: c.Version})
		}
		for _, came := range p.Approvals.ApproveMany(who, words, "") {
			p.may(came.Err)
		}
	case do < 13:
		_, err = p.Payouts.Pay(p.as["money"], id, c.Version, payout.How{Channel: []payout.Channel{payout.Manual, payout.ERP, payout.ERP}[p.draw(3, "how")]})
	case do < 14:
		_, err = p.Payouts.AddProof(p.as["money"], id, "proof-key-1", "a.jpg", strings.NewReader(photo(p.t)))
		p.may(err)
		_, err = p.Payouts.Confirm(p.as["money"], id, out.Version, "T", "")
	case do < 15:
		_, err = p.Payouts.Reconcile(p.as["money"], id, out.Version, p.erp.has(out.Key), "", "后台查过")
	case do < 16:
		_, err = p.Approvals.Withdraw(who, id, c.Version, "不用了")
	case do < 17:
		p.ms.Add((100 * 24 * time.Hour).Milliseconds()) // what was before is out of the window
		p.turn()
	case do < 18:
		_, err = p.Approvals.Delegate(who, fmt.Sprintf("deputy-%05d", p.n*100+p.draw(100, "n")), p.shop.ID, p.people[logins[p.draw(len(logins), "to")]], p.now(), p.now().Add(time.Hour))
	default:
		p.mood()
		p.pass(time.Minute)
	}
	p.may(err)
}

// turn changes limits and budgets.
func (p *play) turn() {
	low, budget := p.draw(2, "low") == 0, []int64{0, 300_00, 2000_00}[p.draw(3, "budget")]
	p.limits(func(r *limits.Rules) {
		*r = limits.Delivered()
		r.BudgetFen, r.SecondFen = budget, 150_00
		if low {
			r.Levels = []limits.Level{{Role: "team_lead", Fen: 20_00}, {Role: "supervisor", Fen: 100_00}, {Role: "proprietor", Fen: 5000_00}}
		}
	})
}

// mood changes how the merchant's system answers.
func (p *play) mood() {
	pays := p.draw(2, "pays") == 0
	switch p.draw(4, "mood") {
	case 0:
		p.erp.answers(nil)
	case 1:
		p.erp.answers(func(http.ResponseWriter, erp.Request) bool { panic(http.ErrAbortHandler) })
	case 2:
		p.erp.answers(func(w http.ResponseWriter, _ erp.Request) bool {
			w.WriteHeader(http.StatusServiceUnavailable)
			return true
		})
	case 3:
		p.erp.answers(func(w http.ResponseWriter, q erp.Request) bool {
			if pays {
				p.erp.pay(q)
			}
			w.WriteHeader(http.StatusBadGateway)
			return true
		})
	}
}

func (m *merchant) has(key string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ok := m.paid[key]
	return ok
}

// holds looks at the database from outside: nothing over a cap or the price, nothing
// paid twice or without the words of others, nothing unpaid that was paid.
func (p *play) holds() {
	p.t.Helper()
	p.isWhole()
	q := p.DB.Reader(context.Background())
	for _, of := range p.cases {
		out := p.count(`SELECT CAST(COALESCE(SUM(amount_fen), 0) AS BIGINT) FROM compensation_claim WHERE case_id = ? AND state IN ('paying', 'paid')`, of.ID)
		if out > 250_00 {
			p.t.Fatalf("%d fen for case %s", out, of.Number)
		}
	}
	if out := p.count(`SELECT CAST(COALESCE(SUM(amount_fen), 0) AS BIGINT) FROM compensation_claim WHERE order_no = '1001' AND state IN ('paying', 'paid')`); out > 300_00 {
		p.t.Fatalf("%d fen for an order of 300 yuan", out)
	}
	if n := p.count(`SELECT COUNT(*) FROM compensation_claim c WHERE state IN ('approved', 'paying', 'paid')
		AND (SELECT COUNT(*) FROM compensation_approval a WHERE a.claim_id = c.id AND a.round = c.round) < c.needs`); n != 0 {
		p.t.Fatalf("%d claims without the words that they need", n)
	}
	if n := p.count(`SELECT COUNT(*) FROM compensation_approval a JOIN compensation_claim c ON c.id = a.claim_id AND c.round = a.round
		WHERE '|' || c.authors || '|' LIKE '%|' || a.by_id || '|%' OR '|' || c.authors || '|' LIKE '%|' || a.for_id || '|%'`); n != 0 {
		p.t.Fatalf("%d claims approved by who wrote them", n)
	}
	type row struct {
		claim, state, key, channel string
		fen                        int64
	}
	rows, err := db.All(q, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.claim, &r.state, &r.key, &r.channel, &r.fen)
		return r, err
	}, `SELECT claim_id, state, key, channel, amount_fen FROM payout`)
	p.must(err)
	known := map[string]row{}
	for _, r := range rows {
		if known[r.key] = r; r.state == "paid" {
			p.paid[r.claim] = r.fen
		} else if p.paid[r.claim] != 0 {
			p.t.Fatalf("%s was paid, and is %s now", r.claim, r.state)
		}
	}
	p.erp.mu.Lock()
	defer p.erp.mu.Unlock()
	for key, fen := range p.erp.paid {
		switch r := known[key]; {
		case r.fen != fen:
			p.t.Fatalf("the merchant paid %d for %+v", fen, r)
		case r.state == "failed", r.state == "paid" && r.channel != "erp", r.state == "doing":
			p.t.Fatalf("the merchant paid what is %s by %s here", r.state, r.channel)
		}
	}
}

// TestAllAtOnce lets many approve and pay the same claims at the same time.
func TestAllAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.limits(func(r *limits.Rules) { r.BudgetFen = 100_00 })
		var claims []compensation.Claim
		for i := range 20 {
			claims = append(claims, w.claim(fmt.Sprintf("claim-key-%02d", i), 10_00))
		}
		approvers := []context.Context{w.as("chief"), w.as("boss"), w.as("chief"), w.as("boss"), w.as("lead")}
		payers := []context.Context{w.as("money"), w.as("boss")}
		var all sync.WaitGroup
		for _, c := range claims {
			for _, a := range approvers {
				all.Go(func() {
					if got, err := w.Approvals.Approve(a, c.ID, c.Version, ""); err == nil {
						for _, m := range payers {
							_, _ = w.Payouts.Pay(m, got.ID, got.Version, payout.How{Channel: payout.ERP})
						}
					}
				})
			}
		}
		all.Wait()
		w.pass(time.Minute)
		if sum := w.count(`SELECT CAST(SUM(amount_fen) AS BIGINT) FROM compensation_claim WHERE state = 'paid'`); sum != 100_00 {
			t.Errorf("%d fen of a budget of 10000 were paid", sum)
		}
		for key, n := range w.erp.called() {
			if n != 1 {
				t.Errorf("%s was asked for %d times", key, n)
			}
		}
		if len(w.erp.paid) != 10 {
			t.Errorf("the merchant paid %d times", len(w.erp.paid))
		}
	})
}
