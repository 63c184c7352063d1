package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"
)

// pgRunner runs each unit in a transaction of its own; PostgreSQL shares the
// fsync by itself.
type pgRunner struct {
	db  *DB
	sql *sql.DB
}

// maxTries is how often a unit runs that other transactions got in the way of.
const maxTries = 8

func (p pgRunner) run(ctx context.Context, unit func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	id := goroutineID()
	p.db.units.Store(id, struct{}{})
	defer p.db.units.Delete(id)
	var err error
	for range maxTries {
		if err = p.try(ctx, unit); !collided(err) {
			return err
		}
	}
	return err
}

func (p pgRunner) try(ctx context.Context, unit func(*Tx) error) error {
	inner, err := p.sql.BeginTx(live(ctx), nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer inner.Rollback()
	tx := &Tx{db: p.db, conn: pgStatements{ctx: live(ctx), tx: inner}}
	if err := calm(func() error { return unit(tx) }); err != nil {
		return err
	}
	if err := inner.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	p.db.hooks.add(tx.after)
	return nil
}

// collided reports a serialisation failure, a deadlock or a wait for a row that
// took too long: PostgreSQL has undone the transaction and it may simply run
// again.
func collided(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && slices.Contains([]string{"40001", "40P01", "55P03"}, e.Code)
}

type pgStatements struct {
	ctx context.Context
	tx  *sql.Tx
}

func (s pgStatements) exec(query string, args []any) (sql.Result, error) {
	return s.tx.ExecContext(s.ctx, postgres.bind(query), args...)
}

func (s pgStatements) query(query string, args []any) (*sql.Rows, error) {
	return s.tx.QueryContext(s.ctx, postgres.bind(query), args...)
}
