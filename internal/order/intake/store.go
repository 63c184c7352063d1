package intake

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

const importColumns = `id, shop_id, key, name, state, code, content, rows, head, mapping, made_by, made_at, started_by, started_at, ended_at,
	total, position, created, updated, unchanged, passed, problems, version, kind, stopped_at`

func scanImport(row db.Scanner) (i Import, err error) {
	var head, mapping string
	var made, started, ended, stopped int64
	err = row.Scan(&i.ID, &i.ShopID, &i.key, &i.Name, &i.State, &i.Code, &i.content, &i.Rows, &head, &mapping, &i.MadeBy, &made, &i.StartedBy, &started, &ended,
		&i.Total, &i.Position, &i.Created, &i.Updated, &i.Unchanged, &i.Passed, &i.Problems, &i.Version, &i.Kind, &stopped)
	if err != nil {
		return i, err
	}
	i.MadeAt, i.StartedAt, i.EndedAt = db.Time(made), db.Time(started), db.Time(ended)
	i.StoppedAt = db.Time(stopped)
	if err := json.Unmarshal([]byte(head), &i.Head); err != nil {
		return i, err
	}
	return i, json.Unmarshal([]byte(mapping), &i.Mapping)
}

func (i Import) spot() db.Spot { return db.Spot{Place: db.Millis(i.MadeAt), ID: i.ID} }

func getImport(q db.Queryer, scope identity.Scope, id, lock string) (Import, error) {
	where, args := scope.Where("shop_id", "")
	return db.One(q, scanImport, `SELECT `+importColumns+` FROM order_import WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

func importByKey(q db.Queryer, by, key string) (Import, error) {
	return db.One(q, scanImport, `SELECT `+importColumns+` FROM order_import WHERE made_by = ? AND key = ?`, by, key)
}

// importPage is how many imports a page has.
const importPage = 20

func imports(q db.Queryer, scope identity.Scope, kind, after string) ([]Import, error) {
	where, args := scope.Where("shop_id", "")
	if kind != "" {
		where, args = where+` AND kind = ?`, append(args, kind)
	}
	if after != "" {
		p, err := order.ReadSpot(after)
		if err != nil {
			return nil, err
		}
		where, args = where+` AND (made_at, id) < (?, ?)`, append(args, p.Place, p.ID)
	}
	return db.All(q, scanImport, `SELECT `+importColumns+` FROM order_import WHERE `+where+` ORDER BY made_at DESC, id DESC LIMIT ?`, append(args, importPage+1)...)
}

func insertImport(tx *db.Tx, i Import) (fresh bool, err error) {
	head, err := json.Marshal(i.Head)
	if err != nil {
		return false, err
	}
	mapping, err := json.Marshal(i.Mapping)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(`INSERT INTO order_import (id, shop_id, key, name, state, content, rows, head, mapping, made_by, made_at, version, kind)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		i.ID, i.ShopID, i.key, i.Name, string(i.State), i.content, i.Rows, string(head), string(mapping), i.MadeBy, db.Millis(i.MadeAt), i.Version, i.Kind)
	return n == 1, err
}

// updateImport stores what changes about an import that is locked.
func updateImport(tx *db.Tx, i Import) error {
	mapping, err := json.Marshal(i.Mapping)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE order_import SET state = ?, code = ?, mapping = ?, started_by = ?, started_at = ?, ended_at = ?, total = ?, position = ?,
		created = ?, updated = ?, unchanged = ?, passed = ?, problems = ?, version = ?, stopped_at = ? WHERE id = ?`,
		string(i.State), i.Code, string(mapping), i.StartedBy, db.Millis(i.StartedAt), db.Millis(i.EndedAt), i.Total, i.Position,
		i.Created, i.Updated, i.Unchanged, i.Passed, i.Problems, i.Version, db.Millis(i.StoppedAt), i.ID)
	return err
}

// addProblems stores what is wrong with rows and counts it. Beyond the first
// maxProblems it only counts.
func addProblems(tx *db.Tx, i *Import, problems []Problem, count int64) error {
	var rows [][]any
	for n, p := range problems {
		at := i.Problems + int64(n)
		if at >= maxProblems {
			break
		}
		args, err := json.Marshal(p.Args)
		if err != nil {
			return err
		}
		rows = append(rows, []any{i.ID, at, p.Line, p.Column, p.Number, p.Code, string(args)})
	}
	i.Problems += count
	for part := range slices.Chunk(rows, 100) {
		_, err := tx.Exec(`INSERT INTO order_import_problem (import_id, n, line, col, number, code, args) VALUES (?, ?, ?, ?, ?, ?, ?)`+
			strings.Repeat(`, (?, ?, ?, ?, ?, ?, ?)`, len(part)-1), slices.Concat(part...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

// problemsOf returns those of an import from the n-th on.
func problemsOf(q db.Queryer, importID string, n int64, limit int) ([]Problem, error) {
	return db.All(q, func(row db.Scanner) (p Problem, err error) {
		var args string
		if err := row.Scan(&p.Line, &p.Column, &p.Number, &p.Code, &args); err != nil {
			return p, err
		}
		return p, json.Unmarshal([]byte(args), &p.Args)
	}, `SELECT line, col, number, code, args FROM order_import_problem WHERE import_id = ? AND n >= ? ORDER BY n LIMIT ?`, importID, n, limit)
}
