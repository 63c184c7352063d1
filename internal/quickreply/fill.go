package quickreply

import (
	"regexp"
	"slices"
	"strings"
)

// Variables are what may stand in braces in a reply, in either language.
var Variables = []Variable{
	{"buyer", "买家"}, {"agent", "客服"}, {"shop", "店铺"}, {"order", "订单号"}, {"goods", "商品"}, {"tracking", "快递单号"}, {"carrier", "快递公司"}, {"case", "客诉单号"},
}

// Variable is a place in a reply that the conversation fills.
type Variable struct{ Name, Zh string }

var braces = regexp.MustCompile(`\{([^{}\n]{1,20})\}`)

func variable(name string) (Variable, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	i := slices.IndexFunc(Variables, func(v Variable) bool { return v.Name == name || v.Zh == name })
	if i < 0 {
		return Variable{}, false
	}
	return Variables[i], true
}

// unknown returns what stands in braces and is no variable, "" if nothing.
func (d Draft) unknown() string {
	for _, m := range braces.FindAllStringSubmatch(d.Text, -1) {
		if _, ok := variable(m[1]); !ok {
			return m[1]
		}
	}
	return ""
}

// Filled is a reply as it would be said.
type Filled struct {
	Text    string   // with what is not known still in braces, by its Chinese name
	Missing []string // names of the variables that nothing is known of
}

// fill puts what is known in place of the variables of a text; a visitor who has no
// name is known as nothing, which leaves 您好 of {买家}您好.
func fill(text string, known map[string]string) (f Filled) {
	f.Text = braces.ReplaceAllStringFunc(text, func(in string) string {
		v, ok := variable(in[1 : len(in)-1])
		if !ok {
			return in
		}
		if value, ok := known[v.Name]; ok {
			return value
		}
		if !slices.Contains(f.Missing, v.Name) {
			f.Missing = append(f.Missing, v.Name)
		}
		return "{" + v.Zh + "}"
	})
	return f
}
