package run

import (
	"context"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/playbook"
	"github.com/anxin-desk/anxin/internal/playbook/shelf"
	"github.com/anxin-desk/anxin/internal/playbook/suggest"
)

// Proposal is a playbook that may fit.
type Proposal struct {
	Name   string
	Title  playbook.Text
	Reason playbook.Text
	Score  float64
	PopUp  bool // sure enough to come up unasked, and not dismissed
}

const (
	// dismissedFor is how long a playbook is not proposed again where it was not
	// wanted: a conversation may go on for years.
	dismissedFor = 30 * 24 * time.Hour
	proposals    = 3
	lookBack     = 60 // messages
	turnsRead    = 3  // in which a playbook is looked for, from the last one
)

// propose finds playbooks for what was said. What people say a case is about counts
// for more than what it reads like.
func propose(q db.Queryer, t talk, book *shelf.Book, now time.Time) (all []Proposal, err error) {
	unwanted, err := dismissed(q, t.ID, now.Add(-dismissedFor))
	if err != nil {
		return nil, err
	}
	said, err := conversation.SpokenIn(q, t.ID, lookBack)
	if err != nil {
		return nil, err
	}
	found := find(book.Finder, turns(t.heard, said), t.known.values())
	scenario, why := settled(t)
	if scenario != "" {
		found = first(book, scenario, why, found)
	}
	for _, f := range found[:min(len(found), proposals)] {
		v, ok := book.Named(f.ID)
		if !ok {
			continue
		}
		p := Proposal{f.ID, v.Playbook.Title, f.Reason, f.Score, len(all) == 0 && f.Score >= suggest.Sure && !unwanted[f.ID]}
		all = append(all, p)
	}
	return all, nil
}

// settled is the scenario that somebody has decided, "" for none.
func settled(t talk) (string, playbook.Text) {
	if t.open != nil {
		return t.open.Scenario, playbook.Text{Zh: "本案就是这类情况", En: "the case is of this kind"}
	}
	if len(t.heard.Scenarios) == 1 && slices.ContainsFunc(t.heard.Corrections, func(c hearing.Correction) bool { return c.What == hearing.Scenario }) {
		return t.heard.Scenarios[0].ID, playbook.Text{Zh: "同事已确认是这类情况", En: "a colleague has said that it is of this kind"}
	}
	return "", playbook.Text{}
}

// first puts the playbooks of a scenario before all others, with the reason that
// was found for them if there is one.
func first(book *shelf.Book, scenario string, why playbook.Text, found []suggest.Suggestion) (all []suggest.Suggestion) {
	mine := map[string]bool{}
	for _, f := range found {
		if v, ok := book.Named(f.ID); ok && v.Playbook.Scenario == scenario {
			f.Score = max(f.Score, suggest.Sure)
			all, mine[f.ID] = append(all, f), true
		}
	}
	for _, v := range book.For(scenario) {
		if !mine[v.Playbook.ID] {
			all, mine[v.Playbook.ID] = append(all, suggest.Suggestion{ID: v.Playbook.ID, Score: 1, Reason: why}), true
		}
	}
	for _, f := range found {
		if !mine[f.ID] {
			all = append(all, f)
		}
	}
	return all
}

// turns are what a buyer said, turn by turn.
func turns(h hearing.Heard, said []conversation.Message) (all []string) {
	for _, t := range h.Turns {
		words := ""
		for _, m := range said {
			if m.Sender.Kind == conversation.Buyer && m.Seq >= t.From && m.Seq <= t.To && m.Text != "" {
				words += m.Text + "\n"
			}
		}
		if words != "" {
			all = append(all, words)
		}
	}
	return all
}

// find looks in the last turn, and further back if that is small talk.
func find(f *suggest.Finder, turns []string, known playbook.Values) []suggest.Suggestion {
	for n := len(turns); n > max(0, len(turns)-turnsRead); n-- {
		if found := f.Find(turns[n-1], turns[:n-1], known); len(found) > 0 {
			return found
		}
	}
	return nil
}

// Dismiss notes that a playbook is not wanted in a conversation; it is not proposed
// there again for a month. To dismiss twice is to dismiss once.
func (s *Service) Dismiss(ctx context.Context, conversationID, name string) error {
	actor, c, err := s.talkFor(ctx, conversationID)
	if err != nil {
		return err
	}
	if err := s.exists(ctx, c.ShopID, name); err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		if err := dismiss(tx, c.ID, name, actor.ID, s.Now()); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.Hint("shop:"+c.ShopID, Hint{"playbook_run", name, c.ID}) })
		return s.audit(tx, "playbook_dismissal/"+s.NewID(), 1, actor.ID, "playbook_run.dismiss", map[string]string{"conversation": c.ID, "playbook": name})
	})
}
