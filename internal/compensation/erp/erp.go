// Package erp is how payouts are asked of the merchant's own system, and how its
// answers are read. docs/payouts.md is for who writes the other side.
//
// erp.go holds the rules and does no I/O.
package erp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
)

// Request is what the other side is asked to pay, or asked about.
type Request struct {
	Action  string `json:"action"` // "pay" or "status"
	Key     string `json:"idempotency_key"`
	Shop    string `json:"shop"`
	Case    string `json:"case"`
	Claim   string `json:"claim"`
	Order   string `json:"order"`
	Item    string `json:"item"`
	Remedy  string `json:"remedy"`
	Fen     int64  `json:"amount_fen"`
	SentAt  string `json:"sent_at"`
	Version int    `json:"version"` // of this form: 1
}

// Signed returns the body of a request, and the headers that show that it is ours:
// the signature is HMAC-SHA256, with the secret, of the time, a dot and the body.
func Signed(r Request, secret string, now time.Time) ([]byte, http.Header, error) {
	r.SentAt, r.Version = now.UTC().Format(time.RFC3339), 1
	body, err := json.Marshal(r)
	if err != nil {
		return nil, nil, err
	}
	at := strconv.FormatInt(now.Unix(), 10)
	h := http.Header{}
	h.Set("Idempotency-Key", r.Key)
	h.Set("X-Anxin-Signature", "t="+at+",v1="+Signature(secret, at, body))
	return body, h, nil
}

// Signature signs a body at a time.
func Signature(secret, at string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(at + "."))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// Outcome is what an answer means.
type Outcome string

const (
	Unclear  Outcome = ""          // it may have been paid
	Paid     Outcome = "paid"      // it was
	Refused  Outcome = "refused"   // it was not, and will not be
	Later    Outcome = "later"     // it was not, and may be tried again
	NotFound Outcome = "not_found" // the other side knows nothing of it
)

// Verdict is an answer as it is read.
type Verdict struct {
	Outcome   Outcome
	Reference string
	Reason    string
	Wait      time.Duration // that the other side asks for
	Err       error         // what went wrong, nil if nothing did
}

// Judge reads an answer. Only what says clearly that it was paid, or that it was not,
// counts as that; everything else leaves it open.
func Judge(a outgoing.Answer, err error) Verdict {
	switch {
	case err != nil && !outgoing.Unsure(err):
		if fault.CodeOf(err) == "outgoing.redirected" {
			return Verdict{Err: err}
		}
		return Verdict{Outcome: Later, Err: err}
	case err != nil:
		return Verdict{Err: err}
	case a.Status == http.StatusTooManyRequests || a.Status == http.StatusServiceUnavailable:
		return Verdict{Outcome: Later, Wait: a.RetryAfter, Err: fault.New(fault.Unavailable, "payout.busy", "status", a.Status)}
	case a.Status >= 200 && a.Status < 300:
		return read(a.Body)
	case a.Status >= 400 && a.Status < 500 && a.Status != http.StatusRequestTimeout && a.Status != http.StatusConflict:
		v := read(a.Body)
		if v.Outcome == NotFound {
			return v
		}
		return Verdict{Outcome: Refused, Reason: v.Reason, Err: fault.New(fault.Unavailable, "payout.refused", "status", a.Status)}
	}
	return Verdict{Err: fault.New(fault.Unavailable, "payout.unclear", "status", a.Status)}
}

// JudgeStatus reads an answer to the question what came of a request. An address that
// is wrong says nothing of that: only words count here.
func JudgeStatus(a outgoing.Answer, err error) Verdict {
	switch {
	case err != nil:
		return Verdict{Err: err}
	case a.Status >= 200 && a.Status < 300:
		return read(a.Body)
	case a.Status == http.StatusNotFound:
		if v := read(a.Body); v.Outcome == NotFound {
			return v
		}
	}
	return Verdict{Wait: a.RetryAfter, Err: fault.New(fault.Unavailable, "payout.unclear", "status", a.Status)}
}

// maxWords of what the other side says, in runes.
const maxWords = 200

func read(body []byte) Verdict {
	var said struct {
		Status    string `json:"status"`
		Reference string `json:"reference"`
		Reason    string `json:"reason"`
	}
	if json.Unmarshal(body, &said) != nil {
		return Verdict{Err: fault.New(fault.Unavailable, "payout.nonsense")}
	}
	v := Verdict{Reference: short(said.Reference), Reason: short(said.Reason)}
	switch said.Status {
	case "paid":
		v.Outcome = Paid
	case "refused":
		v.Outcome, v.Err = Refused, fault.New(fault.Unavailable, "payout.said_no")
	case "not_found":
		v.Outcome = NotFound
	case "pending":
		v.Err = fault.New(fault.Unavailable, "payout.pending")
	default:
		v.Err = fault.New(fault.Unavailable, "payout.nonsense")
	}
	return v
}

func short(text string) string {
	text = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), ""))
	if runes := []rune(text); len(runes) > maxWords {
		return string(runes[:maxWords])
	}
	return text
}
