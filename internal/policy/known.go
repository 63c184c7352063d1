package policy

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Days that facts may be.
var (
	firstDay = calendar.NewDate(1990, 1, 1)
	lastDay  = calendar.NewDate(2100, 12, 31)
)

// slot is a fact as it is known: a number, or a bit for each value.
type slot struct {
	known bool
	n     int64
	mask  uint64
}

// Known is what is known of a matter.
type Known struct {
	slots []slot
	at    calendar.Date
}

// Read reads facts by their names: numbers, true and false, codes or Chinese
// names, dates as 2006-01-02, money in fen or as "12.50元"; null is not known. at
// is when the decision is made; who does not say when the buyer claimed means
// that day. Faults name what is wrong: an unknown name, a value that makes no
// sense, or two that contradict each other.
func Read(raw map[string]any, at time.Time) (Known, error) {
	k := Known{slots: make([]slot, len(registry().all)), at: dateOf(at)}
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		f := registry().byName[strings.TrimSpace(name)]
		if f == nil {
			return k, fault.Field(name, "policy.fact_unknown", "fact", name)
		}
		if raw[name] == nil || raw[name] == "" {
			continue
		}
		s, err := f.read(raw[name])
		if err != nil {
			return k, err
		}
		if k.slots[f.at].known && k.slots[f.at] != s {
			return k, contradicts(f, f)
		}
		k.slots[f.at] = s
	}
	return k, k.complete()
}

// noValue says that a fact cannot be that.
func (f *Fact) noValue(v any) error {
	return fault.Field(f.Name, "policy.value_unknown", "fact", f.Zh, "name", f.Name, "value", short(v), "values", f.listed())
}

// badForm says how a number of the fact is written.
func (f *Fact) badForm(v any) error {
	switch f.Kind {
	case Money:
		return fault.Field(f.Name, "policy.value_money", "fact", f.Zh, "name", f.Name, "value", short(v))
	case Date:
		return fault.Field(f.Name, "policy.value_date", "fact", f.Zh, "name", f.Name, "value", short(v))
	}
	return fault.Field(f.Name, "policy.value_number", "fact", f.Zh, "name", f.Name, "value", short(v))
}

// read reads one value.
func (f *Fact) read(v any) (slot, error) {
	switch f.Kind {
	case Choice, YesNo:
		if b, ok := v.(bool); ok && f.Kind == YesNo {
			v = map[bool]string{true: "yes", false: "no"}[b]
		}
		text, ok := v.(string)
		i, found := f.value(strings.TrimSpace(text))
		if !ok || !found {
			return slot{}, f.noValue(v)
		}
		return slot{known: true, mask: 1 << i}, nil
	case Labels:
		return f.readLabels(v)
	}
	n, ok := f.number(v)
	lo, hi := f.span()
	switch {
	case !ok:
		return slot{}, f.badForm(v)
	case n < lo && f.Kind != Date:
		return slot{}, fault.Field(f.Name, "policy.value_negative", "fact", f.Zh, "name", f.Name)
	case n < lo || n > hi:
		return slot{}, fault.Field(f.Name, "policy.value_absurd", "fact", f.Zh, "name", f.Name, "value", short(v))
	}
	return slot{known: true, n: n}, nil
}

func (f *Fact) readLabels(v any) (slot, error) {
	s := slot{known: true}
	list, ok := v.([]any)
	if text, is := v.(string); is {
		ok = true
		for _, part := range split(text) {
			list = append(list, part)
		}
	}
	if !ok {
		return s, f.noValue(v)
	}
	for _, one := range list {
		text, _ := one.(string)
		if text == "无" || text == "none" {
			continue
		}
		i, found := f.value(strings.TrimSpace(text))
		if !found {
			return s, f.noValue(one)
		}
		s.mask |= 1 << i
	}
	return s, nil
}

// number reads money in fen, a count, a percentage or a date.
func (f *Fact) number(v any) (int64, bool) {
	switch v := v.(type) {
	case json.Number:
		n, err := strconv.ParseInt(v.String(), 10, 64)
		return n, err == nil && f.Kind != Date
	case int:
		return int64(v), f.Kind != Date
	case int64:
		return v, f.Kind != Date
	case float64:
		n := int64(v)
		return n, float64(n) == v && v < 1<<53 && v > -(1<<53) && f.Kind != Date
	case string:
		if f.Kind == Money && !strings.ContainsAny(v, "元块¥￥.") {
			n, err := strconv.ParseInt(strings.TrimSpace(v), 10, 64)
			return n, err == nil
		}
		return f.parse(v)
	}
	return 0, false
}

func (f *Fact) listed() string {
	var all []string
	for _, v := range f.Vals {
		all = append(all, v.Code+" "+v.Zh)
	}
	return strings.Join(all, "、")
}

// short is a value as an error shows it.
func short(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "?"
	}
	runes := []rune(strings.Trim(string(text), `"`))
	return string(runes[:min(len(runes), 40)])
}

// get is a fact by its name; programs alone name it.
func (k Known) get(name string) slot { return k.slots[registry().byName[name].at] }

// claimedAt is the place of that fact, which every row asks for.
var claimedAt = sync.OnceValue(func() int { return registry().byName["claimed_on"].at })

// claimed is when the buyer claimed.
func (k Known) claimed() calendar.Date { return calendar.Date(k.slots[claimedAt()].n) }

// Has tells whether a fact is known.
func (k Known) Has(name string) bool {
	f := registry().byName[name]
	return f != nil && k.slots[f.at].known
}

// Choice is the code of a fact that has one of its values, "yes" or "no" where that
// is asked, and "" if it is not known.
func (k Known) Choice(name string) string {
	f := registry().byName[name]
	if f == nil || f.bounded() || !k.slots[f.at].known {
		return ""
	}
	for i, v := range f.Vals {
		if k.slots[f.at].mask&(1<<i) != 0 {
			return v.Code
		}
	}
	return ""
}

// Number is a fact that is a number, fen where it is money, and whether it is known.
func (k Known) Number(name string) (n int64, known bool) {
	f := registry().byName[name]
	if f == nil || !f.bounded() {
		return 0, false
	}
	return k.slots[f.at].n, k.slots[f.at].known
}
