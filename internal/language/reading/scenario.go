package reading

import (
	"math"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
)

// Scenarios are the ids of the complaint scenarios, in their order.
var Scenarios = []string{
	"quality.damaged", "quality.malfunction", "quality.not_as_described", "quality.counterfeit", "quality.expired",
	"quality.foreign_body", "order.wrong_item", "order.unshipped", "order.change", "logistics.late", "logistics.lost",
	"logistics.damaged", "logistics.signed_not_received", "logistics.not_to_door", "aftersales.refund_slow",
	"aftersales.return", "aftersales.return_refused", "aftersales.exchange_repair", "aftersales.price_invoice",
	"service.attitude", "service.system_fault", "service.broken_promise", "marketing.promo", "demand.unreasonable",
	"demand.extortion", "public.exposure", "privacy.leak", "inquiry.simple",
}

// none is the answer for what no scenario fits.
const none = "none"

// inquiry is the scenario of questions without a grievance.
const inquiry = "inquiry.simple"

// Guess is a scenario with how sure we are, 0 to 1.
type Guess struct {
	ID    string  `json:"id"`
	Score float64 `json:"score"`
}

const (
	// Sure is the least score with which a playbook may be offered unasked.
	Sure = 0.7

	guesses    = 5
	leastScore = 0.01
	// abstainBelow is how sure the best guess must be to be spoken of at all.
	abstainBelow = 0.15
	// smallTalk is how sure it must be that nothing fits, where something might.
	smallTalk = 0.45
	// wonders is how much more likely a mere question makes an inquiry.
	wonders = 4
)

// fit joins what was learnt with the phrases that speak for a scenario.
func fit(t language.Text, answers []string, p []float64) []Guess {
	all := make([]Guess, len(p))
	speak := cues(t, answers)
	sum := 0.0
	for i, id := range answers {
		all[i] = Guess{id, p[i] * math.Exp(speak[i])}
		sum += all[i].Score
	}
	for i := range all {
		all[i].Score /= sum
	}
	return all
}

// grieving are characters of messages that tell of something done, wanted or
// gone wrong, so that what they ask is no mere question.
const grieving = "了没退换修坏破裂烂断错少丢漏票改消降差签账还催赔骗假过气!！等慢"

// wonder makes inquiries likelier for what only asks: 送货师傅管安装吗.
func wonder(all []Guess, t language.Text) {
	if t.Len() > 24 || strings.ContainsAny(t.String(), grieving) {
		return
	}
	end := t.Len()
	for end > 0 && strings.ContainsRune("?。~啊呀呢亲", t.At(end-1)) {
		end--
	}
	if !strings.ContainsRune("吗么不嘛", t.At(end-1)) && !strings.ContainsRune(t.String(), '?') && !hasAny(t.String(), "多少", "几", "哪个", "哪款", "多久", "多大", "怎么用", "能不能", "会不会", "有没有") {
		return
	}
	sum := 0.0
	for i := range all {
		if all[i].ID == inquiry {
			all[i].Score *= wonders
		}
		sum += all[i].Score
	}
	for i := range all {
		all[i].Score /= sum
	}
}

// rank orders the scenarios by how well they fit. It returns nothing for small
// talk and for what fits nothing well.
func rank(all []Guess, risks []Risk, upset bool) []Guess {
	weigh(all, risks, upset)
	slices.SortStableFunc(all, func(a, b Guess) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	if all[0].ID == none && (all[0].Score > smallTalk || all[1].Score < abstainBelow) || all[0].Score < abstainBelow {
		return nil
	}
	all = slices.DeleteFunc(all, func(g Guess) bool { return g.ID == none || g.Score < leastScore })
	all = all[:min(len(all), guesses)]
	for i := range all {
		all[i].Score = math.Round(all[i].Score*1000) / 1000
	}
	return all
}

// speaks is how much more likely a risk makes a scenario, and less its absence.
var speaks = map[string]struct {
	risks        []string
	with, absent float64
}{
	"demand.extortion": {[]string{"extortion"}, 6, 0.4},
	"privacy.leak":     {[]string{"privacy"}, 4, 0.35},
	"public.exposure":  {[]string{"media", "bad_review"}, 1.5, 0.35},
	// Whoever is unwell says so in words of its own; broken things hurt people too.
	"quality.foreign_body": {[]string{"safety"}, 0.6, 1},
}

// weigh lets the risks speak: who extorts is not just asking for much, and who is
// upset has more than a question.
func weigh(all []Guess, risks []Risk, upset bool) {
	sum := 0.0
	for i := range all {
		if s, is := speaks[all[i].ID]; is {
			factor := s.absent
			for _, r := range risks {
				if slices.Contains(s.risks, r.Type) {
					factor = s.with
				}
				if r.Type == "media" && !r.UnderWay && s.with < 2 { // what is threatened is not out yet
					factor = min(factor, 0.8)
				}
			}
			all[i].Score *= factor
		}
		if all[i].ID == none && len(risks) > 0 || all[i].ID == inquiry && (upset || len(risks) > 0) {
			all[i].Score *= 0.2
		}
		sum += all[i].Score
	}
	for i := range all {
		all[i].Score /= sum
	}
}
