package torture

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
)

// till is the merchant's own system. It pays whatever it is asked to, also twice, and
// often loses its answer; it can have the asker killed while it pays.
type till struct {
	mu     sync.Mutex
	choose *rand.Rand
	paid   map[string]int   // times, by claim
	fen    int64            // of all
	asked  map[string]int64 // fen, by case
	lost   int              // answers
	kill   func()           // once, before the next payment is answered
}

// ask is what the till is sent.
type ask struct {
	Action string
	Claim  string
	Case   string
	Fen    int64 `json:"amount_fen"`
}

func (t *till) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var q ask
	_ = json.NewDecoder(r.Body).Decode(&q)
	if q.Action == "status" {
		t.tell(w, q)
		return
	}
	t.mu.Lock()
	dice := t.choose.IntN(10)
	if dice < 2 {
		t.mu.Unlock()
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if dice == 2 {
		t.mu.Unlock()
		fmt.Fprint(w, `{"status":"refused","reason":"account closed"}`)
		return
	}
	t.paid[q.Claim]++
	t.fen += q.Fen
	t.asked[q.Case] += q.Fen
	kill := t.kill
	t.kill = nil
	if kill != nil || dice < 5 {
		t.lost++
	}
	t.mu.Unlock()
	if kill != nil {
		kill()
	}
	if kill != nil || dice < 5 {
		panic(http.ErrAbortHandler)
	}
	fmt.Fprintf(w, `{"status":"paid","reference":"T-%s"}`, q.Claim)
}

// tell answers what came of a payment, now and then not at all.
func (t *till) tell(w http.ResponseWriter, q ask) {
	t.mu.Lock()
	paid, silent := t.paid[q.Claim] > 0, t.choose.IntN(3) == 0
	t.mu.Unlock()
	switch {
	case silent:
		panic(http.ErrAbortHandler)
	case paid:
		fmt.Fprintf(w, `{"status":"paid","reference":"T-%s"}`, q.Claim)
	default:
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"status":"not_found"}`)
	}
}

// times is how often a claim was paid.
func (t *till) times(claim string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.paid[claim]
}
