package reading

import "github.com/anxin-desk/anxin/internal/language"

// Severities, the gravest first.
var Severities = []string{"critical", "high", "normal", "low"}

// severity follows from the risks, then from the harm and the emotion.
func severity(r Reading, t language.Text) string {
	for _, risk := range r.Risks {
		if risk.Type == "safety" || risk.UnderWay && (risk.Type == "media" || risk.Type == "regulator") {
			return "critical"
		}
	}
	switch primary := r.primary(); {
	case len(r.Risks) > 0:
		return "high"
	case primary == "" || primary == inquiry:
		return "low"
	case primary == "service.broken_promise", primary == "quality.counterfeit", primary == "privacy.leak",
		primary == "demand.extortion", primary == "public.exposure", primary == "quality.foreign_body":
		return "high"
	case r.Emotion.Level >= 3, repeated(t):
		return "high"
	case r.Emotion.Level == 0 && (primary == "aftersales.return" || primary == "order.change" || primary == "aftersales.price_invoice"):
		return "low"
	}
	return "normal"
}

// repeated reports whether somebody says they have been here before.
func repeated(t language.Text) bool {
	return hasAny(t.String(), "第二次", "第三次", "第四次", "第五次", "三次了", "四次了", "五次了", "好几次", "好多次", "无数次",
		"一次次", "三番五次", "催了三", "催了四", "催了五", "催了好几", "好几遍", "说了多少遍", "八百遍", "又是这样", "连着两")
}

// Weigh returns how grave a message is whose reading r was corrected.
func (r Reading) Weigh(text string) string { return severity(r, language.Read(text)) }
