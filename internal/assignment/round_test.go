package assignment_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/assignment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestWhoIsThereGetsIt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.there("ada", "chief")
		first := w.comes("在吗")
		w.run()
		w.with(first, "") // the shop has not turned it on
		w.on(2)
		w.run()
		w.with(first, "ada") // and not the supervisor, who takes no part unless somebody says so
		if got := w.lines(first); got != "assignment.least" {
			t.Errorf("lines %q", got)
		}
		p, err := w.Notices.Mine(w.as("ada"), "")
		if err != nil || len(p.Notices) != 1 || p.Notices[0].Kind != "conversation.given" {
			t.Errorf("notices %+v, %v", p.Notices, err)
		}

		w.state("ada", identity.OnBreak)
		second := w.comes("你好")
		w.run()
		w.with(second, "")
		why, err := w.Assignments.Why(w.as("bo"), second.talk)
		if err != nil || !why.On || !why.Free || why.Reason != assignment.NobodyOnline {
			t.Errorf("why %+v, %v", why, err)
		}
		w.there("bo")
		w.run()
		w.with(second, "bo") // who has just come

		w.state("bo", identity.Offline)
		third := w.comes("有人吗")
		w.run()
		w.with(third, "")
		w.state("ada", identity.Online)
		w.run()
		w.with(third, "ada")
	})
}

func TestNeverAboveCapacity(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.there("ada", "bo")
		w.on(1)
		a, b, c := w.comes("一"), w.comes("二"), w.comes("三")
		w.run()
		w.with(c, "")
		if why, err := w.Assignments.Why(w.root, c.talk); err != nil || why.Reason != assignment.AllFull {
			t.Errorf("why %+v, %v", why, err)
		}
		theirs := w.get(a).AssigneeID
		if other := w.get(b).AssigneeID; theirs == "" || other == "" || theirs == other {
			t.Fatalf("%q and %q", theirs, other)
		}
		w.replies(theirs, a)
		w.run()
		w.pass(14 * time.Minute)
		w.with(c, "")
		w.pass(2 * time.Minute) // nothing was said for a quarter of an hour
		w.with(c, theirs)

		d := w.comes("四")
		w.run()
		w.with(d, "")
		w.gives(w.get(b).AssigneeID, b, "cy") // who is not there: people may do what the program does not
		w.run()
		if got := w.get(d).AssigneeID; got == "" || got == theirs {
			t.Errorf("after room was made it is with %q", got)
		}
		m, err := w.Assignments.Read(w.root, w.shop)
		w.must(err)
		for _, one := range m.Members {
			if one.Load > one.Room {
				t.Errorf("%s has %d of %d", one.UserID, one.Load, one.Room)
			}
		}
	})
}

func TestWhoMetThemBefore(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.there("ada", "bo")
		b := w.comes("杯子碎了")
		w.gives("bo", b, "bo")
		_, err := w.Complaints.Open(w.as("bo"), b.talk, "case-key-1", complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low})
		w.must(err)
		w.on(5)
		for range 2 {
			w.comes("别人")
			w.run()
		}
		w.gives("bo", b, "")
		w.run()
		w.with(b, "ada") // bo gave it back
		w.replies("ada", b)
		w.says(b, "谢谢")
		w.gives("ada", b, "") // now ada has
		w.run()
		w.with(b, "bo")
		if got := w.lines(b); got[len(got)-len("assignment.previous"):] != "assignment.previous" {
			t.Errorf("lines %q", got)
		}
	})
}

func TestSkills(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.there("ada", "bo", "cy")
		w.on(5, assignment.Skill{Name: "食品", Words: []string{"过期"}})
		_, err := w.Assignments.SaveMember(w.root, w.shop, assignment.Member{UserID: "cy", Takes: true, Skills: []string{"食品"}, Languages: []string{"zh", "en"}})
		w.must(err)
		for range 3 {
			b := w.comes("牛奶过期了")
			w.run()
			w.with(b, "cy")
		}
		english := w.comes("My order has not arrived yet")
		w.run()
		w.with(english, "cy")
		c, err := w.Assignments.Preview(w.root, w.shop, "牛奶过期了", false)
		if err != nil || c.ToID != "cy" || c.Reason != assignment.Skilled {
			t.Errorf("next %+v, %v", c, err)
		}
		plain, err := w.Assignments.Preview(w.root, w.shop, "在吗", false)
		if err != nil || plain.ToID == "cy" || plain.ToID == "" {
			t.Errorf("next %+v, %v", plain, err)
		}
	})
}

func TestSettingsAreForManagers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		agent := w.as("ada")
		_, err := w.Assignments.Read(agent, w.shop)
		want(t, err, "identity.denied")
		_, err = w.Assignments.SavePlan(agent, w.shop, assignment.DefaultPlan())
		want(t, err, "identity.denied")
		manager := identity.With(context.Background(), identity.NewUser("m", "m", map[string][]identity.Permission{w.shop: {identity.ShopManage}}))
		_, err = w.Assignments.SavePlan(manager, w.elsewhere, assignment.DefaultPlan())
		want(t, err, "shop.unknown")
		_, err = w.Assignments.SaveMember(manager, w.shop, assignment.Member{UserID: "stranger"})
		want(t, err, "assignment.not_there")
		p, err := w.Assignments.SavePlan(manager, w.shop, assignment.DefaultPlan())
		if err != nil || p.Version != 1 {
			t.Errorf("%+v, %v", p, err)
		}
		_, err = w.Assignments.SavePlan(manager, w.shop, assignment.DefaultPlan()) // who has not seen it
		want(t, err, "assignment.changed")
		_, err = w.Assignments.Why(w.as("stranger"), w.comes("在吗").talk)
		want(t, err, "db.not_found")
	})
}

func want(t *testing.T, err error, code string) {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Errorf("%v, want %s", err, code)
	}
}

// TestManualWins lets the program hand out while a person decides without knowing
// of it. Whichever comes first, what the person decided holds.
func TestManualWins(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.there("ada", "bo")
		w.on(100)
		won := map[string]int{}
		for round := range 20 {
			b := w.comes("你好")
			if round%4 == 0 { // also when the program was first for certain
				w.run()
			}
			together(func() error {
				_, err := w.Conversations.Assign(w.as("cy"), b.talk, 1, conversation.Transfer{AssigneeID: "cy"})
				return err
			}, func() error {
				_, err := w.other.Queue.RunDue(context.Background(), w.now())
				return err
			}, func() error {
				_, err := w.Queue.RunDue(context.Background(), w.now())
				return err
			})(t)
			w.run()
			w.with(b, "cy")
			won[w.lines(b)]++
		}
		t.Logf("%v", won)
	})
}

// TestTwoNodesHandOutOnce lets two nodes do all that is due at the same moment.
func TestTwoNodesHandOutOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.there("ada", "bo")
		w.on(3)
		w.run()
		var all []buyer
		for range 10 {
			all = append(all, w.comes("你好"))
		}
		node := func(q interface {
			RunDue(context.Context, time.Time) (int, error)
		}) func() error {
			return func() error {
				for range 20 {
					if _, err := q.RunDue(context.Background(), w.now()); err != nil {
						return err
					}
				}
				return nil
			}
		}
		together(node(w.Queue), node(w.other.Queue))(t)
		n := map[string]int{}
		for _, b := range all {
			n[w.get(b).AssigneeID]++
		}
		if n["ada"] != 3 || n["bo"] != 3 || n[""] != 4 {
			t.Errorf("%v", n)
		}
		lines, err := db.Value[int64](w.DB.Reader(context.Background()), `SELECT COUNT(*) FROM message WHERE kind = 'event'`)
		if err != nil || lines != 6 {
			t.Errorf("%d lines, %v", lines, err)
		}
	})
}

// together calls functions at the same moment and wants no error.
func together(all ...func() error) func(t *testing.T) {
	return func(t *testing.T) {
		t.Helper()
		errs, start := make([]error, len(all)), make(chan struct{})
		var wait sync.WaitGroup
		for i, f := range all {
			wait.Go(func() {
				<-start
				errs[i] = f()
			})
		}
		close(start)
		wait.Wait()
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestAnyHistory plays random days. After each step nobody was given too much or
// while they were not there, and what people decided stands.
func TestAnyHistory(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		people := []string{"ada", "bo", "cy"}
		w.there(people...)
		w.on(2)
		for seed := range uint64(3) {
			h := history{w: w, r: rand.New(rand.NewPCG(seed, 1)), people: people, online: map[string]bool{"ada": true, "bo": true, "cy": true}, decided: map[string]string{}}
			for range people {
				h.w.state(people[seed%3], identity.Online)
			}
			for step := range 60 {
				h.step()
				before := h.assignees()
				h.w.run()
				h.check(fmt.Sprintf("seed %d, step %d", seed, step), before)
			}
		}
	})
}

type history struct {
	w       *world
	r       *rand.Rand
	people  []string
	online  map[string]bool
	talks   []buyer
	decided map[string]string // by conversation: whom a person chose last
}

func (h *history) step() {
	who := h.people[h.r.IntN(len(h.people))]
	if n := h.r.IntN(10); len(h.talks) == 0 || n < 3 {
		h.talks = append(h.talks, h.w.comes("你好"))
		return
	}
	b := h.talks[h.r.IntN(len(h.talks))]
	switch h.r.IntN(5) {
	case 0:
		state := []identity.State{identity.Online, identity.OnBreak, identity.Offline}[h.r.IntN(3)]
		h.w.state(who, state)
		h.online[who] = state == identity.Online
	case 1:
		to := []string{who, ""}[h.r.IntN(2)]
		if h.w.get(b).AssigneeID != to {
			h.w.gives(who, b, to)
			h.decided[b.talk] = to
		}
	case 2:
		h.w.replies(who, b)
	case 3:
		h.w.says(b, "在吗")
	case 4:
		h.w.ms.Add(time.Duration(h.r.IntN(20)).Milliseconds() + int64(h.r.IntN(20))*60_000)
	}
}

func (h *history) assignees() map[string]string {
	all := map[string]string{}
	for _, b := range h.talks {
		all[b.talk] = h.w.get(b).AssigneeID
	}
	return all
}

func (h *history) check(at string, before map[string]string) {
	h.w.t.Helper()
	setting, err := h.w.Assignments.Read(h.w.root, h.w.shop)
	h.w.must(err)
	given := map[string]bool{}
	for _, b := range h.talks {
		was, is := before[b.talk], h.w.get(b).AssigneeID
		if was == is {
			continue
		}
		if was != "" {
			h.w.t.Fatalf("%s: taken from %s and given to %s", at, was, is)
		}
		if !h.online[is] {
			h.w.t.Fatalf("%s: given to %s, who is not there", at, is)
		}
		given[is] = true
	}
	for _, one := range setting.Members {
		if given[one.UserID] && one.Load > one.Room {
			h.w.t.Fatalf("%s: %s was given too much: %d of %d", at, one.UserID, one.Load, one.Room)
		}
	}
}
