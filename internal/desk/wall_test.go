package desk_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/desk"
	"github.com/anxin-desk/anxin/internal/desk/wall"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

func reader(shopID string) context.Context {
	return identity.With(context.Background(), identity.NewUser("agent", "Name of agent", map[string][]identity.Permission{
		shopID: {identity.CommitmentRead, identity.CommitmentWrite, identity.CommitmentWaive, identity.CaseWrite, identity.ConversationRead}}))
}

// wallWorld has commitments of every kind in the first shop, named by what
// becomes of them, and one in the second.
func (w *world) wallWorld() map[string]commitment.Commitment {
	w.t.Helper()
	d, err := w.Shops.CreateDepartment(w.system, w.first, shop.DepartmentDraft{Name: "仓库"})
	w.must(err)
	made := map[string]commitment.Commitment{}
	commit := func(name, shopKey, department string, in time.Duration) {
		b := w.visit(shopKey, "林女士")
		w.say(b, "你好")
		m, err := w.Complaints.Commit(w.boss, w.open(b, "case-"+name).ID, "key-"+name+"-00", commitment.Draft{Text: name, DueAt: w.now().Add(in), DepartmentID: department})
		w.must(err)
		made[name] = m
	}
	commit("broken", "first", d.ID, time.Hour)
	commit("late", "first", "", 2*time.Hour)
	commit("kept", "first", "", 3*time.Hour)
	commit("moved", "first", "", 3*time.Hour)
	commit("grace", "first", d.ID, 4*time.Hour)
	commit("today", "first", "", 6*time.Hour)
	commit("later", "first", "", 48*time.Hour)
	commit("other", "second", "", time.Hour)
	me := reader(w.first)
	_, err = w.Complaints.Keep(me, made["kept"].ID, 1, "")
	w.must(err)
	_, err = w.Complaints.Update(me, made["moved"].ID, 1, commitment.Draft{Text: "again", DueAt: w.now().Add(72 * time.Hour)}, "")
	w.must(err)
	w.pass(4*time.Hour + time.Minute)
	_, err = w.Queue.RunDue(context.Background(), w.now())
	w.must(err)
	_, err = w.Complaints.Keep(me, made["late"].ID, 1, "")
	w.must(err)
	return made
}

// texts are those of the whole wall, read in pages of a size.
func (w *world) texts(ctx context.Context, f wall.Filter, size int) (all []string) {
	w.t.Helper()
	for after := ""; ; {
		p, err := w.Wall.Wall(ctx, f, after, size)
		w.must(err)
		for _, r := range p.Rows {
			all = append(all, r.Text)
		}
		if after = p.Next; after == "" {
			return all
		}
	}
}

func TestWall(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		made := w.wallWorld()
		me, department := reader(w.first), made["broken"].DepartmentID
		for _, tt := range []struct {
			f    wall.Filter
			want []string
		}{
			{wall.Filter{View: wall.Open}, []string{"broken", "grace", "today", "later", "again"}},
			{wall.Filter{View: wall.Broken}, []string{"broken"}},
			{wall.Filter{View: wall.Today}, []string{"grace", "today"}},
			{wall.Filter{View: wall.Later}, []string{"later", "again"}},
			{wall.Filter{View: wall.Settled, Outcome: "kept"}, []string{"late", "kept"}},
			{wall.Filter{View: wall.Settled, Outcome: "updated"}, []string{"moved"}},
			{wall.Filter{View: wall.Settled, Outcome: "broken"}, []string{"late"}},
			{wall.Filter{View: wall.Open, DepartmentID: department}, []string{"broken", "grace"}},
			{wall.Filter{View: wall.Open, OwnerID: "boss"}, []string{"broken", "grace", "today", "later", "again"}},
			{wall.Filter{View: wall.Settled, OwnerID: "boss", Outcome: "kept"}, []string{"late", "kept"}},
			{wall.Filter{View: wall.Open, OwnerID: "nobody"}, nil},
			{wall.Filter{View: wall.Open, ShopID: w.second}, nil},
			{wall.Filter{View: wall.Open, DueBefore: w.now()}, []string{"broken", "grace"}},
		} {
			for _, size := range []int{1, 2, 100} {
				if got := w.texts(me, tt.f, size); !slices.Equal(got, tt.want) {
					t.Errorf("%+v in pages of %d: got %v, want %v", tt.f, size, got, tt.want)
				}
			}
		}
		p, err := w.Wall.Wall(me, wall.Filter{View: wall.Broken}, "", 10)
		w.must(err)
		r := p.Rows[0]
		if p.Counts != (wall.Counts{Broken: 1, Today: 2, Later: 2, Settled: 3}) || r.ID != made["broken"].ID || r.CustomerName != "林女士" ||
			r.DepartmentName != "仓库" || r.ShopName != "Shop first" || r.Zone != "Asia/Shanghai" || r.Case.Number == "" {
			t.Errorf("got %+v, counts %+v", r, p.Counts)
		}
		if got := w.texts(reader(identity.AllShops), wall.Filter{View: wall.Broken}, 1); len(got) != 2 {
			t.Errorf("over all shops: %v", got)
		}
		_, err = w.Wall.Wall(me, wall.Filter{View: wall.Open}, "!", 10)
		wantFault(t, err, fault.Invalid, "request.bad_cursor")
		rows, more, err := w.Wall.Gather(me, identity.CommitmentWrite, wall.Filter{View: wall.Open})
		if err != nil || len(rows) != 5 || more {
			t.Errorf("gathered %d, more %v, %v", len(rows), more, err)
		}
	})
}

func TestRegister(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.wallWorld()
		me := reader(w.first)
		r, err := w.Desk.Register(me, "", 1)
		w.must(err)
		want := desk.Kept{InTime: 1, Updated: 1, Broken: 2, Late: 1, Owed: 1}
		if rate, ok := r.All.Rate(); r.All != want || !ok || rate != 33 || len(r.Shops) != 1 || len(r.Owners) != 1 || r.Owners[0].Kept != want || r.Owners[0].ID != "boss" {
			t.Errorf("got %+v", r)
		}
		w.pass(24 * time.Hour)
		for days, kept := range map[int]int64{1: 0, 7: 1} {
			if r, err := w.Desk.Register(me, "", days); err != nil || r.All.InTime != kept {
				t.Errorf("over %d days: %+v, %v", days, r.All, err)
			}
		}
		if _, ok := (desk.Kept{Waived: 3, Updated: 1}).Rate(); ok {
			t.Error("there is a rate of nothing")
		}
		_, err = w.Desk.Register(member("ghost", w.first), "", 1)
		wantFault(t, err, fault.Denied, "identity.denied")
	})
}
