package evidence

import (
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/evidence/picture"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

const itemColumns = `i.id, i.shop_id, i.case_id, i.n, i.source, i.source_id, i.by_kind, i.by_id, i.name, i.media_type, i.size, i.width, i.height,
	i.sha256, i.thumb, i.taken_at, i.device, i.reduced, i.across_0, i.across_1, i.across_2, i.across_3, i.down, i.received_at`

// filedColumns say what an item shows, and how often that was said.
const filedColumns = `(SELECT c.piece FROM evidence_custody c WHERE c.item_id = i.id AND c.verb IN ('received', 'filed') ORDER BY c.n DESC LIMIT 1),
	(SELECT COUNT(*) FROM evidence_custody c WHERE c.item_id = i.id AND c.verb = 'filed')`

func scanItem(row db.Scanner) (i Item, err error) {
	var at, down int64
	var parts [4]int64
	err = row.Scan(&i.ID, &i.ShopID, &i.CaseID, &i.N, &i.Source, &i.SourceID, &i.By.Kind, &i.By.ID, &i.Name, &i.MediaType, &i.Size, &i.Width, &i.Height,
		&i.SHA256, &i.ThumbSHA256, &i.TakenAt, &i.Device, &i.Reduced, &parts[0], &parts[1], &parts[2], &parts[3], &down, &at, &i.Piece, &i.Filings)
	i.ReceivedAt, i.Print = db.Time(at), printOf(parts, down)
	return i, err
}

// printOf puts a print together again.
func printOf(parts [4]int64, down int64) (p picture.Print) {
	if parts[0] < 0 {
		return p
	}
	for _, part := range parts {
		p.Across = p.Across<<16 | uint64(part)
	}
	p.Down = uint64(down)
	return p
}

func partsOf(p picture.Print) [4]int64 {
	if p.None() {
		return [4]int64{-1, -1, -1, -1}
	}
	return p.Parts()
}

func getItem(q db.Queryer, scope identity.Scope, id, lock string) (Item, error) {
	where, args := scope.WhereCase("i.shop_id", "", "i.case_id")
	return db.One(q, scanItem, `SELECT `+itemColumns+`, `+filedColumns+` FROM evidence_item i WHERE i.id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

// itemsOf returns the items of a case, the oldest first.
func itemsOf(q db.Queryer, caseID string) ([]Item, error) {
	return db.All(q, scanItem, `SELECT `+itemColumns+`, `+filedColumns+` FROM evidence_item i WHERE i.case_id = ? ORDER BY i.n LIMIT ?`, caseID, MaxItems)
}

// NumbersIn returns the numbers of the items of a case by the sums of their files.
func NumbersIn(q db.Queryer, caseID string) (map[string]int64, error) {
	items, err := itemsOf(q, caseID)
	of := map[string]int64{}
	for _, i := range items {
		of[i.SHA256] = i.N
	}
	return of, err
}

func itemBySum(q db.Queryer, caseID, sum string) (Item, error) {
	return db.One(q, scanItem, `SELECT `+itemColumns+`, `+filedColumns+` FROM evidence_item i WHERE i.case_id = ? AND i.sha256 = ?`, caseID, sum)
}

// givenBy returns what came by the link of a request, for each thing that was asked:
// one photo may answer two of them.
func givenBy(q db.Queryer, requestID string) (all []Item, err error) {
	rows, err := db.All(q, scanItem, `SELECT `+itemColumns+`, u.piece, 0 FROM evidence_upload u JOIN evidence_item i ON i.id = u.item_id
		WHERE u.request_id = ? AND u.state = 'done' ORDER BY i.n, u.made_at, u.id`, requestID)
	for _, i := range rows {
		if !slices.ContainsFunc(all, func(j Item) bool { return i.ID == j.ID && i.Piece == j.Piece }) {
			all = append(all, i)
		}
	}
	return all, err
}

// nextN counts an item of a shop. Nobody else adds one there before the end of tx.
func nextN(tx *db.Tx, shopID string) (int64, error) {
	if _, err := tx.Exec(`INSERT INTO evidence_count (shop_id, n) VALUES (?, 1) ON CONFLICT (shop_id) DO UPDATE SET n = evidence_count.n + 1`, shopID); err != nil {
		return 0, err
	}
	return db.Value[int64](tx, `SELECT n FROM evidence_count WHERE shop_id = ?`, shopID)
}

func insertItem(tx *db.Tx, i Item) error {
	p := partsOf(i.Print)
	_, err := tx.Exec(`INSERT INTO evidence_item (`+strings.ReplaceAll(itemColumns, "i.", "")+`) VALUES (`+db.Marks(24)+`)`,
		i.ID, i.ShopID, i.CaseID, i.N, i.Source, i.SourceID, i.By.Kind, i.By.ID, i.Name, i.MediaType, i.Size, i.Width, i.Height,
		i.SHA256, i.ThumbSHA256, i.TakenAt, i.Device, i.Reduced, p[0], p[1], p[2], p[3], int64(i.Print.Down), db.Millis(i.ReceivedAt))
	return err
}

func lastCustody(q db.Queryer, itemID string) (int64, error) {
	return db.Value[int64](q, `SELECT COALESCE(MAX(n), 0) FROM evidence_custody WHERE item_id = ?`, itemID)
}

func insertCustody(tx *db.Tx, itemID string, c Custody) error {
	_, err := tx.Exec(`INSERT INTO evidence_custody (item_id, n, verb, piece, by_kind, by_id, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		itemID, c.N, c.Verb, c.Piece, c.By.Kind, c.By.ID, db.Millis(c.At))
	return err
}

// viewedSince tells whether somebody has looked at an item since a time.
func viewedSince(q db.Queryer, itemID, byID string, since int64) (bool, error) {
	return db.Value[bool](q, `SELECT EXISTS (SELECT 1 FROM evidence_custody WHERE item_id = ? AND verb = 'viewed' AND by_id = ? AND at > ?)`, itemID, byID, since)
}

// maxCustody is how many entries of an item are shown, the newest.
const maxCustody = 200

func custodyOf(q db.Queryer, itemID string) ([]Custody, error) {
	return db.All(q, func(row db.Scanner) (c Custody, err error) {
		var at int64
		err = row.Scan(&c.N, &c.Verb, &c.Piece, &c.By.Kind, &c.By.ID, &at)
		c.At = db.Time(at)
		return c, err
	}, `SELECT n, verb, piece, by_kind, by_id, at FROM evidence_custody WHERE item_id = ? ORDER BY n DESC LIMIT ?`, itemID, maxCustody)
}

func waiversOf(q db.Queryer, caseID string) ([]Waiver, error) {
	return db.All(q, scanWaiver, `SELECT piece, reason, by_id, at, version FROM evidence_waiver WHERE case_id = ?`, caseID)
}

func waiverOf(tx *db.Tx, caseID, piece string) (Waiver, error) {
	return db.One(tx, scanWaiver, `SELECT piece, reason, by_id, at, version FROM evidence_waiver WHERE case_id = ? AND piece = ?`, caseID, piece)
}

func scanWaiver(row db.Scanner) (w Waiver, err error) {
	var at int64
	err = row.Scan(&w.Piece, &w.Reason, &w.ByID, &at, &w.Version)
	w.At = db.Time(at)
	return w, err
}

func putWaiver(tx *db.Tx, caseID string, w Waiver) error {
	_, err := tx.Exec(`INSERT INTO evidence_waiver (case_id, piece, reason, by_id, at, version) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (case_id, piece) DO UPDATE SET reason = excluded.reason, by_id = excluded.by_id, at = excluded.at, version = excluded.version`,
		caseID, w.Piece, w.Reason, w.ByID, db.Millis(w.At), w.Version)
	return err
}
