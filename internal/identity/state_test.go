package identity

import (
	"context"
	"testing"
	"time"
)

func TestStates(t *testing.T) {
	each(t, func(w *world) {
		door, err := w.CreateRole(w.system(), Role{Name: "door", Permissions: []Permission{UserManage}})
		w.must(err)
		w.user("root", door.ID)
		w.user("ada", "agent", "north")
		w.user("bo", "agent", "south")
		w.user("cy", "trainer", "north")
		gone := w.user("gone", "agent", "north")
		_, err = w.Disable(w.system(), gone.ID, 1)
		w.must(err)
		b := &browser{w: w}
		team := func(s Scope, want ...Presence) {
			w.t.Helper()
			all, err := Team(w.db.Reader(w.t.Context()), s, w.now())
			w.must(err)
			if len(all) != len(want) {
				w.t.Fatalf("team of %v: %+v", s, all)
			}
			for i, m := range all {
				if m.State != want[i].State || !m.Since.Equal(want[i].Since) {
					w.t.Errorf("%s: %+v, want %+v", m.Name, m.Presence, want[i])
				}
			}
		}
		say := func(state State) (p Presence) {
			w.t.Helper()
			w.must(b.as(func(ctx context.Context) (err error) { p, err = w.SetState(ctx, state); return err }))
			return p
		}
		away := Presence{State: Offline}
		north := Scope{Shops: []string{"north"}}
		team(Everything, away, away)
		team(north, away)
		team(Scope{})
		team(Scope{Shops: []string{"north"}, Customer: "c1"})
		w.must(b.signIn("ada", password))
		team(Everything, Presence{State: Online}, away)

		first := say(OnBreak)
		w.pass(time.Minute)
		if again := say(OnBreak); !again.Since.Equal(first.Since) || !first.Since.Equal(w.now().Add(-time.Minute)) {
			w.t.Errorf("the break began %v, then %v", first.Since, again.Since)
		}
		team(north, first)
		other := &browser{w: w}
		w.must(other.signIn("ada", password)) // on a second machine, during the break
		team(north, first)
		w.must(other.as(func(ctx context.Context) error {
			if p, err := w.MyState(ctx); err != nil || p.State != OnBreak {
				w.t.Errorf("my state: %+v, %v", p, err)
			}
			_, err := w.SetState(ctx, "asleep")
			w.wantCode(err, "identity.state_unknown")
			return nil
		}))
		_, err = w.SetState(w.system(), Online)
		w.wantCode(err, "identity.signed_out")

		w.pass(idleTime + time.Second)
		team(north, away) // both sessions ended by themselves
		w.must(b.signIn("ada", password))
		team(north, Presence{State: Online})
	})
}
