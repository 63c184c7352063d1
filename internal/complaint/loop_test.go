package complaint_test

import (
	"maps"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestLoopFromFirstWordToClosed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first")
		w.say(b, "buyer-key-1", "我的快递三天没动了")
		if talk := w.talkNow(b.talk); !talk.WaitingSince.Equal(morning) || talk.AssigneeID != "" || talk.Unread != 1 {
			t.Errorf("after the buyer's word: %+v", talk)
		}
		w.clock.pass(time.Minute)
		_, err := w.Conversations.Reply(w.agent, b.talk, "agent-key-1", conversation.Draft{Text: "我马上查"})
		w.must(err)
		if talk := w.talkNow(b.talk); !talk.WaitingSince.IsZero() || talk.AssigneeID != "agent" {
			t.Errorf("after the answer: %+v", talk)
		}
		c, err := w.Complaints.Open(w.colleague, b.talk, "case-key-1", someFacts)
		w.must(err)
		if c.Stage != complaint.Acknowledged || c.OwnerID != "colleague" || c.FirstContactID != "agent" || c.Number != "A261123-001" {
			t.Errorf("opened %+v", c)
		}
		made := w.commit(c, "commit-key-1", "两小时内给您物流进展", 2*time.Hour)
		w.clock.pass(time.Hour)
		_, err = w.Complaints.Keep(w.agent, made.ID, made.Version, "已催件")
		w.must(err)
		c = w.caseNow(c.ID)
		c, err = w.Complaints.AskOutcome(w.agent, c.ID, c.Version, "收到了吗？")
		w.must(err)
		c, err = w.Complaints.Answer(b.ctx, c.ID, true, "收到了，谢谢")
		w.must(err)
		if c.Stage != complaint.Closed || c.Outcome != complaint.Confirmed || !c.ClosedAt.Equal(w.clock.now()) {
			t.Errorf("closed %+v", c)
		}
		if told := w.told(w.colleague); told["case.confirmed"] != 1 {
			t.Errorf("the owner was told %v", told)
		}
		w.at(w.clock.in(24 * time.Hour))
		if told := w.told(w.colleague); told["commitment.near"]+told["commitment.alarm"]+told["commitment.broken"] != 0 {
			t.Errorf("clocks of a kept commitment told %v", told)
		}
	})
}

func TestCommitShowsACardAndStopsWaiting(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, c := w.opened()
		if c.Stage != complaint.Received {
			t.Errorf("nobody has answered, but the case is %s", c.Stage)
		}
		made := w.commit(c, "commit-key-1", "今天给您答复", time.Hour)
		thread := w.thread(b.talk)
		card := thread[len(thread)-1]
		if card.Kind != conversation.Card || card.Card != (conversation.CardRef{Kind: "commitment", Ref: made.ID}) ||
			card.Text != "今天给您答复" || card.Sender.ID != "agent" || card.Internal {
			t.Errorf("the card is %+v", card)
		}
		if talk := w.talkNow(b.talk); !talk.WaitingSince.IsZero() || talk.AssigneeID != "agent" {
			t.Errorf("after the card: %+v", talk)
		}
		if got := w.caseNow(c.ID); got.Stage != complaint.Investigating || got.Version != c.Version+1 {
			t.Errorf("the case is %+v", got)
		}
	})
}

func TestClocksRingAtTheirTimes(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, c := w.opened()
		made := w.commit(c, "commit-key-1", "今天给您答复", 100*time.Minute)
		type told = map[string]int
		steps := []struct {
			at   time.Duration
			want told
		}{
			{0, told{}},
			{80*time.Minute - 1e6, told{}},
			{80 * time.Minute, told{"commitment.near": 1}},
			{100*time.Minute - 1e6, told{"commitment.near": 1}},
			{100 * time.Minute, told{"commitment.near": 1, "commitment.alarm": 1}},
			{115*time.Minute - 1e6, told{"commitment.near": 1, "commitment.alarm": 1}},
			{115 * time.Minute, told{"commitment.near": 1, "commitment.alarm": 1, "commitment.broken": 1}},
			{300 * time.Minute, told{"commitment.near": 1, "commitment.alarm": 1, "commitment.broken": 1}},
		}
		for _, s := range steps {
			w.at(morning.Add(s.at))
			if got := w.told(w.agent); !maps.Equal(got, s.want) {
				t.Fatalf("after %v the owner was told %v, want %v", s.at, got, s.want)
			}
		}
		got := w.commitmentNow(made.ID)
		if got.State != commitment.Open || !got.AlarmedAt.Equal(made.DueAt) || !got.BrokenAt.Equal(made.GraceEndsAt) || got.Version != made.Version {
			t.Errorf("got %+v", got)
		}
		if events := w.events(b.talk); events["commitment.alarm"] != 1 || events["commitment.broken"] != 1 || events["commitment.near"] != 0 {
			t.Errorf("the thread has %v", events)
		}
		if len(w.notices(w.colleague))+len(w.notices(w.stranger)) != 0 {
			t.Error("somebody else was told")
		}
		for _, n := range w.notices(w.agent) {
			if n.About.CaseID != c.ID || n.About.CommitmentID != made.ID || n.About.ConversationID != b.talk || n.Args["number"] != c.Number {
				t.Errorf("notice %+v", n)
			}
		}
	})
}

func TestClocksRingAfterADowntime(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, c := w.opened()
		made := w.commit(c, "commit-key-1", "今天给您答复", time.Hour)
		w.at(w.clock.in(48 * time.Hour))
		if told := w.told(w.agent); told["commitment.near"] != 0 || told["commitment.alarm"] != 1 || told["commitment.broken"] != 1 {
			t.Errorf("told %v", told)
		}
		if got := w.commitmentNow(made.ID); !got.AlarmedAt.Equal(w.clock.now()) || !got.Broken() {
			t.Errorf("got %+v", got)
		}
	})
}

func TestKeptLateStaysBrokenAndFreesTheCase(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, c := w.opened()
		made := w.commit(c, "commit-key-1", "今天给您答复", time.Hour)
		w.at(made.GraceEndsAt)
		c = w.caseNow(c.ID)
		_, err := w.Complaints.AskOutcome(w.agent, c.ID, c.Version, "解决了吗？")
		wantFault(t, err, fault.Conflict, "case.commitments_open")
		got, err := w.Complaints.Keep(w.agent, made.ID, made.Version, "晚了，已办")
		w.must(err)
		if got.State != commitment.Kept || !got.Broken() {
			t.Errorf("got %+v", got)
		}
		_, err = w.Complaints.AskOutcome(w.agent, c.ID, c.Version, "解决了吗？")
		w.must(err)
	})
}

func TestUpdateReplacesTheClocks(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, c := w.opened()
		old := w.commit(c, "commit-key-1", "今天给您答复", time.Hour)
		next, err := w.Complaints.Update(w.agent, old.ID, old.Version, commitment.Draft{DueAt: w.clock.in(10 * time.Hour)}, "仓库在盘点")
		w.must(err)
		if next.Text != old.Text || next.Replaces != old.ID || next.State != commitment.Open {
			t.Errorf("the new one is %+v", next)
		}
		if was := w.commitmentNow(old.ID); was.State != commitment.Updated || was.ReplacedBy != next.ID || was.Note != "仓库在盘点" {
			t.Errorf("the old one is %+v", was)
		}
		thread := w.thread(b.talk)
		if card := thread[len(thread)-1]; card.Card.Ref != next.ID {
			t.Errorf("the last message is %+v", card)
		}
		w.at(old.GraceEndsAt.Add(time.Minute))
		if told := w.told(w.agent); len(told) != 0 {
			t.Errorf("the old clocks told %v", told)
		}
		c = w.caseNow(c.ID)
		_, err = w.Complaints.AskOutcome(w.agent, c.ID, c.Version, "解决了吗？")
		wantFault(t, err, fault.Conflict, "case.commitments_open")
		w.at(next.GraceEndsAt)
		if told := w.told(w.agent); told["commitment.alarm"] != 1 || told["commitment.broken"] != 1 {
			t.Errorf("the new clocks told %v", told)
		}
	})
}

func TestWaiveNeedsItsPermissionAndAReason(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, c := w.opened()
		made := w.commit(c, "commit-key-1", "今天给您答复", time.Hour)
		_, err := w.Complaints.Waive(w.agent, made.ID, made.Version, "买家撤回")
		wantFault(t, err, fault.Denied, "identity.denied")
		_, err = w.Complaints.Waive(w.chief, made.ID, made.Version, " ")
		wantFault(t, err, fault.Invalid, "commitment.reason_missing")
		got, err := w.Complaints.Waive(w.chief, made.ID, made.Version, "买家撤回")
		w.must(err)
		if got.State != commitment.Waived || got.SettledBy != "chief" || got.Note != "买家撤回" {
			t.Errorf("got %+v", got)
		}
		w.at(made.GraceEndsAt)
		if told := w.told(w.agent); len(told) != 0 {
			t.Errorf("clocks told %v", told)
		}
		if events := w.events(b.talk); events["commitment.waived"] != 1 {
			t.Errorf("the thread has %v", events)
		}
	})
}

func TestDeclinedLetsTheBuyerWait(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, c := w.opened()
		c, err := w.Complaints.AskOutcome(w.agent, c.ID, c.Version, "解决了吗？")
		w.must(err)
		if talk := w.talkNow(b.talk); !talk.WaitingSince.IsZero() {
			t.Errorf("the question left the buyer waiting since %v", talk.WaitingSince)
		}
		w.clock.pass(time.Hour)
		c, err = w.Complaints.Answer(b.ctx, c.ID, false, "还是没到")
		w.must(err)
		if c.Stage != complaint.Investigating || c.Outcome != complaint.Declined || !c.ReopenedAt.IsZero() {
			t.Errorf("got %+v", c)
		}
		if talk := w.talkNow(b.talk); !talk.WaitingSince.Equal(w.clock.now()) {
			t.Errorf("waits since %v", talk.WaitingSince)
		}
		if told, events := w.told(w.agent), w.events(b.talk); told["case.declined"] != 1 || events["case.declined"] != 1 {
			t.Errorf("told %v, thread %v", told, events)
		}
	})
}

func TestEveryQuestionHasItsCard(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, c := w.opened()
		for range 3 { // at the same moment of the clock
			var err error
			c, err = w.Complaints.AskOutcome(w.agent, c.ID, c.Version, "解决了吗？")
			w.must(err)
			c, err = w.Complaints.Answer(b.ctx, c.ID, false, "没有")
			w.must(err)
		}
		cards := 0
		for _, m := range w.thread(b.talk) {
			if m.Card.Kind == "outcome" {
				cards++
			}
		}
		if told, events := w.told(w.agent), w.events(b.talk); cards != 3 || told["case.declined"] != 3 || events["case.declined"] != 3 {
			t.Errorf("%d cards, told %v, thread %v", cards, told, events)
		}
	})
}

func TestCommitWithdrawsTheQuestion(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, c := w.opened()
		c, err := w.Complaints.AskOutcome(w.agent, c.ID, c.Version, "解决了吗？")
		w.must(err)
		w.commit(c, "commit-key-1", "再补发一件", time.Hour)
		if got := w.caseNow(c.ID); got.Stage != complaint.Fulfilling || got.Outcome != complaint.NotAsked {
			t.Errorf("got %+v", got)
		}
		_, err = w.Complaints.Answer(b.ctx, c.ID, true, "")
		wantFault(t, err, fault.Conflict, "case.not_asked")
	})
}

func TestClosedCaseIsLeftAlone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, c := w.opened()
		c, err := w.Complaints.AskOutcome(w.agent, c.ID, c.Version, "解决了吗？")
		w.must(err)
		c, err = w.Complaints.Answer(b.ctx, c.ID, true, "")
		w.must(err)
		_, err = w.Complaints.Correct(w.agent, c.ID, c.Version, someFacts)
		wantFault(t, err, fault.Conflict, "case.closed")
		_, err = w.Complaints.AskOutcome(w.agent, c.ID, c.Version, "解决了吗？")
		wantFault(t, err, fault.Conflict, "case.closed")
		_, err = w.Complaints.Commit(w.agent, c.ID, "commit-key-1", commitment.Draft{Text: "补发", DueAt: w.clock.in(time.Hour)})
		wantFault(t, err, fault.Conflict, "case.closed")
		if n := w.count(`SELECT COUNT(*) FROM commitment`); n != 0 {
			t.Errorf("%d commitments in a closed case", n)
		}
	})
}

func TestNumbersCountByTheDayOfTheShop(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		open := func(at time.Time, key string) string {
			w.clock.set(at)
			b := w.visit("first")
			w.say(b, "buyer-key-1", "你好")
			c, err := w.Complaints.Open(w.agent, b.talk, key, someFacts)
			w.must(err)
			return c.Number
		}
		midnight := time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC) // of the shop
		got := []string{
			open(midnight.Add(-2*time.Millisecond), "case-key-1"), open(midnight.Add(-time.Millisecond), "case-key-2"),
			open(midnight, "case-key-3"), open(midnight.Add(time.Hour), "case-key-4"),
		}
		for i, want := range []string{"A261123-001", "A261123-002", "A261124-001", "A261124-002"} {
			if got[i] != want {
				t.Errorf("got %v", got)
				break
			}
		}
	})
}
