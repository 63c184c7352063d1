package suggest

import (
	"fmt"
	"io"
	"slices"

	"github.com/anxin-desk/anxin/internal/language/reading"
)

// Report says how well playbooks are suggested for examples. A playbook is right
// for a message if its id is one of the scenarios that fit, or if there is none and
// none is suggested. It is right for shipped playbooks, whose ids are scenarios.
type Report struct{ Messages, First, FirstThree, Unasked, Wrong int }

// Measure suggests for examples and compares.
func (f *Finder) Measure(examples []reading.Example) Report {
	var m Report
	for _, e := range examples {
		got := f.Find(e.Text, nil, nil)
		fits := func(s Suggestion) bool { return slices.Contains(e.Scenarios, s.ID) }
		right := len(got) == 0 && len(e.Scenarios) == 0 || len(got) > 0 && fits(got[0])
		m.Messages++
		if right {
			m.First++
		}
		if right || slices.ContainsFunc(got[:min(3, len(got))], fits) {
			m.FirstThree++
		}
		if len(got) > 0 && got[0].Score >= Sure {
			m.Unasked++
			if !right {
				m.Wrong++
			}
		}
	}
	return m
}

// Print writes the report as text.
func (m Report) Print(w io.Writer) {
	share := func(n int) float64 { return float64(n) / float64(max(m.Messages, 1)) }
	fmt.Fprintf(w, "messages %d\nright playbook first %.3f, in the first three %.3f\ncomes up unasked %.3f, wrongly %.3f\n",
		m.Messages, share(m.First), share(m.FirstThree), share(m.Unasked), share(m.Wrong))
}
