package jobs

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// job is a row in the hands of a runner. Its id stands for one piece of work:
// a job that is rescheduled, sent back or comes round again gets a new one. So
// id, state and attempts together are the fence: who finds them changed has
// lost the job.
type job struct {
	id, kind string
	lane     lane
	args     string
	state    string
	attempts int64
	every    int64 // milliseconds, 0 for jobs that come once
	due      int64 // when it was wanted
}

const (
	waiting = "waiting"
	running = "running"
)

const jobColumns = `id, kind, lane, args, state, attempts, every_ms, due_at`

func scanJob(row db.Scanner) (j job, err error) {
	err = row.Scan(&j.id, &j.kind, &j.lane, &j.args, &j.state, &j.attempts, &j.every, &j.due)
	return j, err
}

const (
	insertJob = `
		INSERT INTO job (id, kind, lane, key, args, run_at, due_at, made_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
	insertKeyed = insertJob + `
		ON CONFLICT (key) WHERE key IS NOT NULL DO UPDATE SET
			id = excluded.id, kind = excluded.kind, lane = excluded.lane, args = excluded.args,
			run_at = excluded.run_at, due_at = excluded.due_at, made_at = excluded.made_at,
			state = 'waiting', attempts = 0, error = '', every_ms = 0`
	insertOnce = insertKeyed + `
		WHERE job.state = 'dead'`
)

func insert(tx *db.Tx, j job, runAt, madeAt int64, r request) error {
	statement := insertJob
	if r.key != "" {
		statement = insertKeyed
	}
	if r.once {
		statement = insertOnce
	}
	key := sql.NullString{String: r.key, Valid: r.key != ""}
	_, err := tx.Exec(statement, j.id, j.kind, string(j.lane), key, j.args, runAt, j.due, madeAt)
	return err
}

// insertPeriod makes the row of a periodic job. An existing one takes over what
// the program says now, and comes no later than one new interval from now.
func insertPeriod(tx *db.Tx, j job, now int64) error {
	_, err := tx.Exec(`
		INSERT INTO job (id, kind, lane, key, args, run_at, due_at, made_at, every_ms)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (key) WHERE key IS NOT NULL DO UPDATE SET
			lane = excluded.lane, args = excluded.args, every_ms = excluded.every_ms,
			state = CASE WHEN job.state = 'dead' THEN 'waiting' ELSE job.state END,
			run_at = CASE WHEN job.state = 'waiting' AND job.run_at > excluded.run_at + excluded.every_ms
				THEN excluded.run_at + excluded.every_ms ELSE job.run_at END,
			due_at = CASE WHEN job.state = 'waiting' AND job.run_at > excluded.run_at + excluded.every_ms
				THEN excluded.run_at + excluded.every_ms ELSE job.due_at END
		WHERE job.state = 'dead' OR job.every_ms <> excluded.every_ms
			OR job.args <> excluded.args OR job.lane <> excluded.lane`,
		j.id, j.kind, string(j.lane), "every:"+j.kind, j.args, now, now, now, j.every)
	return err
}

func deleteKey(tx *db.Tx, key string) error {
	_, err := tx.Exec(`DELETE FROM job WHERE key = ?`, key)
	return err
}

// nextAt is when the first job of the lane may be claimed, ok is false if there
// is none.
func nextAt(q db.Queryer, l lane) (at int64, ok bool, err error) {
	first, err := db.Value[sql.NullInt64](q, `SELECT MIN(run_at) FROM job WHERE lane = ? AND state <> 'dead'`, string(l))
	return first.Int64, first.Valid, err
}

const dueRows = `
	FROM job WHERE lane = ? AND state <> 'dead' AND run_at <= ?
	ORDER BY run_at, id LIMIT ? `

// pick locks due jobs of the tx lane until the end of tx. The lock is the
// claim, nothing is written.
func pick(tx *db.Tx, now time.Time, limit int) ([]job, error) {
	return db.All(tx, scanJob, `SELECT `+jobColumns+dueRows+tx.SkipLocked(), string(inTx), db.Millis(now), limit)
}

// claim leases due jobs of the outside lane, among them those whose lease has
// run out. MATERIALIZED keeps the planner from asking for the limited set more
// than once, and so from exceeding the limit.
func claim(tx *db.Tx, now time.Time, lease time.Duration, limit int) ([]job, error) {
	js, err := db.All(tx, scanJob, `
		WITH picked AS MATERIALIZED (SELECT id`+dueRows+tx.SkipLocked()+`)
		UPDATE job SET state = 'running', attempts = attempts + 1, run_at = ?
		WHERE id IN (SELECT id FROM picked) RETURNING `+jobColumns,
		string(outside), db.Millis(now), limit, db.Millis(now.Add(lease)))
	slices.SortFunc(js, func(a, b job) int { return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.id, b.id)) })
	return js, err
}

const fenced = ` WHERE id = ? AND attempts = ? AND state = ?`

// change runs a statement that ends with fenced, and reports whether the job
// was still ours.
func change(tx *db.Tx, j job, statement string, args ...any) (bool, error) {
	n, err := tx.Exec(statement+fenced, append(args, j.id, j.attempts, j.state)...)
	return n > 0, err
}

func remove(tx *db.Tx, j job) (bool, error) { return change(tx, j, `DELETE FROM job`) }

func comeRound(tx *db.Tx, j job, newID string, at int64) (bool, error) {
	return change(tx, j, `UPDATE job SET id = ?, state = 'waiting', attempts = 0, error = '', run_at = ?, due_at = ?`, newID, at, at)
}

func extend(tx *db.Tx, j job, until time.Time) (bool, error) {
	return change(tx, j, `UPDATE job SET run_at = ?`, db.Millis(until))
}

func putBack(tx *db.Tx, j job, now time.Time) (bool, error) {
	return change(tx, j, `UPDATE job SET state = 'waiting', attempts = attempts - 1, run_at = ?`, db.Millis(now))
}

func move(tx *db.Tx, j job, to lane) (bool, error) {
	return change(tx, j, `UPDATE job SET lane = ?, state = 'waiting', attempts = 0, run_at = due_at`, string(to))
}

func again(tx *db.Tx, j job, tries int64, at int64, why string) (bool, error) {
	return change(tx, j, `UPDATE job SET state = 'waiting', attempts = ?, error = ?, run_at = ?, due_at = ?`, tries, why, at, at)
}

func bury(tx *db.Tx, j job, tries int64, now time.Time, why string) (bool, error) {
	return change(tx, j, `UPDATE job SET state = 'dead', attempts = ?, error = ?, run_at = ?`, tries, why, db.Millis(now))
}

// countDue counts what is due, up to most.
func countDue(ctx context.Context, d *db.DB, l lane, now time.Time, most int) (int64, error) {
	return db.Value[int64](d.Reader(ctx), `SELECT COUNT(*) FROM (SELECT 1 AS one`+dueRows+`) AS capped`, string(l), db.Millis(now), most)
}

const deadColumns = `id, kind, args, error, attempts, run_at`

func scanDead(row db.Scanner) (j DeadJob, err error) {
	var at int64
	err = row.Scan(&j.ID, &j.Kind, &j.Args, &j.Error, &j.Attempts, &at)
	j.At = db.Time(at)
	return j, err
}

func listDead(q db.Queryer, after string, limit int) ([]DeadJob, error) {
	return db.All(q, scanDead, `SELECT `+deadColumns+` FROM job WHERE state = 'dead' AND id > ? ORDER BY id LIMIT ?`, after, limit)
}

// revive returns the lane of the job, found is false if it is not dead.
func revive(tx *db.Tx, id, newID string, now int64) (l lane, found bool, err error) {
	l, err = db.Value[lane](tx, `
		UPDATE job SET id = ?, state = 'waiting', attempts = 0, error = '', run_at = ?, due_at = ?
		WHERE id = ? AND state = 'dead' RETURNING lane`, newID, now, now, id)
	if fault.KindOf(err) == fault.NotFound {
		return "", false, nil
	}
	return l, err == nil, err
}
