package automation

import (
	"context"
	"strings"

	"github.com/anxin-desk/anxin/internal/assignment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/conversation/load"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
)

// subject is what an event is about.
type subject struct {
	conversation.Conversation
	of       complaint.Case // the open case, or that of the event; zero if none
	ticketID string
	byRule   bool // a rule has made the ticket
}

// wordsRead is how many of a buyer's last messages conditions look at.
const wordsRead = 5

// subjectIn finds what a conversation is about. caseID is that of the event, "" for
// the newest open one.
func subjectIn(q db.Queryer, conversationID, caseID string) (s subject, err error) {
	if s.Conversation, err = conversation.FindIn(q, identity.Everything, conversationID); err != nil {
		return s, err
	}
	cases, err := complaint.OfConversationIn(q, identity.Everything, conversationID)
	for _, c := range cases {
		if c.ID == caseID || caseID == "" && c.Stage != complaint.Closed && c.MergedInto == "" {
			s.of = c
			break
		}
	}
	return s, err
}

// factsIn looks up what conditions ask about, as it is now.
func (s *Service) factsIn(q db.Queryer, at subject) (f Facts, err error) {
	said, err := load.Words(q, at.ID, wordsRead)
	if err != nil {
		return f, err
	}
	traits, err := profile.TraitsIn(q, at.CustomerID)
	if err != nil {
		return f, err
	}
	of, err := shop.GetIn(q, at.ShopID)
	if err != nil {
		return f, err
	}
	f = Facts{Channel: at.Channel, Scenario: at.of.Scenario, Severity: string(at.of.Severity), Stage: string(at.of.Stage), Level: string(traits.Level), Tags: traits.Tags,
		Words: strings.Join(said, "\n"), Assigned: at.AssigneeID != "", Hours: of.Hours.Open(s.Now())}
	f.Language = assignment.LanguageOf(f.Words)
	f.Paid, err = s.paid(at)
	return f, err
}

// paid is what the order was worth that the case is about, 0 if it is not known.
func (s *Service) paid(at subject) (int64, error) {
	if at.of.OrderNo == "" {
		return 0, nil
	}
	ctx := identity.With(context.Background(), identity.NewAutomation(at.ShopID, ""))
	found, err := s.Orders.OfShop(ctx, at.ShopID, []string{at.of.OrderNo})
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0].Paid.N, nil
}
