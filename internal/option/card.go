package option

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Limits of a card.
const (
	MaxPicks = 3
	MaxText  = 200 // runes of an option's words
	MaxIntro = 200
	MaxWords = 500 // of what a buyer adds
)

// State is how far a card is.
type State string

const (
	Sent      State = "sent"
	Chosen    State = "chosen"
	Declined  State = "declined"  // none of it suits the buyer
	Replaced  State = "replaced"  // by another card or another proposal
	Withdrawn State = "withdrawn" // the shop took it back
)

// Pick is an option that a buyer is offered.
type Pick struct {
	Remedy   string `json:"remedy"`
	Fen      int64  `json:"fen,omitempty"`
	Text     string `json:"text,omitempty"` // for the buyer
	Extra    string `json:"extra,omitempty"`
	ExtraFen int64  `json:"extra_fen,omitempty"`
	Freight  string `json:"freight,omitempty"`
	Kept     bool   `json:"kept,omitempty"`
}

// Draft is a card about to be sent.
type Draft struct {
	Intro string
	Picks []Pick
	Said  map[string]string // what the agent has found out, by the names of policy facts
}

// Card is what a buyer was offered, and what they said to it.
type Card struct {
	ID, Key, CaseID, ShopID string
	Intro                   string
	Picks                   []Pick
	Said                    map[string]string
	Proposal                string // as the case keeps it
	State                   State
	Chosen                  int64  // from 1, 0 for none
	Words                   string // that the buyer added
	MessageID               string // the buyer's message that was taken as the answer
	MadeBy                  string
	MadeAt, AnsweredAt      time.Time
	Version                 int64
}

// moment tells this change of a card from others.
func (c Card) moment() string { return c.ID + "/" + strconv.FormatInt(c.Version, 10) }

// ChosenPick is what the buyer chose.
func (c Card) ChosenPick() (Pick, bool) {
	if c.State != Chosen {
		return Pick{}, false
	}
	return c.Picks[c.Chosen-1], true
}

// check returns picks as they will be offered, or what is wrong with them. An agent
// who may not approve leaves what needs somebody's word to those who may.
func (o Options) check(picks []Pick, approves bool) ([]Pick, error) {
	if len(picks) == 0 || len(picks) > MaxPicks {
		return nil, fault.Field("picks", "option.picks_range", "max", MaxPicks)
	}
	var all []Pick
	for i, p := range picks {
		if slices.ContainsFunc(picks[:i], func(q Pick) bool { return q.Remedy == p.Remedy }) {
			return nil, fault.Field("picks", "option.twice", "remedy", RemedyZh(p.Remedy))
		}
		p, err := o.pick(p, approves)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func (o Options) pick(p Pick, approves bool) (Pick, error) {
	x, err := may(o.All(), p.Remedy, p.Fen, approves)
	if err != nil {
		return p, err
	}
	p.Text, p.Freight, p.Kept = strings.TrimSpace(p.Text), x.Freight, x.Kept
	if n := utf8.RuneCountInString(p.Text); n > MaxText {
		return p, fault.Field("picks", "option.text_long", "limit", MaxText)
	}
	if p.Extra == "" {
		p.ExtraFen = 0
		return p, nil
	}
	if _, err := may(o.Extras, p.Extra, p.ExtraFen, approves); err != nil {
		return p, err
	}
	if o.Left != nil && !x.lawful && p.Fen+p.ExtraFen > *o.Left {
		return p, fault.Field("picks", "option.beyond_left", "left", limits.Yuan(*o.Left))
	}
	return p, nil
}

// may finds what is offered among options, and holds its amount to what it may be.
func may(all []Option, remedy string, fen int64, approves bool) (x Option, err error) {
	i := slices.IndexFunc(all, func(x Option) bool { return x.Remedy == remedy })
	if i < 0 {
		return x, fault.Field("picks", "option.not_offered", "remedy", RemedyZh(remedy))
	}
	x = all[i]
	switch {
	case !x.Ready:
		return x, fault.Field("picks", "option.verify_first", "remedy", RemedyZh(remedy))
	case x.Approval != "" && !approves:
		return x, fault.Field("picks", "option.needs_approval", "remedy", RemedyZh(remedy))
	case x.Fen == nil && fen != 0:
		return x, fault.Field("picks", "option.no_amount", "remedy", RemedyZh(remedy))
	case x.Fen == nil:
		return x, nil
	}
	least := int64(1)
	if x.Floor != nil {
		least = max(least, *x.Floor)
	}
	if fen < least || fen > *x.Cap {
		return x, fault.Field("picks", "option.amount_range", "remedy", RemedyZh(remedy), "min", limits.Yuan(least), "max", limits.Yuan(*x.Cap))
	}
	return x, nil
}

// cleanIntro is what stands above the options.
func (d Draft) cleanIntro(asText bool) (string, error) {
	intro := strings.TrimSpace(d.Intro)
	if utf8.RuneCountInString(intro) > MaxIntro {
		return "", fault.Field("intro", "option.text_long", "limit", MaxIntro)
	}
	if intro == "" {
		intro = Intro(asText)
	}
	return intro, nil
}

// choose takes an option; the same again changes nothing.
func (c Card) choose(n int64, messageID string, now time.Time) (_ Card, changed bool, err error) {
	switch {
	case c.State == Chosen && c.Chosen == n:
		return c, false, nil
	case c.State == Chosen:
		return c, false, fault.New(fault.Conflict, "option.chosen_already", "title", c.Picks[c.Chosen-1].Title())
	case n < 1 || n > int64(len(c.Picks)):
		return c, false, fault.Field("n", "option.no_such")
	}
	if err := c.stands(); err != nil {
		return c, false, err
	}
	c.State, c.Chosen, c.Words, c.MessageID, c.AnsweredAt = Chosen, n, "", messageID, now
	c.Version++
	return c, true, nil
}

// decline takes the buyer's word that none of it suits them.
func (c Card) decline(words, messageID string, now time.Time) (_ Card, changed bool, err error) {
	words = strings.TrimSpace(words)
	switch {
	case c.State == Declined && (c.Words == words || words == ""):
		return c, false, nil
	case c.State == Chosen:
		return c, false, fault.New(fault.Conflict, "option.chosen_already", "title", c.Picks[c.Chosen-1].Title())
	case utf8.RuneCountInString(words) > MaxWords:
		return c, false, fault.Field("words", "option.text_long", "limit", MaxWords)
	}
	if err := c.stands(); err != nil {
		return c, false, err
	}
	c.State, c.Words, c.MessageID, c.AnsweredAt = Declined, words, messageID, now
	c.Version++
	return c, true, nil
}

// stands refuses what is said to a card that does not count any more.
func (c Card) stands() error {
	switch c.State {
	case Replaced:
		return fault.New(fault.Conflict, "option.replaced")
	case Withdrawn:
		return fault.New(fault.Conflict, "option.withdrawn")
	}
	return nil
}

// end takes a card off the table, for another one or for nothing.
func (c Card) end(as State) (Card, error) {
	switch c.State {
	case Chosen:
		return c, fault.New(fault.Conflict, "option.chosen_already", "title", c.Picks[c.Chosen-1].Title())
	case Sent, Declined:
		c.State = as
		c.Version++
		return c, nil
	}
	return c, c.stands()
}
