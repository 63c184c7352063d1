// Package guard holds conditions that merchants write in CEL. They know some
// variables and nothing of the world; they are checked when they are saved and
// limited in what they may cost; and they can be asked while some variables are not
// known.
package guard

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const (
	maxText   = 500    // bytes
	costLimit = 20_000 // of one evaluation; a hostile guard is stopped in milliseconds
)

// Variable is something that guards may speak of.
type Variable struct {
	Name string
	Type *cel.Type
}

// Words is what guards may be written in.
type Words struct {
	env   *cel.Env
	names []string
}

// New makes words of variables. It panics if two have one name.
func New(all []Variable) Words {
	var w Words
	var options []cel.EnvOption
	for _, v := range all {
		options, w.names = append(options, cel.Variable(v.Name, v.Type)), append(w.names, v.Name)
	}
	env, err := cel.NewEnv(options...)
	if err != nil {
		panic(err)
	}
	w.env = env
	return w
}

// Guard is a condition, checked. Needs are the variables that it speaks of.
type Guard struct {
	program cel.Program
	Needs   []string
}

// Compile checks a guard. An empty one is nil.
func (w Words) Compile(text string) (*Guard, error) {
	if text = strings.TrimSpace(text); text == "" {
		return nil, nil
	}
	if len(text) > maxText {
		return nil, fault.New(fault.Invalid, "policy.guard_long", "limit", maxText)
	}
	ast, issues := w.env.Compile(text)
	if issues != nil && issues.Err() != nil {
		return nil, wrong(issues.Err().Error())
	}
	if ast.OutputType() != cel.BoolType {
		return nil, wrong(fmt.Sprintf("it is %s, not true or false", ast.OutputType()))
	}
	p, err := w.env.Program(ast, cel.CostLimit(costLimit), cel.EvalOptions(cel.OptPartialEval))
	if err != nil {
		return nil, wrong(err.Error())
	}
	g := &Guard{program: p}
	for _, name := range w.names {
		if mentions(text, name) {
			g.Needs = append(g.Needs, name)
		}
	}
	return g, nil
}

func wrong(why string) error {
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

// Holds asks a guard. What costs too much, or cannot be computed, does not hold;
// known is false if it depends on one of the unknown variables.
func (g *Guard) Holds(values map[string]any, unknown []string) (holds, known bool) {
	var patterns []*interpreter.AttributePattern
	for _, name := range unknown {
		patterns = append(patterns, cel.AttributePattern(name))
	}
	given, err := cel.PartialVars(values, patterns...)
	if err != nil {
		return false, true
	}
	out, _, err := g.program.Eval(given)
	switch {
	case err != nil:
		return false, true
	case types.IsUnknown(out):
		return false, false
	}
	return out.Value() == true, true
}
