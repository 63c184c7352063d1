package profile

import (
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Traits are what decides how a customer is looked after.
type Traits struct {
	Level Level
	Tags  []string // names
}

// TraitsIn returns those of a customer, whoever they are shown under.
func TraitsIn(q db.Queryer, customerID string) (t Traits, err error) {
	head, err := customer.HeadIn(q, identity.Everything, customerID)
	if err != nil {
		return t, err
	}
	members, err := customer.MembersIn(q, head.ID)
	if err != nil {
		return t, err
	}
	ids := make([]any, 0, len(members))
	for _, m := range members {
		ids = append(ids, m.ID)
	}
	treatment, err := treatmentOf(q, head.ID, ids)
	if err != nil {
		return t, err
	}
	t.Level = treatment.Level
	tags, err := tagsOf(q, ids)
	for _, tag := range tags {
		t.Tags = append(t.Tags, tag.Name)
	}
	return t, err
}
