package policy

import (
	"fmt"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const (
	maxGuard  = 500    // bytes
	costLimit = 20_000 // of one evaluation; a hostile guard is stopped in milliseconds
)

// guards knows the facts by their names and nothing of the world. Choices are their
// codes, labels lists of codes, money fen, dates as 2006-01-02.
var guards = sync.OnceValue(func() *cel.Env {
	var options []cel.EnvOption
	for _, f := range registry().all {
		options = append(options, cel.Variable(f.Name, map[Kind]*cel.Type{Choice: cel.StringType, Labels: cel.ListType(cel.StringType), YesNo: cel.BoolType,
			Money: cel.IntType, Percent: cel.IntType, Count: cel.IntType, Date: cel.StringType}[f.Kind]))
	}
	env, err := cel.NewEnv(options...)
	if err != nil {
		panic(err)
	}
	return env
})

// compileGuard checks a guard, and names the facts that it speaks of.
func compileGuard(text string) (cel.Program, []int, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil, nil
	}
	if len(text) > maxGuard {
		return nil, nil, fault.New(fault.Invalid, "policy.guard_long", "limit", maxGuard)
	}
	ast, issues := guards().Compile(text)
	if issues != nil && issues.Err() != nil {
		return nil, nil, wrongGuard(issues.Err().Error())
	}
	if ast.OutputType() != cel.BoolType {
		return nil, nil, wrongGuard(fmt.Sprintf("it is %s, not true or false", ast.OutputType()))
	}
	p, err := guards().Program(ast, cel.CostLimit(costLimit), cel.EvalOptions(cel.OptPartialEval))
	if err != nil {
		return nil, nil, wrongGuard(err.Error())
	}
	var needs []int
	for _, f := range registry().all {
		if mentions(text, f.Name) {
			needs = append(needs, f.at)
		}
	}
	return p, needs, nil
}

func wrongGuard(why string) error {
	why, _, _ = strings.Cut(strings.TrimPrefix(why, "ERROR: <input>:"), "\n")
	return fault.New(fault.Invalid, "policy.guard_wrong", "why", why)
}

// mentions tells whether a name stands in text as a word of its own.
func mentions(text, name string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		from, to := at+i, at+i+len(name)
		if (from == 0 || !wordy(text[from-1])) && (to == len(text) || !wordy(text[to])) {
			return true
		}
		at = to
	}
}

func wordy(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// guardHolds asks a guard. What costs too much, or cannot be computed, does not
// hold; facts that are not known and matter leave it open.
func (r *compiledRow) guardHolds(k Known) (truth, []int) {
	if r.guard == nil {
		return yes, nil
	}
	vars := map[string]any{}
	var missing []int
	var unknown []*interpreter.AttributePattern
	for _, i := range r.needs {
		f := registry().all[i]
		if !k.slots[i].known {
			unknown = append(unknown, cel.AttributePattern(f.Name))
			missing = append(missing, k.ask(f)...)
			continue
		}
		vars[f.Name] = f.native(k.slots[i])
	}
	given, err := cel.PartialVars(vars, unknown...)
	if err != nil {
		return no, nil
	}
	out, _, err := r.guard.Eval(given)
	switch {
	case err != nil:
		return no, nil
	case types.IsUnknown(out):
		return open, missing
	}
	return when(out.Value() == true), nil
}

// native is a fact as guards see it.
func (f *Fact) native(s slot) any {
	switch f.Kind {
	case Choice, Labels, YesNo:
		codes := []string{}
		for i, v := range f.Vals {
			if s.mask&(1<<i) != 0 {
				codes = append(codes, v.Code)
			}
		}
		if f.Kind == Labels {
			return codes
		}
		if f.Kind == YesNo {
			return codes[0] == "yes"
		}
		return codes[0]
	case Date:
		return calendar.Date(s.n).String()
	}
	return s.n
}
