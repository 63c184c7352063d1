package customer

import (
	"maps"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Customers who are linked, by [Service.SameAsIn] or by [Service.JoinIn], are
// one person for the team and are shown under one of them, the head. What is
// known of each stays with each, so that a link can be taken back.

// Head is the id under which a customer is shown.
func (c Customer) Head() string {
	if c.HeadID != "" {
		return c.HeadID
	}
	return c.ID
}

// HeadIn returns the head of a customer within scope.
func HeadIn(q db.Queryer, scope identity.Scope, id string) (Customer, error) {
	c, err := within(q, scope, id, "")
	if err != nil || c.HeadID == "" {
		return c, err
	}
	return within(q, scope, c.HeadID, "")
}

// LockHeadIn is HeadIn for a change to what somebody saw in a version. It
// refuses who was erased.
func LockHeadIn(tx *db.Tx, scope identity.Scope, id string, version int64) (Customer, error) {
	c, err := HeadIn(tx, scope, id)
	if err == nil {
		c, err = within(tx, scope, c.ID, tx.ForUpdate())
	}
	switch {
	case err != nil:
		return c, err
	case c.Version != version || c.HeadID != "":
		return c, fault.New(fault.Conflict, "customer.changed")
	case !c.ErasedAt.IsZero():
		return c, fault.New(fault.Conflict, "customer.erased")
	}
	return c, nil
}

// MembersIn returns a head and all who are shown under it, the oldest first.
func MembersIn(q db.Queryer, head string) ([]Customer, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM customer c WHERE c.id = ? OR c.head_id = ? ORDER BY c.made_at, c.id`, head, head)
}

// ChangeIn stores a customer's name, as part of tx, and that something of them
// was changed. It returns the new version.
func (s *Service) ChangeIn(tx *db.Tx, c Customer, by, verb string, payload any) (Customer, error) {
	var err error
	if c.Name, err = cleanName(c.Name); err != nil {
		return c, err
	}
	c.Version++
	if _, err := tx.Exec(`UPDATE customer SET name = ?, version = ? WHERE id = ?`, c.Name, c.Version, c.ID); err != nil {
		return c, err
	}
	return c, audit.Write(tx, audit.Entry{
		Subject: "customer/" + c.ID, Version: c.Version, At: s.Now(), Actor: by, Verb: "customer." + verb, Payload: payload,
	})
}

// JoinIn says, as part of tx, that a head is the same person as another one;
// with "" that they are not after all.
func (s *Service) JoinIn(tx *db.Tx, c Customer, to, by string) error {
	was := c.JoinedTo
	if _, err := tx.Exec(`UPDATE customer SET joined_to = ? WHERE id = ?`, to, c.ID); err != nil {
		return err
	}
	verb := "join"
	if to == "" {
		verb = "unjoin"
	}
	if _, err := s.ChangeIn(tx, c, by, verb, map[string]string{"to_id": to + was}); err != nil {
		return err
	}
	return relink(tx, c.ID, was)
}

// EraseIn removes, as part of tx, what tells who somebody is: their name, their
// browsers and service code, and what the record says of them.
func (s *Service) EraseIn(tx *db.Tx, c Customer, by string) error {
	if err := forgetVisitors(tx, c.ID); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM service_code WHERE customer_id = ?`, c.ID); err != nil {
		return err
	}
	c.Name = ""
	c, err := s.ChangeIn(tx, c, by, "erase", nil)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE customer SET erased_at = ? WHERE id = ?`, db.Millis(s.Now()), c.ID); err != nil {
		return err
	}
	return audit.Erase(tx, "customer/"+c.ID, by, s.Now())
}

func within(q db.Queryer, scope identity.Scope, id, lock string) (Customer, error) {
	where, args := scope.Where("c.shop_id", "c.id")
	return db.One(q, scan, `SELECT `+columns+` FROM customer c WHERE c.id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

// relink finds anew who is linked with these, and under whom they are shown.
func relink(tx *db.Tx, ids ...string) error {
	done := map[string]bool{}
	for _, id := range ids {
		if id == "" || done[id] {
			continue
		}
		group, err := linked(tx, id)
		if err != nil {
			return err
		}
		head := headOf(group).ID
		for _, c := range group {
			done[c.ID] = true
			under := head
			if c.ID == head {
				under = ""
			}
			if c.HeadID == under {
				continue
			}
			if _, err := tx.Exec(`UPDATE customer SET head_id = ? WHERE id = ?`, under, c.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// headOf is the oldest of those who are nobody else, or of all when each is
// somebody else in turn.
func headOf(group []Customer) Customer {
	return slices.MinFunc(group, func(a, b Customer) int {
		if x, y := a.SameAs+a.JoinedTo == "", b.SameAs+b.JoinedTo == ""; x != y {
			if x {
				return -1
			}
			return 1
		}
		if n := a.MadeAt.Compare(b.MadeAt); n != 0 {
			return n
		}
		return strings.Compare(a.ID, b.ID)
	})
}

// linked returns all who are one person with a customer, locked.
func linked(tx *db.Tx, id string) ([]Customer, error) {
	asked := map[string]bool{id: true}
	found := map[string]Customer{}
	for next := []any{id}; len(next) > 0; {
		marks := db.Marks(len(next))
		some, err := db.All(tx, scan, `SELECT `+columns+` FROM customer c
			WHERE c.id IN (`+marks+`) OR c.same_as IN (`+marks+`) OR c.joined_to IN (`+marks+`) ORDER BY c.id `+tx.ForUpdate(),
			slices.Repeat(next, 3)...)
		if err != nil {
			return nil, err
		}
		next = nil
		for _, c := range some {
			found[c.ID] = c
			for _, other := range []string{c.ID, c.SameAs, c.JoinedTo} {
				if other != "" && !asked[other] {
					asked[other], next = true, append(next, other)
				}
			}
		}
	}
	return slices.Collect(maps.Values(found)), nil
}
