package shop

import (
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestSettings(t *testing.T) {
	tests := []struct {
		name, code string
		change     func(*Settings)
	}{
		{"as they are", "", func(*Settings) {}},
		{"no grace", "", func(s *Settings) { s.CommitmentGraceMinutes = 0 }},
		{"negative grace", "shop.grace_range", func(s *Settings) { s.CommitmentGraceMinutes = -1 }},
		{"two days of grace", "shop.grace_range", func(s *Settings) { s.CommitmentGraceMinutes = 2 * maxGrace }},
		{"a minute to answer", "", func(s *Settings) { s.ResponseTargetMinutes = 1 }},
		{"no time to answer", "shop.target_range", func(s *Settings) { s.ResponseTargetMinutes = 0 }},
		{"two days to answer", "shop.target_range", func(s *Settings) { s.ResponseTargetMinutes = 2 * maxTarget }},
		{"no reminder", "shop.reminder_range", func(s *Settings) { s.OutcomeReminderHours = 0 }},
		{"rare reminders", "shop.reminder_range", func(s *Settings) { s.OutcomeReminderHours = maxReminder + 1 }},
		{"closing with the second reminder", "", func(s *Settings) { s.OutcomeCloseHours = 48 }},
		{"closing before the second reminder", "shop.close_range", func(s *Settings) { s.OutcomeCloseHours = 47 }},
		{"closing after months", "shop.close_range", func(s *Settings) { s.OutcomeCloseHours = maxClose + 1 }},
		{"everything is asked back", "", func(s *Settings) { s.CheapGoodsFen = 0 }},
		{"a fortune is not asked back", "shop.cheap_range", func(s *Settings) { s.CheapGoodsFen = maxCheap + 1 }},
		{"a text", "", func(s *Settings) { s.Texts.AckOpen = " {agent} 会在 {minutes} 分钟内回复\n谢谢 " }},
		{"a long text", "shop.text_length", func(s *Settings) { s.Texts.AckOpen = strings.Repeat("好", maxText+1) }},
		{"a control character", "shop.text_characters", func(s *Settings) { s.Texts.AckClosed = "a\x07" }},
		{"an unknown place", "shop.text_place", func(s *Settings) { s.Texts.AckClosed = "{opens_at} {name}" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := DefaultSettings()
			tt.change(&s)
			_, err := Draft{Name: "x", Settings: &s}.apply(Shop{})
			if fault.CodeOf(err) != tt.code {
				t.Errorf("got %v, want %q", err, tt.code)
			}
		})
	}
}

func TestSettingsThatAreNotThereHaveTheirDefault(t *testing.T) {
	for text, want := range map[string]int{`{}`: 15, `{"commitment_grace_minutes":0}`: 0, `{"commitment_grace_minutes":5,"older":1}`: 5} {
		s, err := readSettings(text)
		rest := s
		rest.CommitmentGraceMinutes = 15
		if err != nil || s.CommitmentGraceMinutes != want || rest != DefaultSettings() {
			t.Errorf("%s: %+v, %v", text, s, err)
		}
	}
}

func TestFill(t *testing.T) {
	if got := Fill("{agent} {minutes} {opens_at}", "{minutes}", "3", "09:00"); got != "{minutes} 3 09:00" {
		t.Errorf("got %q", got)
	}
}
