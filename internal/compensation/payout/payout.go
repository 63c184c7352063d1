// Package payout brings what was approved to its buyer: by hand with a proof, with a
// code out of a pool of coupons, or through the merchant's own system.
//
//	start by hand  -> doing --confirm--> paid
//	                    '----give up---> failed
//	start a coupon -> paid, in the same unit
//	start the ERP  -> sending --it says paid------------------------> paid
//	                    |  ^ '--it says no, or was never reached----> failed
//	                    |  '---- busy, not reached: later, same key
//	                    '--- no answer, nonsense, a process that died: unknown
//	unknown --it says so when asked, or a person does--> paid, or failed
//	failed  --start--> as above: the same row, and the same key
//
// A claim has at most one payout, and a payout one key that is stored before anybody
// is called and never changes. Whoever finds that somebody was called and no answer
// was kept does not call again: only the other side, or a person, can say what came of
// it.
//
// payout.go holds the rules and does no I/O; store.go is the SQL.
package payout

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/compensation/erp"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// State is how far a payout is.
type State string

const (
	Doing   State = "doing"   // somebody pays by hand
	Sending State = "sending" // on its way to the merchant's system
	Unknown State = "unknown" // somebody was called, and nobody knows what came of it
	Paid    State = "paid"
	Failed  State = "failed" // it is certain that nothing was paid
)

// Channel is how it is paid.
type Channel string

const (
	Manual Channel = "manual"
	Coupon Channel = "coupon"
	ERP    Channel = "erp"
)

// Whole is the one kind of payout that a claim has: all of it at once.
const Whole = "whole"

// Limits of payouts.
const (
	MaxReferenceLen = 200 // runes
	MaxNoteLen      = 500
	MaxProofs       = 10
	maxTries        = 8  // to reach the other side
	maxAsks         = 12 // by itself
	// settleFor is how long after a call the other side may still say that it knows
	// nothing of it.
	settleFor = 10 * time.Minute
)

// pauses are the times between tries, and between questions what came of one.
var pauses = [...]time.Duration{5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour}

func pause(n int64) time.Duration { return pauses[min(max(n, 1), int64(len(pauses)))-1] }

// Payout is a claim on its way to its buyer.
type Payout struct {
	ID        string
	ClaimID   string
	ShopID    string
	Channel   Channel
	Fen       int64
	Key       string // goes with every request about it
	State     State
	ByID      string
	StartedAt time.Time
	Attempts  int64     // requests that were sent
	Tries     int64     // in a row, since it was started
	CalledAt  time.Time // when a request was sent of which no answer is kept yet
	Asks      int64     // questions what came of it
	LastError string    // fault code, "" if all went well
	Reference string    // by which it is known elsewhere, or the code of the coupon
	Note      string
	SettledAt time.Time
	SettledBy string
	Asides    int64
	Version   int64
}

// start begins a payout, or one that has failed anew.
func (p Payout) start(how Channel, by string, now time.Time) (Payout, error) {
	if p.State != "" && p.State != Failed {
		return p, fault.New(fault.Conflict, "payout.begun")
	}
	p.Channel, p.ByID, p.StartedAt, p.Tries, p.Asks, p.LastError, p.Note, p.CalledAt = how, by, now, 0, 0, "", "", time.Time{}
	p.State = Doing
	if how == ERP {
		p.State = Sending
	}
	return p, nil
}

// call notes that the other side is about to be called. lost is true where it was
// already and nobody knows what came of it: then it is not called.
func (p Payout) call(now time.Time) (_ Payout, lost bool, err error) {
	switch {
	case p.State != Sending:
		return p, false, fault.New(fault.Conflict, "payout.not_now")
	case !p.CalledAt.IsZero():
		return p.doubt("payout.interrupted"), true, nil
	}
	p.CalledAt, p.Attempts, p.Tries = now, p.Attempts+1, p.Tries+1
	return p, false, nil
}

// doubt is what comes of a call without an answer.
func (p Payout) doubt(code string) Payout {
	p.State, p.LastError = Unknown, code
	return p
}

// answered takes what the other side said to a call; later is when it is tried again.
func (p Payout) answered(v erp.Verdict, now time.Time) (_ Payout, later time.Time) {
	switch p.LastError = fault.CodeOf(v.Err); v.Outcome {
	case erp.Paid:
		return p.paid(v.Reference, "", now), later
	case erp.Refused:
		p.Note = v.Reason
		return p.failed("", now), later
	case erp.Later:
		if p.CalledAt = (time.Time{}); p.Tries >= maxTries {
			return p.failed("", now), later
		}
		return p, now.Add(max(pause(p.Tries), v.Wait))
	}
	return p.doubt(p.LastError), now.Add(pause(1))
}

// told takes what the other side said when it was asked what came of a call; later is
// when it is asked again.
func (p Payout) told(v erp.Verdict, now time.Time) (_ Payout, later time.Time) {
	if p.State != Unknown {
		return p, later
	}
	p.Asks++
	switch v.Outcome {
	case erp.Paid:
		return p.paid(v.Reference, "", now), later
	case erp.Refused:
		p.Note = v.Reason
		return p.failed("", now), later
	case erp.NotFound:
		if now.Sub(p.CalledAt) >= settleFor {
			p.LastError = "payout.not_found"
			return p.failed("", now), later
		}
	}
	if code := fault.CodeOf(v.Err); code != "" {
		p.LastError = code
	}
	if p.Asks < maxAsks {
		later = now.Add(max(pause(p.Asks), v.Wait))
	}
	return p, later
}

func (p Payout) paid(reference, by string, now time.Time) Payout {
	p.State, p.Reference, p.SettledAt, p.SettledBy, p.LastError = Paid, cut(reference, MaxReferenceLen), now, by, ""
	return p
}

func (p Payout) failed(by string, now time.Time) Payout {
	p.State, p.SettledAt, p.SettledBy, p.CalledAt = Failed, now, by, time.Time{}
	return p
}

// cut shortens what another side has said.
func cut(text string, limit int) string {
	text = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), ""))
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit])
	}
	return text
}

func (p Payout) said(reference, note string) (Payout, error) {
	p.Reference, p.Note = strings.TrimSpace(reference), strings.TrimSpace(note)
	if utf8.RuneCountInString(p.Reference) > MaxReferenceLen {
		return p, fault.Field("reference", "payout.text_too_long", "max", MaxReferenceLen)
	}
	if utf8.RuneCountInString(p.Note) > MaxNoteLen {
		return p, fault.Field("note", "payout.text_too_long", "max", MaxNoteLen)
	}
	return p, nil
}

// confirm ends a payout by hand; proofs are how many files show it.
func (p Payout) confirm(reference, note, by string, proofs int, now time.Time) (Payout, error) {
	p, err := p.said(reference, note)
	switch {
	case err != nil:
		return p, err
	case p.State != Doing:
		return p, fault.New(fault.Conflict, "payout.not_now")
	case proofs == 0:
		return p, fault.Field("proof", "payout.proof_missing")
	}
	return p.paid(p.Reference, by, now), nil
}

// giveUp ends a payout by hand that was not made, for a reason.
func (p Payout) giveUp(reason, by string, now time.Time) (Payout, error) {
	p, err := p.said(p.Reference, reason)
	switch {
	case err != nil:
		return p, err
	case p.State != Doing:
		return p, fault.New(fault.Conflict, "payout.not_now")
	case p.Note == "":
		return p, fault.Field("reason", "payout.reason_missing")
	}
	return p.failed(by, now), nil
}

// reconcile takes the word of a person who has looked what came of a call; note says
// where.
func (p Payout) reconcile(paid bool, reference, note, by string, now time.Time) (Payout, error) {
	p, err := p.said(reference, note)
	switch {
	case err != nil:
		return p, err
	case p.State != Unknown:
		return p, fault.New(fault.Conflict, "payout.not_unknown")
	case p.Note == "":
		return p, fault.Field("note", "payout.note_missing")
	case paid:
		return p.paid(p.Reference, by, now), nil
	}
	p.LastError = ""
	return p.failed(by, now), nil
}
