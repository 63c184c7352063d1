package identity

import (
	"context"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Filter says which people a list shows. What is "" does not matter.
type Filter struct {
	Words      string // part of a name or login
	Role       string // id of a role that they hold
	Shop       string // where they hold it; who holds it for all shops is there too
	Department string
	State      string // Active or Disabled
}

// States of people, for filters.
const (
	Active   = "active"
	Disabled = "disabled"
)

// maxPage is how many people are read at once.
const maxPage = 200

// Users returns people within the actor's scope by login, those after one. At
// most 200 are returned, and 50 for a limit of 0.
func (s *Service) Users(ctx context.Context, f Filter, after string, limit int) ([]Person, error) {
	actor, scope, err := Require(ctx, UserManage)
	if err != nil {
		return nil, err
	}
	if limit <= 0 {
		limit = 50
	}
	q := s.db.Reader(ctx)
	people, err := page(q, scope, f, after, min(limit, maxPage))
	if err != nil {
		return nil, err
	}
	allowed := map[string][]Permission{}
	for i := range people {
		for _, g := range people[i].Grants {
			if _, known := allowed[g.Role]; !known {
				if allowed[g.Role], err = permissionsOf(q, g.Role); err != nil {
					return nil, err
				}
			}
			for _, p := range allowed[g.Role] {
				people[i].Beyond = people[i].Beyond || !actor.MayIn(p, g.Shop)
			}
		}
	}
	return people, nil
}

// ListUsers returns everybody within the actor's scope by login, for the
// command line. Screens read pages; see [Service.Users].
func (s *Service) ListUsers(ctx context.Context) ([]Person, error) {
	var all []Person
	for after := ""; ; after = all[len(all)-1].Login {
		some, err := s.Users(ctx, Filter{}, after, maxPage)
		all = append(all, some...)
		if err != nil || len(some) < maxPage {
			return all, err
		}
	}
}

// page returns people after a login, within the scope.
func page(q db.Queryer, scope Scope, f Filter, after string, limit int) ([]Person, error) {
	where, args := f.where(scope)
	people, err := db.All(q, scan, `SELECT `+columns+` FROM app_user WHERE login > ? AND `+where+`
		ORDER BY login LIMIT ?`, append(append([]any{after}, args...), limit)...)
	if err != nil {
		return nil, err
	}
	var ids []any
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	grants, err := grantsOf(q, ids...)
	for i, p := range people {
		people[i].Grants = grants[p.ID]
	}
	return people, err
}

// literal takes their meaning from the wildcards of LIKE.
var literal = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// where is the condition that holds for the people of f within the scope. What
// somebody is in a shop outside of it cannot be found out by asking for it.
func (f Filter) where(scope Scope) (string, []any) {
	conditions, args := []string{"1 = 1"}, []any(nil)
	and := func(condition string, values ...any) {
		conditions, args = append(conditions, condition), append(args, values...)
	}
	mine, mineArgs := scope.Where("g.shop_id", "")
	if !scope.All {
		and(`EXISTS (SELECT 1 FROM user_grant g WHERE g.user_id = app_user.id AND `+mine+`)`, mineArgs...)
	}
	if f.Words != "" {
		like := "%" + literal.Replace(NormalLogin(f.Words)) + "%"
		and(`(LOWER(name) LIKE ? ESCAPE '!' OR login LIKE ? ESCAPE '!')`, like, like)
	}
	switch f.State {
	case Active:
		and("disabled_at = 0")
	case Disabled:
		and("disabled_at > 0")
	}
	if f.Role != "" || f.Shop != "" || f.Department != "" {
		held, heldArgs := f.held()
		and(`EXISTS (SELECT 1 FROM user_grant g WHERE g.user_id = app_user.id AND (g.shop_id = '' OR `+mine+`)`+held+`)`,
			append(append([]any{}, mineArgs...), heldArgs...)...)
	}
	return strings.Join(conditions, " AND "), args
}

// held is what one grant must be for f.
func (f Filter) held() (condition string, args []any) {
	if f.Role != "" {
		condition, args = condition+" AND g.role_id = ?", append(args, f.Role)
	}
	if f.Shop != "" {
		condition, args = condition+" AND g.shop_id IN ('', ?)", append(args, f.Shop)
	}
	if f.Department != "" {
		condition, args = condition+" AND g.department_id = ?", append(args, f.Department)
	}
	return condition, args
}
