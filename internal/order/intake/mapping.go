package intake

import (
	"context"
	"encoding/json"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Saved is a mapping that a shop has named.
type Saved struct {
	ID      string
	Kind    string // of the files it is for
	Name    string
	Mapping columns.Mapping
	Version int64
}

// maxSaved is how many mappings a shop may name.
const maxSaved = 50

// SavedMappings returns those of a shop that the actor may import into, for a
// kind of files.
func (s *Service) SavedMappings(ctx context.Context, kind, shopID string) ([]Saved, error) {
	_, scope, err := identity.Require(ctx, identity.OrderWrite)
	if err != nil {
		return nil, err
	}
	where, args := scope.Where("shop_id", "")
	return db.All(s.DB.Reader(ctx), scanSaved, `SELECT id, kind, name, mapping, version FROM order_mapping WHERE shop_id = ? AND kind = ? AND `+where+` ORDER BY name LIMIT ?`,
		append(append([]any{shopID, kind}, args...), maxSaved)...)
}

func scanSaved(row db.Scanner) (m Saved, err error) {
	var text string
	if err := row.Scan(&m.ID, &m.Kind, &m.Name, &text, &m.Version); err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(text), &m.Mapping)
}

// SaveMapping keeps a mapping of a shop under a name; the one that had the name
// is replaced.
func (s *Service) SaveMapping(ctx context.Context, kind, shopID, name string, m columns.Mapping) error {
	actor, scope, err := identity.Require(ctx, identity.OrderWrite)
	if err != nil {
		return err
	}
	if !scope.Sees(shopID, "") {
		return fault.New(fault.NotFound, "shop.unknown")
	}
	if name = cell.Text(name, order.MaxWords); name == "" {
		return fault.Field("name", "order.mapping_nameless")
	}
	if _, err := s.matter(kind); err != nil {
		return err
	}
	if m, err = m.Check(); err != nil {
		return err
	}
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	id := s.NewID()
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		if _, err := shop.GetIn(tx, shopID); err != nil {
			return err
		}
		others, err := db.Value[int64](tx, `SELECT COUNT(*) FROM (SELECT 1 FROM order_mapping WHERE shop_id = ? AND name <> ? LIMIT ?) AS others`, shopID, name, maxSaved)
		if err != nil {
			return err
		}
		if others >= maxSaved {
			return fault.New(fault.Conflict, "order.mappings_many", "limit", maxSaved)
		}
		kept, err := db.One(tx, scanSaved, `INSERT INTO order_mapping (id, shop_id, kind, name, mapping, made_at, version) VALUES (?, ?, ?, ?, ?, ?, 1)
			ON CONFLICT (shop_id, name) DO UPDATE SET kind = excluded.kind, mapping = excluded.mapping, version = order_mapping.version + 1
			RETURNING id, kind, name, mapping, version`, id, shopID, kind, name, string(text), db.Millis(s.Now()))
		if err != nil {
			return err
		}
		return s.audit(tx, subject{"order_mapping/" + kept.ID, kept.Version}, actor.ID, "save_mapping", map[string]any{"shop_id": shopID, "name": name, "columns": m.Columns})
	})
}

// RemoveMapping forgets a mapping. version is the one that the caller saw.
func (s *Service) RemoveMapping(ctx context.Context, id string, version int64) error {
	actor, scope, err := identity.Require(ctx, identity.OrderWrite)
	if err != nil {
		return err
	}
	where, args := scope.Where("shop_id", "")
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		m, err := db.One(tx, scanSaved, `SELECT id, kind, name, mapping, version FROM order_mapping WHERE id = ? AND `+where+` `+tx.ForUpdate(), append([]any{id}, args...)...)
		if err != nil {
			return err
		}
		if m.Version != version {
			return fault.New(fault.Conflict, "order.mapping_changed")
		}
		if _, err := tx.Exec(`DELETE FROM order_mapping WHERE id = ?`, id); err != nil {
			return err
		}
		return s.audit(tx, subject{"order_mapping/" + id, version + 1}, actor.ID, "remove_mapping", map[string]any{"name": m.Name})
	})
}
