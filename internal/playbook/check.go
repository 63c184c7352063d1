package playbook

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/language/reading"
	"github.com/anxin-desk/anxin/internal/policy"
)

// checker looks for everything that is wrong with a playbook.
type checker struct {
	problems
	p    *Playbook
	flow *Flow
}

var idForm = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$`)

// whole looks at what is not a step.
func (c *checker) whole() {
	p := c.p
	if !idForm.MatchString(p.ID) {
		c.add(p.lines["id"], "", "id_form", Text{"编号要用小写英文字母、数字、下划线和点，例如 quality.damaged。", "An id is made of small letters, digits, underscores and dots, such as quality.damaged."})
	}
	if p.Version < 1 {
		c.add(p.lines["version"], "", "version", Text{"版本从 1 开始。", "Versions begin at 1."})
	}
	if p.Template && (p.Scenario != "" || !p.Trigger.IsZero()) {
		c.add(p.lines["template"], "", "template_trigger", Text{"模板不属于任何场景，也没有触发条件。", "A template belongs to no scenario and has no trigger."})
	}
	if !p.Template && !slices.Contains(reading.Scenarios, p.Scenario) {
		c.add(p.lines["scenario"], "", "scenario_unknown", Text{"没有“%s”这个场景。", "There is no scenario %q."}, p.Scenario)
	}
	c.both(p.lines["title"], "", Text{"标题", "the title"}, p.Title)
	c.oneOf(p.lines["severity"], "", Text{"严重程度", "severity"}, Severities, p.For.Severity...)
	c.oneOf(p.lines["goods"], "", Text{"品类", "kind of goods"}, goodsKinds(), p.For.Goods...)
	for i, t := range p.Prevention {
		c.both(p.lines["prevention"], "", Text{fmt.Sprintf("第 %d 条预防提示", i+1), fmt.Sprintf("prevention tip %d", i+1)}, t)
	}
	for _, w := range p.Trigger.Words {
		if strings.Trim(w, "… ") == "" || strings.HasPrefix(w, "…") {
			c.add(p.lines["words"], "", "word_empty", Text{"触发词不能为空，也不能以“…”开头。", "A trigger word is not empty and does not begin with “…”."})
		}
	}
	seen := map[string]bool{}
	for i, item := range p.Checklist {
		line := p.lines[fmt.Sprintf("checklist.%d", i)]
		c.identity(line, "", item.ID, seen)
		c.both(line, "", Text{"凭证“" + item.ID + "”", "evidence item " + item.ID}, item.Text)
	}
}

func goodsKinds() []string {
	var all []string
	f, _ := FactNamed("goods_kind")
	for _, v := range f.Values {
		all = append(all, v.Code)
	}
	return all
}

func (c *checker) identity(line int, step, id string, seen map[string]bool) {
	if !idForm.MatchString(id) {
		c.add(line, step, "id_form", Text{"“%s”不能作编号：要用小写英文字母、数字和下划线。", "%q is no id: use small letters, digits and underscores."}, id)
	}
	if seen[id] {
		c.add(line, step, "id_twice", Text{"编号“%s”用了两次。", "The id %q is used twice."}, id)
	}
	seen[id] = true
}

// both wants a text in both languages.
func (c *checker) both(line int, step string, name, t Text) {
	zh, en := strings.TrimSpace(t.Zh) == "", strings.TrimSpace(t.En) == ""
	switch {
	case zh && en:
		c.add(line, step, "text_missing", Text{"缺少" + name.Zh + "。", "Missing: " + name.En + "."})
	case zh:
		c.add(line, step, "language_missing", Text{name.Zh + "缺少中文。", "Missing in Chinese: " + name.En + "."})
	case en:
		c.add(line, step, "language_missing", Text{name.Zh + "缺少英文。", "Missing in English: " + name.En + "."})
	}
}

// oneOf wants known values.
func (c *checker) oneOf(line int, step string, name Text, known []string, got ...string) {
	for _, g := range got {
		if !slices.Contains(known, g) {
			c.problems = append(c.problems, Problem{line, step, "value_unknown", Text{
				fmt.Sprintf("没有“%s”这种%s，可以写：%s。", g, name.Zh, strings.Join(known, "、")),
				fmt.Sprintf("There is no %s %q; there are %s.", name.En, g, strings.Join(known, ", ")),
			}})
		}
	}
}

// parts looks at each step by itself.
func (c *checker) parts() {
	if len(c.p.Steps) == 0 || len(c.p.Steps) > maxSteps {
		c.add(c.p.lines["steps"], "", "steps_count", Text{"流程要有 1 到 %d 个步骤，这里有 %d 个。", "A playbook has 1 to %d steps, this one has %d."}, maxSteps, len(c.p.Steps))
	}
	seen := map[string]bool{}
	for _, s := range c.p.Steps {
		c.identity(s.lineOf("id"), s.ID, s.ID, seen)
		if !slices.Contains(Kinds, s.Kind) {
			c.add(s.lineOf("kind"), s.ID, "kind_unknown", Text{"没有“%s”这种步骤。", "There is no kind of step %q."}, s.Kind)
			continue
		}
		c.oneOf(s.lineOf("stage"), s.ID, Text{"阶段", "stage"}, Stages, s.Stage)
		if s.Kind != Ask || !s.Text.empty() { // an ask may take the words of its fact
			c.both(s.lineOf("text"), s.ID, Text{"文字", "the text"}, s.Text)
		}
		c.kind(s)
		c.strays(s)
	}
}

func (s Step) lineOf(field string) int {
	if n := s.lines[field]; n > 0 {
		return n
	}
	return s.line
}

// kind looks at what a step of its kind must have.
func (c *checker) kind(s Step) {
	switch s.Kind {
	case Say:
		c.oneOf(s.lineOf("act"), s.ID, Text{"话语作用", "act"}, actNames(), string(s.Act))
	case Ask:
		c.ask(s)
	case Decide:
		var known []string
		for _, r := range policy.Remedies {
			known = append(known, r.Code)
		}
		c.some(s, "remedies", len(s.Remedies), Text{"至少一种方案", "at least one remedy"})
		c.oneOf(s.lineOf("remedies"), s.ID, Text{"方案", "remedy"}, known, s.Remedies...)
	case Evidence:
		var known []string
		for _, item := range c.p.Checklist {
			known = append(known, item.ID)
		}
		c.some(s, "items", len(s.Items), Text{"至少一项凭证", "at least one item of the checklist"})
		c.oneOf(s.lineOf("items"), s.ID, Text{"凭证", "item"}, known, s.Items...)
	case Ticket:
		c.oneOf(s.lineOf("type"), s.ID, Text{"工单", "type of ticket"}, TicketTypes, s.Type)
		c.oneOf(s.lineOf("department"), s.ID, Text{"部门", "department"}, Departments, s.Department)
		c.both(s.lineOf("public"), s.ID, Text{"给买家看的说法", "the public wording"}, s.Public)
	case Commit:
		if s.Due == "" {
			c.add(s.line, s.ID, "due_missing", Text{"承诺没有时限：没有时间的承诺等于没说。", "The commitment has no due time: without one it says nothing."})
		} else if _, ok := DueWords(s.Due); !ok {
			c.add(s.lineOf("due"), s.ID, "due_form", Text{"“%s”不是时限，请写 30min、4h、2d、1wd（工作日）或 18:00。", "%q is no due time; write 30min, 4h, 2d, 1wd (working days) or 18:00."}, s.Due)
		}
	case Approve, Handoff:
		c.oneOf(s.lineOf("to"), s.ID, Text{"角色", "role"}, Roles, s.To)
	}
}

func (c *checker) ask(s Step) {
	f, ok := FactNamed(s.Fact)
	if !ok {
		c.add(s.lineOf("fact"), s.ID, "fact_unknown", Text{"没有“%s”这项事实，问了也没有地方记。", "There is no fact %q that an answer could become."}, s.Fact)
		return
	}
	if s.Text.empty() {
		c.both(s.lineOf("fact"), s.ID, Text{"问句", "the question"}, f.Ask)
	}
	if s.Open && f.Type != Words {
		c.add(s.lineOf("open"), s.ID, "open_needs_text", Text{"“%s”不是一段话，不能用开放式提问。", "%q is no text, an open question cannot ask for it."}, s.Fact)
	}
}

func actNames() []string {
	var all []string
	for _, a := range Acts {
		all = append(all, string(a))
	}
	return all
}

func (c *checker) some(s Step, field string, n int, what Text) {
	if n == 0 {
		c.add(s.lineOf(field), s.ID, "list_empty", Text{"这一步要有" + what.Zh + "。", "This step needs " + what.En + "."})
	}
}

// strays finds fields that say nothing in a step of this kind.
func (c *checker) strays(s Step) {
	for _, f := range []struct {
		name string
		set  bool
		of   []Kind
	}{
		{"act", s.Act != "", []Kind{Say}}, {"fact", s.Fact != "", []Kind{Ask}}, {"open", s.Open, []Kind{Ask}},
		{"remedies", len(s.Remedies) > 0, []Kind{Decide}}, {"items", len(s.Items) > 0, []Kind{Evidence}},
		{"type", s.Type != "", []Kind{Ticket}}, {"department", s.Department != "", []Kind{Ticket}}, {"public", !s.Public.empty(), []Kind{Ticket}},
		{"due", s.Due != "", []Kind{Commit}}, {"to", s.To != "", []Kind{Approve, Handoff}},
	} {
		if f.set && !slices.Contains(f.of, s.Kind) {
			c.add(s.lineOf(f.name), s.ID, "field_stray", Text{"“%s”在 %s 步骤里没有作用。", "%q says nothing in a step of kind %s."}, f.name, s.Kind)
		}
	}
}
