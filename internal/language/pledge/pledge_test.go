package pledge

import (
	"bufio"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/times"
)

var zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// readCases calls f with each case of a file.
func readCases(t *testing.T, name string, f func(text, want, got string)) {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var at time.Time
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		if strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		if when, ok := strings.CutPrefix(line, "at "); ok {
			if at, err = time.ParseInLocation("2006-01-02 15:04", when, zone); err != nil {
				t.Fatal(err)
			}
			continue
		}
		text, want, _ := strings.Cut(line, "\t")
		f(text, want, told(Find(language.Read(text), times.Clock{Now: at})))
	}
}

// told writes pledges as the cases do.
func told(pledges []Pledge) string {
	var all []string
	for _, p := range pledges {
		s := string(p.Kind)
		if !p.Due.IsZero() {
			s += " " + p.Due.Format("01-02 15:04")
		}
		if !p.Earliest.IsZero() {
			s += " earliest " + p.Earliest.Format("01-02 15:04")
		}
		if p.Tentative {
			s += " tentative"
		}
		all = append(all, s)
	}
	if len(all) == 0 {
		return "-"
	}
	return strings.Join(all, " ; ")
}

func TestCases(t *testing.T) {
	readCases(t, "testdata/cases.txt", func(text, want, got string) {
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	})
}

func TestBlind(t *testing.T) {
	right, all := 0, 0
	readCases(t, "testdata/blind.txt", func(text, want, got string) {
		all++
		if got == want {
			right++
		} else if testing.Verbose() {
			t.Logf("%s\n got %s\nwant %s", text, got, want)
		}
	})
	t.Logf("%d of %d", right, all)
	if right*100 < all*90 {
		t.Errorf("%d of %d right", right, all)
	}
}
