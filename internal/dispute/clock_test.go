package dispute

import (
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

var shanghai = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return zone
}()

func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestClocks plays the windows around 18:00, weekends, days off and made-up workdays.
func TestClocks(t *testing.T) {
	supplement := Rule{Length: 4, Unit: Hours, From: "09:00", To: "18:00"}
	for name, tt := range map[string]struct {
		rule        Rule
		since       string
		due, remind string
	}{
		"within a day":                {supplement, "2026-11-23 10:00", "2026-11-23 14:00", "2026-11-23 13:12"},
		"ends at six":                 {supplement, "2026-11-23 14:00", "2026-11-23 18:00", "2026-11-23 17:12"},
		"a minute over six":           {supplement, "2026-11-23 14:01", "2026-11-24 09:01", "2026-11-23 17:13"},
		"late in the afternoon":       {supplement, "2026-11-23 17:30", "2026-11-24 12:30", "2026-11-24 11:42"},
		"exactly at six":              {supplement, "2026-11-23 18:00", "2026-11-24 13:00", "2026-11-24 12:12"},
		"at night":                    {supplement, "2026-11-23 23:50", "2026-11-24 13:00", "2026-11-24 12:12"},
		"before nine":                 {supplement, "2026-11-23 06:00", "2026-11-23 13:00", "2026-11-23 12:12"},
		"over a weekend":              {supplement, "2026-11-28 16:00", "2026-11-29 11:00", "2026-11-29 10:12"},
		"on a day off":                {supplement, "2026-10-01 16:00", "2026-10-02 11:00", "2026-10-02 10:12"},
		"around the clock":            {Rule{Length: 24, Unit: Hours}, "2026-11-28 20:00", "2026-11-29 20:00", "2026-11-29 15:12"},
		"days of the calendar":        {Rule{Length: 7, Unit: Days}, "2026-09-28 10:30", "2026-10-05 10:30", "2026-10-04 10:30"},
		"workdays over a weekend":     {Rule{Length: 3, Unit: Workdays}, "2026-11-26 10:00", "2026-12-01 10:00", "2026-11-30 10:00"},
		"workdays over days off":      {Rule{Length: 1, Unit: Workdays}, "2026-09-30 17:00", "2026-10-08 17:00", "2026-10-07 17:00"},
		"a workday made up on Sunday": {Rule{Length: 1, Unit: Workdays}, "2026-01-02 09:00", "2026-01-04 09:00", "2026-01-03 23:24"},
		"two hours":                   {Rule{Length: 2, Unit: Hours}, "2026-11-23 10:00", "2026-11-23 12:00", "2026-11-23 11:30"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := tt.rule.Count(at(t, tt.since), shanghai)
			if err != nil || !s.Due.Equal(at(t, tt.due)) || !s.Remind.Equal(at(t, tt.remind)) {
				t.Errorf("due %v, reminder %v, %v", s.Due.In(shanghai), s.Remind.In(shanghai), err)
			}
		})
	}
}

func TestWhatIsNotConfirmedIsDeliveredSwitchedOff(t *testing.T) {
	for _, r := range Shipped {
		if r.On && (!r.Confirmed || r.Source == "") {
			t.Errorf("%s of %s on %s is on without a source that was read", r.Step, r.Kind, r.Platform)
		}
		if r.On && r.Platform == "taobao" || r.Platform == NoPlatform {
			t.Errorf("nobody has read a figure for %s on %s", r.Kind, r.Platform)
		}
	}
	if _, known := For(Merge(nil), Gov12315, NoPlatform, Answer); known {
		t.Error("a clock of 12315 was made up")
	}
	if r, known := For(Merge(nil), Intervention, "jd", Supplement); !known || r.From != "09:00" || r.To != "18:00" {
		t.Errorf("%+v", r)
	}
}

func TestAShopSaysOtherwise(t *testing.T) {
	own := []Rule{
		{Kind: Intervention, Platform: "jd", Step: Answer, Length: 12, Unit: Hours, On: true},
		{Kind: Gov12345, Platform: NoPlatform, Step: Answer, Length: 3, Unit: Workdays, On: true},
	}
	all := Merge(own)
	if len(all) != len(Shipped)+1 {
		t.Errorf("%d rules", len(all))
	}
	if r, _ := For(all, Intervention, "jd", Answer); r.Length != 12 || !r.Own {
		t.Errorf("%+v", r)
	}
	own[0].On = false
	if _, known := For(Merge(own), Intervention, "jd", Answer); known {
		t.Error("a clock that was switched off counts")
	}
}

func TestRulesSayWhatIsWrong(t *testing.T) {
	good := Rule{Kind: Gov12345, Platform: NoPlatform, Step: Answer, Length: 3, Unit: Workdays}
	for code, change := range map[string]func(*Rule){
		"":                          func(*Rule) {},
		"dispute.kind_unknown":      func(r *Rule) { r.Kind = "x" },
		"dispute.platform_unknown":  func(r *Rule) { r.Platform = "" },
		"dispute.step_unknown":      func(r *Rule) { r.Step = NoStep },
		"dispute.unit_unknown":      func(r *Rule) { r.Unit = "years" },
		"dispute.length_range":      func(r *Rule) { r.Length = 0 },
		"dispute.window_of_hours":   func(r *Rule) { r.From, r.To = "09:00", "18:00" },
		"dispute.window_form":       func(r *Rule) { r.Unit, r.From, r.To = Hours, "18:00", "09:00" },
		"dispute.window_form half":  func(r *Rule) { r.Unit, r.From = Hours, "09:00" },
		"dispute.window_form words": func(r *Rule) { r.Unit, r.From, r.To = Hours, "nine", "ten" },
	} {
		r := good
		change(&r)
		_, err := CheckRules([]Rule{r})
		if got := fault.CodeOf(err); got != code && got+" half" != code && got+" words" != code {
			t.Errorf("%q: %v", code, err)
		}
	}
	if _, err := CheckRules([]Rule{good, good}); fault.CodeOf(err) != "dispute.rule_twice" {
		t.Error(err)
	}
}

func TestJobsOfAnOldSettingSayNothing(t *testing.T) {
	now := at(t, "2026-11-23 10:00")
	c := Clock{}.set(Answer, Between(now, now.Add(time.Hour)), ByRule)
	late := c.DueAt.Add(Patience)
	if _, rings := c.remind(0, now); rings {
		t.Error("an old reminder rang")
	}
	if _, rings := c.alarm(1, now); rings {
		t.Error("an alarm rang early")
	}
	once, rings := c.alarm(1, late)
	if _, again := once.alarm(1, late); !rings || again {
		t.Error("an alarm rings once")
	}
	if _, rings := c.stop().overdue(1, late); rings {
		t.Error("a clock rang that was stopped")
	}
}
