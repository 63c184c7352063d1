package order

import (
	"context"
	"database/sql"
	"slices"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Products returns up to 100 products of a shop that the actor may read, by
// code, behind the given one. more tells whether others follow.
func (s *Service) Products(ctx context.Context, shopID, after string) (all []Product, more bool, err error) {
	_, scope, err := identity.Require(ctx, identity.OrderRead)
	if err != nil {
		return nil, false, err
	}
	if !scope.Sees(shopID, "") {
		return nil, false, fault.New(fault.NotFound, "shop.unknown")
	}
	q := s.DB.Reader(ctx)
	if _, err := shop.GetIn(q, shopID); err != nil {
		return nil, false, err
	}
	all, err = db.All(q, scanProduct, `SELECT `+productColumns+` FROM product WHERE shop_id = ? AND code > ? ORDER BY code LIMIT ?`,
		shopID, after, maxList+1)
	if len(all) > maxList {
		return all[:maxList], true, err
	}
	return all, false, err
}

// SaveProduct says what a product is. version is the one that the caller saw, 0
// for a product that is new.
func (s *Service) SaveProduct(ctx context.Context, shopID string, version int64, d ProductDraft) (p Product, err error) {
	actor, scope, err := identity.Require(ctx, identity.OrderWrite)
	if err != nil {
		return p, err
	}
	if !scope.Sees(shopID, "") {
		return p, fault.New(fault.NotFound, "shop.unknown")
	}
	if d, err = d.Clean(); err != nil {
		return p, err
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if _, err := shop.GetIn(tx, shopID); err != nil {
			return err
		}
		now, err := db.One(tx, scanProduct, `SELECT `+productColumns+` FROM product WHERE shop_id = ? AND code = ? `+tx.ForUpdate(), shopID, d.Code)
		if fault.KindOf(err) == fault.NotFound && version == 0 {
			p = Product{ID: id, ShopID: shopID, ProductDraft: d, Version: 1}
			return s.insertProduct(tx, p, actor.ID)
		}
		if err != nil {
			return err
		}
		if now.Version != version {
			return fault.New(fault.Conflict, "product.changed")
		}
		p = Product{ID: now.ID, ShopID: shopID, ProductDraft: d, Version: version + 1}
		return s.updateProduct(tx, p, actor.ID)
	})
	return p, err
}

func (s *Service) updateProduct(tx *db.Tx, p Product, by string) error {
	if _, err := tx.Exec(`UPDATE product SET name = ?, goods_class = ?, warranty_months = ?, shelf_days = ?, spec = ?, version = ? WHERE id = ?`,
		p.Name, p.Class, number(p.WarrantyMonths), number(p.ShelfDays), p.Spec, p.Version, p.ID); err != nil {
		return err
	}
	return s.audit(tx, subject{"product/" + p.ID, p.Version}, by, "change_product", p)
}

// SaveProductsIn stores what a file says of products of a shop, each code at
// most once: what it does not say stays as it is.
func (s *Service) SaveProductsIn(tx *db.Tx, shopID, by string, drafts []ProductDraft) ([]Was, error) {
	var codes []string
	for _, d := range drafts {
		codes = append(codes, d.Code)
	}
	there, err := productsByCode(tx, shopID, codes, tx.ForUpdate())
	if err != nil {
		return nil, err
	}
	all := make([]Was, len(drafts))
	for i, d := range drafts {
		now, known := there[d.Code]
		next := now.ProductDraft.with(d)
		switch {
		case !known:
			all[i] = IsCreated
			err = s.insertProduct(tx, Product{ID: s.NewID(), ShopID: shopID, ProductDraft: d, Version: 1}, by)
		case !next.Same(now.ProductDraft):
			all[i] = IsUpdated
			err = s.updateProduct(tx, Product{ID: now.ID, ShopID: shopID, ProductDraft: next, Version: now.Version + 1}, by)
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s *Service) insertProduct(tx *db.Tx, p Product, by string) error {
	n, err := tx.Exec(`INSERT INTO product (`+productColumns+`, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		p.ID, p.ShopID, p.Code, p.Name, p.Class, number(p.WarrantyMonths), number(p.ShelfDays), p.Spec, p.Version, db.Millis(s.Now()))
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "product.changed")
	}
	return s.audit(tx, subject{"product/" + p.ID, p.Version}, by, "add_product", p)
}

const productColumns = `id, shop_id, code, name, goods_class, warranty_months, shelf_days, spec, version`

func scanProduct(row db.Scanner) (p Product, err error) {
	var months, days sql.NullInt64
	err = row.Scan(&p.ID, &p.ShopID, &p.Code, &p.Name, &p.Class, &months, &days, &p.Spec, &p.Version)
	p.WarrantyMonths, p.ShelfDays = pointed(months), pointed(days)
	return p, err
}

func pointed(n sql.NullInt64) *int64 {
	if !n.Valid {
		return nil
	}
	return &n.Int64
}

func number(n *int64) sql.NullInt64 {
	if n == nil {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: *n, Valid: true}
}

// productsOf returns the products of an order by code.
func productsOf(q db.Queryer, o Order) (map[string]Product, error) {
	var codes []string
	for _, i := range o.Items {
		codes = append(codes, i.Code)
	}
	return productsByCode(q, o.ShopID, codes, "")
}

func productsByCode(q db.Queryer, shopID string, codes []string, lock string) (map[string]Product, error) {
	found := map[string]Product{}
	for part := range slices.Chunk(codes, maxList) {
		places, args := list(part)
		all, err := db.All(q, scanProduct, `SELECT `+productColumns+` FROM product WHERE code IN (`+places+`) AND shop_id = ? ORDER BY code `+lock, append(args, shopID)...)
		if err != nil {
			return nil, err
		}
		for _, p := range all {
			found[p.Code] = p
		}
	}
	return found, nil
}

// rulesOf returns the rules of returning that concern a shop.
func rulesOf(q db.Queryer, shopID string) ([]Rule, error) {
	return db.All(q, func(row db.Scanner) (r Rule, err error) {
		var days sql.NullInt64
		err = row.Scan(&r.ShopID, &r.Class, &days)
		if days.Valid {
			r.Days = &days.Int64
		}
		return r, err
	}, `SELECT shop_id, goods_class, days FROM return_rule WHERE own = TRUE AND shop_id IN ('', ?)`, shopID)
}

// How many products of a shop are known by their names, and from how many
// characters on: a code such as A1 is in many words.
const (
	maxNames     = 2000
	shortestName = 3
)

// NamesIn returns what the products of a shop are called, for finding them in
// what people write: names by names and by codes.
func NamesIn(q db.Queryer, shopID string) (map[string]string, error) {
	names := map[string]string{}
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var code, name string
		err := row.Scan(&code, &name)
		for _, word := range []string{name, code} {
			if utf8.RuneCountInString(word) >= shortestName {
				names[word] = name
			}
		}
		return struct{}{}, err
	}, `SELECT code, name FROM product WHERE shop_id = ? AND name <> '' ORDER BY code LIMIT ?`, shopID, maxNames)
	return names, err
}
