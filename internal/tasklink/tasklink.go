// Package tasklink opens single tickets on the phones of people without an account:
// a link, sent to the group of a department, leads to one ticket and to nothing else.
//
// The token of a link is made from the key of links and the link's id; the database
// keeps its SHA-256. So a link can be shown again, and a copy of the database opens
// none. Links end by themselves: some time after their ticket is done, after a week
// at most, and at once when the ticket is withdrawn, handed back or given to
// somebody else.
package tasklink

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Link leads to one ticket.
type Link struct {
	ID           string
	TicketID     string
	ShopID       string
	DepartmentID string
	OpenedAt     time.Time // when the department had got the ticket
	MadeAt       time.Time
	RevokedAt    time.Time // zero while it works
	Version      int64
	tokenHash    string
}

const (
	tokenLen   = 32                  // characters of base32: 160 bits
	maxToken   = 64                  // bytes that are looked at
	keepFor    = 30 * 24 * time.Hour // after which a link is forgotten
	MaxNameLen = 20                  // runes
)

// ends returns when a link to a ticket ends. It has ended if that is not after now.
func (l Link) ends(t ticket.Ticket, life ticket.Life) time.Time {
	end := l.MadeAt.Add(life.AtMost)
	switch {
	case !l.RevokedAt.IsZero():
		return l.RevokedAt
	case t.State == ticket.Withdrawn || t.State == ticket.HandedBack || t.DepartmentID != l.DepartmentID || !t.OpenedAt.Equal(l.OpenedAt):
		return time.Time{}
	case t.State == ticket.Done && t.SettledAt.Add(life.AfterDone).Before(end):
		return t.SettledAt.Add(life.AfterDone)
	}
	return end
}

// key makes the tokens of links. It is not in the database.
type key []byte

func (k key) token(linkID string) string {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte("task link/" + linkID))
	return base32.StdEncoding.EncodeToString(mac.Sum(nil)[:tokenLen*5/8])
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// named returns an actor who holds a link under the name that they gave: two people
// who open the same link are two workers.
func named(a identity.Actor, name string) (identity.Actor, error) {
	name = strings.Join(strings.Fields(name), " ")
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return a, fault.Field("name", "task.name_missing")
	case n > MaxNameLen:
		return a, fault.Field("name", "task.name_too_long", "limit", MaxNameLen)
	}
	return a.Called(a.ID+"/"+hashToken(name)[:8], name), nil
}
