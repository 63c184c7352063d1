package api_test

// makeRunning makes an import that has started, or one that somebody has
// stopped; or it finds the rule of a shop for what does not keep.
func (m *matrix) makeRunning(kind string, s side) (id string, version int64) {
	if kind == "return rule" {
		rules, err := m.w.Services.Orders.ReturnRules(m.root, m.shop(s))
		m.must(err)
		for _, r := range rules {
			if r.Class == "fresh" {
				return m.shop(s), r.Version
			}
		}
	}
	id, version = m.makeOrder("order import", s)
	i, err := m.w.Services.Imports.Start(m.root, id, version)
	m.must(err)
	if kind == "stopped import" {
		i, err = m.w.Services.Imports.Stop(m.root, id, i.Version)
		m.must(err)
	}
	return i.ID, i.Version
}
