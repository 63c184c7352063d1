package dispatch_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// TestThreeTicketsOneOwner walks two in parallel and one that waits, of which one
// is handed back; the case closes only after.
func TestThreeTicketsOneOwner(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		stock, refund := w.send("stock-key", w.warehouse.ID, ""), w.send("refund-key", w.finance.ID, "")
		later := w.send("resend-key", w.warehouse.ID, stock.ID)
		if later.State != ticket.Pending || !later.DueAt.IsZero() {
			t.Fatalf("the one that waits: %+v", later)
		}
		closable := func(want string) {
			t.Helper()
			_, err := w.Complaints.CloseWithReason(w.chief, w.of.ID, w.caseNow().Version, "好了")
			if fault.CodeOf(err) != want {
				t.Errorf("closing: %v, want %q", err, want)
			}
		}
		closable("case.tickets_open")
		stock, err := w.Tickets.Take(w.ware, stock.ID, stock.Version)
		w.must(err)
		_, err = w.Tickets.Finish(w.ware, stock.ID, stock.Version, "有货", nil)
		w.must(err)
		if later = w.ticketNow(later.ID); later.State != ticket.Open || later.DueAt.IsZero() {
			t.Errorf("the one that waited: %+v", later)
		}
		_, err = w.Tickets.Finish(w.ware, later.ID, later.Version, "已发出", nil)
		w.must(err)
		_, err = w.Tickets.HandBack(w.money, refund.ID, refund.Version, "款项已退，不用再查")
		w.must(err)
		closable("case.tickets_open")
		_, err = w.Tickets.Withdraw(w.agent, refund.ID, w.ticketNow(refund.ID).Version, "已退")
		w.must(err)
		closable("")
		if got := w.told("agent"); got != "case.closed_reason 1, done 2, handed_back 1" {
			t.Errorf("the owner is told %s", got)
		}
		if got := w.told("ware"); got != "arrived 2" {
			t.Errorf("the warehouse is told %s", got)
		}
		if got := w.told("money"); got != "arrived 1, withdrawn 1" {
			t.Errorf("finance is told %s", got)
		}
		if got := fmt.Sprint(w.lines()); got != "map[ticket.done:2 ticket.handed_back:1 ticket.sent:3 ticket.withdrawn:1]" {
			t.Errorf("the thread tells %s", got)
		}
	})
}

// TestDepartmentsSeeTheirOwn holds workers to the tickets of their departments.
func TestDepartmentsSeeTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		stock, refund := w.send("stock-key", w.warehouse.ID, ""), w.send("refund-key", w.finance.ID, "")
		all := ticket.Filter{States: ticket.States}
		for who, want := range map[string][]string{"ware": {stock.ID}, "money": {refund.ID}, "agent": {stock.ID, refund.ID}} {
			got, _, err := w.Tickets.List(w.as(who), all, false, ticket.Start)
			w.must(err)
			var ids []string
			for _, one := range got {
				ids = append(ids, one.ID)
			}
			slices.Sort(ids)
			if !slices.Equal(ids, want) {
				t.Errorf("%s sees %v, want %v", who, ids, want)
			}
		}
		_, foreign := w.Tickets.Get(w.money, stock.ID)
		_, none := w.Tickets.Get(w.money, "nothing")
		if fault.KindOf(foreign) != fault.NotFound || foreign.Error() != none.Error() {
			t.Errorf("somebody else's: %v, nothing: %v", foreign, none)
		}
		for name, err := range map[string]error{
			"take":     second(w.Tickets.Take(w.money, stock.ID, 1)),
			"finish":   second(w.Tickets.Finish(w.money, stock.ID, 1, "有", nil)),
			"of case":  third(w.Tickets.OfCase(w.ware, w.of.ID)),
			"a filter": notEmpty(w.Tickets.List(w.money, ticket.Filter{States: ticket.States, DepartmentID: w.warehouse.ID}, false, ticket.Start)),
		} {
			if fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, err := range map[string]error{
			"withdraw": second(w.Tickets.Withdraw(w.ware, stock.ID, 1, "不想做")),
			"the case": caseErr(w.Complaints.Get(w.ware, w.of.ID)),
			"the talk": talkErr(w, w.ware),
		} {
			if fault.KindOf(err) != fault.Denied {
				t.Errorf("%s: %v", name, err)
			}
		}
		for topic, want := range map[string]bool{"tickets:" + w.shop.ID: true, "dept:" + w.finance.ID: true, "tickets:" + w.other.ID: false} {
			if _, heard := w.hints.Load(topic); heard != want {
				t.Errorf("%s heard %v", topic, heard)
			}
		}
	})
}

func second(_ ticket.Ticket, err error) error  { return err }
func third(_ []ticket.Ticket, err error) error { return err }
func caseErr(_ complaint.Case, err error) error {
	return err
}

func talkErr(w *world, ctx context.Context) error {
	_, err := w.Conversations.Get(ctx, w.talk)
	return err
}

func notEmpty(all []ticket.Ticket, _ bool, err error) error {
	if err == nil && len(all) == 0 {
		return fault.New(fault.NotFound, "none")
	}
	return errors.Join(err, errors.New("it shows something"))
}

// TestClocksOfTickets lets one come due, be paused before, and run over.
func TestClocksOfTickets(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		slow, asked := w.send("slow-key", w.warehouse.ID, ""), w.send("asked-key", w.finance.ID, "")
		if got := slow.DueAt.Sub(w.now()); got != time.Hour {
			t.Fatalf("due in %v", got)
		}
		w.at(w.now().Add(30 * time.Minute))
		asked, err := w.Tickets.Pause(w.money, asked.ID, asked.Version, "请买家给银行卡尾号")
		w.must(err)
		if asked.Left != 30*time.Minute {
			t.Errorf("%v are left", asked.Left)
		}
		w.at(slow.DueAt)
		w.at(slow.DueAt) // twice, and it still rings once
		if got := w.told("ware"); got != "arrived 1, due 1" {
			t.Errorf("the warehouse is told %s", got)
		}
		w.at(slow.DueAt.Add(ticket.Patience - time.Millisecond))
		if got := w.told("chief"); got != "" {
			t.Errorf("too early: %s", got)
		}
		w.at(slow.DueAt.Add(ticket.Patience))
		if got, owner := w.told("chief"), w.told("agent"); got != "overdue 1" || owner != "overdue 1, waiting_buyer 1" {
			t.Errorf("the supervisor is told %s, the owner %s", got, owner)
		}
		late, _, err := w.Tickets.List(w.agent, ticket.Filter{LateAt: w.now()}, false, ticket.Start)
		w.must(err)
		if len(late) != 1 || late[0].ID != slow.ID || late[0].Version != 1 {
			t.Errorf("late are %+v", late)
		}
		if got := w.told("money"); got != "arrived 1" {
			t.Errorf("a clock that stands still rang: %s", got)
		}
		resumed, err := w.Tickets.Resume(w.agent, asked.ID, asked.Version)
		w.must(err)
		if got := resumed.DueAt.Sub(w.now()); got != 30*time.Minute {
			t.Errorf("resumed, it is due in %v", got)
		}
		w.at(resumed.DueAt)
		if got := w.told("money"); got != "arrived 1, due 1, resumed 1" {
			t.Errorf("finance is told %s", got)
		}
	})
}

// TestOnlyOneWins lets two people change a ticket at once, and lists be paged
// while that happens.
func TestOnlyOneWins(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one := w.send("only-key", w.warehouse.ID, "")
		errs := make([]error, 6)
		var group sync.WaitGroup
		for i := range errs {
			group.Go(func() {
				if i%2 == 0 {
					_, errs[i] = w.Tickets.Take(w.ware, one.ID, 1)
				} else {
					_, errs[i] = w.Tickets.Withdraw(w.agent, one.ID, 1, "不用了")
				}
			})
		}
		group.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if fault.CodeOf(err) != "ticket.changed" {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d have won", won)
		}
		for i := range 7 {
			w.send(fmt.Sprintf("page-%04d", i), w.finance.ID, "")
		}
		seen := map[string]bool{}
		f := ticket.Filter{States: []ticket.State{ticket.Open, ticket.HandedBack}, DepartmentID: w.finance.ID}
		at := identity.Places{Scope: identity.Everything}
		for after := ticket.Start; ; {
			page, err := ticket.PageIn(w.DB.Reader(context.Background()), at, f, after, 3)
			w.must(err)
			for _, x := range page {
				seen[x.ID] = true
			}
			if len(page) < 3 {
				break
			}
			after = page[2].Spot()
		}
		if len(seen) != 7 {
			t.Errorf("%d of 7 were shown", len(seen))
		}
	})
}

// TestTicketsMoveWithTheirCase merges a case with a ticket and splits it again.
func TestTicketsMoveWithTheirCase(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one := w.send("stock-key", w.warehouse.ID, "")
		kept, err := w.Complaints.Open(w.agent, w.talk, "case-key-2", complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low})
		w.must(err)
		kept, err = w.Complaints.AskOutcome(w.agent, kept.ID, kept.Version, "好了吗")
		w.must(err)
		_, err = w.Complaints.Merge(w.agent, w.of.ID, w.caseNow().Version, kept.ID)
		w.must(err)
		now := w.ticketNow(one.ID)
		if now.CaseID != kept.ID || now.CaseNumber != kept.Number {
			t.Errorf("it belongs to %s", now.CaseNumber)
		}
		kept, err = w.Complaints.Get(w.agent, kept.ID)
		w.must(err)
		if kept.Stage != complaint.Fulfilling {
			t.Errorf("the question stands: %s", kept.Stage)
		}
		if _, err := w.Complaints.CloseWithReason(w.chief, kept.ID, kept.Version, "好了"); fault.CodeOf(err) != "case.tickets_open" {
			t.Errorf("closing what holds it: %v", err)
		}
		_, err = w.Complaints.Split(w.agent, w.of.ID, w.caseNow().Version)
		w.must(err)
		if now = w.ticketNow(one.ID); now.CaseID != w.of.ID || now.Key != "stock-key" || now.CaseNumber != w.of.Number {
			t.Errorf("it went back as %+v", now)
		}
		kept, err = w.Complaints.Get(w.agent, kept.ID)
		w.must(err)
		_, err = w.Complaints.CloseWithReason(w.chief, kept.ID, kept.Version, "好了")
		w.must(err)
	})
}

// TestNothingOfATicketIsHalfWritten refuses each write of each step in turn.
func TestNothingOfATicketIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first, second := w.send("first-key", w.warehouse.ID, ""), ticket.Ticket{}
		second = w.send("second-key", w.finance.ID, first.ID)
		for _, table := range []string{"ticket", "audit_entry", "message", "conversation", "notice", "job"} {
			dbtest.Refuse(w.t, w.DB, table, func() {
				if _, err := w.Tickets.Finish(w.ware, first.ID, 1, "有", nil); err == nil {
					t.Errorf("%s was not needed to finish", table)
				}
				if _, err := w.Tickets.Send(w.agent, w.of.ID, "third-key", ticket.Draft{TypeID: "other", DepartmentID: w.finance.ID, Title: "x"}); err == nil {
					t.Errorf("%s was not needed to send", table)
				}
			})
			if a, b := w.ticketNow(first.ID), w.ticketNow(second.ID); a.Version != 1 || a.State != ticket.Open || b.State != ticket.Pending {
				t.Errorf("without %s: %s, %s", table, a.State, b.State)
			}
		}
		all, err := w.Tickets.OfCase(w.agent, w.of.ID)
		w.must(err)
		if len(all) != 2 || w.lines()["ticket.done"] != 0 {
			t.Errorf("%d tickets, lines %v", len(all), w.lines())
		}
		_, err = w.Tickets.Finish(w.ware, first.ID, 1, "有", nil)
		w.must(err)
	})
}

func TestBuyersReadTheirWords(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one := w.send("stock-key", w.warehouse.ID, "")
		_, err := w.Tickets.HandBack(w.ware, one.ID, 1, "系统里没有这个型号")
		w.must(err)
		address, err := w.Progress.Share(w.agent, w.of.ID, "share-key", false)
		w.must(err)
		_, token, _ := strings.Cut(address, "#")
		holder, err := w.Progress.Authenticate(context.Background(), token)
		w.must(err)
		v, err := w.Progress.Read(identity.With(context.Background(), holder))
		w.must(err)
		if len(v.Tickets) != 1 || v.Tickets[0].PublicText != "正在核对 stock-key" {
			t.Errorf("the buyer sees %+v", v.Tickets)
		}
		for _, s := range v.Steps {
			if strings.Contains(s.Text, "型号") || strings.Contains(s.Text, "内部") {
				t.Errorf("the buyer reads %q", s.Text)
			}
		}
		if _, err := w.Tickets.Get(identity.With(context.Background(), holder), one.ID); fault.KindOf(err) != fault.Denied {
			t.Errorf("who holds a link reads the ticket: %v", err)
		}
	})
}
