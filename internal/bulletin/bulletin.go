// Package bulletin keeps what a shift should know of its shop: promotions and rules
// of coupons that are in force, with from when until when. What is over goes by
// itself.
//
// The file bulletin.go holds the rules and does no I/O; service.go the operations,
// store.go the SQL.
package bulletin

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Kind is what a bulletin is about.
type Kind string

const (
	Promotion Kind = "promotion"
	Coupon    Kind = "coupon"
	Other     Kind = "other"
)

// Limits of a bulletin.
const (
	MaxTitle  = 60   // runes
	MaxText   = 2000 // runes
	maxLength = 400 * 24 * time.Hour
)

// Bulletin is something that holds in a shop for a time.
type Bulletin struct {
	ID        string
	ShopID    string
	Kind      Kind
	Title     string
	Text      string
	StartsAt  time.Time
	EndsAt    time.Time
	ChangedBy string
	ChangedAt time.Time
	Version   int64
}

// Draft is what people say of one.
type Draft struct {
	Kind     Kind
	Title    string
	Text     string
	StartsAt time.Time
	EndsAt   time.Time
}

// clean returns a draft as it will be kept, or what is wrong with it now.
func (d Draft) clean(now time.Time) (Draft, error) {
	d.Title, d.Text = strings.TrimSpace(d.Title), strings.TrimSpace(d.Text)
	d.StartsAt, d.EndsAt = d.StartsAt.UTC().Truncate(time.Millisecond), d.EndsAt.UTC().Truncate(time.Millisecond)
	switch n := utf8.RuneCountInString(d.Title); {
	case d.Kind != Promotion && d.Kind != Coupon && d.Kind != Other:
		return d, fault.Field("kind", "bulletin.kind_unknown")
	case n == 0 || n > MaxTitle:
		return d, fault.Field("title", "bulletin.title_length", "max", MaxTitle)
	case utf8.RuneCountInString(d.Text) > MaxText:
		return d, fault.Field("text", "bulletin.text_length", "max", MaxText)
	case !d.EndsAt.After(d.StartsAt):
		return d, fault.Field("ends_at", "bulletin.ends_first")
	case !d.EndsAt.After(now):
		return d, fault.Field("ends_at", "bulletin.over")
	case d.EndsAt.Sub(d.StartsAt) > maxLength:
		return d, fault.Field("ends_at", "bulletin.too_long")
	}
	return d, nil
}

// with returns the bulletin as a draft wants it.
func (b Bulletin) with(d Draft, by string, now time.Time) Bulletin {
	b.Kind, b.Title, b.Text, b.StartsAt, b.EndsAt = d.Kind, d.Title, d.Text, d.StartsAt, d.EndsAt
	b.ChangedBy, b.ChangedAt, b.Version = by, now, b.Version+1
	return b
}

// end lets a bulletin be over.
func (b Bulletin) end(by string, now time.Time) (Bulletin, error) {
	if !b.EndsAt.After(now) {
		return b, fault.New(fault.Conflict, "bulletin.over")
	}
	b.EndsAt, b.ChangedBy, b.ChangedAt, b.Version = now, by, now, b.Version+1
	return b, nil
}

// HoldsIn tells whether a bulletin is in force at some moment of a time.
func (b Bulletin) HoldsIn(from, to time.Time) bool {
	return b.StartsAt.Before(to) && b.EndsAt.After(from)
}
