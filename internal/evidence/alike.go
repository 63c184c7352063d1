package evidence

import (
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/evidence/picture"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// match is a picture of another case that is like a new one.
type match struct {
	otherID  string
	same     bool
	distance int
	mirrored bool
}

// candidate is an item that may be like another.
type candidate struct {
	id, sum string
	print   picture.Print
}

// matches returns the pictures of other cases of the shop that are the same as a new
// item or look the same, also in the mirror, the nearest first. mirror is the print of
// the item seen in the mirror.
func matches(q db.Queryer, i Item, mirror picture.Print) ([]match, error) {
	where, args := []string{`i.sha256 = ?`}, []any{i.ShopID, i.CaseID, i.SHA256}
	for _, p := range []picture.Print{i.Print, mirror} {
		if p.None() {
			continue
		}
		for n, part := range p.Parts() {
			around := picture.Around(part)
			where = append(where, `i.across_`+string(rune('0'+n))+` IN (`+db.Marks(len(around))+`)`)
			for _, a := range around {
				args = append(args, a)
			}
		}
	}
	foreign := ``
	if i.ofShop() {
		foreign = ` AND NOT (i.source = 'team' AND i.source_id <> '')`
	}
	all, err := db.All(q, scanCandidate, `SELECT i.id, i.sha256, i.across_0, i.across_1, i.across_2, i.across_3, i.down FROM evidence_item i
		WHERE i.shop_id = ? AND i.case_id <> ?`+foreign+` AND (`+strings.Join(where, ` OR `)+`)`, args...)
	if err != nil {
		return nil, err
	}
	var found []match
	for _, c := range all {
		if m, like := i.like(mirror, c); like {
			found = append(found, m)
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return a.distance - b.distance })
	return found[:min(len(found), maxAlike)], nil
}

// ofShop tells whether an item is a file that the shop keeps, such as a report on its
// goods. It may well stand in many cases, and that says nothing.
func (i Item) ofShop() bool { return i.Source == ByTeam && i.SourceID != "" }

// like compares an item, and what it looks like in the mirror, with a candidate.
func (i Item) like(mirror picture.Print, c candidate) (match, bool) {
	if c.sum == i.SHA256 {
		return match{otherID: c.id, same: true}, true
	}
	if d, near := i.Print.Distance(c.print); near {
		return match{otherID: c.id, distance: d}, true
	}
	d, near := mirror.Distance(c.print)
	return match{otherID: c.id, distance: d, mirrored: true}, near
}

func scanCandidate(row db.Scanner) (c candidate, err error) {
	var parts [4]int64
	var down int64
	err = row.Scan(&c.id, &c.sum, &parts[0], &parts[1], &parts[2], &parts[3], &down)
	c.print = printOf(parts, down)
	return c, err
}

func insertMatches(tx *db.Tx, itemID string, all []match) error {
	for _, m := range all {
		if _, err := tx.Exec(`INSERT INTO evidence_alike (item_id, other_id, same, distance, mirrored) VALUES (?, ?, ?, ?, ?)`,
			itemID, m.otherID, m.same, m.distance, m.mirrored); err != nil {
			return err
		}
	}
	return nil
}

// alikeOf returns what the items of a case are like in other cases, whichever came
// first. The numbers of the cases are not known yet.
func alikeOf(q db.Queryer, caseID string) ([]Alike, error) {
	const one = `SELECT i.id, o.id, o.n, o.case_id, o.received_at, a.same, a.mirrored, a.distance FROM evidence_alike a `
	return db.All(q, func(row db.Scanner) (a Alike, err error) {
		var at, distance int64
		err = row.Scan(&a.ItemID, &a.OtherID, &a.OtherN, &a.CaseID, &at, &a.Same, &a.Mirrored, &distance)
		a.ReceivedAt = db.Time(at)
		return a, err
	}, one+`JOIN evidence_item i ON i.id = a.item_id JOIN evidence_item o ON o.id = a.other_id WHERE i.case_id = ?
		UNION ALL `+one+`JOIN evidence_item i ON i.id = a.other_id JOIN evidence_item o ON o.id = a.item_id WHERE i.case_id = ?
		ORDER BY 8, 3 LIMIT 200`, caseID, caseID)
}
