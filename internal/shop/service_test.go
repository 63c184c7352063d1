package shop

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 3, 4, 4, 0, 0, 0, time.UTC) // in Shanghai

type world struct {
	*Service
	t *testing.T
}

func each(t *testing.T, story func(w world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var mu sync.Mutex
		ids := 0
		w := world{&Service{DB: d, Now: func() time.Time { return noon }, NewID: func() string {
			mu.Lock()
			defer mu.Unlock()
			ids++
			return fmt.Sprintf("id-%03d", ids)
		}}, t}
		story(w)
		report, err := audit.Verify(t.Context(), d.Reader(t.Context()), nil, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func (w world) system() context.Context { return identity.With(w.t.Context(), identity.NewSystem()) }

// in is a context of a user who may change some shops.
func (w world) in(shops ...string) context.Context {
	held := map[string][]identity.Permission{}
	for _, shop := range shops {
		held[shop] = []identity.Permission{identity.ShopManage}
	}
	return identity.With(w.t.Context(), identity.NewUser("ada", "Ada", held))
}

func (w world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w world) wantCode(err error, code string) {
	w.t.Helper()
	if err == nil || fault.CodeOf(err) != code {
		w.t.Errorf("got %v, want %s", err, code)
	}
}

func (w world) shop(name string) Shop {
	w.t.Helper()
	s, err := w.Create(w.system(), Draft{Name: name})
	w.must(err)
	return s
}

func TestShopsKeepWhatTheyAreTold(t *testing.T) {
	each(t, func(w world) {
		made := w.shop("安心旗舰店")
		if made.Key != "shop-id001" || made.Version != 1 || made.Settings.CommitmentGraceMinutes != 15 ||
			made.Location().String() != "Asia/Shanghai" || !made.Hours.Open(noon) || made.Hours.Open(noon.Add(10*time.Hour)) {
			w.t.Errorf("made %+v", made)
		}
		chosen := DefaultSettings()
		chosen.CommitmentGraceMinutes = 30
		plan := calendar.Plan{Zone: "Asia/Tokyo", Week: calendar.Week{Mon: []calendar.Interval{{From: "10:00", To: "12:00"}}}}
		_, err := w.Update(w.in(made.ID), made.ID, 1, Draft{Name: "安心", Hours: &plan, Settings: &chosen})
		w.must(err)
		_, err = w.Update(w.in(made.ID), made.ID, 1, Draft{Name: "old form"})
		w.wantCode(err, "shop.changed")
		_, err = w.Update(w.in(made.ID), made.ID, 2, Draft{Name: "安心家"})
		w.must(err)
		got, err := w.ByKey(w.t.Context(), made.Key)
		w.must(err)
		if got.Name != "安心家" || got.Version != 3 || got.Location().String() != "Asia/Tokyo" || got.Hours.Open(noon) ||
			got.Settings.CommitmentGraceMinutes != 30 || !got.MadeAt.Equal(noon) {
			w.t.Errorf("got %+v", got)
		}
		if in, err := GetIn(w.DB.Reader(w.t.Context()), made.ID); err != nil || in.Version != 3 {
			w.t.Errorf("GetIn: %+v, %v", in, err)
		}
	})
}

func TestKeysAreUnique(t *testing.T) {
	each(t, func(w world) {
		_, err := w.Create(w.system(), Draft{Key: "anxin", Name: "安心"})
		w.must(err)
		_, err = w.Create(w.system(), Draft{Key: "anxin", Name: "别家"})
		w.wantCode(err, "shop.key_taken")
		_, err = w.Create(w.system(), Draft{Key: "An xin", Name: "别家"})
		w.wantCode(err, "shop.key_form")
		for _, key := range []string{"none", "", "\x00", "%"} {
			_, err = w.ByKey(w.t.Context(), key)
			w.wantCode(err, "shop.unknown")
		}
	})
}

func TestSetupMakesTheFirstShop(t *testing.T) {
	each(t, func(w world) {
		first := func(name string) (made Shop, err error) {
			err = w.DB.InTx(w.t.Context(), func(tx *db.Tx) error {
				made, err = w.CreateFirstIn(tx, identity.NewSystem(), name)
				return err
			})
			return made, err
		}
		_, err := first(" ")
		if f, ok := err.(*fault.Fault); !ok || f.Field != "shop_name" {
			w.t.Errorf("got %v", err)
		}
		for _, want := range []string{"shop", "shop-id002"} {
			if made, err := first("安心"); err != nil || made.Key != want {
				w.t.Errorf("got %q, %v; want %q", made.Key, err, want)
			}
		}
	})
}

func TestOtherShopsAreNotFound(t *testing.T) {
	each(t, func(w world) {
		north, south := w.shop("north"), w.shop("south")
		sales, err := w.CreateDepartment(w.system(), south.ID, draft("仓库", nil))
		w.must(err)
		ctx := w.in(north.ID)
		_, err = w.Get(ctx, south.ID)
		w.wantCode(err, "shop.unknown")
		_, err = w.Update(ctx, south.ID, 1, Draft{Name: "mine"})
		w.wantCode(err, "shop.unknown")
		_, err = w.Departments(ctx, south.ID)
		w.wantCode(err, "shop.unknown")
		_, err = w.CreateDepartment(ctx, south.ID, draft("财务", nil))
		w.wantCode(err, "shop.unknown")
		_, err = w.UpdateDepartment(ctx, sales.ID, 1, draft("财务", nil))
		w.wantCode(err, "shop.department_unknown")
		_, err = w.Create(ctx, Draft{Name: "third"})
		w.wantCode(err, "identity.denied")
		for name, list := range map[string]func() ([]Shop, error){
			"visible": func() ([]Shop, error) { return w.Visible(ctx) },
			"list":    func() ([]Shop, error) { return w.List(ctx, "", 0) },
		} {
			if shops, err := list(); err != nil || len(shops) != 1 || shops[0].ID != north.ID {
				w.t.Errorf("%s: %v, %v", name, shops, err)
			}
		}
		buyer := identity.With(w.t.Context(), identity.NewBuyer("li", north.ID, "Li"))
		if got, err := w.Get(buyer, north.ID); err != nil || got.Name != "north" {
			w.t.Errorf("a buyer's own shop: %+v, %v", got, err)
		}
		_, err = w.Get(buyer, south.ID)
		w.wantCode(err, "shop.unknown")
		_, err = w.List(buyer, "", 0)
		w.wantCode(err, "identity.denied")
		_, err = w.Visible(w.t.Context())
		w.wantCode(err, "identity.signed_out")
	})
}

func TestListGoesOnInPages(t *testing.T) {
	each(t, func(w world) {
		for _, key := range []string{"aa", "bb", "cc"} {
			_, err := w.Create(w.system(), Draft{Key: key, Name: key})
			w.must(err)
		}
		seen, after := "", ""
		for {
			shops, err := w.List(w.system(), after, 2)
			w.must(err)
			if len(shops) == 0 {
				break
			}
			for _, s := range shops {
				seen, after = seen+s.Key, s.Key
			}
		}
		if seen != "aabbcc" {
			w.t.Errorf("saw %s", seen)
		}
	})
}

func TestDepartments(t *testing.T) {
	each(t, func(w world) {
		at := w.shop("north")
		night := calendar.Plan{Zone: "Asia/Shanghai", Week: calendar.Week{Wed: []calendar.Interval{{From: "22:00", To: "06:00"}}}}
		store, err := w.CreateDepartment(w.in(at.ID), at.ID, draft("仓库", &night))
		w.must(err)
		money, err := w.CreateDepartment(w.in(at.ID), at.ID, draft("财务", nil))
		w.must(err)
		if store.Hours.Open(noon) || !store.Hours.Open(noon.Add(11*time.Hour)) || !money.Hours.Open(noon) {
			w.t.Error("wrong hours")
		}
		_, err = w.CreateDepartment(w.in(at.ID), at.ID, draft("仓库", nil))
		w.wantCode(err, "shop.department_name_taken")
		_, err = w.UpdateDepartment(w.in(at.ID), money.ID, 1, draft("仓库", nil))
		w.wantCode(err, "shop.department_name_taken")
		money, err = w.UpdateDepartment(w.in(at.ID), money.ID, 1, draft("财务部", &night))
		w.must(err)
		_, err = w.UpdateDepartment(w.in(at.ID), money.ID, 1, draft("财务", nil))
		w.wantCode(err, "shop.changed")
		law, err := w.UpdateDepartment(w.in(at.ID), store.ID, 1, DepartmentDraft{Name: "仓库", Kind: Legal})
		w.must(err)
		again, err := w.UpdateDepartment(w.in(at.ID), store.ID, 2, draft("三楼", nil))
		w.must(err)
		if store.Kind != OtherKind || law.Kind != Legal || again.Kind != Legal {
			w.t.Errorf("kinds %s, %s, %s", store.Kind, law.Kind, again.Kind)
		}
		_, err = w.UpdateDepartment(w.in(at.ID), store.ID, 3, DepartmentDraft{Name: "三楼", Kind: "moon"})
		w.wantCode(err, "shop.department_kind")
		all, err := w.Departments(w.in(at.ID), at.ID)
		if err != nil || len(all) != 2 || all[0].Kind == all[1].Kind || money.Version != 2 || money.Hours.Open(noon) {
			w.t.Errorf("got %+v, %v", all, err)
		}
	})
}

func draft(name string, hours *calendar.Plan) DepartmentDraft {
	return DepartmentDraft{Name: name, Hours: hours}
}

func TestTheSameKeyMakesOne(t *testing.T) {
	each(t, func(w world) {
		d := Draft{Name: "安心", Once: "key-0001"}
		first, err := w.Create(w.system(), d)
		w.must(err)
		again, err := w.Create(w.system(), d)
		w.must(err)
		if first.ID != again.ID || again.Key != first.Key {
			w.t.Errorf("first %+v, again %+v", first, again)
		}
		d.Name = "别家"
		_, err = w.Create(w.system(), d)
		w.wantCode(err, "request.key_reused")
		part := DepartmentDraft{Name: "仓库", Once: "key-0002"}
		one, err := w.CreateDepartment(w.system(), first.ID, part)
		w.must(err)
		two, err := w.CreateDepartment(w.system(), first.ID, part)
		w.must(err)
		if one.ID != two.ID || two.Name != "仓库" {
			w.t.Errorf("one %+v, two %+v", one, two)
		}
		_, err = w.CreateDepartment(w.system(), w.shop("南店").ID, part)
		w.wantCode(err, "request.key_reused")
	})
}

func TestPlaces(t *testing.T) {
	each(t, func(w world) {
		north, south := w.shop("北店"), w.shop("南店")
		part, err := w.CreateDepartment(w.system(), north.ID, draft("仓库", nil))
		w.must(err)
		for _, tt := range []struct{ shop, department, code string }{
			{"", "", ""}, {north.ID, "", ""}, {north.ID, part.ID, ""},
			{"", part.ID, "shop.unknown"}, {south.ID, "", "shop.unknown"}, {"none", "", "shop.unknown"},
			{north.ID, "none", "shop.department_unknown"},
		} {
			if err := w.Place(w.in(north.ID), tt.shop, tt.department); fault.CodeOf(err) != tt.code {
				w.t.Errorf("%+v: %v", tt, err)
			}
		}
		w.wantCode(w.Place(w.system(), south.ID, part.ID), "shop.department_unknown")
	})
}
