package trie_test

import (
	"testing"

	"github.com/anxin-desk/anxin/internal/language/trie"
)

func TestTrie(t *testing.T) {
	words := trie.New([]string{"退款", "退", "退货退款", "快递", "退款"})
	for text, want := range map[string]bool{"退": true, "退款": true, "退货": false, "退货退款": true, "快": false, "快递": true, "款": false, "": false} {
		if got := holds(words, text); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	}
	if words.Empty() || !trie.New(nil).Empty() {
		t.Error("only what holds no word is empty")
	}
}

func holds(words *trie.Trie, text string) bool {
	at := int32(0)
	for _, r := range text {
		var ok bool
		if at, ok = words.Step(at, r); !ok {
			return false
		}
	}
	return words.Ends(at)
}
