package identity

import (
	"sync"
	"testing"
)

func TestTheSameKeyMakesOnePerson(t *testing.T) {
	each(t, func(w *world) {
		n := Newcomer{Login: "ada", Name: "Ada", Password: password, Once: "key-0001", Grants: []Grant{{Role: "agent", Shop: "north"}}}
		var together sync.WaitGroup
		ids := make([]string, 4)
		for i := range ids {
			together.Go(func() {
				p, err := w.CreateUser(w.system(), n)
				if err != nil {
					w.t.Error(err)
				}
				ids[i] = p.ID
			})
		}
		together.Wait()
		for _, id := range ids {
			if id == "" || id != ids[0] {
				w.t.Errorf("made %v", ids)
			}
		}
		n.Name = "Eve"
		_, err := w.CreateUser(w.system(), n)
		w.wantCode(err, "request.key_reused")
		n.Name, n.Once = "Ada", "key-0002"
		_, err = w.CreateUser(w.system(), n)
		w.wantCode(err, "identity.login_taken")
		n.Login, n.Once = "eve", "key-0002" // nothing was made under it
		_, err = w.CreateUser(w.system(), n)
		w.must(err)
	})
}

func TestTheSameKeyMakesOneRole(t *testing.T) {
	each(t, func(w *world) {
		r := Role{Name: "夜班", Permissions: []Permission{CaseRead}, Once: "key-0001"}
		first, err := w.CreateRole(w.system(), r)
		w.must(err)
		again, err := w.CreateRole(w.system(), r)
		w.must(err)
		if again.ID != first.ID || again.Version != 1 || len(again.Permissions) != 1 {
			w.t.Errorf("first %+v, again %+v", first, again)
		}
		r.Permissions = nil
		_, err = w.CreateRole(w.system(), r)
		w.wantCode(err, "request.key_reused")
	})
}

func TestRename(t *testing.T) {
	each(t, func(w *world) {
		p := w.user("ada", "agent", "north")
		got, err := w.Rename(w.system(), p.ID, 1, " 阿达 ")
		w.must(err)
		if got.Name != "阿达" || got.Version != 2 || len(got.Grants) != 1 {
			w.t.Errorf("got %+v", got)
		}
		_, err = w.Rename(w.system(), p.ID, 1, "x")
		w.wantCode(err, "identity.user_changed")
		_, err = w.Rename(w.system(), p.ID, 2, "  ")
		w.wantCode(err, "identity.name_length")
		_, err = w.Rename(w.system(), "none", 1, "x")
		w.wantCode(err, "identity.user_unknown")
	})
}
