package handover_test

import (
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/bulletin"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/quickreply"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// What the taker reads before the shift: what is handed over and owed in it, who
// waits, what runs out, who is there, and what holds in the shop.
func TestThePageBeforeAShift(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		early, late := w.shift("早班", 9, 18), w.shift("晚班", 18, 10)
		w.publish(w.on(0, early, "chen"), w.on(0, early, "ware"), w.on(0, late, "li"))
		c, talk := w.owned(1)
		mine, err := w.Briefings.Mine(w.as("chen"))
		w.must(err)
		if len(mine.Talks) != 1 || len(mine.Owed) != 0 || len(mine.OnDuty) != 2 || mine.Duties[0].ShiftName != "早班" {
			t.Errorf("chen reads %+v", mine)
		}
		stock, err := w.Briefings.Stock(w.as("chen"), w.shop.ID)
		w.must(err)
		if len(stock.Cases) != 1 || len(stock.Cases[0].Commitments) != 1 || len(stock.Talks) != 1 || stock.Takers[0].ID != w.people["li"] {
			t.Errorf("in stock %+v", stock)
		}
		at, err := w.Shops.CreateDepartment(w.root(), w.shop.ID, shop.DepartmentDraft{Name: "仓库"})
		w.must(err)
		_, err = w.Tickets.Send(w.as("chen"), c.ID, "ticket-key-1", ticket.Draft{TypeID: "other", DepartmentID: at.ID, Title: "查库存", Minutes: 60})
		w.must(err)
		for _, d := range []bulletin.Draft{
			{Kind: bulletin.Promotion, Title: "满减", StartsAt: w.now().Add(-time.Hour), EndsAt: w.now().Add(48 * time.Hour)},
			{Kind: bulletin.Coupon, Title: "今天中午止", StartsAt: w.now().Add(-time.Hour), EndsAt: w.now().Add(2 * time.Hour)},
			{Kind: bulletin.Other, Title: "下周开始", StartsAt: w.now().Add(7 * 24 * time.Hour), EndsAt: w.now().Add(9 * 24 * time.Hour)},
		} {
			_, err := w.Bulletins.Add(w.as("chief"), w.shop.ID, "bulletin-"+d.Title, d)
			w.must(err)
		}
		for title, days := range map[string]int{"满减话术": 2, "年货节": 9} {
			_, err := w.QuickReplies.Add(w.as("chief"), w.shop.ID, "reply-"+title, false, quickreply.Draft{Title: title, Text: "满 299 减 40", EndsAt: w.now().AddDate(0, 0, days)})
			w.must(err)
		}
		c = w.caseNow(c.ID)
		w.prepare("sheet-key-1", caseOf(c), talkOf(w.talkNow(talk.ID)))
		w.at(start.Add(8*time.Hour + 30*time.Minute))
		page, err := w.Briefings.Mine(w.as("li"))
		w.must(err)
		if len(page.Taking) != 1 || len(page.TakenOwed) != 1 || len(page.Bulletins) != 1 || page.Bulletins[0].Title != "满减" || page.Faces[c.ID].Number != c.Number {
			t.Errorf("li reads %+v", page)
		}
		if len(page.Replies) != 1 || page.Replies[0].Title != "满减话术" {
			t.Errorf("quick replies that end: %+v", page.Replies)
		}
		if len(page.OnDuty) != 1 || page.OnDuty[0].Entry.UserID != w.people["li"] || !page.Until.Equal(start.Add(24*time.Hour+30*time.Minute)) {
			t.Errorf("on duty %+v until %v", page.OnDuty, page.Until)
		}
		made := page.Taking[0]
		_, err = w.Handovers.Accept(w.as("li"), made.ID, made.Version, nil)
		w.must(err)
		page, err = w.Briefings.Mine(w.as("li"))
		w.must(err)
		if len(page.Taking) != 0 || len(page.Owed) != 1 || len(page.Talks) != 1 || len(page.Work) != 1 || page.Work[0].Mine {
			t.Errorf("afterwards li reads %+v", page)
		}
		if given, err := w.Briefings.Mine(w.as("chen")); err != nil || len(given.Given) != 1 || len(given.Talks) != 0 {
			t.Errorf("chen reads %+v, %v", given, err)
		}
		if ware, err := w.Briefings.Mine(w.as("ware")); err != nil || len(ware.Taking)+len(ware.Owed)+len(ware.Talks)+len(ware.Others) != 0 {
			t.Errorf("the warehouse reads %+v, %v", ware, err)
		}
	})
}

func TestBulletinsAreOfTheirShopAndTime(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		good := bulletin.Draft{Kind: bulletin.Coupon, Title: " 满减 ", Text: "不叠加", StartsAt: w.now(), EndsAt: w.now().Add(time.Hour)}
		for field, change := range map[string]func(*bulletin.Draft){
			"kind":    func(d *bulletin.Draft) { d.Kind = "x" },
			"title":   func(d *bulletin.Draft) { d.Title = " " },
			"ends_at": func(d *bulletin.Draft) { d.EndsAt = d.StartsAt },
		} {
			d := good
			change(&d)
			_, err := w.Bulletins.Add(w.as("chief"), w.shop.ID, "", d)
			if f, ok := err.(*fault.Fault); !ok || f.Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		made, err := w.Bulletins.Add(w.as("chief"), w.shop.ID, "bulletin-1", good)
		w.must(err)
		again, err := w.Bulletins.Add(w.as("chief"), w.shop.ID, "bulletin-1", good)
		if err != nil || again.ID != made.ID || made.Title != "满减" {
			t.Errorf("again %+v, %v", again, err)
		}
		_, err = w.Bulletins.Add(w.as("chen"), w.shop.ID, "", good)
		w.wantCode(err, "identity.denied")
		_, err = w.Bulletins.Add(w.as("chief"), w.other.ID, "", good)
		w.wantCode(err, "shop.unknown")
		_, err = w.Bulletins.Change(w.as("chief"), "none", 1, good)
		w.wantCode(err, "bulletin.unknown")
		good.Title = "满减改了"
		_, err = w.Bulletins.Change(w.as("chief"), made.ID, 1, good)
		w.must(err)
		_, err = w.Bulletins.End(w.as("boss"), made.ID, 1)
		w.wantCode(err, "bulletin.changed")
		w.at(w.now().Add(time.Minute))
		_, err = w.Bulletins.End(w.as("boss"), made.ID, 2)
		w.must(err)
		if all, err := w.Bulletins.OfShop(w.as("chief"), w.shop.ID); err != nil || len(all) != 0 {
			t.Errorf("left %+v, %v", all, err)
		}
		_, err = w.Bulletins.End(w.as("boss"), made.ID, 3)
		w.wantCode(err, "bulletin.over")
	})
}
