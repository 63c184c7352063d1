package reading

import (
	"fmt"
	"io"
	"slices"
)

// A Tally counts for one class what was read rightly, wrongly and not at all.
type Tally struct{ Right, Wrong, Missed int }

// Precision is the share of what was read that is right, 1 where nothing was.
func (t Tally) Precision() float64 { return ratio(t.Right, t.Right+t.Wrong) }

// Recall is the share of what is there that was read, 1 where nothing is.
func (t Tally) Recall() float64 { return ratio(t.Right, t.Right+t.Missed) }

// F1 is the harmonic mean of precision and recall.
func (t Tally) F1() float64 { return ratio(2*t.Right, 2*t.Right+t.Wrong+t.Missed) }

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// A Report says how well a reader read examples.
type Report struct {
	Messages   int
	First      int // best guess fits, or rightly none
	FirstThree int // one of the three best fits
	Offered    int // best guess sure enough for a playbook
	Misoffered int // and wrong
	Kind       int // of the emotion
	Near       int // level of the emotion, within one
	Scenarios  map[string]Tally
	Kinds      map[string]Tally
	Risks      map[string]Tally
	Demands    map[string]Tally
}

// Measure reads examples and compares.
func Measure(r *Reader, examples []Example) *Report {
	m := &Report{Scenarios: map[string]Tally{}, Kinds: map[string]Tally{}, Risks: map[string]Tally{}, Demands: map[string]Tally{}}
	m.Add(r, examples)
	return m
}

// CrossMeasure leaves out one part of the examples after the other, learns from
// the rest and reads the part.
func CrossMeasure(examples []Example, parts int) *Report {
	m := Measure(nil, nil)
	for part := range parts {
		var rest, left []Example
		for i, e := range examples {
			if i%parts == part {
				left = append(left, e)
			} else {
				rest = append(rest, e)
			}
		}
		m.Add(NewReader(Train(rest)), left)
	}
	return m
}

// Add reads further examples.
func (m *Report) Add(r *Reader, examples []Example) {
	for _, e := range examples {
		got := r.Read(e.Text)
		m.Messages++
		m.scenario(e, got.Scenarios)
		if got.Emotion.Kind == e.Emotion.Kind {
			m.Kind++
		}
		if d := got.Emotion.Level - e.Emotion.Level; d >= -1 && d <= 1 {
			m.Near++
		}
		count(m.Kinds, []string{e.Emotion.Kind}, []string{got.Emotion.Kind})
		count(m.Risks, e.Risks, got.riskTypes())
		count(m.Demands, e.Demands, got.Demands)
	}
}

func (r Reading) riskTypes() []string {
	types := make([]string, len(r.Risks))
	for i, risk := range r.Risks {
		types[i] = risk.Type
	}
	return types
}

func (m *Report) scenario(e Example, guesses []Guess) {
	want, first := none, none
	if len(e.Scenarios) > 0 {
		want = e.Scenarios[0]
	}
	if len(guesses) > 0 {
		first = guesses[0].ID
	}
	fits := func(g Guess) bool { return slices.Contains(e.Scenarios, g.ID) }
	right := first == want || len(guesses) > 0 && fits(guesses[0])
	if right {
		m.First++
		first = want
	}
	if right || slices.ContainsFunc(guesses[:min(3, len(guesses))], fits) {
		m.FirstThree++
	}
	if len(guesses) > 0 && guesses[0].Score >= Sure {
		m.Offered++
		if !right {
			m.Misoffered++
		}
	}
	count(m.Scenarios, []string{want}, []string{first})
}

func count(tallies map[string]Tally, want, got []string) {
	for _, k := range got {
		t := tallies[k]
		if slices.Contains(want, k) {
			t.Right++
		} else {
			t.Wrong++
		}
		tallies[k] = t
	}
	for _, k := range want {
		if !slices.Contains(got, k) {
			t := tallies[k]
			t.Missed++
			tallies[k] = t
		}
	}
}

// Total adds up the tallies of a kind.
func Total(tallies map[string]Tally) Tally {
	var all Tally
	for _, t := range tallies {
		all.Right, all.Wrong, all.Missed = all.Right+t.Right, all.Wrong+t.Wrong, all.Missed+t.Missed
	}
	return all
}

// Print writes the report as text.
func (m *Report) Print(w io.Writer) {
	n := m.Messages
	fmt.Fprintf(w, "messages %d\nscenario first %.3f, in the first three %.3f\nplaybook offered %.3f, wrongly %.3f\n",
		n, ratio(m.First, n), ratio(m.FirstThree, n), ratio(m.Offered, n), ratio(m.Misoffered, n))
	fmt.Fprintf(w, "emotion kind %.3f, level within one %.3f\n", ratio(m.Kind, n), ratio(m.Near, n))
	for _, part := range []struct {
		name    string
		order   []string
		tallies map[string]Tally
	}{
		{"scenarios", append(slices.Clone(Scenarios), none), m.Scenarios}, {"emotions", Kinds, m.Kinds},
		{"risks", Risks, m.Risks}, {"demands", Demands, m.Demands},
	} {
		all := Total(part.tallies)
		fmt.Fprintf(w, "\n%-30s precision %.3f recall %.3f F1 %.3f\n", part.name, all.Precision(), all.Recall(), all.F1())
		for _, name := range part.order {
			if t, is := part.tallies[name]; is {
				fmt.Fprintf(w, "  %-28s precision %.3f recall %.3f F1 %.3f (%d)\n", name, t.Precision(), t.Recall(), t.F1(), t.Right+t.Missed)
			}
		}
	}
}
