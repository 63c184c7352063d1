package torture

import (
	"database/sql"
	"fmt"
	"os/exec"
	"testing"
	"time"
)

const (
	killsOfAScene = 10
)

// TestTortureKills kills a lone server on SQLite at random, under load.
func TestTortureKills(t *testing.T) {
	data := t.TempDir()
	w := newWorld(t, sqliteIn(data), 1, "--data", data)
	ctx, cancel := running(t)
	defer cancel()
	kills := size(20, 1000)
	began := time.Now()
	for done := 0; done < kills; {
		s, err := w.cast(ctx, fmt.Sprintf("s%03d", done/killsOfAScene))
		if err != nil {
			t.Fatal(err)
		}
		s.play(ctx)
		for range min(killsOfAScene, kills-done) {
			pause(ctx, between(w.choose, 20*time.Millisecond, 700*time.Millisecond))
			if w.choose.IntN(3) == 0 {
				w.lines[0].cut()
			}
			w.strike(w.nodes[0])
			entries := w.ledger.since(s.from)
			w.resync(s)
			w.verify(entries, s.conversations())
			done++
		}
		w.settle(s, gapAfter)
		if done%100 == 0 {
			t.Logf("%d kills after %v, %d messages", done, time.Since(began).Round(time.Second), w.messages)
		}
	}
	w.everything()
	w.stopAll()
	w.intact(data)
	w.prompt()
	w.report(kills)
}

// everything compares the whole ledger, as it is on disk, with the database.
func (w *world) everything() {
	w.t.Helper()
	entries := w.ledger.read(w.t)
	seen := map[string]bool{}
	var conversations []string
	for _, e := range entries {
		if !seen[e.Conversation] {
			seen[e.Conversation] = true
			conversations = append(conversations, e.Conversation)
		}
	}
	w.verify(entries, conversations)
	dead, err := w.truth.number(`SELECT COUNT(*) FROM job WHERE state = 'dead'`)
	if err != nil || dead > 0 {
		w.t.Errorf("%d dead jobs, %v", dead, err)
	}
}

// intact checks the file and the record of changes.
func (w *world) intact(data string) {
	w.t.Helper()
	verdict := ""
	err := w.truth.rows(`PRAGMA integrity_check`, func(r *sql.Rows) error { return r.Scan(&verdict) })
	if err != nil || verdict != "ok" {
		w.t.Errorf("integrity check: %s %v", verdict, err)
	}
	if out, err := exec.Command(binary, "audit", "verify", "--data", data).CombinedOutput(); err != nil {
		w.t.Errorf("audit verify: %v\n%s", err, out)
	}
}
