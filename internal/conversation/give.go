package conversation

import (
	"strconv"

	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Waits is announced when a buyer begins to wait, and when a conversation in which
// they wait has nobody to look after it any more.
type Waits struct {
	ConversationID, ShopID string
	Since                  int64 // ms; the same for the same wait
	Seq                    int64 // number of the message with which it began
	Free                   bool  // nobody looks after it
}

// Moved is announced when a person has given a conversation to somebody, given
// it back or put it off, so that others have more or less to do.
type Moved struct {
	ConversationID, ShopID string
	From, To               string // who looked after it, and who does now; "" for nobody
}

func (Waits) Kind() string { return "conversation.waits" }
func (Moved) Kind() string { return "conversation.moved" }

func (s *Service) announceWait(tx *db.Tx, c Conversation) error {
	if c.WaitingSince.IsZero() {
		return nil
	}
	return s.Queue.Announce(tx, Waits{c.ID, c.ShopID, db.Millis(c.WaitingSince), c.HeadSeq, c.Free()})
}

func (s *Service) announceMove(tx *db.Tx, c Conversation, from string) error {
	if err := s.Queue.Announce(tx, Moved{c.ID, c.ShopID, from, c.AssigneeID}); err != nil {
		return err
	}
	if !c.Free() {
		return nil
	}
	return s.announceWait(tx, c)
}

// Free tells that a buyer waits and that nobody looks after c.
func (c Conversation) Free() bool {
	return c.AssigneeID == "" && c.MergedInto == "" && !c.WaitingSince.IsZero() && c.Snooze.Until.IsZero()
}

// GiveIn lets the program choose who looks after c, which the caller has locked.
// One that somebody looks after already, put off or merged stays as it is, so
// that no choice of a person is overwritten; and who chooses somebody without
// knowing of this wins, as after an answer. code is that of the line for the
// team and of the notice, args are their values: they say why. by is who is named
// in the record.
func (s *Service) GiveIn(tx *db.Tx, c Conversation, to identity.Colleague, by, code string, args map[string]string) (given bool, err error) {
	if c.AssigneeID != "" || c.MergedInto != "" || !c.Snooze.Until.IsZero() || to.ID == "" {
		return false, nil
	}
	c.AssigneeID, c.Version = to.ID, c.Version+1
	c.autoVersion = c.Version
	if err := updateAssignee(tx, c, s.Now()); err != nil {
		return false, err
	}
	who, err := customer.GetIn(tx, c.CustomerID)
	if err != nil {
		return false, err
	}
	args["to"], args["buyer"] = to.Name, who.Name
	version := strconv.FormatInt(c.Version, 10)
	if err := s.tell(tx, &c, code, version, args); err != nil {
		return false, err
	}
	if err := s.Notices.TellIn(tx, to.ID, "conversation.given", "give/"+c.ID+"/"+version, args, notice.About{ConversationID: c.ID}); err != nil {
		return false, err
	}
	return true, s.audit(tx, c, by, "assign", map[string]any{"assignee_id": to.ID, "automatic": true, "why": args})
}
