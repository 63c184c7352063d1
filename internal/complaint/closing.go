package complaint

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Closing says why a case may rest. None of them closes a case in which something
// is owed.
type Closing string

const (
	ClosedConfirmed  Closing = "confirmed"  // the buyer says that it is solved
	ClosedVerified   Closing = "verified"   // a record shows it: the refund has landed
	ClosedUnanswered Closing = "unanswered" // asked, reminded twice, and no answer
	ClosedReason     Closing = "reason"     // a supervisor's reason
	ClosedMerged     Closing = "merged"     // another case is about the same; see Merge
	ClosedImported   Closing = "imported"   // elsewhere, before it came here; see package past
)

// ReopenFor is how long after its closing a buyer may open a case again with
// one tap. Later they begin a new one; the team may open it at any time.
const ReopenFor = 30 * 24 * time.Hour

// tooLate refuses a buyer who would open a case again that was closed too long
// ago.
func (c Case) tooLate(now time.Time) error {
	if c.Stage != Closed || now.Sub(c.ClosedAt) <= ReopenFor {
		return nil
	}
	return fault.New(fault.Conflict, "case.reopen_late", "days", int(ReopenFor.Hours()/24))
}

// close ends a case.
func (c Case) close(how Closing, by, note string, now time.Time) Case {
	if how == ClosedReason {
		c = c.pass(Closed, false)
	} else {
		c = c.advance(Verifying).advance(Closed)
	}
	c.ClosedAt, c.ClosedHow, c.ClosedBy, c.ClosedNote = now, how, by, note
	return c
}

// answer takes the buyer's word on the outcome. Confirmed closes the case;
// declined opens the handling again, also where nobody had waited for it any
// more. The same answer again changes nothing.
func (c Case) answer(solved bool, words, by string, now time.Time) (Case, error) {
	words = strings.TrimSpace(words)
	said := Declined
	if solved {
		said = Confirmed
	}
	switch {
	case c.MergedInto != "":
		return c, c.mustBeOpen()
	case c.Outcome == said:
		return c, nil
	case c.Outcome != Asked && c.Outcome != Unanswered:
		return c, fault.New(fault.Conflict, "case.not_asked")
	case utf8.RuneCountInString(words) > MaxWordsLen:
		return c, fault.Field("words", "case.words_too_long", "limit", MaxWordsLen)
	case solved && c.settled() != nil:
		return c, c.settled()
	case !solved && c.tooLate(now) != nil:
		return c, c.tooLate(now)
	}
	c.Outcome, c.OutcomeWords = said, words
	switch {
	case solved && c.Stage == Closed:
		c.ClosedHow, c.ClosedBy = ClosedConfirmed, by
		return c, nil
	case solved:
		return c.close(ClosedConfirmed, by, "", now), nil
	case c.Stage == Closed:
		return c.reopen(by, words, now), nil
	}
	return c.back(Investigating).fit(), nil
}

// settleBy closes a case for another reason than the buyer's word.
func (c Case) settleBy(how Closing, by, note string, now time.Time) (Case, error) {
	if err := c.mustBeOpen(); err != nil {
		return c, err
	}
	note, err := cleanText("note", note)
	switch {
	case err != nil:
		return c, err
	case note == "":
		return c, fault.Field("note", "case.closing_note_missing")
	case c.settled() != nil:
		return c, c.settled()
	}
	if how == ClosedVerified {
		if err := c.wants(Verifying); err != nil {
			return c, err
		}
	}
	if c = c.close(how, by, note, now); c.Outcome == Asked {
		c.Outcome = NotAsked
	}
	return c, nil
}

// Answer takes the buyer's word on whether it is solved. "No" opens a case
// again that was closed because they had said nothing.
func (s *Service) Answer(ctx context.Context, id string, solved bool, words string) (Case, error) {
	actor, _ := identity.From(ctx)
	return s.byBuyer(ctx, id, "answer", told{Words: strings.TrimSpace(words), Solved: &solved}, func(tx *db.Tx, c Case) (Case, bool, error) {
		before := c.Outcome
		c, err := c.answer(solved, words, actor.ID, s.Now())
		if err != nil || c.Outcome == before {
			return c, false, err
		}
		return c, true, s.tellBuyersWord(tx, c, "case."+string(c.Outcome), c.OutcomeWords, !solved)
	})
}

// Reopen opens a closed case again for the buyer whose it is, with one tap and
// in words that may be empty. A case that they have opened again already stays
// as it is.
func (s *Service) Reopen(ctx context.Context, id, words string) (Case, error) {
	actor, _ := identity.From(ctx)
	words = strings.TrimSpace(words)
	return s.byBuyer(ctx, id, "reopen", told{Words: words}, func(tx *db.Tx, c Case) (Case, bool, error) {
		switch {
		case c.Stage != Closed && c.ReopenedBy == actor.ID:
			return c, false, nil
		case c.Stage != Closed || c.MergedInto != "":
			return c, false, fault.New(fault.Conflict, "case.not_closed")
		case utf8.RuneCountInString(words) > MaxWordsLen:
			return c, false, fault.Field("words", "case.words_too_long", "limit", MaxWordsLen)
		case c.tooLate(s.Now()) != nil:
			return c, false, c.tooLate(s.Now())
		}
		c = c.reopen(actor.ID, words, s.Now())
		c.Outcome, c.OutcomeWords = Declined, words
		return c, true, s.tellBuyersWord(tx, c, "case.reopened", words, true)
	})
}

// OpenAgain opens a closed case again for the team, for a reason.
func (s *Service) OpenAgain(ctx context.Context, id string, version int64, reason string) (Case, error) {
	actor, _ := identity.From(ctx)
	return s.change(ctx, id, version, "reopen", told{Note: strings.TrimSpace(reason)}, func(tx *db.Tx, c Case) (Case, error) {
		reason, err := cleanText("reason", reason)
		switch {
		case err != nil:
			return c, err
		case reason == "":
			return c, fault.Field("reason", "case.reason_missing")
		case c.Stage != Closed || c.MergedInto != "":
			return c, fault.New(fault.Conflict, "case.not_closed")
		}
		c = c.reopen(actor.ID, reason, s.Now())
		c.Outcome = NotAsked
		if err := s.Conversations.WaitForTeamIn(tx, c.ConversationID); err != nil {
			return c, err
		}
		return c, s.tellTeam(tx, c, actor.ID, "case.reopened_by_team", map[string]string{"number": c.Number, "words": reason})
	})
}

// MarkOutcome takes a message of the buyer as their answer to the question
// whether it is solved.
func (s *Service) MarkOutcome(ctx context.Context, id string, version, seq int64, solved bool) (Case, error) {
	actor, _ := identity.From(ctx)
	return s.change(ctx, id, version, "mark_outcome", told{Solved: &solved}, func(tx *db.Tx, c Case) (Case, error) {
		said, err := BuyersMessageIn(tx, c, seq)
		if err != nil {
			return c, err
		}
		if err := c.mustBeOpen(); err != nil {
			return c, err
		}
		if c.Outcome == Asked && said.At.Before(c.OutcomeAskedAt) {
			return c, fault.Field("seq", "case.message_too_early")
		}
		if c, err = c.answer(solved, said.Text, actor.ID, s.Now()); err != nil {
			return c, err
		}
		c.OutcomeMessage = said.ID
		args := map[string]string{"number": c.Number, "words": c.OutcomeWords}
		return c, s.event(tx, c, c.step(), "case."+string(c.Outcome), args)
	})
}

// CloseVerified closes a case because a record shows that it is solved; note
// names the record.
func (s *Service) CloseVerified(ctx context.Context, id string, version int64, note string) (Case, error) {
	return s.closeBy(ctx, identity.CaseWrite, id, version, ClosedVerified, note)
}

// CloseWithReason closes a case for a supervisor's reason.
func (s *Service) CloseWithReason(ctx context.Context, id string, version int64, reason string) (Case, error) {
	return s.closeBy(ctx, identity.CaseCloseWithReason, id, version, ClosedReason, reason)
}

func (s *Service) closeBy(ctx context.Context, p identity.Permission, id string, version int64, how Closing, note string) (Case, error) {
	actor, _ := identity.From(ctx)
	return s.changeAs(ctx, p, id, version, "close_"+string(how), told{Note: strings.TrimSpace(note)}, func(tx *db.Tx, c Case) (Case, error) {
		c, err := c.settleBy(how, actor.ID, note, s.Now())
		if err != nil {
			return c, err
		}
		return c, s.tellTeam(tx, c, actor.ID, "case.closed_"+string(how), map[string]string{"number": c.Number, "note": c.ClosedNote})
	})
}

// tellTeam writes a line into the thread, and leaves a notice to the owner unless
// they did it themselves.
func (s *Service) tellTeam(tx *db.Tx, c Case, by, code string, args map[string]string) error {
	if err := s.event(tx, c, c.step(), code, args); err != nil || c.OwnerID == by {
		return err
	}
	return s.Notices.TellIn(tx, c.OwnerID, code, code+"/"+c.step(), args, notice.About{ConversationID: c.ConversationID, CaseID: c.ID})
}
