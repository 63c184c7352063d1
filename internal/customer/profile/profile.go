// Package profile keeps what we know of a customer, so that nobody has to tell
// a story twice: how they are reached, how they want to be treated, what they
// agreed to and what we remember. Customers who are one person are shown
// together, under one of them; see [customer.HeadIn]. What is known of each
// stays with each, and what is added is kept under the head.
//
// What tells who somebody is, is masked unless it is asked for with a reason.
package profile

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Profile is all that is known of one person.
type Profile struct {
	customer.Customer // the head
	Treatment
	Members  []customer.Customer // the head too, the oldest first
	Browsers int64               // in which they are recognised
	Code     bool                // they have a service code
	Handles  []Handle
	Tags     []Tag
	Consents []Consent // the last word on each kind
	Memories []Memory  // those that count now
	Joinings []Joining // those that hold
}

// Treatment is how we treat a customer.
type Treatment struct {
	AddressAs string // how to address them, "" if nobody has said
	Level     Level
	QuietFrom int // minute of the day in the shop's zone from which they are not to be disturbed
	QuietTo   int // and until when; the same for no such time
}

// Level is how much a customer is worth to a shop.
type Level string

const (
	Ordinary Level = ""
	Silver   Level = "silver"
	Gold     Level = "gold"
	VIP      Level = "vip"
)

// Limits.
const (
	MaxAddressAs = 20  // runes
	MaxTag       = 12  // runes
	MaxTags      = 12  // of one customer
	MaxTagsKnown = 200 // of one shop
	MaxMemory    = 100 // runes
	MaxMemories  = 50  // of one customer
	MaxHandles   = 30  // of one customer
	MaxWords     = 200 // runes of a reason, or of what somebody agreed to
	dayMinutes   = 24 * 60
)

func (t Treatment) clean() (Treatment, error) {
	t.AddressAs = oneLine(t.AddressAs)
	switch {
	case utf8.RuneCountInString(t.AddressAs) > MaxAddressAs:
		return t, fault.Field("address_as", "customer.address_too_long", "limit", MaxAddressAs)
	case !slices.Contains([]Level{Ordinary, Silver, Gold, VIP}, t.Level):
		return t, fault.Field("level", "customer.level_unknown")
	case t.QuietFrom < 0 || t.QuietFrom >= dayMinutes || t.QuietTo < 0 || t.QuietTo >= dayMinutes:
		return t, fault.Field("quiet_from", "customer.quiet_range")
	}
	return t, nil
}

// QuietAt tells whether a customer is not to be disturbed at a time, by the
// clock of zone.
func (t Treatment) QuietAt(at time.Time, zone *time.Location) bool {
	at = at.In(zone)
	minute := at.Hour()*60 + at.Minute()
	if t.QuietFrom <= t.QuietTo {
		return t.QuietFrom <= minute && minute < t.QuietTo
	}
	return minute >= t.QuietFrom || minute < t.QuietTo
}

// Tag is a word by which a shop sorts its customers.
type Tag struct {
	ID      string
	ShopID  string
	Name    string
	Colour  string // one of Colours
	Version int64
}

// Colours are those of tags, by their names.
var Colours = []string{"green", "blue", "purple", "magenta", "red", "orange", "gold", "cyan"}

// colourOf gives a new tag its colour, the same for the same name.
func colourOf(name string) string {
	sum := 0
	for _, r := range name {
		sum += int(r)
	}
	return Colours[sum%len(Colours)]
}

// cleanTags returns names of tags, each once, or what is wrong with them.
func cleanTags(names []string) ([]string, error) {
	var clean []string
	for _, name := range names {
		name = oneLine(name)
		if n := utf8.RuneCountInString(name); n == 0 || n > MaxTag {
			return nil, fault.Field("names", "customer.tag_length", "limit", MaxTag)
		}
		if !slices.Contains(clean, name) {
			clean = append(clean, name)
		}
	}
	if len(clean) > MaxTags {
		return nil, fault.Field("names", "customer.too_many_tags", "limit", MaxTags)
	}
	return clean, nil
}

// Consent is what a customer said about being contacted.
type Consent struct {
	ID         string
	CustomerID string
	Kind       string // phone, sms or marketing
	Agreed     bool
	How        string // chat, call or form: where they said it
	Words      string // what they said
	By         string
	At         time.Time
}

// The kinds of consents and how they are given.
var (
	ConsentKinds = []string{"phone", "sms", "marketing"}
	ConsentHows  = []string{"chat", "call", "form"}
)

func (c Consent) clean() (Consent, error) {
	c.Words = strings.TrimSpace(c.Words)
	switch {
	case !slices.Contains(ConsentKinds, c.Kind):
		return c, fault.Field("kind", "customer.consent_unknown")
	case !slices.Contains(ConsentHows, c.How):
		return c, fault.Field("how", "customer.consent_how")
	case utf8.RuneCountInString(c.Words) > MaxWords:
		return c, fault.Field("words", "customer.words_too_long", "limit", MaxWords)
	}
	return c, nil
}

// May tells whether a customer agreed to something. Who has not been asked has
// not agreed.
func (p Profile) May(kind string) bool {
	return slices.ContainsFunc(p.Consents, func(c Consent) bool { return c.Kind == kind && c.Agreed })
}

// Memory is something small that we remember of a customer.
type Memory struct {
	ID         string
	CustomerID string
	Kind       string // likes or avoids
	Text       string
	Source     string // told by the customer, or noticed
	By         string
	At         time.Time
	ExpiresAt  time.Time // zero for never
}

func (m Memory) clean(now time.Time) (Memory, error) {
	m.Text = oneLine(m.Text)
	switch n := utf8.RuneCountInString(m.Text); {
	case n == 0 || n > MaxMemory:
		return m, fault.Field("text", "customer.memory_length", "limit", MaxMemory)
	case m.Kind != "likes" && m.Kind != "avoids":
		return m, fault.Field("kind", "customer.memory_kind")
	case m.Source != "told" && m.Source != "noticed":
		return m, fault.Field("source", "customer.memory_source")
	case !m.ExpiresAt.IsZero() && !m.ExpiresAt.After(now):
		return m, fault.Field("expires_at", "customer.memory_expired")
	}
	return m, nil
}

// Joining says that a customer is the same person as another one.
type Joining struct {
	ID       string
	ShopID   string
	SourceID string
	TargetID string
	By       string
	At       time.Time
	UndoneBy string
	UndoneAt time.Time // zero while it holds
	Version  int64
}

// cleanReason refuses to show, hand out or erase anything without a reason.
func cleanReason(reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	if n := utf8.RuneCountInString(reason); n < 2 || n > MaxWords {
		return reason, fault.Field("reason", "customer.reason_missing", "limit", MaxWords)
	}
	return reason, nil
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
