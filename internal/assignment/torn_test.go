package assignment_test

import (
	"testing"

	"github.com/anxin-desk/anxin/internal/assignment"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// Whatever write the database refuses, of how a shop hands out: nothing of it is
// left.
func TestNothingOfAPlanIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		f := dbtest.NewFuse(t, w.DB)
		plan := assignment.DefaultPlan()
		plan.On, plan.Skills = true, []assignment.Skill{{Name: "食品", Words: []string{"过期"}}}
		f.Burn("plan", func() error { _, err := w.Assignments.SavePlan(w.root, w.shop, plan); return err })
		f.Burn("member", func() error {
			_, err := w.Assignments.SaveMember(w.root, w.shop, assignment.Member{UserID: "ada", Takes: true, Skills: []string{"食品"}, Capacity: 3})
			return err
		})
		now, err := w.Assignments.Read(w.root, w.shop)
		if err != nil || now.Plan.Version != 1 || !now.Plan.On {
			t.Errorf("%+v, %v", now.Plan, err)
		}
	})
}
