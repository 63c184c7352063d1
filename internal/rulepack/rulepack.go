// Package rulepack keeps what a shop adds to the rules by which replies are
// checked, and takes from them: packs of rules of its own, in the YAML form of the
// shipped ones, and choices about the shipped ones.
//
// A pack has a draft, which people work on, and editions, which never change. What
// an edition says holds from the moment it is published, on every node: each check
// asks for the stamp of its shop, which is one row, and compiles when it has risen.
//
// The files rulepack.go, choice.go, examine.go, place.go, edit.go and compare.go
// hold the rules and do no I/O; store.go is the SQL, book.go what replies are
// checked by.
package rulepack

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Pack is a set of rules of a shop.
type Pack struct {
	ID      string
	ShopID  string
	Name    string // as its rules begin with
	Title   string
	On      bool
	Draft   string // YAML
	Ahead   bool   // the draft is not what is in force
	Edition int64  // in force, 0 for none
	MadeAt  time.Time
	Version int64
}

// Edition is a pack as it was put in force. It never changes.
type Edition struct {
	PackID   string
	Number   int64
	Text     string // YAML; "" in lists
	Note     string
	Restored int64 // the edition that was taken back, 0 if the draft was published
	MadeBy   string
	MadeAt   time.Time
}

// Limits of packs.
const (
	MaxPacks = 20      // of a shop
	MaxRules = 200     // of a pack
	MaxText  = 200_000 // bytes of a pack
	MaxTitle = 30      // runes
	maxNote  = 200     // runes
	maxWords = 300     // runes of message, why, better or an example
	maxTried = 40      // examples of a rule, good or bad
)

var packName = regexp.MustCompile(`^[a-z][a-z0-9_]{1,29}$`)

// House is the category of rules that only a shop itself knows the reason of.
const House = "house"

// Categories are those that a rule may have.
var Categories = []string{
	"vague_promise", "over_promise", "absolute", "blame_shift", "dismissal", "rule_first", "jargon", "cold_opening", "empty_empathy", "overacted",
	"take_sides", "rude", "interrupt", "repeat_question", "personal_data", "off_platform", "review_reward", "oversell", "offer_mismatch", House,
}

// reserved tells whether a name is one of ours.
func reserved(name string) bool {
	return slices.Contains(Categories, name) || name == "common" || name == "house_words" || strings.HasPrefix(name, "platform_")
}

// cleanTitle returns the title as it will be kept.
func cleanTitle(title string) (string, error) {
	title = strings.Join(strings.Fields(title), " ")
	if n := utf8.RuneCountInString(title); n == 0 || n > MaxTitle {
		return "", fault.Field("title", "rule_pack.title_length", "limit", MaxTitle)
	}
	return title, nil
}

// blank is the draft of a pack that begins.
func blank(name, title string) (string, error) {
	return write(check.Pack{Name: name, Title: title, Version: 1, Source: "店内规定", Rules: []check.Rule{}})
}

// nextName is the first of own_1, own_2, … that is not taken.
func nextName(taken []Pack) string {
	for n := 1; ; n++ {
		name := fmt.Sprintf("own_%d", n)
		if !slices.ContainsFunc(taken, func(p Pack) bool { return p.Name == name }) {
			return name
		}
	}
}

// Rules are those of the draft; none if it cannot be read.
func (p Pack) Rules() []check.Rule {
	draft, err := check.ReadPack([]byte(p.Draft))
	if err != nil {
		return nil
	}
	return draft.Rules
}
