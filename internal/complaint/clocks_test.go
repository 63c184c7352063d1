package complaint_test

import (
	"context"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
)

// hire stores somebody of the first shop who is there until a time.
func (w *world) hire(id, role string, until time.Time) {
	w.t.Helper()
	w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO app_user (id, login, name, password, disabled_at, made_at, version) VALUES (?, ?, ?, '', 0, 0, 1)`, id, id, id)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES (?, ?, ?, '')`, id, role, w.shop.ID)
		if err != nil {
			return err
		}
		if _, err = tx.Exec(`INSERT INTO agent_seen (user_id, at) VALUES (?, ?)`, id, db.Millis(until)); err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO user_session (token_hash, user_id, data, expires_at) VALUES (?, ?, '', ?)`, "session-"+id, id, db.Millis(until))
		return err
	}))
}

// TestWhoIsTold walks one commitment through all its clocks.
func TestWhoIsTold(t *testing.T) {
	far := morning.Add(1000 * time.Hour)
	for name, tt := range map[string]struct {
		owner      func(w *world)
		chiefAlarm int // alarms that the supervisor and the assignee hear
	}{
		"owner is there":    {func(*world) {}, 0},
		"owner has a break": {func(w *world) { w.exec(`INSERT INTO agent_state (user_id, state, since) VALUES ('agent', 'break', 1)`) }, 0},
		"owner said offline": {func(w *world) {
			w.exec(`INSERT INTO agent_state (user_id, state, since) VALUES ('agent', 'offline', 1)`)
		}, 1},
		"owner signed out":         {func(w *world) { w.exec(`DELETE FROM user_session WHERE user_id = 'agent'`) }, 1},
		"owner closed the browser": {func(w *world) { w.exec(`UPDATE agent_seen SET at = 1 WHERE user_id = 'agent'`) }, 1},
		"owner was disabled":       {func(w *world) { w.exec(`UPDATE app_user SET disabled_at = 1 WHERE id = 'agent'`) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				w.hire("agent", "agent", far)
				w.hire("chief", "supervisor", far)
				_, c := w.opened()
				m := w.commit(c, "commit-key-1", "补发", time.Hour)
				_, err := w.Conversations.Assign(w.agent, c.ConversationID, w.talkNow(c.ConversationID).Version, conversation.Transfer{AssigneeID: "colleague"})
				w.must(err)
				tt.owner(w)
				w.at(m.DueAt)
				if got, want := []int{w.told(w.agent)["commitment.alarm"], w.told(w.chief)["commitment.alarm"], w.told(w.colleague)["commitment.alarm"]},
					[]int{1, tt.chiefAlarm, tt.chiefAlarm}; got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
					t.Errorf("alarms of owner, supervisor, assignee: %v, want %v", got, want)
				}
				w.at(m.GraceEndsAt)
				if w.told(w.agent)["commitment.broken"] != 1 || w.told(w.chief)["commitment.broken"] != 1 || w.told(w.colleague)["commitment.broken"] != 0 {
					t.Errorf("broken: owner %v, supervisor %v", w.told(w.agent), w.told(w.chief))
				}
				w.at(m.GraceEndsAt.Add(4*time.Hour - time.Second))
				if w.told(w.chief)["commitment.unsettled"] != 0 {
					t.Error("told again too early")
				}
				w.at(m.GraceEndsAt.Add(4 * time.Hour))
				w.at(m.GraceEndsAt.Add(40 * time.Hour))
				if w.told(w.chief)["commitment.unsettled"] != 1 || w.told(w.agent)["commitment.unsettled"] != 1 {
					t.Errorf("unsettled: owner %v, supervisor %v", w.told(w.agent), w.told(w.chief))
				}
			})
		})
	}
}

// TestNobodyIsToldOfWhatIsSettled lets the last clock ring after settling, in a
// shop that chose its time.
func TestNobodyIsToldOfWhatIsSettled(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.hire("chief", "supervisor", morning.Add(100*time.Hour))
		settings := w.shop.Settings
		settings.CommitmentEscalateHours = 1
		_, err := w.Shops.Update(identity.With(context.Background(), identity.NewSystem()), w.shop.ID, w.shop.Version, shop.Draft{Name: "first", Settings: &settings})
		w.must(err)
		_, c := w.opened()
		kept, owed := w.commit(c, "commit-key-1", "补发", time.Hour), w.commit(c, "commit-key-2", "退款", time.Hour)
		w.at(kept.GraceEndsAt)
		_, err = w.Complaints.Keep(w.agent, kept.ID, 1, "")
		w.must(err)
		w.at(owed.GraceEndsAt.Add(time.Hour))
		if got := w.told(w.chief); got["commitment.broken"] != 2 || got["commitment.unsettled"] != 1 {
			t.Errorf("the supervisor was told %v", got)
		}
	})
}
