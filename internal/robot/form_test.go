package robot

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
	"github.com/anxin-desk/anxin/internal/ticket"
)

var noon = time.Date(2026, 3, 4, 4, 0, 0, 0, time.UTC)

const (
	dingTalkByOpenSSL = "JDOvBoiBpEJ4H3S7+1mOEeX3WJBELUq5m2ZuW3FhrDo="
	feishuByOpenSSL   = "29E2j9ShAICPpvYAuKWAccTldR/Isv19dHXahYvgqbs="
)

// The signatures were worked out apart from this program, with openssl:
//
//	printf '1772596800000\nSECabc' | openssl dgst -sha256 -hmac SECabc -binary | base64
//	printf '' | openssl dgst -sha256 -hmac $'1772596800\nSECabc' -binary | base64
func TestSignatures(t *testing.T) {
	if got := signDingTalk("SECabc", "1772596800000"); got != dingTalkByOpenSSL {
		t.Errorf("DingTalk: %s", got)
	}
	if got := signFeishu("SECabc", "1772596800"); got != feishuByOpenSSL {
		t.Errorf("Feishu: %s", got)
	}
}

func TestForms(t *testing.T) {
	for kind, secret := range map[Kind]string{WeCom: "", DingTalk: "SECabc", Feishu: "SECabc"} {
		to, body, err := form(kind, "https://robots.test/send?key=k", secret, "新工单", noon)
		if err != nil {
			t.Fatal(err)
		}
		u, _ := url.Parse(to)
		var got struct {
			MsgType   string `json:"msgtype"`
			Msg_type  string `json:"msg_type"`
			Text      struct{ Content string }
			Content   struct{ Text string }
			Timestamp string
			Sign      string
		}
		if err := json.Unmarshal(body, &got); err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		switch {
		case q.Get("key") != "k":
			t.Errorf("%s lost its key: %s", kind, to)
		case kind == Feishu && (got.Msg_type != "text" || got.Content.Text != "新工单" || got.Timestamp != "1772596800" || got.Sign != feishuByOpenSSL):
			t.Errorf("Feishu: %s", body)
		case kind != Feishu && (got.MsgType != "text" || got.Text.Content != "新工单" || got.Sign != ""):
			t.Errorf("%s: %s", kind, body)
		case kind == DingTalk && (q.Get("timestamp") != "1772596800000" || q.Get("sign") != dingTalkByOpenSSL):
			t.Errorf("DingTalk: %s", to)
		}
	}
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		kind   Kind
		status int
		body   string
		want   outcome
		code   string
	}{
		{WeCom, 200, `{"errcode":0,"errmsg":"ok"}`, said, ""},
		{DingTalk, 200, `{"errcode":0,"errmsg":"ok"}`, said, ""},
		{Feishu, 200, `{"code":0,"msg":"success","data":{}}`, said, ""},
		{Feishu, 200, `{"StatusCode":0,"StatusMessage":"success"}`, said, ""},
		{WeCom, 200, `{"errcode":45009,"errmsg":"api freq out of limit"}`, tooFast, "robot.too_fast"},
		{DingTalk, 200, `{"errcode":130101,"errmsg":"send too fast"}`, tooFast, "robot.too_fast"},
		{Feishu, 200, `{"code":11232,"msg":"frequency limited"}`, tooFast, "robot.too_fast"},
		{WeCom, 429, ``, tooFast, "robot.too_fast"},
		{WeCom, 200, `{"errcode":93000}`, refused, "robot.unknown"},
		{DingTalk, 200, `{"errcode":310000}`, refused, "robot.unsigned"},
		{Feishu, 200, `{"code":19021}`, refused, "robot.unsigned"},
		{Feishu, 200, `{"code":77}`, refused, "robot.refused"},
		{DingTalk, 200, `{"errcode":-1}`, failed, "robot.away"},
		{WeCom, 200, `<html>`, refused, "robot.no_robot"},
		{Feishu, 200, `{"errcode":0}`, refused, "robot.no_robot"},
		{WeCom, 404, `not here`, refused, "robot.no_robot"},
		{WeCom, 400, `{"errcode":0}`, refused, "robot.refused"},
		{WeCom, 502, `{"errcode":0}`, failed, "robot.away"},
	} {
		v := judge(c.kind, outgoing.Answer{Status: c.status, Body: []byte(c.body)}, nil)
		if v.outcome != c.want || fault.CodeOf(v.err) != c.code {
			t.Errorf("%s %d %s: %v %v", c.kind, c.status, c.body, v.outcome, v.err)
		}
	}
	for code, want := range map[string]outcome{"outgoing.private": refused, "outgoing.redirected": refused, "outgoing.unreachable": failed,
		"outgoing.no_answer": unsure, "outgoing.broken": unsure} {
		if v := judge(WeCom, outgoing.Answer{}, &fault.Fault{Kind: fault.Unavailable, Code: code}); v.outcome != want {
			t.Errorf("%s: %v", code, v.outcome)
		}
	}
	if v := judge(DingTalk, outgoing.Answer{Status: http.StatusTooManyRequests, RetryAfter: 20 * time.Minute}, nil); v.wait != 20*time.Minute {
		t.Errorf("waits %v", v.wait)
	}
}

// TestMessagesStayWithinTheirLimits and say nothing that people have written.
func TestMessagesStayWithinTheirLimits(t *testing.T) {
	at := time.FixedZone("+8", 8*3600)
	of := ticket.Ticket{ID: "1", TypeName: strings.Repeat("补", 30), CaseNumber: "A260304-001", DueAt: noon.Add(time.Hour), Title: "林女士 13800138000", Text: "文三路 1 号"}
	for _, language := range []string{"zh-CN", "en"} {
		for _, what := range dispatch.Whats {
			one := item{what, of, "https://desk.example.com/t/#" + strings.Repeat("A", 32)}
			for n := 1; n < 40; n++ {
				var all []item
				for range n {
					all = append(all, one)
				}
				text := compose(language, all, noon, at, maxText[WeCom])
				if len(text) > 2048 || strings.ContainsAny(text, "{}<") || strings.Contains(text, "林") || strings.Contains(text, "文三路") || strings.Contains(text, "138") {
					t.Fatalf("%s %s, %d items, %d bytes: %s", language, what, n, len(text), text)
				}
			}
		}
	}
	got := compose("zh-CN", []item{{dispatch.New, of, "https://x/t/#T"}}, noon, at, 2000)
	if want := "新工单：" + of.TypeName + "（A260304-001），请在今天 13:00前办完\n打开办理：https://x/t/#T"; got != want {
		t.Errorf("%q", got)
	}
	if got := timeName("zh-CN", noon.AddDate(0, 0, 1).In(at), noon.In(at)); got != " 3月5日 12:00 " {
		t.Errorf("%q", got)
	}
}

// TestPauses holds what a robot does after failures to what is written about it.
func TestPauses(t *testing.T) {
	r, at := Robot{}, noon
	for n := 1; n <= maxFailures; n++ {
		var gives bool
		if r, gives = r.after(verdict{outcome: failed, err: fault.New(fault.Unavailable, "robot.away")}, false, at); gives != (n == maxFailures) {
			t.Errorf("failure %d: gives up %v", n, gives)
		}
		if !r.nextAt.After(at) {
			t.Errorf("failure %d: again at once", n)
		}
		at = r.nextAt
	}
	if d := at.Sub(noon); d < 4*time.Hour || d > 9*time.Hour {
		t.Errorf("it gave up after %v", d)
	}
	r = Robot{}
	for n := 1; n <= maxRefusals; n++ {
		var gives bool
		if r, gives = r.after(verdict{outcome: refused}, false, noon); gives != (n == maxRefusals) {
			t.Errorf("refusal %d: gives up %v", n, gives)
		}
	}
	if r, _ = r.after(verdict{outcome: said}, true, noon); r.Failures != 0 || r.nextAt != noon.Add(afterMany) {
		t.Errorf("%+v", r)
	}
}
