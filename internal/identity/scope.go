package identity

import (
	"slices"
	"strings"
)

// Scope is what an actor may see for the sake of one permission: everything, or
// some shops, and within them perhaps one customer only, or one case of theirs, or
// one ticket.
// The zero Scope sees nothing.
type Scope struct {
	All      bool
	Shops    []string
	Customer string
	Case     string
	Ticket   string
}

// Everything is the scope of the program itself.
var Everything = Scope{All: true}

// Empty tells that the scope sees nothing.
func (s Scope) Empty() bool { return !s.All && len(s.Shops) == 0 }

// Sees tells whether something of a shop and customer is within the scope. A
// scope of one case or ticket sees nothing but that.
func (s Scope) Sees(shopID, customerID string) bool {
	if s.All {
		return true
	}
	return s.Case == "" && s.Ticket == "" && slices.Contains(s.Shops, shopID) && (s.Customer == "" || s.Customer == customerID)
}

// In narrows the scope to one shop; "" leaves it as it is.
func (s Scope) In(shopID string) Scope {
	switch {
	case shopID == "":
		return s
	case s.All || slices.Contains(s.Shops, shopID):
		return Scope{Shops: []string{shopID}, Customer: s.Customer, Case: s.Case, Ticket: s.Ticket}
	}
	return Scope{}
}

// Where returns a condition in SQL, with its arguments, that holds for rows
// within the scope. customerColumn is "" for tables that know no customer: a
// scope of one customer then sees none of their rows, and a scope of one case
// sees none of any but through [Scope.WhereCase], and one of one ticket through
// [Places.WhereDepartment].
func (s Scope) Where(shopColumn, customerColumn string) (string, []any) {
	if s.Case != "" || s.Ticket != "" {
		return "1 = 0", nil
	}
	return s.where(shopColumn, customerColumn)
}

// WhereCase is Where for a table that knows of which case its rows are.
func (s Scope) WhereCase(shopColumn, customerColumn, caseColumn string) (string, []any) {
	if s.Ticket != "" {
		return "1 = 0", nil
	}
	condition, args := s.where(shopColumn, customerColumn)
	if s.Case != "" {
		condition, args = condition+" AND "+caseColumn+" = ?", append(args, s.Case)
	}
	return condition, args
}

func (s Scope) where(shopColumn, customerColumn string) (string, []any) {
	if s.All {
		return "1 = 1", nil
	}
	if s.Empty() || s.Customer != "" && customerColumn == "" {
		return "1 = 0", nil
	}
	condition := shopColumn + " IN (?" + strings.Repeat(", ?", len(s.Shops)-1) + ")"
	args := make([]any, 0, len(s.Shops)+1)
	for _, shop := range s.Shops {
		args = append(args, shop)
	}
	if s.Customer != "" {
		condition += " AND " + customerColumn + " = ?"
		args = append(args, s.Customer)
	}
	return condition, args
}
