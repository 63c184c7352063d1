package identity

import (
	"context"
	"sync"
	"testing"
)

// Nobody may end up in a house where nobody can let people in or change roles,
// whichever way they come.
func TestSomebodyAlwaysAdministersTheHouse(t *testing.T) {
	each(t, func(w *world) {
		root := w.user("root", Administrator)
		w.user("boss", "proprietor") // manages users, but not roles
		admin := Grant{Role: Administrator, Shop: AllShops}
		_, err := w.Disable(w.system(), root.ID, root.Version)
		w.wantCode(err, "identity.last_administrator")
		_, err = w.Revoke(w.system(), root.ID, root.Version, admin)
		w.wantCode(err, "identity.last_administrator")

		keeper, err := w.CreateRole(w.system(), Role{Name: "keeper", Permissions: []Permission{UserManage, RoleManage}})
		w.must(err)
		second := w.user("second", keeper.ID)
		root, err = w.Disable(w.system(), root.ID, root.Version)
		w.must(err)
		keeper.Permissions = []Permission{UserManage}
		_, err = w.UpdateRole(w.system(), keeper)
		w.wantCode(err, "identity.last_administrator")
		_, err = w.Disable(w.system(), second.ID, second.Version)
		w.wantCode(err, "identity.last_administrator")
		root, err = w.Enable(w.system(), root.ID, root.Version)
		w.must(err)
		_, err = w.UpdateRole(w.system(), keeper)
		w.must(err)
	})
}

func TestOtherRolesOfWhoIsNoAdministratorMayGo(t *testing.T) {
	each(t, func(w *world) {
		boss := w.user("boss", "proprietor")
		_, err := w.Revoke(w.system(), boss.ID, boss.Version, boss.Grants[0])
		w.must(err)
	})
}

// Two who are the last two and send each other away at once: one of them stays.
func TestTwoAdministratorsSendEachOtherAway(t *testing.T) {
	each(t, func(w *world) {
		two := []Person{w.user("one", Administrator), w.user("two", Administrator)}
		var wait sync.WaitGroup
		errs := make([]error, len(two))
		for i, p := range two {
			wait.Go(func() { _, errs[i] = w.Revoke(w.system(), p.ID, p.Version, p.Grants[0]) })
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			w.t.Errorf("got %v and %v", errs[0], errs[1])
		}
	})
}

func TestSignUserOut(t *testing.T) {
	each(t, func(w *world) {
		p := w.user("ada", "agent", "north")
		b := &browser{w: w}
		w.must(b.signIn("ada", password))
		_, err := w.SignOutUser(w.system(), p.ID, p.Version)
		w.must(err)
		w.wantKicked(p.ID)
		w.wantCode(b.look(), "identity.signed_out")
		_, err = w.SignOutUser(w.system(), p.ID, p.Version)
		w.wantCode(err, "identity.user_changed")
		w.must(b.signIn("ada", password))
	})
}

func TestPeopleAreFound(t *testing.T) {
	each(t, func(w *world) {
		w.user("root", Administrator)
		w.user("boss", "proprietor", "north")
		ada := w.user("ada", "agent", "north")
		w.user("eve_1", "agent", "south")
		w.user("both", "agent", "north", "south")
		_, err := w.Rename(w.system(), ada.ID, ada.Version, "Ada 100%")
		w.must(err)
		gone := w.user("gone", "agent", "north")
		_, err = w.Disable(w.system(), gone.ID, gone.Version)
		w.must(err)
		b := &browser{w: w}
		w.must(b.signIn("boss", password))
		boss := With(w.t.Context(), w.actor(b))
		for _, c := range []struct {
			ctx    context.Context
			filter Filter
			want   string
		}{
			{w.system(), Filter{Words: "ADA"}, "ada"},
			{w.system(), Filter{Words: "0%"}, "ada"},
			{w.system(), Filter{Words: "_"}, "eve_1"},
			{w.system(), Filter{State: Disabled}, "gone"},
			{w.system(), Filter{Role: "agent", Shop: "south"}, "both eve_1"},
			{w.system(), Filter{Shop: "south", State: Active}, "both eve_1 root"},
			{w.system(), Filter{Department: "store"}, ""},
			{boss, Filter{}, "ada boss both gone"},
			{boss, Filter{Role: "agent", Shop: "south"}, ""},
			{boss, Filter{Role: "agent"}, "ada both gone"},
		} {
			people, err := w.Users(c.ctx, c.filter, "", 0)
			w.must(err)
			got := ""
			for i, p := range people {
				if i > 0 {
					got += " "
				}
				got += p.Login
				if wanted := p.Login == "both" && c.ctx == boss; p.Beyond != wanted {
					w.t.Errorf("%s beyond: %v", p.Login, p.Beyond)
				}
			}
			if got != c.want {
				w.t.Errorf("%+v: got %q, want %q", c.filter, got, c.want)
			}
		}
	})
}
