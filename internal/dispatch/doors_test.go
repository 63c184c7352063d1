package dispatch_test

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/tasklink"
	"github.com/anxin-desk/anxin/internal/ticket"
	"github.com/anxin-desk/anxin/stories/sample"
)

// link returns the token of a link to a ticket.
func (w *world) link(id string) string {
	w.t.Helper()
	address, err := w.TaskLinks.Share(w.agent, id)
	w.must(err)
	_, token, _ := strings.Cut(address, "/t/#")
	return token
}

// opens tells whether a token opens something, and returns who acts with it.
func (w *world) opens(token, name string) (context.Context, bool) {
	w.t.Helper()
	a, err := w.TaskLinks.Authenticate(context.Background(), token)
	if err != nil && fault.CodeOf(err) != "task.link_over" {
		w.t.Fatal(err)
	}
	ctx := identity.With(context.Background(), a)
	if err == nil && name != "" {
		ctx, err = tasklink.Named(ctx, name)
		w.must(err)
	}
	return ctx, err == nil
}

// TestATaskIsDoneByLink lets somebody without an account do a ticket, and nothing else.
func TestATaskIsDoneByLink(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one, other := w.send("key-0001", w.warehouse.ID, ""), w.send("key-0002", w.warehouse.ID, "")
		wang, ok := w.opens(w.link(one.ID), "王师傅")
		if !ok {
			t.Fatal("the link opens nothing")
		}
		if _, err := w.Tickets.Get(wang, other.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("another ticket of the department: %v", err)
		}
		if _, err := w.Tickets.OfCase(wang, one.CaseID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the tickets of the case: %v", err)
		}
		if page, _, err := w.Tickets.List(wang, ticket.Filter{States: ticket.States}, false, ticket.Spot{}); err != nil || len(page) != 1 {
			t.Errorf("lists %d, %v", len(page), err)
		}
		for what, err := range map[string]error{
			"withdraw": func() error { _, err := w.Tickets.Withdraw(wang, one.ID, 1, "x"); return err }(),
			"share":    func() error { _, err := w.TaskLinks.Share(wang, one.ID); return err }(),
			"talk":     func() error { _, err := w.Conversations.Get(wang, w.talk); return err }(),
			"case":     func() error { _, err := w.Complaints.Get(wang, w.of.ID); return err }(),
		} {
			if fault.KindOf(err) != fault.Denied {
				t.Errorf("%s: %v", what, err)
			}
		}
		now, err := w.Tickets.Take(wang, one.ID, one.Version)
		w.must(err)
		li, _ := w.opens(w.link(one.ID), "李师傅")
		if _, err := w.Tickets.Take(li, one.ID, one.Version); fault.KindOf(err) != fault.Conflict {
			t.Errorf("with an old version: %v", err)
		}
		now, err = w.Tickets.Take(li, one.ID, now.Version)
		if err != nil || now.WorkerName != "李师傅" {
			t.Errorf("%+v, %v", now, err)
		}
		now, err = w.Tickets.Report(li, one.ID, now.Version, "找到货了")
		w.must(err)
		photo, err := sample.File("jpeg 20x20")
		w.must(err)
		f, err := w.Tickets.AddFile(li, one.ID, "photo-key-1", "货.jpg", strings.NewReader(string(photo)))
		w.must(err)
		again, err := w.Tickets.AddFile(li, one.ID, "photo-key-1", "货.jpg", strings.NewReader(string(photo)))
		if err != nil || again.ID != f.ID || f.ByName != "李师傅" {
			t.Errorf("%+v, %v", again, err)
		}
		now, err = w.Tickets.Finish(li, one.ID, now.Version, "已补发", nil)
		w.must(err)
		if now.State != ticket.Done || now.WorkerName != "李师傅" || now.Progress != "找到货了" {
			t.Errorf("%+v", now)
		}
		if got := w.told("agent"); got != "done 1" {
			t.Errorf("the owner was told %s", got)
		}
		if got := w.lines()["ticket.progress"]; got != 1 {
			t.Errorf("%d lines of progress", got)
		}
		_, body, err := w.Tickets.ReadFile(w.agent, f.ID, true)
		w.must(err)
		w.must(body.Close())
		if _, _, err := w.Tickets.ReadFile(w.money, f.ID, false); fault.KindOf(err) != fault.NotFound {
			t.Errorf("another department reads the photo: %v", err)
		}
	})
}

// TestLinksEnd holds links to when they must open nothing any more.
func TestLinksEnd(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(w *world, one ticket.Ticket, worker context.Context)
		wait time.Duration
		open bool
	}{
		"at once":        {func(*world, ticket.Ticket, context.Context) {}, 0, true},
		"six days later": {func(*world, ticket.Ticket, context.Context) {}, 6 * 24 * time.Hour, true},
		"a week later":   {func(*world, ticket.Ticket, context.Context) {}, 7 * 24 * time.Hour, false},
		"done": {func(w *world, one ticket.Ticket, worker context.Context) {
			_, err := w.Tickets.Finish(worker, one.ID, one.Version, "好了", nil)
			w.must(err)
		}, 23 * time.Hour, true},
		"done a day ago": {func(w *world, one ticket.Ticket, worker context.Context) {
			_, err := w.Tickets.Finish(worker, one.ID, one.Version, "好了", nil)
			w.must(err)
		}, 24 * time.Hour, false},
		"withdrawn": {func(w *world, one ticket.Ticket, _ context.Context) {
			_, err := w.Tickets.Withdraw(w.agent, one.ID, one.Version, "不用了")
			w.must(err)
		}, 0, false},
		"handed back": {func(w *world, one ticket.Ticket, worker context.Context) {
			_, err := w.Tickets.HandBack(worker, one.ID, one.Version, "不归我们")
			w.must(err)
		}, 0, false},
		"given to others": {func(w *world, one ticket.Ticket, worker context.Context) {
			back, err := w.Tickets.HandBack(worker, one.ID, one.Version, "不归我们")
			w.must(err)
			_, err = w.Tickets.Resend(w.agent, one.ID, back.Version, ticket.Draft{DepartmentID: w.finance.ID, Title: "核对", Minutes: 60})
			w.must(err)
		}, 0, false},
		"revoked": {func(w *world, one ticket.Ticket, _ context.Context) { w.must(w.TaskLinks.Revoke(w.agent, one.ID)) }, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				one := w.send("key-0001", w.warehouse.ID, "")
				token := w.link(one.ID)
				worker, ok := w.opens(token, "王师傅")
				if !ok {
					t.Fatal("a new link opens nothing")
				}
				c.do(w, one, worker)
				w.ms.Add(c.wait.Milliseconds())
				if _, open := w.opens(token, ""); open != c.open {
					t.Errorf("opens: %v", open)
				}
			})
		})
	}
}

// TestLinksAreReused and cannot be made where there is nothing to do.
func TestLinksAreReused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one := w.send("key-0001", w.warehouse.ID, "")
		waits := w.send("key-0002", w.finance.ID, one.ID)
		if a, b := w.link(one.ID), w.link(one.ID); a != b {
			t.Error("two links at the same moment")
		}
		if _, err := w.TaskLinks.Share(w.agent, waits.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a ticket that waits: %v", err)
		}
		for _, name := range []string{"", "   ", strings.Repeat("王", 21)} {
			a, err := w.TaskLinks.Authenticate(context.Background(), w.link(one.ID))
			w.must(err)
			if _, err := tasklink.Named(identity.With(context.Background(), a), name); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%q: %v", name, err)
			}
		}
	})
}

// TestTheReminderComesBeforeTheTime in opening hours, once, and not while the buyer
// is waited for.
func TestTheReminderComesBeforeTheTime(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one := w.send("key-0001", w.warehouse.ID, "") // an hour, of which a fifth is left after 48 minutes
		from := w.now()
		w.at(from.Add(47 * time.Minute))
		if got := w.told("ware"); got != "arrived 1" {
			t.Errorf("too early: %s", got)
		}
		now, err := w.Tickets.Pause(w.ware, one.ID, one.Version, "请发照片")
		w.must(err)
		w.at(from.Add(55 * time.Minute))
		if got := w.told("ware"); got != "arrived 1" {
			t.Errorf("while the clock stood still: %s", got)
		}
		_, err = w.Tickets.Resume(w.ware, one.ID, now.Version)
		w.must(err)
		w.at(from.Add(56 * time.Minute))
		w.at(from.Add(57 * time.Minute))
		if got := w.told("ware"); got != "arrived 1, soon 1" {
			t.Errorf("told %s", got)
		}
		w.at(w.ticketNow(one.ID).DueAt)
		if got := w.told("ware"); got != "arrived 1, due 1, soon 1" {
			t.Errorf("told %s", got)
		}
		late, err := w.Tickets.Send(w.agent, w.of.ID, "key-0003", ticket.Draft{TypeID: "other", DepartmentID: w.warehouse.ID, Title: "周末前", Minutes: 600})
		w.must(err)
		soon, err := late.Reminder(w.warehouse.Hours, w.now())
		w.must(err)
		if left, err := w.warehouse.Hours.Between(soon, late.DueAt); err != nil || left.Length != 2*time.Hour {
			t.Errorf("%v of opening hours are left, %v", left.Length, err)
		}
	})
}

// TestGuessedTokens opens nothing with what was made up.
func TestGuessedTokens(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		token := w.link(w.send("key-0001", w.warehouse.ID, "").ID)
		for range 500 {
			guess := rand.Text() + rand.Text()[:len(token)-26]
			if _, open := w.opens(guess, ""); open {
				t.Fatalf("%q opens", guess)
			}
		}
		if _, open := w.opens(strings.ToLower(token), ""); open {
			t.Error("the case of letters does not matter")
		}
	})
}
