package appeal

import (
	"maps"
	"slices"
	"testing"
)

func TestTheStatementHasTheSameWordsInBothLanguages(t *testing.T) {
	zh, en := languages[0].words, languages[1].words
	if a, b := slices.Sorted(maps.Keys(zh)), slices.Sorted(maps.Keys(en)); len(a) == 0 || !slices.Equal(a, b) {
		t.Errorf("%v\n%v", a, b)
	}
}
