package profile

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// ShopTags returns the tags of a shop by name, or for "" of all where the actor
// may read customers.
func (s *Service) ShopTags(ctx context.Context, shopID string) ([]Tag, error) {
	_, scope, err := identity.Require(ctx, identity.CustomerRead)
	if err != nil {
		return nil, err
	}
	where, args := scope.In(shopID).Where("shop_id", "")
	return db.All(s.DB.Reader(ctx), scanTag, `SELECT `+tagColumns+` FROM customer_tag WHERE `+where+` ORDER BY name, id LIMIT ?`,
		append(args, 5*MaxTagsKnown)...)
}

// ChangeTag gives a tag another name or colour, for all who have it. version is
// the one that the caller saw.
func (s *Service) ChangeTag(ctx context.Context, id string, version int64, name, colour string) (t Tag, err error) {
	actor, scope, err := identity.Require(ctx, identity.CustomerWrite)
	if err != nil {
		return t, err
	}
	name = oneLine(name)
	if n := utf8.RuneCountInString(name); n == 0 || n > MaxTag {
		return t, fault.Field("name", "customer.tag_length", "limit", MaxTag)
	}
	if !slices.Contains(Colours, colour) {
		return t, fault.Field("colour", "customer.tag_colour")
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		where, args := scope.Where("shop_id", "")
		if t, err = db.One(tx, scanTag, `SELECT `+tagColumns+` FROM customer_tag WHERE id = ? AND `+where+` `+tx.ForUpdate(),
			append([]any{id}, args...)...); err != nil {
			return err
		}
		if t.Version != version {
			return fault.New(fault.Conflict, "customer.tag_changed")
		}
		known, err := tagsOfShop(tx, t.ShopID)
		if err != nil {
			return err
		}
		if other, there := known[name]; there && other.ID != t.ID {
			return fault.Field("name", "customer.tag_there")
		}
		t.Name, t.Colour, t.Version = name, colour, t.Version+1
		if _, err := tx.Exec(`UPDATE customer_tag SET name = ?, colour = ?, version = ? WHERE id = ?`, t.Name, t.Colour, t.Version, t.ID); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.Hint("shop:"+t.ShopID, Hint{Kind: "customer"}) })
		return s.auditTag(tx, t, actor.ID, "change")
	})
	return t, err
}

// makeTag stores a tag, unless somebody else has just made it.
func (s *Service) makeTag(tx *db.Tx, t Tag, by string) (Tag, error) {
	n, err := tx.Exec(`INSERT INTO customer_tag (id, shop_id, name, colour, made_at, version) VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING`,
		t.ID, t.ShopID, t.Name, t.Colour, db.Millis(s.Now()))
	if err != nil {
		return t, err
	}
	if n == 0 {
		known, err := tagsOfShop(tx, t.ShopID)
		return known[t.Name], err
	}
	return t, s.auditTag(tx, t, by, "create")
}

func (s *Service) auditTag(tx *db.Tx, t Tag, by, verb string) error {
	return audit.Write(tx, audit.Entry{
		Subject: "customer_tag/" + t.ID, Version: t.Version, At: s.Now(), Actor: by, Verb: "customer_tag." + verb,
		Payload: map[string]string{"name": t.Name, "colour": t.Colour},
	})
}

const tagColumns = `id, shop_id, name, colour, version`

func scanTag(row db.Scanner) (t Tag, err error) {
	err = row.Scan(&t.ID, &t.ShopID, &t.Name, &t.Colour, &t.Version)
	return t, err
}

func tagsOfShop(q db.Queryer, shopID string) (map[string]Tag, error) {
	all, err := db.All(q, scanTag, `SELECT `+tagColumns+` FROM customer_tag WHERE shop_id = ?`, shopID)
	byName := map[string]Tag{}
	for _, t := range all {
		byName[t.Name] = t
	}
	return byName, err
}

// TagsIn returns the tags of customers, by who has them.
func TagsIn(q db.Queryer, ids []any) (map[string][]Tag, error) {
	found := map[string][]Tag{}
	if len(ids) == 0 {
		return found, nil
	}
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var of string
		var t Tag
		err := row.Scan(&of, &t.ID, &t.ShopID, &t.Name, &t.Colour, &t.Version)
		found[of] = append(found[of], t)
		return struct{}{}, err
	}, `SELECT g.customer_id, t.id, t.shop_id, t.name, t.colour, t.version FROM customer_tagged g JOIN customer_tag t ON t.id = g.tag_id
		WHERE g.customer_id IN (`+db.Marks(len(ids))+`) ORDER BY t.name`, ids...)
	return found, err
}

// tagsOf are those of all members, each once.
func tagsOf(q db.Queryer, ids []any) ([]Tag, error) {
	found, err := TagsIn(q, ids)
	once := map[string]Tag{}
	for _, some := range found {
		for _, t := range some {
			once[t.ID] = t
		}
	}
	return slices.SortedFunc(maps.Values(once), func(a, b Tag) int { return strings.Compare(a.Name, b.Name) }), err
}

// untag takes all tags from a head and from those who are shown under it.
func untag(tx *db.Tx, head string) error {
	_, err := tx.Exec(`DELETE FROM customer_tagged WHERE customer_id IN (SELECT id FROM customer WHERE id = ? OR head_id = ?)`, head, head)
	return err
}

func tagWith(tx *db.Tx, customerID, tagID string) error {
	_, err := tx.Exec(`INSERT INTO customer_tagged (customer_id, tag_id) VALUES (?, ?) ON CONFLICT DO NOTHING`, customerID, tagID)
	return err
}
