package audit

import (
	"math"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

const columns = `subject, version, at, actor, verb, payload, salt, digest, hash, seal`

func scan(row db.Scanner) (r Record, err error) {
	var at int64
	err = row.Scan(&r.Subject, &r.Version, &at, &r.Actor, &r.Verb, &r.Payload, &r.Salt, &r.Digest, &r.Hash, &r.Seal)
	r.At = db.Time(at)
	return r, err
}

// insert reports whether the version was still free.
func insert(tx *db.Tx, r Record) (bool, error) {
	n, err := tx.Exec(`
		INSERT INTO audit_entry (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
		ON CONFLICT (subject, version) DO NOTHING`,
		r.Subject, r.Version, db.Millis(r.At), r.Actor, r.Verb, r.Payload, r.Salt, r.Digest, r.Hash)
	return n == 1, err
}

func hashOf(q db.Queryer, subject string, version int64) (string, error) {
	return db.Value[string](q, `SELECT hash FROM audit_entry WHERE subject = ? AND version = ?`, subject, version)
}

func lastVersion(q db.Queryer, subject string) (int64, error) {
	return db.Value[int64](q, `SELECT COALESCE(MAX(version), 0) FROM audit_entry WHERE subject = ?`, subject)
}

func list(q db.Queryer, subject string, before int64, limit int) ([]Record, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	return db.All(q, scan, `
		SELECT `+columns+` FROM audit_entry WHERE subject = ? AND version < ?
		ORDER BY version DESC LIMIT ?`, subject, before, limit)
}

// page returns the first records of the whole table or, for a later page, those
// after (subject, version).
func page(q db.Queryer, later bool, subject string, version int64, limit int) ([]Record, error) {
	const order = ` ORDER BY subject, version LIMIT ?`
	if !later {
		return db.All(q, scan, `SELECT `+columns+` FROM audit_entry`+order, limit)
	}
	return db.All(q, scan, `SELECT `+columns+` FROM audit_entry WHERE (subject, version) > (?, ?)`+order,
		subject, version, limit)
}

func blank(tx *db.Tx, subject string, upTo int64) error {
	_, err := tx.Exec(`UPDATE audit_entry SET payload = '', salt = '' WHERE subject = ? AND version <= ?`, subject, upTo)
	return err
}

// anyUnsealed is what a sealer asks every second: it touches one row of a
// partial index.
func anyUnsealed(q db.Queryer) (bool, error) {
	return db.Value[bool](q, `SELECT EXISTS (SELECT 1 FROM audit_entry WHERE seal = 0)`)
}

// link is what a seal covers of a record.
type link struct {
	subject string
	version int64
	hash    string
}

func scanLink(row db.Scanner) (l link, err error) {
	err = row.Scan(&l.subject, &l.version, &l.hash)
	return l, err
}

// take marks up to limit unsealed records with the number of a seal. Of two
// sealers at once the second finds them taken.
func take(tx *db.Tx, number int64, limit int) ([]link, error) {
	return db.All(tx, scanLink, `
		WITH picked AS MATERIALIZED (
			SELECT subject AS s, version AS v FROM audit_entry WHERE seal = 0
			ORDER BY subject, version LIMIT ?)
		UPDATE audit_entry SET seal = ? FROM picked
		WHERE subject = s AND version = v AND seal = 0
		RETURNING subject, version, hash`, limit, number)
}

func sealed(q db.Queryer, number int64) ([]link, error) {
	return db.All(q, scanLink, `SELECT subject, version, hash FROM audit_entry WHERE seal = ?`, number)
}

const headColumns = `number, at, entries, root, mac`

func scanHead(row db.Scanner) (h Head, err error) {
	var at int64
	err = row.Scan(&h.Number, &at, &h.Entries, &h.Root, &h.MAC)
	h.At = db.Time(at)
	return h, err
}

// lastHead returns the newest seal, the zero Head if there is none.
func lastHead(q db.Queryer) (Head, error) {
	return firstHead(db.All(q, scanHead, `SELECT `+headColumns+` FROM audit_seal ORDER BY number DESC LIMIT 1`))
}

// headAt returns the seal with a number, the zero Head if it is not there.
func headAt(q db.Queryer, number int64) (Head, error) {
	return firstHead(db.All(q, scanHead, `SELECT `+headColumns+` FROM audit_seal WHERE number = ?`, number))
}

func firstHead(heads []Head, err error) (Head, error) {
	if err != nil || len(heads) == 0 {
		return Head{}, err
	}
	return heads[0], nil
}

func headsAfter(q db.Queryer, number, upTo int64, limit int) ([]Head, error) {
	return db.All(q, scanHead, `
		SELECT `+headColumns+` FROM audit_seal WHERE number > ? AND number <= ?
		ORDER BY number LIMIT ?`, number, upTo, limit)
}

// insertHead reports whether the number was still free.
func insertHead(tx *db.Tx, h Head) (bool, error) {
	n, err := tx.Exec(`INSERT INTO audit_seal (`+headColumns+`) VALUES (?, ?, ?, ?, ?) ON CONFLICT (number) DO NOTHING`,
		h.Number, db.Millis(h.At), h.Entries, h.Root, h.MAC)
	return n == 1, err
}
