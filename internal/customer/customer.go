// Package customer knows the people who buy.
//
// In the web chat a person is known by a visitor token that only their browser
// holds; the database keeps its SHA-256. A token works for half a year after
// its last use.
package customer

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Customer is a person who buys in one shop.
type Customer struct {
	ID      string
	ShopID  string
	Name    string // "" for a visitor who has not said
	MadeAt  time.Time
	SameAs  string // the customer whom they turned out to be, "" if nobody else
	Version int64

	JoinedTo string    // the customer whom the team takes for the same person, "" if nobody else
	HeadID   string    // under whom they are shown, for either reason; "" for themselves
	ErasedAt time.Time // when all that tells who they are was erased; zero if it was not
}

const (
	tokenLife   = 180 * 24 * time.Hour
	maxNameLen  = 40 // runes
	minTokenLen = 22 // characters of base32 or base64 that hold 128 bits
)

// cleanName returns a name fit to be shown, or a fault about the field.
func cleanName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if utf8.RuneCountInString(name) > maxNameLen {
		return "", fault.Field("name", "customer.name_too_long", "limit", maxNameLen)
	}
	return name, nil
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
