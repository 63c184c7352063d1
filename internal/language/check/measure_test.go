package check

import (
	"os"
	"slices"
	"testing"
)

// score counts categories of replies: found and meant, only found, only meant.
type score struct{ hits, false, missed int }

func (s score) precision() float64 { return float64(s.hits) / float64(max(1, s.hits+s.false)) }
func (s score) recall() float64    { return float64(s.hits) / float64(max(1, s.hits+s.missed)) }

// TestSamples holds the shipped packs to the sample replies. "dev" is what the
// rules were written by; "blind" was written before them and is looked at for
// its figures alone. ANXIN_REPLIES=1 lists what is wrong in "dev".
func TestSamples(t *testing.T) {
	e := engine(t)
	for _, set := range []struct {
		name                             string
		precision, recall, errors, clean float64
	}{
		{"dev", 0.88, 0.90, 0.94, 0.1},
		{"blind", 0.85, 0.85, 0.90, 0.1},
	} {
		t.Run(set.name, func(t *testing.T) {
			m := measure(t, e, readSamples(t, "testdata/"+set.name), set.name == "dev" && os.Getenv("ANXIN_REPLIES") != "")
			m.log(t)
			if p := m.all.precision(); p < set.precision {
				t.Errorf("precision %.2f, below %.2f", p, set.precision)
			}
			if r := m.all.recall(); r < set.recall {
				t.Errorf("recall %.2f, below %.2f", r, set.recall)
			}
			if p := m.errors.precision(); p < set.errors {
				t.Errorf("precision of errors %.2f, below %.2f", p, set.errors)
			}
			if c := m.perClean(); c > set.clean {
				t.Errorf("%.2f findings a clean reply, above %.2f", c, set.clean)
			}
		})
	}
}

type measured struct {
	by           map[string]*score
	all          score
	errors       score // findings of level error and block
	clean, alarm int
}

func (m measured) perClean() float64 { return float64(m.alarm) / float64(max(1, m.clean)) }

func measure(t *testing.T, e *Engine, sets map[string][]sample, tell bool) measured {
	m := measured{by: map[string]*score{}}
	for file, list := range sets {
		for _, s := range list {
			found := e.Check(s.reply)
			if file == "clean" {
				m.clean++
				m.alarm += len(found)
			}
			if tell {
				s.tell(t, found)
			}
			m.count(s, found)
		}
	}
	for _, s := range m.by {
		m.all.hits += s.hits
		m.all.false += s.false
		m.all.missed += s.missed
	}
	return m
}

func (m *measured) count(s sample, found []Finding) {
	of := func(category string) *score {
		if m.by[category] == nil {
			m.by[category] = &score{}
		}
		return m.by[category]
	}
	seen := map[string]bool{}
	for _, f := range found {
		meant := slices.Contains(s.categories, f.Category)
		if f.Level == Error || f.Level == Block {
			if meant {
				m.errors.hits++
			} else {
				m.errors.false++
			}
		}
		if seen[f.Category] {
			continue
		}
		seen[f.Category] = true
		if meant {
			of(f.Category).hits++
		} else {
			of(f.Category).false++
		}
	}
	for _, c := range s.categories {
		if !seen[c] {
			of(c).missed++
		}
	}
}

func (s sample) tell(t *testing.T, found []Finding) {
	for _, f := range found {
		if !slices.Contains(s.categories, f.Category) {
			t.Logf("%s is wrong in %v: «%s» %s", f.Rule, s.categories, f.Text, s)
		}
	}
	for _, c := range s.categories {
		if !slices.ContainsFunc(found, func(f Finding) bool { return f.Category == c }) {
			t.Logf("%s is missed: %s", c, s)
		}
	}
}

func (m measured) log(t *testing.T) {
	categories := []string{}
	for c := range m.by {
		categories = append(categories, c)
	}
	slices.Sort(categories)
	for _, c := range categories {
		s := m.by[c]
		t.Logf("%-16s precision %.2f recall %.2f (%d hits, %d false, %d missed)", c, s.precision(), s.recall(), s.hits, s.false, s.missed)
	}
	t.Logf("all: precision %.3f recall %.3f; errors %.3f; %.3f findings a clean reply", m.all.precision(), m.all.recall(), m.errors.precision(), m.perClean())
}
