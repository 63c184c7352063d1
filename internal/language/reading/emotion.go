package reading

import (
	"slices"
	"strconv"
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
)

// Kinds are the kinds of emotion.
var Kinds = []string{"angry", "anxious", "disappointed", "sad", "sarcastic", "calm", "pleased"}

const maxLevel = 4

// Emotion is what a person shows, level 0 (nothing) to 4 (beside themselves),
// and the words that show it.
type Emotion struct {
	Kind  string          `json:"kind"`
	Level int             `json:"level"`
	Spans []language.Span `json:"spans,omitempty"`
}

// feeling is a kind of emotion with how strong the words of a group are.
type feeling struct {
	kind     int // of Kinds, -1 for loud
	strength int
}

// feelingOf reads the name of a group: angry3.
func feelingOf(group string) feeling {
	kind := strings.TrimRight(group, "01234")
	strength, _ := strconv.Atoi(group[len(kind):])
	return feeling{slices.Index(Kinds, kind), strength}
}

const (
	calm      = 5
	pleased   = 6
	sarcastic = 4
	wordSpeak = 0.8 // how much a grade of strength of a word adds to what was learnt
)

// emotion joins what was learnt from examples with the words of feeling: these
// decide where the examples hold nothing alike.
func emotion(t language.Text, hits []hit, kinds, levels []float64, risks []Risk, complains bool) Emotion {
	words := feelings()
	var strongest [7]int
	for _, h := range hits {
		f := feelingOf(words.names[h.group])
		if f.kind >= 0 {
			strongest[f.kind] = max(strongest[f.kind], f.strength)
		}
	}
	gravest := 0
	for k, s := range strongest {
		if k != calm && k != pleased {
			gravest = max(gravest, s)
		}
	}
	best, most := calm, -1e9
	for k, p := range kinds {
		score := log(p)
		if k != calm {
			score += wordSpeak * float64(strongest[k])
		}
		switch {
		case k == pleased && len(risks) > 0:
			score -= 3
		case k == calm && gravest >= 3: // 真让人寒心,能不能给退
			score -= 2
		case k == pleased && complains, k == sarcastic && strongest[k] == 0:
			score -= 2
		}
		if score > most {
			best, most = k, score
		}
	}
	e := Emotion{Kind: Kinds[best], Level: level(t, best, levels, strongest, risks)}
	for _, h := range hits {
		if f := feelingOf(words.names[h.group]); f.kind == best && best != calm {
			e.Spans = append(e.Spans, t.Span(h.From, h.To))
		}
	}
	e.Spans = outermost(e.Spans)
	return e
}

// upset reports whether there is a word of clear anger or disappointment.
func upset(hits []hit) bool {
	return slices.ContainsFunc(hits, func(h hit) bool {
		f := feelingOf(feelings().names[h.group])
		return f.strength >= 2 && (f.kind == 0 || f.kind == 2)
	})
}

// level is the middle of what was learnt, at least what strong words, threats
// and loudness say.
func level(t language.Text, kind int, levels []float64, strongest [7]int, risks []Risk) int {
	middle := 0.0
	for n, p := range levels {
		middle += float64(n) * p
	}
	n := int(middle + 0.5)
	strong := 0
	for k, s := range strongest {
		if k != pleased && k != calm {
			strong = max(strong, s)
		}
	}
	loud := loudness(t)
	if strong == 0 && loud == 0 && len(risks) == 0 {
		n = int(middle) // a fact told plainly is no anger, whatever it resembles
	}
	if strong >= 3 {
		n = max(n, strong-1)
	}
	if strong >= 3 && loud >= 2 {
		n = max(n, strong)
	}
	if loud >= 3 && strong >= 1 {
		n = max(n, 2)
	}
	for _, r := range risks {
		switch r.Type {
		case "abuse":
			n = max(n, 3)
		case "regulator", "media", "lawsuit", "platform":
			n = max(n, 2)
		}
	}
	if kind == calm {
		return min(n, 1)
	}
	return min(max(n, 1), maxLevel)
}

// outermost drops spans inside others.
func outermost(spans []language.Span) []language.Span {
	slices.SortFunc(spans, func(a, b language.Span) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	kept := spans[:0]
	for _, s := range spans {
		if len(kept) == 0 || s.End > kept[len(kept)-1].End {
			kept = append(kept, s)
		}
	}
	return kept
}
