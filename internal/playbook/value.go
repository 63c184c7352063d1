package playbook

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
)

// Values are facts that are known, by name, in the types of guards.
type Values map[string]any

// ReadValues reads facts by name.
func ReadValues(given map[string]any) (Values, error) {
	all := Values{}
	for name, v := range given {
		f, ok := FactNamed(name)
		if !ok {
			return nil, fmt.Errorf("no fact is called %q; `anxin playbook facts` lists them", name)
		}
		value, err := f.ReadValue(v)
		if err != nil {
			return nil, err
		}
		all[name] = value
	}
	return all, nil
}

// ReadValue reads a value of a fact as JSON gives it. A choice may be given by its
// code or its Chinese name.
func (f Fact) ReadValue(v any) (any, error) {
	switch v := v.(type) {
	case bool:
		if f.Type == YesNo {
			return v, nil
		}
	case float64:
		if v == math.Trunc(v) && math.Abs(v) <= 1e12 && f.counts() {
			return int64(v), nil
		}
	case json.Number:
		if n, err := v.Int64(); err == nil && f.counts() {
			return n, nil
		}
	case string:
		if f.Type == Words {
			return v, nil
		}
		for _, one := range f.Values {
			if f.Type == Choice && (one.Code == v || one.Zh == v) {
				return one.Code, nil
			}
		}
	}
	return nil, fmt.Errorf("%s (%s) cannot be %v: it is %s", f.Name, f.Title.Zh, v, f.wants())
}

func (f Fact) counts() bool { return f.Type == Count || f.Type == Money }

func (f Fact) wants() string {
	switch f.Type {
	case YesNo:
		return "true or false"
	case Count:
		return "a whole number"
	case Money:
		return "a whole number of fen"
	case Words:
		return "a text"
	}
	var codes []string
	for _, v := range f.Values {
		codes = append(codes, v.Code)
	}
	return "one of " + strings.Join(codes, ", ")
}
