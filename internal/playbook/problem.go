package playbook

import (
	"cmp"
	"fmt"
	"slices"
)

// Problem is something wrong with a playbook, with its place.
type Problem struct {
	Line int    // of the file, 0 if it is not known
	Step string // id, "" if it concerns the whole
	Code string // names the kind of problem
	Says Text   // a sentence
}

// problems gathers them.
type problems []Problem

func (all *problems) add(line int, step, code string, says Text, args ...any) {
	if len(args) > 0 {
		says = Text{fmt.Sprintf(says.Zh, args...), fmt.Sprintf(says.En, args...)}
	}
	*all = append(*all, Problem{line, step, code, says})
}

func (all problems) sorted() []Problem {
	slices.SortStableFunc(all, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return all
}
