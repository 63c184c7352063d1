package audit

import (
	"math"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Filter says which records a list shows.
type Filter struct {
	Kinds []string // kinds of subjects, as "user" of "user/ID", at least one
	Actor string   // id of who did it, "" for whoever
}

// Place is where a record stands in the order of time.
type Place struct {
	At      time.Time
	Subject string
	Version int64
}

// Place returns where r stands.
func (r Record) Place() Place { return Place{r.At, r.Subject, r.Version} }

// Latest returns up to limit records, newest first, those before a place; the
// zero Place starts at the newest. At most 200 are returned, and 50 for a limit
// of 0. Who may see them is for the caller to decide.
func Latest(q db.Queryer, f Filter, before Place, limit int) ([]Record, error) {
	if limit <= 0 {
		limit = 50
	}
	at := int64(math.MaxInt64)
	if !before.At.IsZero() {
		at = db.Millis(before.At)
	}
	place := []any{at, before.Subject, before.Version}
	if f.Actor != "" {
		return latestOf(q, f, place, min(limit, 200))
	}
	return latest(q, f.Kinds, place, min(limit, 200))
}

const (
	newestFirst = ` ORDER BY at DESC, subject DESC, version DESC LIMIT ?`
	earlier     = ` AND (at, subject, version) < (?, ?, ?)`
)

// kindLetters is as much of a subject as tells its kind in an index.
const kindLetters = 4

func letters(kind string) string { return kind[:min(kindLetters, len(kind))] }

// latest reads each kind from its own part of the index, so that a rare kind is
// not searched for among those that come all day.
func latest(q db.Queryer, kinds []string, place []any, limit int) ([]Record, error) {
	var parts []string
	var args []any
	for _, kind := range kinds {
		parts = append(parts, `SELECT * FROM (SELECT `+columns+` FROM audit_entry
			WHERE substr(subject, 1, 4) = ?`+earlier+newestFirst+`) AS one`)
		args = append(append(append(args, letters(kind)), place...), limit)
	}
	return db.All(q, scan, `SELECT `+columns+` FROM (`+strings.Join(parts, ` UNION ALL `)+`) AS together`+newestFirst, append(args, limit)...)
}

func latestOf(q db.Queryer, f Filter, place []any, limit int) ([]Record, error) {
	args := []any{f.Actor}
	for _, kind := range f.Kinds {
		args = append(args, letters(kind))
	}
	return db.All(q, scan, `SELECT `+columns+` FROM audit_entry
		WHERE actor = ? AND substr(subject, 1, 4) IN (?`+strings.Repeat(", ?", len(f.Kinds)-1)+`)`+earlier+newestFirst,
		append(append(args, place...), limit)...)
}

// Before returns the payloads of the versions before some records, by subject
// and version of these; those of first versions and erased ones are missing.
func Before(q db.Queryer, records []Record) (map[Place]string, error) {
	found := map[Place]string{}
	if len(records) == 0 {
		return found, nil
	}
	var args []any
	for _, r := range records {
		args = append(args, r.Subject, r.Version-1)
	}
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var p Place
		var payload string
		err := row.Scan(&p.Subject, &p.Version, &payload)
		p.Version++
		found[p] = payload
		return struct{}{}, err
	}, `SELECT subject, version, payload FROM audit_entry
		WHERE payload <> '' AND (`+strings.Repeat(`subject = ? AND version = ? OR `, len(records)-1)+`subject = ? AND version = ?)`, args...)
	return found, err
}
