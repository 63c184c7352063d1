package find

import (
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// loadCustomers reads those who have said their names and are nobody else. They
// lead to where they talk.
func loadCustomers(q db.Queryer, refs []string) ([]Hit, error) {
	return db.All(q, func(row db.Scanner) (h Hit, err error) {
		var made int64
		err = row.Scan(&h.Ref, &h.text, &made, &h.ShopID, &h.ShopName, &h.ConversationID)
		h.Kind, h.At, h.Customer, h.keys = Customer, db.Time(made), Person{h.Ref, h.text}, sounds(h.text)
		return h, err
	}, `SELECT cu.id, cu.name, cu.made_at, cu.shop_id, s.name, COALESCE((SELECT c.id FROM conversation c
			WHERE c.customer_id = cu.id AND c.merged_into = '' ORDER BY c.last_at DESC, c.id DESC LIMIT 1), '')
		FROM customer cu JOIN shop s ON s.id = cu.shop_id
		WHERE cu.id IN (`+db.Marks(len(refs))+`) AND cu.name <> '' AND cu.same_as = ''`, db.Values(refs)...)
}

func walkCustomers(q db.Queryer, after string, limit int) ([]string, error) {
	return db.All(q, text, `SELECT id FROM customer WHERE id > ? ORDER BY id LIMIT ?`, after, limit)
}

// loadColleagues reads people who may sign in, with the shops in which they
// hold a role.
func loadColleagues(q db.Queryer, refs []string) ([]Hit, error) {
	hits, err := db.All(q, func(row db.Scanner) (h Hit, err error) {
		var made int64
		err = row.Scan(&h.Ref, &h.text, &made)
		h.Kind, h.At, h.Owner, h.keys = Colleague, db.Time(made), Person{h.Ref, h.text}, sounds(h.text)
		return h, err
	}, `SELECT id, name, made_at FROM app_user WHERE id IN (`+db.Marks(len(refs))+`) AND disabled_at = 0`, db.Values(refs)...)
	if err != nil {
		return nil, err
	}
	shops := map[string][]string{}
	_, err = db.All(q, func(row db.Scanner) (struct{}, error) {
		var id, shop string
		err := row.Scan(&id, &shop)
		shops[id] = append(shops[id], shop)
		return struct{}{}, err
	}, `SELECT DISTINCT user_id, shop_id FROM user_grant WHERE user_id IN (`+db.Marks(len(refs))+`)`, db.Values(refs)...)
	for i := range hits {
		hits[i].shops = shops[hits[i].Ref]
	}
	return hits, err
}

func walkColleagues(q db.Queryer, after string, limit int) ([]string, error) {
	return db.All(q, text, `SELECT id FROM app_user WHERE id > ? ORDER BY id LIMIT ?`, after, limit)
}

func text(row db.Scanner) (s string, err error) {
	err = row.Scan(&s)
	return s, err
}
