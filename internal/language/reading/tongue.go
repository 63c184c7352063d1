package reading

import "github.com/anxin-desk/anxin/internal/language"

// tongue returns the language of a text: zh, en, or und where neither writing
// is seen.
func tongue(t language.Text) string {
	han, latin := 0, 0
	for _, r := range t.Runes {
		switch {
		case r >= 0x3400 && r <= 0x9fff:
			han++
		case r >= 'a' && r <= 'z':
			latin++
		}
	}
	switch {
	case han == 0 && latin == 0:
		return "und"
	case han*5 >= latin:
		return "zh"
	}
	return "en"
}
