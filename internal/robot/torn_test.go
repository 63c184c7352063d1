package robot_test

import (
	"testing"

	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/robot"
)

// Whatever write the database refuses, of a robot or of a link to a task: nothing
// of it is left.
func TestNothingOfARobotOrALinkIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		task := w.send(w.warehouse.ID)
		f := dbtest.NewFuse(t, w.DB)
		d := robot.Draft{Kind: robot.DingTalk, Name: "仓库群", DepartmentID: w.warehouse.ID, Language: "zh-CN", Hears: dispatch.Whats,
			Address: "https://oapi.dingtalk.com/robot/send?access_token=1", Secret: "SEC1"}
		var r robot.Robot
		f.Burn("create", func() (err error) { r, err = w.Robots.Create(w.agent, "torn-key-0001", w.at.ID, d); return err })
		d.Name = "仓库大群"
		f.Burn("change", func() error { _, err := w.Robots.Change(w.agent, r.ID, r.Version, d); return err })
		f.Burn("pause", func() error { _, err := w.Robots.Pause(w.agent, r.ID, r.Version+1, true); return err })
		f.Burn("go on", func() error { _, err := w.Robots.Pause(w.agent, r.ID, r.Version+2, false); return err })
		if now := w.robotNow(r.ID); now.Name != "仓库大群" || now.Version != r.Version+3 {
			t.Errorf("in the end %+v", now)
		}
		f.Burn("remove", func() error { return w.Robots.Remove(w.agent, r.ID, r.Version+3) })

		var address string
		f.Burn("share", func() (err error) { address, err = w.TaskLinks.Share(w.agent, task.ID); return err })
		if again, err := w.TaskLinks.Share(w.agent, task.ID); err != nil || again != address {
			t.Errorf("shared again: %s, not %s, %v", again, address, err)
		}
		f.Burn("revoke", func() error { return w.TaskLinks.Revoke(w.agent, task.ID) })
	})
}
