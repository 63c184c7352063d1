package playbook

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// changes gathers what changed, in sentences.
type changes []Text

func (all *changes) add(zh, en string) { *all = append(*all, Text{zh, en}) }

// Diff says in words what changed from one version to another, none if nothing did.
func Diff(before, after *Playbook) []Text {
	var all changes
	all.value(Text{"编号", "the id"}, before.ID, after.ID)
	all.value(Text{"版本", "the version"}, before.Version, after.Version)
	all.value(Text{"场景", "the scenario"}, before.Scenario, after.Scenario)
	all.value(Text{"是否为模板", "whether it is a template"}, before.Template, after.Template)
	all.wording(Text{"标题", "the title"}, before.Title, after.Title)
	all.list(Text{"适用的严重程度", "the severities it is for"}, before.For.Severity, after.For.Severity)
	all.list(Text{"适用的品类", "the goods it is for"}, before.For.Goods, after.For.Goods)
	all.list(Text{"触发词", "the trigger words"}, before.Trigger.Words, after.Trigger.Words)
	all.value(Text{"触发条件", "the guard of the trigger"}, before.Trigger.Guard, after.Trigger.Guard)
	all.items(before.Checklist, after.Checklist)
	all.steps(before.Steps, after.Steps)
	all.list(Text{"预防提示", "the prevention tips"}, tips(before), tips(after))
	all.list(Text{"演练角色", "the personas of drills"}, before.Drills, after.Drills)
	return all
}

func tips(p *Playbook) []string {
	var all []string
	for _, t := range p.Prevention {
		all = append(all, t.Zh+" / "+t.En)
	}
	return all
}

func (all *changes) value(name Text, before, after any) {
	if before != after {
		all.add(fmt.Sprintf("%s从“%v”改为“%v”。", name.Zh, before, after), fmt.Sprintf("Changed %s from “%v” to “%v”.", name.En, before, after))
	}
}

func (all *changes) wording(name, before, after Text) {
	all.value(Text{name.Zh + "（中文）", name.En + " (Chinese)"}, before.Zh, after.Zh)
	all.value(Text{name.Zh + "（英文）", name.En + " (English)"}, before.En, after.En)
}

// list says what was added and removed, or that only the order changed.
func (all *changes) list(name Text, before, after []string) {
	added, removed := without(after, before), without(before, after)
	if len(added) > 0 {
		all.add(name.Zh+"增加："+strings.Join(added, "、")+"。", "Added to "+name.En+": "+strings.Join(added, ", ")+".")
	}
	if len(removed) > 0 {
		all.add(name.Zh+"去掉："+strings.Join(removed, "、")+"。", "Removed from "+name.En+": "+strings.Join(removed, ", ")+".")
	}
	if !slices.Equal(without(before, removed), without(after, added)) {
		all.add(name.Zh+"的顺序变了。", "The order of "+name.En+" changed.")
	}
}

func without(all, others []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(others, s) })
}

func (all *changes) items(before, after []Item) {
	was, is := map[string]Item{}, map[string]Item{}
	all.list(Text{"凭证清单", "the checklist"}, itemIDs(before, was), itemIDs(after, is))
	for _, b := range before {
		if a, kept := is[b.ID]; kept {
			all.wording(Text{"凭证“" + b.ID + "”", "item " + b.ID}, b.Text, a.Text)
			all.value(Text{"凭证“" + b.ID + "”的 required", "required of item " + b.ID}, b.Required, a.Required)
		}
	}
}

func itemIDs(items []Item, byID map[string]Item) []string {
	var all []string
	for _, i := range items {
		all, byID[i.ID] = append(all, i.ID), i
	}
	return all
}

func (all *changes) steps(before, after []Step) {
	was, is := map[string]Step{}, map[string]Step{}
	all.list(Text{"步骤", "the steps"}, stepIDs(before, was), stepIDs(after, is))
	for _, b := range before {
		if a, kept := is[b.ID]; kept {
			all.step(b, a)
		}
	}
}

func stepIDs(steps []Step, byID map[string]Step) []string {
	var all []string
	for _, s := range steps {
		all, byID[s.ID] = append(all, s.ID), s
	}
	return all
}

// step says which fields of a step changed. It goes through all fields, so that one
// that is added later is not forgotten.
func (all *changes) step(before, after Step) {
	b, a := reflect.ValueOf(before), reflect.ValueOf(after)
	for i := range b.NumField() {
		field := b.Type().Field(i)
		if !field.IsExported() {
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		at := Text{"步骤“" + before.ID + "”的 " + name + " ", name + " of step " + before.ID}
		is := a.Field(i).Interface()
		switch was := b.Field(i).Interface().(type) {
		case Text:
			all.wording(at, was, is.(Text))
		case []string:
			all.list(at, was, is.([]string))
		case []Branch:
			all.list(at, ways(was), ways(is.([]Branch)))
		default:
			all.value(at, was, is)
		}
	}
}

func ways(branches []Branch) []string {
	var all []string
	for _, b := range branches {
		all = append(all, b.If+" → "+b.Step)
	}
	return all
}
