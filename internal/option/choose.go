package option

import (
	"context"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/complaint/cards"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Mine returns a card of the buyer who asks, with the number of its case.
func (s *Service) Mine(ctx context.Context, id string) (Card, complaint.Case, error) {
	_, scope, err := identity.Require(ctx, identity.ProgressUse)
	if err != nil {
		return Card{}, complaint.Case{}, err
	}
	q := s.DB.Reader(ctx)
	c, err := get(q, id, "")
	if err != nil {
		return c, complaint.Case{}, err
	}
	of, err := complaint.GetIn(q, scope, c.CaseID)
	return c.over(of), of, err
}

// Current returns the card that counts in the case whose progress the actor may read:
// one that lies on the table, or from which the buyer has chosen. is tells whether
// there is one.
func (s *Service) Current(ctx context.Context) (c Card, is bool, err error) {
	_, scope, err := identity.Require(ctx, identity.ProgressUse)
	if err != nil {
		return c, false, err
	}
	q := s.DB.Reader(ctx)
	of, err := complaint.GetIn(q, scope, scope.Case)
	if err != nil || of.Stage == complaint.Closed || of.MergedInto != "" {
		return c, false, err
	}
	all, err := ofCase(q, of.ID)
	if err != nil || len(all) == 0 {
		return c, false, err
	}
	c = all[0].over(of)
	return c, c.State != Replaced && c.State != Withdrawn, nil
}

// over is a card as it stands when its case is looked at: another proposal, or the
// end of the case, takes it off the table.
func (c Card) over(of complaint.Case) Card {
	if c.State == Sent && (of.Proposal != c.Proposal || of.Stage == complaint.Closed || of.MergedInto != "") {
		c.State = Replaced
	}
	return c
}

// Choose takes the option that the buyer who asks has tapped, once.
func (s *Service) Choose(ctx context.Context, id string, n int64) (Card, complaint.Case, error) {
	return s.answer(ctx, identity.ProgressUse, id, func(_ *db.Tx, c Card, _ complaint.Case) (Card, bool, error) {
		return c.choose(n, "", s.Now())
	})
}

// Decline takes the word of the buyer who asks that nothing of it suits them.
func (s *Service) Decline(ctx context.Context, id, words string) (Card, complaint.Case, error) {
	return s.answer(ctx, identity.ProgressUse, id, func(_ *db.Tx, c Card, _ complaint.Case) (Card, bool, error) {
		return c.decline(words, "", s.Now())
	})
}

// Mark takes a message of the buyer as their answer: the option with a number, or
// that none suits them, for 0. version is that of the card which the actor saw.
func (s *Service) Mark(ctx context.Context, id string, version, seq, n int64) (Card, error) {
	c, _, err := s.answer(ctx, identity.CaseWrite, id, func(tx *db.Tx, c Card, of complaint.Case) (Card, bool, error) {
		if c.Version != version {
			return c, false, fault.New(fault.Conflict, "option.changed")
		}
		said, err := complaint.BuyersMessageIn(tx, of, seq)
		if err != nil {
			return c, false, err
		}
		if said.At.Before(c.MadeAt) {
			return c, false, fault.Field("seq", "case.message_too_early")
		}
		if n == 0 {
			return c.decline(said.Text, said.ID, s.Now())
		}
		return c.choose(n, said.ID, s.Now())
	})
	return c, err
}

// Withdraw takes a card back that nobody has chosen from.
func (s *Service) Withdraw(ctx context.Context, id string, version int64) (Card, error) {
	c, _, err := s.answer(ctx, identity.CaseWrite, id, func(_ *db.Tx, c Card, _ complaint.Case) (Card, bool, error) {
		if c.Version != version {
			return c, false, fault.New(fault.Conflict, "option.changed")
		}
		c, err := c.end(Withdrawn)
		return c, true, err
	})
	return c, err
}

// answer loads a card whose case lies where the actor holds p, both locked, applies a
// rule, and stores what came of it.
func (s *Service) answer(ctx context.Context, p identity.Permission, id string, rule func(*db.Tx, Card, complaint.Case) (Card, bool, error)) (c Card, of complaint.Case, err error) {
	actor, scope, err := identity.Require(ctx, p)
	if err != nil {
		return c, of, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		seen, err := get(tx, id, "")
		if err != nil {
			return err
		}
		if of, err = complaint.LockIn(tx, scope, seen.CaseID); err != nil {
			return err
		}
		if c, err = get(tx, id, tx.ForUpdate()); err != nil {
			return err
		}
		changed := false
		if c, changed, err = rule(tx, c.over(of), of); err != nil || !changed {
			return err
		}
		if err := update(tx, c); err != nil {
			return err
		}
		of, err = s.answered(tx, c, of, actor.ID)
		return err
	})
	return c, of, err
}

// verbs are what the record calls a change, by the state that it leads to.
var verbs = map[State]string{Chosen: "choose", Declined: "decline", Withdrawn: "withdraw"}

// answered does what follows from what was said to a card.
func (s *Service) answered(tx *db.Tx, c Card, of complaint.Case, by string) (complaint.Case, error) {
	told := map[string]any{"words": c.Words, "message_id": c.MessageID}
	args := map[string]string{"number": of.Number, "words": c.Words}
	if p, ok := c.ChosenPick(); ok {
		told["chosen"], args["option"] = p, p.Title()
		var err error
		if of, err = s.Complaints.AgreeIn(tx, of, by, p.Title(), c.MessageID); err != nil {
			return of, err
		}
	}
	if err := s.record(tx, c, by, verbs[c.State], told); err != nil {
		return of, err
	}
	complaint.HintAfter(tx, s.Hint, of)
	code := map[State]string{Chosen: "option.chosen", Declined: "option.declined", Withdrawn: "option.withdrawn"}[c.State]
	if _, err := s.Conversations.PostIn(tx, of.ConversationID, cards.Tells(code, c.moment(), args)); err != nil {
		return of, err
	}
	if c.State == Withdrawn {
		return of, nil
	}
	if c.State == Declined && c.MessageID == "" {
		if err := s.Conversations.WaitForTeamIn(tx, of.ConversationID); err != nil {
			return of, err
		}
	}
	return of, s.Notices.TellIn(tx, of.OwnerID, code, code+"/"+c.moment(), args, notice.About{ConversationID: of.ConversationID, CaseID: of.ID})
}
