// Package quickreply keeps the answers that a team gives again and again: whose they
// are, for which goods and platforms and in which days they hold, and how they fare.
// Variables in them are filled from the conversation. What is over can no longer be
// taken, and is recognised when its words come by another way.
//
// The files quickreply.go, fill.go, stale.go and table.go hold the rules and do no
// I/O; service.go, use.go and file.go the operations, store.go the SQL.
package quickreply

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Limits of a quick reply, and of those of a shop.
const (
	MaxTitle   = 40   // runes
	MaxGroup   = 20   // runes
	MaxText    = 2000 // runes
	MaxGoods   = 100  // codes of products
	MaxReplies = 2000 // of a shop, with those of its people
)

// Reply is an answer that is kept. Times are zero where nothing is set.
type Reply struct {
	ID      string
	ShopID  string
	OwnerID string // whose own it is; "" for all of the shop
	Draft
	ChangedBy string
	ChangedAt time.Time
	RemovedAt time.Time
	Version   int64
}

// Draft is what people say of one.
type Draft struct {
	Group     string
	Title     string
	Text      string    // with variables in braces, see Variables
	Goods     []string  // codes of the products that it is about; none for all
	Platforms []string  // where the buyer bought; none for everywhere
	StartsAt  time.Time // when it begins to hold
	EndsAt    time.Time // when it no longer does
	ReviewAt  time.Time // when somebody is to read it again; it holds all the same
}

// clean returns a draft as it will be kept, or what is wrong with it.
func (d Draft) clean() (Draft, error) {
	d.Group, d.Title, d.Text = strings.TrimSpace(d.Group), strings.TrimSpace(d.Title), strings.TrimSpace(d.Text)
	d.Goods, d.Platforms = tidy(d.Goods), tidy(d.Platforms)
	for _, t := range []*time.Time{&d.StartsAt, &d.EndsAt, &d.ReviewAt} {
		*t = t.UTC().Truncate(time.Millisecond)
	}
	if err := d.lengths(); err != nil {
		return d, err
	}
	if i := slices.IndexFunc(d.Platforms, func(p string) bool { return !slices.Contains(columns.Platforms, p) }); i >= 0 {
		return d, fault.Field("platforms", "order.platform_unknown")
	}
	if unknown := d.unknown(); unknown != "" {
		return d, fault.Field("text", "quick_reply.variable_unknown", "variable", unknown)
	}
	if !d.StartsAt.IsZero() && !d.EndsAt.IsZero() && !d.EndsAt.After(d.StartsAt) {
		return d, fault.Field("ends_at", "quick_reply.ends_first")
	}
	return d, nil
}

func (d Draft) lengths() error {
	switch n := utf8.RuneCountInString; {
	case n(d.Title) == 0 || n(d.Title) > MaxTitle:
		return fault.Field("title", "quick_reply.title_length", "max", MaxTitle)
	case n(d.Group) > MaxGroup:
		return fault.Field("group", "quick_reply.group_length", "max", MaxGroup)
	case n(d.Text) == 0 || n(d.Text) > MaxText:
		return fault.Field("text", "quick_reply.text_length", "max", MaxText)
	case len(d.Goods) > MaxGoods:
		return fault.Field("goods", "quick_reply.goods_many", "max", MaxGoods)
	}
	return nil
}

// tidy returns words without blanks around them, once each, in order.
func tidy(all []string) []string {
	kept := []string{}
	for _, one := range all {
		if one = strings.TrimSpace(one); one != "" {
			kept = append(kept, one)
		}
	}
	slices.Sort(kept)
	return slices.Compact(kept)
}

// State tells whether a reply may be taken.
type State string

const (
	Holds         State = "holds"
	NotYet        State = "not_yet"
	Over          State = "over"
	OtherGoods    State = "other_goods"    // the order is about something else
	OtherPlatform State = "other_platform" // the order is from elsewhere
)

// About is what is known of a conversation. Where nothing is known, nothing is
// ruled out.
type About struct {
	Goods    []string // codes of the products of the order
	Platform string
}

// Standing tells whether a reply may be taken now, in talk about something.
func (r Reply) Standing(a About, now time.Time) State {
	switch {
	case r.Expired(now):
		return Over
	case now.Before(r.StartsAt):
		return NotYet
	case len(r.Platforms) > 0 && a.Platform != "" && !slices.Contains(r.Platforms, a.Platform):
		return OtherPlatform
	case len(r.Goods) > 0 && len(a.Goods) > 0 && !slices.ContainsFunc(a.Goods, func(g string) bool { return slices.Contains(r.Goods, g) }):
		return OtherGoods
	}
	return Holds
}

// Expired tells whether the time of a reply is over.
func (r Reply) Expired(now time.Time) bool { return !r.EndsAt.IsZero() && !now.Before(r.EndsAt) }

// Soon is how long before its end a reply is on the list of those to be read again.
const Soon = 7 * 24 * time.Hour

// Due tells whether somebody should read a reply again: it is over, ends soon, or is
// to be read by now.
func (r Reply) Due(now time.Time) bool {
	return !r.EndsAt.IsZero() && !now.Add(Soon).Before(r.EndsAt) || !r.ReviewAt.IsZero() && !now.Before(r.ReviewAt)
}

// with returns the reply as a draft wants it.
func (r Reply) with(d Draft, by string, now time.Time) Reply {
	r.Draft, r.ChangedBy, r.ChangedAt, r.Version = d, by, now, r.Version+1
	return r
}
