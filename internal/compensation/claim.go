// Package compensation keeps claims: what a buyer is to get, who agreed to that, and
// whether they have got it.
//
//	          .--------------- change ---------------.
//	          v                                      |
//	make -> waiting --approve, the last needed--> approved --begin--> paying --settle--> paid
//	          |  ^                                |    ^                |
//	   refuse |  '---- limits were lowered -------'    '---- unpaid ----'
//	          v                                   |
//	       refused            withdraw (of waiting or approved) --> withdrawn
//
// Nobody approves what they have written themselves. What is changed is approved
// anew. Several claims of one case, or of one buyer within a window, weigh together,
// so that a large one gains nothing by being split. Limits, budgets and sums are
// looked at again in the moment in which the money is about to leave.
//
// The files claim.go, weigh.go, approve.go and pay.go hold the rules and do no I/O;
// store.go and carry.go are the SQL. Claims are made and changed through the
// packages approval and payout, which lock the case; this one knows nothing of
// cases.
package compensation

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// State is how far a claim is.
type State string

const (
	Waiting   State = "waiting"  // for somebody to approve it
	Approved  State = "approved" // to be paid
	Paying    State = "paying"   // on its way, perhaps nobody knows how far
	Paid      State = "paid"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
)

// States are all of them.
var States = []State{Waiting, Approved, Paying, Paid, Refused, Withdrawn}

// Settled tells that nothing more is to be done, so that the case may close.
func (s State) Settled() bool { return s == Paid || s == Refused || s == Withdrawn }

// stands tells that a claim counts where claims are added up.
func (s State) stands() bool { return s != Refused && s != Withdrawn }

// Remedy is what a buyer is to get.
type Remedy string

const (
	Payment       Remedy = "payment"
	PartialRefund Remedy = "partial_refund"
	Coupon        Remedy = "coupon"
	Freight       Remedy = "freight"
	Gift          Remedy = "gift"
)

// Remedies are all of them.
var Remedies = []Remedy{Payment, PartialRefund, Coupon, Freight, Gift}

// Limits of a claim.
const (
	MaxReasonLen = 500 // runes
	MaxItemLen   = 100
	MaxOrderLen  = 64
	MaxReasons   = 20 // of the policy
)

// Policy is the answer that the policy gave, as data.
type Policy struct {
	ID      string
	Text    string
	Cap     int64 // fen that it allows for the case; less than 0 if it was not asked
	Reasons []string
}

// asked tells whether there is an answer of the policy.
func (p Policy) asked() bool { return p.Cap >= 0 }

// NoPolicy is where nobody asked.
var NoPolicy = Policy{Cap: -1}

// Case is what a claim takes over from its case.
type Case struct{ ID, Number, ShopID, CustomerID, OrderNo, Severity string }

// Draft is what people say of a claim.
type Draft struct {
	Remedy    Remedy
	Fen       int64
	OrderNo   string // that of the case if ""
	Item      string // of the order; "" for the whole
	Reason    string
	Statutory string // the law that asks for more than was paid; "" if none does
	Policy    Policy
}

// Claim is a compensation on its way to a buyer.
type Claim struct {
	ID         string
	Key        string // given by the maker's program, the same for the same claim
	CaseID     string
	CaseNumber string
	ShopID     string
	CustomerID string
	Draft
	Severity  string // of the case, when it was made or changed
	State     State
	Round     int64    // counts changes: approvals of an older one are void
	Authors   []string // who has made or changed it
	MadeBy    string
	MadeAt    time.Time
	Weight    int64     // fen: how heavy it weighs
	Needs     int64     // people who must approve it
	Level     int       // who is asked now, as an index of the levels of the shop
	AskedID   string    // one person who is asked, "" for all of the level
	DueAt     time.Time // until when an answer is hoped for; zero if nobody is waited for
	OverdueAt time.Time // when even the highest level had let it lie
	Clock     int64     // counts how often somebody was asked: an older clock does nothing
	Note      string    // why it was refused, withdrawn, handed on or came back
	Month     string    // whose budget it uses, as "2026-11"; "" until it is approved
	ChangedAt time.Time
	DecidedAt time.Time
	DecidedBy string
	PaidAt    time.Time
	Asides    int64 // audit entries that leave the version alone
	Version   int64
}

// clean returns the draft as it will be kept, or what is wrong with it.
func (d Draft) clean() (_ Draft, err error) {
	for _, f := range []struct {
		name string
		text *string
		max  int
	}{
		{"order_no", &d.OrderNo, MaxOrderLen}, {"item", &d.Item, MaxItemLen}, {"reason", &d.Reason, MaxReasonLen},
		{"statutory", &d.Statutory, MaxReasonLen}, {"policy", &d.Policy.Text, MaxReasonLen}, {"policy", &d.Policy.ID, MaxItemLen},
	} {
		if *f.text, err = cleanText(f.name, *f.text, f.max); err != nil {
			return d, err
		}
	}
	switch {
	case !slices.Contains(Remedies, d.Remedy):
		return d, fault.Field("remedy", "compensation.remedy_unknown")
	case d.Fen <= 0 || d.Fen > limits.MaxFen:
		return d, fault.Field("amount_fen", "compensation.amount_range", "max", limits.Yuan(limits.MaxFen))
	case d.Reason == "":
		return d, fault.Field("reason", "compensation.reason_missing")
	case d.Policy.Cap > limits.MaxFen || len(d.Policy.Reasons) > MaxReasons:
		return d, fault.Field("policy", "compensation.policy_range", "max", limits.Yuan(limits.MaxFen))
	}
	d.Policy.Cap = max(d.Policy.Cap, -1)
	for i := range d.Policy.Reasons {
		if d.Policy.Reasons[i], err = cleanText("policy", d.Policy.Reasons[i], MaxReasonLen); err != nil {
			return d, err
		}
	}
	return d, nil
}

func cleanText(field, text string, limit int) (string, error) {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > limit {
		return text, fault.Field(field, "compensation.text_too_long", "max", limit)
	}
	return text, nil
}

// Made tells whether a claim came of this draft, as far as it has not been changed
// since.
func (d Draft) Made(c Claim) bool {
	d, err := d.clean()
	return err == nil && (len(c.Authors) > 1 || c.Round > 1 || d.Remedy == c.Remedy && d.Fen == c.Fen && d.Reason == c.Reason && d.Item == c.Item)
}

// Make returns the claim of a draft, which waits for its approval.
func (d Draft) Make(id, key, by string, of Case, r limits.Rules, s Standing, now time.Time) (Claim, error) {
	if d.OrderNo == "" {
		d.OrderNo = of.OrderNo
	}
	d, err := d.clean()
	c := Claim{ID: id, Key: key, CaseID: of.ID, CaseNumber: of.Number, ShopID: of.ShopID, CustomerID: of.CustomerID, Draft: d,
		Severity: of.Severity, State: Waiting, Round: 1, Authors: []string{by}, MadeBy: by, MadeAt: now, ChangedAt: now, Version: 1}
	if err != nil {
		return c, err
	}
	return c.enter(r, s)
}

// enter lets a claim wait for its approval, if it may be as large as it is.
func (c Claim) enter(r limits.Rules, s Standing) (Claim, error) {
	if err := c.within(r, s); err != nil {
		return c, err
	}
	c = c.weigh(r, s)
	level, ok := r.Level(c.Weight)
	if !ok {
		return c, fault.Field("amount_fen", "compensation.beyond_all", "weight", limits.Yuan(c.Weight), "max", limits.Yuan(r.Levels[len(r.Levels)-1].Fen))
	}
	c.State, c.Level, c.AskedID, c.OverdueAt = Waiting, level, "", time.Time{}
	c.Month, c.DecidedAt, c.DecidedBy = "", time.Time{}, ""
	c.Clock++
	return c, nil
}

// Change gives a claim another content. Whoever had approved it has to look again.
func (c Claim) Change(d Draft, by string, severity string, r limits.Rules, s Standing, now time.Time) (Claim, error) {
	if c.State != Waiting && c.State != Approved {
		return c, c.notNow()
	}
	d, err := d.clean()
	if err != nil {
		return c, err
	}
	c.Draft, c.Severity, c.Round, c.Note = d, severity, c.Round+1, ""
	if !slices.Contains(c.Authors, by) {
		c.Authors = append(slices.Clone(c.Authors), by)
	}
	c.ChangedAt = now
	return c.enter(r, s)
}

// Withdraw ends a claim that is not needed any more, for a reason.
func (c Claim) Withdraw(by, reason string, now time.Time) (Claim, error) {
	if c.State != Waiting && c.State != Approved {
		return c, c.notNow()
	}
	return c.end(Withdrawn, by, reason, now)
}

func (c Claim) end(as State, by, reason string, now time.Time) (Claim, error) {
	reason, err := cleanText("reason", reason, MaxReasonLen)
	switch {
	case err != nil:
		return c, err
	case reason == "":
		return c, fault.Field("reason", "compensation.reason_missing")
	}
	c.State, c.Note, c.DecidedBy, c.DecidedAt, c.ChangedAt = as, reason, by, now, now
	c.DueAt, c.AskedID = time.Time{}, ""
	c.Clock++
	return c, nil
}

// notNow refuses what a claim is too far for.
func (c Claim) notNow() error {
	switch {
	case c.State.Settled():
		return fault.New(fault.Conflict, "compensation.settled")
	case c.State == Paying:
		return fault.New(fault.Conflict, "compensation.paying")
	}
	return fault.New(fault.Conflict, "compensation.not_now")
}

// afterWaiting is beyond all due times, in milliseconds.
const afterWaiting = int64(1) << 44

// place orders lists: what waits by when an answer is hoped for, what is to be paid
// by how long it has been; what is settled the latest first.
func (c Claim) place() int64 {
	switch {
	case c.State == Waiting && !c.DueAt.IsZero():
		return c.DueAt.UnixMilli()
	case c.State.Settled():
		return -c.ChangedAt.UnixMilli()
	}
	return afterWaiting + c.ChangedAt.UnixMilli()
}
