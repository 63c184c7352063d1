// Package shelf keeps the playbooks of shops: those that come with the program, as
// far as a shop has not put its own in their place or switched them off, and those
// that it has written itself.
//
// A playbook of a shop has a draft, which people work on, and editions, which never
// change. Going back publishes an earlier edition again. Whoever follows a playbook
// holds on to the text with which they began; nothing that is done here moves them.
package shelf

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/playbook"
)

// Entry is a playbook of a shop.
type Entry struct {
	ID      string
	ShopID  string
	Name    string // the id that its text gives it
	On      bool
	Draft   string // YAML
	Ahead   bool   // the draft is not what is in force
	Edition int64  // in force; 0 for the shipped one, or none
	MadeAt  time.Time
	Version int64
}

// Edition is a playbook as it was published. It never changes.
type Edition struct {
	EntryID  string
	Number   int64
	Text     string // YAML; "" in lists
	Note     string
	Restored int64 // the edition that was published again, Shipped for the shipped one, 0 for the draft
	MadeBy   string
	MadeAt   time.Time
}

// Shipped is what Edition.Restored says of the one that comes with the program.
const Shipped = -1

// Limits of a shop's own playbooks.
const (
	MaxPlaybooks = 100
	MaxText      = 256 << 10 // bytes
	maxNote      = 200       // runes
)

// nameForm is that of ids of playbooks.
var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$`)

// Stands tells whether a playbook of a shop takes part: one that is on and is
// published, or shipped and unchanged.
func (e Entry) Stands() bool { return e.On && (e.Edition > 0 || isShipped(e.Name)) }

// Title is that of the draft, as far as it can be read.
func (e Entry) Title() playbook.Text {
	p, _ := playbook.Read([]byte(e.Draft))
	return p.Title
}

func isShipped(name string) bool {
	f, ok := playbook.Named(name)
	return ok && !f.Playbook.Template
}

// heading reads a text that somebody wants to keep as a draft. What is wrong with
// its parts is kept, so that nothing that was typed is lost; only a text that is no
// set of fields, or that names no playbook, is refused.
func heading(text string) (*playbook.Playbook, error) {
	if len(text) > MaxText {
		return nil, fault.Field("text", "playbook.too_long", "limit", MaxText/1024)
	}
	p, wrong := playbook.Read([]byte(text))
	for _, w := range wrong {
		if w.Code == "not_yaml" || w.Code == "two_documents" {
			return nil, fault.Field("text", "playbook.unreadable", "line", w.Line)
		}
	}
	if !nameForm.MatchString(p.ID) || utf8.RuneCountInString(p.ID) > 60 {
		return nil, fault.Field("text", "playbook.name_unfit", "name", p.ID)
	}
	if strings.HasPrefix(p.ID, "template.") {
		return nil, fault.Field("text", "playbook.name_template")
	}
	return p, nil
}

// copied is the draft of a playbook that begins as one that comes with the program.
// A template keeps its form and gets a name of its own.
func copied(from string, taken []Entry) (string, error) {
	f, ok := playbook.Named(from)
	if !ok {
		return "", fault.New(fault.NotFound, "playbook.unknown")
	}
	p := *f.Playbook
	if p.Template {
		p.ID = nextName(taken)
	}
	return write(&p)
}

// nextName is the first of shop.own_1, shop.own_2, … that is not taken.
func nextName(taken []Entry) string {
	used := map[string]bool{}
	for _, e := range taken {
		used[e.Name] = true
	}
	for n := 1; ; n++ {
		if name := fmt.Sprintf("shop.own_%d", n); !used[name] {
			return name
		}
	}
}

func write(p *playbook.Playbook) (string, error) {
	text, err := playbook.Write(p)
	return string(text), err
}

var versionLine = regexp.MustCompile(`(?m)^version:.*$`)

// numbered is a text that says which edition it is. Comments stay.
func numbered(text string, number int64) string {
	return versionLine.ReplaceAllString(text, fmt.Sprintf("version: %d", number))
}

// same tells whether two texts say the same, whichever editions they are.
func same(a, b string) bool { return numbered(a, 1) == numbered(b, 1) }

// shippedText is what comes with the program under a name, "" for nothing.
func shippedText(name string) string {
	f, ok := playbook.Named(name)
	if !ok || f.Playbook.Template {
		return ""
	}
	text, _ := write(f.Playbook)
	return text
}

// Differences says in sentences what one text changes against another.
func Differences(before, after string) []playbook.Text {
	b, _ := playbook.Read([]byte(before))
	a, _ := playbook.Read([]byte(after))
	b.Version = a.Version
	return playbook.Diff(b, a)
}

func cleanNote(note string) (string, error) {
	note = strings.TrimSpace(note)
	if utf8.RuneCountInString(note) > maxNote {
		return "", fault.Field("note", "playbook.note_long", "limit", maxNote)
	}
	return note, nil
}
