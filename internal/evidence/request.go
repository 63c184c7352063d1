package evidence

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Asked is one thing that a buyer is asked to show, in words that they read.
type Asked struct {
	Piece string `json:"piece"`
	Text  string `json:"text"`
}

// Request asks a buyer for evidence. Whoever holds its link may give it, and sees
// nothing of the case but what they gave.
type Request struct {
	ID             string
	ShopID         string
	CaseID         string
	CustomerID     string
	ConversationID string
	Words          string // why it is asked, "" for nothing
	Pieces         []Asked
	ByID           string
	MadeAt         time.Time
	EndsAt         time.Time
	RevokedAt      time.Time // zero while it works
	Version        int64
	tokenHash      string
}

// Limits of a request.
const (
	MaxWords     = 300
	MaxAsked     = 10
	MaxAskedText = 100
	MaxDays      = 30
	DefaultDays  = 7
)

// Limits of what comes by one link, so that nobody fills the disk.
const (
	MaxGiven      = 30        // files
	MaxGivenBytes = 400 << 20 // of all files
	MaxFile       = 100 << 20 // bytes of one
	maxTries      = 150       // uploads begun, whatever became of them
	abandoned     = 48 * time.Hour
)

const (
	tokenLen = 32 // characters of base32: 160 bits
	maxToken = 64 // bytes that are looked at
)

// Ask is what somebody wants to ask a buyer for.
type Ask struct {
	Words  string
	Pieces []Asked
	Days   int // that the link works
	Send   bool
}

// clean returns what is asked as it will be kept, or what is wrong with it.
func (a Ask) clean(list []Piece) (Ask, error) {
	a.Words = strings.TrimSpace(a.Words)
	if a.Days == 0 {
		a.Days = DefaultDays
	}
	switch {
	case utf8.RuneCountInString(a.Words) > MaxWords:
		return a, fault.Field("words", "evidence.text_long", "limit", MaxWords)
	case len(a.Pieces) == 0:
		return a, fault.Field("pieces", "evidence.nothing_asked")
	case len(a.Pieces) > MaxAsked:
		return a, fault.Field("pieces", "evidence.asked_many", "limit", MaxAsked)
	case a.Days < 1 || a.Days > MaxDays:
		return a, fault.Field("days", "evidence.days_range", "limit", MaxDays)
	}
	kept := make([]Asked, 0, len(a.Pieces))
	for _, p := range a.Pieces {
		p.Text = strings.Join(strings.Fields(p.Text), " ")
		switch {
		case p.Text == "":
			return a, fault.Field("pieces", "evidence.asked_wordless")
		case utf8.RuneCountInString(p.Text) > MaxAskedText:
			return a, fault.Field("pieces", "evidence.text_long", "limit", MaxAskedText)
		case p.Piece == "" || known(list, p.Piece) != nil:
			return a, fault.Field("pieces", "evidence.piece_unknown")
		case p.Piece != Other && slices.ContainsFunc(kept, func(q Asked) bool { return q.Piece == p.Piece }):
			return a, fault.Field("pieces", "evidence.asked_twice")
		}
		kept = append(kept, p)
	}
	a.Pieces = kept
	return a, nil
}

// Text is the request in plain words, as it stands in the thread.
func (a Ask) Text() string {
	lines := []string{a.Words}
	if a.Words == "" {
		lines = nil
	}
	for i, p := range a.Pieces {
		lines = append(lines, numbered(i+1)+p.Text)
	}
	return strings.Join(lines, "\n")
}

func numbered(n int) string { return string(rune('①'+n-1)) + " " }

// over tells whether the link of a request works no more.
func (r Request) over(c complaint.Case, now time.Time) bool {
	return !r.RevokedAt.IsZero() || !now.Before(r.EndsAt) || c.Stage == complaint.Closed || c.MergedInto != ""
}

// asks tells whether a piece is asked for.
func (r Request) asks(piece string) bool {
	return slices.ContainsFunc(r.Pieces, func(a Asked) bool { return a.Piece == piece })
}

// State is how an upload stands.
type State string

const (
	Open    State = "open"
	Taken   State = "done"
	Refused State = "refused"
)

// Upload is a file on its way in by a link, part by part.
type Upload struct {
	ID        string
	RequestID string
	Key       string // given by the giver's program, the same for the same file
	Piece     string
	Name      string
	Size      int64 // bytes, as announced
	Reduced   bool
	State     State
	Refusal   string // code of why it was refused
	ItemID    string // what became of it
	MadeAt    time.Time

	Offset int64 // bytes that are there
}

// Announced is a file that somebody is about to send.
type Announced struct {
	Piece   string
	Name    string
	Size    int64
	Reduced bool
}

// maxName is how many bytes of a name are kept; it is made clean when the file is there.
const maxName = 300

// admit refuses a file that is more than a link takes, beside those that came before.
func (r Request) admit(a Announced, before []Upload) error {
	files, bytes := 1, a.Size
	for _, u := range before {
		if u.State != Refused {
			files, bytes = files+1, bytes+u.Size
		}
	}
	switch {
	case !r.asks(a.Piece):
		return fault.Field("piece", "evidence.piece_unknown")
	case a.Size <= 0:
		return fault.New(fault.Invalid, "blob.empty")
	case a.Size > MaxFile:
		return fault.New(fault.TooLarge, "blob.too_large", "limit", MaxFile>>20)
	case files > MaxGiven || len(before) >= maxTries:
		return fault.New(fault.Conflict, "evidence.given_many", "limit", MaxGiven)
	case bytes > MaxGivenBytes:
		return fault.New(fault.TooLarge, "evidence.given_large", "limit", MaxGivenBytes>>20)
	}
	return nil
}

// key makes the tokens of links. It is not in the database.
type key []byte

func (k key) token(requestID string) string {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte("evidence link/" + requestID))
	return base32.StdEncoding.EncodeToString(mac.Sum(nil)[:tokenLen*5/8])
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
