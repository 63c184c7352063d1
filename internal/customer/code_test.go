package customer

import (
	"regexp"
	"testing"
)

func TestCodes(t *testing.T) {
	k, other := codeKey("one key"), codeKey("another key")
	code := k.code("customer", 1)
	if !regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$`).MatchString(code) {
		t.Errorf("code %q", code)
	}
	for name, another := range map[string]string{
		"epoch": k.code("customer", 2), "customer": k.code("customer2", 1), "key": other.code("customer", 1),
	} {
		if another == code {
			t.Errorf("another %s makes the same code", name)
		}
	}
	if k.hash(code) == other.hash(code) {
		t.Error("a hash tells nothing without the key, and this one does")
	}
	if Tail(code) != code[10:] || Tail("") != "" {
		t.Errorf("tail %q", Tail(code))
	}
}

// People type what they read, in the way their keyboard has it.
func TestCodesAreReadAsTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"0A1B-2C3D-4E5F":   "0A1B2C3D4E5F",
		" 0a1b 2c3d 4e5f ": "0A1B2C3D4E5F",
		"oAiB-2c3d-4e5f":   "0A1B2C3D4E5F",
		"OAlB2C3D4E5F":     "0A1B2C3D4E5F",
		"０Ａ１Ｂ－２Ｃ３Ｄ－４Ｅ５Ｆ": "0A1B2C3D4E5F",
		"":    "",
		"服务码": "",
	} {
		if got := normal(typed); got != want {
			t.Errorf("%q reads as %q", typed, got)
		}
	}
}
