// Package assist puts the language engines to work on what an agent writes: it
// says what in a draft will not help, and which of its words are commitments. It
// proposes, and stops only what the rules let nobody send; people dispose.
package assist

import (
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/language/pledge"
	"github.com/anxin-desk/anxin/internal/language/times"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/quickreply"
	"github.com/anxin-desk/anxin/internal/rulepack"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Advice is what the engines see in a draft.
type Advice struct {
	Findings    []check.Finding
	Commitments []Proposal
	CaseID      string // the newest open case of the conversation, in which they can be registered; "" if none is open
}

// Proposal is something that a draft says will happen by a time.
type Proposal struct {
	Kind      pledge.Kind
	Text      string // in the agent's words
	Span      language.Span
	Due       time.Time // zero if an event starts its clock
	Earliest  time.Time // zero unless a window or range was named
	Tentative bool      // proposed with a question
}

// proposals reads the pledges of a draft against the clock of a shop.
func proposals(draft string, at shop.Shop, now time.Time) []Proposal {
	text := language.Read(draft)
	var all []Proposal
	for _, p := range pledge.Find(text, clockOf(at, now)) {
		all = append(all, Proposal{
			Kind: p.Kind, Text: text.Words(p.Words.From, p.Words.To), Span: text.Span(p.Words.From, p.Words.To),
			Due: p.Due, Earliest: p.Earliest, Tentative: p.Tentative,
		})
	}
	return all
}

// clockOf is what 下班前 and bare hours are read against: the opening hours of
// the day, or the usual ones on a day that the shop is closed.
func clockOf(at shop.Shop, now time.Time) times.Clock {
	local := now.In(at.Location())
	c := times.Clock{Now: local}
	open := at.Hours.Day(calendar.DateOf(local)).Open
	if len(open) == 0 {
		return c
	}
	c.Opens, c.Closes = minuteOf(open[0].From), minuteOf(open[len(open)-1].To)
	if c.Closes <= c.Opens { // past midnight
		c.Closes = 24 * 60
	}
	return c
}

// minuteOf reads 09:30 as the minute of a day.
func minuteOf(wall string) int {
	t, err := time.Parse("15:04", wall)
	if err != nil {
		return 24 * 60 // 24:00
	}
	return t.Hour()*60 + t.Minute()
}

// turns are what was said before, as the engine that checks replies reads it.
func turns(messages []conversation.Message) []check.Turn {
	roles := map[conversation.SenderKind]check.Role{
		conversation.Buyer: check.Customer, conversation.Agent: check.Agent, conversation.System: check.System,
	}
	var all []check.Turn
	for _, m := range messages {
		if m.Internal || m.Kind == conversation.Event || !m.RecalledAt.IsZero() || m.Text == "" {
			continue
		}
		all = append(all, check.Turn{Role: roles[m.Sender.Kind], Text: m.Text})
	}
	return all
}

// staleRule names what is found in the words of a quick reply that is over. It is no
// rule of a pack: nobody sets its level or rewrites it.
const staleRule = "quick_reply.over"

// stale are the findings about words from quick replies that are over, days in the
// zone of the shop. They are for the agent to confirm: the words may be right again.
func stale(old []quickreply.Old, zone *time.Location) (all []check.Finding) {
	for _, o := range old {
		all = append(all, check.Finding{
			Category: "stale_reply", Rule: staleRule, Version: 1, Level: check.Error, Text: o.Words, Span: o.Span,
			Message: "这句来自快捷回复“" + o.Reply.Title + "”，" + o.Reply.EndsAt.In(zone).Format("1月2日") + "已过期",
			Why:     "过期的活动和时效说出去，买家会要求兑现；请核对后再发",
		})
	}
	return all
}

// Response is what somebody did about a finding.
type Response string

const (
	Applied  Response = "applied"  // took the better words
	Ignored  Response = "ignored"  // waved it away
	Mistaken Response = "mistaken" // sent it all the same: the rule is wrong here
	Verified Response = "verified" // sent it all the same: it was checked and is so
	Wished   Response = "wished"   // sent it all the same: the buyer asked for it
)

// Reaction is a response to a rule's finding.
type Reaction struct {
	Rule     string
	Version  int64
	Response Response
}

// Standing is a rule with what the people of a shop did about its findings.
type Standing struct {
	rulepack.Entry
	Counts map[Response]int64 // of this version of the rule
}

// fewest is how many reactions a rule needs before it is called doubted.
const fewest = 10

// Reactions returns how many there were.
func (s Standing) Reactions() (n int64) {
	for _, count := range s.Counts {
		n += count
	}
	return n
}

// Doubted tells whether fewer than 30 in 100 reactions took the better words,
// of at least ten: the rule annoys more than it helps, or is wrong.
func (s Standing) Doubted() bool {
	n := s.Reactions()
	return n >= fewest && s.Counts[Applied]*100 < 30*n
}
