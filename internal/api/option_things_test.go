package api_test

import (
	"fmt"

	"github.com/anxin-desk/anxin/internal/option"
)

// makeOptionCard offers the buyer of a case something.
func (m *matrix) makeOptionCard(s side) (id string, version int64) {
	of, seen := m.makeCase("case", s)
	c, err := m.w.Services.Options.Send(m.root, of, fmt.Sprintf("thing-%06d", m.keys), seen, option.Draft{Picks: []option.Pick{{Remedy: "apology"}}})
	m.must(err)
	return c.ID, c.Version
}
