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

// heads returns the last numbers of conversations by topic: those that the team
// and those that buyers hear of.
func (d database) heads(conversations []string) (map[string]int64, error) {
	heads := map[string]int64{}
	query := `SELECT c.id, c.head_seq, (SELECT COALESCE(MAX(m.seq), 0) FROM message m WHERE m.conversation_id = c.id AND m.internal = FALSE)
		FROM conversation c WHERE c.id IN (` + quoted(conversations) + `)`
	err := d.rows(query, func(r *sql.Rows) error {
		var id string
		var all, buyers int64
		err := r.Scan(&id, &all, &buyers)
		heads["team:"+id], heads["conv:"+id] = all, buyers
		return err
	})
	return heads, err
}

// alarm is what became of a commitment.
type alarm struct {
	id, key              string
	due                  time.Time
	rows, lines, notices int       // of the commitment itself, alarm lines in the thread, notices to the owner
	at, told             time.Time // of the line and of the notice
}

// alarmLine begins the keys of the lines that alarms write into threads.
const alarmLine = "commitment.alarm-"

// alarms reads the commitments of conversations, by key, with their lines and
// notices.
func (d database) alarms(conversations []string) (map[string]alarm, error) {
	found, rows := map[string]alarm{}, map[string]int{}
	in := quoted(conversations)
	lines, err := d.times(`SELECT external_id, at FROM message WHERE sender_kind = 'system' AND conversation_id IN (` + in + `)`)
	if err != nil {
		return nil, err
	}
	notices, err := d.times(`SELECT commitment_id, at FROM notice WHERE kind = 'commitment.alarm' AND conversation_id IN (` + in + `)`)
	if err != nil {
		return nil, err
	}
	err = d.rows(`SELECT id, key, due_at FROM commitment WHERE conversation_id IN (`+in+`)`, func(r *sql.Rows) error {
		var a alarm
		var due int64
		err := r.Scan(&a.id, &a.key, &due)
		line, notice := lines[alarmLine+a.id], notices[a.id]
		rows[a.key]++
		a.due, a.rows, a.lines, a.notices = time.UnixMilli(due), rows[a.key], len(line), len(notice)
		if len(line) > 0 && len(notice) > 0 {
			a.at, a.told = line[0], notice[0]
		}
		found[a.key] = a
		return err
	})
	return found, err
}

// times reads a query of names and times. Of a name with slashes only the end
// counts.
func (d database) times(query string) (map[string][]time.Time, error) {
	found := map[string][]time.Time{}
	err := d.rows(query, func(r *sql.Rows) error {
		var name string
		var at int64
		err := r.Scan(&name, &at)
		name = name[strings.LastIndexByte(name, '/')+1:]
		found[name] = append(found[name], time.UnixMilli(at))
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
		if !pause(ctx, 10*time.Millisecond) {
			return took, ctx.Err()
		}
	}
}
