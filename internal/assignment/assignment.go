// Package assignment hands conversations in which a buyer waits and that nobody
// looks after to somebody who is there, has room, and can do what is needed.
//
// Who met the buyer before comes first; then who has the least to do of what
// they can take; then who was given nothing for the longest. Nobody is given
// more than their capacity, nobody who is not online, and nothing that a person
// has given to somebody is taken away. A shop that has not turned it on hands
// out nothing.
//
// The files assignment.go and choose.go hold the rules and do no I/O; store.go is
// the SQL, round.go what happens when something changes.
package assignment

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Limits of what a shop may say.
const (
	MaxCapacity = 100
	MaxQuiet    = 24 * 60 // minutes
	MaxSkills   = 20
	MaxName     = 12 // runes of a skill
	MaxWords    = 30 // of one skill
	MaxWordLen  = 12 // runes
)

// Plan is how a shop hands out conversations.
type Plan struct {
	On           bool
	Capacity     int64 // buyers at once, for who has no number of their own
	QuietMinutes int64 // after its last message a conversation in which nobody waits takes room for so long
	Skills       []Skill
	Version      int64 // 0 if the shop has not said
}

// Skill is something that conversations may need and people may have.
type Skill struct {
	Name      string   `json:"name"`
	Words     []string `json:"words"`     // of a buyer that ask for it
	Scenarios []string `json:"scenarios"` // of an open case that ask for it
}

// DefaultPlan is that of a shop that has not said.
func DefaultPlan() Plan { return Plan{Capacity: 5, QuietMinutes: 15} }

// Clean returns the plan as it will be kept, or what is wrong with it.
func (p Plan) Clean() (Plan, error) {
	switch {
	case p.Capacity < 1 || p.Capacity > MaxCapacity:
		return p, fault.Field("capacity", "assignment.capacity_range", "max", MaxCapacity)
	case p.QuietMinutes < 1 || p.QuietMinutes > MaxQuiet:
		return p, fault.Field("quiet_minutes", "assignment.quiet_range", "max", MaxQuiet)
	case len(p.Skills) > MaxSkills:
		return p, fault.Field("skills", "assignment.too_many_skills", "limit", MaxSkills)
	}
	skills := make([]Skill, 0, len(p.Skills))
	for _, s := range p.Skills {
		s, err := s.clean()
		if err != nil {
			return p, err
		}
		if slices.ContainsFunc(skills, func(other Skill) bool { return other.Name == s.Name }) {
			return p, fault.Field("skills", "assignment.skill_twice", "name", s.Name)
		}
		skills = append(skills, s)
	}
	p.Skills = skills
	return p, nil
}

func (s Skill) clean() (Skill, error) {
	if s.Name = strings.TrimSpace(s.Name); s.Name == "" || !short(s.Name, MaxName) {
		return s, fault.Field("skills", "assignment.skill_name", "limit", MaxName)
	}
	var err error
	if s.Words, err = cleanWords(s.Words); err != nil {
		return s, err
	}
	for _, id := range s.Scenarios {
		if !slices.Contains(complaint.Scenarios, id) {
			return s, fault.Field("skills", "case.scenario_unknown")
		}
	}
	s.Scenarios = slices.Compact(slices.Sorted(slices.Values(s.Scenarios)))
	return s, nil
}

func cleanWords(all []string) ([]string, error) {
	words := []string{}
	for _, w := range all {
		w = strings.ToLower(strings.TrimSpace(w))
		if w == "" || slices.Contains(words, w) {
			continue
		}
		if !short(w, MaxWordLen) {
			return nil, fault.Field("skills", "assignment.word_too_long", "limit", MaxWordLen)
		}
		words = append(words, w)
	}
	if len(words) > MaxWords {
		return nil, fault.Field("skills", "assignment.too_many_words", "limit", MaxWords)
	}
	return words, nil
}

// short tells whether a text is printable and has no more runes than that.
func short(text string, limit int) bool {
	return utf8.RuneCountInString(text) <= limit && !strings.ContainsFunc(text, func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) })
}

// Member is what somebody can do for the buyers of a shop.
type Member struct {
	UserID    string
	Takes     bool // takes part
	Skills    []string
	Languages []string // of Languages
	VIP       bool     // also for who matters most
	Capacity  int64    // 0 for that of the shop
	Version   int64    // 0 if nobody has said
}

// Languages are those that are told apart.
var Languages = []string{"zh", "en", "ja", "ko", "ru", "th"}

// defaultMember is somebody of whom nothing was said: who supervises takes no part.
func defaultMember(id string, supervises bool) Member {
	return Member{UserID: id, Takes: !supervises, Languages: []string{"zh"}}
}

// Clean returns the member as they will be kept, or what is wrong. Skills are
// those of the shop's plan.
func (m Member) Clean(p Plan) (Member, error) {
	m.Skills = slices.Compact(slices.Sorted(slices.Values(m.Skills)))
	m.Languages = slices.Compact(slices.Sorted(slices.Values(m.Languages)))
	if m.Capacity < 0 || m.Capacity > MaxCapacity {
		return m, fault.Field("capacity", "assignment.capacity_range", "max", MaxCapacity)
	}
	for _, name := range m.Skills {
		if !slices.ContainsFunc(p.Skills, func(s Skill) bool { return s.Name == name }) {
			return m, fault.Field("skills", "assignment.skill_unknown", "name", name)
		}
	}
	for _, l := range m.Languages {
		if !slices.Contains(Languages, l) {
			return m, fault.Field("languages", "assignment.language_unknown")
		}
	}
	return m, nil
}
