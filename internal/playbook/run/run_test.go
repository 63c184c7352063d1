package run_test

import (
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/playbook/run"
)

const angry = "手机的充电口坏了，插上没反应，单号5001234567890"

// A playbook comes up from the buyer's words and the order, is dismissed once and
// stays away, and is still there to be chosen.
func TestAPlaybookComesUpOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit(angry)
		g := w.guide(b)
		if len(g.Proposals) == 0 || g.Proposals[0].Name != "quality.malfunction" || !g.Proposals[0].PopUp {
			t.Fatalf("proposals %+v", g.Proposals)
		}
		if why := g.Proposals[0].Reason.Zh; !strings.Contains(why, "充电口") || !strings.Contains(why, "3C数码 类") {
			t.Errorf("because %s", why)
		}
		w.must(w.Runs.Dismiss(w.agent, b.talk, "quality.malfunction"))
		w.must(w.Runs.Dismiss(w.agent, b.talk, "quality.malfunction"))
		if g = w.guide(b); g.Proposals[0].Name != "quality.malfunction" || g.Proposals[0].PopUp {
			t.Errorf("dismissed: %+v", g.Proposals)
		}
		if small := w.guide(w.visit("在吗")); len(small.Proposals) != 0 {
			t.Errorf("small talk brings up %+v", small.Proposals)
		}
		w.refused("run.playbook_unknown", w.Runs.Dismiss(w.agent, b.talk, "no.such"))
		if w.Runs.Dismiss(w.foreign, b.talk, "quality.malfunction") == nil {
			t.Error("a stranger dismissed something")
		}
		if _, err := w.Runs.Guide(w.foreign, b.talk); err == nil {
			t.Error("a stranger reads the guide")
		}
		c := w.opens(b, "quality.damaged", complaint.Normal)
		if g = w.guide(b); g.Proposals[0].Name != "quality.damaged" || !g.Proposals[0].PopUp || g.CaseID != c.ID || !g.FastLane {
			t.Errorf("what people say a case is about comes second: %+v", g.Proposals)
		}
	})
}

// What the buyer has said, the case and the order is not asked again; what comes to
// be known bends the way; required steps are skipped with a reason only.
func TestARunIsFollowed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit(angry)
		c := w.opens(b, "quality.malfunction", complaint.Normal)
		r := w.starts(c, "quality.malfunction")
		f := w.followed(b)
		if !step(f, "ask_order_no").Heard || known(f, "order_no").From != run.FromHeard || known(f, "goods_kind").Value != "electronics" || known(f, "signed_days").Value != int64(5) {
			t.Errorf("known %+v", f.Known)
		}
		if f.Next != "empathy" || step(f, "safety").Here {
			t.Errorf("next %s", f.Next)
		}
		_, err := w.Runs.Change(w.agent, r.ID, r.Version, run.Change{Steps: []run.Step{{ID: "empathy", State: run.Skipped}}})
		w.refused("run.reason_missing", err)
		_, err = w.Runs.Change(w.agent, r.ID, r.Version, run.Change{Steps: []run.Step{{ID: "find_out", State: run.Done}}})
		w.refused("run.nothing_made", err)
		_, err = w.Runs.Change(w.agent, r.ID, r.Version, run.Change{Steps: []run.Step{{ID: "find_out", State: run.Done, Made: "id000001"}}})
		w.refused("run.made_unknown", err)
		_, err = w.Runs.Change(w.agent, r.ID, r.Version, run.Change{Steps: []run.Step{{ID: "empathy", State: run.Done, Seq: 1}}})
		w.refused("run.message_unknown", err) // that was the buyer
		_, err = w.Runs.Change(w.agent, r.ID, r.Version, run.Change{Facts: []run.Found{{Name: "danger", Value: "maybe"}}})
		w.refused("run.fact_unfit", err)
		_, err = w.Runs.Change(w.foreign, r.ID, r.Version, run.Change{})
		w.refused("run.unknown", err)

		said := w.replies(b, "刚用上就出故障，耽误您用了，我先陪您把问题弄清楚。")
		f = w.changes(b, run.Change{Steps: []run.Step{{ID: "empathy", State: run.Done, Seq: said.Seq}, {ID: "ask_danger", State: run.Put}}})
		if f.Next != "ask_symptom" {
			t.Errorf("a question that is put holds up the way: %s", f.Next)
		}
		_, err = w.Runs.Change(w.agent, r.ID, r.Version, run.Change{}) // another tab, which has seen less
		w.refused("run.changed", err)
		answer := w.says(b, "冒烟了，我吓坏了")
		f = w.changes(b, run.Change{Facts: []run.Found{{Name: "danger", Value: true, Seq: answer.Seq}}})
		if f.Next != "safety" || !step(f, "ask_danger").Heard || step(f, "evidence").Here || !step(f, "evidence_safe").Here {
			t.Errorf("danger leads to %s", f.Next)
		}
		f = w.changes(b, run.Change{Steps: []run.Step{{ID: "safety", State: run.Skipped, Reason: "already_done"}}})
		if s := step(f, "safety"); s.State != run.Skipped || s.Mark.Reason != "already_done" {
			t.Errorf("skipped: %+v", s)
		}
		f = w.changes(b, run.Change{Facts: []run.Found{{Name: "danger"}}, Steps: []run.Step{{ID: "evidence", State: run.Put, Items: []string{"video"}}}})
		if s := step(f, "safety"); s.Here || s.State != run.Skipped {
			t.Errorf("what was done is forgotten when the way bends: %+v", s)
		}
		_, err = w.Runs.Change(w.agent, f.ID, f.Version, run.Change{Steps: []run.Step{{ID: "evidence", State: run.Done, Items: []string{"video"}}}})
		w.refused("run.evidence_missing", err)
	})
}

// A playbook that is edited and published while somebody follows it moves nobody.
// They are told, and take the new one up with one tap and with all that is known.
func TestPublishingMovesNobody(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit(angry)
		c := w.opens(b, "quality.malfunction", complaint.Normal)
		w.starts(c, "quality.malfunction")
		w.changes(b, run.Change{Facts: []run.Found{{Name: "symptom", Value: "充不进电"}}, Steps: []run.Step{{ID: "empathy", State: run.Done}}})
		e, err := w.Playbooks.Create(w.chief, w.shop, w.key(), "quality.malfunction", "")
		w.must(err)
		e, err = w.Playbooks.Write(w.chief, e.ID, e.Version, strings.NewReplacer("刚用上就出故障，耽误您用了", "耳机一到手就不能用，耽误您了", "故障现象的视频", "充电时的录像").Replace(e.Draft))
		w.must(err)
		if f := w.followed(b); f.Newer != 0 || f.Retired {
			t.Errorf("a draft counts: %+v", f)
		}
		e, err = w.Playbooks.Publish(w.chief, e.ID, e.Version, "说得更具体")
		w.must(err)
		f := w.followed(b)
		if f.Newer != 1 || f.Edition != 0 || !strings.Contains(step(f, "empathy").Text.Zh, "刚用上就出故障") {
			t.Errorf("edition %d, newer %d", f.Edition, f.Newer)
		}
		w.wants(c, "故障现象的视频") // by the text that is followed
		other := w.opens(w.visit(angry), "quality.malfunction", complaint.Normal)
		w.wants(other, "充电时的录像") // follows nothing yet: by what the shop has published
		_, err = w.Runs.Start(w.agent, c.ID, w.key(), run.Begin{Name: "quality.malfunction", How: run.ByHand, Instead: f.Version - 1})
		w.refused("run.changed", err)
		key := w.key()
		for range 2 { // sent again
			_, err = w.Runs.Start(w.agent, c.ID, key, run.Begin{Name: "quality.malfunction", How: run.ByHand, Instead: f.Version})
			w.must(err)
		}
		old := f.ID
		if f = w.followed(b); f.Edition != 1 || f.Newer != 0 || step(f, "empathy").State != run.Done || known(f, "symptom").Value != "充不进电" {
			t.Errorf("taken up: edition %d, %+v", f.Edition, f.Known)
		}
		w.wants(c, "充电时的录像")
		_, err = w.Runs.Change(w.agent, old, 3, run.Change{})
		w.refused("run.left", err)
		_, err = w.Playbooks.Switch(w.chief, e.ID, e.Version, false)
		w.must(err)
		if f = w.followed(b); !f.Retired || f.Next == "" {
			t.Errorf("switched off under way: %+v", f)
		}
		_, err = w.Runs.Start(w.agent, c.ID, w.key(), run.Begin{Name: "quality.malfunction", How: run.ByHand, Instead: f.Version})
		w.refused("run.playbook_unknown", err)
		w.must(w.Runs.Leave(w.agent, f.ID, f.Version))
		if g := w.guide(b); g.Followed != nil {
			t.Error("left, and followed still")
		}
	})
}

// A case that rests because another one is about the same keeps its run asleep, and
// what was found out there counts for the other one. Split, it goes on.
func TestMergedCasesShareWhatIsKnown(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit(angry)
		first := w.opens(b, "quality.malfunction", complaint.Normal)
		r := w.starts(first, "quality.malfunction")
		w.changes(b, run.Change{Facts: []run.Found{{Name: "symptom", Value: "充不进电"}}})
		w.later(time.Minute)
		second := w.opens(b, "quality.damaged", complaint.Normal)
		w.starts(second, "quality.damaged")
		if f := w.followed(b); f.CaseID != second.ID || known(f, "symptom").Value != nil {
			t.Fatalf("follows %s", f.CaseID)
		}
		first, err := w.Complaints.Merge(w.agent, first.ID, first.Version, second.ID)
		w.must(err)
		if f := w.followed(b); f.CaseID != second.ID || known(f, "symptom").From != run.FromMerged {
			t.Errorf("merged: %+v", f.Known)
		}
		_, err = w.Runs.Change(w.agent, r.ID, 2, run.Change{})
		w.refused("case.merged", err)
		_, err = w.Complaints.Split(w.agent, first.ID, first.Version)
		w.must(err)
		if _, err = w.Runs.Change(w.agent, r.ID, 2, run.Change{Steps: []run.Step{{ID: "empathy", State: run.Done}}}); err != nil {
			t.Errorf("split, and it does not go on: %v", err)
		}
		if f := w.followed(b); known(f, "symptom").Value != nil {
			t.Errorf("split, and still shared: %+v", f.Known)
		}
	})
}

// Whatever write the database refuses, nothing of that operation is left.
func TestNothingOfARunIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit(angry)
		c := w.opens(b, "quality.malfunction", complaint.Normal)
		wire := dbtest.NewFuse(t, w.DB)
		wire.Burn("dismiss", func() error { return w.Runs.Dismiss(w.agent, b.talk, "quality.damaged") })
		start := func(key, name string, instead int64) func() error {
			return func() error {
				_, err := w.Runs.Start(w.agent, c.ID, key, run.Begin{Name: name, How: run.ByHand, Instead: instead})
				return err
			}
		}
		wire.Burn("start", start("start-0001", "quality.malfunction", 0))
		f := w.followed(b)
		wire.Burn("change", func() error {
			_, err := w.Runs.Change(w.agent, f.ID, f.Version, run.Change{Facts: []run.Found{{Name: "danger", Value: true}}, Steps: []run.Step{{ID: "empathy", State: run.Done}}})
			return err
		})
		wire.Burn("switch", start("start-0002", "quality.damaged", f.Version+1))
		f = w.followed(b)
		wire.Burn("leave", func() error { return w.Runs.Leave(w.agent, f.ID, f.Version) })
	})
}
