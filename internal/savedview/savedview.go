// Package savedview keeps the views of the queue that people have named: each
// for themselves, or, who supervises a shop, for all who read there.
package savedview

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// View is what somebody wants to find again under a name.
type View struct {
	ID      string
	OwnerID string
	ShopID  string // whose readers share it; "" for the owner alone
	Name    string
	Query   string // JSON of what is asked for; its form is the queue's business
	MadeAt  time.Time
	Version int64
}

// Draft is what people say about a view.
type Draft struct {
	ShopID string
	Name   string
	Query  string
}

// Limits of views.
const (
	MaxName  = 30 // runes
	MaxOwn   = 50 // views of one person
	maxQuery = 4000
)

func (d Draft) clean() (Draft, error) {
	d.Name = strings.Join(strings.Fields(d.Name), " ")
	switch n := utf8.RuneCountInString(d.Name); {
	case n == 0:
		return d, fault.Field("name", "saved_view.name_missing")
	case n > MaxName:
		return d, fault.Field("name", "saved_view.name_too_long", "limit", MaxName)
	case len(d.Query) > maxQuery:
		return d, fault.Field("filter", "saved_view.too_much")
	}
	return d, nil
}
