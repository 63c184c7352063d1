package commitment

import (
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

var (
	now = time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)
	of  = Case{ID: "case", ShopID: "shop", CustomerID: "buyer", ConversationID: "talk", OwnerID: "agent"}
)

const grace = 15 * time.Minute

func TestMake(t *testing.T) {
	tests := []struct {
		name string
		in   Draft
		code string
	}{
		{"good", Draft{Text: " 今天发货 ", DueAt: now.Add(time.Hour)}, ""},
		{"due the next millisecond", Draft{Text: "发货", DueAt: now.Add(time.Millisecond)}, ""},
		{"due now", Draft{Text: "发货", DueAt: now}, "commitment.due_past"},
		{"due before", Draft{Text: "发货", DueAt: now.Add(-time.Hour)}, "commitment.due_past"},
		{"no time", Draft{Text: "发货", DueAt: time.Time{}}, "commitment.due_past"},
		{"as far as it goes", Draft{Text: "发货", DueAt: now.Add(MaxHorizon)}, ""},
		{"too far", Draft{Text: "发货", DueAt: now.Add(MaxHorizon + time.Millisecond)}, "commitment.due_too_far"},
		{"no text", Draft{Text: " \n ", DueAt: now.Add(time.Hour)}, "commitment.text_missing"},
		{"longest text", Draft{Text: strings.Repeat("发", MaxTextLen), DueAt: now.Add(time.Hour)}, ""},
		{"text too long", Draft{Text: strings.Repeat("发", MaxTextLen+1), DueAt: now.Add(time.Hour)}, "commitment.text_too_long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := tt.in.make("id", "key", of, now, grace)
			if fault.CodeOf(err) != tt.code {
				t.Fatalf("got %v, want %q", err, tt.code)
			}
			if err != nil {
				return
			}
			want := Commitment{ID: "id", Key: "key", CaseID: "case", ShopID: "shop", CustomerID: "buyer", ConversationID: "talk",
				OwnerID: "agent", Text: strings.TrimSpace(tt.in.Text), MadeAt: now, DueAt: tt.in.DueAt,
				GraceEndsAt: tt.in.DueAt.Add(grace), State: Open, Version: 1}
			if c != want {
				t.Errorf("got %+v", c)
			}
		})
	}
}

func TestSettling(t *testing.T) {
	long := strings.Repeat("因", MaxTextLen+1)
	tests := []struct {
		name   string
		from   State
		settle func(Commitment) (Commitment, error)
		want   State
		code   string
		field  string
	}{
		{"keep", Open, func(c Commitment) (Commitment, error) { return c.keep("agent", " 已发 ", now) }, Kept, "", ""},
		{"keep without a note", Open, func(c Commitment) (Commitment, error) { return c.keep("agent", "", now) }, Kept, "", ""},
		{"keep with a long note", Open, func(c Commitment) (Commitment, error) { return c.keep("agent", long, now) }, Open, "commitment.text_too_long", "note"},
		{"keep what is kept", Kept, func(c Commitment) (Commitment, error) { return c.keep("agent", "", now) }, Kept, "commitment.settled_already", ""},
		{"keep what is updated", Updated, func(c Commitment) (Commitment, error) { return c.keep("agent", "", now) }, Updated, "commitment.settled_already", ""},
		{"keep what is waived", Waived, func(c Commitment) (Commitment, error) { return c.keep("agent", "", now) }, Waived, "commitment.settled_already", ""},
		{"waive", Open, func(c Commitment) (Commitment, error) { return c.waive("chief", "已退款", now) }, Waived, "", ""},
		{"waive without a reason", Open, func(c Commitment) (Commitment, error) { return c.waive("chief", " ", now) }, Open, "commitment.reason_missing", "reason"},
		{"waive with a long reason", Open, func(c Commitment) (Commitment, error) { return c.waive("chief", long, now) }, Open, "commitment.text_too_long", "reason"},
		{"waive what is kept", Kept, func(c Commitment) (Commitment, error) { return c.waive("chief", "已退款", now) }, Kept, "commitment.settled_already", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := tt.settle(Commitment{State: tt.from})
			if c.State != tt.want || fault.CodeOf(err) != tt.code {
				t.Fatalf("got %s, %v", c.State, err)
			}
			if f, ok := err.(*fault.Fault); ok && f.Field != tt.field {
				t.Errorf("about the field %q, want %q", f.Field, tt.field)
			}
			if err == nil && (!c.SettledAt.Equal(now) || c.SettledBy == "" || c.Note != strings.TrimSpace(c.Note)) {
				t.Errorf("got %+v", c)
			}
		})
	}
}

func TestReplace(t *testing.T) {
	old, err := Draft{Text: "今天发货", DueAt: now.Add(time.Hour)}.make("a", "key", of, now, grace)
	if err != nil {
		t.Fatal(err)
	}
	later := now.Add(30 * time.Minute)
	kept, err := old.keep("agent", "", later)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		from Commitment
		to   Draft
		text string
		code string
	}{
		{"other words", old, Draft{Text: "明天发货", DueAt: later.Add(24 * time.Hour)}, "明天发货", ""},
		{"the same words", old, Draft{Text: " ", DueAt: later.Add(24 * time.Hour)}, "今天发货", ""},
		{"in the past", old, Draft{Text: "明天发货", DueAt: later}, "", "commitment.due_past"},
		{"too far", old, Draft{Text: "明天发货", DueAt: later.Add(MaxHorizon + 1)}, "", "commitment.due_too_far"},
		{"what is settled", kept, Draft{Text: "明天发货", DueAt: later.Add(time.Hour)}, "", "commitment.settled_already"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			was, next, err := tt.from.replace(tt.to, "b", "agent", "要补货", later, grace)
			if fault.CodeOf(err) != tt.code {
				t.Fatalf("got %v, want %q", err, tt.code)
			}
			if err != nil {
				if was != tt.from {
					t.Errorf("the old one became %+v", was)
				}
				return
			}
			if was.State != Updated || was.ReplacedBy != "b" || was.Note != "要补货" || next.Replaces != "a" || next.State != Open ||
				next.Text != tt.text || next.Key != "replaces/a" || !next.GraceEndsAt.Equal(tt.to.DueAt.Add(grace)) || next.CaseID != "case" {
				t.Errorf("got %+v and %+v", was, next)
			}
		})
	}
}

func TestClocks(t *testing.T) {
	due := now.Add(time.Hour)
	open := Commitment{State: Open, MadeAt: now, DueAt: due, GraceEndsAt: due.Add(grace)}
	alarmed, broken := open, open
	alarmed.AlarmedAt, broken.BrokenAt = due, due.Add(grace)
	tests := []struct {
		name          string
		c             Commitment
		at            time.Time
		alarm, breach bool
	}{
		{"before due", open, due.Add(-time.Millisecond), false, false},
		{"at due", open, due, true, false},
		{"just before the grace ends", open, due.Add(grace - time.Millisecond), true, false},
		{"when the grace ends", open, due.Add(grace), true, true},
		{"alarmed already", alarmed, due.Add(grace), false, true},
		{"broken already", broken, due.Add(time.Hour), true, false},
		{"kept", Commitment{State: Kept, DueAt: due, GraceEndsAt: due.Add(grace)}, due.Add(time.Hour), false, false},
		{"updated", Commitment{State: Updated, DueAt: due, GraceEndsAt: due.Add(grace)}, due.Add(time.Hour), false, false},
		{"waived", Commitment{State: Waived, DueAt: due, GraceEndsAt: due.Add(grace)}, due.Add(time.Hour), false, false},
		{"gone", Commitment{}, due.Add(time.Hour), false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, rings := tt.c.alarm(tt.at)
			b, breaks := tt.c.breach(tt.at)
			if rings != tt.alarm || breaks != tt.breach {
				t.Fatalf("alarm %v, breach %v", rings, breaks)
			}
			if rings && !a.AlarmedAt.Equal(tt.at) || breaks && !b.BrokenAt.Equal(tt.at) || breaks != (b.Broken() && !tt.c.Broken()) {
				t.Errorf("alarmed at %v, broken at %v", a.AlarmedAt, b.BrokenAt)
			}
			if a.State != tt.c.State || b.State != tt.c.State || a.Version != tt.c.Version || b.Version != tt.c.Version {
				t.Error("a clock settled it or changed its version")
			}
		})
	}
}

func TestWarnAt(t *testing.T) {
	for due, before := range map[time.Duration]time.Duration{
		10 * time.Minute:     2 * time.Minute,
		5 * time.Hour:        time.Hour,
		5 * 24 * time.Hour:   24 * time.Hour,
		60 * 24 * time.Hour:  24 * time.Hour,
		time.Millisecond * 4: time.Millisecond * 4 / 5,
	} {
		c := Commitment{MadeAt: now, DueAt: now.Add(due)}
		if got := c.DueAt.Sub(c.WarnAt()); got != before {
			t.Errorf("due in %v: reminded %v before, want %v", due, got, before)
		}
	}
}
