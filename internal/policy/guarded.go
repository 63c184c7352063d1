package policy

import (
	"sync"

	"cel.dev/cel-go/cel"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/policy/guard"
)

// guards know the facts by their names. Choices are their codes, labels lists of
// codes, money fen, dates as 2006-01-02.
var guards = sync.OnceValue(func() guard.Words {
	types := map[Kind]*cel.Type{Choice: cel.StringType, Labels: cel.ListType(cel.StringType), YesNo: cel.BoolType,
		Money: cel.IntType, Percent: cel.IntType, Count: cel.IntType, Date: cel.StringType}
	var all []guard.Variable
	for _, f := range registry().all {
		all = append(all, guard.Variable{Name: f.Name, Type: types[f.Kind]})
	}
	return guard.New(all)
})

// guardHolds asks the guard of a row. Facts that are not known and matter leave it
// open.
func (r *compiledRow) guardHolds(k Known) (truth, []int) {
	if r.guard == nil {
		return yes, nil
	}
	given := map[string]any{}
	var missing []int
	var unknown []string
	for _, name := range r.guard.Needs {
		f := registry().byName[name]
		if k.slots[f.at].known {
			given[name] = f.native(k.slots[f.at])
			continue
		}
		unknown, missing = append(unknown, name), append(missing, k.ask(f)...)
	}
	holds, known := r.guard.Holds(given, unknown)
	if !known {
		return open, missing
	}
	return when(holds), nil
}

// native is a fact as guards see it.
func (f *Fact) native(s slot) any {
	if f.Kind == Date {
		return calendar.Date(s.n).String()
	}
	if f.bounded() {
		return s.n
	}
	codes := []string{}
	for i, v := range f.Vals {
		if s.mask&(1<<i) != 0 {
			codes = append(codes, v.Code)
		}
	}
	switch f.Kind {
	case Labels:
		return codes
	case YesNo:
		return codes[0] == "yes"
	}
	return codes[0]
}
