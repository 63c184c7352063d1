package bulk

import (
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

var now = time.Date(2026, 11, 23, 1, 30, 20, 0, time.UTC)

func TestPlan(t *testing.T) {
	good := Plan{Text: "{buyer}，{what}改到 {due}", Hours: 24, AsOf: now}
	for name, tt := range map[string]struct {
		change      func(*Plan)
		code, field string
	}{
		"good":           {func(*Plan) {}, "", ""},
		"one time":       {func(p *Plan) { p.Hours, p.DueAt = 0, now.Add(time.Hour) }, "", ""},
		"no words":       {func(p *Plan) { p.Text = " " }, "commitment.text_missing", "text"},
		"too many words": {func(p *Plan) { p.Text = strings.Repeat("字", 501) }, "commitment.text_too_long", "text"},
		"long note":      {func(p *Plan) { p.Note = strings.Repeat("字", 501) }, "commitment.text_too_long", "note"},
		"unknown place":  {func(p *Plan) { p.Text = "{name}" }, "bulk.place_unknown", "text"},
		"no time":        {func(p *Plan) { p.Hours = 0 }, "bulk.due_missing", "due_at"},
		"two times":      {func(p *Plan) { p.DueAt = now.Add(time.Hour) }, "bulk.due_missing", "due_at"},
		"too late":       {func(p *Plan) { p.Hours = MaxHours + 1 }, "bulk.hours_range", "hours"},
		"earlier":        {func(p *Plan) { p.Hours = -1 }, "bulk.hours_range", "hours"},
		"old preview":    {func(p *Plan) { p.AsOf = now.Add(-2 * time.Hour) }, "bulk.preview_old", "as_of"},
		"future preview": {func(p *Plan) { p.AsOf = now.Add(2 * time.Minute) }, "bulk.preview_old", "as_of"},
	} {
		p := good
		tt.change(&p)
		_, err := p.check(now)
		f, _ := err.(*fault.Fault)
		if fault.CodeOf(err) != tt.code || f != nil && f.Field != tt.field {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDraft(t *testing.T) {
	plan, err := Plan{Text: "{buyer}，您好：{what}还没有结果，{due} 前答复", Hours: 24, AsOf: now}.check(now)
	if err != nil {
		t.Fatal(err)
	}
	shanghai := time.FixedZone("", 8*3600)
	soon, over := now.Add(time.Hour), now.Add(-72*time.Hour)
	for _, tt := range []struct {
		buyer, what, text string
		due, next         time.Time
	}{
		{"林女士", "补发", "林女士，您好：补发还没有结果，11-24 10:30 前答复", soon, soon.Add(24 * time.Hour)},
		{"", "补发", "您好：补发还没有结果，11-24 10:30 前答复", soon, soon.Add(24 * time.Hour)},
		{"{what}", "{due}", "{what}，您好：{due}还没有结果，11-24 09:30 前答复", over, now.Truncate(time.Minute).Add(24 * time.Hour)},
	} {
		got := plan.Draft(commitment.Commitment{Text: tt.what, DueAt: tt.due}, tt.buyer, shanghai)
		if got.Text != tt.text || !got.DueAt.Equal(tt.next) {
			t.Errorf("got %q, %v", got.Text, got.DueAt)
		}
	}
	if i := plan.item(1, commitment.Commitment{Text: strings.Repeat("字", 490), DueAt: soon}, 1, "", shanghai, now); i.State != Skipped || i.Code != "commitment.text_too_long" {
		t.Errorf("got %+v", i)
	}
}
