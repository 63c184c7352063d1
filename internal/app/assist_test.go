package app

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// assist runs a command of anxin assist on lines of input.
func runAssist(t *testing.T, input string, args ...string) []string {
	t.Helper()
	var out, errOut bytes.Buffer
	if code := Main(t.Context(), "test", append([]string{"assist"}, args...), strings.NewReader(input), &out, &errOut); code != 0 {
		t.Fatalf("exit %d: %s", code, &errOut)
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

func TestAssist(t *testing.T) {
	tests := []struct{ name, command, in, want string }{
		{
			"commitment", "commitments", `{"id":1,"text":"亲，今天18点前为您反馈","at":"2025-09-24T14:30:00+08:00"}`,
			`{"id":1,"commitments":[{"kind":"promise","due":"2025-09-24T18:00:00+08:00","text":"今天18点前为您反馈","span":[2,12],"when":{"text":"今天18点前","span":[2,8]}}]}`,
		},
		{
			"conditional", "commitments", `{"id":"a","text":"签收后48小时内退款","at":"2025-09-24 14:30"}`,
			`{"id":"a","commitments":[{"kind":"conditional","due":null,"text":"签收后48小时内退款","span":[0,10],"when":{"text":"48小时内","span":[3,8]},"anchor":"签收后","within":"48小时内"}]}`,
		},
		{"nothing", "commitments", `{"id":2,"text":"您好","at":"2025-09-24"}`, `{"id":2,"commitments":[]}`},
		{"unknown year", "times", `{"id":3,"text":"3天内","at":"2031-01-01T10:00:00Z"}`, `{"id":3,"times":[{"text":"3天内","span":[0,3],"start":"2031-01-01T18:00:00+08:00","end":"2031-01-05T00:00:00+08:00","length":"P3D"}]}`},
		{"numbers", "numbers", `{"id":4,"text":"退我129.9元"}`, `{"id":4,"numbers":[{"text":"129.9元","span":[2,8],"kind":"amount","value":129.9,"unit":"CNY"}]}`},
		{"phones", "phones", `{"id":5,"text":"打１３８ 1234-5678"}`, `{"id":5,"phones":[{"text":"１３８ 1234-5678","span":[1,14],"value":"13812345678","kind":"mobile"}]}`},
		{"no JSON", "phones", `oops`, `{"id":null,"error":"no JSON object with text, or a field of the wrong type"}`},
		{"wrong type", "phones", `{"id":"b","text":5}`, `{"id":"b","error":"no JSON object with text, or a field of the wrong type"}`},
		{"no text", "phones", `{"id":6}`, `{"id":6,"error":"text is missing"}`},
		{"no time", "times", `{"id":7,"text":"今天","at":"today"}`, `{"id":7,"error":"at is no time such as 2026-05-01T09:30:00+08:00"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := runAssist(t, tt.in, tt.command); len(got) != 1 || got[0] != tt.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "\n"), tt.want)
			}
		})
	}
}

// TestAssistGoesOn holds that each line has its answer, in order, whatever
// stands in the others.
func TestAssistGoesOn(t *testing.T) {
	var in strings.Builder
	for i := range 500 {
		switch i % 3 {
		case 0:
			in.WriteString(`{"id":` + strings.Repeat("1", 1+i%5) + `,"text":"` + strings.Repeat("今天18点前", i) + `"}` + "\n")
		case 1:
			in.WriteString("\n")
		default:
			in.WriteString("{\"id\":\"\xff\",\"text\":\"\x80\"}\n")
		}
	}
	for _, command := range []string{"commitments", "times", "numbers", "phones"} {
		lines := runAssist(t, in.String(), command)
		if len(lines) != 500 {
			t.Fatalf("%s: %d answers to 500 lines", command, len(lines))
		}
		for i, line := range lines {
			var answer map[string]any
			if err := json.Unmarshal([]byte(line), &answer); err != nil {
				t.Fatalf("%s: line %d: %v", command, i, err)
			}
			if _, failed := answer["error"]; failed != (i%3 == 1) {
				t.Errorf("%s: line %d: %s", command, i, line)
			}
		}
	}
}

func TestAssistCommitmentsCloses(t *testing.T) {
	line := `{"id":1,"text":"下班前给您回复","at":"2025-09-24T14:30:00+08:00"}`
	if got := runAssist(t, line, "commitments", "--closes=18:30")[0]; !strings.Contains(got, "T18:30:00+08:00") {
		t.Error(got)
	}
	var out, errOut bytes.Buffer
	if code := Main(t.Context(), "test", []string{"assist", "commitments", "--closes=late"}, strings.NewReader(""), &out, &errOut); code == 0 {
		t.Error("accepts a closing time of late")
	}
}
