// Package notice keeps the words to members of the team that they should not
// miss: a clock has rung, a buyer is not satisfied. A notice is stored before
// anybody is hinted at it, so that nothing is missed while a browser is closed.
package notice

import "time"

// Notice is one word to one person. What it says is a catalogue code and its
// values; About tells where to go.
type Notice struct {
	ID     string
	UserID string
	Kind   string // catalogue code, as "commitment.alarm"
	Args   map[string]string
	About  About
	At     time.Time
	ReadAt time.Time // zero while unread
	Key    string    // the same key is told to the same person once
}

// About names the things that a notice is about; fields may be empty.
type About struct{ ConversationID, CaseID, CommitmentID, TicketID, ClaimID string }

// Hint is what open screens hear: that there is something new to ask for.
type Hint struct {
	Kind string `json:"kind"` // "notice"
}
