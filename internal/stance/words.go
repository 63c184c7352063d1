package stance

import (
	_ "embed"
	"encoding/json"
	"strconv"
	"strings"
)

// What may be said at each step, in the one language of a thread. Where the most is not
// known yet, or nothing is offered yet, another text stands for it.
//
//go:embed words.json
var wordsFile []byte

type texts struct {
	Position, PositionOpen, PositionReview []string
	Offer, OfferNone                       []string
	Final, FinalOpen                       []string
	WhyNone                                string
}

var words = readWords()

func readWords() (t texts) {
	if err := json.Unmarshal(wordsFile, &t); err != nil {
		panic("stance/words.json: " + err.Error())
	}
	return t
}

// Wording is what may be said at a step, as a draft.
type Wording struct {
	Verb Verb
	Text string
}

// Wordings are drafts for each step. options are the titles of what is offered now.
func Wordings(b Basis, all []Feature, options []string) (some []Wording) {
	threat := false
	for _, f := range all {
		threat = threat || f.Kind == ThreatForMoney
	}
	add := func(verb Verb, texts []string) {
		for _, t := range texts {
			some = append(some, Wording{verb, fill(t, b, options)})
		}
	}
	known := b.Fen != nil
	if threat {
		add(Position, words.PositionReview)
	}
	add(Position, pick(known, words.Position, words.PositionOpen))
	add(Offer, pick(len(options) > 0, words.Offer, words.OfferNone))
	add(Final, pick(known, words.Final, words.FinalOpen))
	return some
}

func pick(first bool, a, b []string) []string {
	if first {
		return a
	}
	return b
}

// fill puts what is known of a case into a text.
func fill(text string, b Basis, options []string) string {
	limit := ""
	if b.Fen != nil {
		limit = Yuan(*b.Fen)
	}
	return strings.NewReplacer("{limit}", limit, "{why}", b.why(), "{options}", strings.Join(options, "、")).Replace(text)
}

// why names the articles on which a basis rests, or else says that it is the rule of the
// house. What the shop's tables are called is nothing for buyers.
func (b Basis) why() string {
	var all []string
	for _, r := range b.Reasons {
		if r.Article != "" && len(all) < 2 && !strings.Contains(strings.Join(all, ""), r.Article) {
			all = append(all, "《"+strings.Trim(r.Article, "《》")+"》")
		}
	}
	if len(all) == 0 {
		return words.WhyNone
	}
	return strings.Join(all, "和")
}

// Yuan writes fen as people read them.
func Yuan(fen int64) string {
	return strings.TrimSuffix(strings.TrimSuffix(strconv.FormatFloat(float64(fen)/100, 'f', 2, 64), "0"), ".0")
}
