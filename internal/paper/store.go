package paper

import (
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `d.id, d.shop_id, d.kind, d.title, d.batch, d.ends_on, d.note, d.name, d.media_type, d.size, d.width, d.height, d.sha256, d.thumb,
	d.by_id, d.made_at, d.retired_at, d.warned, d.version`

func scan(row db.Scanner) (d Paper, err error) {
	var made, retired int64
	err = row.Scan(&d.ID, &d.ShopID, &d.Kind, &d.Title, &d.Batch, &d.EndsOn, &d.Note, &d.Name, &d.MediaType, &d.Size, &d.Width, &d.Height, &d.SHA256, &d.Thumb,
		&d.ByID, &made, &retired, &d.warned, &d.Version)
	d.MadeAt, d.RetiredAt = db.Time(made), db.Time(retired)
	return d, err
}

func get(q db.Queryer, scope identity.Scope, id, lock string) (Paper, error) {
	where, args := scope.Where("d.shop_id", "")
	d, err := db.One(q, scan, `SELECT `+columns+` FROM paper d WHERE d.id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
	if err != nil {
		return d, err
	}
	all := []Paper{d}
	err = fill(q, all)
	return all[0], err
}

// fill reads what papers are about.
func fill(q db.Queryer, all []Paper) error {
	if len(all) == 0 {
		return nil
	}
	ids := make([]any, 0, len(all))
	for _, d := range all {
		ids = append(ids, d.ID)
	}
	pairs, err := db.All(q, func(row db.Scanner) (p [2]string, err error) { return p, row.Scan(&p[0], &p[1]) },
		`SELECT paper_id, code FROM paper_code WHERE paper_id IN (`+db.Marks(len(ids))+`) ORDER BY code`, ids...)
	for _, p := range pairs {
		i := slices.IndexFunc(all, func(d Paper) bool { return d.ID == p[0] })
		all[i].Codes = append(all[i].Codes, p[1])
	}
	return err
}

// pageSize is how many papers a page has.
const pageSize = 50

func list(q db.Queryer, shopID string, f Filter, today time.Time) (all []Paper, next string, err error) {
	where, args := `d.shop_id = ? AND d.retired_at = 0`, []any{shopID}
	if f.Retired {
		where = `d.shop_id = ? AND d.retired_at <> 0`
	}
	if f.Kind != "" {
		where, args = where+` AND d.kind = ?`, append(args, f.Kind)
	}
	if f.Ending {
		where, args = where+` AND d.ends_on <> '' AND d.ends_on <= ?`, append(args, today.AddDate(0, 0, 30).Format(time.DateOnly))
	}
	if words := strings.TrimSpace(f.Words); words != "" {
		where += ` AND (d.batch = ? OR EXISTS (SELECT 1 FROM paper_code a WHERE a.paper_id = d.id AND a.code = ?))`
		args = append(args, words, words)
	}
	if f.After != "" {
		p, ok := db.ParseSpot(f.After)
		if !ok {
			return nil, "", fault.Field("after", "request.field_invalid", "field", "after")
		}
		where, args = where+` AND (d.made_at, d.id) < (?, ?)`, append(args, p.Place, p.ID)
	}
	all, err = db.All(q, scan, `SELECT `+columns+` FROM paper d WHERE `+where+` ORDER BY d.made_at DESC, d.id DESC LIMIT ?`, append(args, pageSize+1)...)
	if len(all) > pageSize {
		all = all[:pageSize]
		last := all[pageSize-1]
		next = db.Spot{Place: db.Millis(last.MadeAt), ID: last.ID}.Cursor()
	}
	if err == nil {
		err = fill(q, all)
	}
	return all, next, err
}

// maxOffered is how many papers a case is offered.
const maxOffered = 60

// about returns papers that may fit items: of their codes or batches, or of all goods.
func about(q db.Queryer, shopID string, items []order.Item) ([]Paper, error) {
	codes, batches := []any{""}, []any{""}
	for _, i := range items {
		if i.Code != "" {
			codes = append(codes, i.Code)
		}
		if i.Batch != "" {
			batches = append(batches, i.Batch)
		}
	}
	args := append(append([]any{shopID, shopID}, codes...), batches...)
	all, err := db.All(q, scan, `SELECT `+columns+` FROM paper d WHERE d.shop_id = ? AND d.retired_at = 0 AND (
		d.id IN (SELECT a.paper_id FROM paper_code a WHERE a.shop_id = ? AND a.code IN (`+db.Marks(len(codes))+`))
		OR d.batch IN (`+db.Marks(len(batches))+`) AND NOT EXISTS (SELECT 1 FROM paper_code a WHERE a.paper_id = d.id))
		ORDER BY d.made_at DESC, d.id DESC LIMIT ?`, append(args, maxOffered)...)
	if err == nil {
		err = fill(q, all)
	}
	return all, err
}

// maxEnding is how many papers of a shop people are told of at once.
const maxEnding = 200

// ending returns papers that have come nearer their end than when people were told
// last, the nearest first.
func ending(tx *db.Tx, shopID string, today time.Time) ([]Paper, error) {
	on := func(days int) string { return today.AddDate(0, 0, days).Format(time.DateOnly) }
	return db.All(tx, scan, `SELECT `+columns+` FROM paper d WHERE d.shop_id = ? AND d.retired_at = 0 AND d.ends_on <> '' AND d.ends_on <= ?
		AND (d.warned < 1 OR d.warned < 2 AND d.ends_on <= ? OR d.warned < 3 AND d.ends_on < ?) ORDER BY d.ends_on, d.id LIMIT ?`,
		shopID, on(30), on(7), on(0), maxEnding)
}

func markWarned(tx *db.Tx, id string, n Nearness) error {
	_, err := tx.Exec(`UPDATE paper SET warned = ? WHERE id = ?`, n, id)
	return err
}

// free tells whether no other paper is the same file of the same kind.
func free(tx *db.Tx, d Paper) error {
	title, err := db.One(tx, func(row db.Scanner) (t string, err error) { return t, row.Scan(&t) },
		`SELECT title FROM paper WHERE shop_id = ? AND kind = ? AND sha256 = ? AND retired_at = 0 AND id <> ?`, d.ShopID, d.Kind, d.SHA256, d.ID)
	switch {
	case err == nil:
		return fault.New(fault.Conflict, "paper.same", "title", title)
	case fault.KindOf(err) == fault.NotFound:
		return nil
	}
	return err
}

func insert(tx *db.Tx, d Paper) error {
	n, err := tx.Exec(`INSERT INTO paper (`+strings.ReplaceAll(columns, "d.", "")+`) VALUES (`+db.Marks(19)+`) ON CONFLICT DO NOTHING`,
		d.ID, d.ShopID, d.Kind, d.Title, d.Batch, d.EndsOn, d.Note, d.Name, d.MediaType, d.Size, d.Width, d.Height, d.SHA256, d.Thumb,
		d.ByID, db.Millis(d.MadeAt), db.Millis(d.RetiredAt), d.warned, d.Version)
	if err == nil && n == 0 { // somebody has just added the same
		err = fault.New(fault.Conflict, "paper.same", "title", d.Title)
	}
	if err != nil {
		return err
	}
	return putCodes(tx, d)
}

func update(tx *db.Tx, d Paper) error {
	_, err := tx.Exec(`UPDATE paper SET kind = ?, title = ?, batch = ?, ends_on = ?, note = ?, retired_at = ?, warned = ?, version = ? WHERE id = ?`,
		d.Kind, d.Title, d.Batch, d.EndsOn, d.Note, db.Millis(d.RetiredAt), d.warned, d.Version, d.ID)
	if err == nil {
		_, err = tx.Exec(`DELETE FROM paper_code WHERE paper_id = ?`, d.ID)
	}
	if err != nil {
		return err
	}
	return putCodes(tx, d)
}

func putCodes(tx *db.Tx, d Paper) error {
	for _, code := range d.Codes {
		if _, err := tx.Exec(`INSERT INTO paper_code (paper_id, shop_id, code) VALUES (?, ?, ?)`, d.ID, d.ShopID, code); err != nil {
			return err
		}
	}
	return nil
}
