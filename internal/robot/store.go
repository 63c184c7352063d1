package robot

import (
	"encoding/json"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `id, shop_id, department_id, kind, name, language, hears, address, secret, host, tail, paused_at, paused_for, failures,
	tried_at, said_at, last_error, busy_until, next_at, made_at, version`

func scan(row db.Scanner) (r Robot, err error) {
	var hears string
	var paused, tried, spoke, busy, next, made int64
	err = row.Scan(&r.ID, &r.ShopID, &r.DepartmentID, &r.Kind, &r.Name, &r.Language, &hears, &r.address, &r.secret, &r.Host, &r.Tail,
		&paused, &r.PausedFor, &r.Failures, &tried, &spoke, &r.LastError, &busy, &next, &made, &r.Version)
	if err != nil {
		return r, err
	}
	r.PausedAt, r.TriedAt, r.SaidAt, r.busyUntil = db.Time(paused), db.Time(tried), db.Time(spoke), db.Time(busy)
	r.nextAt, r.MadeAt, r.Signs = db.Time(next), db.Time(made), r.secret != ""
	return r, json.Unmarshal([]byte(hears), &r.Hears)
}

func get(q db.Queryer, scope identity.Scope, id, lock string) (Robot, error) {
	where, args := scope.Where("shop_id", "")
	return db.One(q, scan, `SELECT `+columns+` FROM robot WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

func ofShop(q db.Queryer, shopID string) ([]Robot, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM robot WHERE shop_id = ? ORDER BY made_at, id LIMIT ?`, shopID, MaxRobots)
}

func insert(tx *db.Tx, r Robot) error {
	hears, err := json.Marshal(r.Hears)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO robot (`+columns+`) VALUES (`+db.Marks(21)+`)`,
		r.ID, r.ShopID, r.DepartmentID, r.Kind, r.Name, r.Language, string(hears), r.address, r.secret, r.Host, r.Tail,
		db.Millis(r.PausedAt), r.PausedFor, r.Failures, db.Millis(r.TriedAt), db.Millis(r.SaidAt), r.LastError,
		db.Millis(r.busyUntil), db.Millis(r.nextAt), db.Millis(r.MadeAt), r.Version)
	return err
}

// update stores what may change of a robot that is locked.
func update(tx *db.Tx, r Robot) error {
	hears, err := json.Marshal(r.Hears)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE robot SET department_id = ?, name = ?, language = ?, hears = ?, address = ?, secret = ?, host = ?, tail = ?,
		paused_at = ?, paused_for = ?, failures = ?, tried_at = ?, said_at = ?, last_error = ?, busy_until = ?, next_at = ?, version = ? WHERE id = ?`,
		r.DepartmentID, r.Name, r.Language, string(hears), r.address, r.secret, r.Host, r.Tail, db.Millis(r.PausedAt), r.PausedFor, r.Failures,
		db.Millis(r.TriedAt), db.Millis(r.SaidAt), r.LastError, db.Millis(r.busyUntil), db.Millis(r.nextAt), r.Version, r.ID)
	return err
}

func remove(tx *db.Tx, id string) error {
	if _, err := tx.Exec(`DELETE FROM robot_line WHERE robot_id = ?`, id); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM robot WHERE id = ?`, id)
	return err
}

const lineColumns = `id, robot_id, key, event, ticket_id, at, state, doubts, ended_at`

func scanLine(row db.Scanner) (l Line, err error) {
	var at, ended int64
	err = row.Scan(&l.ID, &l.RobotID, &l.key, &l.Event, &l.TicketID, &at, &l.State, &l.doubts, &ended)
	l.At, l.EndedAt = db.Time(at), db.Time(ended)
	return l, err
}

// addLine stores a line unless there is one with its key.
func addLine(tx *db.Tx, l Line) (added bool, err error) {
	n, err := tx.Exec(`INSERT INTO robot_line (`+lineColumns+`) VALUES (`+db.Marks(9)+`) ON CONFLICT (robot_id, key) DO NOTHING`,
		l.ID, l.RobotID, l.key, l.Event, l.TicketID, db.Millis(l.At), l.State, l.doubts, db.Millis(l.EndedAt))
	return n > 0, err
}

// maxLines is how much of what gathered becomes one message.
const maxLines = 200

// open returns what a robot has still to say, oldest first.
func open(q db.Queryer, robotID string) ([]Line, error) {
	return db.All(q, scanLine, `SELECT `+lineColumns+` FROM robot_line WHERE robot_id = ? AND state IN ('waiting', 'sending') ORDER BY at, id LIMIT ?`, robotID, maxLines)
}

func lastLines(q db.Queryer, robotID string, limit int) ([]Line, error) {
	return db.All(q, scanLine, `SELECT `+lineColumns+` FROM robot_line WHERE robot_id = ? ORDER BY at DESC, id DESC LIMIT ?`, robotID, limit)
}

func updateLine(tx *db.Tx, l Line) error {
	_, err := tx.Exec(`UPDATE robot_line SET state = ?, doubts = ?, ended_at = ? WHERE id = ?`, l.State, l.doubts, db.Millis(l.EndedAt), l.ID)
	return err
}

func sweep(tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(`DELETE FROM robot_line WHERE at < ?`, db.Millis(before))
	return err
}

// changed refuses a version that is not the present one.
func changed(r Robot, version int64) error {
	if r.Version != version {
		return fault.New(fault.Conflict, "robot.changed")
	}
	return nil
}
