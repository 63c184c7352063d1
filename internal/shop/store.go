package shop

import (
	"encoding/json"
	"fmt"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `id, key, name, hours, settings, made_at, version`

func scan(row db.Scanner) (s Shop, err error) {
	var hours, settings string
	var made int64
	if err = row.Scan(&s.ID, &s.Key, &s.Name, &hours, &settings, &made, &s.Version); err != nil {
		return s, err
	}
	s.MadeAt = db.Time(made)
	if s.Hours, err = calendar.Parse([]byte(hours)); err != nil {
		return s, fmt.Errorf("hours of shop %s: %w", s.ID, err)
	}
	if s.Settings, err = readSettings(settings); err != nil {
		return s, fmt.Errorf("settings of shop %s: %w", s.ID, err)
	}
	return s, nil
}

// texts are the columns that hold JSON.
func texts(values ...any) ([]any, error) {
	out := make([]any, 0, len(values))
	for _, v := range values {
		text, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		out = append(out, string(text))
	}
	return out, nil
}

// orUnknown names what was not found.
func orUnknown[T any](v T, err error) (T, error) {
	if fault.CodeOf(err) == "db.not_found" {
		err = fault.New(fault.NotFound, "shop.unknown")
	}
	return v, err
}

func get(q db.Queryer, scope identity.Scope, id string) (Shop, error) {
	where, args := ofShops(scope).Where("id", "")
	return orUnknown(db.One(q, scan, `SELECT `+columns+` FROM shop WHERE id = ? AND `+where, append([]any{id}, args...)...))
}

// ofShops drops the customer of a scope: a buyer may know the shop they are in.
func ofShops(scope identity.Scope) identity.Scope {
	scope.Customer = ""
	return scope
}

func byKey(q db.Queryer, key string) (Shop, error) {
	return orUnknown(db.One(q, scan, `SELECT `+columns+` FROM shop WHERE key = ?`, key))
}

func list(q db.Queryer, scope identity.Scope, after string, limit int) ([]Shop, error) {
	where, args := ofShops(scope).Where("id", "")
	return db.All(q, scan, `SELECT `+columns+` FROM shop WHERE key > ? AND `+where+` ORDER BY key LIMIT ?`,
		append(append([]any{after}, args...), limit)...)
}

// insert reports whether the key was still free.
func insert(tx *db.Tx, s Shop) (bool, error) {
	json, err := texts(s.Hours, s.Settings)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(`INSERT INTO shop (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
		s.ID, s.Key, s.Name, json[0], json[1], db.Millis(s.MadeAt), s.Version)
	return n == 1, err
}

// update stores the next version of s, unless somebody else was faster.
func update(tx *db.Tx, s *Shop) error {
	json, err := texts(s.Hours, s.Settings)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE shop SET name = ?, hours = ?, settings = ?, version = version + 1 WHERE id = ? AND version = ?`,
		s.Name, json[0], json[1], s.ID, s.Version)
	if err == nil && n == 0 {
		err = errChanged()
	}
	s.Version++
	return err
}

func errChanged() error { return fault.New(fault.Conflict, "shop.changed") }

const departmentColumns = `id, shop_id, name, kind, hours, made_at, version`

func scanDepartment(row db.Scanner) (d Department, err error) {
	var hours string
	var made int64
	if err = row.Scan(&d.ID, &d.ShopID, &d.Name, &d.Kind, &hours, &made, &d.Version); err != nil {
		return d, err
	}
	d.MadeAt = db.Time(made)
	if d.Hours, err = calendar.Parse([]byte(hours)); err != nil {
		err = fmt.Errorf("hours of department %s: %w", d.ID, err)
	}
	return d, err
}

func getDepartment(q db.Queryer, scope identity.Scope, id string) (Department, error) {
	where, args := ofShops(scope).Where("shop_id", "")
	d, err := db.One(q, scanDepartment, `SELECT `+departmentColumns+` FROM department WHERE id = ? AND `+where,
		append([]any{id}, args...)...)
	if fault.CodeOf(err) == "db.not_found" {
		err = fault.New(fault.NotFound, "shop.department_unknown")
	}
	return d, err
}

func listDepartments(q db.Queryer, shopID string) ([]Department, error) {
	return db.All(q, scanDepartment, `SELECT `+departmentColumns+` FROM department WHERE shop_id = ? ORDER BY name LIMIT 200`, shopID)
}

// insertDepartment reports whether the name was still free.
func insertDepartment(tx *db.Tx, d Department) (bool, error) {
	json, err := texts(d.Hours)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(`INSERT INTO department (`+departmentColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		d.ID, d.ShopID, d.Name, d.Kind, json[0], db.Millis(d.MadeAt), d.Version)
	return n == 1, err
}

func departmentNamed(q db.Queryer, shopID, name, besides string) (bool, error) {
	return db.Value[bool](q, `SELECT EXISTS (SELECT 1 FROM department WHERE shop_id = ? AND name = ? AND id <> ?)`, shopID, name, besides)
}

// updateDepartment stores the next version of d, unless somebody else was
// faster.
func updateDepartment(tx *db.Tx, d *Department) error {
	json, err := texts(d.Hours)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE department SET name = ?, kind = ?, hours = ?, version = version + 1 WHERE id = ? AND version = ?`,
		d.Name, d.Kind, json[0], d.ID, d.Version)
	if err == nil && n == 0 {
		err = errChanged()
	}
	d.Version++
	return err
}
