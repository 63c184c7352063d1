package shop

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Settings are what a shop may choose. What is missing in the stored JSON has
// its default.
type Settings struct {
	// CommitmentGraceMinutes is how long after its time a commitment counts as
	// broken.
	CommitmentGraceMinutes int `json:"commitment_grace_minutes"`
	// CommitmentEscalateHours is how long after it was broken a commitment may
	// stay unsettled until the supervisors are told again.
	CommitmentEscalateHours int `json:"commitment_escalate_hours"`
	// ResponseTargetMinutes is within how many minutes of opening hours a buyer
	// shall have an answer from a human.
	ResponseTargetMinutes int `json:"response_target_minutes"`
	// OutcomeReminderHours is how long after we asked whether the problem is
	// solved, and after each reminder, the buyer is reminded.
	OutcomeReminderHours int `json:"outcome_reminder_hours"`
	// OutcomeCloseHours is how long after we asked a case is closed unanswered;
	// it leaves room for two reminders.
	OutcomeCloseHours int `json:"outcome_close_hours"`
	// HandoverMinutes is how long after the end of a shift what was handed over may
	// wait to be accepted until the supervisors on duty are told.
	HandoverMinutes int `json:"handover_minutes"`
	// CheapGoodsFen is for how little, in fen, goods are not asked back where the way
	// back is the shop's to pay: it would cost about as much.
	CheapGoodsFen int64 `json:"cheap_goods_fen"`
	Texts         Texts `json:"texts"`
}

// Texts are words to buyers in the shop's own voice. An empty one stands for
// the product's own words. They may hold the places {agent}, {minutes} and
// {opens_at}; see [Fill].
type Texts struct {
	AckOpen   string `json:"ack_open"`   // a buyer has written within opening hours
	AckClosed string `json:"ack_closed"` // a buyer has written outside of them
}

// DefaultSettings are those of a shop that has not chosen.
func DefaultSettings() Settings {
	return Settings{CommitmentGraceMinutes: 15, CommitmentEscalateHours: 4, ResponseTargetMinutes: 3, OutcomeReminderHours: 24, OutcomeCloseHours: 72, HandoverMinutes: 15, CheapGoodsFen: 30_00}
}

// readSettings gives what is not in text its default.
func readSettings(text string) (Settings, error) {
	s := DefaultSettings()
	return s, json.Unmarshal([]byte(text), &s)
}

// Limits of what a shop may choose.
const (
	maxGrace    = 24 * 60 // minutes
	maxTarget   = 24 * 60 // minutes
	maxEscalate = 7 * 24  // hours
	maxReminder = 7 * 24  // hours
	maxClose    = 30 * 24 // hours
	maxHandover = 24 * 60 // minutes
	maxCheap    = 1000_00 // fen
	maxText     = 500     // runes
)

// checked returns s with its texts trimmed. Faults name the field.
func (s Settings) checked() (Settings, error) {
	var err error
	if s.Texts.AckOpen, err = checkText("settings.texts.ack_open", s.Texts.AckOpen); err != nil {
		return s, err
	}
	if s.Texts.AckClosed, err = checkText("settings.texts.ack_closed", s.Texts.AckClosed); err != nil {
		return s, err
	}
	switch earliest := 2 * s.OutcomeReminderHours; {
	case s.CommitmentGraceMinutes < 0 || s.CommitmentGraceMinutes > maxGrace:
		return s, fault.Field("settings.commitment_grace_minutes", "shop.grace_range", "max", maxGrace)
	case s.CommitmentEscalateHours < 1 || s.CommitmentEscalateHours > maxEscalate:
		return s, fault.Field("settings.commitment_escalate_hours", "shop.escalate_range", "max", maxEscalate)
	case s.ResponseTargetMinutes < 1 || s.ResponseTargetMinutes > maxTarget:
		return s, fault.Field("settings.response_target_minutes", "shop.target_range", "max", maxTarget)
	case s.OutcomeReminderHours < 1 || s.OutcomeReminderHours > maxReminder:
		return s, fault.Field("settings.outcome_reminder_hours", "shop.reminder_range", "max", maxReminder)
	case s.OutcomeCloseHours < earliest || s.OutcomeCloseHours > maxClose:
		return s, fault.Field("settings.outcome_close_hours", "shop.close_range", "min", earliest, "max", maxClose)
	case s.HandoverMinutes < 0 || s.HandoverMinutes > maxHandover:
		return s, fault.Field("settings.handover_minutes", "shop.handover_range", "max", maxHandover)
	case s.CheapGoodsFen < 0 || s.CheapGoodsFen > maxCheap:
		return s, fault.Field("settings.cheap_goods_fen", "shop.cheap_range", "max", maxCheap/100)
	}
	return s, nil
}

// places are what stands for values in a text.
var places = []string{"{agent}", "{minutes}", "{opens_at}"}

var placeForm = regexp.MustCompile(`\{[^{}]*\}`)

func checkText(field, text string) (string, error) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if utf8.RuneCountInString(text) > maxText {
		return text, fault.Field(field, "shop.text_length", "max", maxText)
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r == utf8.RuneError || unicode.IsControl(r) && r != '\n' }) {
		return text, fault.Field(field, "shop.text_characters")
	}
	for _, place := range placeForm.FindAllString(text, -1) {
		if !slices.Contains(places, place) {
			return text, fault.Field(field, "shop.text_place", "place", strings.Trim(place, "{}"))
		}
	}
	return text, nil
}

// Fill puts values into the places of a text. Values are not looked at again:
// an agent who calls herself {minutes} stays so.
func Fill(text, agent, minutes, opensAt string) string {
	return strings.NewReplacer("{agent}", agent, "{minutes}", minutes, "{opens_at}", opensAt).Replace(text)
}
