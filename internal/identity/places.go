package identity

import (
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// grantedAt is a permission that one grant gives, in a shop or in one department
// of it.
type grantedAt struct {
	shop, department string
	p                Permission
}

// Places is where an actor holds a permission that a grant for a department
// narrows to that department: in all of the shops, and in single departments of
// others.
type Places struct {
	Scope
	Departments []string
}

// narrows tells whether a grant for a department gives a permission there alone.
func narrows(p Permission) bool { return p == TicketRead || p == TicketWork }

// grant notes a permission of one grant. Who may hand work to departments, writes,
// sees the work of all of them, whichever department they belong to themselves.
func (a *Actor) grant(shop, department string, p Permission, writes bool) {
	a.hold(shop, p)
	if narrows(p) {
		if writes {
			department = ""
		}
		a.granted = append(a.granted, grantedAt{shop, department, p})
	}
}

// Places returns where the actor holds p.
func (a Actor) Places(p Permission) Places {
	at := Places{Scope: a.Scope(p)}
	narrow := func(shop string) bool {
		in := func(g grantedAt) bool { return g.p == p && g.shop == shop }
		return slices.ContainsFunc(a.granted, in) &&
			!slices.ContainsFunc(a.granted, func(g grantedAt) bool { return in(g) && g.department == "" })
	}
	at.Shops = slices.DeleteFunc(at.Shops, narrow)
	for _, g := range a.granted {
		if g.p == p && narrow(g.shop) && !at.Covers(g.shop, g.department) {
			at.Departments = append(at.Departments, g.department)
		}
	}
	return at
}

// Covers tells whether something of a department is within the places.
func (p Places) Covers(shopID, departmentID string) bool {
	return p.Sees(shopID, "") || slices.Contains(p.Departments, departmentID)
}

// WhereDepartment returns a condition in SQL, with its arguments, that holds for
// rows within the places. Of a scope of one ticket it is that of a table of tickets.
func (p Places) WhereDepartment(shopColumn, departmentColumn string) (string, []any) {
	if p.Ticket != "" {
		condition, args := p.where(shopColumn, "")
		return "(" + condition + " AND id = ?)", append(args, p.Ticket)
	}
	condition, args := p.Where(shopColumn, "")
	if len(p.Departments) == 0 {
		return condition, args
	}
	for _, d := range p.Departments {
		args = append(args, d)
	}
	return "(" + condition + " OR " + departmentColumn + " IN (?" + strings.Repeat(", ?", len(p.Departments)-1) + "))", args
}

// Crew returns who works in a department, at most 200: those who hold p there by
// a grant for it or, where there is nobody, by a grant for the whole shop to
// people who hand no work to departments themselves.
func Crew(q db.Queryer, p Permission, shopID, departmentID string) ([]Colleague, error) {
	scan := func(row db.Scanner) (c Colleague, err error) {
		err = row.Scan(&c.ID, &c.Name)
		return c, err
	}
	const all = `SELECT DISTINCT u.id, u.name FROM user_grant g JOIN app_user u ON u.id = g.user_id
		JOIN role_permission p ON p.role_id = g.role_id
		WHERE g.shop_id IN ('', ?) AND p.permission = ? AND u.disabled_at = 0 AND g.department_id = ? `
	crew, err := db.All(q, scan, all+`ORDER BY u.name, u.id LIMIT 200`, shopID, string(p), departmentID)
	if err != nil || len(crew) > 0 {
		return crew, err
	}
	return db.All(q, scan, all+`AND NOT EXISTS (SELECT 1 FROM role_permission w WHERE w.role_id = g.role_id AND w.permission = ?)
		ORDER BY u.name, u.id LIMIT 200`, shopID, string(p), "", string(TicketWrite))
}
