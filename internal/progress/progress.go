// Package progress lets buyers see how their cases are getting on without the
// chat: through a link to one case, or with the case's number and the buyer's
// service code.
//
// Whoever holds a link acts for the buyer in that one case and sees nothing
// else, not even the chat. The token of a link is made from the key of links and
// the link's id; the database keeps its SHA-256. So a link can be shown again,
// and a copy of the database opens none.
package progress

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
)

const (
	linkLife  = 90 * 24 * time.Hour // after the case was last open
	visitLife = 24 * time.Hour      // of a link that a number and code have opened
	tokenLen  = 32                  // characters of base32: 160 bits
)

// Link leads to the progress of one case.
type Link struct {
	ID         string
	CaseID     string
	ShopID     string
	CustomerID string
	ByCode     bool // made for a browser that gave number and code
	MadeAt     time.Time
	RevokedAt  time.Time // zero while it works
	Version    int64
	tokenHash  string
}

// over tells whether the link to a case works no more. One that was sent works
// while the case is open, and for linkLife after that.
func (l Link) over(c complaint.Case, now time.Time) bool {
	switch {
	case !l.RevokedAt.IsZero():
		return true
	case l.ByCode:
		return !now.Before(l.MadeAt.Add(visitLife))
	case c.ClosedAt.IsZero():
		return false
	}
	from := l.MadeAt
	if c.ClosedAt.After(from) {
		from = c.ClosedAt
	}
	return !now.Before(from.Add(linkLife))
}

// key makes the tokens of links. It is not in the database.
type key []byte

func (k key) token(linkID string) string {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte("progress link/" + linkID))
	return base32.StdEncoding.EncodeToString(mac.Sum(nil)[:tokenLen*5/8])
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// unsaid are scenarios whose names are for the team: a buyer who is suspected of
// something reads only that there is a case.
var unsaid = map[string]bool{"demand.unreasonable": true, "demand.extortion": true, "public.exposure": true}

// Topic is what a case is about as its buyer may read it: a scenario, or "other".
func Topic(scenario string) string {
	if unsaid[scenario] {
		return "other"
	}
	return scenario
}

// orderTail is the end of an order number: enough for who knows it.
func orderTail(orderNo string) string {
	runes := []rune(orderNo)
	return string(runes[max(0, len(runes)-4):])
}
