package tone

import (
	"bytes"
	"testing"

	"github.com/anxin-desk/anxin/internal/language"
	"pgregory.net/rapid"
)

func all(t language.Text) language.Range { return language.Range{From: 0, To: t.Len()} }

func TestScoresAreLikelihoods(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		first, second := Shipped().Scores(language.Read(text)), Shipped().Scores(language.Read(text))
		for i, p := range first {
			if !(p >= 0 && p <= 1) || p != second[i] {
				t.Fatalf("%s of %q: %v, then %v", Categories[i], text, p, second[i])
			}
		}
	})
}

func TestWhatIsLearntIsHeard(t *testing.T) {
	rude, kind := "你烦不烦啊", "您慢慢说，我都记着"
	file := Train([]Example{{rude, []string{"rude"}}, {kind, nil}, {rude, []string{"rude"}}, {kind, nil}})
	if !bytes.Equal(file, Train([]Example{{rude, []string{"rude"}}, {kind, nil}, {rude, []string{"rude"}}, {kind, nil}})) {
		t.Error("the same examples made another layer")
	}
	l := parse(string(file))
	r, k := language.Read(rude), language.Read(kind)
	if at, is := l.Hear(r).Sounds("rude", 0.7, all(r), nil); !is || at != all(r) {
		t.Errorf("%s does not sound rude: %v", rude, l.Scores(r))
	}
	if _, is := l.Hear(k).Sounds("rude", 0.3, all(k), k.Sentences()); is {
		t.Errorf("%s sounds rude: %v", kind, l.Scores(k))
	}
}

// What must not be said at all is never doubted, nor what nothing is known of.
func TestDoubts(t *testing.T) {
	text := language.Read("您慢慢说，我都记着")
	ear := Shipped().Hear(text)
	if !ear.Doubts("rude", all(text)) {
		t.Error("rude is not doubted")
	}
	for _, category := range []string{"off_platform", "review_reward", "personal_data"} {
		if ear.Doubts(category, all(text)) {
			t.Errorf("%s is doubted", category)
		}
	}
	if ear.Outshines("rude", "off_platform", all(text)) {
		t.Error("off_platform is outshone")
	}
}
