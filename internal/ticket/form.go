package ticket

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Type is a kind of ticket with a small form of its own.
type Type struct {
	ID         string `json:"id"` // never changes, unique in the shop
	Name       string `json:"name"`
	PublicText string `json:"public_text"` // what the buyer is told unless somebody writes something else
	Minutes    int64  `json:"minutes"`     // of opening hours that a department has
	Remind     int64  `json:"remind"`      // how many percent of them are left when it is reminded; 0 for never
	Form       Form   `json:"form"`
}

// Form is the fields of a type.
type Form []Field

// Field is one question of a form.
type Field struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Kind     FieldKind `json:"kind"`
	When     When      `json:"when"`
	Required bool      `json:"required"`
	Options  []string  `json:"options,omitempty"` // of a choice
}

// FieldKind says what may be filled in.
type FieldKind string

const (
	Text   FieldKind = "text"
	Choice FieldKind = "choice"
	Number FieldKind = "number"
	Date   FieldKind = "date" // 2026-11-29
)

// When says who fills a field in.
type When string

const (
	AtSending When = "sending" // who hands the work to the department
	AtResult  When = "result"  // who does it
)

// Values are what was filled in, by the ids of fields.
type Values map[string]string

// Limits of types.
const (
	MaxTypes      = 30
	MaxFields     = 12
	MaxOptions    = 20
	MaxFieldName  = 30  // runes, of names of types and fields and of options
	MaxValue      = 500 // runes
	MaxRemind     = 90  // percent
	maxIdentifier = 40  // letters
)

//go:embed types.json
var delivered []byte

// Delivered are the types of a shop that has chosen none of its own.
func Delivered() []Type {
	var all []Type
	if err := json.Unmarshal(delivered, &all); err != nil {
		panic("ticket/types.json: " + err.Error())
	}
	return all
}

var identifier = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)

// CheckTypes returns the types of a shop as they will be kept, or what is wrong
// with them.
func CheckTypes(all []Type) ([]Type, error) {
	if len(all) == 0 || len(all) > MaxTypes {
		return nil, fault.Field("types", "ticket.types_range", "max", MaxTypes)
	}
	seen := map[string]bool{}
	out := slices.Clone(all)
	for i := range out {
		t := &out[i]
		if seen[t.ID] || !named(t.ID, &t.Name) {
			return nil, fault.Field("types", "ticket.type_name", "max", MaxFieldName)
		}
		seen[t.ID] = true
		var err error
		if t.PublicText, err = cleanText("types", t.PublicText, MaxPublicLen); err != nil {
			return nil, err
		}
		if t.Minutes < MinMinutes || t.Minutes > MaxMinutes {
			return nil, fault.Field("types", "ticket.minutes_range", "min", MinMinutes, "max", MaxMinutes)
		}
		if t.Remind < 0 || t.Remind > MaxRemind {
			return nil, fault.Field("types", "ticket.remind_range", "max", MaxRemind)
		}
		if t.Form, err = t.Form.checked(t.Name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// named cleans a name and tells whether it and its id may stand.
func named(id string, name *string) bool {
	*name = strings.TrimSpace(*name)
	return len(id) <= maxIdentifier && identifier.MatchString(id) && *name != "" && utf8.RuneCountInString(*name) <= MaxFieldName
}

func (f Form) checked(of string) (Form, error) {
	if len(f) > MaxFields {
		return nil, fault.Field("types", "ticket.fields_many", "type", of, "max", MaxFields)
	}
	out, seen := slices.Clone(f), map[string]bool{}
	for i := range out {
		d := &out[i]
		if seen[d.ID] || !named(d.ID, &d.Name) {
			return nil, fault.Field("types", "ticket.field_name", "type", of, "max", MaxFieldName)
		}
		seen[d.ID] = true
		known := slices.Contains([]FieldKind{Text, Choice, Number, Date}, d.Kind) && (d.When == AtSending || d.When == AtResult)
		if !known || d.Kind != Choice && len(d.Options) > 0 || d.Kind == Choice && !d.choosable() {
			return nil, fault.Field("types", "ticket.field_options", "type", of, "field", d.Name, "max", MaxOptions)
		}
	}
	return out, nil
}

// choosable cleans the options of a choice and tells whether they may stand.
func (d *Field) choosable() bool {
	var options []string
	for _, o := range d.Options {
		o = strings.TrimSpace(o)
		if o == "" || utf8.RuneCountInString(o) > MaxFieldName || slices.Contains(options, o) {
			return false
		}
		options = append(options, o)
	}
	d.Options = options
	return len(options) > 0 && len(options) <= MaxOptions
}

// fill adds values of the fields of one time to those that are there. What the
// form does not ask then is refused, so that nothing gets lost unseen.
func (f Form) fill(when When, there, values Values) (Values, error) {
	out := Values{}
	for id, v := range there {
		out[id] = v
	}
	asked := map[string]bool{}
	for _, d := range f {
		if d.When != when {
			continue
		}
		asked[d.ID] = true
		v := strings.TrimSpace(values[d.ID])
		switch {
		case v == "" && d.Required:
			return nil, fault.Field("fields."+d.ID, "ticket.field_missing", "field", d.Name)
		case v == "":
			delete(out, d.ID)
			continue
		case !d.takes(v):
			return nil, fault.Field("fields."+d.ID, "ticket.field_invalid", "field", d.Name)
		}
		out[d.ID] = v
	}
	for id := range values {
		if !asked[id] {
			return nil, fault.Field("fields", "ticket.field_unknown", "field", id)
		}
	}
	return out, nil
}

func (d Field) takes(v string) bool {
	switch d.Kind {
	case Choice:
		return slices.Contains(d.Options, v)
	case Number:
		_, err := strconv.ParseFloat(v, 64)
		return err == nil && len(v) <= 20 && !strings.ContainsFunc(v, func(r rune) bool { return !strings.ContainsRune("0123456789.-", r) })
	case Date:
		_, err := time.Parse(time.DateOnly, v)
		return err == nil
	}
	return utf8.RuneCountInString(v) <= MaxValue
}
