package identity

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Administrator is the id of the role that the first user gets.
const Administrator = "administrator"

// Role is a set of permissions under a name. The program delivers some; all can
// be changed.
type Role struct {
	ID          string
	Name        string
	Permissions []Permission // sorted
	Version     int64        // 0 as delivered
	Once        string       // idempotency key of its making, "" if there is none
}

func (r Role) checked() (Role, error) {
	r.Name = strings.TrimSpace(r.Name)
	if r.Name == "" || utf8.RuneCountInString(r.Name) > maxName || strings.ContainsFunc(r.Name, unprintable) {
		return r, fault.Field("name", "identity.name_length", "max", maxName)
	}
	r.Permissions = slices.Compact(slices.Sorted(slices.Values(r.Permissions)))
	for _, p := range r.Permissions {
		if !p.Known() {
			return r, fault.Field("permissions", "identity.permission_unknown", "permission", string(p))
		}
	}
	if r.ID == Administrator && (!slices.Contains(r.Permissions, UserManage) || !slices.Contains(r.Permissions, RoleManage)) {
		return r, fault.Field("permissions", "identity.administrator_needs")
	}
	return r, nil
}

// Roles returns all roles, those that may do more first. Who manages users
// needs to see them.
func (s *Service) Roles(ctx context.Context) ([]Role, error) {
	if _, _, err := Require(ctx, UserManage); err != nil {
		return nil, err
	}
	q := s.db.Reader(ctx)
	roles, err := db.All(q, scanRole, `SELECT id, name, version FROM role ORDER BY id`)
	for i := range roles {
		if err == nil {
			roles[i].Permissions, err = permissionsOf(q, roles[i].ID)
		}
	}
	slices.SortStableFunc(roles, func(a, b Role) int { return len(b.Permissions) - len(a.Permissions) })
	return roles, err
}

// CreateRole adds a role.
func (s *Service) CreateRole(ctx context.Context, r Role) (Role, error) {
	r.ID, r.Version = s.o.NewID(), 0
	return s.saveRole(ctx, r, "role.create", func(tx *db.Tx, r Role) error {
		_, err := tx.Exec(`INSERT INTO role (id, name, version) VALUES (?, ?, 1)`, r.ID, r.Name)
		return err
	})
}

// UpdateRole changes name and permissions of a role; r.Version is the version
// that the actor has seen. It holds for everybody who has the role from their
// next request on.
func (s *Service) UpdateRole(ctx context.Context, r Role) (Role, error) {
	return s.saveRole(ctx, r, "role.update", func(tx *db.Tx, r Role) error {
		if _, err := getRole(tx, r.ID); err != nil {
			return err
		}
		n, err := tx.Exec(`UPDATE role SET name = ?, version = version + 1 WHERE id = ? AND version = ?`,
			r.Name, r.ID, r.Version-1)
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "identity.role_changed")
		}
		return err
	})
}

// saveRole stores the next version of r.
func (s *Service) saveRole(ctx context.Context, r Role, verb string, store func(*db.Tx, Role) error) (Role, error) {
	actor, err := RequireAll(ctx, RoleManage)
	if err != nil {
		return r, err
	}
	if r, err = r.checked(); err != nil {
		return r, err
	}
	r.Version++
	saved := r
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		made, again, err := Once(tx, actor, r.Once, r.told(), r.ID, s.o.Now())
		if err != nil {
			return err
		}
		if again {
			saved, err = getRole(tx, made)
			return err
		}
		if err := s.replaceRole(tx, r, store); err != nil {
			return err
		}
		return audit.Write(tx, audit.Entry{Subject: "role/" + r.ID, Version: r.Version, At: s.o.Now(), Actor: actor.ID,
			Verb: verb, Payload: r.told()})
	})
	return saved, err
}

// replaceRole stores a role, unless it takes from the last administrator what
// makes them one.
func (s *Service) replaceRole(tx *db.Tx, r Role, store func(*db.Tx, Role) error) error {
	if err := lockAdministration(tx); err != nil {
		return err
	}
	before, err := anyAdministrator(tx, "")
	if err != nil {
		return err
	}
	if err := store(tx, r); err != nil {
		return err
	}
	if err := replacePermissions(tx, r); err != nil || !before {
		return err
	}
	return needAdministrator(tx, "")
}

// told is what is said of a role.
func (r Role) told() any {
	return map[string]any{"name": r.Name, "permissions": r.Permissions}
}

func scanRole(row db.Scanner) (r Role, err error) {
	err = row.Scan(&r.ID, &r.Name, &r.Version)
	return r, err
}

func getRole(q db.Queryer, id string) (Role, error) {
	r, err := db.One(q, scanRole, `SELECT id, name, version FROM role WHERE id = ?`, id)
	if fault.KindOf(err) == fault.NotFound {
		return r, fault.New(fault.NotFound, "identity.role_unknown")
	} else if err != nil {
		return r, err
	}
	r.Permissions, err = permissionsOf(q, id)
	return r, err
}

func permissionsOf(q db.Queryer, roleID string) ([]Permission, error) {
	return db.All(q, func(row db.Scanner) (p Permission, err error) {
		err = row.Scan(&p)
		return p, err
	}, `SELECT permission FROM role_permission WHERE role_id = ? ORDER BY permission`, roleID)
}

func replacePermissions(tx *db.Tx, r Role) error {
	if _, err := tx.Exec(`DELETE FROM role_permission WHERE role_id = ?`, r.ID); err != nil {
		return err
	}
	for _, p := range r.Permissions {
		if _, err := tx.Exec(`INSERT INTO role_permission (role_id, permission) VALUES (?, ?)`, r.ID, string(p)); err != nil {
			return err
		}
	}
	return nil
}
