package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
)

// Rule is a row of the law or of a platform's rules, as it is written down.
type Rule struct {
	ID        string   `yaml:"id"`
	Name      string   `yaml:"name"`
	Article   string   `yaml:"article"`
	Source    string   `yaml:"source"`  // where its text was read
	From      string   `yaml:"from"`    // in force since this day, "" if long since
	To        string   `yaml:"to"`      // the last day, "" for none
	Off       bool     `yaml:"off"`     // it decides nothing
	Counsel   bool     `yaml:"counsel"` // a lawyer has to confirm it
	Doubt     string   `yaml:"doubt"`   // what they have to confirm
	Topics    []string `yaml:"topics"`  // scenarios, or the part before the dot, in which it is asked about
	If        []string `yaml:"if"`
	Excludes  []string `yaml:"excludes"` // rows that do not apply where this one does
	Rights    []string `yaml:"rights"`   // what the buyer may ask for
	Pay       []string `yaml:"pay"`
	Freight   string   `yaml:"freight"` // 商家 or 买家
	Deadlines []string `yaml:"deadlines"`
	Finding   string   `yaml:"finding"`
	Duties    []string `yaml:"duties"`
	Burden    string   `yaml:"burden"` // 商家: it is for the merchant to prove
	Layer     Layer    `yaml:"-"`

	conds    []cond
	rights   []int // indexes of Remedies
	pays     []rulePay
	clocks   []clock
	from, to calendar.Date
	topics   uint64 // scenarios, 0 for all
	barredBy []*Rule
}

type cond struct {
	fact *Fact
	cell cell
	text string
}

type rulePay struct {
	remedy int
	pay
}

// clock is a deadline: so long after a day.
type clock struct {
	name string
	from *Fact
	n    int
	unit string // 天 or 工作日
}

// law is what is shipped: all rows, those of the law first.
var law = sync.OnceValue(func() []*Rule {
	var all []*Rule
	for _, layer := range []Layer{Statutory, Platform} {
		var rows []*Rule
		if err := load(string(layer), &rows); err != nil {
			panic(err)
		}
		for _, r := range rows {
			r.Layer = layer
			if err := r.compile(); err != nil {
				panic(fmt.Sprintf("%s.yaml: %s: %v", layer, r.ID, err))
			}
			if slices.ContainsFunc(all, func(o *Rule) bool { return o.ID == r.ID }) {
				panic(string(layer) + ".yaml: " + r.ID + " stands there twice")
			}
			all = append(all, r)
		}
	}
	bar(all)
	return all
})

// bar tells rows by which others they are excluded.
func bar(all []*Rule) {
	for _, r := range all {
		for _, id := range r.Excludes {
			i := slices.IndexFunc(all, func(o *Rule) bool { return o.ID == id })
			if i < 0 {
				panic(r.ID + " excludes " + id + ", which there is not")
			}
			all[i].barredBy = append(all[i].barredBy, r)
		}
	}
}

// Rules returns the rows of the law and of platforms, to be read.
func Rules() []Rule {
	var all []Rule
	for _, r := range law() {
		all = append(all, *r)
	}
	return all
}

func (r *Rule) compile() (err error) {
	if r.Off != r.Counsel || r.Off && r.Doubt == "" || r.ID == "" || len(r.If) == 0 {
		return fmt.Errorf("a row that is off says what counsel has to confirm, and all have a condition")
	}
	for _, text := range r.If {
		c, err := parseCond(text)
		if err != nil {
			return err
		}
		r.conds = append(r.conds, c)
	}
	for _, text := range r.Rights {
		i, ok := remedyAt(text)
		if !ok {
			return fmt.Errorf("no remedy is called %s", text)
		}
		r.rights = append(r.rights, i)
	}
	for _, text := range r.Pay {
		name, amount, _ := strings.Cut(text, " ")
		i, ok := remedyAt(name)
		p, err := parsePay(amount)
		if err != nil || !ok {
			return fmt.Errorf("%s: %w", text, err)
		}
		r.pays = append(r.pays, rulePay{i, p})
	}
	if err := r.compileTimes(); err != nil {
		return err
	}
	return r.compileTopics()
}

// parseCond reads 签收天数 <= 7.
func parseCond(text string) (cond, error) {
	name, rest, _ := strings.Cut(text, " ")
	f := registry().byName[name]
	if f == nil {
		return cond{}, fmt.Errorf("no fact is called %s", name)
	}
	c, err := parseCell(f, rest)
	return cond{f, c, text}, err
}

func (r *Rule) compileTimes() (err error) {
	r.from, r.to = firstDay, lastDay
	if r.From != "" {
		if r.from, err = calendar.ParseDate(r.From); err != nil {
			return err
		}
	}
	if r.To != "" {
		if r.to, err = calendar.ParseDate(r.To); err != nil {
			return err
		}
	}
	for _, text := range r.Deadlines {
		words := strings.Fields(text)
		if len(words) != 3 || registry().byName[words[1]] == nil {
			return fmt.Errorf("%s is no deadline", text)
		}
		digits := strings.TrimRight(words[2], "天工作日")
		c := clock{name: words[0], from: registry().byName[words[1]], unit: strings.TrimPrefix(words[2], digits)}
		if c.n, err = strconv.Atoi(digits); err != nil {
			return err
		}
		r.clocks = append(r.clocks, c)
	}
	return nil
}

func (r *Rule) compileTopics() error {
	scenarios := registry().byName["scenario"]
	for _, topic := range r.Topics {
		before := r.topics
		for i, v := range scenarios.Vals {
			if v.Code == topic || strings.HasPrefix(v.Code, topic+".") {
				r.topics |= 1 << i
			}
		}
		if r.topics == before {
			return fmt.Errorf("%s is no new scenario", topic)
		}
	}
	return nil
}
