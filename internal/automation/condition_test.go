package automation

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestConditions(t *testing.T) {
	facts := Facts{Channel: "webchat", Scenario: "quality.expired", Severity: "high", Level: "vip", Tags: []string{"老客"}, Language: "zh",
		Words: "牛奶过期了，怎么赔 Now", Paid: 12900, Hours: true}
	for text, want := range map[string]bool{
		"channel in webchat": true, "channel in email": false, "channel not_in email": true, "scenario in quality.damaged quality.expired": true,
		"severity at_least normal": true, "severity at_least critical": false, "severity in high": true, "level in vip gold": true,
		"tags has 老客": true, "tags has 新客": false, "tags has_none 新客": true, "words has 赔 退": true, "words has now": true, "words has 发货": false,
		"words has_none 发货": true, "language in zh": true, "assigned is no": true, "assigned is yes": false, "paid at_least 10000": true,
		"paid below 10000": false, "hours is yes": true, `words has "].exists(v,true)||["`: false,
	} {
		words := strings.Fields(text)
		d := Draft{Every: true, Conditions: []Condition{{words[0], words[1], words[2:]}}}
		p, err := compile(d)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got, failed := p.holds(facts); got != want || got != (len(failed) == 0) {
			t.Errorf("%s is %t, %v", text, got, failed)
		}
	}
}

func TestAllOrOne(t *testing.T) {
	rows := []Condition{{"words", "has", []string{"赔"}}, {"level", "in", []string{"vip"}}}
	for i, c := range []struct {
		every bool
		facts Facts
		want  bool
		fails string
	}{
		{true, Facts{Words: "赔", Level: "vip"}, true, "[]"}, {true, Facts{Words: "赔"}, false, "[1]"}, {false, Facts{Words: "赔"}, true, "[1]"}, {false, Facts{}, false, "[0 1]"},
	} {
		p, err := compile(Draft{Every: c.every, Conditions: rows})
		if err != nil {
			t.Fatal(err)
		}
		if got, failed := p.holds(c.facts); got != c.want || fmt.Sprint(failed) != c.fails {
			t.Errorf("%d: %t %v", i, got, failed)
		}
	}
	p, err := compile(Draft{Every: true, Conditions: rows, Expression: `paid > 5000 || rank >= 3`})
	if err != nil {
		t.Fatal(err)
	}
	if got, failed := p.holds(Facts{Words: "赔", Level: "vip"}); got || fmt.Sprint(failed) != "[2]" {
		t.Errorf("%t %v", got, failed)
	}
}

func TestExpressionsAreHeld(t *testing.T) {
	for text, code := range map[string]string{
		"paid >":                             "automation.expression_wrong",
		"paid":                               "automation.expression_wrong",
		"nothing == 1":                       "automation.expression_wrong",
		`words + 1 == ""`:                    "automation.expression_wrong",
		strings.Repeat("paid > 1 && ", 60):   "automation.expression_long",
		`words.matches("^[0-9]+$") || hours`: "",
	} {
		if _, err := compile(Draft{Expression: text}); fault.CodeOf(err) != code {
			t.Errorf("%.40s: %v, want %s", text, err, code)
		}
	}
	// What would run for ever is stopped, and does not hold.
	hundred := "[" + strings.Repeat("1,", 40) + "1]"
	p, err := compile(Draft{Expression: hundred + ".all(a, " + hundred + ".all(b, " + hundred + ".all(c, a+b+c > 0)))"})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if ok, _ := p.holds(Facts{}); ok || time.Since(began) > time.Second {
		t.Errorf("%t after %v", ok, time.Since(began))
	}
}

func TestDraftsAreClean(t *testing.T) {
	act := []Act{{Kind: Propose, Text: "好的"}}
	for code, d := range map[string]Draft{
		"automation.name_length":       {When: Writes, Acts: act},
		"automation.trigger_unknown":   {Name: "x", When: "closed", Acts: act},
		"automation.minutes_range":     {Name: "x", When: Waited, Acts: act},
		"automation.acts_range":        {Name: "x", When: Writes},
		"automation.act_unknown":       {Name: "x", When: Writes, Acts: []Act{{Kind: "close"}}},
		"automation.to_missing":        {Name: "x", When: Writes, Acts: []Act{{Kind: AssignPerson}}},
		"automation.notice_missing":    {Name: "x", When: Writes, Acts: []Act{{Kind: Notify, To: ToOwner}}},
		"automation.ticket_missing":    {Name: "x", When: Writes, Acts: []Act{{Kind: SendTicket, Text: "x"}}},
		"automation.condition_unknown": {Name: "x", When: Writes, Acts: act, Conditions: []Condition{{"paid", "has", []string{"1"}}}},
		"automation.values_missing":    {Name: "x", When: Writes, Acts: act, Conditions: []Condition{{"paid", "below", []string{"many"}}}},
		"case.severity_unknown":        {Name: "x", When: Writes, Acts: []Act{{Kind: SetSeverity, To: "bad"}}},
	} {
		if _, err := d.Clean(); fault.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
}
