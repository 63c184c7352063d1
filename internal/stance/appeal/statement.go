package appeal

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"io"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/dispute/leaving"
	"github.com/anxin-desk/anxin/internal/evidence/pack"
	"github.com/anxin-desk/anxin/internal/stance"
)

// language is one in which the statement is written. What was said, and what rules and
// articles are called, stays as it is.
type language struct {
	tag, file, what string
	words           map[string]string
}

//go:embed words.json
var wordsFile []byte

var languages = readLanguages()

func readLanguages() []language {
	var words map[string]map[string]string
	if err := json.Unmarshal(wordsFile, &words); err != nil {
		panic("stance/appeal/words.json: " + err.Error())
	}
	return []language{
		{"zh-CN", "申诉说明.html", "申诉说明，请先看这份", words["zh-CN"]},
		{"en", "申诉说明 (English).html", "申诉说明，英文", words["en"]},
	}
}

// other is the language that it is not.
func (l language) other() language {
	return languages[(slices.IndexFunc(languages, func(each language) bool { return each.tag == l.tag })+1)%len(languages)]
}

type seen struct {
	What, Sum string
	Sources   []source
}

type source struct {
	At, Where, Text string
	Seq             int64 // of a message that was kept, 0 for what is none
}

type event struct {
	at             time.Time
	At, What, Text string
}

type kept struct {
	line
	Time string
}

type file struct {
	pack.File
	What, By, Time string
}

type page struct {
	T                                          map[string]string
	Language, Other, OtherFile                 string
	Shop, Number, Order, Made, Opened, Outcome string
	Seen                                       []seen
	Limit                                      string
	Reasons                                    []stance.Reason
	Questions                                  []stance.Question
	Events                                     []event
	Lines                                      []kept
	Whole                                      bool
	Files                                      []file
	Chat                                       bool
	Left                                       []string
}

// statement writes what a reviewer reads first: a page that runs nothing and asks nobody.
func (b *Bundle) statement(w io.Writer, l language) error {
	v, e := b.view, b.evidence
	p := page{T: l.words, Language: l.tag, Other: l.words["other"], OtherFile: l.other().file, Shop: e.Shop.Name, Number: v.Case.Number, Order: v.Case.OrderNo,
		Made: e.At(e.Made), Opened: e.At(v.Stance.OpenedAt), Events: b.events(l), Lines: b.lines(), Whole: v.Broken == 0, Files: b.files(l), Chat: e.Chat(), Left: e.Left}
	if v.Stance.State == stance.Closed {
		p.Outcome = l.words["outcome."+string(v.Stance.Outcome)]
	}
	basis := v.Basis
	if basis.Fen == nil && v.Stance.Basis.Fen != nil {
		basis = v.Stance.Basis
	}
	if p.Reasons, p.Questions = basis.Reasons, basis.Questions; basis.Fen != nil {
		p.Limit = stance.Yuan(*basis.Fen)
	}
	for _, f := range v.Features {
		p.Seen = append(p.Seen, b.seen(f, l))
	}
	var out bytes.Buffer
	if err := statementPage.Execute(&out, p); err != nil {
		return err
	}
	_, err := out.WriteTo(w)
	return err
}

// seen words a feature with what shows it: of a message that was kept all of it, once.
func (b *Bundle) seen(f stance.Feature, l language) seen {
	one := seen{What: l.words["kind."+string(f.Kind)]}
	if f.Fen > 0 {
		one.Sum = stance.Yuan(f.Fen)
	}
	for _, s := range f.Sources {
		x := source{At: b.evidence.At(s.At), Where: l.words["source."+s.Type], Text: leaving.Masked(s.Text)}
		i := slices.IndexFunc(b.view.Pins, func(p stance.Pin) bool { return s.Type == "message" && p.Seq == s.Seq })
		if i >= 0 {
			x.Seq, x.Text = s.Seq, leaving.Masked(b.view.Pins[i].Text)
		}
		if !slices.Contains(one.Sources, x) {
			one.Sources = append(one.Sources, x)
		}
	}
	return one
}

// events tells what was said and offered, without what the team wrote for itself.
func (b *Bundle) events(l language) (all []event) {
	add := func(at time.Time, what, text string) {
		all = append(all, event{at, b.evidence.At(at), l.words[what], leaving.Masked(text)})
	}
	for _, o := range b.view.Offered {
		add(o.SentAt, "offered", o.Titles)
		switch {
		case o.Refused:
			add(o.AnsweredAt, "refused", o.Titles)
		case !o.AnsweredAt.IsZero():
			add(o.AnsweredAt, "taken", o.Titles)
		}
	}
	for _, s := range b.view.Steps {
		if what := "verb." + string(s.Verb); l.words[what] != "" {
			add(s.At, what, s.Words)
		}
	}
	slices.SortStableFunc(all, func(a, b event) int { return a.at.Compare(b.at) })
	return all
}

func (b *Bundle) lines() (all []kept) {
	for _, p := range b.view.Pins {
		all = append(all, kept{lineOf(p), b.evidence.At(p.At)})
	}
	return all
}

func (b *Bundle) files(l language) (all []file) {
	for _, f := range b.evidence.Files() {
		what, by := f.Shows.Zh, "shop"
		if l.tag == "en" {
			what = f.Shows.En
		}
		if f.Buyer {
			by = "buyer"
		}
		all = append(all, file{f, what, l.words[by], b.evidence.At(f.At)})
	}
	return all
}

//go:embed statement.html
var statementHTML string

var statementPage = template.Must(template.New("appeal").Option("missingkey=error").Parse(statementHTML))
