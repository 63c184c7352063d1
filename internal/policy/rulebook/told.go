package rulebook

import (
	"fmt"
	"strings"

	"github.com/anxin-desk/anxin/internal/policy"
)

// Told is a fact that somebody has found out, as a claim keeps it for whoever
// approves. [Recalled] reads it again.
func Told(f policy.Fact, value any) string {
	text := fmt.Sprint(value)
	for _, v := range f.Values() {
		if v.Code == text {
			text = v.Zh
			break
		}
	}
	if f.Kind == policy.Percent {
		text = strings.TrimSuffix(text, "%") + "%"
	}
	return f.Zh + "：" + text
}

// Recalled are the facts among the reasons of a claim, by their names.
func Recalled(reasons []string) map[string]any {
	said := map[string]any{}
	for _, r := range reasons {
		name, value, ok := strings.Cut(strings.Replace(r, ": ", "：", 1), "：") // claims of earlier versions say ": "
		if !ok {
			continue
		}
		if f, known := policy.FactNamed(name); known && f.Zh == name {
			said[f.Name] = value
		}
	}
	return said
}
