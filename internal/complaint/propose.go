package complaint

import (
	"context"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// MoveTo takes a case on to a stage by hand; note says why, and may be empty.
func (s *Service) MoveTo(ctx context.Context, id string, version int64, to Stage, note string) (Case, error) {
	note, err := cleanText("note", note)
	if err != nil {
		return Case{}, err
	}
	return s.change(ctx, id, version, "move", told{Note: note}, func(_ *db.Tx, c Case) (Case, error) {
		return c.moveTo(to)
	})
}

// propose writes down what we offer. Another proposal takes the place of the
// one before, and needs the buyer's word anew.
func (c Case) propose(text string) (Case, error) {
	if err := c.mustBeOpen(); err != nil {
		return c, err
	}
	text, err := cleanText("text", text)
	switch {
	case err != nil:
		return c, err
	case text == "":
		return c, fault.Field("text", "case.proposal_missing")
	}
	c.Proposal, c.Agreement, c.AgreementMessage = text, "", ""
	if err := c.wants(Proposed); err != nil {
		return c, err
	}
	return c.reach(Proposed).back(Proposed), nil
}

// Propose writes down what we offer the buyer and, if say is set, says it to
// them as a message.
func (s *Service) Propose(ctx context.Context, id string, version int64, text string, say bool) (Case, error) {
	actor, _ := identity.From(ctx)
	return s.change(ctx, id, version, "propose", told{Text: text}, func(tx *db.Tx, c Case) (Case, error) {
		c, err := c.hearIf(say).propose(text)
		if err != nil || !say {
			return c, err
		}
		_, err = s.Conversations.PostIn(tx, c.ConversationID, conversation.Message{
			Sender: conversation.Sender{Kind: conversation.Agent, ID: actor.ID, Name: actor.Name},
			Kind:   conversation.Text, Text: c.Proposal, Key: "proposal-" + c.step(),
		})
		return c, err
	})
}

// agree takes the buyer's word on the proposal.
func (c Case) agree(note, messageID string) (Case, error) {
	if err := c.mustBeOpen(); err != nil {
		return c, err
	}
	note, err := cleanText("note", note)
	switch {
	case err != nil:
		return c, err
	case note == "" && messageID == "":
		return c, fault.Field("note", "case.agreement_missing")
	case c.Proposal == "":
		return c, lacking([]Need{NeedProposal})
	}
	c.Agreement, c.AgreementMessage = note, messageID
	if err := c.wants(Agreed); err != nil {
		return c, err
	}
	return c.reach(Agreed), nil
}

// Agree records that the buyer agrees to the proposal: by a message of theirs,
// whose number is seq, or as the note says.
func (s *Service) Agree(ctx context.Context, id string, version, seq int64, note string) (Case, error) {
	return s.change(ctx, id, version, "agree", told{Note: note}, func(tx *db.Tx, c Case) (Case, error) {
		messageID := ""
		if seq > 0 {
			m, err := BuyersMessageIn(tx, c, seq)
			if err != nil {
				return c, err
			}
			messageID = m.ID
		}
		return c.agree(note, messageID)
	})
}
