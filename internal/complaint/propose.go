package complaint

import (
	"context"

	"github.com/anxin-desk/anxin/internal/complaint/cards"
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
func (s *Service) Propose(ctx context.Context, id string, version int64, text string, say bool) (c Case, err error) {
	actor, _ := identity.From(ctx)
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		show := func(c Case) error {
			_, err := s.Conversations.PostIn(tx, c.ConversationID, cards.Says(actor.ID, actor.Name, c.Proposal, "proposal-"+c.step()))
			return err
		}
		if !say {
			show = nil
		}
		c, err = s.ProposeIn(ctx, tx, id, version, text, show)
		return err
	})
	return c, err
}

// ProposeIn is Propose as part of tx; show, if there is one, says it to the buyer.
func (s *Service) ProposeIn(ctx context.Context, tx *db.Tx, id string, version int64, text string, show func(Case) error) (Case, error) {
	return s.changeIn(ctx, tx, identity.CaseWrite, id, version, "propose", told{Text: text}, func(_ *db.Tx, c Case) (Case, error) {
		c, err := c.hearIf(show != nil).propose(text)
		if err != nil || show == nil {
			return c, err
		}
		return c, show(c)
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

// AgreeIn takes the buyer's word on the proposal of a case that the caller has
// locked, as part of tx.
func (s *Service) AgreeIn(tx *db.Tx, c Case, by, note, messageID string) (Case, error) {
	c, err := c.agree(note, messageID)
	if err != nil {
		return c, err
	}
	return s.store(tx, c, by, "agree", told{Note: note})
}
