package automation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Condition is one row of the form: a field, an operator and values.
type Condition struct {
	Field  string   `json:"field"`
	Op     string   `json:"op"`
	Values []string `json:"values"`
}

// Facts are what conditions ask about.
type Facts struct {
	Channel  string
	Scenario string   // of the open case, "" if none
	Severity string   // of the open case, "" if none
	Stage    string   // of the open case, or that which it came to; "" if none
	Level    string   // of the customer
	Tags     []string // of the customer
	Language string   // of what they said last
	Words    string   // what they said last
	Assigned bool     // somebody looks after the conversation
	Paid     int64    // fen, of the order that the case is about; 0 if unknown
	Hours    bool     // the shop is open
}

// kind is how the values of a field are compared.
type kind int

const (
	choice kind = iota // is one of, is none of
	ranked             // choice, and at least
	listed             // has one of, has none of
	words              // says one of, says none of
	yesNo              // is
	amount             // at least, below; fen
)

// Fields are those of conditions by their names, which expressions use too.
var Fields = map[string]kind{"channel": choice, "scenario": choice, "severity": ranked, "stage": choice, "level": choice, "tags": listed, "language": choice,
	"words": words, "assigned": yesNo, "paid": amount, "hours": yesNo}

// ops are the operators of each kind.
var ops = map[kind][]string{choice: {"in", "not_in"}, ranked: {"in", "not_in", "at_least"}, listed: {"has", "has_none"}, words: {"has", "has_none"},
	yesNo: {"is"}, amount: {"at_least", "below"}}

// ranks are severities by how bad they are; no case is the least.
var ranks = []string{"", "low", "normal", "high", "critical"}

const (
	maxValues     = 20
	maxExpression = 500    // bytes
	costLimit     = 20_000 // of one evaluation; a hostile expression is stopped in milliseconds
)

// environment knows the fields and nothing of the world.
var environment = sync.OnceValue(mustEnvironment)

func mustEnvironment() *cel.Env {
	env, err := cel.NewEnv(
		cel.Variable("channel", cel.StringType), cel.Variable("scenario", cel.StringType), cel.Variable("severity", cel.StringType),
		cel.Variable("rank", cel.IntType), cel.Variable("stage", cel.StringType), cel.Variable("level", cel.StringType), cel.Variable("tags", cel.ListType(cel.StringType)),
		cel.Variable("language", cel.StringType), cel.Variable("words", cel.StringType), cel.Variable("assigned", cel.BoolType),
		cel.Variable("paid", cel.IntType), cel.Variable("hours", cel.BoolType),
	)
	if err != nil {
		panic(err)
	}
	return env
}

// source is the condition in CEL.
func (c Condition) source() (string, error) {
	k, known := Fields[c.Field]
	switch {
	case !known || !slices.Contains(ops[k], c.Op):
		return "", fault.Field("conditions", "automation.condition_unknown", "field", c.Field)
	case len(c.Values) == 0 || len(c.Values) > maxValues:
		return "", fault.Field("conditions", "automation.values_missing", "field", c.Field)
	}
	list := make([]string, len(c.Values))
	for i, v := range c.Values {
		list[i] = strconv.Quote(strings.ToValidUTF8(strings.TrimSpace(v), ""))
	}
	in := "[" + strings.Join(list, ", ") + "]"
	switch k {
	case listed:
		in += ".exists(v, v in tags)"
	case words:
		in = strings.ToLower(in) + ".exists(v, words.contains(v))"
	case yesNo:
		return fmt.Sprintf("%s == %t", c.Field, c.Values[0] == "yes"), nil
	case amount, ranked:
		if c.Op == "in" || c.Op == "not_in" {
			in = c.Field + " in " + in
			break
		}
		return c.bound(k)
	default:
		in = c.Field + " in " + in
	}
	if strings.HasPrefix(c.Op, "not") || c.Op == "has_none" {
		return "!(" + in + ")", nil
	}
	return in, nil
}

// bound is a condition that compares with one value.
func (c Condition) bound(k kind) (string, error) {
	op := map[string]string{"at_least": ">=", "below": "<"}[c.Op]
	if k == ranked {
		if rank := slices.Index(ranks, c.Values[0]); rank > 0 {
			return fmt.Sprintf("rank %s %d", op, rank), nil
		}
	} else if n, err := strconv.ParseInt(c.Values[0], 10, 64); err == nil && n >= 0 {
		return fmt.Sprintf("%s %s %d", c.Field, op, n), nil
	}
	return "", fault.Field("conditions", "automation.values_missing", "field", c.Field)
}

// program is a draft's conditions, ready to be asked. Their order is that of the
// rows; the expression is the last.
type program struct {
	rows  []cel.Program
	every bool
	last  cel.Program // nil for none
}

func compile(d Draft) (p program, err error) {
	p.every = d.Every
	for _, c := range d.Conditions {
		text, err := c.source()
		if err != nil {
			return p, err
		}
		row, err := programOf(text)
		if err != nil {
			return p, fault.Field("conditions", "automation.condition_unknown", "field", c.Field)
		}
		p.rows = append(p.rows, row)
	}
	if d.Expression == "" {
		return p, nil
	}
	if len(d.Expression) > maxExpression {
		return p, fault.Field("expression", "automation.expression_long", "limit", maxExpression)
	}
	if p.last, err = programOf(d.Expression); err != nil {
		return p, fault.Field("expression", "automation.expression_wrong", "why", firstLine(err.Error()))
	}
	return p, nil
}

func programOf(text string) (cel.Program, error) {
	ast, issues := environment().Compile(text)
	if issues != nil && issues.Err() != nil {
		return nil, issues.Err()
	}
	if ast.OutputType() != cel.BoolType {
		return nil, fmt.Errorf("it is %s, not true or false", ast.OutputType())
	}
	return environment().Program(ast, cel.CostLimit(costLimit))
}

func firstLine(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	return text
}

// holds tells whether the conditions hold, and which do not: the indexes of rows,
// and that of one more for the expression. What is too costly does not hold.
func (p program) holds(f Facts) (ok bool, failed []int) {
	tags := f.Tags
	if tags == nil {
		tags = []string{}
	}
	vars := map[string]any{"channel": f.Channel, "scenario": f.Scenario, "severity": f.Severity, "rank": int64(slices.Index(ranks, f.Severity)),
		"stage": f.Stage,
		"level": f.Level, "tags": tags, "language": f.Language, "words": strings.ToLower(f.Words), "assigned": f.Assigned, "paid": f.Paid, "hours": f.Hours}
	for i, row := range p.rows {
		if !isTrue(row, vars) {
			failed = append(failed, i)
		}
	}
	ok = len(p.rows) == 0 || len(failed) == 0 || !p.every && len(failed) < len(p.rows)
	if p.last != nil && !isTrue(p.last, vars) {
		ok, failed = false, append(failed, len(p.rows))
	}
	return ok, failed
}

func isTrue(p cel.Program, vars map[string]any) bool {
	out, _, err := p.Eval(vars)
	return err == nil && out.Value() == true
}
