package dispute

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// counted is a clock of four hours for a supplement, a day for all else.
func counted(step Step, since time.Time) (Span, error) {
	if step == Supplement {
		return Between(since, since.Add(4*time.Hour)), nil
	}
	return Between(since, since.Add(24*time.Hour)), nil
}

func unknown(Step, time.Time) (Span, error) { return Span{}, nil }

func begun(now time.Time) Dispute {
	d := Dispute{ID: "d", State: Open, ReceivedAt: now.Add(-time.Hour)}
	d.Clock = Clock{}.set(Answer, Between(now, now.Add(24*time.Hour)), ByRule)
	return d
}

// TestSteps walks along the states, as verbs with what each comes to.
func TestSteps(t *testing.T) {
	now := at(t, "2026-11-23 10:00")
	for walk, want := range map[string]string{
		"answer":                             "answered //",
		"answer ask":                         "asked_more supplement//",
		"answer ask answer":                  "answered //",
		"ask":                                "asked_more supplement//",
		"answer decide:won":                  "decided /won/",
		"answer decide:lost":                 "decided execute/lost/appealable",
		"decide:partly execute":              "decided /partly/appealable",
		"decide:lost appeal":                 "appealed //",
		"decide:lost appeal ask answer":      "answered //",
		"decide:lost appeal decide:won":      "decided /won/",
		"decide:settled":                     "decided /settled/",
		"decide:withdrawn":                   "decided /withdrawn/",
		"answer answer":                      "dispute.not_now",
		"decide:won appeal":                  "dispute.nothing_to_appeal",
		"decide:won execute":                 "dispute.not_now",
		"decide:won decide:lost":             "dispute.not_now",
		"decide:":                            "dispute.outcome_missing",
		"answer:won":                         "dispute.outcome_of_decision",
		"appeal":                             "dispute.not_now",
		"register":                           "dispute.verb_unknown",
		"decide:lost execute execute":        "dispute.not_now",
		"ask ask":                            "dispute.not_now",
		"decide:lost appeal decide:lost ask": "dispute.not_now",
	} {
		d, got := begun(now), ""
		for verb := range strings.FieldsSeq(walk) {
			verb, outcome, _ := strings.Cut(verb, ":")
			next, err := d.Take(Taking{Verb: Verb(verb), Outcome: Outcome(outcome)}, now, counted)
			if err != nil {
				got = fault.CodeOf(err)
				break
			}
			d = next
			got = string(d.State) + " " + string(d.Step) + "/" + string(d.Outcome) + "/"
			if !d.AppealBy.IsZero() {
				got += "appealable"
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", walk, got, want)
		}
	}
}

func TestAnAppealHasItsTime(t *testing.T) {
	now := at(t, "2026-11-23 10:00")
	d, err := begun(now).Take(Taking{Verb: DoDecide, Outcome: Lost}, now, counted)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Take(Taking{Verb: DoAppeal}, d.AppealBy, counted); fault.CodeOf(err) != "dispute.appeal_over" {
		t.Error(err)
	}
	d, err = begun(now).Take(Taking{Verb: DoDecide, Outcome: Lost}, now, unknown)
	if err != nil || d.Step != NoStep {
		t.Fatal(d.Clock, err)
	}
	if _, err := d.Take(Taking{Verb: DoAppeal}, now.Add(1000*time.Hour), unknown); err != nil {
		t.Errorf("where nobody knows the time of an appeal: %v", err)
	}
}

func TestNoticesAndHandsGoBeforeRules(t *testing.T) {
	now := at(t, "2026-11-23 10:00")
	d, err := begun(now).Take(Taking{Verb: DoAsk, DueAt: now.Add(2 * time.Hour)}, now, counted)
	if err != nil || !d.DueAt.Equal(now.Add(2*time.Hour)) || d.DueBy != ByNotice {
		t.Errorf("%+v, %v", d.Clock, err)
	}
	before := d.Setting
	if d, err = d.correct(now.Add(3*time.Hour), "平台延长了", now); err != nil || d.DueBy != ByHand || d.Setting != before+1 || d.Step != Supplement {
		t.Errorf("%+v, %v", d.Clock, err)
	}
	if _, err := d.correct(now.Add(3*time.Hour), " ", now); fault.CodeOf(err) != "dispute.reason_length" {
		t.Error(err)
	}
	d, err = d.Take(Taking{Verb: DoAnswer}, now, counted)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.correct(now.Add(3*time.Hour), "为什么", now); fault.CodeOf(err) != "dispute.no_clock" {
		t.Error(err)
	}
}

func TestUrgentFirst(t *testing.T) {
	now := at(t, "2026-11-23 10:00")
	due := begun(now)
	undated := Dispute{ID: "undated", State: Open, ReceivedAt: now}
	undated.Step = Answer
	waits := Dispute{ID: "waits", State: Answered, ReceivedAt: now}
	over := Dispute{ID: "over", State: Decided, DecidedAt: now}
	older := Dispute{ID: "older", State: Decided, DecidedAt: now.Add(-time.Hour)}
	all := []Dispute{older, over, waits, due, undated}
	slices.SortFunc(all, func(a, b Dispute) int { return int(min(max(a.place()-b.place(), -1), 1)) })
	var ids []string
	for _, d := range all {
		ids = append(ids, d.ID)
	}
	if want := []string{"undated", "d", "waits", "over", "older"}; !slices.Equal(ids, want) {
		t.Error(ids)
	}
}

func TestPacks(t *testing.T) {
	d := Dispute{Kind: Intervention, Facts: Facts{Reason: "counterfeit"}}
	e := Evidence{Found: map[Piece]bool{PieceOrder: true, PieceTranscript: true}}
	if got := Lacking(d.Pack(e)); !slices.Equal(got, []Piece{PieceStatement, PieceLogistics, PieceInspection}) {
		t.Error(got)
	}
	e.Files = []File{{ID: "f", Piece: PieceInspection}, {ID: "g", Piece: PieceMandate}}
	e.Waivers = []Waiver{{Piece: PieceLogistics, Reason: "自提"}, {Piece: PieceInspection, Reason: "旧的"}}
	pack := d.Pack(e)
	if got := Lacking(pack); !slices.Equal(got, []Piece{PieceStatement}) {
		t.Error(got)
	}
	for _, i := range pack {
		if i.Piece == PieceInspection && i.Status != Attached || i.Piece == PieceLogistics && i.Status != Waived {
			t.Errorf("%+v", i)
		}
	}
	if last := pack[len(pack)-1]; last.Piece != PieceMandate || last.Required {
		t.Errorf("what nobody asked for stands at the end: %+v", last)
	}
	for kind := range wanted {
		for reason := range because {
			seen := map[Piece]bool{}
			for _, i := range (Dispute{Kind: kind, Facts: Facts{Reason: reason}}).Pack(Evidence{}) {
				if seen[i.Piece] || pieceWords[i.Piece] == "" {
					t.Errorf("%s for %s: %s twice, or without words", kind, reason, i.Piece)
				}
				seen[i.Piece] = true
			}
		}
	}
	for _, k := range Kinds {
		if len(wanted[k].required) == 0 || kindWords[k] == "" {
			t.Errorf("%s has no pack or no words", k)
		}
	}
	for _, r := range Reasons {
		if reasonWords[r] == "" {
			t.Errorf("%s has no words", r)
		}
	}
}
