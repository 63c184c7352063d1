package stance

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/complaint/cards"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/roster/duty"
)

// Open begins to stand firm in a case: the messages concerned are kept, and the
// supervisors are told once. The same key opens once.
func (s *Service) Open(ctx context.Context, caseID, key, words string) (of Stance, err error) {
	q := s.DB.Reader(ctx)
	actor, c, err := s.handled(ctx, q, identity.CaseWrite, caseID)
	if err != nil {
		return of, err
	}
	words = strings.TrimSpace(words)
	if utf8.RuneCountInString(words) > MaxWords {
		return of, fault.Field("words", "stance.text_long", "limit", MaxWords)
	}
	talk, err := conversation.FindIn(q, identity.Everything, c.ConversationID)
	if err != nil {
		return of, err
	}
	fresh := Stance{ID: s.NewID(), CaseID: c.ID, ShopID: c.ShopID, ConversationID: talk.ID, State: Open, OpenedBy: actor.ID, SeenSeq: talk.HeadSeq, Version: 1}
	cards, err := s.Options.OfCase(ctx, c.ID)
	if err != nil {
		return of, err
	}
	if fresh.Basis, err = s.basis(ctx, c.ID, cards, nil); err != nil {
		return of, err
	}
	k, err := s.known(ctx, q, c, cards, fresh.Basis, fresh.FinalAt)
	if err != nil {
		return of, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if _, err := lockOpen(tx, c.ID); err != nil {
			return err
		}
		id, again, err := identity.Once(tx, actor, key, map[string]string{"case": c.ID, "words": words}, fresh.ID, s.Now())
		if err != nil {
			return err
		}
		if again {
			of, err = get(tx, identity.Everything, id, "")
			return err
		}
		if _, err := ofCase(tx, c.ID); fault.KindOf(err) != fault.NotFound {
			if err == nil {
				err = fault.New(fault.Conflict, "stance.open_already")
			}
			return err
		}
		of = fresh
		of.OpenedAt = s.Now()
		return s.opened(tx, of, c, k, words)
	})
	return of, err
}

// lockOpen locks a case that is being worked on.
func lockOpen(tx *db.Tx, caseID string) (complaint.Case, error) {
	c, err := complaint.LockIn(tx, identity.Everything, caseID)
	switch {
	case err != nil:
	case c.MergedInto != "":
		err = fault.New(fault.Conflict, "case.merged")
	case c.Stage == complaint.Closed:
		err = fault.New(fault.Conflict, "case.closed")
	}
	return c, err
}

func (s *Service) opened(tx *db.Tx, of Stance, c complaint.Case, k Known, words string) error {
	if err := insert(tx, of); err != nil {
		return err
	}
	if err := s.log(tx, of, Step{N: 1, Verb: Opened, Words: words, ByID: of.OpenedBy, At: of.OpenedAt}); err != nil {
		return err
	}
	kinds := concerned(Features(k))
	if turns := turnsOf(k.Messages); len(kinds) == 0 && len(turns) > 0 {
		for _, m := range turns[len(turns)-1] { // what the buyer said last is what it is about
			kinds[m.Seq] = nil
		}
	}
	if _, err := s.pin(tx, of, c.ConversationID, kinds, of.OpenedBy); err != nil {
		return err
	}
	chiefs, err := duty.SupervisorsIn(tx, of.ShopID, s.Now())
	if err != nil {
		return err
	}
	args := map[string]string{"number": c.Number}
	for _, id := range chiefs {
		if id == of.OpenedBy {
			continue
		}
		if err := s.Notices.TellIn(tx, id, "stance.opened", "stance/"+of.ID, args, notice.About{ConversationID: c.ConversationID, CaseID: c.ID}); err != nil {
			return err
		}
	}
	_, err = s.Conversations.PostIn(tx, c.ConversationID, cards.Tells("stance.opened", of.ID, args))
	return err
}

// Say sends a text to the buyer as a step: where we stand, what may be had instead, or
// the last answer. The message is kept. version is the one that the actor saw; the same
// key sends once.
func (s *Service) Say(ctx context.Context, id, key string, version int64, verb Verb, text string) (of Stance, err error) {
	q := s.DB.Reader(ctx)
	actor, seen, _, err := s.found(ctx, q, identity.CaseWrite, id)
	if err != nil {
		return of, err
	}
	basis, err := s.basisNow(ctx, seen.CaseID, seen.Said)
	if err != nil {
		return of, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := complaint.LockIn(tx, identity.Everything, seen.CaseID)
		if err != nil {
			return err
		}
		_, again, err := identity.Once(tx, actor, key, map[string]string{"stance": id, "verb": string(verb), "text": text}, id, s.Now())
		if err != nil {
			return err
		}
		if of, err = get(tx, identity.Everything, id, tx.ForUpdate()); err != nil || again {
			return err
		}
		if err := of.changed(version); err != nil {
			return err
		}
		next, step, err := of.say(verb, text, actor.ID, s.Now())
		if err != nil {
			return err
		}
		if verb != Offer {
			next.Basis = basis
		}
		sent, err := s.Conversations.PostIn(tx, c.ConversationID, cards.Says(actor.ID, actor.Name, step.Words, "stance-"+id+"-"+strconv.FormatInt(step.N, 10)))
		if err != nil {
			return err
		}
		step.Seq = sent.Seq
		if _, err := s.pin(tx, next, c.ConversationID, map[int64][]Kind{sent.Seq: nil}, actor.ID); err != nil {
			return err
		}
		of = next
		return s.store(tx, next, step)
	})
	return of, err
}

// End closes a stance, with how it ended and a word on it.
func (s *Service) End(ctx context.Context, id string, version int64, outcome Outcome, words string) (Stance, error) {
	return s.move(ctx, id, version, func(of Stance, by string) (Stance, Step, error) { return of.end(outcome, words, by, s.Now()) })
}

// Reopen opens a stance that was closed, for a reason.
func (s *Service) Reopen(ctx context.Context, id string, version int64, words string) (Stance, error) {
	return s.move(ctx, id, version, func(of Stance, by string) (Stance, Step, error) { return of.again(words, by, s.Now()) })
}

// Latest returns a stance for who may go on with it, after what was said until now was
// kept.
func (s *Service) Latest(ctx context.Context, id string) (Stance, error) {
	of, err := s.Get(ctx, id)
	if err != nil || of.State != Open {
		return of, err
	}
	return of, s.look(ctx, of)
}

// ExportedIn notes that somebody takes the pack of an appeal. Whoever does something else
// meanwhile does nothing wrong, so no version is asked for.
func (s *Service) ExportedIn(tx *db.Tx, scope identity.Scope, id, by string) error {
	of, err := get(tx, scope, id, tx.ForUpdate())
	if err != nil {
		return err
	}
	next, step, err := of.step(Step{Verb: Exported, ByID: by, At: s.Now()})
	if err != nil {
		return err
	}
	return s.store(tx, next, step)
}

// Weigh takes what was found out, by the names of policy facts, in the place of what was
// said before, and asks the policy again. What was looked up outranks it.
func (s *Service) Weigh(ctx context.Context, id string, version int64, said map[string]string) (Stance, error) {
	of, err := s.Get(ctx, id)
	if err != nil {
		return of, err
	}
	basis, err := s.basisNow(ctx, of.CaseID, said)
	if err != nil {
		return of, err
	}
	return s.move(ctx, id, version, func(of Stance, by string) (Stance, Step, error) {
		if of.State != Open {
			return of, Step{}, fault.New(fault.Conflict, "stance.closed")
		}
		of.Basis, of.Said = basis, said
		return of.step(Step{Verb: Weighed, ByID: by, At: s.Now()})
	})
}

func (s *Service) move(ctx context.Context, id string, version int64, rule func(Stance, string) (Stance, Step, error)) (of Stance, err error) {
	actor, _, _, err := s.found(ctx, s.DB.Reader(ctx), identity.CaseWrite, id)
	if err != nil {
		return of, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if of, err = get(tx, identity.Everything, id, tx.ForUpdate()); err != nil {
			return err
		}
		if err := of.changed(version); err != nil {
			return err
		}
		next, step, err := rule(of, actor.ID)
		if err != nil {
			return err
		}
		of = next
		return s.store(tx, next, step)
	})
	return of, err
}

// store keeps a stance that is locked, after a step.
func (s *Service) store(tx *db.Tx, of Stance, step Step) error {
	if err := update(tx, of); err != nil {
		return err
	}
	return s.log(tx, of, step)
}

// log adds a step, and the entry of the record that goes with it.
func (s *Service) log(tx *db.Tx, of Stance, step Step) error {
	if err := insertStep(tx, of.ID, step); err != nil {
		return err
	}
	s.hintAfter(tx, of)
	return audit.Write(tx, audit.Entry{Subject: "stance/" + of.ID, Version: step.N, At: step.At, Actor: step.ByID, Verb: "stance." + string(step.Verb),
		Payload: map[string]any{"case_id": of.CaseID, "outcome": step.Outcome, "words": step.Words, "seq": step.Seq}})
}
