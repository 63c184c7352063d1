package storytest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A pattern is JSON in which some things are left open:
//
//   - any value
//     $name     whatever stands there first, and the same afterwards
//     "a*b"     any text in the place of the star
//     "a$name"  a part of a text
//     …         in an object: more members; in an array: more elements
type pattern interface {
	// match notes in d what is not as it should be.
	match(d *difference, at string, got any)
}

// difference collects what an answer has otherwise than its pattern, and the
// names that it gave values to.
type difference struct {
	names map[string]string
	lines []string
}

func (d *difference) note(at, format string, args ...any) {
	d.lines = append(d.lines, fmt.Sprintf("at %s: ", strings.TrimPrefix(at, "."))+fmt.Sprintf(format, args...))
}

type (
	anything struct{}
	literal  string // as JSON
	name     string
	text     string // with stars and names
	object   struct {
		members map[string]pattern
		order   []string
		open    bool
	}
	array struct {
		front, back []pattern
		open        bool
	}
)

func (anything) match(*difference, string, any) {}

func (l literal) match(d *difference, at string, got any) {
	if show(got) != string(l) {
		d.note(at, "got %s, want %s", show(got), string(l))
	}
}

func (n name) match(d *difference, at string, got any) {
	value := plain(got)
	if known, ok := d.names[string(n)]; !ok {
		d.names[string(n)] = value
	} else if known != value {
		d.note(at, "got %s, but $%s was %s", show(got), string(n), known)
	}
}

func (p text) match(d *difference, at string, got any) {
	s, ok := got.(string)
	if !ok {
		d.note(at, "got %s, want %q", show(got), string(p))
		return
	}
	if !d.fits(string(p), s) {
		d.note(at, "got %s, want %q", show(got), expand(string(p), d.names))
	}
}

var place = regexp.MustCompile(`\*|\$[a-z][a-z0-9_]*`)

// fits compares a text with a pattern of stars and names, and learns names.
func (d *difference) fits(p, got string) bool {
	var source strings.Builder
	var learned []string
	last := 0
	for _, at := range place.FindAllStringIndex(p, -1) {
		source.WriteString(regexp.QuoteMeta(p[last:at[0]]))
		found := p[at[0]:at[1]]
		last = at[1]
		value, known := d.names[found[1:]]
		switch {
		case found == "*":
			source.WriteString("(?s:.*)")
		case known:
			source.WriteString(regexp.QuoteMeta(value))
		default:
			source.WriteString("((?s:.+?))")
			learned = append(learned, found[1:])
		}
	}
	source.WriteString(regexp.QuoteMeta(p[last:]))
	groups := regexp.MustCompile("^(?:" + source.String() + ")$").FindStringSubmatch(got)
	if groups == nil {
		return false
	}
	for i, n := range learned {
		d.names[n] = groups[i+1]
	}
	return true
}

// expand puts the values of names into a text; a name that has none stays.
func expand(s string, names map[string]string) string {
	return place.ReplaceAllStringFunc(s, func(found string) string {
		if value, ok := names[found[1:]]; ok && found[0] == '$' {
			return value
		}
		return found
	})
}

func (o object) match(d *difference, at string, got any) {
	m, ok := got.(map[string]any)
	if !ok {
		d.note(at, "got %s, want an object", show(got))
		return
	}
	for _, key := range o.order {
		if value, ok := m[key]; ok {
			o.members[key].match(d, at+"."+key, value)
		} else {
			d.note(at+"."+key, "is missing")
		}
	}
	for key, value := range m {
		if o.members[key] == nil && !o.open {
			d.note(at+"."+key, "is %s, and not expected", show(value))
		}
	}
}

func (a array) match(d *difference, at string, got any) {
	list, ok := got.([]any)
	if !ok {
		d.note(at, "got %s, want a list", show(got))
		return
	}
	least := len(a.front) + len(a.back)
	if len(list) < least || len(list) > least && !a.open {
		d.note(at, "has %d elements, want %d: %s", len(list), least, show(got))
		return
	}
	for i, p := range a.front {
		p.match(d, fmt.Sprintf("%s[%d]", at, i), list[i])
	}
	for i, p := range a.back {
		n := len(list) - len(a.back) + i
		p.match(d, fmt.Sprintf("%s[%d]", at, n), list[n])
	}
}

// show writes a value as JSON, for people to read.
func show(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// plain is a value as it is put into a request.
func plain(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return show(v)
}

func (o *object) add(key string, p pattern) error {
	if slices.Contains(o.order, key) {
		return fmt.Errorf("%q stands there twice", key)
	}
	o.members[key] = p
	o.order = append(o.order, key)
	return nil
}
