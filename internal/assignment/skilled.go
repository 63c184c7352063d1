package assignment

import (
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// GiveSkilledIn gives a conversation that nobody looks after to somebody who is
// there, has room and has a skill, as part of tx, also in a shop that does not
// hand out by itself. Faults say why nobody gets it. by is who is named in the
// record.
func (s *Service) GiveSkilledIn(tx *db.Tx, c conversation.Conversation, skill, by string) (to identity.Colleague, err error) {
	plan, err := planIn(tx, c.ShopID)
	if err != nil {
		return to, err
	}
	if err := lock(tx); err != nil {
		return to, err
	}
	team, _, err := s.teamIn(tx, c.ShopID, plan)
	if err != nil {
		return to, err
	}
	choice := Choose(Need{Skills: []string{skill}}, team)
	switch {
	case len(choice.Ignored) > 0:
		return to, fault.New(fault.Conflict, "assignment.nobody_has_skill", "skill", skill)
	case choice.ToID == "":
		return to, fault.New(fault.Conflict, "assignment.nobody_free", "skill", skill)
	}
	to = identity.Colleague{ID: choice.ToID, Name: choice.ToName}
	given, err := s.Conversations.GiveIn(tx, c, to, by, "assignment."+string(choice.Reason), choice.args())
	if err != nil || !given {
		return identity.Colleague{}, err
	}
	return to, saveTurn(tx, to.ID, s.Now())
}
