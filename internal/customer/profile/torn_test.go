package profile_test

import (
	"testing"

	"github.com/anxin-desk/anxin/internal/customer/delight"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// Whatever write the database refuses, of whatever is done with a customer:
// nothing of it is left, and it can be done again with the same key.
func TestNothingOfACustomerIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		f := dbtest.NewFuse(t, w.DB)
		old, _ := w.visit("tea", "林婉清", "杯子碎了")
		fresh, _ := w.visit("tea", "", "我换手机了")
		know(w, f, old)
		w.add(fresh, profile.Phone, "13812341234") // claimed
		joinAndPart(w, f, old, fresh)
		give(w, f, old)
		f.Burn("reveal", func() error {
			_, err := w.Profiles.Reveal(w.agent, old, w.read(old).Handles[0].ID, "约好回电")
			return err
		})
		f.Burn("export", func() error { _, err := w.Profiles.Export(w.agent, old, "本人申请"); return err })
		f.Burn("erase", func() error { return w.Profiles.Erase(w.agent, old, w.read(old).Version, "本人申请") })
		if h := w.read(fresh).Handles; len(h) != 1 || h[0].State != profile.Held {
			t.Errorf("who claimed the phone has it now: %+v", h)
		}
	})
}

func know(w *world, f *dbtest.Fuse, id string) {
	w.t.Helper()
	f.Burn("add a phone", func() error {
		_, _, err := w.Profiles.AddHandle(w.agent, "torn-key-0001", id, w.read(id).Version, profile.Handle{Kind: profile.Phone, Value: "13812341234"})
		return err
	})
	f.Burn("dismiss a mail address", func() error {
		_, err := w.Profiles.Dismiss(w.agent, id, w.read(id).Version, profile.Handle{Kind: profile.Email, Value: "lin@example.com"})
		return err
	})
	f.Burn("update", func() error {
		_, err := w.Profiles.Update(w.agent, id, w.read(id).Version, "林婉清", profile.Treatment{AddressAs: "林老师", Level: profile.VIP})
		return err
	})
	f.Burn("set tags", func() error {
		_, err := w.Profiles.SetTags(w.agent, id, w.read(id).Version, []string{"老客", "急"})
		return err
	})
	f.Burn("agree", func() error {
		_, err := w.Profiles.AgreeTo(w.agent, "torn-key-0002", id, w.read(id).Version, profile.Consent{Kind: "phone", Agreed: true, How: "chat", Words: "可以"})
		return err
	})
	f.Burn("remember", func() error {
		_, err := w.Profiles.Remember(w.agent, "torn-key-0003", id, w.read(id).Version, profile.Memory{Kind: "avoids", Text: "对花生过敏", Source: "told"})
		return err
	})
	f.Burn("forget", func() error {
		_, err := w.Profiles.Forget(w.agent, id, w.read(id).Version, w.read(id).Memories[0].ID)
		return err
	})
}

func joinAndPart(w *world, f *dbtest.Fuse, old, fresh string) {
	w.t.Helper()
	pair := profile.Pair{SourceID: fresh, TargetID: old, SourceVersion: w.read(fresh).Version, TargetVersion: w.read(old).Version}
	var made profile.Joining
	f.Burn("join", func() (err error) {
		made, err = w.Profiles.Join(w.agent, "torn-key-0004", pair)
		return err
	})
	if got := w.read(fresh); got.ID != old || len(got.Members) != 2 {
		w.t.Errorf("together: %+v", got)
	}
	f.Burn("part", func() error {
		_, err := w.Profiles.UndoJoining(w.agent, made.ID, made.Version)
		return err
	})
	if got := w.read(fresh); got.ID != fresh || len(got.Members) != 1 {
		w.t.Errorf("apart: %+v", got)
	}
}

func give(w *world, f *dbtest.Fuse, id string) {
	w.t.Helper()
	f.Burn("set a budget", func() error {
		_, err := w.Delights.SetBudget(w.agent, w.shop, w.budget().Version, 10000)
		return err
	})
	var card delight.Delight
	f.Burn("add a delight", func() (err error) {
		card, err = w.Delights.Add(w.agent, "torn-key-0005", w.shop, delight.Delight{Title: "手写卡片", CostFen: 300, Occasion: delight.VIP})
		return err
	})
	version := w.budget().Version
	f.Burn("give", func() error {
		_, err := w.Delights.Give(w.agent, "torn-key-0006", id, card.ID, version)
		return err
	})
	if b := w.budget(); b.SpentFen != 300 {
		w.t.Errorf("the budget is %+v", b)
	}
}

func (w *world) budget() delight.Budget {
	w.t.Helper()
	b, _, err := w.Delights.OfShop(w.agent, w.shop)
	w.must(err)
	return b
}
