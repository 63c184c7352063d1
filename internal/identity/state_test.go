package identity

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
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
		team(north, Presence{Offline, first.Since.Add(time.Minute)}) // both sessions ended by themselves
		w.must(b.signIn("ada", password))
		team(north, Presence{State: Online})
	})
}

func TestWhoClosesTheBrowserIsAway(t *testing.T) {
	each(t, func(w *world) {
		var hinted atomic.Int64
		w.o.Hint = func(topic string, _ any) {
			if topic == TeamTopic {
				hinted.Add(1)
			}
		}
		hints := func() int64 {
			w.wantKicked() // waits for the hooks of earlier commits
			return hinted.Load()
		}
		w.user("ada", "agent", "north")
		b := &browser{w: w}
		ada := func() Member {
			w.t.Helper()
			all, err := Team(w.db.Reader(w.t.Context()), Everything, w.now())
			w.must(err)
			if len(all) != 1 {
				w.t.Fatalf("team %+v", all)
			}
			return all[0]
		}
		look := func() {
			w.t.Helper()
			w.must(b.as(func(context.Context) error { return nil }))
		}
		began := w.now()
		w.must(b.signIn("ada", password))
		var wrote time.Time
		for range 20 { // twenty requests or beats of a socket, a quarter of a minute apart
			w.pass(15 * time.Second)
			look()
			at, err := db.Value[int64](w.db.Reader(w.t.Context()), `SELECT at FROM agent_seen`)
			w.must(err)
			if now := db.Time(at); !now.Equal(wrote) {
				if now.Sub(wrote) < seenEvery && !wrote.IsZero() {
					w.t.Errorf("written at %v and at %v", wrote, now)
				}
				wrote = now
			}
		}
		if m := ada(); m.State != Online || !m.Since.IsZero() {
			w.t.Errorf("who is there is %+v", m.Presence)
		}
		w.pass(goneAfter + time.Second)
		if m := ada(); m.State != Offline || m.Since.Before(began.Add(4*time.Minute)) {
			w.t.Errorf("who is gone is %+v", m.Presence)
		}
		before := hints()
		look()
		if m := ada(); m.State != Online {
			w.t.Errorf("who is back is %+v", m.Presence)
		}
		w.must(b.as(func(ctx context.Context) error { _, err := w.SetState(ctx, OnBreak); return err }))
		w.must(b.as(w.SignOut))
		if m := ada(); m.State != Offline {
			w.t.Errorf("who has signed out is %+v", m.Presence)
		}
		if n := hints() - before; n != 3 {
			w.t.Errorf("%d hints for coming back, a break and leaving", n)
		}
	})
}
