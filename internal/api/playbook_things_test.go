package api_test

import (
	"fmt"
	"strings"

	"github.com/anxin-desk/anxin/internal/playbook/run"
)

// makePlaybook makes a playbook of a shop, or follows one in a case.
func (m *matrix) makePlaybook(kind string, s side) (id string, version int64) {
	shop, books := m.shop(s), m.w.Services.Playbooks
	key := fmt.Sprintf("playbook-%06d", m.keys)
	if kind == "run" {
		c, _ := m.makeCase("case", s)
		r, err := m.w.Services.Runs.Start(m.root, c, key, run.Begin{Name: "order.change", How: run.ByHand})
		m.must(err)
		return r.ID, r.Version
	}
	own, err := books.Own(m.root, shop)
	m.must(err)
	for _, e := range own { // a shop has only so many
		m.must(books.Remove(m.root, e.ID, e.Version))
	}
	e, err := books.Create(m.root, shop, key, "logistics.late", "")
	m.must(err)
	if kind == "published playbook" {
		e, err = books.Write(m.root, e.ID, e.Version, strings.Replace(e.Draft, "version: 1", "version: 2", 1))
		m.must(err)
		e, err = books.Publish(m.root, e.ID, e.Version, "")
		m.must(err)
	}
	return e.ID, e.Version
}
