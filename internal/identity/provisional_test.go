package identity

import (
	"context"
	"testing"
)

func TestWhoWasGivenAPasswordChoosesTheirOwnFirst(t *testing.T) {
	each(t, func(w *world) {
		p, err := w.CreateUser(w.system(), Newcomer{Login: "tang", Name: "Tang", Password: password, Provisional: true,
			Grants: []Grant{{Role: "agent", Shop: "north"}}})
		w.must(err)
		b := &browser{w: w}
		w.must(b.signIn("tang", password))
		w.must(b.as(func(ctx context.Context) error {
			a, _ := From(ctx)
			if !a.Provisional || !a.Anywhere().Empty() {
				w.t.Errorf("actor %+v", a)
			}
			_, _, err := Require(ctx, ConversationRead)
			w.wantCode(err, "identity.password_first")
			return nil
		}))
		w.wantCode(b.as(func(ctx context.Context) error { return w.ChangePassword(ctx, "", password) }), "identity.password_same")
		w.must(b.as(func(ctx context.Context) error { return w.ChangePassword(ctx, "", "a horse of my own") }))
		w.must(b.as(func(ctx context.Context) error {
			_, _, err := Require(ctx, ConversationRead)
			return err
		}))
		w.wantCode(b.as(func(ctx context.Context) error { return w.ChangePassword(ctx, "", "another horse") }), "identity.wrong_password")
		w.wantCode((&browser{w: w}).signIn("tang", password), "identity.wrong_login")
		now, err := w.Get(w.system(), p.ID)
		w.must(err)
		if now.Provisional || now.Version != 2 {
			w.t.Errorf("afterwards %+v", now)
		}
	})
}

// Who holds more than the actor is out of their reach also before they have
// chosen a password, or their first one could be replaced and used.
func TestAFirstPasswordMakesNobodyLess(t *testing.T) {
	each(t, func(w *world) {
		p, err := w.CreateUser(w.system(), Newcomer{Login: "root", Name: "Root", Password: password, Provisional: true,
			Grants: []Grant{{Role: "administrator", Shop: AllShops}}})
		w.must(err)
		boss, err := w.CreateUser(w.system(), Newcomer{Login: "boss", Name: "Boss", Password: password,
			Grants: []Grant{{Role: "proprietor", Shop: AllShops}}})
		w.must(err)
		b := &browser{w: w}
		w.must(b.signIn(boss.Login, password))
		w.wantCode(b.as(func(ctx context.Context) error {
			_, err := w.SetPassword(ctx, p.ID, p.Version, "a horse of mine", false)
			return err
		}), "identity.beyond_you")
	})
}
