package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// writer is the only connection that writes to a SQLite database. Units that
// wait at the same time share one commit, and so one fsync.
//
// The batch belongs to the writer: nobody's cancellation can tear it. Each unit
// runs in a savepoint, so that it can fail alone. If the commit itself fails,
// the units run again one by one, so that each learns its own fate.
type writer struct {
	db    *DB
	pool  *sql.DB
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
	queue chan *work
	quit  chan struct{} // closed to stop
	done  chan struct{} // closed when stopped
}

// work is one unit on its way through the writer.
type work struct {
	ctx    context.Context
	unit   func(*Tx) error
	after  []func()
	err    error
	answer chan error
}

const (
	maxBatch  = 128                   // units in one commit
	batchTime = 10 * time.Millisecond // after which a batch takes no further unit
)

func openWriter(ctx context.Context, d *DB) (*writer, error) {
	pool, err := sql.Open(d.dialect.driver, d.dialect.writeDSN(d.url))
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		pool.Close()
		return nil, err
	}
	w := &writer{
		db: d, pool: pool, conn: conn, stmts: map[string]*sql.Stmt{},
		queue: make(chan *work, maxBatch), quit: make(chan struct{}), done: make(chan struct{}),
	}
	go w.loop()
	go w.checkpoints()
	return w, nil
}

func (w *writer) run(ctx context.Context, unit func(*Tx) error) error {
	job := &work{ctx: ctx, unit: unit, answer: make(chan error, 1)}
	select {
	case w.queue <- job:
	case <-w.quit:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-job.answer:
		return err
	case <-w.done:
		return lastWord(job)
	}
}

var errClosed = errors.New("db: closed")

// lastWord is the answer of a job that was queued while the writer stopped.
func lastWord(job *work) error {
	select {
	case err := <-job.answer:
		return err
	default:
		return errClosed
	}
}

func (w *writer) loop() {
	defer close(w.done)
	id := goroutineID()
	w.db.units.Store(id, struct{}{})
	defer w.db.units.Delete(id)
	for {
		select {
		case first := <-w.queue:
			w.commit(w.take(first))
		case <-w.quit:
			w.drain()
			return
		}
	}
}

// drain commits what was accepted before the writer was told to stop.
func (w *writer) drain() {
	for {
		select {
		case job := <-w.queue:
			w.commit(w.take(job))
		default:
			return
		}
	}
}

// take returns first and the units that wait behind it, without waiting for
// more.
func (w *writer) take(first *work) []*work {
	batch := []*work{first}
	for len(batch) < maxBatch {
		select {
		case job := <-w.queue:
			batch = append(batch, job)
		default:
			return batch
		}
	}
	return batch
}

// commit runs the batch, in several commits if it takes long, and answers.
func (w *writer) commit(batch []*work) {
	for len(batch) > 0 {
		n, err := w.try(batch)
		if err != nil && n > 1 {
			for _, job := range batch[:n] {
				if _, err := w.try([]*work{job}); err != nil {
					job.err = err
				}
			}
		} else if err != nil {
			batch[0].err = err
		}
		w.answer(batch[:n])
		batch = batch[n:]
	}
}

// answer tells the waiting callers first and runs hooks later.
func (w *writer) answer(batch []*work) {
	for _, job := range batch {
		job.answer <- job.err
	}
	for _, job := range batch {
		if job.err == nil {
			w.db.hooks.add(job.after)
		}
	}
}

// try runs units of the batch in one transaction until its time is up, and
// returns how many. An error means that none of them took effect.
func (w *writer) try(batch []*work) (n int, err error) {
	if err := w.do("BEGIN IMMEDIATE"); err != nil {
		return len(batch), fmt.Errorf("begin: %w", err)
	}
	started := time.Now()
	for _, job := range batch {
		n++
		if job.err = w.runUnit(job, len(batch) == 1); errors.Is(job.err, errTorn) {
			w.do("ROLLBACK")
			return n, job.err
		}
		if time.Since(started) > batchTime {
			break
		}
	}
	if len(batch) == 1 && batch[0].err != nil {
		return n, w.rollback()
	}
	if err := w.do("COMMIT"); err != nil {
		w.do("ROLLBACK")
		return n, fmt.Errorf("commit: %w", err)
	}
	return n, nil
}

// rollback undoes a transaction of one unit. A failure is no news: SQLite rolls
// back by itself after a full disk or an I/O error.
func (w *writer) rollback() error {
	w.do("ROLLBACK")
	return nil
}

func (w *writer) runUnit(job *work, alone bool) error {
	if err := job.ctx.Err(); err != nil {
		return err
	}
	tx := &Tx{db: w.db, conn: w}
	var err error
	if alone {
		err = calm(func() error { return job.unit(tx) })
	} else {
		err = tx.Savepoint(func() error { return job.unit(tx) })
	}
	job.after = tx.after
	return err
}

func (w *writer) do(query string) error {
	_, err := w.exec(query, nil)
	return err
}

func (w *writer) exec(query string, args []any) (sql.Result, error) {
	s, err := w.prepared(query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(context.Background(), args...)
}

func (w *writer) query(query string, args []any) (*sql.Rows, error) {
	s, err := w.prepared(query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(context.Background(), args...)
}

// prepared keeps statements for the life of the connection; a full cache is
// emptied, which costs some preparing and no correctness.
func (w *writer) prepared(query string) (*sql.Stmt, error) {
	if s, ok := w.stmts[query]; ok {
		return s, nil
	}
	if len(w.stmts) >= maxStatements {
		for _, s := range w.stmts {
			s.Close()
		}
		clear(w.stmts)
	}
	s, err := w.conn.PrepareContext(context.Background(), query)
	if err == nil {
		w.stmts[query] = s
	}
	return s, err
}

func (w *writer) close() error {
	close(w.quit)
	<-w.done
	for _, s := range w.stmts {
		s.Close()
	}
	_, err := w.conn.ExecContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)")
	w.conn.Close()
	w.pool.Close()
	return err
}
