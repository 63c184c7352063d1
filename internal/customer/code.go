package customer

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// A service code brings a customer back to their conversation from any browser.
//
// It has 60 bits, which is little for a secret that may be tried for ever, and
// enough for one that may not: see maxTries. With a million codes in one shop,
// whoever tries as often as that allows finds one in a year with a chance of one
// in 50,000, from however many addresses they ask.
const (
	codeBytes  = 12                                 // symbols of 5 bits
	codeGroup  = 4                                  // symbols between hyphens
	codeDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // Crockford's: without I, L, O and U
)

// Tries of codes within a window of tryTime, right ones not counted.
const (
	tryTime      = 15 * time.Minute
	maxTries     = 10  // with one case number
	maxShopTries = 600 // in one shop without a number
)

// codeKey makes service codes and their hashes. It is not in the database.
type codeKey []byte

func (k codeKey) mac(parts ...string) []byte {
	mac := hmac.New(sha256.New, k)
	for _, p := range parts {
		fmt.Fprintf(mac, "%d:%s,", len(p), p)
	}
	return mac.Sum(nil)
}

// code is the service code of a customer in an epoch, as AAAA-BBBB-CCCC.
func (k codeKey) code(customerID string, epoch int64) string {
	sum := k.mac("service code", customerID, fmt.Sprint(epoch))
	var b strings.Builder
	for i := range codeBytes {
		if i > 0 && i%codeGroup == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(codeDigits[sum[i]&31])
	}
	return b.String()
}

// hash is what the database keeps of a code that somebody typed.
func (k codeKey) hash(code string) string {
	return hex.EncodeToString(k.mac("service code hash", normal(code)))
}

// normal reads a code as people type it: in any case, with or without hyphens,
// in the wide letters of an input method, with O for 0 and I or L for 1.
func normal(code string) string {
	var b strings.Builder
	for _, r := range code {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		switch r = upper(r); {
		case r == 'O':
			r = '0'
		case r == 'I' || r == 'L':
			r = '1'
		}
		if strings.ContainsRune(codeDigits, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func upper(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r - 'a' + 'A'
	}
	return r
}

// Tail is as much of a code as may be shown to who is not known to hold it.
func Tail(code string) string { return code[strings.LastIndexByte(code, '-')+1:] }
