package profile_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/desk"
	"github.com/anxin-desk/anxin/internal/merging"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestTwoCustomersBecomeOneAndTwoAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		old, _ := w.visit("tea", "林婉清", "杯子碎了")
		fresh, _ := w.visit("tea", "", "我换手机了，13812341234")
		if h := w.add(old, profile.Phone, "138 1234 1234"); h.State != profile.Held {
			t.Errorf("the first to have a phone: %+v", h)
		}
		if h := w.add(fresh, profile.Phone, "+86 13812341234"); h.State != profile.Claimed {
			t.Errorf("the second: %+v", h)
		}
		w.add(fresh, profile.Nick, "小林")
		_, err := w.Profiles.SetTags(w.agent, fresh, w.read(fresh).Version, []string{"老客"})
		w.must(err)
		card, err := w.Desk.CustomerCard(w.agent, fresh)
		w.must(err)
		if len(card.Alike) != 1 || card.Alike[0].ID != old || card.Alike[0].By.Masked() != "138****1234" {
			t.Errorf("alike: %+v", card.Alike)
		}
		before := w.read(fresh)
		pair := profile.Pair{SourceID: fresh, TargetID: old, SourceVersion: before.Version, TargetVersion: w.read(old).Version}
		stale := pair
		stale.SourceVersion--
		_, err = w.Profiles.Join(w.agent, w.key(), stale)
		wantFault(t, err, fault.Conflict, "customer.changed")
		key := w.key()
		made, err := w.Profiles.Join(w.agent, key, pair)
		w.must(err)
		if again, err := w.Profiles.Join(w.agent, key, pair); err != nil || again.ID != made.ID {
			t.Errorf("sent again: %+v, %v", again, err)
		}
		together := w.read(fresh)
		if together.ID != old || len(together.Members) != 2 || len(together.Tags) != 1 || len(together.Handles) != 3 {
			t.Errorf("together: %+v", together)
		}
		if card, err = w.Desk.CustomerCard(w.agent, old); err != nil || len(card.Talks) != 2 || len(card.Alike) != 0 {
			t.Errorf("together: %+v, %v", card, err)
		}
		_, err = w.Profiles.SetTags(w.agent, old, together.Version-1, nil)
		wantFault(t, err, fault.Conflict, "customer.changed")
		_, err = w.Profiles.UndoJoining(w.away, made.ID, made.Version)
		wantFault(t, err, fault.NotFound, "db.not_found")
		_, err = w.Profiles.UndoJoining(w.agent, made.ID, made.Version)
		w.must(err)
		_, err = w.Profiles.UndoJoining(w.agent, made.ID, made.Version)
		wantFault(t, err, fault.Conflict, "customer.joining_undone")
		if after := w.read(fresh); after.ID != fresh || len(after.Handles) != 2 || len(after.Tags) != 1 {
			t.Errorf("apart: %+v", after)
		}
		if after := w.read(old); len(after.Handles) != 1 || len(after.Tags) != 0 || len(after.Members) != 1 {
			t.Errorf("apart: %+v", after)
		}
	})
}

// Who is the same by a merged conversation and by what the team said is one
// person, in whatever order that came, and comes apart in any order.
func TestLinksOfBothKindsAreOnePerson(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, aTalk := w.visit("tea", "甲", "一")
		b, bTalk := w.visit("tea", "乙", "二")
		c, _ := w.visit("tea", "丙", "三")
		join := func(source, target string) profile.Joining {
			j, err := w.Profiles.Join(w.agent, w.key(), profile.Pair{SourceID: source, TargetID: target,
				SourceVersion: w.read(source).Version, TargetVersion: w.read(target).Version})
			w.must(err)
			return j
		}
		first := join(a, b) // a goes by b
		m, err := w.Mergings.Merge(w.agent, w.key(), merging.Pair{SourceID: bTalk, TargetID: aTalk, SourceVersion: 1, TargetVersion: 1})
		w.must(err) // and b is a
		if p, q := w.read(a), w.read(b); p.ID != q.ID || len(p.Members) != 2 {
			t.Errorf("in a circle: %s and %s of %d", p.ID, q.ID, len(p.Members))
		}
		second := join(c, w.read(a).ID)
		if p := w.read(c); len(p.Members) != 3 {
			t.Errorf("three: %+v", p.Members)
		}
		_, err = w.Mergings.Undo(w.agent, m.ID, m.Version)
		w.must(err)
		if p := w.read(a); len(p.Members) != 3 {
			t.Errorf("what the team said holds: %+v", p.Members)
		}
		for _, j := range []profile.Joining{first, second} {
			_, err = w.Profiles.UndoJoining(w.agent, j.ID, j.Version)
			w.must(err)
		}
		for _, id := range []string{a, b, c} {
			if p := w.read(id); p.ID != id || len(p.Members) != 1 {
				t.Errorf("alone again: %+v", p.Members)
			}
		}
	})
}

func TestWhatTheyWroteIsSuggestedAndNotTaken(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id, talk := w.visit("tea", "林婉清", "打我电话13900001111，或发到lin@example.com")
		card, err := w.Desk.CustomerCard(w.agent, id)
		w.must(err)
		if len(card.Read) != 2 || len(card.Handles) != 0 {
			t.Fatalf("read: %+v", card.Read)
		}
		from := profile.Place{ConversationID: talk, Seq: 1}
		h, err := w.Desk.ReadHandle(w.agent, id, from, profile.Phone, "139****1111")
		w.must(err)
		h, version, err := w.Profiles.AddHandle(w.agent, w.key(), id, card.Version, h)
		w.must(err)
		if h.From != from || h.Value != "13900001111" {
			t.Errorf("taken: %+v", h)
		}
		mail, err := w.Desk.ReadHandle(w.agent, id, from, profile.Email, "l***@example.com")
		w.must(err)
		_, err = w.Profiles.Dismiss(w.agent, id, version, mail)
		w.must(err)
		if card, err = w.Desk.CustomerCard(w.agent, id); err != nil || len(card.Read) != 0 {
			t.Errorf("afterwards: %+v, %v", card.Read, err)
		}
		_, err = w.Desk.ReadHandle(w.away, id, from, profile.Phone, "139****1111")
		wantFault(t, err, fault.NotFound, "db.not_found")
	})
}

func TestLookingIsRecordedAndLookingAtManyIsTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		chief := w.chief()
		id, _ := w.visit("tea", "", "在吗")
		h := w.add(id, profile.Phone, "13812341234")
		_, err := w.Profiles.Reveal(w.agent, id, h.ID, " ")
		wantFault(t, err, fault.Invalid, "customer.reason_missing")
		_, err = w.Profiles.Reveal(w.away, id, h.ID, "回电")
		wantFault(t, err, fault.NotFound, "db.not_found")
		for n := range profile.MaxReveals + 2 {
			shown, err := w.Profiles.Reveal(w.agent, id, h.ID, "回电")
			w.must(err)
			if shown.Value != "13812341234" {
				t.Fatalf("shown: %+v", shown)
			}
			told, err := w.Notices.Mine(chief, "")
			w.must(err)
			if want := max(0, min(1, n-profile.MaxReveals+1)); len(told.Notices) != want {
				t.Fatalf("after %d looks the supervisor has %d notices", n+1, len(told.Notices))
			}
		}
		w.ms.Add((2 * time.Hour).Milliseconds())
		_, err = w.Profiles.Reveal(w.agent, id, h.ID, "回电")
		w.must(err)
		if told, err := w.Notices.Mine(chief, ""); err != nil || len(told.Notices) != 1 {
			t.Errorf("two hours later: %+v, %v", told.Notices, err)
		}
		if rows := w.rows(); strings.Count(rows, "138****1234") < profile.MaxReveals || strings.Count(rows, "13812341234") != 1+1 {
			t.Errorf("the record is to name what was shown, masked; the value stands in its row alone:\n%s", rows)
		}
	})
}

func TestErasureLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id, _ := w.visit("tea", "林婉清", "在吗")
		other, _ := w.visit("tea", "周海峰", "在吗")
		h := w.add(id, profile.Phone, "13812341234")
		w.add(id, profile.Email, "lin@example.com")
		w.add(id, profile.Address, "杭州市西湖区文三路一号")
		w.add(id, profile.Nick, "小林爱喝茶")
		if claimed := w.add(other, profile.Phone, "13812341234"); claimed.State != profile.Claimed {
			t.Errorf("claimed: %+v", claimed)
		}
		_, err := w.Profiles.Update(w.agent, id, w.read(id).Version, "林婉清", profile.Treatment{AddressAs: "林老师", Level: profile.VIP, QuietFrom: 60, QuietTo: 90})
		w.must(err)
		_, err = w.Profiles.Remember(w.agent, w.key(), id, w.read(id).Version, profile.Memory{Kind: "avoids", Text: "对花生过敏", Source: "told"})
		w.must(err)
		_, err = w.Profiles.AgreeTo(w.agent, w.key(), id, w.read(id).Version, profile.Consent{Kind: "phone", Agreed: true, How: "chat", Words: "可以打给我"})
		w.must(err)
		_, err = w.Profiles.Reveal(w.agent, id, h.ID, "约好回电给林婉清")
		w.must(err)
		x, err := w.Profiles.Export(w.agent, id, "本人申请")
		w.must(err)
		if len(x.Handles) != 4 || x.Handles[0].Value != "13812341234" || len(x.Ever) != 1 || len(x.Memories) != 1 {
			t.Errorf("handed out: %+v", x)
		}
		wantFault(t, w.Profiles.Erase(w.agent, id, 1, "本人申请"), fault.Conflict, "customer.changed")
		wantFault(t, w.Profiles.Erase(w.away, id, w.read(id).Version, "本人申请"), fault.NotFound, "db.not_found")
		w.must(w.Profiles.Erase(w.agent, id, w.read(id).Version, "本人申请"))
		for _, residue := range []string{"林婉清", "林老师", "lin@", "文三路", "小林爱喝茶", "花生", "可以打给我"} {
			if strings.Contains(w.rows(), residue) {
				t.Errorf("%s is left in\n%s", residue, w.rows())
			}
		}
		if p := w.read(other); p.Handles[0].State != profile.Held {
			t.Errorf("who claimed the phone has it now: %+v", p.Handles)
		}
		_, err = w.Profiles.SetTags(w.agent, id, w.read(id).Version, []string{"老客"})
		wantFault(t, err, fault.Conflict, "customer.erased")
		erased, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
		if err != nil || !erased.OK() {
			t.Errorf("the record: %+v, %v", erased.Problems, err)
		}
	})
}

func TestTwoTabsChangeOneCustomer(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id, _ := w.visit("tea", "", "在吗")
		version := w.read(id).Version
		var wg sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			wg.Go(func() {
				_, errs[i] = w.Profiles.SetTags(w.agent, id, version, []string{"急", "老客"})
			})
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if fault.KindOf(err) != fault.Conflict {
				t.Errorf("%v", err)
			}
		}
		if won != 1 || len(w.read(id).Tags) != 2 {
			t.Errorf("%d of six got through: %+v", won, w.read(id).Tags)
		}
	})
}

func TestCustomersAreFound(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		lin, _ := w.visit("tea", "林婉清", "杯子碎了")
		w.ms.Add(1000)
		zhou, _ := w.visit("tea", "周海峰", "没收到")
		w.ms.Add(1000)
		foreign, _ := w.visit("cup", "林外人", "在吗")
		w.add(lin, profile.Phone, "13812345678")
		w.add(zhou, profile.Nick, "海风Hai")
		_, err := w.Profiles.SetTags(w.agent, zhou, w.read(zhou).Version, []string{"老客"})
		w.must(err)
		for words, want := range map[string]string{"": zhou + lin, "林": lin, "5678": lin, "13812345678": lin, "hai": zhou, "老客": zhou, "老": "", "%": ""} {
			rows, _, err := w.Desk.Customers(w.agent, desk.CustomerAsk{Words: words})
			w.must(err)
			got := ""
			for _, r := range rows {
				got += r.ID
			}
			if got != want {
				t.Errorf("%q finds %s, want %s", words, got, want)
			}
		}
		_, err = w.Desk.CustomerCard(w.agent, foreign)
		wantFault(t, err, fault.NotFound, "db.not_found")
	})
}
