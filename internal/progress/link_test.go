package progress

import (
	"encoding/base32"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
)

func TestLinksEnd(t *testing.T) {
	now := time.Date(2026, 3, 4, 4, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	for name, test := range map[string]struct {
		link Link
		of   complaint.Case
		over bool
	}{
		"while the case is open":          {Link{MadeAt: ago(9 * linkLife)}, complaint.Case{}, false},
		"for a time after the closing":    {Link{MadeAt: ago(9 * linkLife)}, complaint.Case{ClosedAt: ago(linkLife - 1)}, false},
		"not for ever after the closing":  {Link{MadeAt: ago(9 * linkLife)}, complaint.Case{ClosedAt: ago(linkLife)}, true},
		"made after the closing":          {Link{MadeAt: ago(time.Hour)}, complaint.Case{ClosedAt: ago(2 * linkLife)}, false},
		"revoked":                         {Link{MadeAt: ago(time.Hour), RevokedAt: now}, complaint.Case{}, true},
		"of a visit by code":              {Link{ByCode: true, MadeAt: ago(visitLife - 1)}, complaint.Case{}, false},
		"of a visit by code, after a day": {Link{ByCode: true, MadeAt: ago(visitLife)}, complaint.Case{}, true},
		"of a visit by code, and revoked": {Link{ByCode: true, MadeAt: now, RevokedAt: now}, complaint.Case{}, true},
	} {
		if test.link.over(test.of, now) != test.over {
			t.Errorf("%s: over is %v", name, !test.over)
		}
	}
}

func TestTokensHaveBitsEnough(t *testing.T) {
	k := key("some key")
	token := k.token("link")
	raw, err := base32.StdEncoding.DecodeString(token)
	if err != nil || len(raw)*8 < 128 {
		t.Errorf("token %q has %d bits, %v", token, len(raw)*8, err)
	}
	if token == k.token("link2") || token == key("another").token("link") {
		t.Error("another link and another key make another token")
	}
}

// A buyer never reads that they are suspected of something.
func TestTopics(t *testing.T) {
	for _, s := range complaint.Scenarios {
		if got := Topic(s); got != s && got != "other" {
			t.Errorf("%s is shown as %s", s, got)
		}
	}
	for _, s := range []string{"demand.extortion", "demand.unreasonable", "public.exposure"} {
		if Topic(s) != "other" {
			t.Errorf("%s is shown", s)
		}
	}
}

func TestOrderTails(t *testing.T) {
	for no, want := range map[string]string{"": "", "12": "12", "6937021846473": "6473", "订单甲乙丙丁": "甲乙丙丁"} {
		if got := orderTail(no); got != want {
			t.Errorf("%q ends with %q", no, got)
		}
	}
}

func TestSteps(t *testing.T) {
	for payload, want := range map[string]map[string]string{
		`{"moves": [{"stage": "understood", "how": "skipped"}, {"stage": "verifying", "how": "reached"}]}`: {"complaint.ask_outcome": "verifying"},
		`{"moves": [{"stage": "investigating", "how": "back"}]}`: {
			"complaint.answer": "unsolved", "complaint.mark_outcome": "unsolved", "complaint.reopen": "reopened", "complaint.correct": "",
		},
		`{"moves": [{"stage": "acknowledged", "how": "back"}]}`: {"complaint.answer_restatement": "corrected"},
		`{"note": "内部"}`: {"complaint.hand_over": "", "complaint.open": "received"},
		``:               {"complaint.restate": ""},
	} {
		for verb, kind := range want {
			if got := kindOf(audit.Record{Verb: verb, Payload: payload}); got != kind {
				t.Errorf("%s with %s is %q, want %q", verb, payload, got, kind)
			}
		}
	}
}
