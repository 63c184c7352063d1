package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// ErrNested is returned by a transaction that is asked for inside another one.
var ErrNested = errors.New("db: a transaction inside a transaction: call the …In(tx) form instead")

// InTx runs unit in one transaction and returns nil once it is durable.
//
// The unit may be run more than once and must therefore have no effect but
// through its Tx, do no I/O and take no time. The caller's cancellation is
// looked at only before the unit starts: what InTx answers is what happened.
// A panic in the unit is rolled back and returned as an error.
func (d *DB) InTx(ctx context.Context, unit func(*Tx) error) error {
	if _, running := d.units.Load(goroutineID()); running {
		return ErrNested
	}
	return d.writes.run(ctx, unit)
}

// Measure tells the engine how large tables are by now, and what is in them.
// PostgreSQL finds out within a minute and until then reads them in the way
// that was best when they were small; so whoever fills them says so. SQLite
// chooses its ways without it. Tables are named by constants of the caller, each
// with the columns that matter, as "person (shop_id, name)".
func (d *DB) Measure(ctx context.Context, tables ...string) error {
	if d.dialect.measure == "" {
		return nil
	}
	return d.InTx(ctx, func(tx *Tx) error {
		_, err := tx.Exec(d.dialect.measure + strings.Join(tables, ", "))
		return err
	})
}

// Tx is a running transaction. It is not safe for concurrent use, and not to be
// kept beyond its unit.
type Tx struct {
	db    *DB
	conn  statements
	depth int
	after []func()
}

// statements is what a connection in a transaction can do.
type statements interface {
	exec(query string, args []any) (sql.Result, error)
	query(query string, args []any) (*sql.Rows, error)
}

// Exec runs a statement and returns the number of rows that it changed.
func (t *Tx) Exec(query string, args ...any) (int64, error) {
	if err := checkText(args); err != nil {
		return 0, err
	}
	res, err := t.conn.exec(query, args)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (t *Tx) query(query string, args []any) (*sql.Rows, error) {
	if err := checkText(args); err != nil {
		return nil, err
	}
	return t.conn.query(query, args)
}

// checkText refuses what PostgreSQL cannot keep, on both engines: a zero byte,
// or bytes that are not UTF-8.
func checkText(args []any) error {
	for _, a := range args {
		if s, ok := a.(string); ok && (strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s)) {
			return fault.New(fault.Invalid, "db.not_text")
		}
	}
	return nil
}

// AfterCommit registers f to run once the transaction is durable. Functions run
// one after the other in the order of commits, on a goroutine of their own: a
// slow one delays later ones, but no answer.
func (t *Tx) AfterCommit(f func()) { t.after = append(t.after, f) }

// Savepoint runs unit so that it can fail alone: if it returns an error, or
// panics, what it did is undone, the error is returned, and the transaction
// goes on.
func (t *Tx) Savepoint(unit func() error) error {
	t.depth++
	defer func() { t.depth-- }()
	name := fmt.Sprintf("unit_%d", t.depth)
	if _, err := t.Exec("SAVEPOINT " + name); err != nil {
		return err
	}
	hooks := len(t.after)
	if err := calm(unit); err != nil {
		t.after = t.after[:hooks]
		if _, undo := t.Exec("ROLLBACK TO SAVEPOINT " + name); undo != nil {
			return fmt.Errorf("undoing after %q: %w", err, errTorn)
		}
		if _, undo := t.Exec("RELEASE SAVEPOINT " + name); undo != nil {
			return fmt.Errorf("undoing after %q: %w", err, errTorn)
		}
		return err
	}
	_, err := t.Exec("RELEASE SAVEPOINT " + name)
	return err
}

// errTorn says that the engine gave up the whole transaction, not only a part.
var errTorn = errors.New("db: the transaction is gone")

// ForUpdate is the clause that locks the rows of a SELECT until the end of the
// transaction. SQLite has a single writer and needs none.
func (t *Tx) ForUpdate() string { return t.db.dialect.forUpdate }

// SkipLocked is the clause that lets several workers pick rows of one table at
// the same time.
func (t *Tx) SkipLocked() string { return t.db.dialect.skipLocked }

// calm runs unit and turns a panic into an error that carries the stack.
func calm(unit func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return unit()
}

// Queryer runs reads: a [Tx], or the read-only path of [DB.Reader].
type Queryer interface {
	query(query string, args []any) (*sql.Rows, error)
}

// Scanner reads the columns of one row.
type Scanner interface{ Scan(dest ...any) error }

// One returns the first row of a query, or a NotFound fault.
func One[T any](q Queryer, scan func(Scanner) (T, error), query string, args ...any) (v T, err error) {
	rows, err := q.query(query, args)
	if err != nil {
		return v, err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return v, err
		}
		return v, fault.New(fault.NotFound, "db.not_found")
	}
	return scan(rows)
}

// All returns every row of a query.
func All[T any](q Queryer, scan func(Scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.query(query, args)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// Value returns the only column of the first row, or a NotFound fault.
func Value[T any](q Queryer, query string, args ...any) (T, error) {
	return One(q, func(row Scanner) (v T, err error) {
		err = row.Scan(&v)
		return v, err
	}, query, args...)
}

// live returns a context that outlives the caller's: a unit that has started
// is finished, whoever has stopped waiting for it.
func live(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }
