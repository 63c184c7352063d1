package playbook

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// bare takes away where things stood in a file.
func bare(p *Playbook) *Playbook {
	c := *p
	c.lines = nil
	c.Steps = slices.Clone(p.Steps)
	for i := range c.Steps {
		c.Steps[i].line, c.Steps[i].lines = 0, nil
		c.Steps[i].Branches = slices.Clone(c.Steps[i].Branches)
		for j := range c.Steps[i].Branches {
			c.Steps[i].Branches[j].line = 0
		}
	}
	return &c
}

// again writes and reads a playbook.
func again(p *Playbook) (*Playbook, error) {
	text, err := Write(p)
	if err != nil {
		return nil, err
	}
	back, wrong := Read(text)
	if len(wrong) > 0 {
		return nil, fmt.Errorf("%+v in\n%s", wrong, text)
	}
	if !reflect.DeepEqual(bare(p), bare(back)) {
		return nil, fmt.Errorf("another one after it was written and read:\n%s", text)
	}
	if twice, err := Write(back); err != nil || !bytes.Equal(text, twice) {
		return nil, fmt.Errorf("%w, written twice:\n%s\n%s", err, text, twice)
	}
	return back, nil
}

func TestShippedPlaybooksRoundTrip(t *testing.T) {
	for _, f := range everything() {
		back, err := again(f.Playbook)
		if err != nil {
			t.Fatal(err)
		}
		if _, wrong := Compile(back); len(wrong) > 0 || len(Diff(f.Playbook, back)) > 0 {
			t.Errorf("%s: %+v", f.Playbook.ID, wrong)
		}
	}
}

func TestAnyPlaybookRoundTrips(t *testing.T) {
	words := rapid.StringOfN(rapid.RuneFrom([]rune("碎了a: #'\"{}[]-,!|>\n…😀%@ 1")), 1, 12, -1)
	text := rapid.Custom(func(t *rapid.T) Text { return Text{words.Draw(t, "zh"), words.Draw(t, "en")} })
	rapid.Check(t, func(t *rapid.T) {
		p := &Playbook{ID: words.Draw(t, "id"), Version: rapid.IntRange(0, 99).Draw(t, "version"), Title: text.Draw(t, "title")}
		p.Trigger.Words = rapid.SliceOfN(words, 1, 3).Draw(t, "words")
		p.Prevention = rapid.SliceOfN(text, 1, 2).Draw(t, "tips")
		p.Checklist = []Item{{ID: words.Draw(t, "item"), Text: text.Draw(t, "item text"), Required: rapid.Bool().Draw(t, "required")}}
		for range rapid.IntRange(1, 4).Draw(t, "steps") {
			p.Steps = append(p.Steps, Step{
				ID: words.Draw(t, "step"), Kind: rapid.SampledFrom(Kinds).Draw(t, "kind"), Stage: "proposed", Text: text.Draw(t, "text"), Open: rapid.Bool().Draw(t, "open"),
				Due: words.Draw(t, "due"), When: words.Draw(t, "when"), Branches: []Branch{{If: words.Draw(t, "if"), Step: words.Draw(t, "to")}},
			})
		}
		if _, err := again(p); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(good))
	for _, s := range []string{"", "a", "steps: [{id: 1}]", "steps: [[[", "&a [*a]", "title: {zh: !!int x}", "version: 99999999999999999999", "steps: [{branches: {}}]", "? a\n: b", "<<: {id: x}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		p, wrong := Read(text)
		flow, more := Compile(p)
		if len(more) == 0 {
			flow.Path(nil)
		}
		if len(wrong) > 0 || len(more) > 0 {
			return
		}
		if _, err := again(p); err != nil {
			t.Fatal(err)
		}
	})
}

func TestDiffSaysWhatChanged(t *testing.T) {
	before, _ := Read([]byte(good))
	text := good
	for _, c := range [][2]string{
		{"version: 2", "version: 3"}, {"[杯子…碎]", "[杯子…碎, 裂了]"}, {"due: 4h", "due: 1wd"}, {"{if: unwell,", "{if: unwell || still_usable,"},
		{"zh: 要照片", "zh: 请发照片"}, {"[resend, refund]", "[refund, resend]"}, {"en: Photo, required: true", "en: Photo"},
		{"  - id: lead\n    kind: handoff\n    stage: acknowledged\n    to: supervisor\n    text: {zh: 有人受伤, en: Somebody is hurt}\n", ""},
	} {
		if !strings.Contains(text, c[0]) {
			t.Fatal(c[0])
		}
		text = strings.Replace(text, c[0], c[1], 1)
	}
	after, wrong := Read([]byte(text))
	if len(wrong) > 0 {
		t.Fatalf("%+v", wrong)
	}
	var zh, en []string
	for _, x := range Diff(before, after) {
		zh, en = append(zh, x.Zh), append(en, x.En)
	}
	want := `版本从“2”改为“3”。
触发词增加：裂了。
凭证“photo”的 required从“true”改为“false”。
步骤去掉：lead。
步骤“hurt”的 branches 增加：unwell || still_usable → lead。
步骤“hurt”的 branches 去掉：unwell → lead。
步骤“proof”的 text （中文）从“要照片”改为“请发照片”。
步骤“by”的 due 从“4h”改为“1wd”。
步骤“what”的 remedies 的顺序变了。`
	if got := strings.Join(zh, "\n"); got != want {
		t.Errorf("got\n%s", got)
	}
	if !slices.Contains(en, `Changed due of step by from “4h” to “1wd”.`) {
		t.Errorf("%q", en)
	}
	if same := Diff(before, before); len(same) > 0 {
		t.Errorf("%v", same)
	}
}
