package desk

import (
	"context"
	"slices"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Beside is what a screen shows beside tickets, by ids.
type Beside struct {
	Conversations map[string]string // in which a case is
	Departments   map[string]string // names
	Zones         map[string]string // IANA names, by shop
	Shops         map[string]string // names
}

// Beside looks up what belongs to tickets. The caller has made sure that the actor
// may read these.
func (s *Service) Beside(ctx context.Context, cases, departments, shops []string) (b Beside, err error) {
	q := s.DB.Reader(ctx)
	if b.Conversations, err = pairs(q, `SELECT id, conversation_id FROM complaint WHERE id IN (`, cases, `)`); err != nil {
		return b, err
	}
	if b.Departments, err = pairs(q, `SELECT id, name FROM department WHERE id IN (`, departments, `)`); err != nil {
		return b, err
	}
	b.Zones, b.Shops = map[string]string{}, map[string]string{}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(shops))) {
		at, err := shop.GetIn(q, id)
		if err != nil {
			return b, err
		}
		b.Zones[id], b.Shops[id] = at.Location().String(), at.Name
	}
	return b, nil
}

// pairs reads two columns of the rows with some ids.
func pairs(q db.Queryer, sql string, ids []string, end string) (map[string]string, error) {
	found := map[string]string{}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 {
		return found, nil
	}
	args := db.Values(ids)
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var id, value string
		err := row.Scan(&id, &value)
		found[id] = value
		return struct{}{}, err
	}, sql+db.Marks(len(ids))+end, args...)
	return found, err
}
