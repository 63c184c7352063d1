package ticket

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// now is a Monday, 17:00 where the department is. It works from 9 to 18.
var (
	now   = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	hours = func() calendar.Hours {
		open := []calendar.Interval{{From: "09:00", To: "18:00"}}
		h, err := calendar.New(calendar.Plan{Zone: "Asia/Shanghai", Week: calendar.Week{Mon: open, Tue: open, Wed: open, Thu: open, Fri: open}})
		if err != nil {
			panic(err)
		}
		return h
	}()
	kind = Type{ID: "stock", Name: "查库存", Minutes: 120, Form: Form{
		{ID: "sku", Name: "商品", Kind: Text, When: AtSending, Required: true},
		{ID: "n", Name: "数量", Kind: Number, When: AtSending},
		{ID: "state", Name: "库存", Kind: Choice, When: AtResult, Required: true, Options: []string{"有货", "无货"}},
		{ID: "day", Name: "到货", Kind: Date, When: AtResult},
	}}
	of = Case{ID: "case", Number: "A261123-001", ShopID: "shop"}
)

func draft() Draft {
	return Draft{TypeID: "stock", DepartmentID: "warehouse", Title: " 查台灯库存 ", Filled: Values{"sku": "台灯"}}
}

func made(t testing.TB) Ticket {
	t.Helper()
	got, err := draft().Make("id", "key", "agent", of, kind, nil, hours, now)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestMake(t *testing.T) {
	with := func(change func(*Draft)) Draft {
		d := draft()
		change(&d)
		return d
	}
	for _, tt := range []struct {
		name  string
		in    Draft
		code  string
		field string
	}{
		{"good", draft(), "", ""},
		{"no title", with(func(d *Draft) { d.Title = " \n" }), "ticket.title_missing", "title"},
		{"long title", with(func(d *Draft) { d.Title = strings.Repeat("查", MaxTitleLen+1) }), "ticket.text_too_long", "title"},
		{"long words for the buyer", with(func(d *Draft) { d.PublicText = strings.Repeat("查", MaxPublicLen+1) }), "ticket.text_too_long", "public_text"},
		{"no department", with(func(d *Draft) { d.DepartmentID = "" }), "ticket.department_missing", "department_id"},
		{"no time", with(func(d *Draft) { d.Minutes = 1 }), "ticket.minutes_range", "minutes"},
		{"a year", with(func(d *Draft) { d.Minutes = MaxMinutes + 1 }), "ticket.minutes_range", "minutes"},
		{"a field is missing", with(func(d *Draft) { d.Filled = nil }), "ticket.field_missing", "fields.sku"},
		{"no number", with(func(d *Draft) { d.Filled = Values{"sku": "台灯", "n": "两个"} }), "ticket.field_invalid", "fields.n"},
		{"not a number either", with(func(d *Draft) { d.Filled = Values{"sku": "台灯", "n": "NaN"} }), "ticket.field_invalid", "fields.n"},
		{"a field of the result", with(func(d *Draft) { d.Filled = Values{"sku": "台灯", "state": "有货"} }), "ticket.field_unknown", "fields"},
	} {
		got, err := tt.in.Make("id", "key", "agent", of, kind, nil, hours, now)
		if fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.code)
		}
		if f, ok := err.(*fault.Fault); ok && f.Field != tt.field {
			t.Errorf("%s: about %q", tt.name, f.Field)
		}
		// One hour is left of this Monday, and one of Tuesday's.
		if due := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC); err == nil && (got.State != Open || !got.DueAt.Equal(due) || got.Title != "查台灯库存" || got.Clock != 1) {
			t.Errorf("%s: got %+v", tt.name, got)
		}
	}
}

func TestWaitsForAnother(t *testing.T) {
	before := made(t)
	got, err := draft().Make("id", "key", "agent", of, kind, &before, hours, now)
	if err != nil || got.State != Pending || !got.DueAt.IsZero() {
		t.Fatalf("%+v, %v", got, err)
	}
	if got, err = got.Begin(hours, now); err != nil || got.State != Open || got.DueAt.IsZero() {
		t.Errorf("%+v, %v", got, err)
	}
	if before, err = before.Finish("worker", "有", Values{"state": "有货"}, now); err != nil {
		t.Fatal(err)
	}
	if got, err = draft().Make("id", "key", "agent", of, kind, &before, hours, now); err != nil || got.State != Open {
		t.Errorf("after one that is done: %s, %v", got.State, err)
	}
	closed, err := calendar.New(calendar.Plan{Zone: "UTC"})
	if err == nil {
		_, err = draft().Make("id", "key", "agent", of, kind, nil, closed, now)
	}
	if fault.CodeOf(err) != "ticket.department_closed" {
		t.Errorf("of a department that never opens: %v", err)
	}
}

// steps are all that people may do, by name.
var steps = map[string]func(Ticket) (Ticket, error){
	"take":      func(t Ticket) (Ticket, error) { return t.Take("worker", now) },
	"pause":     func(t Ticket) (Ticket, error) { return t.Pause("worker", "请发照片", hours, now) },
	"resume":    func(t Ticket) (Ticket, error) { return t.Resume(hours, now) },
	"finish":    func(t Ticket) (Ticket, error) { return t.Finish("worker", "有", Values{"state": "有货"}, now) },
	"hand back": func(t Ticket) (Ticket, error) { return t.HandBack("worker", "不归我们", now) },
	"resend": func(t Ticket) (Ticket, error) {
		return t.Resend(Draft{DepartmentID: "other", Title: "再查", Minutes: 60}, hours, now)
	},
	"withdraw": func(t Ticket) (Ticket, error) { return t.Withdraw("agent", "不用了", now) },
}

// TestStates holds every step in every state to a table.
func TestStates(t *testing.T) {
	may := map[State]map[string]State{
		Pending:      {"withdraw": Withdrawn},
		Open:         {"take": Taken, "pause": WaitingBuyer, "finish": Done, "hand back": HandedBack, "withdraw": Withdrawn},
		Taken:        {"take": Taken, "pause": WaitingBuyer, "finish": Done, "hand back": HandedBack, "withdraw": Withdrawn},
		WaitingBuyer: {"resume": Taken, "finish": Done, "hand back": HandedBack, "withdraw": Withdrawn},
		HandedBack:   {"resend": Open, "withdraw": Withdrawn},
		Done:         {}, Withdrawn: {},
	}
	for _, state := range States {
		for name, step := range steps {
			in := made(t)
			in.State = state
			got, err := step(in)
			want, allowed := may[state][name]
			if !allowed {
				code := "ticket.not_now"
				if state.Settled() {
					code = "ticket.settled"
				}
				if fault.CodeOf(err) != code || got.State != state {
					t.Errorf("%s when %s: %s, %v", name, state, got.State, err)
				}
				continue
			}
			if err != nil || got.State != want {
				t.Errorf("%s when %s: %s, %v", name, state, got.State, err)
			}
			if got.State.runs() == got.DueAt.IsZero() || got.State.Settled() == got.SettledAt.IsZero() {
				t.Errorf("%s when %s: due %v, settled %v", name, state, got.DueAt, got.SettledAt)
			}
		}
	}
}

func TestWordsAreNeeded(t *testing.T) {
	for code, step := range map[string]func(Ticket) (Ticket, error){
		"ticket.question_missing": func(t Ticket) (Ticket, error) { return t.Pause("worker", " ", hours, now) },
		"ticket.result_missing":   func(t Ticket) (Ticket, error) { return t.Finish("worker", "", Values{"state": "有货"}, now) },
		"ticket.field_missing":    func(t Ticket) (Ticket, error) { return t.Finish("worker", "有", nil, now) },
		"ticket.field_invalid":    func(t Ticket) (Ticket, error) { return t.Finish("worker", "有", Values{"state": "也许"}, now) },
		"ticket.reason_missing":   func(t Ticket) (Ticket, error) { return t.HandBack("worker", "", now) },
		"ticket.not_now":          func(t Ticket) (Ticket, error) { t.State, t.WorkerID = Taken, "worker"; return t.Take("worker", now) },
	} {
		if _, err := step(made(t)); fault.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
}

// TestClockStandsStill stops and starts the clock at random; what the department
// is given in the end is what it was given at first, in its own hours. Clocks of
// before do nothing.
func TestClockStandsStill(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := draft()
		d.Minutes = int64(rapid.IntRange(MinMinutes, 3000).Draw(r, "minutes"))
		at := now.Add(time.Duration(rapid.IntRange(0, 20000).Draw(r, "begin")) * time.Minute)
		c, err := d.Make("id", "key", "agent", of, kind, nil, hours, at)
		must := func(err error) {
			if err != nil {
				r.Fatal(err)
			}
		}
		must(err)
		var spent time.Duration
		from := at
		for range rapid.IntRange(0, 6).Draw(r, "pauses") {
			at = at.Add(time.Duration(rapid.IntRange(0, 2000).Draw(r, "work")) * time.Minute)
			if !at.Before(c.DueAt) {
				break
			}
			used, err := hours.Between(from, at)
			must(err)
			spent += used.Length
			old := c
			c, err = c.Pause("worker", "请发照片", hours, at)
			must(err)
			if _, rings := c.Alarm(old.Clock, old.DueAt); rings {
				r.Fatal("a clock that stands still rings")
			}
			at = at.Add(time.Duration(rapid.IntRange(0, 9000).Draw(r, "wait")) * time.Minute)
			c, err = c.Resume(hours, at)
			must(err)
			if _, rings := c.Alarm(old.Clock, c.DueAt); rings {
				r.Fatal("an old clock rings")
			}
			from = at
		}
		rest, err := hours.Between(from, c.DueAt)
		must(err)
		if total := spent + rest.Length; total != time.Duration(d.Minutes)*time.Minute {
			r.Fatalf("the department has %v of %d minutes", total, d.Minutes)
		}
		if _, rings := c.Alarm(c.Clock, c.DueAt.Add(-time.Millisecond)); rings {
			r.Fatal("it rings early")
		}
		c, rings := c.Alarm(c.Clock, c.DueAt)
		if _, twice := c.Alarm(c.Clock, c.DueAt); !rings || twice {
			r.Fatalf("rings %v, twice %v", rings, twice)
		}
	})
}

func TestTypes(t *testing.T) {
	if _, err := CheckTypes(Delivered()); err != nil {
		t.Fatalf("the delivered types: %v", err)
	}
	with := func(change func([]Type)) []Type {
		all := Delivered()
		change(all)
		return all
	}
	for name, tt := range map[string]struct {
		in   []Type
		code string
	}{
		"none":             {nil, "ticket.types_range"},
		"many":             {slices.Repeat(Delivered(), 6), "ticket.types_range"},
		"twice":            {slices.Repeat(Delivered(), 2), "ticket.type_name"},
		"without a name":   {with(func(all []Type) { all[0].Name = " " }), "ticket.type_name"},
		"with a wild id":   {with(func(all []Type) { all[0].ID = "a b" }), "ticket.type_name"},
		"no time":          {with(func(all []Type) { all[0].Minutes = 0 }), "ticket.minutes_range"},
		"field twice":      {with(func(all []Type) { all[0].Form[1].ID = all[0].Form[0].ID }), "ticket.field_name"},
		"kind unknown":     {with(func(all []Type) { all[0].Form[0].Kind = "file" }), "ticket.field_options"},
		"no options":       {with(func(all []Type) { all[0].Form[2].Options = nil }), "ticket.field_options"},
		"options of words": {with(func(all []Type) { all[0].Form[0].Options = []string{"a"} }), "ticket.field_options"},
		"an option twice":  {with(func(all []Type) { all[0].Form[2].Options = []string{"a", " a"} }), "ticket.field_options"},
		"many fields":      {with(func(all []Type) { all[0].Form = slices.Repeat(all[0].Form, 4) }), "ticket.fields_many"},
	} {
		if _, err := CheckTypes(tt.in); fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
	}
}
