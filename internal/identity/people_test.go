package identity

import (
	"context"
	"sync"
	"testing"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestDisabledUsersAreOutAtOnce(t *testing.T) {
	each(t, func(w *world) {
		w.user("root", Administrator)
		p := w.user("ada", "agent", "north")
		b := &browser{w: w}
		w.must(b.signIn("ada", password))
		p, err := w.Disable(w.system(), p.ID, p.Version)
		w.must(err)
		w.wantCode(b.look(), "identity.signed_out")
		w.wantKicked(p.ID)
		w.wantCode(b.signIn("ada", "wrong password"), "identity.wrong_login")
		w.wantCode(b.signIn("ada", password), "identity.disabled")
		_, err = w.Disable(w.system(), p.ID, p.Version)
		w.wantCode(err, "identity.already_disabled")
		p, err = w.Enable(w.system(), p.ID, p.Version)
		w.must(err)
		w.wantCode(b.look(), "identity.signed_out")
		w.must(b.signIn("ada", password))
		_, err = w.Enable(w.system(), p.ID, p.Version)
		w.wantCode(err, "identity.not_disabled")
	})
}

func TestSetPasswordUnlocks(t *testing.T) {
	each(t, func(w *world) {
		p := w.user("ada", "agent", "north")
		b := &browser{w: w}
		w.must(b.signIn("ada", password))
		for range maxFailures {
			(&browser{w: w}).signIn("ada", "wrong password")
		}
		p, err := w.ByLogin(w.system(), "ADA")
		w.must(err)
		_, err = w.SetPassword(w.system(), p.ID, p.Version, "short", false)
		w.wantCode(err, "identity.password_short")
		_, err = w.SetPassword(w.system(), p.ID, p.Version, "battery staple", false)
		w.must(err)
		w.wantCode(b.look(), "identity.signed_out")
		w.must(b.signIn("ada", "battery staple"))
	})
}

func TestLoginsAreUnique(t *testing.T) {
	each(t, func(w *world) {
		w.user("ada", "agent", "north")
		_, err := w.CreateUser(w.system(), Newcomer{Login: "ＡDA", Name: "x", Password: password})
		w.wantCode(err, "identity.login_taken")
		if f := err.(*fault.Fault); f.Field != "login" {
			w.t.Errorf("field %q", f.Field)
		}
	})
}

func TestOldFormsLose(t *testing.T) {
	each(t, func(w *world) {
		w.user("root", Administrator)
		p := w.user("ada", "agent", "north")
		errs := make([]error, 4)
		var wait sync.WaitGroup
		for i := range errs {
			wait.Go(func() { _, errs[i] = w.Disable(w.system(), p.ID, p.Version) })
		}
		wait.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else {
				w.wantCode(err, "identity.user_changed")
			}
		}
		if won != 1 {
			w.t.Errorf("%d won", won)
		}
	})
}

func TestGrantsTakeEffectAtOnce(t *testing.T) {
	each(t, func(w *world) {
		w.user("root", Administrator)
		p := w.user("ada", "agent", "north")
		b := &browser{w: w}
		w.must(b.signIn("ada", password))
		lead := Grant{Role: "team_lead", Shop: "south"}
		p, err := w.Grant(w.system(), p.ID, p.Version, lead)
		w.must(err)
		if !w.actor(b).MayIn(CommitmentWaive, "south") || w.actor(b).MayIn(CommitmentWaive, "north") {
			w.t.Error("the grant has the wrong effect")
		}
		_, err = w.Grant(w.system(), p.ID, p.Version, lead)
		w.wantCode(err, "identity.already_granted")
		_, err = w.Grant(w.system(), p.ID, p.Version, Grant{Role: "emperor"})
		w.wantCode(err, "identity.role_unknown")
		p, err = w.Revoke(w.system(), p.ID, p.Version, lead)
		w.must(err)
		if w.actor(b).May(CommitmentWaive) || len(p.Grants) != 1 {
			w.t.Error("the grant is still there")
		}
		w.wantKicked(p.ID)
		_, err = w.Revoke(w.system(), p.ID, p.Version, lead)
		w.wantCode(err, "identity.grant_unknown")
	})
}

// Who manages the users of one shop must neither see other shops nor become
// more, nor take the place of somebody who is more.
func TestManagersOfOneShopStayThere(t *testing.T) {
	each(t, func(w *world) {
		root := w.user("root", Administrator)
		boss := w.user("boss", "proprietor", "north")
		south := w.user("south", "agent", "south")
		both := w.user("both", "agent", "north", "south")
		agent := w.user("agent", "agent", "north")
		b := &browser{w: w}
		w.must(b.signIn("boss", password))
		ctx := With(w.t.Context(), w.actor(b))
		north := func(role string) Grant { return Grant{Role: role, Shop: "north"} }
		try := func(name, want string, f func() error) {
			w.t.Helper()
			if got := fault.CodeOf(f()); got != want {
				w.t.Errorf("%s: got %q, want %q", name, got, want)
			}
		}
		op := func(_ Person, err error) error { return err }
		try("disable the administrator", "identity.user_unknown", func() error { return op(w.Disable(ctx, root.ID, 1)) })
		try("see another shop's agent", "identity.user_unknown", func() error { return op(w.Get(ctx, south.ID)) })
		try("set the password of one who is more", "identity.beyond_you", func() error { return op(w.SetPassword(ctx, both.ID, 1, "battery staple", false)) })
		try("grant administrator", "identity.beyond_you", func() error { return op(w.Grant(ctx, agent.ID, 1, north(Administrator))) })
		try("grant elsewhere", "identity.beyond_you", func() error { return op(w.Grant(ctx, agent.ID, 1, Grant{Role: "agent", Shop: "south"})) })
		try("grant everywhere", "identity.beyond_you", func() error { return op(w.Grant(ctx, agent.ID, 1, Grant{Role: "agent"})) })
		try("grant here", "", func() error { return op(w.Grant(ctx, agent.ID, 1, north("supervisor"))) })
		try("disable oneself", "identity.not_yourself", func() error { return op(w.Disable(ctx, boss.ID, 1)) })
		try("disable here", "", func() error { return op(w.Disable(ctx, agent.ID, 2)) })
		try("a person without grants", "identity.grant_needed", func() error {
			return op(w.CreateUser(ctx, Newcomer{Login: "new", Name: "New", Password: password}))
		})
		try("a person here", "", func() error {
			return op(w.CreateUser(ctx, Newcomer{Login: "new", Name: "New", Password: password, Grants: []Grant{north("agent")}}))
		})
		try("change roles", "identity.denied", func() error { _, err := w.UpdateRole(ctx, Role{ID: "agent", Name: "x"}); return err })
		people, err := w.ListUsers(ctx)
		w.must(err)
		if len(people) != 4 || people[0].Login != "agent" || len(people[2].Grants) != 2 {
			w.t.Errorf("list %+v", people)
		}
	})
}

func TestUsersGoOnInPages(t *testing.T) {
	each(t, func(w *world) {
		for _, login := range []string{"ada", "bo", "cy"} {
			w.user(login, "agent", "north")
		}
		seen, after := "", ""
		for {
			people, err := w.Users(w.system(), Filter{}, after, 2)
			w.must(err)
			if len(people) == 0 {
				break
			}
			for _, p := range people {
				seen, after = seen+p.Login, p.Login
			}
		}
		if seen != "adabocy" {
			w.t.Errorf("saw %s", seen)
		}
	})
}

func TestAgentsManageNobody(t *testing.T) {
	each(t, func(w *world) {
		p := w.user("ada", "agent")
		b := &browser{w: w}
		w.must(b.signIn("ada", password))
		w.wantCode(b.as(func(ctx context.Context) error { _, err := w.Users(ctx, Filter{}, "", 0); return err }), "identity.denied")
		w.wantCode(b.as(func(ctx context.Context) error { _, err := w.Disable(ctx, p.ID, 1); return err }), "identity.denied")
	})
}

func TestTheLastAdministratorStays(t *testing.T) {
	each(t, func(w *world) {
		a, b := w.user("ada", Administrator), w.user("bo", Administrator)
		var wait sync.WaitGroup
		errs := make([]error, 2)
		for i, p := range []Person{a, b} {
			wait.Go(func() { _, errs[i] = w.Disable(w.system(), p.ID, p.Version) })
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			w.t.Fatalf("got %v", errs)
		}
		left := a
		if errs[0] == nil {
			left = b
		}
		_, err := w.Disable(w.system(), left.ID, left.Version)
		w.wantCode(err, "identity.last_administrator")
		_, err = w.Revoke(w.system(), left.ID, left.Version, Grant{Role: Administrator})
		w.wantCode(err, "identity.last_administrator")
	})
}

func TestEveryChangeIsRecorded(t *testing.T) {
	each(t, func(w *world) {
		w.user("root", Administrator)
		p := w.user("ada", "agent", "north")
		var err error
		for _, change := range []func() (Person, error){
			func() (Person, error) {
				return w.Grant(w.system(), p.ID, p.Version, Grant{Role: "trainer", Shop: "north"})
			},
			func() (Person, error) {
				return w.Revoke(w.system(), p.ID, p.Version, Grant{Role: "trainer", Shop: "north"})
			},
			func() (Person, error) { return w.SetPassword(w.system(), p.ID, p.Version, "battery staple", false) },
			func() (Person, error) { return w.Disable(w.system(), p.ID, p.Version) },
			func() (Person, error) { return w.Enable(w.system(), p.ID, p.Version) },
		} {
			p, err = change()
			w.must(err)
		}
		records, err := audit.List(w.db.Reader(w.t.Context()), "user/"+p.ID, 0, 0)
		w.must(err)
		verbs := ""
		for _, r := range records {
			verbs += r.Verb + " "
		}
		const want = "user.enable user.disable user.set_password user.revoke user.grant user.create "
		if verbs != want {
			w.t.Errorf("recorded %s", verbs)
		}
	})
}

func TestRoles(t *testing.T) {
	each(t, func(w *world) {
		p := w.user("ada", "agent", "north")
		roles, err := w.Roles(w.system())
		w.must(err)
		if len(roles) != 10 || roles[0].ID != Administrator || len(roles[0].Permissions) != len(Grantable()) {
			w.t.Errorf("delivered %+v", roles)
		}
		for _, r := range roles {
			if _, err := r.checked(); err != nil {
				w.t.Errorf("%s as delivered: %v", r.ID, err)
			}
		}
		agent, err := w.UpdateRole(w.system(), Role{ID: "agent", Name: " 一线客服 ", Permissions: []Permission{CaseRead}})
		w.must(err)
		if agent.Name != "一线客服" || agent.Version != 1 {
			w.t.Errorf("got %+v", agent)
		}
		_, err = w.UpdateRole(w.system(), Role{ID: "agent", Name: "x"})
		w.wantCode(err, "identity.role_changed")
		_, err = w.UpdateRole(w.system(), Role{ID: "none", Name: "x"})
		w.wantCode(err, "identity.role_unknown")
		_, err = w.CreateRole(w.system(), Role{Name: "夜班", Permissions: []Permission{ConversationRead}})
		w.must(err)
		a, _, err := actorByID(w.db.Reader(w.t.Context()), p.ID)
		if err != nil || len(a.Permissions()) != 1 {
			w.t.Errorf("the agent may %v, %v", a.Permissions(), err)
		}
	})
}

func TestColleagues(t *testing.T) {
	each(t, func(w *world) {
		w.user("root", Administrator)
		gone := w.user("gone", "agent", "north")
		ada := w.user("ada", "agent", "north")
		w.user("bo", "agent", "south")
		w.user("cy", "trainer", "north")
		_, err := w.Disable(w.system(), gone.ID, 1)
		w.must(err)
		q := w.db.Reader(w.t.Context())
		all, err := Colleagues(q, ConversationReply, "north")
		if err != nil || len(all) != 2 || all[0] != (Colleague{ada.ID, "ada"}) || all[1].Name != "root" {
			w.t.Errorf("got %v, %v", all, err)
		}
		for _, tt := range []struct {
			id, shop string
			p        Permission
			want     bool
		}{
			{ada.ID, "north", ConversationReply, true}, {ada.ID, "south", ConversationReply, false},
			{ada.ID, "north", UserManage, false}, {gone.ID, "north", ConversationReply, false}, {"nobody", "north", CaseRead, false},
		} {
			if got, err := Holds(q, tt.id, tt.p, tt.shop); err != nil || got != tt.want {
				w.t.Errorf("%+v: got %v, %v", tt, got, err)
			}
		}
	})
}
