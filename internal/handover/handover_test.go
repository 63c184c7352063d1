package handover_test

import (
	"context"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/roster/sheet"
)

func TestAcceptingMovesAndNothingElseDoes(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c, talk := w.owned(1)
		other, _ := w.owned(2)
		made := w.prepare("sheet-key-1", caseOf(c), talkOf(talk), caseOf(other))
		if again := w.prepare("sheet-key-1", caseOf(c), talkOf(talk), caseOf(other)); again.ID != made.ID {
			t.Errorf("the same key made %+v", again)
		}
		if w.caseNow(c.ID).OwnerID != w.people["chen"] || w.told("li") != "handover.prepared" || len(made.Items[0].Commitments) != 1 {
			t.Errorf("prepared %+v, li heard %q", made, w.told("li"))
		}
		_, err := w.Handovers.Accept(w.as("li"), made.ID, made.Version, []int64{1})
		w.must(err)
		now := w.caseNow(c.ID)
		owed, err := commitment.OfCaseIn(w.DB.Reader(context.Background()), c.ID)
		w.must(err)
		if now.OwnerID != w.people["li"] || owed[0].OwnerID != w.people["li"] || w.talkNow(talk.ID).AssigneeID != w.people["chen"] {
			t.Errorf("case %+v, owed %+v", now, owed)
		}
		again, err := w.Handovers.Accept(w.as("li"), made.ID, made.Version, []int64{1}) // the answer was lost
		if err != nil || again.Version != made.Version+1 || w.caseNow(c.ID).Version != now.Version {
			t.Errorf("again: %+v, %v", again, err)
		}
		_, err = w.Handovers.HandBack(w.as("li"), made.ID, made.Version, 3, "不懂这件") // a second tab
		w.wantCode(err, "handover.changed")
		back, err := w.Handovers.HandBack(w.as("li"), made.ID, again.Version, 3, "不懂这件")
		w.must(err)
		all, err := w.Handovers.Accept(w.as("li"), made.ID, back.Version, nil)
		w.must(err)
		if became(all) != "accepted accepted handed_back" || all.SettledAt.IsZero() || w.talkNow(talk.ID).AssigneeID != w.people["li"] {
			t.Errorf("in the end %q, %+v", became(all), all)
		}
		if w.caseNow(other.ID).OwnerID != w.people["chen"] || w.told("chen") != "handover.accepted handover.handed_back handover.accepted" {
			t.Errorf("chen heard %q", w.told("chen"))
		}
		_, err = w.Handovers.Withdraw(w.as("chen"), made.ID, all.Version)
		w.wantCode(err, "handover.settled")
	})
}

func TestWhatHasChangedIsPassedOver(t *testing.T) {
	for name, tt := range map[string]struct {
		meanwhile func(w *world, c complaint.Case)
		became    string
		why       string
		owner     string
	}{
		"nothing": {func(*world, complaint.Case) {}, "accepted", "", "li"},
		"the facts": {func(w *world, c complaint.Case) {
			_, err := w.Complaints.Correct(w.as("chen"), c.ID, c.Version, complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Normal})
			w.must(err)
		}, "passed", "handover.item_changed", "chen"},
		"a commitment": {func(w *world, c complaint.Case) {
			all, err := commitment.OfCaseIn(w.DB.Reader(context.Background()), c.ID)
			w.must(err)
			_, err = w.Complaints.Keep(w.as("chen"), all[0].ID, all[0].Version, "发了")
			w.must(err)
		}, "passed", "handover.item_changed", "chen"},
		"the owner": {func(w *world, c complaint.Case) {
			_, err := w.Complaints.HandOver(w.as("chen"), c.ID, c.Version, w.people["chief"], "急")
			w.must(err)
		}, "passed", "handover.item_moved", "chief"},
		"it went there already": {func(w *world, c complaint.Case) {
			_, err := w.Complaints.HandOver(w.as("chen"), c.ID, c.Version, w.people["li"], "急")
			w.must(err)
		}, "accepted", "", "li"},
		"a clock": {func(w *world, c complaint.Case) {
			w.at(w.now().Add(19 * time.Hour))
		}, "accepted", "", "li"},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				c, _ := w.owned(1)
				made := w.prepare("sheet-key-1", caseOf(c))
				tt.meanwhile(w, c)
				now, err := w.Handovers.Accept(w.as("li"), made.ID, made.Version, nil)
				w.must(err)
				if became(now) != tt.became || now.Items[0].Why != tt.why || w.caseNow(c.ID).OwnerID != w.people[tt.owner] {
					t.Errorf("got %q because of %q, owner %s", became(now), now.Items[0].Why, w.caseNow(c.ID).OwnerID)
				}
			})
		})
	}
}

func TestOnlyTheTwoOfThem(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c, talk := w.owned(1)
		made := w.prepare("sheet-key-1", caseOf(c))
		for login, code := range map[string]string{"chen": "handover.unknown", "boss": "handover.unknown", "ware": "identity.denied"} {
			_, err := w.Handovers.Accept(w.as(login), made.ID, made.Version, nil)
			w.wantCode(err, code)
		}
		_, err := w.Handovers.Withdraw(w.as("li"), made.ID, made.Version)
		w.wantCode(err, "handover.unknown")
		_, err = w.Handovers.Get(w.as("boss"), made.ID)
		w.must(err)
		_, err = w.Handovers.Get(w.as("li"), "none")
		w.wantCode(err, "handover.unknown")
		prepare := func(to string, shop string, picks ...sheet.Pick) error {
			_, err := w.Handovers.Prepare(w.as("chen"), shop, "", sheet.Draft{ToID: w.people[to], Note: "交接", Items: picks})
			return err
		}
		w.wantCode(prepare("li", w.shop.ID, caseOf(c)), "handover.item_waits")
		w.wantCode(prepare("ware", w.shop.ID, talkOf(talk)), "handover.cannot_take")
		w.wantCode(prepare("chen", w.shop.ID, talkOf(talk)), "handover.to_oneself")
		w.wantCode(prepare("li", w.other.ID, talkOf(talk)), "shop.unknown")
		w.wantCode(prepare("li", w.shop.ID, sheet.Pick{Kind: sheet.Conversation, ID: talk.ID, Version: talk.Version - 1}), "handover.item_changed")
		_, err = w.Handovers.Prepare(w.as("li"), w.shop.ID, "", sheet.Draft{ToID: w.people["chen"], Note: "交接", Items: []sheet.Pick{talkOf(talk)}})
		w.wantCode(err, "handover.not_yours")
		_, err = w.Handovers.Withdraw(w.as("chen"), made.ID, made.Version)
		w.must(err)
		w.must(prepare("li", w.shop.ID, caseOf(c)))
		if w.told("li") != "handover.prepared handover.withdrawn handover.prepared" {
			t.Errorf("li heard %q", w.told("li"))
		}
	})
}

func TestSupervisorsOnDutyAreCalled(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		early, late := w.shift("早班", 9, 18), w.shift("晚班", 18, 2)
		w.publish(w.on(0, early, "chen"), w.on(0, late, "li"), w.on(0, late, "boss"))
		c, _ := w.owned(1)
		w.at(start.Add(8 * time.Hour))
		made := w.prepare("sheet-key-1", caseOf(c))
		if want := start.Add(8*time.Hour + 30*time.Minute); !made.EndsAt.Equal(want) {
			t.Errorf("the shift ends %v, want %v", made.EndsAt, want)
		}
		w.at(start.Add(8*time.Hour + 44*time.Minute))
		if n := w.calls("boss"); n != 0 {
			t.Errorf("called %d times too early", n)
		}
		w.at(start.Add(8*time.Hour + 45*time.Minute))
		w.at(start.Add(9 * time.Hour))
		if w.calls("boss") != 1 || w.calls("chief") != 0 || w.calls("chen") != 1 {
			t.Errorf("called boss %d, chief %d, chen %d", w.calls("boss"), w.calls("chief"), w.calls("chen"))
		}
		_, err := w.Handovers.Accept(w.as("li"), made.ID, made.Version, nil)
		w.must(err)
	})
}

func (w *world) calls(login string) int64 {
	w.t.Helper()
	n, err := db.Value[int64](w.DB.Reader(context.Background()), `SELECT COUNT(*) FROM notice WHERE user_id = ? AND kind = 'handover.waits'`, w.people[login])
	w.must(err)
	return n
}

// Until it is accepted, who is to take it over hears the alarms of a case.
func TestTheTakerHearsTheAlarms(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		early, late := w.shift("早班", 9, 18), w.shift("晚班", 18, 10)
		w.publish(w.on(0, early, "chen"), w.on(0, late, "li"), w.on(0, late, "boss"))
		c, _ := w.owned(1)
		w.prepare("sheet-key-1", caseOf(c))
		w.at(start.Add(20 * time.Hour))
		heard := map[string]int64{}
		for _, login := range []string{"chen", "li", "boss", "chief"} {
			n, err := db.Value[int64](w.DB.Reader(context.Background()), `SELECT COUNT(*) FROM notice WHERE user_id = ? AND kind = 'commitment.alarm'`, w.people[login])
			w.must(err)
			heard[login] = n
		}
		if heard["chen"] != 1 || heard["li"] != 1 || heard["boss"] != 0 || heard["chief"] != 0 {
			t.Errorf("heard %v", heard)
		}
	})
}

// Whatever write the database refuses, nothing of what was done is left, and it can
// be done again.
func TestNothingIsHalfHandedOver(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c, talk := w.owned(1)
		other, _ := w.owned(2)
		fuse := dbtest.NewFuse(t, w.DB)
		var made sheet.Sheet
		fuse.Burn("prepare", func() (err error) {
			made, err = w.Handovers.Prepare(w.as("chen"), w.shop.ID, "sheet-key-1",
				sheet.Draft{ToID: w.people["li"], Note: "交接", Items: []sheet.Pick{caseOf(c), talkOf(talk), caseOf(other)}})
			return err
		})
		fuse.Burn("accept", func() error {
			_, err := w.Handovers.Accept(w.as("li"), made.ID, 1, []int64{1, 2})
			return err
		})
		fuse.Burn("hand back", func() error {
			_, err := w.Handovers.HandBack(w.as("li"), made.ID, 2, 3, "不懂")
			return err
		})
		if got := became(w.sheetNow(made.ID)); got != "accepted accepted handed_back" || w.caseNow(c.ID).OwnerID != w.people["li"] {
			t.Errorf("in the end %q", got)
		}
		var second sheet.Sheet
		fuse.Burn("prepare again", func() (err error) {
			second, err = w.Handovers.Prepare(w.as("chen"), w.shop.ID, "sheet-key-2", sheet.Draft{ToID: w.people["li"], Note: "交接", Items: []sheet.Pick{caseOf(other)}})
			return err
		})
		fuse.Burn("withdraw", func() error {
			_, err := w.Handovers.Withdraw(w.as("chen"), second.ID, 1)
			return err
		})
	})
}

// Of two tabs that accept and hand back at once, one wins and the other is told.
func TestTabsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c, talk := w.owned(1)
		made := w.prepare("sheet-key-1", caseOf(c), talkOf(talk))
		results := make(chan error, 2)
		li := w.as("li")
		go func() {
			_, err := w.Handovers.Accept(li, made.ID, made.Version, []int64{1})
			results <- err
		}()
		go func() {
			_, err := w.Handovers.HandBack(li, made.ID, made.Version, 1, "不懂")
			results <- err
		}()
		first, second := <-results, <-results
		if first != nil {
			first, second = second, first
		}
		w.must(first)
		w.wantCode(second, "handover.changed")
		owner, got := w.caseNow(c.ID).OwnerID, w.sheetNow(made.ID).Items[0].State
		if (owner == w.people["li"]) != (got == sheet.Accepted) {
			t.Errorf("owner %s, item %s", owner, got)
		}
	})
}
