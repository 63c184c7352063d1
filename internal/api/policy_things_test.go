package api_test

import (
	"fmt"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/policy"
)

// makePolicyTable makes one that was published once.
func (m *matrix) makePolicyTable(s side) (id string, version int64) {
	t := policy.Table{Name: "表", Layer: policy.Merchant, Hit: policy.First, Columns: []string{"scenario"},
		Rows: []policy.Row{{ID: "r1", Cells: []string{"-"}, Remedy: "coupon", Amount: "5元"}}}
	m.must(m.w.DB.InTx(m.root, func(tx *db.Tx) error { // so that there is always room for more
		_, err := tx.Exec(`DELETE FROM policy_edition WHERE table_id IN (SELECT id FROM policy_table WHERE shop_id = ?)`, m.shop(s))
		if err == nil {
			_, err = tx.Exec(`DELETE FROM policy_table WHERE shop_id = ?`, m.shop(s))
		}
		return err
	}))
	books := m.w.Services.Rulebooks
	b, err := books.Create(m.root, m.shop(s), fmt.Sprintf("policy-%06d", m.keys), t)
	m.must(err)
	_, b, err = books.Simulate(m.root, b.ID, b.Version)
	m.must(err)
	b, err = books.Publish(m.root, b.ID, b.Version, "", "")
	m.must(err)
	return b.ID, b.Version
}
