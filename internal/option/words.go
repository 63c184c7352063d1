package option

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/anxin-desk/anxin/internal/policy"
)

// What buyers read, in the one language of a thread: for each remedy its name on the
// card and what it means, which agents may write otherwise.
//
//go:embed words.json
var wordsFile []byte

var said = readWords()

func readWords() map[string]string {
	all := map[string]string{}
	if err := json.Unmarshal(wordsFile, &all); err != nil {
		panic("option/words.json: " + err.Error())
	}
	return all
}

// RemedyZh is what a remedy is called, the code itself if it is none.
func RemedyZh(code string) string {
	if i := slices.IndexFunc(policy.Remedies, func(r policy.Remedy) bool { return r.Code == code }); i >= 0 {
		return policy.Remedies[i].Zh
	}
	return code
}

// title is the name of an option on the card.
func title(remedy string, fen int64) string {
	name, _, _ := strings.Cut(said[remedy], "|")
	money := ""
	if fen > 0 {
		money = " " + policy.Yuan(fen)
	}
	return strings.ReplaceAll(name, "{money}", money)
}

// Text is what a buyer may be told of an option: a draft.
func (x Option) Text() string {
	_, text, _ := strings.Cut(said[x.Remedy], "|")
	return strings.ReplaceAll(text, "{freight}", said["freight_"+x.Freight])
}

// Title is the name of an option on the card, as it is suggested.
func (x Option) Title() string {
	if x.Fen == nil {
		return title(x.Remedy, 0)
	}
	return title(x.Remedy, *x.Fen)
}

// Title is the name of a pick on the card.
func (p Pick) Title() string {
	text := title(p.Remedy, p.Fen)
	if p.Extra != "" {
		text += strings.ReplaceAll(said["with"], "{extra}", title(p.Extra, p.ExtraFen))
	}
	return text
}

// Plain is a card as text: all that stands on it, for who sees no cards.
func (c Card) Plain() string {
	var b strings.Builder
	b.WriteString(c.Intro)
	for i, p := range c.Picks {
		b.WriteString("\n" + strconv.Itoa(i+1) + ". " + p.Title())
		if p.Text != "" {
			b.WriteString("：" + p.Text)
		}
	}
	b.WriteString("\n" + said["none"])
	return b.String()
}

// Intro is what stands above the options unless an agent writes something else.
func Intro(asText bool) string {
	if asText {
		return said["intro_text"]
	}
	return said["intro"]
}

// summary is what the case keeps of a card as its proposal.
func (c Card) summary() string {
	var all []string
	for i, p := range c.Picks {
		all = append(all, strconv.Itoa(i+1)+" "+p.Title())
	}
	return strings.Join(all, "；")
}
