// Package shop keeps the shops that the house answers for, their departments,
// when these are open, and what each may choose.
package shop

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Shop is where buyers come from.
type Shop struct {
	ID       string
	Key      string // stands in the widget's snippet: public, and never changes
	Name     string
	Hours    calendar.Hours
	Settings Settings
	MadeAt   time.Time
	Version  int64
}

// Location is the zone of the shop's opening hours.
func (s Shop) Location() *time.Location { return s.Hours.Location() }

// RespondBy is when a buyer who waits since a time shall have an answer from a
// human, in opening hours; zero if the shop never opens again.
func (s Shop) RespondBy(since time.Time) time.Time {
	by, err := s.Hours.Add(since, time.Duration(s.Settings.ResponseTargetMinutes)*time.Minute)
	if err != nil {
		return time.Time{}
	}
	return by.At
}

// Department is a part of a shop that work is handed to.
type Department struct {
	ID      string
	ShopID  string
	Name    string
	Kind    DepartmentKind
	Hours   calendar.Hours
	MadeAt  time.Time
	Version int64
}

// DepartmentKind says what a department does, whatever it is called.
type DepartmentKind string

// Kinds of departments. Who is told of a risk follows from them.
const (
	Warehouse  DepartmentKind = "warehouse"
	Logistics  DepartmentKind = "logistics"
	Finance    DepartmentKind = "finance"
	Quality    DepartmentKind = "quality"
	Legal      DepartmentKind = "legal"
	Operations DepartmentKind = "operations"
	OtherKind  DepartmentKind = "other"
)

var departmentKinds = []DepartmentKind{Warehouse, Logistics, Finance, Quality, Legal, Operations, OtherKind}

// Draft is what people say about a shop.
type Draft struct {
	Key      string // only at its making; made from the name if ""
	Name     string
	Hours    *calendar.Plan // as it is if nil, at its making calendar.Default
	Settings *Settings      // as they are if nil, at its making DefaultSettings
	Once     string         // idempotency key of its making, "" if there is none
}

// told is what a request to make a shop says.
func (d Draft) told() any {
	return map[string]any{"key": d.Key, "name": d.Name, "hours": d.Hours, "settings": d.Settings}
}

// DepartmentDraft is what people say about a department.
type DepartmentDraft struct {
	Name  string
	Kind  DepartmentKind // as it is if "", at its making OtherKind
	Hours *calendar.Plan // as they are if nil, at its making those of the shop
	Once  string         // idempotency key of its making, "" if there is none
}

// Limits of what people may say.
const (
	maxName = 60 // runes
	minKey  = 2  // letters
	maxKey  = 40 // letters
)

// apply returns s as d wants it.
func (d Draft) apply(s Shop) (Shop, error) {
	var err error
	if s.Name, err = checkName(d.Name); err != nil {
		return s, err
	}
	if d.Hours != nil {
		if s.Hours, err = calendar.New(*d.Hours); err != nil {
			return s, err
		}
	}
	if d.Settings != nil {
		s.Settings = *d.Settings
	}
	s.Settings, err = s.Settings.checked()
	return s, err
}

func checkName(name string) (string, error) {
	name = strings.TrimSpace(name)
	if name == "" || utf8.RuneCountInString(name) > maxName || strings.ContainsFunc(name, unprintable) {
		return name, fault.Field("name", "shop.name_length", "max", maxName)
	}
	return name, nil
}

func unprintable(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }

var keyForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func checkKey(key string) error {
	if len(key) < minKey || len(key) > maxKey || !keyForm.MatchString(key) {
		return fault.Field("key", "shop.key_form", "min", minKey, "max", maxKey)
	}
	return nil
}

var otherThanKey = regexp.MustCompile(`[^a-z0-9]+`)

// keyFrom makes a key of the letters of a name that may stand in one; of a
// Chinese name, "shop". tail makes it differ from other shops'.
func keyFrom(name, tail string) string {
	key := otherThanKey.ReplaceAllString(strings.ToLower(name), "-")
	key = strings.Trim(key[:min(len(key), maxKey-10)], "-")
	if len(key) < minKey {
		key = "shop"
	}
	if tail != "" {
		key += "-" + tail
	}
	return key
}
