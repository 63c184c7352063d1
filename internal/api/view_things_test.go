package api_test

import (
	"fmt"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/savedview"
)

// makeView makes one of whoever asks, or of somebody else.
func (m *matrix) makeView(s side, by actor) thing {
	of := by.id
	if of == "" {
		of = m.actors[m.keys%4].id // one alone may not have so many
	} else if s == inB {
		of = m.rootID
		if by.id == of {
			of = m.actors[0].id
		}
	}
	as := identity.With(m.root, identity.NewUser(of, "", map[string][]identity.Permission{"": {identity.ConversationRead}}))
	v, err := m.w.Services.SavedViews.Create(as, fmt.Sprintf("view-%06d", m.keys), savedview.Draft{Name: "急的", Query: "{}"})
	m.must(err)
	return thing{id: v.ID, version: v.Version, owner: of}
}
