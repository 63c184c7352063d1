package rating

import (
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestRate(t *testing.T) {
	now := time.Date(2026, 3, 4, 4, 0, 0, 0, time.UTC)
	closed := complaint.Case{ID: "c", Stage: complaint.Closed, ClosedAt: now.Add(-time.Hour)}
	merged := closed
	merged.MergedInto = "other"
	tapped := &Rating{ID: "r", Opinion: Opinion{Score: 2}, MadeAt: now.Add(-ratingTime + time.Minute), Version: 1}
	final := &Rating{ID: "r", Opinion: Opinion{Score: 2}, MadeAt: now.Add(-ratingTime), Version: 1}
	marked := &Rating{ID: "r", Opinion: Opinion{Score: 2}, MessageID: "m", MadeAt: now.Add(-ratingTime), Version: 3}
	for name, test := range map[string]struct {
		of      complaint.Case
		before  *Rating
		score   int
		message string
		version int64
		code    string
	}{
		"the first":                   {closed, nil, 4, "", 1, ""},
		"of an open case":             {complaint.Case{Stage: complaint.Verifying}, nil, 4, "", 0, "rating.case_open"},
		"of a merged case":            {merged, nil, 4, "", 0, "rating.case_open"},
		"the same again":              {closed, final, 2, "", 1, ""},
		"another within a day":        {closed, tapped, 4, "", 2, ""},
		"another after a day":         {closed, final, 4, "", 0, "rating.final"},
		"read where the buyer tapped": {closed, tapped, 2, "m", 0, "rating.by_buyer"},
		"tapped where one was read":   {closed, marked, 2, "", 4, ""},
		"read anew after a day":       {closed, marked, 4, "n", 0, "rating.final"},
		"read the same again in time": {closed, marked, 2, "m", 3, ""},
	} {
		r, err := rate(test.of, Opinion{Score: test.score}, test.message, test.before, "r", now)
		if code := fault.CodeOf(err); code != test.code {
			t.Errorf("%s: %q, want %q", name, code, test.code)
		} else if err == nil && (r.Version != test.version || r.Score != test.score || r.ID != "r" || r.MessageID != test.message) {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestOpinions(t *testing.T) {
	for _, o := range []Opinion{{Score: 0}, {Score: 6}, {Score: 3, Repeated: "often"}, {Score: 3, Words: string(make([]rune, complaint.MaxWordsLen+1))}} {
		if _, err := o.clean(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v: %v", o, err)
		}
	}
	o, err := Opinion{Score: 5, Words: " 好 ", Repeated: RepeatedNo}.clean()
	if err != nil || o.Words != "好" {
		t.Errorf("%+v, %v", o, err)
	}
	if !(Rating{Opinion: o}).Praise() || (Rating{Opinion: Opinion{Score: 4, Words: "好"}}).Praise() || (Rating{Opinion: Opinion{Score: 5}}).Praise() {
		t.Error("praise is full marks with words")
	}
}
