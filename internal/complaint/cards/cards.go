// Package cards says what the program itself shows buyers about their cases.
package cards

import (
	_ "embed"
	"encoding/json"
	"strings"

	"github.com/anxin-desk/anxin/internal/conversation"
)

// Kinds of cards that refer to a case. One leads its buyer to how it is getting
// on, the other asks them how it went.
const (
	Progress = "progress"
	Rating   = "rating"
)

// Options is the kind of the card on which a buyer chooses what is offered.
const Options = "options"

// What the program itself says to buyers, in the one language of a thread.
//
//go:embed words.json
var wordsFile []byte

var words = readWords()

func readWords() map[string]string {
	all := map[string]string{}
	if err := json.Unmarshal(wordsFile, &all); err != nil {
		panic("complaint/cards/words.json: " + err.Error())
	}
	return all
}

// announced are the lines that the team reads and the buyer sees as a card: its
// kind, and the words on it.
var announced = map[string]struct{ card, text string }{
	"case.opened":          {Progress, "opened"},
	"case.confirmed":       {Rating, "rate"},
	"case.closed_verified": {Rating, "rate_verified"},
}

// Announce turns a line for the team about a case into one that the buyer sees as
// a card, if there is one for it.
func Announce(line conversation.Message, caseID, number string) conversation.Message {
	if to, ok := announced[line.Event.Code]; ok {
		line.Internal = false
		line.Card = conversation.CardRef{Kind: to.card, Ref: caseID}
		line.Text = strings.ReplaceAll(words[to.text], "{number}", number)
	}
	return line
}

// Asks is a card on which somebody of the team asks the buyer something, or shows it.
func Asks(by, name, kind, ref, key, text string) conversation.Message {
	return conversation.Message{
		Sender: conversation.Sender{Kind: conversation.Agent, ID: by, Name: name}, Kind: conversation.Card,
		Card: conversation.CardRef{Kind: kind, Ref: ref}, Text: text, Key: "card-" + kind + "-" + key,
	}
}

// Says is what somebody of the team says to the buyer.
func Says(by, name, text, key string) conversation.Message {
	return conversation.Message{Sender: conversation.Sender{Kind: conversation.Agent, ID: by, Name: name}, Kind: conversation.Text, Text: text, Key: key}
}

// Tells is a line for the team about a case.
func Tells(code, key string, args map[string]string) conversation.Message {
	return conversation.Message{
		Sender: conversation.Sender{Kind: conversation.System}, Kind: conversation.Event, Internal: true,
		Event: conversation.EventLine{Code: code, Args: args}, Key: code + "-" + key,
	}
}

// Reminds asks the buyer again whether a case is solved.
func Reminds(caseID, key, text string) conversation.Message {
	return conversation.Message{
		Sender: conversation.Sender{Kind: conversation.System}, Kind: conversation.Card,
		Card: conversation.CardRef{Kind: "outcome", Ref: caseID}, Text: text, Key: "reminder-" + key,
	}
}

// Shared leads the buyer to the progress of a case once more.
func Shared(caseID, number, key string) conversation.Message {
	return conversation.Message{
		Sender: conversation.Sender{Kind: conversation.System}, Kind: conversation.Card,
		Card: conversation.CardRef{Kind: Progress, Ref: caseID},
		Text: strings.ReplaceAll(words["shared"], "{number}", number), Key: "card-progress-" + key,
	}
}
