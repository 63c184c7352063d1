package wording

import (
	"slices"
	"testing"

	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/playbook"
)

func engine(t *testing.T, platforms ...string) *check.Engine {
	t.Helper()
	packs, err := check.Shipped(platforms...)
	if err != nil {
		t.Fatal(err)
	}
	e, err := check.New(packs...)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// What we ship says nothing that would stop an agent or ask for a reason, on any
// platform; and nothing that would be remarked upon either.
func TestShippedTextsPassTheReplyCheck(t *testing.T) {
	e := engine(t, check.Platforms()...)
	for _, f := range slices.Concat(playbook.Shipped(), playbook.Templates()) {
		for _, x := range Check(e, f.Playbook) {
			t.Errorf("%s, %s: %s %s 「%s」 in %s", f.Playbook.ID, x.Step, x.Level, x.Rule, x.Text, x.Said)
		}
	}
}

func TestGraveWordsAreFound(t *testing.T) {
	p := &playbook.Playbook{Steps: []playbook.Step{
		{ID: "a", Kind: playbook.Say, Text: playbook.Text{Zh: "你自己不会看吗，听不懂吗"}},
		{ID: "b", Kind: playbook.Ticket, Text: playbook.Text{Zh: "听不懂吗"}, Public: playbook.Text{Zh: "正在核对"}},
		{ID: "c", Kind: playbook.Commit, Due: "4h", Text: playbook.Text{Zh: "我{due}给您结果"}},
	}}
	found := Check(engine(t), p)
	if len(found) == 0 || !found[0].Grave() {
		t.Fatalf("%+v", found)
	}
	for _, f := range found {
		if f.Step != "a" {
			t.Errorf("%s: %s in %s", f.Step, f.Rule, f.Said)
		}
	}
}
