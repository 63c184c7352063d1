package automation

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/assignment"
	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation/load"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Bounds of a dry run.
const (
	MaxDays   = 30
	mostTalks = 200 // conversations looked at, the last ones
	mostLines = 200 // messages of each
	mostMiss  = 20  // events that did not match, of those that are returned
	mostHits  = 100
)

// Trial is an event of the past, and what a rule would have made of it.
type Trial struct {
	ConversationID string
	Buyer          string
	At             time.Time
	Words          string
	Matched        bool
	Failed         []int // conditions that did not hold, by their index; one more for the expression
}

// DryRun is what a rule would have done.
type DryRun struct {
	Talks  int // conversations looked at
	More   bool
	Events int // things that happened of which the rule waits
	Hits   int // of these, those that matched
	Trials []Trial
}

// Try looks which events of the last days a rule would have matched, and does
// nothing. What a buyer said is what they said then; the rest is as it is now.
func (s *Service) Try(ctx context.Context, shopID string, d Draft, days int) (out DryRun, err error) {
	if _, err := s.shop(ctx, shopID); err != nil {
		return out, err
	}
	if days < 1 || days > MaxDays {
		return out, fault.Field("days", "automation.days_range", "max", MaxDays)
	}
	if d, err = d.Clean(); err != nil {
		return out, err
	}
	p, err := compile(d)
	if err != nil {
		return out, err
	}
	q, since := s.DB.Reader(ctx), s.Now().AddDate(0, 0, -days)
	at, err := shop.GetIn(q, shopID)
	if err != nil {
		return out, err
	}
	talks, err := load.Recent(q, shopID, since, mostTalks+1)
	out.More = len(talks) > mostTalks
	talks = talks[:min(len(talks), mostTalks)]
	out.Talks = len(talks)
	for _, id := range talks {
		if err == nil {
			err = s.tryOne(q, &out, p, d, at, id, since)
		}
	}
	slices.SortStableFunc(out.Trials, func(a, b Trial) int { return b.At.Compare(a.At) })
	return out, err
}

// tryOne looks at the events of one conversation.
func (s *Service) tryOne(q db.Queryer, out *DryRun, p program, d Draft, at shop.Shop, id string, since time.Time) error {
	events, err := s.past(q, d, at, id, since)
	if err != nil || len(events) == 0 {
		return err
	}
	misses := 0
	for _, t := range out.Trials {
		if !t.Matched {
			misses++
		}
	}
	for _, e := range events {
		about, err := subjectIn(q, id, e.caseID)
		if err != nil {
			return err
		}
		facts, err := s.factsIn(q, about)
		if err != nil {
			return err
		}
		if e.words != "" {
			facts.Words, facts.Language = e.words, assignment.LanguageOf(e.words)
		}
		if e.stage != "" {
			facts.Stage = string(e.stage)
		}
		facts.Hours = at.Hours.Open(e.at)
		if d.When == Begins || d.When == Writes || d.When == Waited {
			facts.Assigned = facts.Assigned && !e.first
		}
		ok, failed := p.holds(facts)
		out.Events++
		if ok {
			out.Hits++
		} else {
			misses++
		}
		if ok && out.Hits <= mostHits || !ok && misses <= mostMiss {
			who, err := customer.GetIn(q, about.CustomerID)
			if err != nil {
				return err
			}
			out.Trials = append(out.Trials, Trial{id, who.Name, e.at, preview(facts.Words), ok, failed})
		}
	}
	return nil
}

func preview(words string) string {
	runes := []rune(strings.Join(strings.Fields(words), " "))
	return string(runes[:min(len(runes), 80)])
}

// event is something that happened.
type event struct {
	at     time.Time
	words  string
	caseID string
	stage  complaint.Stage // to which the case came
	first  bool
}

// past returns what happened in a conversation since a time of which a rule waits.
func (s *Service) past(q db.Queryer, d Draft, at shop.Shop, id string, since time.Time) (events []event, err error) {
	switch d.When {
	case Begins, Writes, Waited:
		turns, err := load.Turns(q, id, since, mostLines)
		for _, t := range turns {
			e := event{at: t.Since, words: strings.Join(t.Words, "\n"), first: t.First}
			if d.When == Begins && !t.First {
				continue
			}
			if d.When == Waited {
				due, err := at.Hours.Add(t.Since, time.Duration(d.Minutes)*time.Minute)
				if err != nil || due.At.After(s.Now()) || !t.Answered.IsZero() && t.Answered.Before(due.At) {
					continue
				}
				e.at = due.At
			}
			events = append(events, e)
		}
		return events, err
	}
	cases, err := complaint.OfConversationIn(q, identity.Everything, id)
	if err != nil {
		return nil, err
	}
	for _, c := range cases {
		if d.When == Staged {
			if events, err = staged(q, events, c, since); err != nil {
				return nil, err
			}
			continue
		}
		times, err := timesOf(q, d.When, c)
		if err != nil {
			return nil, err
		}
		for _, t := range times {
			if !t.IsZero() && !t.Before(since) {
				events = append(events, event{at: t, caseID: c.ID})
			}
		}
	}
	return events, nil
}

// timesOf returns when it happened to a case.
func timesOf(q db.Queryer, when Trigger, c complaint.Case) (times []time.Time, err error) {
	switch when {
	case Opened:
		return []time.Time{c.OpenedAt}, nil
	case Broken:
		all, err := commitment.OfCaseIn(q, c.ID)
		for _, each := range all {
			times = append(times, each.BrokenAt)
		}
		return times, err
	}
	all, err := ticket.OfCaseIn(q, c.ID)
	for _, t := range all {
		if when == Overdue {
			times = append(times, t.OverdueAt)
		} else if t.State == ticket.HandedBack {
			times = append(times, t.ChangedAt)
		}
	}
	return times, err
}
