package app

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAssistAnalyze(t *testing.T) {
	in := `{"id":1,"text":"订单20261103887412收到的杯子碎了，再不退我就打12315了","at":"2026-11-05T10:00:00+08:00"}
{"id":2,"text":"在吗"}
oops
{"id":3,"text":"单号发你了","context":[{"role":"user","text":"快递显示签收了我没收到"},{"role":"agent","text":"请给我单号"}]}
{"id":4,"text":"x","at":"today"}`
	got := runAssist(t, in, "analyze")
	if len(got) != 5 {
		t.Fatal(got)
	}
	var first struct {
		Scenario []struct{ ID string }
		Facts    []struct {
			Type  string
			Value any
			Span  [2]int
		}
		Risks []struct {
			Type, Text string
			Span       [2]int
		}
		Demands  []string
		Severity string
		Missing  []struct{ Ask string }
	}
	if err := json.Unmarshal([]byte(got[0]), &first); err != nil {
		t.Fatal(err)
	}
	if first.Scenario[0].ID != "quality.damaged" || first.Severity != "high" || strings.Join(first.Demands, ",") != "return_refund" ||
		len(first.Risks) != 1 || first.Risks[0].Text != "12315" || first.Risks[0].Span != [2]int{30, 35} {
		t.Error(got[0])
	}
	if first.Facts[0].Type != "order_no" || first.Facts[0].Value != "20261103887412" || first.Facts[0].Span != [2]int{2, 16} {
		t.Error(got[0])
	}
	for _, q := range first.Missing {
		if q.Ask == "order_no" {
			t.Error("asks for the order number that was told")
		}
	}
	if !strings.HasPrefix(got[1], `{"id":2,`) || !strings.Contains(got[1], `"scenario":[]`) || !strings.Contains(got[1], `"risks":[]`) {
		t.Error(got[1])
	}
	if got[2] != `{"id":null,"error":"no JSON object with text, or a field of the wrong type"}` {
		t.Error(got[2])
	}
	if !strings.Contains(got[3], "logistics.signed_not_received") {
		t.Error(got[3])
	}
	if !strings.HasPrefix(got[4], `{"id":4,"error":`) {
		t.Error(got[4])
	}
}

func TestAssistTrain(t *testing.T) {
	dir := t.TempDir()
	run := func(args ...string) string {
		return strings.Join(runAssist(t, "", append([]string{"train"}, args...)...), "\n")
	}
	plain, corrected := filepath.Join(dir, "plain.bin"), filepath.Join(dir, "corrected.bin")
	run("--out", plain)
	shipped, err := os.ReadFile("../language/reading/data/layer.bin")
	if err != nil {
		t.Fatal(err)
	}
	if made, err := os.ReadFile(plain); err != nil || !bytes.Equal(made, shipped) {
		t.Error("the examples teach another layer than the one shipped", err)
	}
	corrections := filepath.Join(dir, "corrections.jsonl")
	line := `{"text":"桃木剑的穗子褪了魂","scenario":"quality.not_as_described"}` + "\n"
	if err := os.WriteFile(corrections, []byte(strings.Repeat(line, 3)), 0o600); err != nil {
		t.Fatal(err)
	}
	run("--corrections", corrections, "--out", corrected)
	if got := runAssist(t, `{"id":1,"text":"桃木剑的穗子褪了魂"}`, "analyze", "--layer", corrected); !strings.Contains(got[0], `"scenario":[{"id":"quality.not_as_described"`) {
		t.Error(got[0])
	}
	if report := run("--test", "../language/reading/testdata/blind"); !strings.Contains(report, "scenario first") {
		t.Error(report)
	}
	var out, errOut bytes.Buffer
	if code := Main(t.Context(), "test", []string{"assist", "analyze", "--layer", corrections}, strings.NewReader(""), &out, &errOut); code != 1 {
		t.Errorf("exit %d: %s", code, &errOut)
	}
}
