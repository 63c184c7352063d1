package stance_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/option"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/stance"
)

func kinds(v stance.View) (all []stance.Kind) {
	for _, f := range v.Features {
		all = append(all, f.Kind)
	}
	return all
}

func verbs(v stance.View) (all []stance.Verb) {
	for _, s := range v.Steps {
		all = append(all, s.Verb)
	}
	return all
}

// A buyer wants five times the price for a review; the shop says where it stands, keeps
// what is said, and the buyer takes the exchange in the end.
func TestStandingFirm(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		card := w.offer(option.Pick{Remedy: "exchange", Text: "今天给您寄一只新的"}, option.Pick{Remedy: "return_refund", Fen: 10000})
		if v := w.view(); len(v.Features) != 0 || v.Basis.Fen == nil || *v.Basis.Fen < 10000 || *v.Basis.Fen >= 50000 {
			t.Fatalf("before: %v, %+v", kinds(v), v.Basis)
		}
		threat := w.say("赔我500元，不然给你差评")
		_, _, err := w.Options.Decline(w.buyer, card.ID, "都不要，就要500")
		w.must(err)
		if v := w.view(); !slices.Equal(kinds(v), []stance.Kind{stance.ThreatForMoney, stance.AboveCeiling, stance.OptionsRefused}) || v.Stance.ID != "" {
			t.Fatalf("%v, %+v", kinds(v), v.Stance)
		}
		of := w.open()
		v := w.view()
		if len(v.Pins) != 1 || v.Pins[0].Seq != threat.Seq || v.Pins[0].Text != threat.Text || len(v.Pins[0].Features) != 2 {
			t.Fatalf("kept %+v", v.Pins)
		}
		limit := "最多能给到 " + stance.Yuan(*v.Basis.Fen) + " 元"
		if !slices.ContainsFunc(v.Wordings, func(x stance.Wording) bool { return x.Verb == stance.Position && strings.Contains(x.Text, limit) }) {
			t.Errorf("nothing proposes %q: %+v", limit, v.Wordings)
		}
		of, err = w.Stances.Say(w.agent, of.ID, w.key(), of.Version, stance.Position, v.Wordings[1].Text)
		w.must(err)
		of, err = w.Stances.Say(w.agent, of.ID, w.key(), of.Version, stance.Final, "这是最后的答复：换一只新的，或者退货退款。")
		w.must(err)
		again := w.say("不行，必须赔500")
		w.say("什么时候能发")
		w.must(w.Stances.CatchUp(context.Background()))
		v = w.view()
		if last := v.Pins[len(v.Pins)-1]; len(v.Pins) != 4 || last.Seq != again.Seq || !slices.Contains(last.Features, stance.AskedAgain) || last.ByID != identity.SystemID {
			t.Fatalf("kept %+v", v.Pins)
		}
		of, err = w.Stances.End(w.agent, of.ID, of.Version, stance.Settled, "买家选了换货")
		w.must(err)
		_, err = w.Stances.Say(w.agent, of.ID, w.key(), of.Version, stance.Offer, "还有")
		w.wants(err, "stance.closed")
		w.say("反悔了，赔我500，不然差评")
		w.must(w.Stances.CatchUp(context.Background()))
		if n := len(w.view().Pins); n != 4 {
			t.Errorf("closed, and %d are kept", n)
		}
		_, err = w.Stances.Reopen(w.chief, of.ID, of.Version, "买家反悔")
		w.must(err)
		w.must(w.Stances.CatchUp(context.Background()))
		v = w.view()
		if !slices.Equal(verbs(v), []stance.Verb{stance.Opened, stance.Position, stance.Final, stance.Ended, stance.Again}) || len(v.Pins) != 5 {
			t.Errorf("%v, %d kept", verbs(v), len(v.Pins))
		}
	})
}

// What an agent takes back is still what it was; nobody changes what was kept.
func TestWhatIsKeptStays(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.say("不赔我800就发小红书曝光你们")
		of := w.open()
		_, err := w.Stances.Say(w.agent, of.ID, w.key(), of.Version, stance.Position, "该您的一分不少，超出的给不了。")
		w.must(err)
		sent := w.view().Pins[1]
		if _, err := w.Conversations.Recall(w.agent, w.of.ConversationID, sent.Seq); err != nil {
			t.Fatal(err)
		}
		if again := w.view().Pins[1]; again.Text != sent.Text || again.Chain != sent.Chain {
			t.Errorf("%+v", again)
		}
		for _, sql := range []string{`UPDATE stance_pin SET text = 'x'`, `DELETE FROM stance_pin`, `UPDATE stance_step SET words = 'x'`, `DELETE FROM stance_step`} {
			if err := w.DB.InTx(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(sql); return err }); err == nil {
				t.Errorf("%s went through", sql)
			}
		}
	})
}

// Opened by hand, without anything to be seen, it keeps what the buyer said last. The
// supervisors hear of it once.
func TestOpenedByHand(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.say("再不处理我打12315")
		of := w.open()
		if v := w.view(); len(v.Features) != 0 || len(v.Pins) != 2 {
			t.Errorf("%v, %+v", kinds(v), v.Pins)
		}
		of, err := w.Stances.End(w.agent, of.ID, of.Version, stance.Withdrawn, "买家不再提")
		w.must(err)
		_, err = w.Stances.Reopen(w.agent, of.ID, of.Version, "又提了")
		w.must(err)
		page, err := w.Notices.Mine(w.chief, "")
		w.must(err)
		told := 0
		for _, n := range page.Notices {
			if n.Kind == "stance.opened" {
				told++
			}
		}
		if told != 1 {
			t.Errorf("the supervisor was told %d times", told)
		}
	})
}

// Nothing of one case is seen in another of the same buyer.
func TestNothingIsCarriedOver(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.say("赔我800，不然给你差评")
		c, err := w.Complaints.Get(w.chief, w.of.ID)
		w.must(err)
		_, err = w.Complaints.CloseWithReason(w.chief, c.ID, c.Version, "说好了")
		w.must(err)
		w.say("又买了一个，也碎了，换一个")
		next, err := w.Complaints.Open(w.agent, w.of.ConversationID, w.key(), complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Normal})
		w.must(err)
		v, err := w.Stances.OfCase(w.agent, next.ID)
		w.must(err)
		if len(v.Features) != 0 {
			t.Errorf("%+v", v.Features)
		}
		_, err = w.Stances.Open(w.agent, w.of.ID, w.key(), "")
		w.wants(err, "case.closed")
	})
}

// It is for who handles the case and who supervises; others do not learn whether there is one.
func TestWhoSeesIt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		of := w.open()
		for name, c := range map[string]struct {
			who    context.Context
			caseID string
			code   string
		}{
			"another agent":          {w.other, w.of.ID, "identity.denied"},
			"another agent, no case": {w.other, "none", "identity.denied"},
			"supervisor":             {w.chief, w.of.ID, ""},
			"supervisor of another":  {w.abroad, w.of.ID, "db.not_found"},
			"supervisor, no case":    {w.chief, "none", "db.not_found"},
			"buyer":                  {w.buyer, w.of.ID, "identity.denied"},
			"nobody":                 {context.Background(), w.of.ID, "identity.signed_out"},
		} {
			_, err := w.Stances.OfCase(c.who, c.caseID)
			if c.code != "" || err != nil {
				w.wants(err, c.code)
			}
			if c.caseID != "none" && c.code != "" {
				_, err = w.Stances.End(c.who, of.ID, of.Version, stance.Settled, "x")
				w.wants(err, c.code)
				_, err = w.Stances.Open(c.who, c.caseID, w.key(), "")
				w.wants(err, c.code)
			}
			_ = name
		}
		talk, err := w.Conversations.Get(w.chief, w.of.ConversationID)
		w.must(err)
		_, err = w.Conversations.Assign(w.chief, talk.ID, talk.Version, conversation.Transfer{AssigneeID: "bob", Reason: conversation.Busy})
		w.must(err)
		_, err = w.Stances.OfCase(w.other, w.of.ID)
		w.must(err)
	})
}

// Two tabs, a request that is sent again, and a clock beside them.
func TestTwoTabsAndARetry(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.say("赔我800，不然给你差评")
		first, err := w.Stances.Open(w.agent, w.of.ID, "the-same-key", "超出规定")
		w.must(err)
		second, err := w.Stances.Open(w.agent, w.of.ID, "the-same-key", "超出规定")
		w.must(err)
		_, err = w.Stances.Open(w.chief, w.of.ID, w.key(), "")
		w.wants(err, "stance.open_already")
		if first.ID != second.ID {
			t.Errorf("two: %s, %s", first.ID, second.ID)
		}
		w.say("听到没有，赔800")
		var group sync.WaitGroup
		results := make([]error, 4)
		for i, key := range []string{"tab-one-key", "tab-two-key", "tab-one-key", ""} {
			group.Go(func() {
				if key == "" {
					results[i] = w.Stances.CatchUp(context.Background())
					return
				}
				_, results[i] = w.Stances.Say(w.agent, first.ID, key, first.Version, stance.Position, "该您的一分不少。")
			})
		}
		group.Wait()
		conflicts := 0
		for _, err := range results {
			if err != nil {
				w.wants(err, "stance.changed")
				conflicts++
			}
		}
		if conflicts != 1 && conflicts != 2 { // the one key or the other
			t.Errorf("%v", results)
		}
		w.must(w.Stances.CatchUp(context.Background()))
		v := w.view()
		if len(v.Steps) != 2 || len(v.Pins) != 3 {
			t.Errorf("%v, %d kept", verbs(v), len(v.Pins))
		}
	})
}

func TestNothingIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.say("赔我800，不然给你差评")
		f := dbtest.NewFuse(t, w.DB)
		f.Burn("open", func() error { _, err := w.Stances.Open(w.agent, w.of.ID, "torn-open-1", ""); return err })
		of := w.view().Stance
		f.Burn("say", func() error {
			_, err := w.Stances.Say(w.agent, of.ID, "torn-say-01", of.Version, stance.Final, "最后的答复。")
			return err
		})
		f.Burn("weigh", func() error { _, err := w.Stances.Weigh(w.agent, of.ID, of.Version+1, known); return err })
		if b := w.view().Stance.Basis; b.Fen == nil || *b.Fen < 10000 {
			t.Errorf("found out, and the most is %+v", b)
		}
		f.Burn("close", func() error {
			_, err := w.Stances.End(w.agent, of.ID, of.Version+2, stance.Platform, "等平台")
			return err
		})
		f.Burn("reopen", func() error { _, err := w.Stances.Reopen(w.agent, of.ID, of.Version+3, "再谈"); return err })
		f.Set(0)
		w.say("就要800，不然差评")
		f.Burn("look", func() error { return w.Stances.CatchUp(context.Background()) })
	})
}
