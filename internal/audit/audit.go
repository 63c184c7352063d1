// Package audit keeps the record of who did what to what, so that it shows
// when somebody alters it.
//
// The entries of a subject, one for each version of its row, form a chain:
// each carries the hash of the one before. The primary key (subject, version)
// makes a version that is written twice a conflict. A [Sealer] signs what was
// written since the last seal, every second, with a key that is not in the
// database; the newest seal, the head, also stands in a file and can be
// carried elsewhere. [Verify] recomputes everything.
//
// A chain covers only the salted digests of payloads. [Erase] removes payload
// and salt of a subject, and its chain still verifies.
package audit

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Entry is one change, as the noun that made it tells it.
type Entry struct {
	Subject string    // what was changed, as "complaint/ID"
	Version int64     // version of its row after the change, counted from 1
	At      time.Time // when, kept to the millisecond
	Actor   string    // id of who did it
	Verb    string    // what was done, as "complaint.close"
	Payload any       // what it was about, kept as JSON; may hold personal data
}

// Record is an entry as it is kept.
type Record struct {
	Subject string
	Version int64
	At      time.Time
	Actor   string
	Verb    string
	Payload string // JSON, "" once erased
	Salt    string // "" once erased
	Digest  string // of salt and payload, in hex
	Hash    string // of the previous hash, the fields above and the digest, in hex
	Seal    int64  // number of the seal that covers the record, 0 before
}

// Erased tells that payload and salt were removed.
func (r Record) Erased() bool { return r.Payload == "" && r.Salt == "" }

// record turns e into what is kept, all but its hash.
func (e Entry) record() (Record, error) {
	if e.Subject == "" || e.Actor == "" || e.Verb == "" || e.At.IsZero() {
		return Record{}, fmt.Errorf("audit: incomplete entry %s of %q by %q", e.Verb, e.Subject, e.Actor)
	}
	payload, err := json.Marshal(e.Payload)
	if err != nil {
		return Record{}, fmt.Errorf("audit: payload of %s: %w", e.Verb, err)
	}
	salt := rand.Text()
	return Record{
		Subject: e.Subject, Version: e.Version, At: e.At, Actor: e.Actor, Verb: e.Verb,
		Payload: string(payload), Salt: salt, Digest: digest(salt, string(payload)),
	}, nil
}

// digest hides payload behind salt: without the salt nobody can tell, by
// guessing, what an erased payload was.
func digest(salt, payload string) string { return sum(salt, payload) }

// chained returns the hash that r must have after a record with hash previous,
// "" for the first of a subject.
func (r Record) chained(previous string) string {
	return sum(previous, r.Subject, strconv.FormatInt(r.Version, 10),
		strconv.FormatInt(db.Millis(r.At), 10), r.Actor, r.Verb, r.Digest)
}

// sum is SHA-256 over fields whose borders cannot be moved, in hex.
func sum(fields ...string) string {
	hash := sha256.Sum256([]byte(framed(fields...)))
	return hex.EncodeToString(hash[:])
}

// framed joins fields, each behind its length.
func framed(fields ...string) string {
	var b strings.Builder
	for _, f := range fields {
		b.WriteString(strconv.Itoa(len(f)))
		b.WriteByte(':')
		b.WriteString(f)
	}
	return b.String()
}
