package rulepack

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Choices are what a shop has chosen about the rules that come with the program.
type Choices struct {
	Platforms []string               `json:"platforms"` // whose rules hold too
	Names     []string               `json:"names"`     // of goods, inside of which nothing unwise is found
	Words     []Word                 `json:"words"`     // that buyers do not know
	Off       []string               `json:"off"`       // ids of rules that are not used
	Levels    map[string]check.Level `json:"levels"`    // by id of rule, where they differ
	Version   int64                  `json:"-"`
}

// Word is one that buyers do not know, with the plain one.
type Word struct {
	Word  string `json:"word"`
	Plain string `json:"plain"`
}

// Limits of choices.
const (
	MaxNames   = 2000
	MaxPlain   = 1000 // words
	maxName    = 60   // runes
	minName    = 2
	maxOneWord = 30 // runes
)

// clean returns the choices as they will be kept. Rules that are no more are
// forgotten.
func (c Choices) clean(known []Entry) (Choices, error) {
	for _, p := range c.Platforms {
		if !slices.Contains(check.Platforms(), p) {
			return c, fault.Field("platforms", "rule_pack.platform_unknown", "platform", p)
		}
	}
	slices.Sort(c.Platforms)
	c.Platforms = slices.Compact(c.Platforms)
	var err error
	if c.Names, err = cleanNames(c.Names); err != nil {
		return c, err
	}
	if c.Words, err = cleanWords(c.Words); err != nil {
		return c, err
	}
	return c.cleanRules(known)
}

func (c Choices) cleanRules(known []Entry) (Choices, error) {
	off, levels := c.Off, c.Levels
	c.Off, c.Levels = nil, map[string]check.Level{}
	for _, e := range known {
		level, set := levels[e.ID]
		switch set = set && level != e.Shipped; {
		case e.Fixed && (set || slices.Contains(off, e.ID)):
			return c, fault.Field("rules", "rule_pack.fixed", "rule", e.Message)
		case set && !slices.Contains([]check.Level{check.Hint, check.Warning, check.Error, check.Block}, level):
			return c, fault.Field("rules", "rule_pack.level_unknown", "level", string(level))
		case set && level == check.Block && !check.Blockable(e.Category):
			return c, fault.Field("rules", "rule_pack.not_blockable", "rule", e.Message)
		case set:
			c.Levels[e.ID] = level
		}
		if slices.Contains(off, e.ID) {
			c.Off = append(c.Off, e.ID)
		}
	}
	return c, nil
}

func cleanNames(names []string) ([]string, error) {
	seen := map[string]bool{}
	all := []string{}
	for _, name := range names {
		name = strings.Join(strings.Fields(name), " ")
		if n := utf8.RuneCountInString(name); n < minName || n > maxName {
			return nil, fault.Field("names", "rule_pack.name_length", "name", name, "min", minName, "max", maxName)
		}
		if key := language.Normal(name); !seen[key] {
			seen[key] = true
			all = append(all, name)
		}
	}
	if len(all) > MaxNames {
		return nil, fault.Field("names", "rule_pack.too_many_names", "limit", MaxNames)
	}
	return all, nil
}

func cleanWords(words []Word) ([]Word, error) {
	seen := map[string]bool{}
	all := []Word{}
	for _, w := range words {
		w.Word, w.Plain = strings.Join(strings.Fields(w.Word), " "), strings.Join(strings.Fields(w.Plain), " ")
		key := language.Normal(w.Word)
		n := utf8.RuneCountInString(w.Word)
		switch {
		case key == "" || n < 2 || n > maxOneWord:
			return nil, fault.Field("words", "rule_pack.word_length", "word", w.Word, "min", 2, "max", maxOneWord)
		case w.Plain == "" || utf8.RuneCountInString(w.Plain) > maxName:
			return nil, fault.Field("words", "rule_pack.plain_length", "word", w.Word, "max", maxName)
		case seen[key]:
			return nil, fault.Field("words", "rule_pack.word_twice", "word", w.Word)
		}
		seen[key] = true
		all = append(all, w)
	}
	if len(all) > MaxPlain {
		return nil, fault.Field("words", "rule_pack.too_many_words", "limit", MaxPlain)
	}
	return all, nil
}

// changes are the choices as the engine takes them.
func (c Choices) changes(packs []check.Pack) check.Changes {
	plain := map[string]string{}
	for _, w := range c.Words {
		plain[w.Word] = w.Plain
	}
	return check.Changes{Packs: packs, Off: c.Off, Levels: c.Levels, Names: c.Names, Plain: plain}
}
