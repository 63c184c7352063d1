package check

import (
	"math"
	"slices"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/tone"
)

// talk is a reply and what was said before it, made ready for patterns.
type talk struct {
	reply    Reply
	engine   *Engine
	now      *reading
	customer []*reading // what the customer said, oldest first
	agent    []*reading // what we said, oldest first
	quoted   []language.Range
	products []language.Range
	mood     mood
	ear      *tone.Ear
	fuel     *tank
	guest    int // steps that rules of the shop may still take
}

// run finds what a rule objects to. The rules of a shop have so many steps
// together; one that runs out of them finds nothing, rather than half of it.
func (t *talk) run(r *rule, earlier []Finding) (found []language.Range) {
	t.fuel.left = math.MaxInt
	if r.guest {
		t.fuel.left = t.guest
	}
	if r.applies(t) {
		found = r.find(t, earlier)
	}
	if !r.guest {
		return found
	}
	if t.guest = t.fuel.left; t.guest <= 0 {
		return nil
	}
	return found
}

// mood is how the customer seems, the gravest last.
type mood uint8

const (
	unknown mood = iota
	calm
	complaining
	upset
)

// What is looked at, in runes and turns: more than people write in a chat, and
// little enough that nobody waits.
const (
	maxReply = 2000
	maxTurn  = 500
	maxTurns = 60 // the last ones
)

// head returns the first n runes of s.
func head(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

func (e *Engine) talkOf(reply Reply) *talk {
	if reply.Speaker == "" {
		reply.Speaker = Agent
	}
	t := &talk{reply: reply, engine: e, fuel: &tank{math.MaxInt}, guest: fuel}
	t.now = t.read(head(reply.Text, maxReply))
	for _, turn := range reply.Turns[max(0, len(reply.Turns)-maxTurns):] {
		turn.Text = head(turn.Text, maxTurn)
		switch turn.Role {
		case Customer:
			t.customer = append(t.customer, t.read(turn.Text))
		case Agent:
			t.agent = append(t.agent, t.read(turn.Text))
		}
	}
	t.ear = tone.Shipped().Hear(t.now.Text)
	t.quoted = t.now.Quoted()
	t.products = t.productNames()
	t.mood = t.readMood()
	return t
}

// read makes a text ready and notes which patterns may match at all.
func (t *talk) read(s string) *reading {
	r := newReading(s)
	r.fuel = t.fuel
	r.hits = make([]uint64, (t.engine.patterns+63)/64)
	for _, l := range t.engine.layers {
		for _, p := range l.always {
			r.hits[p/64] |= 1 << (p % 64)
		}
		l.matcher.Each(r.Text, func(m language.Match) {
			for _, p := range l.owners[m.Term] {
				r.hits[p/64] |= 1 << (p % 64)
			}
		})
	}
	return r
}

// readMood takes the mood from the emotion where it is given, else from what the
// customer said, else from a reply that soothes or speaks of what went wrong.
func (t *talk) readMood() mood {
	e := t.engine
	known := unknown
	switch t.reply.Emotion {
	case "angry", "anxious", "disappointed", "sad", "sarcastic":
		return upset
	case "calm", "pleased":
		known = calm
	}
	if known == unknown && (slices.ContainsFunc(t.customer, e.upset.in) || e.soothing.in(t.now)) {
		return upset
	}
	if slices.ContainsFunc(t.customer, e.complaint.in) || len(t.customer) == 0 && e.complaint.in(t.now) {
		return complaining
	}
	if known == calm || slices.ContainsFunc(t.customer, e.shopping.in) {
		return calm
	}
	if len(t.customer) > 0 { // who neither shops nor asks about goods has something on their mind
		return complaining
	}
	return unknown
}

func (t *talk) productNames() []language.Range {
	var all []language.Range
	if t.engine.names != nil {
		for _, m := range t.engine.names.Longest(t.now.Text) {
			all = append(all, m.Range)
		}
	}
	if len(t.reply.Products) > 0 {
		for _, m := range language.NewMatcher(t.reply.Products).Longest(t.now.Text) {
			all = append(all, m.Range)
		}
	}
	return all
}

// part is where in the reply something stands: its first sentence is the
// opening, its last the closing, if it has more than one.
func (t *talk) part(at language.Range) string {
	s, last := t.now.sentence[at.From], t.now.sentence[t.now.Len()-1]
	switch {
	case s == t.now.sentence[t.now.begin]:
		return "opening"
	case s == last:
		return "closing"
	}
	return "body"
}

// clause is the range of the clause around at.
func (r *reading) clause(at language.Range) language.Range { return r.grow(at, clauseEnds) }

// sentenceOf is the range of the sentence around at.
func (r *reading) sentenceOf(at language.Range) language.Range { return r.grow(at, sentenceEnds) }

func (r *reading) grow(at language.Range, ends stop) language.Range {
	for at.From > 0 && r.stop[at.From-1] < ends {
		at.From--
	}
	for at.To < r.Len() && r.stop[at.To-1] < ends {
		at.To++
	}
	return at
}

// reach is how far before a match a negation or a reporting verb still governs
// it.
const reach = 6

// governed reports whether one of words stands shortly before at in its clause.
func (r *reading) governed(at language.Range, words [][]rune) bool {
	from := max(r.clause(at).From, at.From-reach)
	for i := from; i < at.From; i++ {
		for _, w := range words {
			if i+len(w) <= at.From && slices.Equal(r.Runes[i:i+len(w)], w) {
				return true
			}
		}
	}
	return false
}

func inside(ranges []language.Range, at language.Range) bool {
	return slices.ContainsFunc(ranges, func(q language.Range) bool { return q.Holds(at) })
}
