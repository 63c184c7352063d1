// Package paste is the channel of chats that are held in the tools of platforms:
// an agent copies a chat there and pastes it here, and what was not known yet is
// written down with the times at which it was said. What the agent answers is
// copied out and sent by hand.
package paste

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/language"
	read "github.com/anxin-desk/anxin/internal/language/paste"
)

// said is a message as two copies of it are compared.
type said struct {
	side  read.Side
	words string // normalised
	at    time.Time
	grain time.Duration // how exactly at is known; 0 if it is not
	live  bool          // written here first, and perhaps sent there later, or never
	card  bool          // copied with other words around its own
}

// What is written here is sent there within this time, by the two clocks.
const (
	liveBefore = 2 * time.Minute
	liveAfter  = time.Hour
)

// leastCard is how many characters of a card make it known in a longer message.
const leastCard = 4

// is tells whether two copies are of one message, as far as one can tell.
func (s said) is(pasted said) bool {
	same := s.words == pasted.words || s.card && utf8.RuneCountInString(s.words) >= leastCard && strings.Contains(pasted.words, s.words)
	if s.side != pasted.side || !same {
		return false
	}
	switch {
	case s.grain == 0 || pasted.grain == 0:
		return true
	case s.live:
		return pasted.at.After(s.at.Add(-liveBefore-pasted.grain)) && pasted.at.Before(s.at.Add(liveAfter))
	}
	grain := max(s.grain, pasted.grain)
	return s.at.Truncate(grain).Equal(pasted.at.Truncate(grain))
}

func normal(text string) string { return strings.ReplaceAll(language.Normal(text), "\n", "") }

// grains are how exactly times are known, as keys of messages say it.
var grains = map[string]time.Duration{"s": time.Second, "m": time.Minute, "0": 0}

// keyOf is the key of a message that was pasted: it keeps what the platform said
// of its time, which its place in the thread may have changed a little.
func keyOf(m read.Message, id string) string {
	for letter, grain := range grains {
		if grain == m.Grain && grain > 0 {
			return fmt.Sprintf("paste-%s-%d-%s", letter, m.At.Unix(), id)
		}
	}
	return "paste-0-0-" + id
}

// knownOf is a message that we have, as it is compared.
func knownOf(m conversation.Message) said {
	s := said{side: read.Us, words: normal(m.Text), at: m.At, grain: time.Second, live: true, card: m.Kind == conversation.Card}
	if m.Sender.Kind == conversation.Buyer {
		s.side = read.Buyer
	}
	var letter, id string
	var at int64
	if n, _ := fmt.Sscanf(m.Key, "paste-%1s-%d-%s", &letter, &at, &id); n == 3 {
		s.at, s.grain, s.live = time.Unix(at, 0), grains[letter], false
	}
	return s
}

func pastedOf(m read.Message) said {
	return said{side: m.Side, words: normal(m.Text), at: m.At, grain: m.Grain}
}

// align finds what is pasted among what is known: for each pasted message the
// index of the known one that it is, -1 for those that are new. Both are in the
// order in which they were said.
func align(known, pasted []said) []int {
	if !slices.ContainsFunc(pasted, func(s said) bool { return s.grain > 0 }) {
		if found, ok := overlap(known, pasted); ok {
			return found
		}
	}
	return longest(known, pasted)
}

// overlap lays one chat without times over another so that all agrees where both
// have something to say, and as much as possible. What was written here may not
// have been sent there: it is passed over where it does not fit.
func overlap(known, pasted []said) (found []int, ok bool) {
	most := 0
	for at := -len(pasted) + 1; at < len(known); at++ {
		fits, n := lay(known, pasted, max(at, 0), max(-at, 0))
		if n > most {
			found, most = fits, n
		}
	}
	return found, most > 0
}

// lay compares known from k on with pasted from p on; it returns how many agree,
// none if they do not.
func lay(known, pasted []said, k, p int) (found []int, n int) {
	found = slices.Repeat([]int{-1}, len(pasted))
	for ; k < len(known) && p < len(pasted); k++ {
		switch {
		case known[k].is(pasted[p]):
			found[p] = k
			n, p = n+1, p+1
		case !known[k].live:
			return found, 0
		}
	}
	return found, n
}

// longest finds a longest run that both have in the same order.
func longest(known, pasted []said) []int {
	// best[i][j] is the length of that of known[i:] and pasted[j:].
	best := make([][]int32, len(known)+1)
	for i := range best {
		best[i] = make([]int32, len(pasted)+1)
	}
	for i := len(known) - 1; i >= 0; i-- {
		for j := len(pasted) - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if known[i].is(pasted[j]) {
				best[i][j] = max(best[i][j], best[i+1][j+1]+1)
			}
		}
	}
	found := slices.Repeat([]int{-1}, len(pasted))
	for i, j := 0, 0; i < len(known) && j < len(pasted); {
		switch {
		case known[i].is(pasted[j]) && best[i][j] == best[i+1][j+1]+1:
			found[j] = i
			i, j = i+1, j+1
		case best[i+1][j] >= best[i][j+1]:
			i++
		default:
			j++
		}
	}
	return found
}
