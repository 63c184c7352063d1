package reading

import (
	"slices"

	"github.com/anxin-desk/anxin/internal/language"
)

// plainly is how sure a scenario must be to carry its risk with it, where no
// word of the lexicon tells the risk.
const plainly = 0.75

// implied adds the risks that a scenario holds by its nature.
func (r *riskReader) implied(fits []Guess, risks []Risk) []Risk {
	for _, g := range fits {
		kind := ""
		switch {
		case g.Score < plainly:
			continue
		case g.ID == "privacy.leak" && !has(risks, "media"):
			kind = "privacy"
		case g.ID == "demand.extortion" && (r.namesSum() || len(r.of("pay_me")) > 0) && len(r.of("lawful")) == 0:
			kind = "extortion"
		case g.ID == "public.exposure" && len(risks) == 0:
			kind = "media"
		}
		if kind == "" || has(risks, kind) || r.onlyAsks() {
			continue
		}
		all := language.Range{From: 0, To: r.text.Len()}
		if kind == "extortion" && !has(risks, "media") && hasAny(r.text.String(), "粉丝", "万粉", "探店", "博主", "视频", "笔记") {
			risks = append(risks, Risk{Type: "media", Span: r.text.Span(all.From, all.To), Text: r.text.Words(all.From, all.To)})
		}
		risks = append(risks, Risk{Type: kind, Span: r.text.Span(all.From, all.To), Text: r.text.Words(all.From, all.To)})
	}
	slices.SortStableFunc(risks, func(a, b Risk) int {
		return slices.Index(Risks, a.Type) - slices.Index(Risks, b.Type)
	})
	return risks
}

// onlyAsks reports whether the whole message asks, denies or tells of
// others.
func (r *riskReader) onlyAsks() bool {
	if len(r.of("hearsay")) > 0 || len(r.of("elsewhere")) > 0 {
		return true
	}
	return len(r.of("rhetoric")) == 0 && (len(r.of("query")) > 0 || len(r.of("negate")) > 0) && r.text.Len() < 16
}
