package assist

import (
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/language/pledge"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/shop"
)

func open(t *testing.T, week string) shop.Shop {
	t.Helper()
	hours, err := calendar.Parse([]byte(`{"zone": "Asia/Shanghai", "week": ` + week + `, "holidays": false}`))
	if err != nil {
		t.Fatal(err)
	}
	return shop.Shop{Hours: hours}
}

func TestProposals(t *testing.T) {
	const usual = `{"wed": [{"from": "09:30", "to": "12:00"}, {"from": "13:00", "to": "18:30"}]}`
	day := func(hour, minute int) time.Time {
		return time.Date(2026, 3, 4, hour, minute, 0, 0, time.UTC).Add(-8 * time.Hour)
	}
	for text, want := range map[string]struct {
		week string
		kind pledge.Kind
		due  time.Time
		say  string
	}{
		"您好，今天18点前给您答复。": {usual, pledge.Commitment, day(18, 0), "今天18点前给您答复"},
		"下班前我回电给您":       {usual, pledge.Commitment, day(18, 30), "下班前我回电给您"},
		"下班前我会回电给您":      {`{"wed": [{"from": "20:00", "to": "02:00"}]}`, pledge.Commitment, day(24, 0), "下班前我会回电给您"},
		"退款一般1-3个工作日到账":  {usual, pledge.Expectation, day(24*6, 0), "1-3个工作日到账"},
		"仓库签收后48小时内给您退款": {usual, pledge.Conditional, time.Time{}, ""},
	} {
		got := proposals(text, open(t, want.week), day(10, 0))
		if len(got) != 1 || got[0].Kind != want.kind || !got[0].Due.Equal(want.due) || want.say != "" && got[0].Text != want.say {
			t.Errorf("%s: %+v, want %s due %s", text, got, want.kind, want.due)
		}
	}
	if got := proposals("您3天内寄回即可", open(t, usual), day(10, 0)); len(got) != 0 {
		t.Errorf("what the buyer is to do was read as ours: %+v", got)
	}
}

func TestTurns(t *testing.T) {
	by := func(kind conversation.SenderKind, text string) conversation.Message {
		return conversation.Message{Kind: conversation.Text, Sender: conversation.Sender{Kind: kind}, Text: text}
	}
	note, recalled, event := by(conversation.Agent, "备注"), by(conversation.Agent, "收回"), by(conversation.System, "转接")
	note.Internal, recalled.RecalledAt, event.Kind = true, time.Unix(1, 0), conversation.Event
	got := turns([]conversation.Message{by(conversation.Buyer, "碎了"), note, recalled, event, by(conversation.Agent, "抱歉"), by(conversation.Buyer, "")})
	want := []check.Turn{{Role: check.Customer, Text: "碎了"}, {Role: check.Agent, Text: "抱歉"}}
	if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("%+v", got)
	}
}

func TestDoubted(t *testing.T) {
	for _, test := range []struct {
		applied, ignored, mistaken int64
		want                       bool
	}{
		{0, 9, 0, false}, {0, 10, 0, true}, {3, 7, 0, false}, {29, 60, 11, true}, {30, 60, 10, false},
	} {
		s := Standing{Counts: map[Response]int64{Applied: test.applied, Ignored: test.ignored, Mistaken: test.mistaken}}
		if s.Doubted() != test.want {
			t.Errorf("%+v: %v", test, s.Doubted())
		}
	}
}
