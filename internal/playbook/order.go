package playbook

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// conditions compiles guards and branches and finds where they lead.
func (c *checker) conditions() {
	c.flow.guard = c.compile(c.p.lines["guard"], "", c.p.Trigger.Guard)
	for i, s := range c.p.Steps {
		n := node{when: c.compile(s.lineOf("when"), s.ID, s.When), next: i + 1}
		if n.when.never() {
			c.add(s.lineOf("when"), s.ID, "never_taken", Text{"“%s”从来不成立，这一步永远不会走到。", "%q never holds, so this step is never taken."}, s.When)
		}
		for _, b := range s.Branches {
			w := way{c.compile(b.line, s.ID, b.If), c.target(b.line, i, b.Step)}
			switch {
			case strings.TrimSpace(b.If) == "":
				c.add(b.line, s.ID, "branch_bare", Text{"分支没有条件；无条件的去向请写在 go。", "The branch has no condition; where a step goes anyway is written as go."})
			case w.never():
				c.add(b.line, s.ID, "never_taken", Text{"“%s”从来不成立，这个分支永远不会走。", "%q never holds, so this branch is never taken."}, b.If)
			}
			n.branches = append(n.branches, w)
		}
		if s.Go != "" {
			n.next = c.target(s.lineOf("go"), i, s.Go)
		}
		if s.Kind == Close && (s.Go != "" || len(s.Branches) > 0) {
			c.add(s.line, s.ID, "close_goes_on", Text{"结束之后没有去向。", "Nothing comes after the close."})
		}
		c.flow.steps = append(c.flow.steps, n)
	}
}

func (c *checker) compile(line int, step, text string) Condition {
	cond, err := ParseCondition(text)
	if err == nil {
		return cond
	}
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Args["why"] == nil {
		c.add(line, step, "guard_long", Text{"条件太长，请拆成几步。", "The condition is too long; make several steps of it."})
		return cond
	}
	why := fmt.Sprint(f.Args["why"])
	if strings.HasPrefix(why, "it is ") {
		c.add(line, step, "guard_no_bool", Text{"条件“%s”的结果不是“是”或“否”。", "The condition %q does not come out as true or false."}, text)
		return cond
	}
	why, _, _ = strings.Cut(why, " expecting ") // what follows is for those who know grammars
	says := Text{"条件“%s”读不懂：%s。", "The condition %q cannot be read: %s."}
	c.add(line, step, "guard_wrong", says, text, strings.TrimPrefix(why, "1:"))
	return cond
}

// never tells a condition that holds for nothing.
func (c Condition) never() bool {
	holds, missing := c.Holds(nil)
	return !holds && len(missing) == 0
}

// always tells one that holds for everything.
func (c Condition) always() bool {
	holds, _ := c.Holds(nil)
	return holds
}

func (c *checker) target(line, from int, id string) int {
	to := c.p.at(id)
	switch {
	case to < 0:
		c.add(line, c.p.Steps[from].ID, "step_missing", Text{"没有“%s”这一步。", "There is no step %q."}, id)
	case to <= from:
		c.add(line, c.p.Steps[from].ID, "goes_back", Text{"“%s”在这一步之前：流程只能向前走。", "%q stands before this step: a flow only goes forward."}, id)
	}
	return to
}

// talk is what has been done on the way to a step.
type talk uint8

const (
	felt    talk = 1 << iota // empathy was shown
	heard                    // something was learnt
	offered                  // options were named
	chosen                   // a preference was asked for
)

// does is what a step adds.
func (s Step) does() talk {
	switch s.Kind {
	case Say:
		return map[Act]talk{Empathy: felt, Options: offered}[s.Act]
	case Ask:
		if f, _ := FactNamed(s.Fact); f.Phase == Preferred {
			return chosen
		}
		return heard
	case Lookup, Evidence:
		return heard
	}
	return 0
}

// order follows all ways at once: which steps can be reached, and what surely or
// perhaps was done before. Steps only lead forward, so one pass does.
func (c *checker) order() {
	n := len(c.p.Steps)
	reached, surely, perhaps := make([]bool, n+1), make([]talk, n+1), make([]talk, n+1)
	arrive := func(at int, sure, maybe talk) {
		if !reached[at] {
			reached[at], surely[at] = true, sure
		}
		surely[at], perhaps[at] = surely[at]&sure, perhaps[at]|maybe
	}
	arrive(0, 0, 0)
	stage := 0
	for i, s := range c.p.Steps {
		if !reached[i] {
			c.add(s.line, s.ID, "unreachable", Text{"没有一条路走得到“%s”这一步。", "No way leads to the step %q."}, s.ID)
			continue
		}
		c.talk(s, surely[i], perhaps[i])
		if at := slices.Index(Stages, s.Stage); at < stage {
			c.add(s.lineOf("stage"), s.ID, "stage_back", Text{"阶段倒退了：前面已经到了 %s，这里是 %s。", "The stage goes back: it was %s already, here it is %s."}, Stages[stage], s.Stage)
		} else {
			stage = at
		}
		node := c.flow.steps[i]
		if !node.when.always() {
			arrive(i+1, surely[i], perhaps[i])
		}
		leave(s, node, func(at int) { arrive(at, surely[i]|s.does(), perhaps[i]|s.does()) })
	}
	if reached[n] {
		c.add(c.p.Steps[n-1].line, c.p.Steps[n-1].ID, "no_close", Text{"有的路走完了却没有结束（close）。", "Some way ends without a close."})
	}
}

// leave goes from a step wherever it may lead.
func leave(s Step, n node, arrive func(int)) {
	if s.Kind == Close {
		return
	}
	for _, b := range n.branches {
		arrive(b.to)
		if b.always() {
			return
		}
	}
	arrive(n.next)
}

// talk keeps the order: emotion before facts, facts before options, options before
// rules.
func (c *checker) talk(s Step, sure, maybe talk) {
	f, _ := FactNamed(s.Fact)
	switch {
	case s.Kind == Evidence && sure&felt == 0:
		c.add(s.line, s.ID, "evidence_first", Text{"还没有回应买家的感受，就先要凭证。请先有一句 empathy。", "Evidence is asked for before the buyer's feelings are met; say empathy first."})
	case s.Kind == Ask && !s.Open && f.Phase != Known && sure&felt == 0:
		c.add(s.line, s.ID, "facts_first", Text{"还没有回应买家的感受，就先问细节。请先有一句 empathy，或用开放式提问请买家说。", "Details are asked for before the buyer's feelings are met; say empathy first, or ask openly."})
	case s.Kind == Ask && (f.Phase == Happened || f.Phase == Needed) && maybe&chosen != 0:
		c.add(s.line, s.ID, "ask_order", Text{"已经问过偏好，又回头问事实。先问事实，再问需要，最后问偏好。", "A fact is asked for after a preference; ask for facts, then needs, then preferences."})
	case (s.Kind == Decide || s.Kind == Say && s.Act == Options) && sure&heard == 0:
		c.add(s.line, s.ID, "options_first", Text{"还没有了解情况，就先给方案。", "Options come before anything is known."})
	case s.Kind == Say && s.Act == Rules && sure&(felt|offered) != felt|offered:
		c.add(s.line, s.ID, "rule_first", Text{"还没有共情和方案，就先讲规则。先说能做什么，再说不能做什么。", "A rule comes before empathy and options; say what can be done first."})
	}
}
