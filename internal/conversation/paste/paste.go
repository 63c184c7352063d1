package paste

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/language"
	read "github.com/anxin-desk/anxin/internal/language/paste"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Limits of what may be pasted at once.
const (
	maxText     = 200_000 // runes
	maxMessages = 2000
	maxKnown    = 3000 // of what is known, the last so many are compared
	maxNick     = 100  // runes
)

// recent is how long ago a buyer may have written who is said to wait. Whoever
// pastes an older chat puts it on record.
const recent = 24 * time.Hour

// Draft is a chat as it was pasted, and what is said of it.
type Draft struct {
	ShopID         string
	ConversationID string // in which it goes on, "" to find that by the nick
	Text           string
	Tool           string // "" to guess it
	Nick           string // of the buyer, "" if the chat says it
	Sides          map[string]read.Side
	Lines          map[int]read.As
}

func (d Draft) clean() (Draft, error) {
	d.Nick = strings.Join(strings.Fields(d.Nick), " ")
	switch n := utf8.RuneCountInString(d.Text); {
	case !utf8.ValidString(d.Text):
		return d, fault.Field("text", "message.not_text")
	case strings.TrimSpace(d.Text) == "":
		return d, fault.Field("text", "paste.empty")
	case n > maxText:
		return d, fault.Field("text", "paste.too_long", "limit", maxText)
	case d.Tool != "" && !slices.Contains(read.Tools(), d.Tool):
		return d, fault.Field("tool", "paste.tool_unknown")
	case utf8.RuneCountInString(d.Nick) > maxNick:
		return d, fault.Field("nick", "paste.nick_too_long", "limit", maxNick)
	}
	return d, nil
}

// Preview is what was read in a chat, set against what is known.
type Preview struct {
	read.Chat
	Nick         string                    // under which the buyer is known, "" if somebody has to say it
	Conversation conversation.Conversation // in which it goes on, the zero one if there is none yet
	New          []bool                    // of each message, whether it was not known
	Stranger     string                    // who speaks where the conversation is with somebody else, "" if all is well

	times []time.Time
	known []conversation.Message
}

// Added counts what is new.
func (p Preview) Added() (n int) {
	for _, fresh := range p.New {
		if fresh {
			n++
		}
	}
	return n
}

// set compares the chat with what is known.
func (p *Preview) set(known []conversation.Message, now time.Time) {
	var before, pasted []said
	var at []time.Time
	for _, m := range known {
		before, at = append(before, knownOf(m)), append(at, m.At)
	}
	for _, m := range p.Messages {
		pasted = append(pasted, pastedOf(m))
	}
	found := align(before, pasted)
	p.known, p.times = known, place(at, pasted, found, now)
	p.New = make([]bool, len(found))
	for i, k := range found {
		p.New[i] = k < 0
	}
}

// check refuses what cannot be kept.
func (p Preview) check() error {
	switch {
	case len(p.Messages) == 0:
		return fault.Field("text", "paste.no_messages")
	case len(p.Messages) > maxMessages:
		return fault.Field("text", "paste.too_many_messages", "limit", maxMessages)
	case p.Stranger != "":
		return fault.Field("text", "paste.other_buyer", "name", p.Stranger)
	case p.Nick == "":
		return fault.Field("nick", "paste.nick_missing")
	}
	for _, m := range p.Messages {
		if utf8.RuneCountInString(m.Text) > conversation.MaxTextLen {
			return fault.Field("text", "paste.message_too_long", "limit", conversation.MaxTextLen)
		}
	}
	return nil
}

// fresh are the new messages of a buyer or of ours, as they are kept.
func (p Preview) fresh(customerID, shopName string, newID func() string) (all []conversation.Message) {
	for i, m := range p.Messages {
		if !p.New[i] {
			continue
		}
		from := conversation.Sender{Kind: conversation.Agent, Name: m.Who}
		if m.Side == read.Buyer {
			from = conversation.Sender{Kind: conversation.Buyer, ID: customerID, Name: p.Nick}
		} else if from.Name == "" {
			from.Name = shopName
		}
		all = append(all, conversation.Message{Sender: from, Kind: conversation.Text, Text: m.Text, Key: keyOf(m, newID()), At: p.times[i]})
	}
	return all
}

// waits is since when the buyer waits, zero if they do not: the first message
// after the last words of a person on our side, if it is recent or the buyer was
// known to wait.
func waits(before, fresh []conversation.Message, waited bool, now time.Time) (since time.Time) {
	all := slices.Concat(before, fresh)
	slices.SortStableFunc(all, func(a, b conversation.Message) int { return a.At.Compare(b.At) })
	for _, m := range all {
		switch {
		case m.Sender.Kind == conversation.Buyer && since.IsZero():
			since = m.At
		case m.Sender.Kind == conversation.Agent && !read.IsRobot(m.Sender.Name):
			since = time.Time{}
		}
	}
	if !waited && now.Sub(since) > recent {
		return time.Time{}
	}
	return since
}

// ours are the names of which somebody says that they are ours, and theirs those
// of which they say they are not.
func (d Draft) ours() (ours, theirs []string) {
	for name, side := range d.Sides {
		if name = language.Normal(name); side == read.Us {
			ours = append(ours, name)
		} else {
			theirs = append(theirs, name)
		}
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	return ours, theirs
}
