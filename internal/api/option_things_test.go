package api_test

import (
	"fmt"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/option"
	"github.com/anxin-desk/anxin/internal/recall"
)

// makeOptionCard offers the buyer of a case something, of the one that a link is to perhaps.
func (m *matrix) makeOptionCard(kind string, s side) (id string, version int64) {
	of, seen := m.linked[s], int64(0)
	if kind == "option card" {
		of, seen = m.makeCase("case", s)
	} else {
		c, err := m.w.Services.Complaints.Get(m.root, of)
		m.must(err)
		seen = c.Version
	}
	c, err := m.w.Services.Options.Send(m.root, of, fmt.Sprintf("thing-%06d", m.keys), seen, option.Draft{Picks: []option.Pick{{Remedy: "apology"}}})
	m.must(err)
	return c.ID, c.Version
}

// makeRecall takes goods of a shop back, perhaps with words that wait for a second
// person.
func (m *matrix) makeRecall(kind string, s side) (id string, version int64) {
	key := fmt.Sprintf("recall-%06d", m.keys)
	r, err := m.w.Services.Recalls.Open(m.root, key, recall.Draft{ShopID: m.shop(s), Reason: "expired", Code: key, Batch: "B1"})
	m.must(err)
	if kind == "written recall" {
		writer := identity.With(m.root, identity.NewUser("somebody", "", map[string][]identity.Permission{"": {identity.CaseWrite}}))
		r, err = m.w.Services.Recalls.Write(writer, r.ID, r.Version, "{buyer}您好，请先不要再用")
		m.must(err)
	}
	return r.ID, r.Version
}
