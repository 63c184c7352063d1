// Package pledge reads what agents commit to in their own words: 今天18点前为您反馈
// is a commitment, 退款一般1-3个工作日到账 an expectation, 签收后48小时内退款 hangs on
// an event. What the buyer is to do, what was done, what is asked, quoted or
// denied is none.
//
// It proposes; the agent confirms the time before it is stored.
package pledge

import (
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/times"
)

// Kind tells how binding the words are.
type Kind string

const (
	Commitment  Kind = "commitment"  // our own act by a time
	Expectation Kind = "expectation" // a result by a time, not in our hands alone
	Conditional Kind = "conditional" // by a time that an event starts
)

// Pledge is something said to happen by a time.
type Pledge struct {
	Kind      Kind
	Words     language.Range // from the time to the end of what is said to happen
	When      times.Time
	Due       time.Time // zero for a Conditional
	Earliest  time.Time // zero unless a window or range was named
	Tentative bool      // proposed with a question: 可以吗
	Anchor    language.Range
}

// Find returns the pledges of a text, in order.
func Find(text language.Text, clock times.Clock) []Pledge {
	found := times.Find(text, clock)
	if len(found) == 0 {
		return nil
	}
	s := &scene{text: text, now: clock.Now, marks: mark(text), quoted: text.Quoted(), clauses: text.Clauses(), sentences: text.Sentences()}
	for _, t := range found {
		if r := text.At(t.From - 1); r != '您' && r != '你' {
			s.marks.led(text, t.From, t.To)
		}
	}
	s.times = s.current(found)
	var all []Pledge
	for i := range s.times {
		p, ok := s.read(i)
		if !ok {
			continue
		}
		if n := len(all); n > 0 && (p.When.Event || s.sameDay(p.When)) && p.Kind == all[n-1].Kind && p.Due.Equal(all[n-1].Due) && !p.Due.IsZero() {
			all[n-1].Words.To = p.Words.To // 明天我打包,当天发走
			continue
		}
		if n := len(all); n > 0 && p.Kind == all[n-1].Kind && p.Due.Equal(all[n-1].Due) && p.When.From-all[n-1].When.To <= 2 {
			all[n-1].Words.To = p.Words.To // 三点半之前,三点半之前我一定办好
			continue
		}
		all = append(all, p)
	}
	return all
}

// scene is a text under reading.
type scene struct {
	text      language.Text
	now       time.Time
	marks     marks
	quoted    []language.Range
	clauses   []language.Range
	sentences []language.Range
	times     []times.Time
	every     []language.Range // clauses that tell of every day
	past      []language.Range // times of the past
}

// current leaves the times that stand: not those of the past, nor those that
// are corrected or made precise by the next.
func (s *scene) current(found []times.Time) []times.Time {
	var kept []times.Time
	for i, t := range found {
		if t.Every {
			s.every = append(s.every, language.Around(s.clauses, t.From))
		}
		if t.Past {
			s.past = append(s.past, t.Range)
		}
		if t.Past || t.Elapsed || t.Every || t.Open || t.Kind == times.Vague {
			continue
		}
		if i+1 < len(found) && s.superseded(t, found[i+1]) {
			continue
		}
		kept = append(kept, t)
	}
	return kept
}

// superseded reports whether next says better what t said.
func (s *scene) superseded(t, next times.Time) bool {
	between := language.Range{From: t.To, To: next.From}
	if next.From-t.To > 24 || next.Past || next.Elapsed {
		return false
	}
	if _, ok := s.marks.in("fix", between); ok || s.text.Slice(between.From, between.To) == "(" && s.text.At(next.To) == ')' || s.text.Slice(between.From, between.To) == ")" && next.NoDay == false && next.Kind != times.Day {
		return true
	}
	if language.Around(s.sentences, t.From) != language.Around(s.sentences, next.From) {
		return false
	}
	if s.marks.has("latest", between) && !s.acts(between) {
		return true
	}
	if s.acts(between) || s.marks.has("neg", between) {
		return false
	}
	return s.marks.has("same", between) || language.Around(s.clauses, t.From) == language.Around(s.clauses, next.From) && s.marks.has("latest", between)
}

// acts reports whether something is done or comes about in a range.
func (s *scene) acts(r language.Range) bool {
	return s.marks.has("own", r) || s.result(r)
}

// result reports whether something comes about in a range; 到账时间 is a thing.
func (s *scene) result(r language.Range) bool {
	for _, m := range s.marks["result"] {
		if r.Holds(m) && !s.thing(m.To) {
			return true
		}
	}
	return s.arrives(r)
}

func (s *scene) thing(i int) bool {
	for _, m := range s.marks["thing"] {
		if m.From == i || m.From == i+1 && s.text.At(i) == '的' {
			return true
		}
	}
	return false
}

// arrives finds 到 at the end of a clause: 明天下午到.
func (s *scene) arrives(r language.Range) bool {
	for i := r.From + 1; i < r.To; i++ {
		if s.text.At(i) != '到' || strings.ContainsRune("用给办做找看盯", s.text.At(i-1)) {
			continue
		}
		next := s.text.At(i + 1)
		if next == '的' || next == '了' || next == '哦' || next == '哈' || next == '呢' || next == '吧' || ends(next) {
			return true
		}
	}
	return false
}

func ends(r rune) bool {
	switch r {
	case 0, '。', ',', '!', '?', ';', '\n', '~', '…', '、', ':', '.':
		return true
	}
	return false
}
