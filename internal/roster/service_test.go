package roster_test

import (
	"context"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/roster"
)

func TestWhatIsPublishedCounts(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		day, night := w.shift("早班", 9, 18), w.shift("夜班", 18, 2)
		again, err := w.Rosters.AddShift(w.as("chief"), w.shop.ID, "shift-早班", roster.Shift{Name: "早班", From: 9 * 60, To: 18 * 60})
		if err != nil || again.ID != day.ID {
			t.Errorf("the same key made %+v, %v", again, err)
		}
		p, err := w.Rosters.SavePlan(w.as("chief"), w.shop.ID, monday, 0, []roster.Entry{w.on(0, day, "chen"), w.on(0, night, "li")})
		w.must(err)
		if w.onDuty() != "" {
			t.Error("a plan counts before it is published")
		}
		_, err = w.Rosters.Publish(w.as("boss"), w.shop.ID, monday, 0)
		w.wantCode(err, "roster.changed")
		p, err = w.Rosters.Publish(w.as("boss"), w.shop.ID, monday, p.Version)
		w.must(err)
		if p.Published != p.Version || w.onDuty() != "chen" {
			t.Errorf("published %+v, on duty %q", p.Week, w.onDuty())
		}
		for at, want := range map[time.Duration]string{7: "chen", 8*time.Hour + 30*time.Minute: "li", 16 * time.Hour: "li", 16*time.Hour + 30*time.Minute: ""} {
			w.ms.Store(start.Add(at).UnixMilli())
			if got := w.onDuty(); got != want {
				t.Errorf("after %v: %q, want %q", at, got, want)
			}
		}
		w.ms.Store(start.UnixMilli())
		mine, err := w.Rosters.Mine(w.as("chen"), w.now(), w.now().Add(24*time.Hour))
		if err != nil || len(mine) != 1 || mine[0].ShiftName != "早班" {
			t.Errorf("own roster %+v, %v", mine, err)
		}
		p, err = w.Rosters.SavePlan(w.as("chief"), w.shop.ID, monday, p.Version, []roster.Entry{w.on(0, day, "chen"), w.on(0, day, "li")})
		w.must(err)
		if p.Published == p.Version || w.onDuty() != "chen" {
			t.Errorf("what was planned counts: %q", w.onDuty())
		}
		_, err = w.Rosters.Publish(w.as("chief"), w.shop.ID, monday, p.Version)
		w.must(err)
		still, err := w.Rosters.Mine(w.as("chen"), w.now(), w.now().Add(24*time.Hour))
		if w.onDuty() != "chen li" || err != nil || len(still) != 1 || still[0].ID != mine[0].ID {
			t.Errorf("on duty %q, %+v", w.onDuty(), still)
		}
	})
}

func TestWeeksAreCopied(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		day, old := w.shift("早班", 9, 18), w.shift("旧班", 7, 9)
		_, err := w.Rosters.CopyWeek(w.as("chief"), w.shop.ID, monday, 0)
		w.wantCode(err, "roster.nothing_to_copy")
		w.publish(w.on(0, day, "chen"), w.on(6, day, "li"), w.on(1, old, "li"))
		w.must(w.Rosters.RemoveShift(w.as("chief"), old.ID, old.Version))
		p, err := w.Rosters.CopyWeek(w.as("chief"), w.shop.ID, monday+7, 0)
		w.must(err)
		if len(p.Entries) != 2 || p.Entries[0].Day != monday+7 || p.Entries[1].Day != monday+13 {
			t.Errorf("copied %+v", p.Entries)
		}
		_, err = w.Rosters.SavePlan(w.as("chief"), w.shop.ID, monday+7, p.Version, []roster.Entry{{Day: monday + 7, ShiftID: day.ID, UserID: "nobody"}})
		w.wantCode(err, "roster.person_unknown")
		changed, err := w.Rosters.ChangeShift(w.as("boss"), day.ID, 1, roster.Shift{Name: "白班", From: 600, To: 1080})
		w.must(err)
		_, err = w.Rosters.ChangeShift(w.as("chief"), day.ID, 1, roster.Shift{Name: "早早班", From: 600, To: 1080})
		w.wantCode(err, "roster.changed")
		if w.onDuty() != "chen" || changed.Version != 2 {
			t.Error("a published week changed by itself")
		}
		w.publish(w.on(0, day, "chen"))
		if w.onDuty() != "" {
			t.Error("published anew, the shift begins at ten")
		}
	})
}

func TestRostersAreOfTheirShop(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, err := w.Rosters.Plan(w.as("chief"), w.other.ID, monday)
		w.wantCode(err, "shop.unknown")
		_, err = w.Rosters.Plan(w.as("chen"), w.shop.ID, monday)
		w.wantCode(err, "identity.denied")
		s := w.shift("早班", 9, 18)
		_, err = w.Rosters.ChangeShift(w.as("chen"), s.ID, 1, s)
		w.wantCode(err, "identity.denied")
		w.wantCode(w.Rosters.RemoveShift(w.as("chief"), "none", 1), "roster.shift_unknown")
		_, err = w.Rosters.Mine(context.Background(), w.now(), w.now())
		w.wantCode(err, "identity.signed_out")
	})
}

func TestShiftsCallTheirPeople(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		late, night := w.shift("午班", 12, 18), w.shift("夜班", 22, 6)
		w.publish(w.on(0, late, "chen"), w.on(0, night, "li"), w.on(1, late, "ware"))
		w.at(start.Add(150 * time.Minute))
		if w.told("chen") != "roster.shift_begins" || w.told("li") != "" {
			t.Errorf("told %q, %q", w.told("chen"), w.told("li"))
		}
		w.publish(w.on(0, late, "chen"), w.on(1, late, "ware")) // li is free tonight
		w.at(start.Add(8 * time.Hour))
		w.at(start.Add(13 * time.Hour))
		if w.told("chen") != "roster.shift_begins roster.shift_ends" || w.told("li") != "" || w.told("ware") != "" {
			t.Errorf("told %q, %q, %q", w.told("chen"), w.told("li"), w.told("ware"))
		}
	})
}

// owed is a case of chen's with a commitment that is due in an hour, of a buyer who
// waits.
func (w *world) owed() commitment.Commitment {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), "tea", "", "林女士")
	w.must(err)
	c, err := w.Complaints.Open(w.as("chen"), v.Conversation.ID, "case-key-1", complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low})
	w.must(err)
	_, err = w.Conversations.Assign(w.as("chen"), v.Conversation.ID, v.Conversation.Version, conversation.Transfer{AssigneeID: w.people["chen"]})
	w.must(err)
	made, err := w.Complaints.Commit(w.as("chen"), c.ID, "commit-key-1", commitment.Draft{Text: "补发", DueAt: w.now().Add(time.Hour)})
	w.must(err)
	return made
}

func TestAlarmsGoToWhoeverIsOnDuty(t *testing.T) {
	for name, tt := range map[string]struct {
		who                    []string // on duty
		chen, li, chief, nobly string   // what they hear of the alarm
	}{
		"no roster":             {nil, "alarm", "", "alarm", "alarm"}, // chen has no browser open
		"the owner is on duty":  {[]string{"chen", "li"}, "alarm", "", "alarm", "alarm"},
		"a colleague is":        {[]string{"li", "chief"}, "alarm", "alarm", "", ""},
		"only a supervisor is":  {[]string{"chief", "ware"}, "alarm", "", "alarm", ""},
		"nobody who could help": {[]string{"ware"}, "alarm", "", "alarm", "alarm"},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				made := w.owed()
				if tt.who != nil {
					s := w.shift("早班", 9, 18)
					var entries []roster.Entry
					for _, login := range tt.who {
						entries = append(entries, w.on(0, s, login))
					}
					w.publish(entries...)
				}
				w.at(made.DueAt)
				for login, want := range map[string]string{"chen": tt.chen, "li": tt.li, "chief": tt.chief, "boss": tt.nobly} {
					n, err := db.Value[int64](w.DB.Reader(context.Background()), `SELECT COUNT(*) FROM notice WHERE user_id = ? AND kind = 'commitment.alarm'`, w.people[login])
					w.must(err)
					if (n == 1) != (want == "alarm") || n > 1 {
						t.Errorf("%s heard %d alarms, want %q", login, n, want)
					}
				}
			})
		})
	}
}

func TestWaitingBuyersAreHeardByWhoeverIsOnDuty(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.shift("早班", 9, 18)
		w.publish(w.on(0, s, "li"))
		v, err := w.WebChat.Begin(context.Background(), "tea", "", "林女士")
		w.must(err)
		_, err = w.Conversations.Assign(w.as("chen"), v.Conversation.ID, v.Conversation.Version, conversation.Transfer{AssigneeID: w.people["chen"]})
		w.must(err)
		buyer := w.buyer(v.Token)
		_, err = w.Conversations.Say(buyer, "buyer-key-1", conversation.Draft{Text: "在吗"})
		w.must(err)
		w.at(start.Add(10 * time.Minute))
		if w.told("chen") != "conversation.response_due" || w.told("li") != "conversation.response_due" || w.told("chief") != "" {
			t.Errorf("told %q, %q, %q", w.told("chen"), w.told("li"), w.told("chief"))
		}
	})
}
