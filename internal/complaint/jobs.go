package complaint

import (
	"time"

	"github.com/anxin-desk/anxin/internal/complaint/cards"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// The clocks of a question whether it is solved. Round says which question: the
// clock of one that was answered, withdrawn or asked anew does nothing.
type (
	// RemindOutcome reminds the buyer for the Nth time.
	RemindOutcome struct {
		ID       string
		Round, N int64
	}
	// CloseUnanswered closes a case whose buyer did not answer.
	CloseUnanswered struct {
		ID    string
		Round int64
	}
)

func (RemindOutcome) Kind() string   { return "complaint.outcome_remind" }
func (CloseUnanswered) Kind() string { return "complaint.outcome_close" }

// reminders is how often a buyer is reminded before a case is closed
// unanswered.
const reminders = 2

// shortestGap is the least time between the last reminder and the closing.
const shortestGap = time.Hour

func (s *Service) registerClocks(q *jobs.Queue) {
	jobs.HandleTx(q, s.remindOutcome)
	jobs.HandleTx(q, s.closeUnanswered)
}

// windOutcome winds the next clock of a question. Each clock winds the one after
// it, so that after a downtime the buyer still has their time.
func (s *Service) windOutcome(tx *db.Tx, c Case) error {
	between, last, err := pausesIn(tx, c.ShopID)
	if err != nil {
		return err
	}
	if c.Reminders < reminders {
		return s.Queue.Enqueue(tx, RemindOutcome{c.ID, c.OutcomeRound, c.Reminders + 1}, s.Now().Add(between))
	}
	return s.Queue.Enqueue(tx, CloseUnanswered{c.ID, c.OutcomeRound}, s.Now().Add(last))
}

// pausesIn returns how long a buyer has before a reminder, and after the last
// one.
func pausesIn(q db.Queryer, shopID string) (between, last time.Duration, err error) {
	at, err := shop.GetIn(q, shopID)
	between = time.Duration(at.Settings.OutcomeReminderHours) * time.Hour
	last = time.Duration(at.Settings.OutcomeCloseHours)*time.Hour - reminders*between
	return between, max(last, shortestGap), err
}

func (s *Service) remindOutcome(tx *db.Tx, j RemindOutcome) error {
	c, live, err := s.ofClock(tx, j.ID, j.Round)
	if err != nil || !live || c.Reminders != j.N-1 {
		return err
	}
	if holds, err := s.holds(tx, c); err != nil || holds {
		return s.later(tx, c, j, err)
	}
	c.Reminders = j.N
	if err := s.recordAside(tx, c, identity.SystemID, "remind_outcome", told{Count: c.Reminders}); err != nil {
		return err
	}
	if err := s.remind(tx, c); err != nil {
		return err
	}
	return s.windOutcome(tx, c)
}

// answered takes the cases of a conversation on to acknowledged once a person has
// answered the buyer.
func (s *Service) answered(tx *db.Tx, e conversation.Answered) error {
	waiting, err := received(tx, e.ConversationID)
	if err != nil {
		return err
	}
	for _, c := range waiting {
		if err := s.recordAside(tx, c.hear(), e.By, "acknowledge", told{}); err != nil {
			return err
		}
	}
	return nil
}

// later lets a clock look again after a pause, unless there was an error.
func (s *Service) later(tx *db.Tx, c Case, clock jobs.Args, err error) error {
	if err != nil {
		return err
	}
	between, _, err := pausesIn(tx, c.ShopID)
	if err != nil {
		return err
	}
	return s.Queue.Enqueue(tx, clock, s.Now().Add(between))
}

func (s *Service) closeUnanswered(tx *db.Tx, j CloseUnanswered) error {
	c, live, err := s.ofClock(tx, j.ID, j.Round)
	if err != nil || !live {
		return err
	}
	if c, err = c.owing(tx); err != nil || c.settled() != nil {
		return err
	}
	if holds, err := s.holds(tx, c); err != nil || holds {
		return s.later(tx, c, j, err)
	}
	c = c.close(ClosedUnanswered, identity.SystemID, "", s.Now())
	c.Outcome = Unanswered
	if c, err = s.store(tx, c, identity.SystemID, "close_unanswered", told{}); err != nil {
		return err
	}
	return s.tellTeam(tx, c, identity.SystemID, "case.closed_unanswered", map[string]string{"number": c.Number})
}

// ofClock loads the case of a clock and tells whether its question still
// stands. A merged case is asleep: its clocks come back when that is undone.
func (s *Service) ofClock(tx *db.Tx, id string, round int64) (c Case, live bool, err error) {
	c, err = get(tx, identity.Everything, id, tx.ForUpdate())
	if fault.KindOf(err) == fault.NotFound {
		return c, false, nil
	}
	return c, err == nil && c.Stage == Verifying && c.Outcome == Asked && c.OutcomeRound == round, err
}

// holds tells whether the buyer has said something since they were asked. Then
// somebody must look whether that was the answer, and no clock may say that
// there was none. The owner is told once.
func (s *Service) holds(tx *db.Tx, c Case) (bool, error) {
	said, err := conversation.SaidSinceIn(tx, c.ConversationID, conversation.Buyer, c.OutcomeAskedAt)
	if err != nil || !said {
		return false, err
	}
	code, key := "case.answer_unmarked", "case.answer_unmarked/"+c.question()
	return true, s.Notices.TellIn(tx, c.OwnerID, code, key, map[string]string{"number": c.Number},
		notice.About{ConversationID: c.ConversationID, CaseID: c.ID})
}

// remind shows the buyer the question again.
func (s *Service) remind(tx *db.Tx, c Case) error {
	key := c.question() + "/" + string(rune('0'+c.Reminders))
	_, err := s.Conversations.PostIn(tx, c.ConversationID, cards.Reminds(c.ID, key, c.OutcomeText))
	return err
}
