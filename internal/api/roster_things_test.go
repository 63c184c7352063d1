package api_test

import (
	"fmt"

	"github.com/anxin-desk/anxin/internal/roster"
)

// makeShift makes one in the place of the one before, for a shop has room for a few.
func (m *matrix) makeShift(s side) (id string, version int64) {
	m.empty(s)
	made, err := m.w.Services.Rosters.AddShift(m.root, m.shop(s), fmt.Sprintf("shift-%06d", m.keys), roster.Shift{Name: "早班", From: 480, To: 960})
	m.must(err)
	return made.ID, made.Version
}

// empty removes the shifts of a shop.
func (m *matrix) empty(s side) {
	all, err := m.w.Services.Rosters.Shifts(m.root, m.shop(s))
	m.must(err)
	for _, each := range all {
		m.must(m.w.Services.Rosters.RemoveShift(m.root, each.ID, each.Version))
	}
}
