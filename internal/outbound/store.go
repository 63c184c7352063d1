package outbound

import (
	"slices"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `p.id, p.shop_id, p.state, p.name, p.folder, p.word, p.media_type, p.size, p.width, p.height, p.sha256, p.thumb, p.by_id, p.made_at, p.version`

func scan(row db.Scanner) (p Photo, err error) {
	var made int64
	err = row.Scan(&p.ID, &p.ShopID, &p.State, &p.Name, &p.Folder, &p.Word, &p.MediaType, &p.Size, &p.Width, &p.Height, &p.SHA256, &p.Thumb, &p.ByID, &made, &p.Version)
	p.MadeAt = db.Time(made)
	return p, err
}

// some returns photos with their orders.
func some(q db.Queryer, query string, args ...any) ([]Photo, error) {
	all, err := db.All(q, scan, `SELECT `+columns+` FROM outbound_photo p `+query, args...)
	if err != nil || len(all) == 0 {
		return all, err
	}
	at, ids := map[string]int{}, []any{}
	for i, p := range all {
		at[p.ID], ids = i, append(ids, p.ID)
	}
	pairs, err := db.All(q, func(row db.Scanner) (p [2]string, err error) { return p, row.Scan(&p[0], &p[1]) },
		`SELECT photo_id, order_no FROM outbound_of WHERE photo_id IN (`+db.Marks(len(ids))+`) ORDER BY order_no`, ids...)
	for _, p := range pairs {
		i := at[p[0]]
		all[i].Orders = append(all[i].Orders, p[1])
	}
	return all, err
}

func one(q db.Queryer, query string, args ...any) (Photo, error) {
	all, err := some(q, query, args...)
	if err == nil && len(all) == 0 {
		err = fault.New(fault.NotFound, "db.not_found")
	}
	if err != nil {
		return Photo{}, err
	}
	return all[0], nil
}

func get(q db.Queryer, scope identity.Scope, id, lock string) (Photo, error) {
	where, args := scope.Where("p.shop_id", "")
	return one(q, `WHERE p.id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

func bySum(q db.Queryer, shopID, sum, lock string) (Photo, error) {
	return one(q, `WHERE p.sha256 = ? AND p.shop_id = ? `+lock, sum, shopID)
}

// pageSize is how many photos a page has.
const pageSize = 60

func list(q db.Queryer, shopID string, state State, after string) (all []Photo, next string, err error) {
	where, args := `WHERE p.shop_id = ? AND p.state = ?`, []any{shopID, state}
	if after != "" {
		spot, ok := db.ParseSpot(after)
		if !ok {
			return nil, "", fault.Field("after", "request.bad_cursor")
		}
		where, args = where+` AND (p.made_at, p.id) < (?, ?)`, append(args, spot.Place, spot.ID)
	}
	all, err = some(q, where+` ORDER BY p.made_at DESC, p.id DESC LIMIT ?`, append(args, pageSize+1)...)
	if len(all) > pageSize {
		all = all[:pageSize]
		last := all[pageSize-1]
		next = db.Spot{Place: db.Millis(last.MadeAt), ID: last.ID}.Cursor()
	}
	return all, next, err
}

// MaxShown is how many photos of one order are shown.
const MaxShown = 60

// OfOrderIn returns the photos of an order of a shop, the oldest first. Who may see
// them is for the caller to decide.
func OfOrderIn(q db.Queryer, shopID, orderNo string) ([]Photo, error) {
	if orderNo == "" {
		return nil, nil
	}
	return some(q, `WHERE p.state = 'matched' AND p.id IN (SELECT o.photo_id FROM outbound_of o WHERE o.order_no = ? AND o.shop_id = ?)
		ORDER BY p.made_at, p.id LIMIT ?`, orderNo, shopID, MaxShown)
}

// waiting returns photos of a shop that wait, behind a place in the order of time.
func waiting(tx *db.Tx, shopID string, behind db.Spot, lock string) ([]Photo, error) {
	return some(tx, `WHERE p.shop_id = ? AND p.state = 'waiting' AND (p.made_at, p.id) > (?, ?) ORDER BY p.made_at, p.id LIMIT ? `+lock,
		shopID, behind.Place, behind.ID, atOnce)
}

// waitingShops returns the shops in which photos wait.
func waitingShops(q db.Queryer) ([]string, error) {
	return db.All(q, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) },
		`SELECT s.id FROM shop s WHERE EXISTS (SELECT 1 FROM outbound_photo p WHERE p.shop_id = s.id AND p.state = 'waiting') ORDER BY s.id`)
}

// insert keeps a photo, unless the shop has the same file.
func insert(tx *db.Tx, p Photo) (bool, error) {
	n, err := tx.Exec(`INSERT INTO outbound_photo (id, shop_id, state, name, folder, word, media_type, size, width, height, sha256, thumb, by_id, made_at, version)
		VALUES (`+db.Marks(15)+`) ON CONFLICT (sha256, shop_id) DO NOTHING`,
		p.ID, p.ShopID, string(p.State), p.Name, p.Folder, p.Word, p.MediaType, p.Size, p.Width, p.Height, p.SHA256, p.Thumb, p.ByID, db.Millis(p.MadeAt), p.Version)
	if err != nil || n == 0 {
		return false, err
	}
	return true, putOrders(tx, p)
}

func update(tx *db.Tx, p Photo) error {
	if _, err := tx.Exec(`UPDATE outbound_photo SET state = ?, word = ?, version = ? WHERE id = ?`, string(p.State), p.Word, p.Version, p.ID); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM outbound_of WHERE photo_id = ?`, p.ID); err != nil {
		return err
	}
	return putOrders(tx, p)
}

func putOrders(tx *db.Tx, p Photo) error {
	for _, o := range slices.Sorted(slices.Values(p.Orders)) {
		if _, err := tx.Exec(`INSERT INTO outbound_of (photo_id, shop_id, order_no) VALUES (?, ?, ?)`, p.ID, p.ShopID, o); err != nil {
			return err
		}
	}
	return nil
}
