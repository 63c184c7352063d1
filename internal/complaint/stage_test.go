package complaint

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// known is a case of a severity at a stage, about which everything is known
// that a stage could need.
func known(s Severity, at Stage) Case {
	return Case{
		Facts: Facts{Severity: s}, Stage: at, heard: true, Outcome: NotAsked,
		Restatement: Restatement{Text: "杯子碎了，要补发", State: RestatementConfirmed}, Proposal: "补发", Agreement: "电话里同意",
	}
}

func TestMissing(t *testing.T) {
	blank := func(s Severity, at Stage) Case { return Case{Facts: Facts{Severity: s}, Stage: at} }
	tests := []struct {
		name      string
		in        Case
		to        Stage
		unsettled int64
		want      []Need
	}{
		{"an answer", blank(High, Received), Acknowledged, 0, []Need{NeedAnswer}},
		{"nothing once heard", known(High, Received), Acknowledged, 0, nil},
		{"the buyer's word on what it is about", blank(High, Acknowledged), Understood, 0, []Need{NeedRestatement}},
		{"nothing to look into it", blank(High, Understood), Investigating, 0, nil},
		{"a proposal", blank(High, Investigating), Proposed, 0, []Need{NeedProposal}},
		{"the buyer's word on it", blank(High, Proposed), Agreed, 0, []Need{NeedAgreement}},
		{"nothing to do it", blank(High, Agreed), Fulfilling, 0, nil},
		{"what is owed", blank(Low, Fulfilling), Verifying, 2, []Need{NeedCommitments}},
		{"the outcome", blank(Low, Verifying), Closed, 0, []Need{NeedOutcome}},
		{"all on a long way", blank(High, Received), Agreed, 0, []Need{NeedAnswer, NeedRestatement, NeedProposal, NeedAgreement}},
		{"nothing on the way back", blank(High, Agreed), Understood, 1, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.in.owed.Commitments = tt.unsettled
			if got := tt.in.missing(tt.to); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAdvanceSkipsWhatIsNotTrue(t *testing.T) {
	tests := []struct {
		name     string
		in       Case
		to, want Stage
		skipped  []Stage
	}{
		{"one step", Case{Stage: Received}, Acknowledged, Acknowledged, nil},
		{"over two", Case{Stage: Received}, Investigating, Investigating, []Stage{Acknowledged, Understood}},
		{"the same", Case{Stage: Agreed}, Agreed, Agreed, nil},
		{"never back", Case{Stage: Agreed}, Investigating, Agreed, nil},
		{"skipped once", Case{Stage: Understood, Skipped: []Stage{Proposed}}, Agreed, Agreed, []Stage{Proposed, Investigating}},
		{"what is known is reached", known(Low, Received), Verifying, Verifying, []Stage{Investigating, Fulfilling}},
		{"who walks skips nothing", known(High, Received), Verifying, Verifying, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.in.advance(tt.to)
			if got.Stage != tt.want || !slices.Equal(got.Skipped, tt.skipped) {
				t.Errorf("got %s over %v, want %s over %v", got.Stage, got.Skipped, tt.want, tt.skipped)
			}
			for _, m := range got.moves {
				if m.How == Skipped != slices.Contains(got.Skipped, m.Stage) {
					t.Errorf("moves %v, skipped %v", got.moves, got.Skipped)
				}
			}
		})
	}
}

func TestAdvanceLeavesTheOldCaseAlone(t *testing.T) {
	old := Case{Stage: Received, Skipped: make([]Stage, 0, 8)}
	first, second := old.advance(Understood), old.advance(Fulfilling)
	if !slices.Equal(first.Skipped, []Stage{Acknowledged}) || len(second.Skipped) != 5 || len(old.Skipped) != 0 || len(old.moves) != 0 {
		t.Errorf("old %v, first %v, second %v", old.Skipped, first.Skipped, second.Skipped)
	}
}

func TestCommitRule(t *testing.T) {
	bad := Facts{Severity: High}
	tests := []struct {
		name string
		in   Case
		want Case
		code string
	}{
		{"moves a new case on", Case{Stage: Received}, Case{Stage: Investigating}, ""},
		{"answers a bad one, which waits for the restatement", Case{Stage: Received, Facts: bad}, Case{Stage: Acknowledged}, ""},
		{"leaves a bad one where it is", Case{Stage: Acknowledged, Facts: bad}, Case{Stage: Acknowledged}, ""},
		{"moves a bad one on that is understood", known(High, Understood), Case{Stage: Investigating}, ""},
		{"leaves a proposed one", Case{Stage: Proposed, Outcome: Declined}, Case{Stage: Proposed, Outcome: Declined}, ""},
		{"begins what was agreed", Case{Stage: Agreed}, Case{Stage: Fulfilling}, ""},
		{"withdraws the question", Case{Stage: Verifying, Outcome: Asked}, Case{Stage: Fulfilling}, ""},
		{"refused when closed", Case{Stage: Closed, Outcome: Confirmed}, Case{Stage: Closed, Outcome: Confirmed}, "case.closed"},
		{"refused when merged", Case{Stage: Closed, MergedInto: "other"}, Case{Stage: Closed}, "case.merged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.in.commit()
			if got.Stage != tt.want.Stage || got.Outcome != tt.want.Outcome || fault.CodeOf(err) != tt.code {
				t.Errorf("got %s %q, %v", got.Stage, got.Outcome, err)
			}
		})
	}
}

func TestWorseThanItLooked(t *testing.T) {
	tests := []struct {
		name    string
		in      Case
		want    Stage
		skipped []Stage
		outcome Outcome
	}{
		{"back to before the first skipped", Case{Stage: Fulfilling, Skipped: []Stage{Proposed, Understood}}, Acknowledged, nil, NotAsked},
		{"the question is withdrawn", Case{Stage: Verifying, Skipped: []Stage{Agreed}, Outcome: Asked}, Proposed, nil, NotAsked},
		{"nothing skipped, nothing changes", Case{Stage: Verifying, Outcome: Asked}, Verifying, nil, Asked},
	}
	for _, tt := range tests {
		for _, severity := range Severities {
			c := tt.in
			c.Severity = severity
			want := tt
			if !c.walks() {
				want.want, want.skipped, want.outcome = tt.in.Stage, tt.in.Skipped, tt.in.Outcome
			}
			if got := c.fit(); got.Stage != want.want || !slices.Equal(got.Skipped, want.skipped) || got.Outcome != want.outcome {
				t.Errorf("%s, %s: got %s over %v, %q", tt.name, severity, got.Stage, got.Skipped, got.Outcome)
			}
		}
	}
}

func TestMoveRule(t *testing.T) {
	tests := []struct {
		name string
		in   Case
		to   Stage
		code string
	}{
		{"looks into it", known(High, Understood), Investigating, ""},
		{"over what is known", known(High, Acknowledged), Fulfilling, ""},
		{"not over what is not", Case{Facts: Facts{Severity: High}, Stage: Acknowledged}, Investigating, "case.needs_restatement"},
		{"in the fast lane over it", Case{Stage: Acknowledged}, Investigating, ""},
		{"but not to it", Case{Stage: Acknowledged}, Proposed, "case.needs_proposal"},
		{"nobody answered", Case{Stage: Received}, Acknowledged, "case.needs_answer"},
		{"not back", known(Low, Agreed), Proposed, "case.no_such_move"},
		{"not to the end by hand", known(Low, Agreed), Verifying, "case.no_such_move"},
		{"nor anywhere else", known(Low, Agreed), "elsewhere", "case.no_such_move"},
		{"closed", Case{Stage: Closed}, Fulfilling, "case.closed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.in.moveTo(tt.to)
			if fault.CodeOf(err) != tt.code || err == nil && got.Stage != tt.to {
				t.Errorf("got %s, %v, want %q", got.Stage, err, tt.code)
			}
		})
	}
}

func TestUnderstandRule(t *testing.T) {
	asked := Case{Stage: Acknowledged, Restatement: Restatement{Text: "碎了", State: RestatementAsked}}
	later := asked
	later.Stage, later.Skipped = Investigating, []Stage{Understood}
	tests := []struct {
		name      string
		in        Case
		confirmed bool
		words     string
		stage     Stage
		state     RestatementState
		code      string
	}{
		{"confirmed", asked, true, "", Understood, RestatementConfirmed, ""},
		{"corrected", asked, false, " 是两个杯子 ", Acknowledged, RestatementCorrected, ""},
		{"confirmed later", later, true, "", Investigating, RestatementConfirmed, ""},
		{"corrected later", later, false, "", Acknowledged, RestatementCorrected, ""},
		{"again", known(Low, Agreed), true, "", Agreed, RestatementConfirmed, ""},
		{"never sent", Case{Stage: Acknowledged}, true, "", Acknowledged, NotRestated, "case.not_restated"},
		{"words too long", asked, false, strings.Repeat("慢", MaxWordsLen+1), Acknowledged, RestatementAsked, "case.words_too_long"},
		{"closed", Case{Stage: Closed, Restatement: asked.Restatement}, true, "", Closed, RestatementAsked, "case.closed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.in.understand(tt.confirmed, tt.words, "")
			if got.Stage != tt.stage || got.Restatement.State != tt.state || fault.CodeOf(err) != tt.code {
				t.Errorf("got %s %q, %v", got.Stage, got.Restatement.State, err)
			}
			if slices.Contains(got.Skipped, Understood) && got.Restatement.State == RestatementConfirmed {
				t.Error("confirmed, but skipped")
			}
		})
	}
}

func TestSettleByRule(t *testing.T) {
	tests := []struct {
		name      string
		in        Case
		how       Closing
		note      string
		unsettled int64
		code      string
		skipped   []Stage
	}{
		{"verified", Case{Stage: Fulfilling}, ClosedVerified, "退款 399 元已到账", 0, "", nil},
		{"verified, bad and not walked", Case{Stage: Acknowledged, Facts: Facts{Severity: High}}, ClosedVerified, "退款已到账", 0, "case.needs_restatement", nil},
		{"by a supervisor from anywhere", Case{Stage: Acknowledged, Facts: Facts{Severity: High}}, ClosedReason, "买家重复投诉", 0, "", []Stage{Understood, Investigating, Proposed, Agreed, Fulfilling, Verifying}},
		{"nobody with something owed", Case{Stage: Fulfilling}, ClosedReason, "买家失联", 1, "case.commitments_open", nil},
		{"not without a reason", Case{Stage: Fulfilling}, ClosedReason, "  ", 0, "case.closing_note_missing", nil},
		{"not with a novel", Case{Stage: Fulfilling}, ClosedReason, strings.Repeat("长", MaxSummaryLen+1), 0, "case.text_too_long", nil},
		{"not twice", Case{Stage: Closed}, ClosedReason, "买家失联", 0, "case.closed", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.in.owed.Commitments = tt.unsettled
			got, err := tt.in.settleBy(tt.how, "boss", tt.note, now)
			if fault.CodeOf(err) != tt.code {
				t.Fatalf("got %v, want %q", err, tt.code)
			}
			if err == nil && (got.Stage != Closed || got.ClosedHow != tt.how || !got.ClosedAt.Equal(now) || !slices.Equal(got.Skipped, tt.skipped)) {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// Whatever is done to a case in whatever order: who must walk skips nothing, what
// was skipped lies behind, and verifying is where the question is.
func TestStagesStayInOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := Case{Stage: Received, Facts: Facts{Severity: rapid.SampledFrom(Severities).Draw(r, "severity")}}
		at := now
		for range rapid.IntRange(1, 60).Draw(r, "steps") {
			before := c
			at = at.Add(time.Minute)
			next, err := anything(r, c, at)
			if err != nil {
				continue
			}
			c = next
			for _, s := range c.Skipped {
				if s.place() >= c.Stage.place() || c.walks() && c.Stage != Closed {
					r.Fatalf("%s, %s, skipped %v, from %+v", c.Severity, c.Stage, c.Skipped, before)
				}
			}
			if (c.Stage == Verifying) != (c.Outcome == Asked) || (c.Stage == Closed) != (c.ClosedHow != "") {
				r.Fatalf("%s with %q and %q, from %+v", c.Stage, c.Outcome, c.ClosedHow, before)
			}
			c.moves = nil
		}
	})
}

// anything does something to a case.
func anything(r *rapid.T, c Case, at time.Time) (Case, error) {
	yes := rapid.Bool().Draw(r, "yes")
	switch rapid.IntRange(0, 11).Draw(r, "what") {
	case 0:
		return c.hear(), nil
	case 1:
		return c.hear().restate("碎了", at)
	case 2:
		return c.understand(yes, "", "")
	case 3:
		return c.moveTo(rapid.SampledFrom(Stages).Draw(r, "to"))
	case 4:
		return c.propose("补发")
	case 5:
		return c.agree("同意", "")
	case 6:
		return c.commit()
	case 7:
		return c.ask("好了吗", at)
	case 8:
		return c.answer(yes, "", "buyer", at)
	case 9:
		return c.settleBy(rapid.SampledFrom([]Closing{ClosedVerified, ClosedReason}).Draw(r, "how"), "boss", "有记录", at)
	case 10:
		if c.Stage != Closed {
			return c, fault.New(fault.Conflict, "case.not_closed")
		}
		c = c.reopen("buyer", "", at)
		c.Outcome = Declined
		return c, nil
	default:
		if err := c.mustBeOpen(); err != nil {
			return c, err
		}
		c.Severity = rapid.SampledFrom(Severities).Draw(r, "severity")
		return c.fit(), nil
	}
}
