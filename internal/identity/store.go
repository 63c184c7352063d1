package identity

import (
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `id, login, name, password, epoch, disabled_at, made_at, version, provisional`

func scan(row db.Scanner) (p Person, err error) {
	var disabled, made int64
	err = row.Scan(&p.ID, &p.Login, &p.Name, &p.password, &p.epoch, &disabled, &made, &p.Version, &p.Provisional)
	p.DisabledAt, p.MadeAt = db.Time(disabled), db.Time(made)
	return p, err
}

// get returns a person with their grants. lock is "" or the transaction's
// ForUpdate.
func get(q db.Queryer, id, lock string) (Person, error) {
	return withGrants(q, func() (Person, error) {
		return db.One(q, scan, `SELECT `+columns+` FROM app_user WHERE id = ? `+lock, id)
	})
}

func byLogin(q db.Queryer, login string) (Person, error) {
	return withGrants(q, func() (Person, error) {
		return db.One(q, scan, `SELECT `+columns+` FROM app_user WHERE login = ?`, login)
	})
}

func withGrants(q db.Queryer, read func() (Person, error)) (Person, error) {
	p, err := read()
	if fault.KindOf(err) == fault.NotFound {
		return p, errUnknown()
	} else if err != nil {
		return p, err
	}
	all, err := grantsOf(q, p.ID)
	p.Grants = all[p.ID]
	return p, err
}

// grantsOf returns the grants of users by their ids.
func grantsOf(q db.Queryer, ids ...any) (map[string][]Grant, error) {
	all := map[string][]Grant{}
	if len(ids) == 0 {
		return all, nil
	}
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var user string
		var g Grant
		err := row.Scan(&user, &g.Role, &g.Shop, &g.Department)
		all[user] = append(all[user], g)
		return struct{}{}, err
	}, `SELECT user_id, role_id, shop_id, department_id FROM user_grant
		WHERE user_id IN (?`+strings.Repeat(", ?", len(ids)-1)+`) ORDER BY role_id, shop_id, department_id`, ids...)
	return all, err
}

// actorOf returns p as an actor, with what they hold.
func actorOf(q db.Queryer, p Person) (Actor, error) {
	a := Actor{ID: p.ID, Name: p.Name, Login: p.Login, Kind: User, Version: p.Version, epoch: p.epoch, held: map[string]permissions{}}
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var shop, department string
		var permission Permission
		var writes bool
		err := row.Scan(&shop, &department, &permission, &writes)
		a.grant(shop, department, permission, writes)
		return struct{}{}, err
	}, `SELECT DISTINCT g.shop_id, g.department_id, p.permission,
			EXISTS (SELECT 1 FROM role_permission w WHERE w.role_id = g.role_id AND w.permission = ?)
		FROM user_grant g JOIN role_permission p ON p.role_id = g.role_id WHERE g.user_id = ?
		ORDER BY g.department_id, p.permission`, string(TicketWrite), p.ID)
	return a, err
}

// actorByID is what every request asks: two reads by primary keys.
func actorByID(q db.Queryer, id string) (Actor, Person, error) {
	p, err := db.One(q, scan, `SELECT `+columns+` FROM app_user WHERE id = ?`, id)
	if err != nil {
		return Actor{}, p, err
	}
	a, err := actorOf(q, p)
	return a, p, err
}

// insert reports whether the login was still free.
func insert(tx *db.Tx, p Person) (bool, error) {
	n, err := tx.Exec(`INSERT INTO app_user (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (login) DO NOTHING`,
		p.ID, p.Login, p.Name, p.password, p.epoch, db.Millis(p.DisabledAt), db.Millis(p.MadeAt), p.Version, p.Provisional)
	return n == 1, err
}

// update stores the next version of p, unless somebody else was faster.
func update(tx *db.Tx, p *Person) error {
	n, err := tx.Exec(`
		UPDATE app_user SET name = ?, password = ?, epoch = ?, disabled_at = ?, provisional = ?, version = version + 1
		WHERE id = ? AND version = ?`,
		p.Name, p.password, p.epoch, db.Millis(p.DisabledAt), p.Provisional, p.ID, p.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		return errChanged()
	}
	p.Version++
	return nil
}

func insertGrant(tx *db.Tx, userID string, g Grant) (int64, error) {
	return tx.Exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		userID, g.Role, g.Shop, g.Department)
}

func deleteGrant(tx *db.Tx, userID string, g Grant) (int64, error) {
	return tx.Exec(`DELETE FROM user_grant WHERE user_id = ? AND role_id = ? AND shop_id = ? AND department_id = ?`,
		userID, g.Role, g.Shop, g.Department)
}

func anyUser(q db.Queryer) (bool, error) {
	return db.Value[bool](q, `SELECT EXISTS (SELECT 1 FROM app_user)`)
}

// Holds tells whether a user who can sign in holds p in a shop.
func Holds(q db.Queryer, userID string, p Permission, shopID string) (bool, error) {
	return db.Value[bool](q, `SELECT EXISTS (
		SELECT 1 FROM app_user u JOIN user_grant g ON g.user_id = u.id JOIN role_permission p ON p.role_id = g.role_id
		WHERE u.id = ? AND u.disabled_at = 0 AND g.shop_id IN ('', ?) AND p.permission = ?)`, userID, shopID, string(p))
}

// Colleague is as much of a person as everybody in their shop may know.
type Colleague struct{ ID, Name string }

// Colleagues returns those who can sign in and hold p in a shop, by name, at
// most 500.
func Colleagues(q db.Queryer, p Permission, shopID string) ([]Colleague, error) {
	return db.All(q, func(row db.Scanner) (c Colleague, err error) {
		err = row.Scan(&c.ID, &c.Name)
		return c, err
	}, `SELECT DISTINCT u.id, u.name
		FROM user_grant g JOIN app_user u ON u.id = g.user_id JOIN role_permission p ON p.role_id = g.role_id
		WHERE g.shop_id IN ('', ?) AND p.permission = ? AND u.disabled_at = 0
		ORDER BY u.name, u.id LIMIT 500`, shopID, string(p))
}

// attempt counts a try to sign in before its password is looked at, so that
// many at once are no more guesses than one after the other. It returns which
// try in a row this is, and until when the login is locked.
func attempt(tx *db.Tx, loginHash string, now time.Time) (failures int64, locked time.Time, err error) {
	at, until := db.Millis(now), db.Millis(now.Add(lockTime))
	_, err = db.One(tx, func(row db.Scanner) (struct{}, error) {
		var ms int64
		err := row.Scan(&failures, &ms)
		locked = db.Time(ms)
		return struct{}{}, err
	}, `INSERT INTO sign_in_failure AS f (login_hash, failures, locked_until, last_at) VALUES (?, 1, 0, ?)
		ON CONFLICT (login_hash) DO UPDATE SET
			failures = CASE WHEN f.locked_until > 0 AND f.locked_until <= ? THEN 1 ELSE f.failures + 1 END,
			locked_until = CASE WHEN f.locked_until > ? THEN f.locked_until
				WHEN f.locked_until = 0 AND f.failures + 1 >= ? THEN ? ELSE 0 END,
			last_at = ?
		RETURNING failures, locked_until`, loginHash, at, at, at, maxFailures, until, at)
	return failures, locked, err
}

func forget(tx *db.Tx, loginHash string) error {
	_, err := tx.Exec(`DELETE FROM sign_in_failure WHERE login_hash = ?`, loginHash)
	return err
}
