package complaint

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

var now = time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)

func TestFactsClean(t *testing.T) {
	good := func(change func(*Facts)) Facts {
		f := Facts{Scenario: "logistics.late", Severity: Normal, Demands: []string{"refund"}, OrderNo: "A1", Summary: "晚了"}
		change(&f)
		return f
	}
	tests := []struct {
		name string
		in   Facts
		code string
	}{
		{"good", good(func(*Facts) {}), ""},
		{"no demands, order or summary", good(func(f *Facts) { f.Demands, f.OrderNo, f.Summary = nil, "", "" }), ""},
		{"unknown scenario", good(func(f *Facts) { f.Scenario = "logistics.lat" }), "case.scenario_unknown"},
		{"no scenario", good(func(f *Facts) { f.Scenario = "" }), "case.scenario_unknown"},
		{"unknown severity", good(func(f *Facts) { f.Severity = "worse" }), "case.severity_unknown"},
		{"unknown demand", good(func(f *Facts) { f.Demands = []string{"refund", "refund,other"} }), "case.demand_unknown"},
		{"longest order", good(func(f *Facts) { f.OrderNo = strings.Repeat("单", MaxOrderLen) }), ""},
		{"order too long", good(func(f *Facts) { f.OrderNo = strings.Repeat("单", MaxOrderLen+1) }), "case.order_too_long"},
		{"longest summary", good(func(f *Facts) { f.Summary = strings.Repeat("慢", MaxSummaryLen) + "  " }), ""},
		{"summary too long", good(func(f *Facts) { f.Summary = strings.Repeat("慢", MaxSummaryLen+1) }), "case.summary_too_long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.in.clean(); fault.CodeOf(err) != tt.code {
				t.Errorf("got %v, want %q", err, tt.code)
			}
		})
	}
	got, err := good(func(f *Facts) { f.OrderNo, f.Demands = " A1 ", []string{"refund", "apology", "refund"} }).clean()
	if err != nil || got.OrderNo != "A1" || !slices.Equal(got.Demands, []string{"refund", "apology"}) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestEveryScenarioAndDemandIsListedOnce(t *testing.T) {
	for _, list := range [][]string{Scenarios, Demands} {
		if once := slices.Compact(slices.Sorted(slices.Values(list))); len(once) != len(list) {
			t.Errorf("twice in %v", list)
		}
		for _, id := range list {
			if strings.Contains(id, ",") {
				t.Errorf("%q does not fit a list", id)
			}
		}
	}
}

func TestNumber(t *testing.T) {
	day := time.Date(2026, 1, 2, 23, 59, 0, 0, time.UTC)
	for n, want := range map[int64]string{1: "A260102-001", 999: "A260102-999", 1000: "A260102-1000"} {
		if got := Number(day, n); got != want {
			t.Errorf("number %d is %s, want %s", n, got, want)
		}
	}
}

func TestAskRule(t *testing.T) {
	tests := []struct {
		name      string
		in        Case
		text      string
		unsettled int64
		code      string
	}{
		{"asks", Case{Stage: Fulfilling}, " 解决了吗？ ", 0, ""},
		{"asks again after a no", Case{Stage: Investigating, Outcome: Declined, OutcomeWords: "没有"}, "解决了吗？", 0, ""},
		{"closed", Case{Stage: Closed, Outcome: Confirmed}, "解决了吗？", 0, "case.closed"},
		{"a bad one that was not restated", Case{Stage: Acknowledged, Facts: Facts{Severity: High}}, "解决了吗？", 0, "case.needs_restatement"},
		{"a bad one without a proposal", Case{Stage: Investigating, Facts: Facts{Severity: Critical}}, "解决了吗？", 0, "case.needs_proposal"},
		{"a bad one without the buyer's word", Case{Stage: Investigating, Facts: Facts{Severity: High}, Proposal: "换新"}, "解决了吗？", 0, "case.needs_agreement"},
		{"a bad one that walked", Case{Stage: Agreed, Facts: Facts{Severity: High}, Proposal: "换新", Agreement: "电话里同意"}, "解决了吗？", 0, ""},
		{"open commitments", Case{Stage: Agreed}, "解决了吗？", 1, "case.commitments_open"},
		{"asked already", Case{Stage: Verifying, Outcome: Asked}, "解决了吗？", 0, "case.asked_already"},
		{"no text", Case{Stage: Agreed}, " \n", 0, "case.outcome_text_missing"},
		{"longest text", Case{Stage: Agreed}, strings.Repeat("好", MaxSummaryLen), 0, ""},
		{"text too long", Case{Stage: Agreed}, strings.Repeat("好", MaxSummaryLen+1), 0, "case.outcome_text_too_long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.in.owed.Commitments = tt.unsettled
			got, err := tt.in.ask(tt.text, now)
			if fault.CodeOf(err) != tt.code {
				t.Fatalf("got %v, want %q", err, tt.code)
			}
			if err != nil {
				return
			}
			if got.Stage != Verifying || got.Outcome != Asked || got.OutcomeText != strings.TrimSpace(tt.text) ||
				got.OutcomeWords != "" || !got.OutcomeAskedAt.Equal(now) {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestAnswerRule(t *testing.T) {
	asked := Case{Stage: Verifying, Outcome: Asked}
	tests := []struct {
		name      string
		in        Case
		solved    bool
		words     string
		unsettled int64
		stage     Stage
		outcome   Outcome
		code      string
	}{
		{"solved", asked, true, " 谢谢 ", 0, Closed, Confirmed, ""},
		{"not solved", asked, false, "还是没有", 0, Investigating, Declined, ""},
		{"not solved, with open commitments", asked, false, "", 2, Investigating, Declined, ""},
		{"solved, with open commitments", asked, true, "", 1, Verifying, Asked, "case.commitments_open"},
		{"yes again", Case{Stage: Closed, Outcome: Confirmed}, true, "", 0, Closed, Confirmed, ""},
		{"no again", Case{Stage: Agreed, Outcome: Declined}, false, "", 0, Agreed, Declined, ""},
		{"no after yes", Case{Stage: Closed, Outcome: Confirmed}, false, "", 0, Closed, Confirmed, "case.not_asked"},
		{"yes after no", Case{Stage: Agreed, Outcome: Declined}, true, "", 0, Agreed, Declined, "case.not_asked"},
		{"yes, after it was closed unanswered", Case{Stage: Closed, Outcome: Unanswered, ClosedHow: ClosedUnanswered, ClosedAt: now}, true, "", 0, Closed, Confirmed, ""},
		{"no, after it was closed unanswered", Case{Stage: Closed, Outcome: Unanswered, ClosedAt: now}, false, "", 0, Investigating, Declined, ""},
		{"no, long after", Case{Stage: Closed, Outcome: Unanswered, ClosedAt: now.Add(-ReopenFor - 1)}, false, "", 0, Closed, Unanswered, "case.reopen_late"},
		{"merged meanwhile", Case{Stage: Closed, Outcome: Asked, MergedInto: "other"}, true, "", 0, Closed, Asked, "case.merged"},
		{"never asked", Case{Stage: Received}, true, "", 0, Received, NotAsked, "case.not_asked"},
		{"longest words", asked, false, strings.Repeat("慢", MaxWordsLen), 0, Investigating, Declined, ""},
		{"words too long", asked, false, strings.Repeat("慢", MaxWordsLen+1), 0, Verifying, Asked, "case.words_too_long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.in.owed.Commitments = tt.unsettled
			got, err := tt.in.answer(tt.solved, tt.words, "buyer", now)
			if got.Stage != tt.stage || got.Outcome != tt.outcome || fault.CodeOf(err) != tt.code {
				t.Fatalf("got %s %q, %v", got.Stage, got.Outcome, err)
			}
			if tt.in.Outcome == Asked && err == nil {
				if got.ClosedAt.Equal(now) != tt.solved || !got.ReopenedAt.IsZero() || got.OutcomeWords != strings.TrimSpace(tt.words) {
					t.Errorf("got %+v", got)
				}
			}
		})
	}
}
