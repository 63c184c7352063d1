// Package dispute keeps outside disputes: what buyers have brought before a
// platform, an authority, a public complaint site or a court. Each has a number
// there, a clock by which to answer, a pack of evidence to answer with, and a result.
//
// What platforms and the law say of clocks is data, in clocks.json, and a shop may
// say otherwise. A clock that nobody knows is not made up: a person enters the date
// that stands in the notice.
//
// The rules are in dispute.go, move.go, clock.go, pack.go and statement.go, and in the
// packages tally and leaving, and do no I/O.
package dispute

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Kind is before whom a dispute is.
type Kind string

const (
	AfterSale    Kind = "after_sale"   // an after-sale order of a platform
	Intervention Kind = "intervention" // a platform that has stepped in
	Gov12315     Kind = "gov12315"
	Gov12345     Kind = "gov12345"
	PublicSite   Kind = "public_site" // 黑猫 and the like
	Legal        Kind = "legal"       // a lawyer's letter or a lawsuit
	OtherKind    Kind = "other"
)

// Kinds are all of them.
var Kinds = []Kind{AfterSale, Intervention, Gov12315, Gov12345, PublicSite, Legal, OtherKind}

// NoPlatform is the platform of what was bought without one.
const NoPlatform = "none"

// Reasons are what disputes are about.
var Reasons = []string{"quality", "not_as_described", "counterfeit", "late", "lost", "refund", "return_refused",
	"price_invoice", "service", "food_safety", "privacy", "other"}

// State is where a dispute stands.
type State string

const (
	Open      State = "open"       // to be answered
	Answered  State = "answered"   // waits for the other side
	AskedMore State = "asked_more" // more is wanted of us
	Decided   State = "decided"
	Appealed  State = "appealed" // decided, and we do not accept it
)

// States are all of them.
var States = []State{Open, AskedMore, Answered, Appealed, Decided}

// Outcome is how a dispute ended.
type Outcome string

const (
	Undecided Outcome = ""
	Won       Outcome = "won"
	Partly    Outcome = "partly"
	Lost      Outcome = "lost"
	Settled   Outcome = "settled"   // agreed with the buyer
	Withdrawn Outcome = "withdrawn" // the buyer took it back
)

// Limits of a dispute.
const (
	MaxNumber    = 80   // runes
	MaxDemand    = 1000 // runes
	MaxNote      = 1000 // runes
	MaxStatement = 8000 // runes
	// MaxAmount is in fen.
	MaxAmount = cell.MaxMoney
)

// Facts are what a dispute is about; people may correct them.
type Facts struct {
	Reason  string
	Demand  string // what the buyer wants, in words
	Amount  int64  // fen
	CaseID  string // "" if there is no case
	OrderNo string
	OwnerID string
}

// Draft is a dispute about to be registered.
type Draft struct {
	ShopID     string
	Kind       Kind
	Platform   string
	Number     string // as it is called outside
	ReceivedAt time.Time
	DueAt      time.Time // as the notice says it; by the rules if zero
	Facts
}

// Dispute is an outside dispute.
type Dispute struct {
	ID       string
	ShopID   string
	Kind     Kind
	Platform string
	Number   string
	Facts
	CaseNumber string
	ReceivedAt time.Time
	State      State
	Outcome    Outcome
	Paid       int64 // fen, in the end
	Note       string
	DecidedAt  time.Time
	Statement  string
	Clock
	MadeBy    string
	MadeAt    time.Time
	ChangedAt time.Time
	Version   int64
}

// clean returns the facts as they will be stored, or what is wrong with them.
func (f Facts) clean() (Facts, error) {
	f.Demand, f.OrderNo = strings.TrimSpace(f.Demand), strings.TrimSpace(f.OrderNo)
	switch {
	case !slices.Contains(Reasons, f.Reason):
		return f, fault.Field("reason", "dispute.reason_unknown")
	case utf8.RuneCountInString(f.Demand) > MaxDemand:
		return f, fault.Field("demand", "dispute.text_long", "limit", MaxDemand)
	case f.Amount < 0 || f.Amount > MaxAmount:
		return f, fault.Field("amount", "dispute.amount_range")
	case utf8.RuneCountInString(f.OrderNo) > MaxNumber:
		return f, fault.Field("order_no", "dispute.text_long", "limit", MaxNumber)
	}
	return f, nil
}

// clean returns a draft as it will be kept, or what is wrong with it now.
func (d Draft) clean(now time.Time) (Draft, error) {
	d.Number = strings.Join(strings.Fields(d.Number), " ")
	d.ReceivedAt, d.DueAt = milli(d.ReceivedAt), milli(d.DueAt)
	ofPlatform := d.Kind == AfterSale || d.Kind == Intervention
	switch n := utf8.RuneCountInString(d.Number); {
	case !slices.Contains(Kinds, d.Kind):
		return d, fault.Field("kind", "dispute.kind_unknown")
	case d.Platform != NoPlatform && !slices.Contains(columns.Platforms, d.Platform):
		return d, fault.Field("platform", "dispute.platform_unknown")
	case ofPlatform && d.Platform == NoPlatform:
		return d, fault.Field("platform", "dispute.platform_missing")
	case n == 0 || n > MaxNumber:
		return d, fault.Field("number", "dispute.number_length", "max", MaxNumber)
	case d.ReceivedAt.IsZero() || d.ReceivedAt.After(now.Add(time.Minute)):
		return d, fault.Field("received_at", "dispute.received_later")
	case !d.DueAt.IsZero() && !d.DueAt.After(d.ReceivedAt):
		return d, fault.Field("due_at", "dispute.due_before_received")
	}
	var err error
	d.Facts, err = d.Facts.clean()
	return d, err
}

func milli(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(time.Millisecond)
}

// Places beyond all deadlines: what waits for others, and what is over, the latest
// first.
const (
	placeOfWaiting = 1 << 50
	placeOfDecided = 1 << 52
)

// place is where a dispute stands in a list: what has a deadline by that, among them
// what still needs one, which counts as urgent since it came.
func (d Dispute) place() int64 {
	switch {
	case !d.DueAt.IsZero():
		return d.DueAt.UnixMilli()
	case d.State == Decided:
		return placeOfDecided - d.DecidedAt.UnixMilli()
	case d.Step == NoStep:
		return placeOfWaiting + d.ReceivedAt.UnixMilli()
	}
	return d.ReceivedAt.UnixMilli()
}
