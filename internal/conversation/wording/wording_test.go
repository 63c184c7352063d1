package wording

import (
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/shop"
)

func shopOpen(t *testing.T, change func(*calendar.Plan, *shop.Settings)) shop.Shop {
	t.Helper()
	plan, s := calendar.Default(), shop.DefaultSettings()
	if change != nil {
		change(&plan, &s)
	}
	hours, err := calendar.New(plan)
	if err != nil {
		t.Fatal(err)
	}
	return shop.Shop{Name: "灯铺", Hours: hours, Settings: s}
}

func TestAcknowledgement(t *testing.T) {
	shanghai := time.FixedZone("", 8*3600)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, shanghai) }
	own := func(_ *calendar.Plan, s *shop.Settings) {
		s.Texts = shop.Texts{AckOpen: "{agent}在，{minutes} 分钟内答复", AckClosed: "{opens_at} 见，之后 {minutes} 分钟内"}
	}
	weekdays := func(p *calendar.Plan, _ *shop.Settings) { p.Week.Sat, p.Week.Sun, p.Week.Mon = nil, nil, nil }
	lunch := func(p *calendar.Plan, s *shop.Settings) {
		p.Week.Mon = []calendar.Interval{{From: "09:00", To: "12:00"}, {From: "13:00", To: "18:00"}}
		s.ResponseTargetMinutes = 30
	}
	never := func(p *calendar.Plan, _ *shop.Settings) { p.Week = calendar.Week{} }
	tests := []struct {
		name   string
		change func(*calendar.Plan, *shop.Settings)
		agent  string
		now    time.Time
		want   string
	}{
		{"open, nobody yet", nil, "", at(23, 10, 0), "您好，已收到您的消息。客服会在 3 分钟内回复您。"},
		{"open, somebody", nil, "小陈", at(23, 10, 0), "您好，已收到您的消息。小陈会在 3 分钟内回复您。"},
		{"before opening", nil, "", at(23, 7, 30), "您好，已收到您的消息。我们今天 09:00 开始营业，客服到时会尽快回复您。"},
		{"after closing", nil, "小陈", at(23, 21, 0), "您好，已收到您的消息。我们明天 09:00 开始营业，小陈到时会尽快回复您。"},
		{"too late to be answered today", nil, "", at(23, 20, 58), "您好，已收到您的消息。我们明天 09:00 开始营业，客服到时会尽快回复您。"},
		{"just in time", nil, "", at(23, 20, 57), "您好，已收到您的消息。客服会在 3 分钟内回复您。"},
		{"over days off", weekdays, "", at(20, 22, 0), "您好，已收到您的消息。我们11月24日 09:00 开始营业，客服到时会尽快回复您。"},
		{"over lunch", lunch, "", at(23, 11, 50), "您好，已收到您的消息。我们今天 13:20 开始营业，客服到时会尽快回复您。"},
		{"never open", never, "", at(23, 10, 0), "您好，已收到您的消息，客服会尽快回复您。"},
		{"own words, open", own, "小陈", at(23, 10, 0), "小陈在，3 分钟内答复"},
		{"own words, closed", own, "", at(23, 22, 0), "明天 09:00 见，之后 3 分钟内"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Acknowledgement(shopOpen(t, tt.change), tt.agent, tt.now, tt.now); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
