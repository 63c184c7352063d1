// Package db runs the same SQL on SQLite and PostgreSQL.
//
// Callers write one statement per query, with ? placeholders and the common
// subset of both engines: ON CONFLICT, RETURNING, CTEs and window functions
// work on both. Columns are TEXT, BIGINT or BOOLEAN; times are UTC
// milliseconds in BIGINT, money is fen in BIGINT, JSON is TEXT. What cannot be
// shared lives in dialect.go and nowhere else.
//
// Everything that changes data goes through one door, [DB.InTx]; everything
// that only looks goes through [DB.Reader], which cannot write.
package db

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// Options are what a program may choose about its database.
type Options struct {
	Log      *slog.Logger // slog.Default() if nil
	MaxConns int          // connections of the pool, reads and writes together; 20 if 0, at least 2
}

// DB is an open database.
type DB struct {
	dialect dialect
	url     string
	log     *slog.Logger

	writes unitRunner // how a unit of change is run on this engine
	reads  *pool      // read-only connections
	hooks  *hookQueue
	units  sync.Map // goroutine id -> struct{}, of the units running now

	close []func() error // in the order in which they must happen
}

// unitRunner runs one unit in a transaction and returns once it is durable.
type unitRunner interface {
	run(ctx context.Context, unit func(*Tx) error) error
}

// Open connects to url: sqlite:path, or postgres://user@host/name. It does not
// touch the schema; see [DB.Migrate].
func Open(ctx context.Context, url string, o Options) (*DB, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.MaxConns == 0 {
		o.MaxConns = 20
	}
	d, err := dialectFor(url)
	if err != nil {
		return nil, err
	}
	db := &DB{dialect: d, url: url, log: o.Log, hooks: newHookQueue()}
	db.close = []func() error{db.hooks.close}
	if err := db.connect(ctx, max(o.MaxConns/2, 1)); err != nil {
		db.Close()
		return nil, fmt.Errorf("open %s database: %w", d.name, err)
	}
	return db, nil
}

// connect opens the two pools, each of at most conns connections.
func (d *DB) connect(ctx context.Context, conns int) error {
	reads, err := openPool(ctx, d.dialect, d.dialect.readDSN(d.url), conns)
	if err != nil {
		return err
	}
	d.reads = reads
	d.close = append(d.close, reads.close)
	if d.dialect.singleWriter {
		w, err := openWriter(ctx, d)
		if err != nil {
			return err
		}
		d.writes = w
		d.close = slices.Insert(d.close, 0, w.close)
		return nil
	}
	writes, err := openPool(ctx, d.dialect, d.dialect.writeDSN(d.url), conns)
	if err != nil {
		return err
	}
	d.writes = pgRunner{db: d, sql: writes.sql}
	d.close = slices.Insert(d.close, 0, writes.close)
	return nil
}

// Close waits for running units and their hooks, and releases the connections.
func (d *DB) Close() error {
	var first error
	for _, c := range d.close {
		if err := c(); err != nil && first == nil {
			first = err
		}
	}
	d.close = nil
	return first
}

// Waiting is the number of units that wait for the only writer of a SQLite
// database; 0 on PostgreSQL.
func (d *DB) Waiting() int {
	if w, ok := d.writes.(*writer); ok {
		return len(w.queue)
	}
	return 0
}

// Engine is "sqlite" or "postgres".
func (d *DB) Engine() string { return d.dialect.name }

// Ping asks the database for a sign of life.
func (d *DB) Ping(ctx context.Context) error {
	return d.reads.sql.PingContext(ctx)
}

// Reader returns the read-only path. It sees what is committed, each query for
// itself.
func (d *DB) Reader(ctx context.Context) Queryer { return &reader{ctx: ctx, pool: d.reads} }

// pool is a set of connections whose statements are prepared once.
type pool struct {
	sql     *sql.DB
	dialect dialect
	mu      sync.Mutex
	stmts   map[string]*sql.Stmt
}

// maxStatements bounds the cache of prepared statements: the program's queries
// are constants, so that this is only reached by lists of varying length.
const maxStatements = 500

func openPool(ctx context.Context, d dialect, dsn string, conns int) (*pool, error) {
	conn, err := sql.Open(d.driver, dsn)
	if err != nil {
		return nil, err
	}
	conn.SetMaxOpenConns(conns)
	conn.SetMaxIdleConns(conns)
	conn.SetConnMaxIdleTime(5 * time.Minute)
	if err := conn.PingContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return &pool{sql: conn, dialect: d, stmts: map[string]*sql.Stmt{}}, nil
}

func (p *pool) close() error { return p.sql.Close() }

// prepared returns the cached statement of query, nil where the driver caches
// for itself or the cache is full.
func (p *pool) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if p.dialect.numbered {
		return nil, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if s, ok := p.stmts[query]; ok || len(p.stmts) >= maxStatements {
		return s, nil
	}
	s, err := p.sql.PrepareContext(ctx, query)
	if err == nil {
		p.stmts[query] = s
	}
	return s, err
}

type reader struct {
	ctx  context.Context
	pool *pool
}

func (r *reader) query(query string, args []any) (*sql.Rows, error) {
	if err := checkText(args); err != nil {
		return nil, err
	}
	s, err := r.pool.prepared(r.ctx, query)
	if err != nil {
		return nil, err
	}
	if s != nil {
		return s.QueryContext(r.ctx, args...)
	}
	return r.pool.sql.QueryContext(r.ctx, r.pool.dialect.bind(query), args...)
}
