package torture

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/torture/program"
)

// TestTortureFirstStart kills the very first start anywhere in its migrations
// and its making of the demo shop. The next start must find its way.
func TestTortureFirstStart(t *testing.T) {
	choose := choices(t)
	for i := range size(5, 100) {
		n, err := program.NewNode(binary, "--data", t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		var after []time.Duration
		for range 1 + choose.IntN(3) {
			if err := n.Launch(); err != nil {
				t.Fatal(err)
			}
			after = append(after, between(choose, 0, 600*time.Millisecond))
			pause(t.Context(), after[len(after)-1])
			if err := n.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := n.Start(30 * time.Second); err != nil {
			t.Fatalf("start %d, killed after %v: %v", i, after, err)
		}
		for _, login := range []string{"admin", "chen", "li", "zhou"} {
			if _, err := program.SignIn(t.Context(), program.NewDoor(1, n.URL), login); err != nil {
				t.Errorf("start %d, killed after %v: %s cannot sign in: %v", i, after, login, err)
			}
		}
		if err := n.Stop(); err != nil {
			t.Error(err)
		}
	}
}

const (
	overdueCases  = 100
	overdueWithin = 5 * time.Second // after readiness
)

// TestTortureOverdue starts a server whose commitments all came due while it
// was away.
func TestTortureOverdue(t *testing.T) {
	data := t.TempDir()
	w := newWorld(t, sqliteIn(data), 1, "--data", data)
	node, many := w.nodes[0], size(1000, 10_000)
	if many < 1000 { // ANXIN_TORTURE counts kills
		many = 1000
	}
	conversations := commitMany(t, node, many)
	w.kill(node)
	turnBack(t, data)
	w.start(node, ready)
	up := w.lives[len(w.lives)-1].ready
	query := `SELECT COUNT(*) FROM notice WHERE kind = 'commitment.alarm'`
	if _, err := wait(t.Context(), 12*overdueWithin, func() (bool, error) {
		pause(t.Context(), 200*time.Millisecond) // to ask more often would take the time that is measured
		n, err := w.truth.number(query)
		return n >= int64(many), err
	}); err != nil {
		t.Fatal(err)
	}
	all, err := w.truth.alarms(conversations)
	if err != nil || len(all) != many {
		t.Fatalf("%d commitments are stored, %d were made (%v)", len(all), many, err)
	}
	var last time.Time
	for _, a := range all {
		if a.told.After(last) {
			last = a.told
		}
		if a.lines != 1 || a.notices != 1 {
			t.Fatalf("%d alarms, %d notices", a.lines, a.notices)
		}
	}
	took := last.Sub(up)
	t.Logf("%d overdue: all told %v after the server was ready (launch to ready %v)", many, took.Round(time.Millisecond), w.boots[0])
	if took > overdueWithin {
		t.Errorf("%d overdue commitments took %v, at most %v", many, took, overdueWithin)
	}
}

// commitMany makes commitments that are due in an hour, through the API, and
// returns their conversations.
func commitMany(t *testing.T, node *program.Node, many int) (conversations []string) {
	t.Helper()
	agent, err := program.SignIn(t.Context(), program.NewDoor(64, node.URL), "chen")
	if err != nil {
		t.Fatal(err)
	}
	var cases []string
	for i := range overdueCases {
		b, err := program.Visit(t.Context(), program.NewDoor(1, node.URL), fmt.Sprint("overdue-", i))
		if err != nil {
			t.Fatal(err)
		}
		id, err := agent.OpenCase(t.Context(), b.Conversation, fmt.Sprintf("overdue-%d", i))
		if err != nil {
			t.Fatal(err)
		}
		b.Close()
		cases, conversations = append(cases, id), append(conversations, b.Conversation)
	}
	var next, failed atomic.Int64
	var all sync.WaitGroup
	for range 32 {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(many); i = next.Add(1) - 1 {
				_, err := agent.Commit(t.Context(), cases[i%overdueCases], fmt.Sprintf("overdue-%d", i), "一小时内给您答复", time.Now().Add(time.Hour))
				if err != nil {
					failed.Add(1)
				}
			}
		})
	}
	all.Wait()
	if n := failed.Load(); n > 0 {
		t.Fatalf("%d of %d commitments were not made", n, many)
	}
	return conversations
}

// turnBack moves what a stopped server's clocks wait for to one minute ago. To
// wait for the hour would show nothing more.
func turnBack(t *testing.T, data string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+data+"/anxin.db")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const back = 61 * 60 * 1000 // milliseconds
	for _, change := range []string{
		`UPDATE commitment SET made_at = made_at - ?, due_at = due_at - ?, grace_ends_at = grace_ends_at - ?`,
		`UPDATE job SET run_at = run_at - ?, due_at = due_at - ?, made_at = made_at - ? WHERE kind LIKE 'commitment.%'`,
	} {
		if _, err := db.ExecContext(context.Background(), change, back, back, back); err != nil {
			t.Fatal(err)
		}
	}
}
