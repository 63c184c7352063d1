package find

import (
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// loadCases reads cases by order, what was written down about them, and number.
func loadCases(q db.Queryer, refs []string) ([]Hit, error) {
	return db.All(q, func(row db.Scanner) (h Hit, err error) {
		var order, summary, restatement, proposal, note, stage string
		var opened int64
		err = row.Scan(&h.Ref, &h.Number, &order, &summary, &restatement, &proposal, &note, &stage, &opened,
			&h.ShopID, &h.ShopName, &h.ConversationID, &h.Customer.ID, &h.Customer.Name, &h.Owner.ID, &h.Owner.Name)
		h.Kind, h.CaseID, h.At, h.Closed = Case, h.Ref, db.Time(opened), stage == "closed"
		h.text = lines(order, summary, restatement, proposal, note, h.Number)
		return h, err
	}, `SELECT k.id, k.number, k.order_no, k.summary, k.restatement, k.proposal, k.closed_note, k.stage, k.opened_at,
			k.shop_id, s.name, k.conversation_id, cu.id, cu.name, k.owner_id, COALESCE(u.name, '')
		FROM complaint k JOIN shop s ON s.id = k.shop_id JOIN customer cu ON cu.id = k.customer_id
			LEFT JOIN app_user u ON u.id = k.owner_id
		WHERE k.id IN (`+db.Marks(len(refs))+`)`, db.Values(refs)...)
}

func walkCases(q db.Queryer, after string, limit int) ([]string, error) {
	return db.All(q, text, `SELECT id FROM complaint WHERE id > ? ORDER BY id LIMIT ?`, after, limit)
}

// lines joins what is not empty.
func lines(all ...string) string {
	var b strings.Builder
	for _, s := range all {
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s)
	}
	return b.String()
}
