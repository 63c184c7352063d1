package assignment

import (
	"slices"
	"strings"
)

// Need is what a conversation asks of who looks after it.
type Need struct {
	Skills     []string // names
	Language   string   // "" if it cannot be told
	VIP        bool
	PreviousID string // who met the buyer before, "" if nobody
	GaveBackID string // who had it and gave it back, "" if nobody
}

// Buyer is what is known of who waits.
type Buyer struct {
	Words      []string // what they said last
	Scenario   string   // of their open case, "" if none
	VIP        bool
	PreviousID string
	GaveBackID string
}

// NeedOf returns what a buyer asks for under a plan.
func (p Plan) NeedOf(b Buyer) Need {
	said := strings.ToLower(strings.Join(b.Words, "\n"))
	n := Need{Language: LanguageOf(said), VIP: b.VIP, PreviousID: b.PreviousID, GaveBackID: b.GaveBackID}
	for _, s := range p.Skills {
		asked := b.Scenario != "" && slices.Contains(s.Scenarios, b.Scenario)
		if asked || slices.ContainsFunc(s.Words, func(w string) bool { return strings.Contains(said, w) }) {
			n.Skills = append(n.Skills, s.Name)
		}
	}
	return n
}

// LanguageOf returns the language of a text by its writing, one of Languages, or
// "" where there is too little to tell. Chinese with a few foreign words is
// Chinese.
func LanguageOf(text string) string {
	n := map[string]int{}
	for _, r := range text {
		switch {
		case r >= 0x3040 && r <= 0x30ff:
			n["ja"] += 5 // in Japanese, kana stand among the same signs as Chinese
		case r >= 0x3400 && r <= 0x9fff:
			n["zh"] += 5 // one sign says as much as a few letters
		case r >= 0xac00 && r <= 0xd7af:
			n["ko"] += 5
		case r >= 0x0400 && r <= 0x04ff:
			n["ru"]++
		case r >= 0x0e00 && r <= 0x0e7f:
			n["th"]++
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			n["en"]++
		}
	}
	if n["ja"] > 0 && n["ja"]*4 >= n["zh"] {
		return "ja"
	}
	best := ""
	for _, l := range Languages {
		if n[l] > n[best] {
			best = l
		}
	}
	if best == "en" && n["en"] < leastLetters {
		return ""
	}
	return best
}

// leastLetters is how many letters make it English, and not an order number or
// "ok".
const leastLetters = 8
