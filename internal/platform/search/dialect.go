package search

import (
	"strconv"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// This file is everything in which the engines differ.

// entry is a row of the index; its terms begin with their realms.
type entry struct {
	id        int64
	kind, ref string
	terms     []string
}

func isPostgres(d *db.DB) bool { return d.Engine() == "postgres" }

// insertEntry puts one row into the index.
func insertEntry(tx *db.Tx, postgres bool, e entry) error {
	if postgres {
		_, err := tx.Exec(`INSERT INTO search_doc (id, kind, ref, words) VALUES (?, ?, ?, CAST(? AS TSVECTOR))`,
			e.id, e.kind, e.ref, vector(e))
		return err
	}
	if _, err := tx.Exec(`INSERT INTO search_doc (id, kind, ref) VALUES (?, ?, ?)`, e.id, e.kind, e.ref); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO search_fts (rowid, words) VALUES (?, ?)`, e.id, strings.Join(e.terms, " "))
	return err
}

func deleteEntry(tx *db.Tx, postgres bool, id int64) error {
	if !postgres {
		if _, err := tx.Exec(`DELETE FROM search_fts WHERE rowid = ?`, id); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`DELETE FROM search_doc WHERE id = ?`, id)
	return err
}

// emptyIndex forgets everything.
func emptyIndex(tx *db.Tx, postgres bool) error {
	if postgres {
		_, err := tx.Exec(`TRUNCATE search_doc`)
		return err
	}
	if _, err := tx.Exec(`INSERT INTO search_fts (search_fts) VALUES ('delete-all')`); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM search_doc`)
	return err
}

// vector writes the terms of PostgreSQL, of which two are the time of the entry,
// to some hours and to some days. Terms hold letters, digits and marks only.
func vector(e entry) string {
	var b strings.Builder
	for _, t := range e.terms {
		b.WriteString("'" + t + "' ")
	}
	b.WriteString("'" + hours.term(e.id) + "' '" + days.term(e.id) + "'")
	return b.String()
}

// unit is a length of time that entries of PostgreSQL name: so many bits of
// their ids are less than that.
type unit uint

const (
	hours unit = idBits + 24 // 4.7 of them
	days  unit = idBits + 28 // 3.1 of them
)

func (u unit) term(id int64) string {
	return strings.Repeat(wordMark, int(u-hours)/4+2) + strconv.FormatInt(id>>u, 36)
}

// terms are all times between two ids.
func (u unit) terms(from, before int64) string {
	var all []string
	for at := from >> u; at <= (before-1)>>u; at++ {
		all = append(all, "'"+u.term(at<<u)+"'")
	}
	return strings.Join(all, " | ")
}

// expression writes what the index must have, in the language of the engine:
// one of the realms has all of the needs.
func (q Query) expression(postgres bool, realms []Realm) string {
	and, or := " AND ", " OR "
	if postgres {
		and, or = " & ", " | "
	}
	each := make([]string, 0, len(realms))
	for _, r := range realms {
		var all []string
		for _, p := range q.phrases {
			for _, n := range p.needs {
				all = append(all, n.expression(postgres, or, r))
			}
		}
		each = append(each, "("+strings.Join(all, and)+")")
	}
	return strings.Join(each, or)
}

func (n need) expression(postgres bool, or string, r Realm) string {
	terms := make([]string, 0, len(n))
	for _, t := range n {
		quote, star := `"`, " *"
		if postgres {
			quote, star = "'", ":*"
		}
		text := quote + r.prefix() + t.text + quote
		if t.prefix || t.names && r.Names {
			text += star
		}
		terms = append(terms, text)
	}
	if len(terms) == 1 {
		return terms[0]
	}
	return "(" + strings.Join(terms, or) + ")"
}

// between asks for the newest entries in a stretch of ids, of which PostgreSQL
// is told the hours too if they are few.
func (x *Index) between(q db.Queryer, expression string, from, before int64, limit int) ([]Found, error) {
	if !isPostgres(x.DB) {
		return db.All(q, scanFound, `SELECT d.id, d.kind, d.ref FROM search_fts CROSS JOIN search_doc d ON d.id = search_fts.rowid
			WHERE search_fts MATCH ? AND search_fts.rowid >= ? AND search_fts.rowid < ? ORDER BY search_fts.rowid DESC LIMIT ?`, expression, from, before, limit)
	}
	for _, u := range []unit{hours, days} {
		if (before-1)>>u-from>>u < maxUnits {
			expression = "(" + expression + ") & (" + u.terms(from, before) + ")"
			break
		}
	}
	// The sums keep the planner from walking the primary key instead of the index of words.
	return db.All(q, scanFound, `WITH hit AS MATERIALIZED (SELECT id, kind, ref FROM search_doc
			WHERE words @@ CAST(? AS TSQUERY) AND id + 0 >= ? AND id + 0 < ?)
		SELECT id, kind, ref FROM hit ORDER BY id DESC LIMIT ?`, expression, from, before, limit)
}

// How PostgreSQL is asked: for the newest entries first, and for more of them if
// those are too few. It has to sort what it finds: of a common word it shall
// find but the newest, and of one that is not in those there are not many.
const (
	firstEntries = 2000 // about as many are looked through first
	wider        = 8    // times as many next
	maxUnits     = 20   // are named to it: its time grows with the square of them
)

// windows are where one stretch after the other begins in which PostgreSQL looks
// between two ids.
func windows(q db.Queryer, from, before int64) (all []int64, err error) {
	entries, err := db.Value[int64](q, `SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE oid = 'search_doc'::regclass`)
	if err != nil {
		return nil, err
	}
	oldest, err := db.Value[int64](q, `SELECT COALESCE(MIN(id), 0) FROM search_doc`)
	if err != nil {
		return nil, err
	}
	span := max(1, (before-oldest)>>hours)
	least := max(1, firstEntries*span/max(entries, firstEntries))
	for units := least; units < (maxUnits-1)<<(days-hours); units *= wider {
		u := hours
		if units >= maxUnits {
			u = days
		}
		if at := (before - units<<hours) >> u << u; at > from {
			all = append(all, at)
		}
	}
	return append(all, from), nil
}
