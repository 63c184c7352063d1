package parting

import (
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/language/reading"
)

func TestParting(t *testing.T) {
	monday := time.Date(2026, 11, 30, 2, 0, 0, 0, time.UTC)
	says := func(kind conversation.SenderKind, text string) conversation.Message {
		return conversation.Message{Sender: conversation.Sender{Kind: kind}, Text: text, At: monday}
	}
	pleased := hearing.Heard{Severity: "low", Turns: []hearing.Turn{{Emotion: reading.Emotion{Kind: "pleased", Level: 2}}}}
	threat := pleased
	threat.Risks = []hearing.Danger{{Type: "bad_review"}}
	done := complaint.Case{ClosedAt: monday}
	running := complaint.Case{OpenedAt: monday, Outcome: complaint.Confirmed}
	ended := []conversation.Message{says(conversation.Buyer, "好的"), says(conversation.Agent, "还有其他需要吗？谢谢您")}
	for name, tt := range map[string]struct {
		f       facts
		left    string
		invites bool
		word    string
	}{
		"a question, answered":       {facts{said: ended, heard: pleased}, "", true, "真实感受"},
		"in English":                 {facts{said: []conversation.Message{says(conversation.Buyer, "thanks, that helped")}, heard: pleased}, "asked thanked", true, "thank you"},
		"still waits":                {facts{waits: true, said: ended, heard: pleased}, "answered", false, "谢谢您"},
		"a complaint that was":       {facts{cases: []complaint.Case{done}, said: ended, heard: pleased}, "", false, "谢谢您"},
		"a complaint that is":        {facts{cases: []complaint.Case{running}, commitments: 1, tickets: 2, said: ended, heard: pleased}, "commitments tickets", false, "谢谢您"},
		"solved is not said":         {facts{cases: []complaint.Case{{OpenedAt: monday}}, said: ended, heard: pleased}, "outcome", false, "谢谢您"},
		"thanked before the case":    {facts{cases: []complaint.Case{{OpenedAt: monday.Add(time.Hour), Outcome: complaint.Confirmed}}, said: ended, heard: pleased}, "asked thanked", false, "谢谢您"},
		"a threat":                   {facts{said: ended, heard: threat}, "", false, "谢谢您"},
		"nothing was said by anyone": {facts{}, "asked thanked", false, "谢谢您"},
	} {
		p := tt.f.parting()
		var left []string
		for _, c := range p.Checks {
			if !c.Done {
				left = append(left, c.Code)
			}
		}
		if strings.Join(left, " ") != tt.left || p.Invites != tt.invites || !strings.Contains(p.Words, tt.word) {
			t.Errorf("%s: left %v, invites %v, %s", name, left, p.Invites, p.Words)
		}
		for _, reward := range []string{"返", "红包", "优惠券", "好评", "coupon"} {
			if strings.Contains(p.Words, reward) {
				t.Errorf("%s: offers something: %s", name, p.Words)
			}
		}
	}
}
