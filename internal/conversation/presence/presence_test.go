package presence

import (
	"fmt"
	"testing"
	"time"
)

func TestPace(t *testing.T) {
	var p pace
	at := time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)
	for i := range 30 {
		if !p.allow("a", at) {
			t.Fatalf("refused after %d", i)
		}
	}
	if p.allow("a", at) {
		t.Error("one too many is allowed")
	}
	if !p.allow("b", at) {
		t.Error("others are refused too")
	}
	if at = at.Add(500 * time.Millisecond); !p.allow("a", at) || p.allow("a", at) {
		t.Error("half a second brings one")
	}
	for i := range 2 * paceKept {
		p.allow(fmt.Sprint(i), at)
	}
	if len(p.used) > paceKept {
		t.Errorf("%d people are remembered", len(p.used))
	}
}
