package merging_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/merging"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network, in one shop with an agent.
type world struct {
	*services.Set
	t      *testing.T
	ms     atomic.Int64
	ids    atomic.Int64
	agent  context.Context
	kicked chan string
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{t: t, kicked: make(chan string, 100)}
		w.ms.Store(time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC).UnixMilli())
		services, err := services.Build(d, t.TempDir(), services.Outside{
			Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
			Log: slog.New(slog.DiscardHandler), Hint: func(string, any) {}, Revoked: func(id string) { w.kicked <- id },
		})
		w.must(err)
		t.Cleanup(func() { w.must(services.Close()) })
		w.Set = services
		s, err := w.Shops.Create(identity.With(context.Background(), identity.NewSystem()), shop.Draft{Key: "tea", Name: "茶"})
		w.must(err)
		w.agent = identity.With(context.Background(), identity.NewUser("agent", "小陈", map[string][]identity.Permission{s.ID: identity.Grantable()}))
		story(t, w)
		report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func (w *world) now() time.Time { return time.UnixMilli(w.ms.Load()).UTC() }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// buyer is a visitor with their conversation.
type buyer struct{ id, talk, token, shop string }

func (w *world) visit() buyer {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), "tea", "", "")
	w.must(err)
	return buyer{v.Customer.ID, v.Conversation.ID, v.Token, v.Shop.ID}
}

// as is the buyer as a request of theirs finds them now.
func (w *world) as(b buyer) context.Context {
	w.t.Helper()
	c, err := w.Customers.ByToken(context.Background(), b.token)
	w.must(err)
	known, err := w.Customers.Known(context.Background(), c)
	w.must(err)
	return identity.With(context.Background(), identity.NewBuyer(c.ID, c.ShopID, c.Name).As(known.ID))
}

func (w *world) say(b buyer, key string) (conversation.Message, error) {
	return w.Conversations.Say(w.as(b), key, conversation.Draft{Text: key})
}

func (w *world) get(id string) conversation.Conversation {
	w.t.Helper()
	c, err := w.Conversations.Get(w.agent, id)
	w.must(err)
	return c
}

func (w *world) merge(key string, target, source buyer) (merging.Merging, error) {
	w.t.Helper()
	return w.Mergings.Merge(w.agent, key, merging.Pair{SourceID: source.talk, TargetID: target.talk,
		SourceVersion: w.get(source.talk).Version, TargetVersion: w.get(target.talk).Version})
}

func (w *world) open(b buyer, key string) complaint.Case {
	w.t.Helper()
	c, err := w.Complaints.Open(w.agent, b.talk, key, complaint.Facts{Scenario: "quality.damaged", Severity: complaint.High})
	w.must(err)
	return c
}

// wholeNumbers fails unless the messages of a conversation count from 1 to its
// head without gaps.
func (w *world) wholeNumbers(talks ...buyer) {
	w.t.Helper()
	for _, b := range talks {
		p, err := w.Conversations.Since(w.agent, b.talk, 0)
		w.must(err)
		for i, m := range p.Messages {
			if m.Seq != int64(i+1) {
				w.t.Errorf("message %d of %s has number %d", i+1, b.talk, m.Seq)
			}
		}
		if p.HeadSeq != int64(len(p.Messages)) {
			w.t.Errorf("%s has %d messages and head %d", b.talk, len(p.Messages), p.HeadSeq)
		}
	}
}

func TestUndoRestoresChains(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b, c := w.visit(), w.visit(), w.visit()
		for i, one := range []buyer{c, b} {
			_, err := w.say(one, fmt.Sprintf("hello-%04d", i))
			w.must(err)
			w.ms.Add(60_000)
		}
		before := map[string]conversation.Conversation{}
		for _, one := range []buyer{a, b, c} {
			before[one.id] = w.get(one.talk)
		}
		// The same key opened a case in two of them.
		ofB, ofC := w.open(b, "case-key-1"), w.open(c, "case-key-1")
		intoB, err := w.merge("merge-key-1", b, c)
		w.must(err)
		intoA, err := w.merge("merge-key-2", a, b)
		w.must(err)
		if got := w.get(a.talk); !got.WaitingSince.Equal(before[c.id].WaitingSince) || got.Unread != 2 {
			t.Errorf("the target waits since %v with %d unread", got.WaitingSince, got.Unread)
		}
		cases, err := w.Complaints.OfConversation(w.agent, a.talk)
		w.must(err)
		if len(cases) != 2 {
			t.Errorf("%d cases came along", len(cases))
		}
		m, err := w.say(c, "through-two")
		w.must(err)
		if m.ConversationID != a.talk || m.Sender.ID != c.id {
			t.Errorf("said in %s by %s", m.ConversationID, m.Sender.ID)
		}
		if _, err := w.Mergings.Undo(w.agent, intoB.ID, 1); fault.CodeOf(err) != "merging.merged_again" {
			t.Errorf("the inner one was undone first: %v", err)
		}
		_, err = w.Mergings.Undo(w.agent, intoA.ID, 1)
		w.must(err)
		_, err = w.Mergings.Undo(w.agent, intoB.ID, 1)
		w.must(err)
		for _, one := range []buyer{b, c} {
			was, is := before[one.id], w.get(one.talk)
			if !is.WaitingSince.Equal(was.WaitingSince) || is.Unread != was.Unread || is.MergedInto != "" || is.AssigneeID != was.AssigneeID {
				t.Errorf("%s was %+v and is %+v", one.talk, was, is)
			}
		}
		for _, was := range []complaint.Case{ofB, ofC} {
			is, err := w.Complaints.Get(w.agent, was.ID)
			w.must(err)
			was.Version = is.Version
			if fmt.Sprint(is) != fmt.Sprint(was) {
				t.Errorf("the case was %+v and is %+v", was, is)
			}
		}
		w.wholeNumbers(a, b, c)
		if got := drain(w.kicked); !slices.Contains(got, identity.BuyerSocket(c.id)) || slices.Contains(got, identity.BuyerSocket(a.id)) {
			t.Errorf("kicked %v", got)
		}
	})
}

func drain(all chan string) (got []string) {
	for {
		select {
		case id := <-all:
			got = append(got, id)
		case <-time.After(200 * time.Millisecond):
			return got
		}
	}
}

// TestNothingBecomesClosable merges and undoes around a case with an open
// commitment, and tries to close it at every step, from every side.
func TestNothingBecomesClosable(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.visit(), w.visit()
		_, err := w.say(b, "hello-0001")
		w.must(err)
		c := w.open(b, "case-key-1")
		made, err := w.Complaints.Commit(w.agent, c.ID, "commit-key-1", commitment.Draft{Text: "补发", DueAt: w.now().Add(time.Hour)})
		w.must(err)
		try := func(when string) {
			t.Helper()
			is, err := w.Complaints.Get(w.agent, c.ID)
			w.must(err)
			if _, err := w.Complaints.AskOutcome(w.agent, c.ID, is.Version, "好了吗"); fault.CodeOf(err) != "case.commitments_open" {
				t.Errorf("%s: asking %v", when, err)
			}
			for _, one := range []buyer{a, b} {
				if _, err := w.Complaints.Answer(w.as(one), c.ID, true, ""); err == nil {
					t.Errorf("%s: closed by a buyer", when)
				}
			}
		}
		try("before")
		m, err := w.merge("merge-key-1", a, b)
		w.must(err)
		try("merged")
		second, err := w.Complaints.Commit(w.agent, c.ID, "commit-key-2", commitment.Draft{Text: "退款", DueAt: w.now().Add(time.Hour)})
		w.must(err)
		if second.ConversationID != a.talk || second.CustomerID != a.id {
			t.Errorf("made in %s", second.ConversationID)
		}
		_, err = w.Mergings.Undo(w.agent, m.ID, 1)
		w.must(err)
		try("undone")
		of, err := w.Commitments.OfConversation(w.agent, b.talk, identity.CommitmentRead)
		w.must(err)
		if len(of) != 2 {
			t.Errorf("%d commitments went back", len(of))
		}
		_, err = w.Complaints.Keep(w.agent, made.ID, 1, "")
		w.must(err)
		try("one kept")
	})
}

// TestMergingRacesWithEverybody merges in both directions and twice at once,
// while both buyers and the team write and a commitment is made.
func TestMergingRacesWithEverybody(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.visit(), w.visit()
		for i, one := range []buyer{a, b} {
			_, err := w.say(one, fmt.Sprintf("hello-%04d", i))
			w.must(err)
			// Later cards then assign nobody, which would be a version that the mergings have not seen.
			_, err = w.Conversations.Reply(w.agent, one.talk, fmt.Sprintf("reply-%04d", i), conversation.Draft{Text: "您好"})
			w.must(err)
		}
		c := w.open(b, "case-key-1")
		va, vb := w.get(a.talk).Version, w.get(b.talk).Version
		into := func(key, target, source string, tv, sv int64) func() error {
			return func() error {
				_, err := w.Mergings.Merge(w.agent, key, merging.Pair{SourceID: source, TargetID: target, SourceVersion: sv, TargetVersion: tv})
				return err
			}
		}
		merges := []func() error{
			into("merge-key-1", a.talk, b.talk, va, vb), into("merge-key-2", b.talk, a.talk, vb, va), into("merge-key-3", a.talk, b.talk, va, vb),
		}
		var said atomic.Int64
		others := []func() error{func() error {
			_, err := w.Complaints.Commit(w.agent, c.ID, "commit-key-1", commitment.Draft{Text: "补发", DueAt: w.now().Add(time.Hour)})
			return err
		}}
		for i := range 8 {
			one := []buyer{a, b}[i%2]
			others = append(others, func() error {
				for range 5 { // as the widget does: a refusal that may pass is tried again
					_, err := w.say(one, fmt.Sprintf("storm-%04d", i))
					if fault.KindOf(err) != fault.Conflict {
						if err == nil {
							said.Add(1)
						}
						return err
					}
				}
				return nil
			})
		}
		errs := make([]error, len(merges)+len(others))
		var group sync.WaitGroup
		for i, f := range append(slices.Clone(merges), others...) {
			group.Go(func() { errs[i] = f() })
		}
		group.Wait()
		won := 0
		for i, err := range errs {
			switch {
			case i < len(merges) && err == nil:
				won++
			case i < len(merges) && fault.KindOf(err) != fault.Conflict, i >= len(merges) && err != nil:
				t.Errorf("%d: %v", i, err)
			}
		}
		if won != 1 {
			t.Errorf("%d mergings of the same two", won)
		}
		w.wholeNumbers(a, b)
		n, err := db.Value[int64](w.DB.Reader(w.agent), `SELECT COUNT(*) FROM message WHERE text LIKE 'storm%'`)
		w.must(err)
		if n != said.Load() {
			t.Errorf("%d stored of %d that were acknowledged", n, said.Load())
		}
		is, err := w.Complaints.Get(w.agent, c.ID)
		w.must(err)
		if at := w.get(is.ConversationID); at.MergedInto != "" {
			t.Error("the case stayed behind")
		}
		made, err := w.Commitments.OfConversation(w.agent, is.ConversationID, identity.CommitmentRead)
		w.must(err)
		if len(made) != 1 {
			t.Errorf("%d commitments beside their case", len(made))
		}
	})
}

// TestSayAgainAcrossAMerging sends what was said before a merging again after
// it, and files that were uploaded before it.
func TestSayAgainAcrossAMerging(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.visit(), w.visit()
		first, err := w.say(b, "hello-0001")
		w.must(err)
		stale := w.as(b) // recognised before, and still on its way
		_, err = w.merge("merge-key-1", a, b)
		w.must(err)
		again, err := w.say(b, "hello-0001")
		w.must(err)
		if again.ID != first.ID {
			t.Errorf("said twice: %+v", again)
		}
		if _, err := w.Conversations.Say(b.other(w, "hello-0001", "anders")); fault.CodeOf(err) != "request.key_reused" {
			t.Errorf("other words under the same key: %v", err)
		}
		if _, err := w.Conversations.Say(stale, "hello-0002", conversation.Draft{Text: "x"}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("who was recognised before the merging: %v", err)
		}
		v, err := w.WebChat.Begin(context.Background(), "tea", b.token, "")
		w.must(err)
		if v.Conversation.ID != a.talk || v.Token != b.token {
			t.Errorf("coming back led to %s", v.Conversation.ID)
		}
	})
}

func (b buyer) other(w *world, key, text string) (context.Context, string, conversation.Draft) {
	return w.as(b), key, conversation.Draft{Text: text}
}
