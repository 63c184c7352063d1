package complaint

import (
	_ "embed"
	"encoding/json"
	"strings"

	"github.com/anxin-desk/anxin/internal/conversation"
)

// Kinds of cards that refer to a case. One leads its buyer to how it is getting
// on, the other asks them how it went.
const (
	ProgressCard = "progress"
	RatingCard   = "rating"
)

// What the program itself says to buyers, in the one language of a thread.
//
//go:embed words.json
var wordsFile []byte

var words = readWords()

func readWords() map[string]string {
	all := map[string]string{}
	if err := json.Unmarshal(wordsFile, &all); err != nil {
		panic("complaint/words.json: " + err.Error())
	}
	return all
}

// announced are the lines that the team reads and the buyer sees as a card: its
// kind, and the words on it.
var announced = map[string]struct{ card, text string }{
	"case.opened":          {ProgressCard, "opened"},
	"case.confirmed":       {RatingCard, "rate"},
	"case.closed_verified": {RatingCard, "rate_verified"},
}

// announce turns a line for the team into one that the buyer sees as a card, if
// there is one for it.
func (c Case) announce(line conversation.Message) conversation.Message {
	if to, ok := announced[line.Event.Code]; ok {
		line.Internal = false
		line.Card = conversation.CardRef{Kind: to.card, Ref: c.ID}
		line.Text = strings.ReplaceAll(words[to.text], "{number}", c.Number)
	}
	return line
}

// SharedCard leads the buyer to the progress of a case once more.
func (c Case) SharedCard(key string) conversation.Message {
	return conversation.Message{
		Sender: conversation.Sender{Kind: conversation.System}, Kind: conversation.Card,
		Card: conversation.CardRef{Kind: ProgressCard, Ref: c.ID},
		Text: strings.ReplaceAll(words["shared"], "{number}", c.Number), Key: "card-progress-" + key,
	}
}
