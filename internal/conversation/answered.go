package conversation

import "github.com/anxin-desk/anxin/internal/platform/db"

// Answered is announced when a person of the team has said something to a buyer
// who waited.
type Answered struct {
	ConversationID string
	By             string // id of the person
}

func (Answered) Kind() string { return "conversation.answered" }

// announceAnswer announces a message if it ended the buyer's wait.
func (s *Service) announceAnswer(tx *db.Tx, before, after Conversation, m Message) error {
	if m.Sender.Kind != Agent || before.WaitingSince.IsZero() || !after.WaitingSince.IsZero() {
		return nil
	}
	return s.Queue.Announce(tx, Answered{after.ID, m.Sender.ID})
}
