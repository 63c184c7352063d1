package option_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/ceiling"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/option"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

var (
	another = option.Pick{Remedy: "exchange", Text: "今天给您寄一只新的"}
	back    = option.Pick{Remedy: "return_refund", Fen: 10000}
)

// The agent sends two options, the buyer taps one twice and then another; the claim
// that follows is made once.
func TestABuyerChoosesOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o, err := w.Options.Suggest(w.agent, w.of.ID, known)
		w.Must(err)
		if got := says(o, "主") + "/" + says(o, "备选") + "/" + says(o, "兜底") + "/" + says(o, "花费"); got != "换货/退货退款 100元/部分退款 30元..50元 team_lead/130元" {
			t.Fatalf("%s", got)
		}
		c := w.offer(another, back)
		if got := w.caseNow(); got.Stage != complaint.Proposed || !strings.Contains(got.Proposal, "退货退款 100元") {
			t.Errorf("%s %q", got.Stage, got.Proposal)
		}
		page, err := w.Conversations.Before(w.agent, w.of.ConversationID, 0)
		w.Must(err)
		shown := page.Messages[len(page.Messages)-1]
		if shown.Kind != conversation.Card || shown.Card.Ref != c.ID || !strings.Contains(shown.Text, "2. 退货退款 100元") {
			t.Errorf("the buyer sees %+v", shown)
		}
		first, _, err := w.Options.Choose(w.buyer, c.ID, 2)
		w.Must(err)
		again, of, err := w.Options.Choose(w.buyer, c.ID, 2)
		w.Must(err)
		if again.Version != first.Version || of.Stage != complaint.Agreed || of.Agreement != "退货退款 100元" {
			t.Errorf("%+v, %s", again, of.Stage)
		}
		_, _, err = w.Options.Choose(w.buyer, c.ID, 1)
		w.Wants(err, "option.chosen_already")
		_, _, err = w.Options.Decline(w.buyer, c.ID, "")
		w.Wants(err, "option.chosen_already")
		w.claims(first)
	})
}

// claims makes what follows from a choice, from two tabs.
func (w *world) claims(c option.Card) {
	w.T.Helper()
	follows, err := w.Options.Follow(w.agent, c)
	w.Must(err)
	if len(follows) != 1 || follows[0].Kind != "claim" || follows[0].Fen != 10000 || follows[0].Made != "" {
		w.T.Fatalf("%+v", follows)
	}
	var ids []string
	for range 2 {
		said := map[string]any{}
		for k, v := range c.Said {
			said[k] = v
		}
		d, err := ceiling.Ask(w.agent, w.Rulebooks, c.CaseID, compensation.Draft{Remedy: follows[0].Claim, Fen: follows[0].Fen, Reason: follows[0].Title}, said)
		w.Must(err)
		made, err := w.Approvals.Claim(w.agent, c.CaseID, follows[0].Key, d)
		w.Must(err)
		ids = append(ids, made.ID)
	}
	follows, err = w.Options.Follow(w.agent, c)
	w.Must(err)
	if ids[0] != ids[1] || follows[0].Made != ids[0] {
		w.T.Errorf("%v, %+v", ids, follows)
	}
	o, err := w.Options.Suggest(w.agent, c.CaseID, known)
	w.Must(err)
	if *o.Left != 0 {
		w.T.Errorf("%d left after all was claimed", *o.Left)
	}
}

func TestWhatMayBeOffered(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for name, tt := range map[string]struct {
			picks []option.Pick
			said  map[string]string
			code  string
		}{
			"nothing":            {nil, known, "option.picks_range"},
			"twice":              {[]option.Pick{another, another}, known, "option.twice"},
			"not there":          {[]option.Pick{{Remedy: "coupon", Fen: 500}}, known, "option.not_offered"},
			"too much":           {[]option.Pick{{Remedy: "return_refund", Fen: 10001}}, known, "option.amount_range"},
			"less than a right":  {[]option.Pick{{Remedy: "return_refund", Fen: 9000}}, known, "option.amount_range"},
			"an open question":   {[]option.Pick{another}, map[string]string{"quality": "yes"}, "option.verify_first"},
			"a lead has to say":  {[]option.Pick{{Remedy: "partial_refund", Fen: 3000}}, known, "option.needs_approval"},
			"money for goods":    {[]option.Pick{{Remedy: "exchange", Fen: 100}}, known, "option.no_amount"},
			"a higher price":     {[]option.Pick{{Remedy: "return_refund", Fen: 90000}}, with(known, "paid", "900元"), "option.amount_range"},
			"a fact of no name":  {[]option.Pick{another}, with(known, "mood", "bad"), "policy.fact_unknown"},
			"too long":           {[]option.Pick{{Remedy: "exchange", Text: strings.Repeat("字", 201)}}, known, "option.text_long"},
			"extra of the three": {[]option.Pick{{Remedy: "exchange", Extra: "return_refund", ExtraFen: 100}}, known, "option.not_offered"},
		} {
			_, err := w.Options.Send(w.agent, w.of.ID, w.Key(), w.caseNow().Version, option.Draft{Picks: tt.picks, Said: tt.said})
			t.Log(name)
			w.Wants(err, tt.code)
		}
		c, err := w.Options.Send(w.chief, w.of.ID, "chief-key", w.caseNow().Version, w.draft(option.Pick{Remedy: "partial_refund", Fen: 3000}))
		w.Must(err)
		same, err := w.Options.Send(w.chief, w.of.ID, "chief-key", 1, w.draft(option.Pick{Remedy: "partial_refund", Fen: 3000}))
		w.Must(err)
		if same.ID != c.ID {
			t.Error("the same key sent two cards")
		}
		_, err = w.Options.Send(w.chief, w.of.ID, "chief-key", 1, w.draft(another))
		w.Wants(err, "request.key_reused")
		_, err = w.Options.Send(w.agent, w.of.ID, w.Key(), 1, w.draft(another))
		w.Wants(err, "case.changed")
	})
}

func with(m map[string]string, k, v string) map[string]string {
	out := map[string]string{k: v}
	for a, b := range m {
		if a != k {
			out[a] = b
		}
	}
	return out
}

// A card counts as long as nothing has come in its place.
func TestStaleCards(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		old := w.offer(another)
		fresh := w.offer(back)
		_, _, err := w.Options.Choose(w.buyer, old.ID, 1)
		w.Wants(err, "option.replaced")
		_, err = w.Complaints.Propose(w.agent, w.of.ID, w.caseNow().Version, "电话里谈的", false)
		w.Must(err)
		seen, _, err := w.Options.Mine(w.buyer, fresh.ID)
		w.Must(err)
		if seen.State != option.Replaced {
			t.Errorf("after another proposal it is %s", seen.State)
		}
		_, _, err = w.Options.Choose(w.buyer, fresh.ID, 1)
		w.Wants(err, "option.replaced")
		last := w.offer(another, back)
		_, err = w.Options.Withdraw(w.agent, last.ID, 7)
		w.Wants(err, "option.changed")
		_, err = w.Options.Withdraw(w.agent, last.ID, last.Version)
		w.Must(err)
		_, _, err = w.Options.Choose(w.buyer, last.ID, 1)
		w.Wants(err, "option.withdrawn")
		again := w.offer(another)
		_, _, err = w.Options.Choose(w.buyer, again.ID, 3)
		w.Wants(err, "option.no_such")
	})
}

// Whoever holds the link to a case sees what counts there, and may choose from it.
func TestOptionsOnTheProgressPage(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		at := func(caseID string) context.Context {
			return identity.With(context.Background(), identity.NewLinkHolder(w.of.CustomerID, w.shop, caseID, "林"))
		}
		current := func(want string) {
			t.Helper()
			c, is, err := w.Options.Current(at(w.of.ID))
			w.Must(err)
			if is != (want != "") || is && c.ID != want {
				t.Errorf("%s counts (%v), not %s", c.ID, is, want)
			}
		}
		current("")
		old := w.offer(another)
		c := w.offer(another, back)
		current(c.ID)
		other, err := w.Complaints.Open(w.agent, w.of.ConversationID, w.Key(), complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low})
		w.Must(err)
		_, _, err = w.Options.Choose(at(other.ID), c.ID, 1)
		w.Wants(err, "db.not_found") // of another case
		_, _, err = w.Options.Choose(at(w.of.ID), old.ID, 1)
		w.Wants(err, "option.replaced")
		c, _, err = w.Options.Choose(at(w.of.ID), c.ID, 2)
		w.Must(err)
		current(c.ID)
		if c.State != option.Chosen || c.Chosen != 2 {
			t.Errorf("%s, %d", c.State, c.Chosen)
		}
	})
}

// What does not suit the buyer is told to the owner, and stands behind from then on;
// on a channel without cards their message is the answer.
func TestNoneOfIt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.offer(another)
		_, _, err := w.Options.Decline(w.buyer, c.ID, "不想再等了，要退钱")
		w.Must(err)
		_, of, err := w.Options.Decline(w.buyer, c.ID, "")
		w.Must(err)
		talk, err := w.Conversations.Get(w.agent, of.ConversationID)
		w.Must(err)
		if talk.WaitingSince.IsZero() {
			t.Error("the buyer waits for nobody")
		}
		o, err := w.Options.Suggest(w.agent, w.of.ID, known)
		w.Must(err)
		if o.Ranked[0].Remedy != "return_refund" {
			t.Errorf("first comes %s", o.Ranked[0].Remedy)
		}
		c = w.offer(back, another)
		m := w.say("选 1 吧")
		_, err = w.Options.Mark(w.agent, c.ID, c.Version, m.Seq-1, 1)
		w.Wants(err, "case.not_a_buyers_message")
		got, err := w.Options.Mark(w.agent, c.ID, c.Version, m.Seq, 1)
		w.Must(err)
		if now := w.caseNow(); got.Chosen != 1 || now.AgreementMessage != m.ID || now.Stage != complaint.Agreed {
			t.Errorf("%+v, %+v", got, now)
		}
	})
}

func TestWhoMayAnswer(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.offer(another, back)
		stranger := identity.With(w.Root, identity.NewBuyer("somebody", w.shop, ""))
		_, _, err := w.Options.Choose(stranger, c.ID, 1)
		w.Wants(err, "db.not_found")
		_, _, err = w.Options.Mine(stranger, c.ID)
		w.Wants(err, "db.not_found")
		_, err = w.Options.Withdraw(w.abroad, c.ID, c.Version)
		w.Wants(err, "db.not_found")
		_, err = w.Options.OfCase(w.abroad, w.of.ID)
		w.Wants(err, "db.not_found")
		_, err = w.Options.Suggest(w.buyer, w.of.ID, nil)
		w.Wants(err, "identity.denied")
	})
}

// Two taps at once choose one option.
func TestTwoTaps(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.offer(another, back)
		var wait sync.WaitGroup
		errs := make([]error, 2)
		for i := range errs {
			wait.Add(1)
			go func() {
				defer wait.Done()
				_, _, errs[i] = w.Options.Choose(w.buyer, c.ID, int64(i+1))
			}()
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("%v, %v", errs[0], errs[1])
		}
		n, err := db.Value[int64](w.DB.Reader(w.Root), `SELECT COUNT(*) FROM message WHERE event LIKE '%option.chosen%'`)
		if err != nil || n != 1 {
			t.Errorf("told %d times, %v", n, err)
		}
	})
}

// TestNoCardIsHalfWritten refuses the n-th write, for every n.
func TestNoCardIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		wire := dbtest.NewFuse(t, w.DB)
		send := func(key string, version int64, p option.Pick) func() error {
			return func() error {
				_, err := w.Options.Send(w.agent, w.of.ID, key, version, w.draft(p))
				return err
			}
		}
		wire.Burn("send", send("torn-key-1", 1, another))
		wire.Burn("send another", send("torn-key-2", 2, back))
		all, err := w.Options.OfCase(w.agent, w.of.ID)
		w.Must(err)
		wire.Burn("decline", func() error { _, _, err := w.Options.Decline(w.buyer, all[0].ID, "再想想"); return err })
		wire.Burn("choose", func() error { _, _, err := w.Options.Choose(w.buyer, all[0].ID, 1); return err })
		if got := w.caseNow(); len(all) != 2 || got.Stage != complaint.Agreed {
			t.Errorf("%d cards, %s", len(all), got.Stage)
		}
	})
}
