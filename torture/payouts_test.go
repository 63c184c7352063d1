package torture

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/torture/program"
)

// What the shop allows while its program is killed, in fen.
const (
	claimFen    = 5_00
	capOfCase   = 18_00 // for three of four claims
	casesAtOnce = 34    // so that about a hundred claims are approved at once
	budgetOf    = 75 * claimFen
)

// treasury is a shop that compensates over the merchant's own system.
type treasury struct {
	t      *testing.T
	node   *program.Node
	till   *till
	agent  *program.Agent
	judges []*program.Agent // who approve, all at once
	mu     sync.Mutex       // of kills
}

// claimed is a compensation as the program tells of it.
type claimed struct {
	ID      string
	CaseID  string `json:"case_id"`
	State   string
	Fen     int64 `json:"amount_fen"`
	Version int64
	Payout  *struct {
		State   string
		Version int64
	}
}

// TestTorturePayouts kills the server while a hundred compensations are approved and
// paid at once, by a merchant's system that pays whatever it is asked to and loses its
// answers. Nothing is paid twice or beyond a cap or the budget, and in the end every
// payout is paid, not paid, or for a person to find out.
func TestTorturePayouts(t *testing.T) {
	for round := range size(1, 20) {
		t.Run(fmt.Sprint(round), func(t *testing.T) { payOut(t, size(2, 5)) })
	}
}

func payOut(t *testing.T, kills int) {
	data := t.TempDir()
	s := &treasury{t: t, till: &till{choose: choices(t), paid: map[string]int{}, asked: map[string]int64{}}}
	out := httptest.NewUnstartedServer(s.till)
	out.Config.ErrorLog = log.New(new(strings.Builder), "", 0)
	out.Start()
	defer out.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	s.open(ctx, data, out.URL)
	cases := s.cases(ctx)
	s.all(len(cases)*4, func(i int) { s.claim(ctx, cases[i/4], i) })
	claims := s.ledger(ctx)
	stop := s.killing(ctx, 1)
	s.all(len(claims)*len(s.judges), func(i int) {
		s.step(ctx, s.judges[i%len(s.judges)], claims[i/len(s.judges)].ID, "waiting", "approve", nil)
	})
	stop()
	for range kills {
		s.till.mu.Lock()
		s.till.kill = s.strike
		s.till.mu.Unlock()
		s.all(len(claims), func(i int) {
			s.step(ctx, s.judges[0], claims[i].ID, "approved", "pay", map[string]any{"channel": "erp"})
		})
	}
	s.till.mu.Lock()
	s.till.kill = nil
	s.till.mu.Unlock()
	s.quiet(ctx)
	s.verify(ctx, len(cases))
	if err := s.node.Stop(); err != nil {
		t.Error(err)
	}
	if text, err := exec.Command(binary, "audit", "verify", "--data", data).CombinedOutput(); err != nil {
		t.Errorf("audit verify: %v\n%s", err, text)
	}
}

func (s *treasury) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// open starts the program with the demo shop, which pays through the till.
func (s *treasury) open(ctx context.Context, data, till string) {
	node, err := program.NewNode(binary, "--data", data, "--outgoing-allow", "127.0.0.1")
	s.must(err)
	s.node = node
	s.t.Cleanup(func() { _ = node.Kill() })
	_, err = node.Start(30 * time.Second)
	s.must(err)
	s.agent, err = program.SignIn(ctx, program.NewDoor(50, node.URL), "chen")
	s.must(err)
	for _, login := range []string{"admin", "zhou"} {
		judge, err := program.SignIn(ctx, program.NewDoor(50, node.URL), login)
		s.must(err)
		s.judges = append(s.judges, judge)
	}
	admin := s.judges[0]
	s.must(admin.Call(ctx, "PUT", "/api/shops/"+admin.Shop+"/compensation-rules", "", map[string]any{"version": 0, "second_fen": 0, "budget_fen": budgetOf,
		"levels":      []map[string]any{{"role": "supervisor", "fen": 100_00}, {"role": "administrator", "fen": 200_00}},
		"window_days": 1, "window_times": 100, "often_percent": 100, "high_percent": 100, "worst_percent": 100, "no_policy_fen": capOfCase, "answer_minutes": 60}, nil))
	s.must(admin.Call(ctx, "PUT", "/api/shops/"+admin.Shop+"/payout-system", "", map[string]any{"version": 0, "address": till + "/pay", "status": till + "/asked",
		"secret": "a-secret-of-the-merchant", "off": false}, nil))
}

// cases opens some, each of a buyer of its own.
func (s *treasury) cases(ctx context.Context) []string {
	all := make([]string, casesAtOnce)
	for i := range all {
		buyer, err := program.Visit(ctx, program.NewDoor(1, s.node.URL), fmt.Sprintf("buyer %d", i))
		s.must(err)
		_, err = buyer.Say(ctx, "first-word", "it broke")
		s.must(err)
		all[i], err = s.agent.OpenCase(ctx, buyer.Conversation, fmt.Sprintf("case-key-%d", i))
		s.must(err)
		buyer.Close()
	}
	return all
}

// all does something n times at once.
func (s *treasury) all(n int, do func(i int)) {
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { do(i) })
	}
	group.Wait()
}

// claim asks until the program has answered. The fourth of a case is one too many.
func (s *treasury) claim(ctx context.Context, of string, i int) {
	body := map[string]any{"remedy": "payment", "amount_fen": claimFen, "reason": "broken"}
	for again := true; again; again = pause(ctx, 50*time.Millisecond) {
		err := s.agent.Call(ctx, "POST", "/api/cases/"+of+"/compensations", fmt.Sprintf("claim-key-%d", i), body, nil)
		refusal, refused := errors.AsType[*program.Refusal](err)
		if err == nil || refused && strings.Contains(refusal.Body, "compensation.beyond_no_policy") {
			return
		}
		if refused && refusal.Status < 500 {
			s.t.Errorf("claiming: %v", err)
			return
		}
	}
}

// step takes a claim one step on from a state, by whatever version it has, until the
// program has answered.
func (s *treasury) step(ctx context.Context, who *program.Agent, id, from, what string, body map[string]any) {
	for again := true; again; again = pause(ctx, 50*time.Millisecond) {
		var c claimed
		err := who.Call(ctx, "GET", "/api/compensations/"+id, "", nil, &c)
		if err == nil && c.State != from {
			return
		}
		if err == nil {
			said := map[string]any{"version": c.Version}
			for name, value := range body {
				said[name] = value
			}
			err = who.Call(ctx, "POST", "/api/compensations/"+id+"/"+what, "", said, nil)
		}
		refusal, refused := errors.AsType[*program.Refusal](err)
		if err == nil || refused && strings.Contains(refusal.Body, "compensation.budget_spent") {
			return
		}
		if refused && refusal.Status < 500 && refusal.Status != 409 {
			s.t.Errorf("to %s: %v", what, err)
			return
		}
	}
}

// strike kills the program and starts it again, one at a time.
func (s *treasury) strike() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.node.Kill(); err != nil {
		s.t.Error(err)
	}
	if _, err := s.node.Start(30 * time.Second); err != nil {
		s.t.Error(err)
	}
}

// killing strikes n times while something goes on; the function that it returns waits
// for that.
func (s *treasury) killing(ctx context.Context, n int) (wait func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range n {
			if pause(ctx, 150*time.Millisecond) {
				s.strike()
			}
		}
	}()
	return func() { <-done }
}

// ledger reads all claims, once the program answers.
func (s *treasury) ledger(ctx context.Context) (all []claimed) {
	s.t.Helper()
	for after := ""; ; {
		var page struct {
			Items []claimed
			Next  string
		}
		for s.agent.Call(ctx, "GET", "/api/compensations?after="+after, "", nil, &page) != nil {
			if !pause(ctx, 200*time.Millisecond) { // the last strike may not be over yet
				s.t.Fatal("the program did not come back")
			}
		}
		all = append(all, page.Items...)
		if after = page.Next; after == "" {
			return all
		}
	}
}

// quiet waits until nothing is being sent any more.
func (s *treasury) quiet(ctx context.Context) {
	s.t.Helper()
	for sending := -1; sending != 0; {
		if !pause(ctx, 200*time.Millisecond) {
			s.t.Fatalf("%d payouts are still being sent", sending)
		}
		sending = 0
		for _, c := range s.ledger(ctx) {
			if c.Payout != nil && c.Payout.State == "sending" {
				sending++
			}
		}
	}
}

// find lets a person say what became of an unknown payout, unless the program has found
// out meanwhile.
func (s *treasury) find(ctx context.Context, c claimed, paid bool) {
	for c.Payout.State == "unknown" {
		err := s.judges[0].Call(ctx, "POST", "/api/compensations/"+c.ID+"/payout/reconcile", "", map[string]any{"version": c.Payout.Version, "paid": paid, "note": "the till says so"}, nil)
		if refusal, refused := errors.AsType[*program.Refusal](err); err == nil || !refused || refusal.Status != 409 {
			s.must(err)
			return
		}
		s.must(s.judges[0].Call(ctx, "GET", "/api/compensations/"+c.ID, "", nil, &c))
	}
}

// verify holds what the program says against what the till has paid, and lets a person
// find out what nobody knows.
func (s *treasury) verify(ctx context.Context, cases int) {
	count := map[string]int{}
	perCase := map[string]int64{}
	var promised int64
	for _, c := range s.ledger(ctx) {
		perCase[c.CaseID] += c.Fen
		if c.State == "approved" || c.State == "paying" || c.State == "paid" {
			promised += c.Fen
		}
		if c.Payout == nil {
			count["none"]++
			continue
		}
		count[c.Payout.State]++
		paid := s.till.times(c.ID)
		switch {
		case paid > 1:
			s.t.Errorf("%s was paid %d times", c.ID, paid)
		case c.Payout.State == "paid" && paid != 1, c.Payout.State == "failed" && paid != 0:
			s.t.Errorf("%s is %s and was paid %d times", c.ID, c.Payout.State, paid)
		case c.Payout.State == "unknown":
			s.find(ctx, c, paid == 1)
		case c.Payout.State != "paid" && c.Payout.State != "failed":
			s.t.Errorf("%s is %s", c.ID, c.Payout.State)
		}
	}
	for of, fen := range perCase {
		if fen > capOfCase {
			s.t.Errorf("%d fen are claimed in case %s", fen, of)
		}
	}
	if promised > budgetOf || s.till.fen > budgetOf || len(perCase) != cases {
		s.t.Errorf("%d fen approved and %d paid of %d, in %d cases", promised, s.till.fen, budgetOf, len(perCase))
	}
	for _, c := range s.ledger(ctx) {
		if paid := s.till.times(c.ID) == 1; paid != (c.State == "paid") || c.State == "paying" {
			s.t.Errorf("after a person has looked, %s is %s and was paid: %v", c.ID, c.State, paid)
		}
	}
	s.t.Logf("payouts %v; %d answers lost; %d fen approved and %d paid of %d", count, s.till.lost, promised, s.till.fen, budgetOf)
}
