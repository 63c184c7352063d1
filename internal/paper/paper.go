// Package paper keeps the papers of a merchant by goods: whose brand they may sell,
// where they bought, what a laboratory found. Papers end; people are told before. A paper
// that fits the goods of an order is offered as evidence of the case.
package paper

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Kind is what a paper is.
type Kind string

const (
	Authorisation Kind = "authorisation" // to sell a brand
	Purchase      Kind = "purchase"      // where the goods were bought
	Inspection    Kind = "inspection"    // what a laboratory found
	Other         Kind = "other"
)

var kinds = []Kind{Authorisation, Purchase, Inspection, Other}

// Limits of a paper.
const (
	maxTitle = 80 // runes
	maxNote  = 300
	maxCode  = 64
	maxCodes = 200
)

// Paper is a paper of a shop.
type Paper struct {
	ID     string
	ShopID string
	Draft
	Name          string // of the file
	MediaType     string
	Size          int64 // bytes
	Width, Height int64 // pixels, of pictures
	SHA256        string
	Thumb         string // SHA-256 of the thumbnail, "" if there is none
	ByID          string
	MadeAt        time.Time
	RetiredAt     time.Time // zero while it is offered
	Version       int64

	warned Nearness
}

// Draft is what people say about a paper.
type Draft struct {
	Kind   Kind
	Title  string
	Codes  []string // of goods; none for all of the shop
	Batch  string   // "" for all
	EndsOn string   // the last day on which it counts, as 2026-12-31; "" for ever
	Note   string
}

// clean returns a draft as it will be kept, or what is wrong with it.
func (d Draft) clean() (Draft, error) {
	d.Title, d.Batch, d.Note = strings.Join(strings.Fields(d.Title), " "), strings.TrimSpace(d.Batch), strings.TrimSpace(d.Note)
	var codes []string
	for _, code := range d.Codes {
		if code = strings.TrimSpace(code); code != "" {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	d.Codes = slices.Compact(codes)
	long := func(code string) bool { return utf8.RuneCountInString(code) > maxCode }
	switch n := utf8.RuneCountInString(d.Title); {
	case !slices.Contains(kinds, d.Kind):
		return d, fault.Field("kind", "paper.kind_unknown")
	case n == 0:
		return d, fault.Field("title", "paper.title_missing")
	case n > maxTitle:
		return d, fault.Field("title", "paper.title_long", "limit", maxTitle)
	case len(d.Codes) > maxCodes:
		return d, fault.Field("codes", "paper.codes_many", "limit", maxCodes)
	case slices.ContainsFunc(d.Codes, long):
		return d, fault.Field("codes", "paper.code_long", "limit", maxCode)
	case long(d.Batch):
		return d, fault.Field("batch", "paper.code_long", "limit", maxCode)
	case utf8.RuneCountInString(d.Note) > maxNote:
		return d, fault.Field("note", "paper.note_long", "limit", maxNote)
	}
	if _, err := time.Parse(time.DateOnly, d.EndsOn); d.EndsOn != "" && err != nil {
		return d, fault.Field("ends_on", "paper.day_form")
	}
	return d, nil
}

// Nearness is how near the end of a paper is.
type Nearness int64

const (
	Far   Nearness = iota // or without an end
	Month                 // at most 30 days
	Week                  // at most 7 days
	Over                  // its last day has passed
)

// Words of how near an end is, as they travel.
var words = [...]string{"far", "month", "week", "over"}

// String returns how near an end is as it travels.
func (n Nearness) String() string { return words[n] }

// Near tells how near the end of a paper is on a day of the shop's calendar.
func (d Draft) Near(day time.Time) Nearness {
	on := func(days int) string { return day.AddDate(0, 0, days).Format(time.DateOnly) }
	switch {
	case d.EndsOn == "" || d.EndsOn > on(30):
		return Far
	case d.EndsOn < on(0):
		return Over
	case d.EndsOn <= on(7):
		return Week
	}
	return Month
}

// Fit is how well a paper fits what was bought.
type Fit string

const (
	ByBatch Fit = "batch" // the same goods of the same batch
	ByCode  Fit = "code"  // the same goods
	ForAll  Fit = "all"   // all goods of the shop
)

// fits tells how well a paper fits the items of an order. One of another batch does
// not; where nobody recorded the batch of an item it may.
func (d Draft) fits(items []order.Item) (Fit, bool) {
	if len(d.Codes) == 0 && d.Batch == "" {
		return ForAll, true
	}
	best, found := ByCode, false
	for _, i := range items {
		if len(d.Codes) > 0 && !slices.Contains(d.Codes, i.Code) {
			continue
		}
		switch {
		case d.Batch == "" || i.Batch == "" && len(d.Codes) > 0:
			found = true
		case d.Batch == i.Batch:
			best, found = ByBatch, true
		}
	}
	return best, found
}
