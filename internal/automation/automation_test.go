package automation_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/automation"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// rule makes one that is on.
func (w *world) rule(name string, d automation.Draft) automation.Rule {
	w.t.Helper()
	d.Name = name
	r, err := w.Automations.Create(w.root, w.shop, "key-of-"+name, d)
	w.must(err)
	r, err = w.Automations.Switch(w.root, r.ID, r.Version, true)
	w.must(err)
	return r
}

// log is what the rules did, the latest first: each act with + or the reason why not.
func (w *world) log() (all []string) {
	w.t.Helper()
	runs, _, err := w.Automations.Log(w.root, w.shop, "")
	w.must(err)
	for _, r := range runs {
		one := r.Name + ":"
		for i, result := range r.Results {
			one += " " + string(r.Acts[i].Kind)
			if result.Done {
				one += "+"
			} else {
				one += "=" + strings.TrimPrefix(result.Code, "automation.")
			}
		}
		all = append(all, one)
	}
	return all
}

func (w *world) wantLog(want ...string) {
	w.t.Helper()
	if got := w.log(); strings.Join(got, "; ") != strings.Join(want, "; ") {
		w.t.Errorf("log %q, want %q", got, want)
	}
}

func claim() automation.Draft {
	return automation.Draft{When: automation.Writes, Every: true, Conditions: []automation.Condition{{Field: "words", Op: "has", Values: []string{"赔"}}},
		Acts: []automation.Act{{Kind: automation.Tag, Text: "索赔"}, {Kind: automation.AssignPerson, To: "bo"}, {Kind: automation.Notify, To: automation.ToSupervisors, Text: "有人要赔偿"},
			{Kind: automation.Propose, Text: "非常抱歉"}, {Kind: automation.SetSeverity, To: "high"}}}
}

func TestARuleActsOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.there("bo")
		r, err := w.Automations.Create(w.root, w.shop, "key-of-it", func() automation.Draft { d := claim(); d.Name = "索赔"; return d }())
		w.must(err)
		off := w.comes("怎么赔")
		w.run()
		w.wantLog() // it is off
		w.with(off, "")
		dry, err := w.Automations.Try(w.root, w.shop, r.Draft, 7)
		if err != nil || dry.Events != 1 || dry.Hits != 1 || !dry.Trials[0].Matched {
			t.Errorf("dry run %+v, %v", dry, err)
		}
		w.run()
		w.wantLog() // and a dry run does nothing
		w.with(off, "")

		_, err = w.Automations.Switch(w.root, r.ID, r.Version, true)
		w.must(err)
		plain, asks := w.comes("在吗"), w.comes("怎么赔")
		w.run()
		w.with(plain, "")
		w.with(asks, "bo")
		w.wantLog("索赔: tag+ assign_person+ notify+ propose+ severity=no_case")
		if got := w.lines(asks); got != "given proposal acted" {
			t.Errorf("lines %q", got)
		}
		p, err := w.Profiles.Read(w.root, w.get(asks).CustomerID)
		if err != nil || len(p.Tags) != 1 || p.Tags[0].Name != "索赔" {
			t.Errorf("tags %+v, %v", p.Tags, err)
		}
		n, err := w.Notices.Mine(w.as("chief"), "")
		if err != nil || len(n.Notices) != 1 || n.Notices[0].Args["words"] != "有人要赔偿" {
			t.Errorf("notices %+v, %v", n.Notices, err)
		}
		w.gives("bo", asks, "") // back to the queue: the wait is the same, and so is the event
		w.run()
		w.with(asks, "")
		w.wantLog("索赔: tag+ assign_person+ notify+ propose+ severity=no_case")
		w.replies("ada", asks)
		w.pass(time.Minute)
		w.says(asks, "到底赔不赔") // another wait, but ada has it now
		w.run()
		w.with(asks, "ada")
		w.wantLog("索赔: tag+ assign_person=assigned_already notify+ propose+ severity=no_case", "索赔: tag+ assign_person+ notify+ propose+ severity=no_case")
	})
}

func TestRulesWaitForMuch(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		tell := []automation.Act{{Kind: automation.Notify, To: automation.ToSupervisors, Text: "看一下"}}
		w.rule("新来", automation.Draft{When: automation.Begins, Acts: tell})
		w.rule("久等", automation.Draft{When: automation.Waited, Minutes: 10, Acts: tell})
		w.rule("建单", automation.Draft{When: automation.Opened, Acts: []automation.Act{{Kind: automation.SetSeverity, To: "critical"}, {Kind: automation.Notify, To: automation.ToOwner, Text: "急"}}})
		b, quick := w.comes("在吗"), w.comes("你好")
		w.run()
		w.replies("ada", quick)
		w.pass(9 * time.Minute)
		w.wantLog("新来: notify+", "新来: notify+")
		w.pass(2 * time.Minute)
		w.wantLog("久等: notify+", "新来: notify+", "新来: notify+")
		c, err := w.Complaints.Open(w.as("ada"), b.talk, "case-key-1", complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low})
		w.must(err)
		w.run()
		w.wantLog("建单: severity+ notify+", "久等: notify+", "新来: notify+", "新来: notify+")
		if c, err = w.Complaints.Get(w.root, c.ID); err != nil || c.Severity != complaint.Critical {
			t.Errorf("%s, %v", c.Severity, err)
		}
	})
}

// TestRulesHearOfStages lets rules wait for stages: each time that a case comes to
// one, and not when a rule moved it.
func TestRulesHearOfStages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		tell := []automation.Act{{Kind: automation.Notify, To: automation.ToOwner, Text: "看一下"}}
		at := func(stages ...string) []automation.Condition {
			return []automation.Condition{{Field: "stage", Op: "in", Values: stages}}
		}
		heard := automation.Draft{When: automation.Staged, Conditions: at("acknowledged"), Acts: tell}
		w.rule("受理", heard)
		w.rule("方案", automation.Draft{When: automation.Staged, Conditions: at("proposed", "agreed"), Acts: tell})
		back := w.rule("退回", automation.Draft{When: automation.Staged, Conditions: at("acknowledged"), Acts: tell})
		w.rule("加急", automation.Draft{When: automation.Staged, Conditions: at("agreed"), Acts: []automation.Act{{Kind: automation.SetSeverity, To: "high"}}})
		back, err := w.Automations.Switch(w.root, back.ID, back.Version, false)
		w.must(err)
		b := w.comes("杯子碎了")
		c, err := w.Complaints.Open(w.as("ada"), b.talk, "case-key-1", complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low})
		w.must(err)
		w.run()
		w.wantLog()
		w.replies("ada", b)
		w.run()
		w.wantLog("受理: notify+")
		_, err = w.Automations.Switch(w.root, back.ID, back.Version, true)
		w.must(err)
		c, err = w.Complaints.Get(w.root, c.ID)
		w.must(err)
		c, err = w.Complaints.Propose(w.as("ada"), c.ID, c.Version, "重新发一个", false)
		w.must(err)
		c, err = w.Complaints.Agree(w.as("ada"), c.ID, c.Version, 0, "电话里同意")
		w.must(err)
		w.run() // the second rule acts twice; what the last one does to the stage is no event
		w.wantLog("加急: severity+", "方案: notify+", "方案: notify+", "受理: notify+")
		if c, err = w.Complaints.Get(w.root, c.ID); err != nil || c.Stage != complaint.Acknowledged {
			t.Errorf("%s, %v", c.Stage, err)
		}
		dry, err := w.Automations.Try(w.root, w.shop, func() automation.Draft { heard.Name = "受理"; return heard }(), 7)
		if err != nil || dry.Events != 3 || dry.Hits != 1 {
			t.Errorf("dry run %+v, %v", dry, err)
		}
	})
}

// TestTicketsOfRulesMakeNone lets a rule send a ticket when one is overdue: that of
// a person once, and its own never.
func TestTicketsOfRulesMakeNone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		d, err := w.Shops.CreateDepartment(w.root, w.shop, shop.DepartmentDraft{Name: "仓库"})
		w.must(err)
		send := []automation.Act{{Kind: automation.SendTicket, TypeID: "other", Department: d.ID, Text: "催一下"}}
		w.rule("建单派单", automation.Draft{When: automation.Opened, Acts: send})
		w.rule("逾期再派", automation.Draft{When: automation.Overdue, Acts: send})
		b := w.comes("杯子碎了")
		c, err := w.Complaints.Open(w.as("ada"), b.talk, "case-key-1", complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low})
		w.must(err)
		w.run()
		w.wantLog("建单派单: ticket+")
		for range 8 { // days in which nobody does it
			w.pass(24 * time.Hour)
		}
		w.wantLog("逾期再派: ticket=loop", "建单派单: ticket+")
		all, err := w.Tickets.OfCase(w.as("ada"), c.ID)
		if err != nil || len(all) != 1 || all[0].MadeBy != identity.AutomationID {
			t.Errorf("%+v, %v", all, err)
		}
		// Nothing closes a case, least of all with a ticket open.
		if c, err = w.Complaints.Get(w.root, c.ID); err != nil || c.Stage == complaint.Closed {
			t.Errorf("%s, %v", c.Stage, err)
		}
	})
}

// TestPeopleWinOverRules lets a rule assign while a person does.
func TestPeopleWinOverRules(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.there("bo")
		w.rule("给小博", automation.Draft{When: automation.Writes, Acts: []automation.Act{{Kind: automation.AssignPerson, To: "bo"}}})
		for range 10 {
			b := w.comes("你好")
			var wait sync.WaitGroup
			wait.Go(w.run)
			wait.Go(func() { w.takes("cy", b) })
			wait.Wait()
			w.run()
			w.with(b, "cy")
		}
	})
}

func TestRulesAreForManagers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.rule("甲", claim())
		second := w.rule("乙", claim())
		_, err := w.Automations.Change(w.as("ada"), r.ID, r.Version, r.Draft)
		want(t, err, "identity.denied")
		_, err = w.Automations.Switch(w.root, r.ID, r.Version-1, false)
		want(t, err, "automation.changed")
		_, err = w.Automations.Move(w.root, second.ID, second.Version, true)
		w.must(err)
		all, err := w.Automations.List(w.root, w.shop)
		if err != nil || len(all) != 2 || all[0].ID != second.ID {
			t.Errorf("%+v, %v", all, err)
		}
		w.must(w.Automations.Remove(w.root, r.ID, r.Version))
		_, err = w.Automations.Switch(w.root, r.ID, r.Version+1, true)
		want(t, err, "db.not_found")
	})
}

func want(t *testing.T, err error, code string) {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Errorf("%v, want %s", err, code)
	}
}
