package api_test

import (
	"fmt"

	"github.com/anxin-desk/anxin/internal/customer/delight"
	"github.com/anxin-desk/anxin/internal/customer/profile"
)

// makeCustomer returns a customer that nobody has used yet, or what belongs to
// one.
func (m *matrix) makeCustomer(kind string, s side) (id string, version int64) {
	if kind == "delight" {
		d, err := m.w.Services.Delights.Add(m.root, fmt.Sprintf("thing-%06d", m.keys), m.shop(s), delight.Delight{Title: "贺卡", Occasion: delight.VIP})
		m.must(err)
		return d.ID, d.Version
	}
	first := m.stranger(s)
	switch kind {
	case "customer tag":
		name := fmt.Sprintf("t%06d", m.keys)
		_, err := m.w.Services.Profiles.SetTags(m.root, first, 1, []string{name})
		m.must(err)
		p, err := m.w.Services.Profiles.Read(m.root, first)
		m.must(err)
		return p.Tags[0].ID, p.Tags[0].Version
	case "joining":
		j, err := m.w.Services.Profiles.Join(m.root, fmt.Sprintf("thing-%06d", m.keys),
			profile.Pair{SourceID: first, TargetID: m.stranger(s), SourceVersion: 1, TargetVersion: 1})
		m.must(err)
		return j.ID, j.Version
	}
	return first, 1
}

// stranger is a customer whom nobody knows.
func (m *matrix) stranger(s side) string {
	v, err := m.w.Services.WebChat.Begin(m.root, map[side]string{inA: "shop-a", inB: "shop-b"}[s], "", "")
	m.must(err)
	return v.Customer.ID
}
