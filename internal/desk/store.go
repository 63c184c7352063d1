package desk

import (
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// question is who asks, and for which shop.
type question struct {
	actor  string
	scope  identity.Scope
	shopID string
}

// where is the condition of a view on conversation c.
func (a question) where(v View) (string, []any) {
	cond, args := a.scope.Where("c.shop_id", "c.customer_id")
	if a.shopID != "" {
		cond, args = cond+" AND c.shop_id = ?", append(args, a.shopID)
	}
	switch v {
	case Mine:
		return "c.assignee_id = ? AND c.head_seq > 0 AND " + cond, append([]any{a.actor}, args...)
	case Unassigned:
		return "c.assignee_id = '' AND c.head_seq > 0 AND " + cond, args
	case Waiting:
		return "c.waiting_since > 0 AND " + cond, args
	default:
		return "c.head_seq > 0 AND " + cond, args
	}
}

// columns of a row. The newest open case and the commitment due first are
// looked up for the few rows of a page only.
const columns = `c.id, c.shop_id, s.name, c.customer_id, cu.name, c.channel, c.last_text, c.last_sender, c.last_at,
	c.waiting_since, c.assignee_id, COALESCE(u.name, ''), c.unread, c.head_seq`

func scanRow(row db.Scanner) (r Row, err error) {
	var last, waiting int64
	err = row.Scan(&r.ConversationID, &r.ShopID, &r.ShopName, &r.CustomerID, &r.CustomerName, &r.Channel, &r.Preview,
		&r.LastSender, &last, &waiting, &r.Assignee.ID, &r.Assignee.Name, &r.Unread, &r.HeadSeq)
	r.LastAt, r.WaitingSince = db.Time(last), db.Time(waiting)
	return r, err
}

func (a question) rows(q db.Queryer, v View, at int64, id string, limit int) ([]Row, error) {
	where, args := a.where(v)
	order, place := "last_at DESC, c.id DESC", "(c.last_at < ? OR c.last_at = ? AND c.id < ?)"
	if v == Waiting {
		order, place = "waiting_since, c.id", "(c.waiting_since > ? OR c.waiting_since = ? AND c.id > ?)"
	}
	rows, err := db.All(q, scanRow, `SELECT `+columns+` FROM conversation c
		JOIN shop s ON s.id = c.shop_id JOIN customer cu ON cu.id = c.customer_id
		LEFT JOIN app_user u ON u.id = c.assignee_id
		WHERE `+where+` AND `+place+` ORDER BY c.`+order+` LIMIT ?`, append(args, at, at, id, limit)...)
	if err != nil || len(rows) == 0 {
		return rows, err
	}
	return rows, fill(q, rows)
}

// fill adds cases and commitments to the rows of a page.
func fill(q db.Queryer, rows []Row) error {
	byID := map[string]*Row{}
	var ids []any
	for i := range rows {
		byID[rows[i].ConversationID] = &rows[i]
		ids = append(ids, rows[i].ConversationID)
	}
	list := marks(len(ids))
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var conversation string
		var c RowCase
		err := row.Scan(&conversation, &c.ID, &c.Number, &c.Scenario, &c.Severity, &c.Stage)
		byID[conversation].Case = c
		return struct{}{}, err
	}, `SELECT conversation_id, id, number, scenario, severity, stage FROM complaint
		WHERE conversation_id IN (`+list+`) AND stage <> 'closed' ORDER BY opened_at, id`, ids...)
	if err != nil {
		return err
	}
	_, err = db.All(q, func(row db.Scanner) (struct{}, error) {
		var conversation string
		var d RowDue
		var due, broken int64
		err := row.Scan(&conversation, &d.ID, &d.Text, &due, &broken)
		d.DueAt, d.Broken = db.Time(due), broken > 0
		byID[conversation].NextDue = d
		return struct{}{}, err
	}, `SELECT conversation_id, id, text, due_at, broken_at FROM commitment
		WHERE conversation_id IN (`+list+`) AND state = 'open' ORDER BY due_at DESC, id DESC`, ids...)
	return err
}

func (a question) counts(q db.Queryer) (c Counts, err error) {
	for _, v := range []struct {
		view View
		n    *int64
	}{{Mine, &c.Mine}, {Unassigned, &c.Unassigned}, {Waiting, &c.Waiting}, {All, &c.All}} {
		where, args := a.where(v.view)
		*v.n, err = db.Value[int64](q, `SELECT COUNT(*) FROM (SELECT 1 FROM conversation c WHERE `+where+` LIMIT ?) AS capped`,
			append(args, countCap)...)
		if err != nil {
			return c, err
		}
	}
	return c, nil
}
