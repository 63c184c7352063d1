package conversation

import (
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation/wording"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/roster/duty"
	"github.com/anxin-desk/anxin/internal/shop"
)

// The clocks of a wait. They carry when it began, so that one which comes after
// its end, or in a newer wait, finds nothing to do.
type (
	// acknowledge tells the buyer that they were heard.
	acknowledge struct {
		ConversationID string
		Since          int64 // ms
	}
	// firstResponse tells the team that no human has answered in time.
	firstResponse struct {
		ConversationID string
		Since          int64 // ms
	}
)

func (acknowledge) Kind() string   { return "conversation.acknowledge" }
func (firstResponse) Kind() string { return "conversation.first_response" }

const (
	// ackDelay lets a human who is just writing answer first.
	ackDelay = 5 * time.Second
	// ackQuiet is how long after an acknowledgement, or after the words of a
	// human, a buyer is not told again: the conversation is going on.
	ackQuiet = 30 * time.Minute
	// ackSender is the id of the system as the sender of acknowledgements.
	ackSender = "acknowledgement"
)

// WaitBeganIn winds the clocks of a wait that has just begun, or is another one
// now. Who gave an answer on a card was told there that it has arrived; who was
// told already that they were heard is not told again.
func (s *Service) WaitBeganIn(tx *db.Tx, c Conversation, written bool) error {
	since := db.Millis(c.WaitingSince)
	if written {
		err := s.Queue.Enqueue(tx, acknowledge{c.ID, since}, c.WaitingSince.Add(ackDelay), jobs.Key("conversation.acknowledge/"+c.ID))
		if err != nil {
			return err
		}
	}
	if err := s.announceWait(tx, c); err != nil {
		return err
	}
	at, err := shop.GetIn(tx, c.ShopID)
	if err != nil {
		return err
	}
	return s.windFirstResponse(tx, c, at)
}

// windFirstResponse takes the place of the clock of an earlier wait. A shop that
// never opens again has none.
func (s *Service) windFirstResponse(tx *db.Tx, c Conversation, at shop.Shop) error {
	by := at.RespondBy(c.WaitingSince)
	if by.IsZero() {
		return nil
	}
	return s.Queue.Enqueue(tx, firstResponse{c.ID, db.Millis(c.WaitingSince)}, by, jobs.Key("conversation.first_response/"+c.ID))
}

// waitOf returns the conversation of a clock, if the buyer waits still, and
// since the same time. In one that was merged nobody waits.
func (s *Service) waitOf(tx *db.Tx, id string, since int64) (c Conversation, waits bool, err error) {
	c, err = find(tx, identity.Everything, id, tx.ForUpdate())
	if fault.KindOf(err) == fault.NotFound {
		return c, false, nil
	}
	return c, err == nil && since > 0 && db.Millis(c.WaitingSince) == since, err
}

// acknowledge posts at most one message for a wait: its key is that of the wait.
// It is the system's, so that the buyer waits on for a human.
func (s *Service) acknowledge(tx *db.Tx, j acknowledge) error {
	c, waits, err := s.waitOf(tx, j.ConversationID, j.Since)
	if err != nil || !waits {
		return err
	}
	last, err := lastHeard(tx, c)
	if err != nil || s.Now().Before(last.Add(ackQuiet)) || last.After(c.WaitingSince) {
		return err
	}
	at, err := shop.GetIn(tx, c.ShopID)
	if err != nil {
		return err
	}
	answers, err := s.answers(tx, c)
	if err != nil {
		return err
	}
	_, err = s.PostIn(tx, c.ID, Message{
		Sender: Sender{Kind: System, ID: ackSender, Name: at.Name}, Kind: Text,
		Text: wording.Acknowledgement(at, answers.Name, c.WaitingSince, s.Now()), Key: "acknowledge-" + strconv.FormatInt(j.Since, 10),
	})
	return err
}

// answers returns who looks after a conversation, nobody if they cannot answer
// in its shop any more.
func (s *Service) answers(q db.Queryer, c Conversation) (identity.Colleague, error) {
	if c.AssigneeID == "" {
		return identity.Colleague{}, nil
	}
	who, err := identity.ColleagueIn(q, c.AssigneeID, identity.ConversationReply, c.ShopID)
	if fault.KindOf(err) == fault.NotFound {
		return identity.Colleague{}, nil
	}
	return who, err
}

// firstResponse tells who looks after the conversation, or else those who
// supervise the team. If the shop has given itself more time meanwhile, it is
// wound again.
func (s *Service) firstResponse(tx *db.Tx, j firstResponse) error {
	c, waits, err := s.waitOf(tx, j.ConversationID, j.Since)
	if err != nil || !waits {
		return err
	}
	at, err := shop.GetIn(tx, c.ShopID)
	if err != nil {
		return err
	}
	if s.Now().Before(at.RespondBy(c.WaitingSince)) {
		return s.windFirstResponse(tx, c, at)
	}
	who, err := customer.GetIn(tx, c.CustomerID)
	if err != nil {
		return err
	}
	told, err := s.toBeTold(tx, c)
	if err != nil {
		return err
	}
	const code = "conversation.response_due"
	key := code + "/" + c.ID + "/" + strconv.FormatInt(j.Since, 10)
	args := map[string]string{"customer": who.Name, "minutes": strconv.Itoa(at.Settings.ResponseTargetMinutes)}
	return s.Notices.TellAllIn(tx, told, code, key, args, notice.About{ConversationID: c.ID})
}

func (s *Service) toBeTold(q db.Queryer, c Conversation) ([]string, error) {
	answers, err := s.answers(q, c)
	if err != nil {
		return nil, err
	}
	return duty.HearersIn(q, duty.Alarm{ShopID: c.ShopID, OwnerID: answers.ID, ConversationID: c.ID, Needs: identity.ConversationReply, At: s.Now()})
}

// lastHeard is when the buyer was last acknowledged or had a word of a human,
// zero if never; also where it was merged from.
func lastHeard(q db.Queryer, c Conversation) (last time.Time, err error) {
	all, err := MergedInto(q, c.ID)
	for _, one := range append(all, c) {
		at, err := db.Value[int64](q, `SELECT at FROM message WHERE conversation_id = ? AND internal = FALSE
			AND (sender_kind = 'agent' OR sender_kind = 'system' AND sender_id = ?) ORDER BY seq DESC LIMIT 1`, one.ID, ackSender)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return last, err
		}
		if at := db.Time(at); at.After(last) {
			last = at
		}
	}
	return last, err
}
