// Package conversation keeps what was said between a customer and the team.
//
// Messages of a conversation carry a sequence number, given in the transaction
// that stores them, without gaps. Screens ask for what came since the number
// they have; realtime only hints that there is something to ask for.
//
// The clock of waiting starts with a buyer's message and stops with the next
// message of a person on the team. The words of a message are never changed or
// deleted, so that the thread is its own record; only who looks after it, and
// that a message was taken back, is audited.
package conversation

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// WebChat is the channel of the chat widget.
const WebChat = "webchat"

// Limits of a message.
const (
	MaxTextLen = 5000 // runes
	MaxFiles   = 9
	previewLen = 80 // runes of the last message that a queue shows
)

// Conversation is the thread with one customer on one channel.
type Conversation struct {
	ID           string
	ShopID       string
	CustomerID   string
	Channel      string
	AssigneeID   string    // "" while nobody looks after it
	WaitingSince time.Time // of the oldest unanswered message; zero if none
	HeadSeq      int64     // number of the last message, 0 if none
	AgentReadSeq int64
	BuyerReadSeq int64
	Unread       int64 // buyer's messages beyond AgentReadSeq
	MadeAt       time.Time
	Snooze       Snooze
	WokeAt       time.Time // when it came back, until somebody answers; zero if it did not
	MergedInto   string    // the conversation in which it goes on, "" if in itself
	Version      int64     // counts assignments, snoozes and merging, not messages

	autoVersion int64 // made when answering assigned it, 0 if it did not
}

// Recorded is the channel of what is only kept: it leads to no buyer.
const Recorded = "register"

// SenderKind says who speaks.
type SenderKind string

const (
	Buyer  SenderKind = "buyer"
	Agent  SenderKind = "agent"
	System SenderKind = "system"
)

// Sender is who speaks, with the name that was shown then.
type Sender struct {
	Kind SenderKind
	ID   string
	Name string
}

// Kind is the form of a message. Text is always its plain-text form.
type Kind string

const (
	Text  Kind = "text"
	Files Kind = "file"
	Card  Kind = "card"  // a commitment, a question about the outcome, …
	Event Kind = "event" // a line by the system, worded in the reader's language
)

// CardRef names what a card shows: a kind and the id of the thing.
type CardRef struct{ Kind, Ref string }

// EventLine is a line by the system: a catalogue code and its values.
type EventLine struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// Message is one thing that was said.
type Message struct {
	ID             string
	ConversationID string
	Seq            int64
	Sender         Sender
	Kind           Kind
	Text           string
	Card           CardRef
	Event          EventLine
	Files          []File
	Internal       bool   // only the team sees it
	Key            string // given by the sender's program, the same for the same message
	At             time.Time
	RecalledAt     time.Time // when its sender took it back; zero if they did not
}

// File is something that was sent with a message, or is about to be.
type File struct {
	ID             string
	ConversationID string
	UploaderKind   SenderKind
	UploaderID     string
	Key            string
	Name           string
	MediaType      string
	Size           int64 // bytes
	Width, Height  int64 // pixels of an image, else 0
	SHA256         string
	ThumbSHA256    string // "" if there is no thumbnail
	MadeAt         time.Time
	TeamOnly       bool `json:"-"` // in a note, or in a message that was taken back
}

// Draft is a message about to be sent by a person.
type Draft struct {
	Text    string
	FileIDs []string
}

// clean returns the draft as it will be stored, or what is wrong with it.
func (d Draft) clean() (Draft, error) {
	d.Text = strings.TrimSpace(d.Text)
	switch n := utf8.RuneCountInString(d.Text); {
	case !utf8.ValidString(d.Text):
		return d, fault.Field("text", "message.not_text")
	case n > MaxTextLen:
		return d, fault.Field("text", "message.too_long", "limit", MaxTextLen, "over", n-MaxTextLen)
	case n == 0 && len(d.FileIDs) == 0:
		return d, fault.Field("text", "message.empty")
	case len(d.FileIDs) > MaxFiles:
		return d, fault.Field("file_ids", "message.too_many_files", "limit", MaxFiles)
	}
	return d, nil
}

// take returns the conversation after a message of this sender.
func (c Conversation) take(m Message) Conversation {
	c.HeadSeq = m.Seq
	switch {
	case m.Sender.Kind == Buyer:
		c.Unread++
		if c.WaitingSince.IsZero() {
			c.WaitingSince = m.At
		}
	case m.Sender.Kind == Agent && !m.Internal:
		c.WaitingSince, c.WokeAt = time.Time{}, time.Time{}
		if c.AssigneeID == "" {
			c.AssigneeID = m.Sender.ID
			c.Version++
			c.autoVersion = c.Version
		}
	}
	return c
}

// waitForTeam starts the clock of waiting without a message, for an answer that
// the buyer gave on a card.
func (c Conversation) waitForTeam(now time.Time) Conversation {
	if c.WaitingSince.IsZero() {
		c.WaitingSince = now
	}
	return c
}

// says tells whether two messages have the same words and files.
func (m Message) says(n Message) bool {
	return m.Text == n.Text && slices.EqualFunc(m.Files, n.Files, func(a, b File) bool { return a.ID == b.ID })
}

// preview is what a queue shows of a message.
func (m Message) preview() string {
	text := strings.Join(strings.Fields(m.Text), " ")
	if text == "" && len(m.Files) > 0 {
		return m.Files[0].Name
	}
	if runes := []rune(text); len(runes) > previewLen {
		return string(runes[:previewLen]) + "…"
	}
	return text
}
