package shop

import (
	"context"
	"slices"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Departments returns the departments of a shop in which the actor may do
// anything at all, by name, at most 200.
func (s *Service) Departments(ctx context.Context, shopID string) ([]Department, error) {
	at, err := s.Get(ctx, shopID)
	if err != nil {
		return nil, err
	}
	return listDepartments(s.DB.Reader(ctx), at.ID)
}

// Place makes sure that the actor sees a shop and that a department, if it is
// not "", is one of it. AllShops is nobody's to check.
func (s *Service) Place(ctx context.Context, shopID, departmentID string) error {
	if shopID == identity.AllShops && departmentID == "" {
		return nil
	}
	at, err := s.Get(ctx, shopID)
	if err != nil || departmentID == "" {
		return err
	}
	_, err = getDepartment(s.DB.Reader(ctx), identity.Scope{Shops: []string{at.ID}}, departmentID)
	return err
}

// CreateDepartment adds a department to a shop. Without hours of its own it
// gets those that the shop has now.
func (s *Service) CreateDepartment(ctx context.Context, shopID string, draft DepartmentDraft) (d Department, err error) {
	actor, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return d, err
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		at, err := get(tx, scope, shopID)
		if err != nil {
			return err
		}
		said := map[string]any{"shop": shopID, "name": draft.Name, "hours": draft.Hours}
		if draft.Kind != "" {
			said["kind"] = draft.Kind
		}
		earlier, again, err := identity.Once(tx, actor, draft.Once, said, id, s.Now())
		if err != nil {
			return err
		}
		if again {
			d, err = getDepartment(tx, scope, earlier)
			return err
		}
		d = Department{ID: id, ShopID: at.ID, Kind: OtherKind, Hours: at.Hours, MadeAt: s.Now(), Version: 1}
		if d, err = d.with(draft); err != nil {
			return err
		}
		if free, err := insertDepartment(tx, d); err != nil {
			return err
		} else if !free {
			return errNamed()
		}
		return s.recordDepartment(tx, actor, "department.create", d)
	})
	return d, err
}

// UpdateDepartment changes a department; version is the one that the actor has
// seen.
func (s *Service) UpdateDepartment(ctx context.Context, id string, version int64, draft DepartmentDraft) (d Department, err error) {
	actor, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return d, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if d, err = getDepartment(tx, scope, id); err != nil {
			return err
		}
		if d.Version != version {
			return errChanged()
		}
		if d, err = d.with(draft); err != nil {
			return err
		}
		if taken, err := departmentNamed(tx, d.ShopID, d.Name, d.ID); err != nil {
			return err
		} else if taken {
			return errNamed()
		}
		if err := updateDepartment(tx, &d); err != nil {
			return err
		}
		return s.recordDepartment(tx, actor, "department.update", d)
	})
	return d, err
}

func (d Department) with(draft DepartmentDraft) (Department, error) {
	if draft.Kind != "" {
		d.Kind = draft.Kind
	}
	if !slices.Contains(departmentKinds, d.Kind) {
		return d, fault.Field("kind", "shop.department_kind")
	}
	var err error
	if d.Name, err = checkName(draft.Name); err == nil && draft.Hours != nil {
		d.Hours, err = calendar.New(*draft.Hours)
	}
	return d, err
}

func errNamed() error { return fault.Field("name", "shop.department_name_taken") }

func (s *Service) recordDepartment(tx *db.Tx, by identity.Actor, verb string, d Department) error {
	return s.audit(tx, "department/"+d.ID, d.Version, by, verb,
		map[string]any{"shop": d.ShopID, "name": d.Name, "kind": d.Kind, "hours": d.Hours})
}

// DepartmentsIn returns the departments of a shop by name, at most 200.
func DepartmentsIn(q db.Queryer, shopID string) ([]Department, error) {
	return listDepartments(q, shopID)
}

// DepartmentIn makes sure that a department is one of a shop. Whether the actor
// may see the shop is for the caller to decide.
func DepartmentIn(q db.Queryer, shopID, id string) (Department, error) {
	return getDepartment(q, identity.Scope{Shops: []string{shopID}}, id)
}
