package seal_test

import (
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/platform/seal"
)

func TestSeal(t *testing.T) {
	box := seal.New([]byte("a key of the program"), "robots")
	sealed := box.Seal("robot/1", "SECabc")
	if strings.Contains(sealed, "SECabc") || sealed == box.Seal("robot/1", "SECabc") {
		t.Errorf("sealed %q", sealed)
	}
	if got, err := box.Open("robot/1", sealed); err != nil || got != "SECabc" {
		t.Errorf("opened %q, %v", got, err)
	}
	for name, open := range map[string]func() (string, error){
		"another name": func() (string, error) { return box.Open("robot/2", sealed) },
		"another purpose": func() (string, error) {
			return seal.New([]byte("a key of the program"), "mail").Open("robot/1", sealed)
		},
		"another key": func() (string, error) { return seal.New([]byte("another"), "robots").Open("robot/1", sealed) },
		"cut":         func() (string, error) { return box.Open("robot/1", sealed[:8]) },
		"no base64":   func() (string, error) { return box.Open("robot/1", "***") },
	} {
		if got, err := open(); err == nil {
			t.Errorf("%s opened %q", name, got)
		}
	}
	if got, err := box.Open("x", box.Seal("x", "")); got != "" || err != nil {
		t.Errorf("nothing became %q, %v", got, err)
	}
}
