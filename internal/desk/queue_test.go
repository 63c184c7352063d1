package desk_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/desk"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestViews(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.visit("first", "") // says nothing, and is in no view
		old := w.talking("first")
		w.pass(time.Minute)
		mine := w.talking("first")
		w.reply(w.agent, mine, "您好")
		w.pass(time.Minute)
		theirs := w.talking("first")
		w.reply(w.boss, theirs, "您好")
		w.say(theirs, "还在吗")
		w.pass(time.Minute)
		foreign := w.talking("second")
		tests := []struct {
			name string
			ctx  context.Context
			view desk.View
			shop string
			want []*buyer
		}{
			{"all, newest first", w.agent, desk.All, "", []*buyer{theirs, mine, old}},
			{"mine", w.agent, desk.Mine, "", []*buyer{mine}},
			{"unassigned", w.agent, desk.Unassigned, "", []*buyer{old}},
			{"waiting, longest first", w.agent, desk.Waiting, "", []*buyer{old, theirs}},
			{"all of both shops", w.boss, desk.All, "", []*buyer{foreign, theirs, mine, old}},
			{"all of one shop", w.boss, desk.All, w.second, []*buyer{foreign}},
			{"the boss's own", w.boss, desk.Mine, "", []*buyer{theirs}},
			{"of another's shop", w.agent, desk.All, w.second, nil},
			{"unassigned elsewhere", w.stranger, desk.Unassigned, "", []*buyer{foreign}},
		}
		for _, tt := range tests {
			var want []string
			for _, b := range tt.want {
				want = append(want, b.talk)
			}
			if got := talks(w.queue(tt.ctx, tt.view, tt.shop).Rows); !slices.Equal(got, want) {
				t.Errorf("%s: got %v, want %v", tt.name, got, want)
			}
		}
		if c := w.queue(w.agent, desk.Mine, "").Counts; c != (desk.Counts{Mine: 1, Unassigned: 1, Waiting: 2, All: 3}) {
			t.Errorf("the agent's counts %+v", c)
		}
		if c := w.queue(w.boss, desk.All, w.second).Counts; c != (desk.Counts{Unassigned: 1, Waiting: 1, All: 1}) {
			t.Errorf("the boss's counts of one shop %+v", c)
		}
		_, err := w.Desk.Queue(old.ctx, desk.Ask{View: desk.All})
		wantFault(t, err, fault.Denied, "identity.denied")
		_, err = w.Desk.Queue(context.Background(), desk.Ask{View: desk.All})
		wantFault(t, err, fault.Unauthenticated, "identity.signed_out")
	})
}

func TestRowShowsCaseAndCommitment(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "王女士")
		w.say(b, "三天\n没动")
		plain := w.queue(w.boss, desk.All, "").Rows[0]
		if plain.Case != (desk.RowCase{}) || plain.NextDue != (desk.RowDue{}) || plain.Assignee != (desk.Person{}) ||
			plain.Preview != "三天 没动" || plain.LastSender != "buyer" || plain.Unread != 1 || plain.HeadSeq != 1 ||
			!plain.WaitingSince.Equal(morning) || !plain.LastAt.Equal(morning) {
			t.Errorf("without a case: %+v", plain)
		}
		w.open(b, "case-key-1")
		w.pass(time.Minute)
		newest := w.open(b, "case-key-2")
		commit := func(key string, in time.Duration) commitment.Commitment {
			m, err := w.Complaints.Commit(w.boss, newest.ID, key, commitment.Draft{Text: key, DueAt: w.now().Add(in)})
			w.must(err)
			return m
		}
		commit("later-one", 3*time.Hour)
		soon := commit("sooner-one", time.Hour)
		row := w.queue(w.boss, desk.All, "").Rows[0]
		if row.Case.ID != newest.ID || row.Case.Number != newest.Number || row.Case.Severity != "normal" || row.Case.Stage != "investigating" {
			t.Errorf("case %+v", row.Case)
		}
		if row.NextDue.ID != soon.ID || row.NextDue.Broken || !row.NextDue.DueAt.Equal(soon.DueAt) || row.NextDue.Text != "sooner-one" {
			t.Errorf("due %+v", row.NextDue)
		}
		if row.ShopName != "Shop first" || row.CustomerName != "王女士" || row.Assignee.ID != "boss" || row.LastSender != "agent" || row.Preview != "sooner-one" {
			t.Errorf("row %+v", row)
		}
		w.ms.Store(soon.GraceEndsAt.UnixMilli())
		_, err := w.Queue.RunDue(context.Background(), w.now())
		w.must(err)
		if row := w.queue(w.boss, desk.All, "").Rows[0]; row.NextDue.ID != soon.ID || !row.NextDue.Broken {
			t.Errorf("due %+v", row.NextDue)
		}
	})
}

// pages reads a view in pages of n, and lets something happen between them.
func (w *world) pages(v desk.View, n int, between func(page int)) (ids []string) {
	w.t.Helper()
	for after, page := "", 1; ; page++ {
		p, err := w.Desk.Queue(w.agent, desk.Ask{View: v, After: after, Limit: n})
		w.must(err)
		if len(p.Rows) > n {
			w.t.Fatalf("a page of %d", len(p.Rows))
		}
		ids = append(ids, talks(p.Rows)...)
		if after = p.Next; after == "" {
			return ids
		}
		between(page)
	}
}

func TestPagesWhileRowsMove(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var buyers []*buyer
		for i := range 23 {
			buyers = append(buyers, w.talking("first"))
			if i%3 == 0 { // several in one millisecond
				w.pass(time.Millisecond)
			}
		}
		for _, v := range []desk.View{desk.All, desk.Waiting, desk.Unassigned} {
			still := w.pages(v, 5, func(int) {})
			if once := slices.Compact(slices.Sorted(slices.Values(still))); len(still) != 23 || len(once) != 23 {
				t.Errorf("%s: %d rows, %d of them different", v, len(still), len(once))
			}
		}
		moved := map[string]bool{}
		got := w.pages(desk.All, 4, func(page int) { // one from the front, one from the back
			w.pass(time.Second)
			for _, b := range []*buyer{buyers[len(buyers)-page], buyers[page]} {
				w.say(b, "还在吗")
				moved[b.talk] = true
			}
		})
		seen := map[string]int{}
		for _, id := range got {
			seen[id]++
		}
		for i, b := range buyers {
			if n := seen[b.talk]; n > 1 || n == 0 && !moved[b.talk] {
				t.Errorf("conversation %d was seen %d times, moved: %v", i, n, moved[b.talk])
			}
		}
	})
}

func TestWaitingPagesWhileSomeAreAnswered(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var buyers []*buyer
		for range 12 {
			buyers = append(buyers, w.talking("first"))
			w.pass(time.Second)
		}
		got := w.pages(desk.Waiting, 4, func(page int) {
			w.reply(w.agent, buyers[page], "您好")    // seen already
			w.reply(w.agent, buyers[11-page], "您好") // not yet seen
		})
		var want []string
		for i, b := range buyers {
			if i != 10 && i != 9 {
				want = append(want, b.talk)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestBadCursors(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.talking("first")
		for _, after := range []string{"!", "bm8", "MTIz", "L2lk", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5L2lk"} {
			_, err := w.Desk.Queue(w.agent, desk.Ask{View: desk.All, After: after})
			wantFault(t, err, fault.Invalid, "request.bad_cursor")
		}
	})
}

func TestCountsAreCapped(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error {
			for i := range 130 {
				c, _, err := w.Customers.VisitIn(tx, w.first, "", "")
				if err != nil {
					return err
				}
				talk, err := w.Conversations.OpenIn(tx, w.first, c.ID, conversation.WebChat)
				if err != nil {
					return err
				}
				if _, err := w.Conversations.PostIn(tx, talk.ID, conversation.Message{
					Sender: conversation.Sender{Kind: conversation.Buyer, ID: c.ID}, Kind: conversation.Text, Text: fmt.Sprint(i), Key: "buyer-key-1",
				}); err != nil {
					return err
				}
			}
			return nil
		}))
		p := w.queue(w.agent, desk.All, "")
		if p.Counts != (desk.Counts{Unassigned: 100, Waiting: 100, All: 100}) || len(p.Rows) != 100 || p.Next == "" {
			t.Errorf("%d rows, counts %+v", len(p.Rows), p.Counts)
		}
		rest, err := w.Desk.Queue(w.agent, desk.Ask{View: desk.All, After: p.Next})
		if err != nil || len(rest.Rows) != 30 || rest.Next != "" {
			t.Errorf("%d more rows, %v", len(rest.Rows), err)
		}
	})
}
