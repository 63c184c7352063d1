package rulepack_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/rulepack"
	"github.com/anxin-desk/anxin/internal/services"
)

func (w *world) expect(node *services.Set, reply, want string) {
	w.t.Helper()
	if got := strings.Join(w.finds(node, w.shop, reply), " "); got != want {
		w.t.Errorf("%s: found %q, want %q", reply, got, want)
	}
}

func TestAPackFromDraftToRollback(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.pack("pack-key-1")
		again := w.pack("pack-key-1")
		if again.ID != p.ID {
			t.Error("the same key made two packs")
		}
		const said = "请看小票"
		w.expect(w.Set, said, "") // a draft does nothing
		p, err := w.RulePacks.Publish(w.chief, p.ID, p.Version, "第一版")
		w.must(err)
		w.expect(w.Set, said, "tea.ticket")
		w.expect(w.other, said, "tea.ticket") // the other node has heard of it
		if found := w.finds(w.other, w.elsewhere, said); len(found) > 0 {
			t.Errorf("another shop finds %v", found)
		}

		p, err = w.RulePacks.Write(w.chief, p.ID, p.Version, strings.ReplaceAll(pack, "小票", "收据"))
		w.must(err)
		w.expect(w.other, said, "tea.ticket") // what is published never changes
		p, err = w.RulePacks.Publish(w.chief, p.ID, p.Version, "")
		w.must(err)
		w.expect(w.other, said, "")
		w.expect(w.other, "请看收据", "tea.ticket")
		p, err = w.RulePacks.Restore(w.chief, p.ID, p.Version, 1)
		w.must(err)
		w.expect(w.other, said, "tea.ticket")
		if p.Edition != 3 || p.Ahead || !strings.Contains(p.Draft, "小票") {
			t.Errorf("after a rollback: %+v", p)
		}
		_, editions, err := w.RulePacks.Get(w.chief, "team.supervise", p.ID)
		w.must(err)
		if len(editions) != 3 || editions[0].Restored != 1 || editions[2].Note != "第一版" {
			t.Errorf("editions %+v", editions)
		}
		_, changes, err := w.RulePacks.Edition(w.chief, p.ID, 2, false)
		w.must(err)
		if len(changes) != 1 || changes[0].Rule != "tea.ticket" || !strings.Contains(changes[0].Before, "小票") || !strings.Contains(changes[0].After, "收据") {
			t.Errorf("changes %+v", changes)
		}

		p, err = w.RulePacks.Switch(w.chief, p.ID, p.Version, false)
		w.must(err)
		w.expect(w.other, said, "")
		p, err = w.RulePacks.Switch(w.chief, p.ID, p.Version, true)
		w.must(err)
		w.expect(w.other, said, "tea.ticket")
		w.must(w.RulePacks.Remove(w.chief, p.ID, p.Version))
		w.expect(w.other, said, "")
		w.refused("rule_pack.unknown", w.RulePacks.Remove(w.chief, p.ID, p.Version+1))
	})
}

// A draft that says something else than what is in force survives a rollback.
func TestARollbackKeepsADraft(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.pack("pack-key-1")
		for _, word := range []string{"小票", "收据", "水单"} {
			var err error
			p, err = w.RulePacks.Write(w.chief, p.ID, p.Version, strings.ReplaceAll(pack, "小票", word))
			w.must(err)
			if word != "水单" {
				p, err = w.RulePacks.Publish(w.chief, p.ID, p.Version, "")
				w.must(err)
			}
		}
		p, err := w.RulePacks.Restore(w.chief, p.ID, p.Version, 1)
		w.must(err)
		if !p.Ahead || !strings.Contains(p.Draft, "水单") {
			t.Errorf("the draft is gone: %+v", p)
		}
		w.expect(w.Set, "请看小票", "tea.ticket")
	})
}

func TestWhatIsNotPublished(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.pack("pack-key-1")
		p, err := w.RulePacks.Write(w.chief, p.ID, p.Version, strings.ReplaceAll(pack, "看小票", "看订单吧"))
		w.must(err)
		_, err = w.RulePacks.Publish(w.chief, p.ID, p.Version, "")
		w.refused("rule_pack.problems", err)
		trial, _, err := w.RulePacks.Examine(w.chief, p.ID, "", nil)
		w.must(err)
		if len(trial.Problems) != 1 || trial.Problems[0].Line != 17 || trial.Problems[0].Rule != "tea.ticket" || trial.Problems[0].Fault.Code != "pack.bad_missed" {
			t.Errorf("problems %+v", trial.Problems)
		}
		empty, err := w.RulePacks.Create(w.chief, w.shop, "pack-key-2", "空的", "")
		w.must(err)
		_, err = w.RulePacks.Publish(w.chief, empty.ID, empty.Version, "")
		w.refused("rule_pack.empty", err)
		_, err = w.RulePacks.Create(w.chief, w.shop, "pack-key-3", "", pack)
		w.refused("rule_pack.name_taken", err)
		_, err = w.RulePacks.Write(w.chief, empty.ID, empty.Version, pack)
		w.refused("rule_pack.other_name", err)
		_, err = w.RulePacks.Create(w.chief, w.shop, "pack-key-4", "", strings.Replace(pack, "pack: tea", "pack: rude", 1))
		w.refused("rule_pack.name_unfit", err)
	})
}

func TestTheSecondTab(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.pack("pack-key-1")
		var wait sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			wait.Go(func() {
				_, errs[i] = w.RulePacks.Write(w.chief, p.ID, p.Version, pack+fmt.Sprintf("# %d\n", i))
			})
		}
		wait.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else {
				w.refused("rule_pack.changed", err)
			}
		}
		if won != 1 {
			t.Errorf("%d of two tabs won", won)
		}
		_, err := w.RulePacks.Publish(w.chief, p.ID, p.Version, "")
		w.refused("rule_pack.changed", err)
		_, err = w.RulePacks.Choose(w.chief, w.shop, 0, rulepack.Choices{})
		w.must(err)
		_, err = w.RulePacks.Choose(w.chief, w.shop, 0, rulepack.Choices{})
		w.refused("rule_pack.choices_changed", err)
	})
}

func TestWhoMayNot(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.pack("pack-key-1")
		_, _, err := w.RulePacks.Get(w.foreign, "team.supervise", p.ID)
		w.refused("rule_pack.unknown", err)
		_, err = w.RulePacks.Publish(w.foreign, p.ID, p.Version, "")
		w.refused("rule_pack.unknown", err)
		_, err = w.RulePacks.Choose(w.foreign, w.shop, 0, rulepack.Choices{})
		w.refused("shop.unknown", err)
		_, err = w.RulePacks.Engine(w.foreign, w.elsewhere, p.ID) // a pack of another shop
		w.refused("rule_pack.unknown", err)
		_, err = w.RulePacks.Write(w.agent, p.ID, p.Version, pack)
		if fault.KindOf(err) != fault.Denied {
			t.Errorf("an agent writes: %v", err)
		}
	})
}

func TestChoices(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := rulepack.Choices{
			Platforms: []string{"taobao"}, Names: []string{" 尽快处理 牌茶壶", "尽快处理 牌茶壶"}, Words: []rulepack.Word{{Word: "杀青", Plain: "炒茶"}},
			Off: []string{"jargon.goods", "gone.rule"}, Levels: map[string]check.Level{"vague_promise.soon": check.Error, "jargon.desk": check.Warning},
		}
		c, err := w.RulePacks.Choose(w.chief, w.shop, 0, c)
		w.must(err)
		if len(c.Names) != 1 || len(c.Off) != 1 || len(c.Levels) != 1 || c.Version != 1 {
			t.Errorf("kept %+v", c)
		}
		w.expect(w.other, "差价微信转给我", "platform_taobao.outside_pay")
		w.expect(w.other, "这批货在做杀青", "house_words.plain")
		w.expect(w.other, "这个SKU没有库存", "")
		w.expect(w.other, "尽快处理牌茶壶有货", "")
		book, err := w.other.RulePacks.Book(t.Context(), w.shop)
		w.must(err)
		if !book.Knows(check.PlainRule, 1) || !book.Knows("platform_taobao.outside_pay", 1) || book.Knows("platform_jd.outside_pay", 1) {
			t.Error("the book does not know its rules")
		}
		for _, wrong := range []struct {
			code string
			c    rulepack.Choices
		}{
			{"rule_pack.fixed", rulepack.Choices{Off: []string{"rude.insult"}}},
			{"rule_pack.fixed", rulepack.Choices{Levels: map[string]check.Level{"rude.insult": check.Hint}}},
			{"rule_pack.not_blockable", rulepack.Choices{Levels: map[string]check.Level{"jargon.goods": check.Block}}},
			{"rule_pack.platform_unknown", rulepack.Choices{Platforms: []string{"nowhere"}}},
			{"rule_pack.word_twice", rulepack.Choices{Words: []rulepack.Word{{Word: "ABC", Plain: "x"}, {Word: "abc", Plain: "y"}}}},
			{"rule_pack.word_length", rulepack.Choices{Words: []rulepack.Word{{Word: "a", Plain: "x"}}}},
			{"rule_pack.plain_length", rulepack.Choices{Words: []rulepack.Word{{Word: "abc", Plain: " "}}}},
			{"rule_pack.name_length", rulepack.Choices{Names: []string{"壶"}}},
		} {
			_, err := w.RulePacks.Choose(w.chief, w.shop, 1, wrong.c)
			w.refused(wrong.code, err)
		}
	})
}

func TestRulesByForm(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.pack("pack-key-1")
		d := rulepack.RuleDraft{Category: "jargon", Kind: check.Substitution, Level: check.Warning, Replace: []rulepack.Word{{Word: "杀青", Plain: "炒茶"}},
			Message: "“{text}”难懂", Why: "买家不懂", Better: "说{plain}", Bad: []string{"在杀青", "杀青了", " 杀青 ", ""}, Good: []string{"炒茶", "茶", "好"}}
		trial, id, err := w.RulePacks.Examine(w.chief, p.ID, "", &d)
		w.must(err)
		if id != "tea.r2" || len(trial.Problems) > 0 || len(trial.Changes) != 1 || len(trial.Tried) != 12 {
			t.Errorf("%s, %+v", id, trial)
		}
		p, err = w.RulePacks.PutRule(w.chief, p.ID, p.Version, d)
		w.must(err)
		if !strings.Contains(p.Draft, "# 小票已经取消") {
			t.Errorf("a comment is lost:\n%s", p.Draft)
		}
		d.ID, d.Level = "tea.r2", check.Hint
		p, err = w.RulePacks.PutRule(w.chief, p.ID, p.Version, d)
		w.must(err)
		rules := p.Rules()
		if len(rules) != 2 || rules[1].Level != check.Hint || rules[1].Version != 2 {
			t.Errorf("rules %+v", rules)
		}
		p, err = w.RulePacks.Publish(w.chief, p.ID, p.Version, "")
		w.must(err)
		w.expect(w.Set, "在杀青", "tea.r2")
		p, err = w.RulePacks.RemoveRule(w.chief, p.ID, p.Version, "tea.ticket")
		w.must(err)
		if len(p.Rules()) != 1 || !p.Ahead {
			t.Errorf("after removing: %+v", p)
		}
		d.ID = "tea.none"
		_, err = w.RulePacks.PutRule(w.chief, p.ID, p.Version, d)
		w.refused("rule_pack.rule_unknown", err)
		engine, err := w.RulePacks.Engine(w.chief, w.shop, p.ID)
		w.must(err)
		if found := engine.Check(check.Reply{Text: "看小票，在杀青"}); len(found) != 1 || found[0].Rule != "tea.r2" {
			t.Errorf("the draft finds %+v", found)
		}
	})
}

// A pack that a later release cannot compile is left out; what else the shop has
// goes on.
func TestABrokenPackDoesNotEndChecking(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.pack("pack-key-1")
		p, err := w.RulePacks.Publish(w.chief, p.ID, p.Version, "")
		w.must(err)
		second, err := w.RulePacks.Create(w.chief, w.shop, "pack-key-2", "", strings.NewReplacer("pack: tea", "pack: more", "tea.", "more.", "小票", "水单").Replace(pack))
		w.must(err)
		_, err = w.RulePacks.Publish(w.chief, second.ID, second.Version, "")
		w.must(err)
		w.exec(`UPDATE rule_edition SET text = ? WHERE pack_id = ?`, strings.Replace(pack, "    小票", "    (小票", 1), p.ID)
		w.exec(`UPDATE rule_choice SET stamp = stamp + 1`)
		w.expect(w.Set, "请看小票和水单", "more.ticket")
		book, err := w.RulePacks.Book(t.Context(), w.shop)
		w.must(err)
		if len(book.Broken) != 1 {
			t.Errorf("broken: %v", book.Broken)
		}
	})
}
