package conversation

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Reason is why a conversation goes to somebody else.
type Reason string

const (
	Specialist Reason = "specialist" // somebody knows more about it
	Shift      Reason = "shift"      // one's own shift ends
	Busy       Reason = "busy"       // too much to do
	Escalation Reason = "escalation" // it needs somebody higher up
	BuyerAsked Reason = "buyer_asked"
	Other      Reason = "other" // said in words
)

var reasons = map[Reason]bool{"": true, Specialist: true, Shift: true, Busy: true, Escalation: true, BuyerAsked: true, Other: true}

// Limits of what is said about a transfer, in runes.
const (
	maxReasonWords = 60
	maxNote        = 500
)

// Transfer says who shall look after a conversation, "" for nobody, and why.
type Transfer struct {
	AssigneeID string
	Reason     Reason // "" if none is given
	Words      string // the reason in words, for Other only
	Note       string // what the next person should know
}

// Clean returns t as it is kept, or what is wrong with it.
func (t Transfer) Clean() (Transfer, error) {
	t.Words, t.Note = strings.TrimSpace(t.Words), strings.TrimSpace(t.Note)
	switch {
	case !reasons[t.Reason]:
		return t, fault.Field("reason", "conversation.reason_unknown")
	case t.Reason == Other && t.Words == "":
		return t, fault.Field("reason_words", "conversation.reason_missing")
	case utf8.RuneCountInString(t.Words) > maxReasonWords:
		return t, fault.Field("reason_words", "conversation.reason_too_long", "limit", maxReasonWords)
	case utf8.RuneCountInString(t.Note) > maxNote:
		return t, fault.Field("note", "conversation.note_too_long", "limit", maxNote)
	}
	if t.Reason != Other {
		t.Words = ""
	}
	return t, nil
}

// Knows tells whether somebody who saw a version may decide over c. Who
// looks after a conversation because they answered first gives way to what
// somebody decided meanwhile without knowing.
func (c Conversation) Knows(version int64) bool {
	return c.Version == version || c.Version == version+1 && c.autoVersion == c.Version
}

// Assign makes a member of the team look after a conversation. version is the
// one that the caller saw. What was put off comes back, for whoever takes it
// has to see it. When they look after it already, nothing happens.
func (s *Service) Assign(ctx context.Context, id string, version int64, t Transfer) (c Conversation, err error) {
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err = s.AssignIn(ctx, tx, id, version, t)
		return err
	})
	return c, err
}

// AssignIn is Assign as part of tx.
func (s *Service) AssignIn(ctx context.Context, tx *db.Tx, id string, version int64, t Transfer) (c Conversation, err error) {
	actor, scope, err := identity.Require(ctx, identity.ConversationAssign)
	if err != nil {
		return c, err
	}
	if t, err = t.Clean(); err != nil {
		return c, err
	}
	if c, err = get(tx, scope, id, tx.ForUpdate()); err != nil || c.AssigneeID == t.AssigneeID {
		return c, err
	}
	if !c.Knows(version) {
		return c, fault.New(fault.Conflict, "conversation.changed")
	}
	to, err := assignee(tx, ctx, c.ShopID, actor, t.AssigneeID)
	if err != nil {
		return c, err
	}
	from := c.AssigneeID
	c.AssigneeID, c.Version = t.AssigneeID, c.Version+1
	if c, err = s.StopSnoozeIn(tx, c); err != nil {
		return c, err
	}
	if err := updateAssignee(tx, c, s.Now()); err != nil {
		return c, err
	}
	if err := s.assigned(tx, &c, actor, to, t); err != nil {
		return c, err
	}
	return c, s.announceMove(tx, c, from)
}

// assignee returns who shall look after conversations of a shop. Who may not
// answer there may not look after one.
func assignee(tx *db.Tx, ctx context.Context, shopID string, actor identity.Actor, id string) (identity.Colleague, error) {
	if id == "" {
		return identity.Colleague{}, nil
	}
	to, may, err := identity.Colleague{ID: actor.ID, Name: actor.Name}, false, error(nil)
	if id == actor.ID {
		_, scope, denied := identity.Require(ctx, identity.ConversationReply)
		may = denied == nil && scope.Sees(shopID, "")
	} else {
		to, may, err = identity.Holder(tx, id, identity.ConversationReply, shopID)
	}
	if err == nil && !may {
		err = fault.Field("assignee_id", "conversation.cannot_assign")
	}
	return to, err
}

// assigned tells the thread, the new assignee and the record.
func (s *Service) assigned(tx *db.Tx, c *Conversation, by identity.Actor, to identity.Colleague, t Transfer) error {
	args := map[string]string{"by": by.Name, "to": to.Name}
	for name, value := range map[string]string{"reason": string(t.Reason), "reason_words": t.Words, "note": t.Note} {
		if value != "" {
			args[name] = value
		}
	}
	if err := s.tell(tx, c, t.code(by.ID), strconv.FormatInt(c.Version, 10), args); err != nil {
		return err
	}
	if to.ID != "" && to.ID != by.ID {
		who, err := customer.GetIn(tx, c.CustomerID)
		if err != nil {
			return err
		}
		args["buyer"] = who.Name
		key := "assign/" + c.ID + "/" + strconv.FormatInt(c.Version, 10)
		if err := s.Notices.TellIn(tx, to.ID, t.noticeCode(who.Name), key, args, notice.About{ConversationID: c.ID}); err != nil {
			return err
		}
	}
	return s.audit(tx, *c, by.ID, "assign", map[string]string{
		"assignee_id": t.AssigneeID, "reason": string(t.Reason), "words": t.Words, "note": t.Note})
}

// code is that of the line in the thread.
func (t Transfer) code(by string) string {
	switch {
	case t.AssigneeID == "":
		return "conversation.released"
	case t.AssigneeID == by:
		return "conversation.taken"
	case t.Reason == "":
		return "conversation.assigned"
	}
	return "conversation.transferred"
}

func (t Transfer) noticeCode(buyer string) string {
	code := "conversation.yours"
	if t.Reason != "" {
		code = "conversation.yours_because"
	}
	if buyer == "" {
		code += "_visitor"
	}
	return code
}

// tell puts a line for the team into the thread of c. The same key is told
// once for each code.
func (s *Service) tell(tx *db.Tx, c *Conversation, code, key string, args map[string]string) error {
	m, err := s.post(tx, *c, Message{
		ID: s.NewID(), Sender: Sender{Kind: System}, Kind: Event, Internal: true,
		Event: EventLine{Code: code, Args: args}, Key: code + "-" + key,
	})
	c.HeadSeq = m.Seq
	return err
}
