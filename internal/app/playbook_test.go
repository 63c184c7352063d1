package app

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/playbook"
)

func TestPlaybooksAnswerOnTheCommandLine(t *testing.T) {
	for _, c := range []struct {
		args   []string
		in     string
		exit   int
		prints string
	}{
		{[]string{"playbook", "suggest"}, `{"id":1,"text":"杯子碎了"}`, 0, "quality.damaged"},
		{[]string{"playbook", "show", "nowhere"}, "", 1, "anxin playbook list"},
	} {
		var out bytes.Buffer
		if exit := Main(t.Context(), "test", c.args, strings.NewReader(c.in), &out, &out); exit != c.exit || !strings.Contains(out.String(), c.prints) {
			t.Errorf("%v: exit %d, %s", c.args, exit, out.String())
		}
	}
}

// A playbook speaks of cases by the names that cases have.
func TestPlaybooksKnowTheStagesOfCases(t *testing.T) {
	var stages []string
	for _, s := range []complaint.Stage{complaint.Received, complaint.Acknowledged, complaint.Understood, complaint.Investigating, complaint.Proposed, complaint.Agreed, complaint.Fulfilling, complaint.Verifying, complaint.Closed} {
		stages = append(stages, string(s))
	}
	severities := []string{string(complaint.Low), string(complaint.Normal), string(complaint.High), string(complaint.Critical)}
	if !slices.Equal(stages, playbook.Stages) || !slices.Equal(severities, playbook.Severities) {
		t.Errorf("%v, %v", stages, severities)
	}
}
