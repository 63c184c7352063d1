// Package restate says back to a buyer what they said: what happened, to which
// order, what they want. It only drafts; an agent confirms the words, and the
// buyer confirms the sense.
package restate

import (
	"embed"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/anxin-desk/anxin/internal/language/facts"
	"github.com/anxin-desk/anxin/internal/language/reading"
)

//go:embed zh-CN.txt en.txt
var files embed.FS

// Tongues are the languages a restatement can be in.
var Tongues = []string{"zh-CN", "en"}

var tongues = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, tongue := range Tongues {
		content, err := files.ReadFile(tongue + ".txt")
		if err != nil {
			panic(err)
		}
		words := map[string]string{}
		for line := range strings.SplitSeq(string(content), "\n") {
			if key, text, is := strings.Cut(line, ":"); is && line[0] != '#' {
				words[key] = strings.TrimPrefix(text, " ")
			}
		}
		all[tongue] = words
	}
	return all
})

// Compose drafts the restatement of a message in a language, Chinese where it
// knows no such language. It is empty where there is nothing to say back.
func Compose(tongue string, r reading.Reading, told []facts.Fact) string {
	words, known := tongues()[tongue]
	if !known {
		words = tongues()["zh-CN"]
	}
	d := draft{words: words}
	d.facts(told, facts.Date, facts.Order, facts.Product, facts.Quantity)
	if len(r.Scenarios) > 0 {
		d.add(words[r.Scenarios[0].ID])
	}
	d.facts(told, facts.Money, facts.Contacts, facts.Wait)
	if len(r.Demands) > 0 {
		wants := make([]string, len(r.Demands))
		for i, demand := range r.Demands {
			wants[i] = words[demand]
		}
		d.add(fill(words["demand"], "demands", strings.Join(wants, words["and"])))
	}
	if len(d.parts) == 0 {
		return ""
	}
	return words["open"] + strings.Join(d.parts, words["comma"]) + words["stop"] + words["close"]
}

// draft gathers the parts of the sentence.
type draft struct {
	words map[string]string
	parts []string
}

func (d *draft) add(part string) {
	if part != "" {
		d.parts = append(d.parts, part)
	}
}

// facts adds what was told of these types, each once. Phones and addresses are
// never said back.
func (d *draft) facts(told []facts.Fact, types ...string) {
	for _, kind := range types {
		for _, f := range told {
			if f.Type == kind {
				d.add(d.fact(f))
				break
			}
		}
	}
}

func (d *draft) fact(f facts.Fact) string {
	switch f.Type {
	case facts.Order:
		return fill(d.words["about.order"], "order", tail(f.Value))
	case facts.Product:
		return fill(d.words["about.product"], "product", f.Value)
	case facts.Date:
		return fill(d.words["about.date"], "date", d.day(f.Value))
	case facts.Money:
		return fill(d.words["about.amount"], "amount", yuan(f.Number))
	case facts.Quantity:
		return fill(d.words["about.quantity"], "quantity", strconv.FormatInt(f.Number, 10))
	case facts.Contacts:
		return fill(d.words["after.contacts"], "contacts", strconv.FormatInt(f.Number, 10))
	case facts.Wait:
		if length := d.length(f.Value); length != "" {
			return fill(d.words["after.wait"], "wait", length)
		}
	}
	return ""
}

// day says a date such as 2026-11-29 without its year: the buyer knows it.
func (d *draft) day(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return fill(fill(d.words["month_day"], "month", strconv.Itoa(int(t.Month()))), "day", strconv.Itoa(t.Day()))
}

// length says a length of time such as P3D or PT2H, empty for one of several
// units.
func (d *draft) length(iso string) string {
	number, is := strings.CutPrefix(iso, "P")
	if !is || number == "" {
		return ""
	}
	units := map[byte]string{'D': "day", 'W': "week", 'M': "month"}
	if clock, is := strings.CutPrefix(number, "T"); is {
		number, units = clock, map[byte]string{'H': "hour", 'M': "minute"}
	}
	if number == "" {
		return ""
	}
	unit, known := units[number[len(number)-1]]
	number = number[:len(number)-1]
	if n, err := strconv.Atoi(number); err != nil || !known || n <= 0 {
		return ""
	}
	return fill(d.words[unit], "n", number)
}

// tail is enough of a number to recognise it by.
func tail(number string) string {
	if len(number) <= 4 {
		return number
	}
	return number[len(number)-4:]
}

// yuan writes fen as yuan without needless zeros.
func yuan(fen int64) string {
	s := strconv.FormatInt(fen/100, 10)
	if rest := fen % 100; rest > 0 {
		s += "." + strings.TrimRight(strconv.FormatInt(rest+100, 10)[1:], "0")
	}
	return s
}

func fill(text, slot, value string) string { return strings.ReplaceAll(text, "{"+slot+"}", value) }
