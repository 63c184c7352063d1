package check

import (
	"os"
	"slices"
	"testing"
)

func TestReport(t *testing.T) {
	dir := os.Getenv("SET")
	if dir == "" {
		t.Skip()
	}
	e := engine(t)
	quiet := os.Getenv("QUIET") != ""
	type score struct{ tp, fp, fn int }
	per := map[string]*score{}
	get := func(c string) *score {
		if per[c] == nil {
			per[c] = &score{}
		}
		return per[c]
	}
	byLevel := map[Level]*score{Hint: {}, Warning: {}, Error: {}, Block: {}}
	clean, cleanFindings := 0, 0
	samples := readSamples(t, "testdata/"+dir)
	for file, list := range samples {
		for _, s := range list {
			found := e.Check(s.reply)
			var cats []string
			for _, f := range found {
				ok := slices.Contains(s.categories, f.Category)
				if ok {
					byLevel[f.Level].tp++
				} else {
					byLevel[f.Level].fp++
					if !quiet {
						t.Logf("FP %-14s in %s: %s «%s» %s", f.Rule, file, s, f.Text, f.Level)
					}
				}
				if !slices.Contains(cats, f.Category) {
					cats = append(cats, f.Category)
					if ok {
						get(f.Category).tp++
					} else {
						get(f.Category).fp++
					}
				}
			}
			for _, c := range s.categories {
				if !slices.Contains(cats, c) {
					get(c).fn++
					if !quiet {
						t.Logf("FN %s: %s", c, s)
					}
				}
			}
			if file == "clean" {
				clean++
				cleanFindings += len(found)
			}
		}
	}
	for _, c := range sortedKeys(per) {
		s := per[c]
		t.Logf("%-16s tp %3d fp %3d fn %3d  P %.2f R %.2f", c, s.tp, s.fp, s.fn, float64(s.tp)/float64(max(1, s.tp+s.fp)), float64(s.tp)/float64(max(1, s.tp+s.fn)))
	}
	for l, s := range byLevel {
		t.Logf("%s: P %.3f of %d", l, float64(s.tp)/float64(max(1, s.tp+s.fp)), s.tp+s.fp)
	}
	t.Logf("clean: %d findings in %d", cleanFindings, clean)
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func TestExamples(t *testing.T) {
	failures, err := engine(t).Verify()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range failures {
		t.Error(f)
	}
}
