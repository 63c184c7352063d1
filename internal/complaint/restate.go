package complaint

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Restatement says in our words what happened and what the buyer wants, for
// them to confirm.
type Restatement struct {
	Text      string
	State     RestatementState
	Words     string // with which the buyer corrected it
	MessageID string // the buyer's message that was taken as the answer, "" if they tapped one
	AskedAt   time.Time
}

// RestatementState is where the question "did we understand you?" stands.
type RestatementState string

const (
	NotRestated          RestatementState = ""
	RestatementAsked     RestatementState = "asked"
	RestatementConfirmed RestatementState = "confirmed"
	RestatementCorrected RestatementState = "corrected"
)

// restate says in our words what it is about. Once a proposal lies on the table
// it is too late to ask the buyer.
func (c Case) restate(text string, now time.Time) (Case, error) {
	if err := c.mustBeOpen(); err != nil {
		return c, err
	}
	text, err := cleanText("text", text)
	switch {
	case err != nil:
		return c, err
	case text == "":
		return c, fault.Field("text", "case.restatement_missing")
	case c.walks() && c.Stage.place() > Investigating.place():
		return c, fault.New(fault.Conflict, "case.restatement_late")
	}
	c.Restatement = Restatement{Text: text, State: RestatementAsked, AskedAt: now}
	return c, nil
}

// understand takes the buyer's answer to the restatement. The same answer again
// changes nothing.
func (c Case) understand(confirmed bool, words, messageID string) (Case, error) {
	words = strings.TrimSpace(words)
	said := RestatementCorrected
	if confirmed {
		said = RestatementConfirmed
	}
	switch r := c.Restatement; {
	case r.State == said:
		return c, nil
	case c.mustBeOpen() != nil:
		return c, c.mustBeOpen()
	case r.State != RestatementAsked:
		return c, fault.New(fault.Conflict, "case.not_restated")
	case utf8.RuneCountInString(words) > MaxWordsLen:
		return c, fault.Field("words", "case.words_too_long", "limit", MaxWordsLen)
	}
	c.Restatement.State, c.Restatement.Words, c.Restatement.MessageID = said, words, messageID
	if confirmed {
		return c.reach(Understood), nil
	}
	return c.back(Acknowledged).fit(), nil
}

// Restate asks the buyer, on a card, whether we understood what happened and
// what they want.
func (s *Service) Restate(ctx context.Context, id string, version int64, text string) (Case, error) {
	actor, _ := identity.From(ctx)
	return s.change(ctx, id, version, "restate", told{Text: text}, func(tx *db.Tx, c Case) (Case, error) {
		c, err := c.hear().restate(text, s.Now())
		if err != nil {
			return c, err
		}
		return c, s.card(tx, c.ConversationID, actor, "restatement", c.ID, c.step(), c.Restatement.Text)
	})
}

// UnderstoodBy is how the team takes a buyer's message as the answer to the
// restatement.
type UnderstoodBy struct {
	Seq       int64  // number of the buyer's message in the conversation
	Confirmed bool   // else it corrects us
	Text      string // the restatement, where none was sent; in the fast lane only
}

// MarkRestatement takes a message of the buyer as their answer to the
// restatement. In the fast lane it need not have been sent to them.
func (s *Service) MarkRestatement(ctx context.Context, id string, version int64, m UnderstoodBy) (Case, error) {
	return s.change(ctx, id, version, "mark_restatement", told{Text: m.Text}, func(tx *db.Tx, c Case) (Case, error) {
		return s.markRestatement(tx, c, m)
	})
}

func (s *Service) markRestatement(tx *db.Tx, c Case, m UnderstoodBy) (Case, error) {
	said, err := BuyersMessageIn(tx, c, m.Seq)
	if err != nil {
		return c, err
	}
	if strings.TrimSpace(m.Text) != "" && c.Restatement.Text != strings.TrimSpace(m.Text) {
		if c.walks() {
			return c, fault.New(fault.Conflict, "case.restate_first")
		}
		if c, err = c.restate(m.Text, said.At); err != nil {
			return c, err
		}
	}
	if said.At.Before(c.Restatement.AskedAt) {
		return c, fault.Field("seq", "case.message_too_early")
	}
	words := ""
	if !m.Confirmed {
		words = said.Text
	}
	return c.understand(m.Confirmed, words, said.ID)
}

// AnswerRestatement takes the buyer's word on whether we understood them.
func (s *Service) AnswerRestatement(ctx context.Context, id string, confirmed bool, words string) (Case, error) {
	return s.byBuyer(ctx, id, "answer_restatement", told{Words: strings.TrimSpace(words)}, func(tx *db.Tx, c Case) (Case, bool, error) {
		before := c.Restatement.State
		c, err := c.understand(confirmed, words, "")
		if err != nil || c.Restatement.State == before {
			return c, false, err
		}
		return c, true, s.tellBuyersWord(tx, c, "case.restatement_"+string(c.Restatement.State), c.Restatement.Words, !confirmed)
	})
}

// BuyersMessageIn returns a message of the buyer in the conversation of a case,
// which somebody of the team takes as an answer. Its text is shortened to what is
// kept of answers.
func BuyersMessageIn(tx *db.Tx, c Case, seq int64) (conversation.Message, error) {
	m, err := conversation.MessageIn(tx, c.ConversationID, seq)
	if fault.KindOf(err) == fault.NotFound || err == nil && m.Sender.Kind != conversation.Buyer {
		return m, fault.Field("seq", "case.not_a_buyers_message")
	}
	m.Text = shortened(m.Text, MaxWordsLen)
	return m, err
}

// byBuyer is change for the buyer whose case it is. They see no versions; the
// rule tells whether there is anything to store.
func (s *Service) byBuyer(ctx context.Context, id, verb string, t told, rule func(*db.Tx, Case) (Case, bool, error)) (c Case, err error) {
	actor, scope, err := identity.Require(ctx, identity.ProgressUse)
	if err != nil {
		return c, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if c, err = get(tx, scope, id, tx.ForUpdate()); err != nil {
			return err
		}
		if c, err = c.owing(tx); err != nil {
			return err
		}
		changed := false
		if c, changed, err = rule(tx, c); err != nil || !changed {
			return err
		}
		c, err = s.store(tx, c, actor.ID, verb, t)
		return err
	})
	return c, err
}

// tellBuyersWord writes what the buyer said into the thread and to the owner,
// and lets the buyer wait for somebody if it was not what we hoped for.
func (s *Service) tellBuyersWord(tx *db.Tx, c Case, code, words string, waits bool) error {
	key := c.step()
	args := map[string]string{"number": c.Number, "words": words}
	if err := s.event(tx, c, key, code, args); err != nil {
		return err
	}
	if waits {
		if err := s.Conversations.WaitForTeamIn(tx, c.ConversationID); err != nil {
			return err
		}
	}
	return s.Notices.TellIn(tx, c.OwnerID, code, code+"/"+key, args, notice.About{ConversationID: c.ConversationID, CaseID: c.ID})
}

func cleanText(field, text string) (string, error) {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > MaxSummaryLen {
		return "", fault.Field(field, "case.text_too_long", "limit", MaxSummaryLen)
	}
	return text, nil
}

func shortened(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}
