package wall

import (
	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
)

// lane is a part of a view that one index holds in its order.
type lane struct {
	where   string
	args    []any
	settled bool // ordered by when it was settled, the last first; else by when it is due
}

// lanes are the parts of a view, some for every shop.
func (w view) lanes(v View) (all []lane) {
	for _, at := range w.shops {
		end := db.Millis(dayEnd(at, w.now))
		broken, running := w.lane(at, "state = 'open' AND broken_at > 0"), w.lane(at, "state = 'open' AND broken_at = 0")
		switch v {
		case Broken:
			all = append(all, broken)
		case Today:
			all = append(all, running.and("due_at < ?", end))
		case Later:
			all = append(all, running.and("due_at >= ?", end))
		case Settled:
			all = append(all, w.settledLanes(at)...)
		default:
			all = append(all, broken, running)
		}
	}
	return all
}

func (w view) settledLanes(at shop.Shop) (all []lane) {
	const settled = "state <> 'open'"
	switch {
	case w.f.Outcome == "broken":
		all = []lane{w.lane(at, settled+" AND broken_at > 0")}
	case w.f.Outcome != "":
		all = []lane{w.lane(at, settled).and("state = ?", w.f.Outcome)}
	case w.f.OwnerID != "" || w.f.DepartmentID != "":
		all = []lane{w.lane(at, settled)}
	default:
		for _, state := range []string{"kept", "updated", "waived"} {
			all = append(all, w.lane(at, settled).and("state = ?", state))
		}
	}
	for i := range all {
		all[i].settled = true
	}
	return all
}

// lane is what the filter lets through in a shop.
func (w view) lane(at shop.Shop, cond string) lane {
	l := lane{where: "shop_id = ? AND " + cond, args: []any{at.ID}}
	if w.f.OwnerID != "" {
		l = l.and("owner_id = ?", w.f.OwnerID)
	}
	if w.f.DepartmentID != "" {
		l = l.and("department_id <> '' AND department_id = ?", w.f.DepartmentID)
	}
	if !w.f.DueBefore.IsZero() {
		l = l.and("due_at < ?", db.Millis(w.f.DueBefore))
	}
	return l
}

func (l lane) and(cond string, arg any) lane {
	l.where += " AND " + cond
	l.args = append(append([]any{}, l.args...), arg)
	return l
}

// from returns the first spots of the lane after one.
func (l lane) from(q db.Queryer, at int64, id string, limit int) ([]spot, error) {
	column, after, order := "due_at", "(due_at, id) > (?, ?)", "due_at, id"
	if l.settled {
		column, after, order = "settled_at", "(settled_at, id) < (?, ?)", "settled_at DESC, id DESC"
	}
	return db.All(q, func(row db.Scanner) (p spot, err error) {
		err = row.Scan(&p.at, &p.id)
		return p, err
	}, `SELECT `+column+`, id FROM commitment WHERE `+l.where+` AND `+after+` ORDER BY `+order+` LIMIT ?`,
		append(append([]any{}, l.args...), at, id, limit)...)
}

// count counts the lane, up to a limit.
func (l lane) count(q db.Queryer, limit int64) (int64, error) {
	return db.Value[int64](q, `SELECT COUNT(*) FROM (SELECT 1 FROM commitment WHERE `+l.where+` LIMIT ?) AS capped`,
		append(append([]any{}, l.args...), limit)...)
}

// rowsOf reads commitments, in the order of their ids, and what is shown
// beside them.
func rowsOf(q db.Queryer, ids []string) ([]Row, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	made, err := commitment.ListIn(q, ids)
	if err != nil {
		return nil, err
	}
	beside, err := besides(q, ids)
	if err != nil {
		return nil, err
	}
	zones := map[string]string{}
	rows := make([]Row, 0, len(ids))
	for _, id := range ids {
		r := beside[id]
		r.Commitment = made[id]
		if zones[r.ShopID] == "" {
			at, err := shop.GetIn(q, r.ShopID)
			if err != nil {
				return nil, err
			}
			zones[r.ShopID] = at.Location().String()
		}
		r.Zone = zones[r.ShopID]
		rows = append(rows, r)
	}
	return rows, nil
}

// besides reads what is shown beside commitments, by their ids.
func besides(q db.Queryer, ids []string) (map[string]Row, error) {
	rows := map[string]Row{}
	args := db.Values(ids)
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var id string
		var r Row
		err := row.Scan(&id, &r.ShopName, &r.DepartmentName, &r.CustomerName, &r.Owner.ID, &r.Owner.Name,
			&r.Case.ID, &r.Case.Number, &r.Case.Scenario, &r.Case.Severity, &r.Case.Stage)
		rows[id] = r
		return struct{}{}, err
	}, `SELECT m.id, s.name, COALESCE(d.name, ''), cu.name, m.owner_id, COALESCE(u.name, ''),
			k.id, k.number, k.scenario, k.severity, k.stage
		FROM commitment m JOIN shop s ON s.id = m.shop_id JOIN complaint k ON k.id = m.case_id
			JOIN customer cu ON cu.id = m.customer_id
			LEFT JOIN app_user u ON u.id = m.owner_id LEFT JOIN department d ON d.id = m.department_id
		WHERE m.id IN (`+db.Marks(len(ids))+`)`, args...)
	return rows, err
}
