package complaint_test

import (
	"context"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// operations are all those that name a case or a commitment.
func (w *world) operations(caseID, commitmentID, talk string) map[string]func(ctx context.Context) error {
	d := commitment.Draft{Text: "今天", DueAt: w.clock.in(time.Hour)}
	return map[string]func(ctx context.Context) error{
		"open": func(ctx context.Context) error {
			_, err := w.Complaints.Open(ctx, talk, "foreign-key", someFacts)
			return err
		},
		"get":     func(ctx context.Context) error { _, err := w.Complaints.Get(ctx, caseID); return err },
		"correct": func(ctx context.Context) error { _, err := w.Complaints.Correct(ctx, caseID, 1, someFacts); return err },
		"ask": func(ctx context.Context) error {
			_, err := w.Complaints.AskOutcome(ctx, caseID, 1, "好了吗？")
			return err
		},
		"commit": func(ctx context.Context) error {
			_, err := w.Complaints.Commit(ctx, caseID, "foreign-key", d)
			return err
		},
		"again": func(ctx context.Context) error {
			_, err := w.Complaints.Commit(ctx, caseID, "commit-key-1", d)
			return err
		},
		"keep": func(ctx context.Context) error { _, err := w.Complaints.Keep(ctx, commitmentID, 1, ""); return err },
		"waive": func(ctx context.Context) error {
			_, err := w.Complaints.Waive(ctx, commitmentID, 1, "不要")
			return err
		},
		"update": func(ctx context.Context) error {
			_, err := w.Complaints.Update(ctx, commitmentID, 1, d, "")
			return err
		},
	}
}

func TestForeignIDsAreNotFound(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, c := w.opened()
		made := w.commit(c, "commit-key-1", "今天", time.Hour)
		for name, do := range w.operations(c.ID, made.ID, b.talk) {
			if err := do(w.stranger); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s by an agent of another shop: %v", name, err)
			}
			if err := do(b.ctx); fault.KindOf(err) != fault.Denied {
				t.Errorf("%s by the buyer: %v", name, err)
			}
			if err := do(context.Background()); fault.KindOf(err) != fault.Unauthenticated {
				t.Errorf("%s by nobody: %v", name, err)
			}
		}
		for name, do := range w.operations("no-such-id", "no-such-id", "no-such-id") {
			if err := do(w.chief); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s of nothing: %v", name, err)
			}
		}
		if got := w.caseNow(c.ID); got.Version != 2 || w.count(`SELECT COUNT(*) FROM complaint`) != 1 {
			t.Errorf("something was done: %+v", got)
		}
	})
}

func TestBuyersSeeOnlyTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, c := w.opened()
		neighbour := w.visit("first")
		elsewhere := w.visit("second")
		w.commit(c, "commit-key-1", "今天", time.Hour)
		_, err := w.Complaints.OfBuyer(b.ctx, b.talk)
		wantFault(t, err, fault.NotFound, "db.not_found") // nobody has asked them yet
		made, err := w.Commitments.OfConversation(b.ctx, b.talk, identity.BuyerUse)
		if err != nil || len(made) != 1 {
			t.Errorf("the buyer sees %v, %v", made, err)
		}
		_, err = w.Complaints.Keep(w.agent, made[0].ID, 1, "")
		w.must(err)
		_, err = w.Complaints.AskOutcome(w.agent, c.ID, 2, "好了吗？")
		w.must(err)
		if asked, err := w.Complaints.OfBuyer(b.ctx, b.talk); err != nil || asked.ID != c.ID {
			t.Errorf("the buyer was asked about %+v, %v", asked, err)
		}
		for name, foreign := range map[string]buyer{"a neighbour": neighbour, "a buyer of another shop": elsewhere} {
			if made, err := w.Commitments.OfConversation(foreign.ctx, b.talk, identity.BuyerUse); err != nil || len(made) != 0 {
				t.Errorf("%s sees %v, %v", name, made, err)
			}
			_, err = w.Complaints.OfBuyer(foreign.ctx, b.talk)
			wantFault(t, err, fault.NotFound, "db.not_found")
			_, err = w.Complaints.Answer(foreign.ctx, c.ID, true, "")
			wantFault(t, err, fault.NotFound, "db.not_found")
		}
		_, err = w.Complaints.Answer(w.agent, c.ID, true, "")
		wantFault(t, err, fault.Denied, "identity.denied")
	})
}

func TestListsKeepToTheScope(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, c := w.opened()
		w.commit(c, "commit-key-1", "今天", time.Hour)
		second, err := w.Complaints.Open(w.agent, b.talk, "case-key-2", someFacts)
		w.must(err)
		mine, err := w.Complaints.OfConversation(w.colleague, b.talk)
		if err != nil || len(mine) != 2 || mine[0].ID != second.ID {
			t.Errorf("the team sees %v, %v", mine, err)
		}
		if made, err := w.Commitments.OfConversation(w.colleague, b.talk, identity.CommitmentRead); err != nil || len(made) != 1 {
			t.Errorf("the team sees %v, %v", made, err)
		}
		if cases, err := w.Complaints.OfConversation(w.stranger, b.talk); err != nil || len(cases) != 0 {
			t.Errorf("a stranger sees %v, %v", cases, err)
		}
		if made, err := w.Commitments.OfConversation(w.stranger, b.talk, identity.CommitmentRead); err != nil || len(made) != 0 {
			t.Errorf("a stranger sees %v, %v", made, err)
		}
	})
}

func TestOpenNeedsThePermissionInThatShop(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first")
		w.say(b, "buyer-key-1", "你好")
		reader := identity.With(context.Background(), identity.NewUser("reader", "Reader", map[string][]identity.Permission{
			w.shop.ID: {identity.ConversationRead}, w.other.ID: {identity.CaseWrite},
		}))
		_, err := w.Complaints.Open(reader, b.talk, "case-key-1", someFacts)
		wantFault(t, err, fault.Denied, "identity.denied")
	})
}

func TestNotices(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, c := w.opened()
		for i := range 32 {
			w.commit(c, "commit-key-"+string(rune('a'+i)), "今天", time.Hour)
		}
		w.at(w.clock.in(time.Hour)) // 32 alarms at one moment
		all := w.notices(w.agent)
		seen := map[string]bool{}
		for i, n := range all {
			if seen[n.ID] || i > 0 && (n.At.After(all[i-1].At) || n.At.Equal(all[i-1].At) && n.ID >= all[i-1].ID) {
				t.Fatalf("notice %d is twice or out of order", i)
			}
			seen[n.ID] = true
		}
		if len(all) != 32 {
			t.Fatalf("%d notices", len(all))
		}
		w.must(w.Notices.Read(w.agent, all[10].ID))
		for i, n := range w.notices(w.agent) {
			if n.ReadAt.IsZero() != (i < 10) {
				t.Errorf("notice %d read at %v", i, n.ReadAt)
			}
		}
		if p, err := w.Notices.Mine(w.agent, ""); err != nil || p.Unread != 10 || len(p.Notices) != 30 || p.Next == "" {
			t.Errorf("%d unread, %d on the page, next %q, %v", p.Unread, len(p.Notices), p.Next, err)
		}
		err := w.Notices.Read(w.colleague, all[0].ID)
		wantFault(t, err, fault.NotFound, "db.not_found")
		_, err = w.Notices.Mine(w.colleague, all[0].ID)
		wantFault(t, err, fault.NotFound, "db.not_found")
	})
}
