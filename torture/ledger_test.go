package torture

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"
)

// entry is one acknowledgement.
type entry struct {
	Kind         string    `json:"kind"` // "message", "commitment", "ticket" or "order"
	Conversation string    `json:"conversation"`
	Key          string    `json:"key"`
	ID           string    `json:"id"`
	Seq          int64     `json:"seq,omitempty"`
	Text         string    `json:"text"`
	Due          time.Time `json:"due,omitzero"`
}

// ledger keeps what the program has acknowledged, outside of it. What was tried
// is only kept in memory: it may, but need not, have happened.
type ledger struct {
	mu      sync.Mutex
	file    *os.File
	entries []entry
	tried   map[string]string // text by key
	faults  []string
}

func newLedger(t *testing.T) *ledger {
	file, err := os.Create(t.TempDir() + "/ledger")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return &ledger{file: file, tried: map[string]string{}}
}

// try notes that a request is about to be sent.
func (l *ledger) try(key, text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tried[key] = text
}

// acknowledged puts an answer on disk and returns when it is there.
func (l *ledger) acknowledged(e entry) {
	line, err := json.Marshal(e)
	if err != nil {
		panic(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, err := l.file.Write(append(line, '\n')); err != nil {
		l.fault("ledger: %v", err)
	}
	if err := l.file.Sync(); err != nil {
		l.fault("ledger: %v", err)
	}
	l.entries = append(l.entries, e)
}

// wrong notes something that must not be.
func (l *ledger) wrong(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fault(format, args...)
}

const maxFaults = 30 // enough to see what is wrong

func (l *ledger) fault(format string, args ...any) {
	if len(l.faults) < maxFaults {
		l.faults = append(l.faults, fmt.Sprintf(format, args...))
	}
}

// check fails the test if anything was wrong so far.
func (l *ledger) check(t *testing.T) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, f := range l.faults {
		t.Error(f)
	}
	if len(l.faults) > 0 {
		t.FailNow()
	}
}

// since returns the entries after the first n.
func (l *ledger) since(n int) []entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]entry(nil), l.entries[n:]...)
}

// was returns the text that was sent under a key.
func (l *ledger) was(key string) (string, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	text, ok := l.tried[key]
	return text, ok
}

// read returns what is on disk.
func (l *ledger) read(t *testing.T) (entries []entry) {
	t.Helper()
	file, err := os.Open(l.file.Name())
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var e entry
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	return entries
}
