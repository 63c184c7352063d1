package api_test

// slot is what a thing is kept under until somebody has changed it.
type slot struct {
	kind string
	side side
}

// personal are the kinds that are made for whoever asks.
var personal = map[string]bool{"own message": true, "later": true, "notice": true, "view": true, "deputy": true, "handover": true, "given handover": true}

// thing returns one of a kind that nobody has changed yet: who was refused has changed nothing.
func (m *matrix) thing(kind string, s side, by actor) thing {
	if s == none || s == unknown || personal[kind] {
		return m.make(kind, s, by)
	}
	th, ok := m.kept[slot{kind, s}]
	if !ok {
		th = m.make(kind, s, by)
		m.kept[slot{kind, s}] = th
	}
	return th
}
