package torture

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"
)

// database is where to look what is really stored. It is opened for every look
// and closed again, so that a killed program finds its files as it left them.
type database struct{ driver, dsn string }

func sqliteIn(dir string) database {
	return database{"sqlite", "file:" + dir + "/anxin.db?_pragma=query_only(1)&_pragma=busy_timeout(10000)"}
}

// stored is a message as it is in the database.
type stored struct {
	conversation, id, key, sender, text, event string
	seq, head                                  int64 // head is the conversation's
	internal                                   bool
	at                                         time.Time
}

// rows reads a query, each row with scan.
func (d database) rows(query string, scan func(*sql.Rows) error) error {
	db, err := sql.Open(d.driver, d.dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	rows, err := db.Query(query)
	if err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// number reads a query with one number.
func (d database) number(query string) (n int64, err error) {
	err = d.rows(query, func(r *sql.Rows) error { return r.Scan(&n) })
	return n, err
}

// quoted lists ids, which hold no quotes, for IN ().
func quoted(ids []string) string { return "'" + strings.Join(ids, "','") + "'" }

// messages reads conversations whole, by id and in the order of their messages.
func (d database) messages(conversations []string) (map[string][]stored, error) {
	found := map[string][]stored{}
	query := `SELECT m.conversation_id, m.seq, m.id, m.external_id, m.sender_kind, m.text, m.event, m.internal, m.at, c.head_seq
		FROM message m JOIN conversation c ON c.id = m.conversation_id
		WHERE m.conversation_id IN (` + quoted(conversations) + `) ORDER BY m.conversation_id, m.seq`
	err := d.rows(query, func(r *sql.Rows) error {
		var m stored
		var at int64
		err := r.Scan(&m.conversation, &m.seq, &m.id, &m.key, &m.sender, &m.text, &m.event, &m.internal, &at, &m.head)
		m.key = m.key[strings.LastIndexByte(m.key, '/')+1:]
		m.at = time.UnixMilli(at)
		found[m.conversation] = append(found[m.conversation], m)
		return err
	})
	return found, err
}

func (d database) heads(conversations []string) (map[string]int64, error) {
	heads := map[string]int64{}
	err := d.rows(`SELECT id, head_seq FROM conversation WHERE id IN (`+quoted(conversations)+`)`, func(r *sql.Rows) error {
		var id string
		var seq int64
		err := r.Scan(&id, &seq)
		heads[id] = seq
		return err
	})
	return heads, err
}

// alarm is what became of a commitment.
type alarm struct {
	id, key, caseID, owner string
	due                    time.Time
	rows, lines, notices   int       // of the commitment itself, alarm lines in the thread, notices to the owner
	at, told               time.Time // of the line and of the notice
}

// alarms reads the commitments of conversations, by key.
func (d database) alarms(conversations []string) (map[string]alarm, error) {
	found := map[string]alarm{}
	in := quoted(conversations)
	query := `SELECT c.id, c.key, c.due_at, c.owner_id,
		(SELECT COUNT(*) FROM commitment o WHERE o.case_id = c.case_id AND o.key = c.key),
		(SELECT COUNT(*) FROM notice n WHERE n.commitment_id = c.id AND n.user_id = c.owner_id AND n.kind = 'commitment.alarm'),
		COALESCE((SELECT MIN(at) FROM notice n WHERE n.commitment_id = c.id AND n.kind = 'commitment.alarm'), 0),
		(SELECT COUNT(*) FROM message m WHERE m.conversation_id = c.conversation_id AND m.external_id LIKE '%commitment.alarm-' || c.id),
		COALESCE((SELECT MIN(at) FROM message m WHERE m.conversation_id = c.conversation_id AND m.external_id LIKE '%commitment.alarm-' || c.id), 0)
		FROM commitment c WHERE c.conversation_id IN (` + in + `)`
	err := d.rows(query, func(r *sql.Rows) error {
		var a alarm
		var due, told, at int64
		err := r.Scan(&a.id, &a.key, &due, &a.owner, &a.rows, &a.notices, &told, &a.lines, &at)
		a.due, a.told, a.at = time.UnixMilli(due), time.UnixMilli(told), time.UnixMilli(at)
		found[a.key] = a
		return err
	})
	return found, err
}

// wait asks again and again until ok, for at most this long, and returns how
// long it took.
func wait(ctx context.Context, most time.Duration, ok func() (bool, error)) (time.Duration, error) {
	for began := time.Now(); ; {
		done, err := ok()
		took := time.Since(began)
		if done || err != nil {
			return took, err
		}
		if took > most {
			return took, fmt.Errorf("not within %v", most)
		}
		if !pause(ctx, 5*time.Millisecond) {
			return took, ctx.Err()
		}
	}
}
