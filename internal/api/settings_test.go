package api_test

import (
	"fmt"

	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/robot"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/stories/storytest"
)

// makeSetting returns what the settings are about.
func (m *matrix) makeSetting(kind string, s side) thing {
	th := thing{shop: m.shop(s)}
	switch kind {
	case "user":
		p := m.colleague(s)
		th.id, th.version = p.ID, p.Version
	case "role":
		r, err := m.w.Services.Identity.CreateRole(m.w.System(), identity.Role{Name: "夜班"})
		m.must(err)
		th = thing{id: r.ID, version: r.Version, house: true}
	case "shop":
		at, err := m.w.Services.Shops.Get(m.root, m.shop(s))
		m.must(err)
		th.id, th.version = at.ID, at.Version
	case "robot":
		there, err := m.w.Services.Robots.List(m.root, m.shop(s))
		m.must(err)
		for _, r := range there {
			m.must(m.w.Services.Robots.Remove(m.root, r.ID, r.Version))
		}
		r, err := m.w.Services.Robots.Create(m.root, fmt.Sprintf("robot-%06d", m.keys), m.shop(s), robot.Draft{Kind: robot.Feishu, Name: "群",
			Language: "zh-CN", Hears: []dispatch.What{dispatch.New}, Address: "https://localhost:1/hook"})
		m.must(err)
		th.id, th.version = r.ID, r.Version
	case "department":
		d, err := m.w.Services.Shops.CreateDepartment(m.root, m.shop(s), shop.DepartmentDraft{Name: fmt.Sprintf("d%06d", m.keys)})
		m.must(err)
		th.id, th.version = d.ID, d.Version
	}
	return th
}

// colleague is an agent of a shop who can sign in.
func (m *matrix) colleague(s side) identity.Person {
	people, login := m.w.Services.Identity, "colleague.of."+m.shop(s)
	p, err := people.ByLogin(m.root, login)
	if err != nil {
		p, err = people.CreateUser(m.root, identity.Newcomer{Login: login, Name: login, Password: storytest.Password,
			Grants: []identity.Grant{{Role: "agent", Shop: m.shop(s)}}})
		m.must(err)
	}
	if !p.DisabledAt.IsZero() {
		p, err = people.Enable(m.root, p.ID, p.Version)
		m.must(err)
	}
	return p
}
