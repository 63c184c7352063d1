package robot

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
)

// maxText is how long a message may be, in bytes of UTF-8: WeCom takes 2,048 of a
// text, DingTalk and Feishu 20,000 of a request.
var maxText = map[Kind]int{WeCom: 2000, DingTalk: 6000, Feishu: 6000}

// form returns where a message goes, and its body.
//
// WeCom (企业微信): {"msgtype":"text","text":{"content":…}}; the key stands in the
// address and is all the proof there is. 20 messages a minute.
// https://developer.work.weixin.qq.com/document/path/91770
//
// DingTalk (钉钉): the same body; with a secret, timestamp (milliseconds, at most an
// hour off) and sign go into the address. 20 messages a minute, ten minutes of
// silence after that. https://open.dingtalk.com/document/group/custom-robot-access
//
// Feishu (飞书): {"msg_type":"text","content":{"text":…}}; with a secret, timestamp
// (seconds, at most an hour off) and sign go into the body. 100 messages a minute
// and 5 a second. https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
func form(kind Kind, address, secret, text string, now time.Time) (to string, body []byte, err error) {
	if kind == Feishu {
		message := map[string]any{"msg_type": "text", "content": map[string]string{"text": text}}
		if secret != "" {
			seconds := strconv.FormatInt(now.Unix(), 10)
			message["timestamp"], message["sign"] = seconds, signFeishu(secret, seconds)
		}
		body, err = json.Marshal(message)
		return address, body, err
	}
	body, err = json.Marshal(map[string]any{"msgtype": "text", "text": map[string]string{"content": text}})
	if kind != DingTalk || secret == "" || err != nil {
		return address, body, err
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", nil, err
	}
	ms := strconv.FormatInt(now.UnixMilli(), 10)
	q := u.Query()
	q.Set("timestamp", ms)
	q.Set("sign", signDingTalk(secret, ms))
	u.RawQuery = q.Encode()
	return u.String(), body, nil
}

// signDingTalk is HMAC-SHA256 of "timestamp\nsecret" under the secret.
func signDingTalk(secret, timestamp string) string {
	return mac(secret, timestamp+"\n"+secret)
}

// signFeishu is HMAC-SHA256 of nothing under "timestamp\nsecret": what DingTalk
// signs is the key here.
func signFeishu(secret, timestamp string) string {
	return mac(timestamp+"\n"+secret, "")
}

func mac(key, message string) string {
	m := hmac.New(sha256.New, []byte(key))
	m.Write([]byte(message))
	return base64.StdEncoding.EncodeToString(m.Sum(nil))
}

// inert keeps a text from calling people: Feishu reads <at> in texts.
func inert(text string) string { return strings.ReplaceAll(text, "<", "\u2039") }

// outcome is how an attempt ended.
type outcome int

const (
	said    outcome = iota
	tooFast         // the other side asks for patience
	failed          // it did not arrive, and may another time
	refused         // the other side does not want it as it is
	unsure          // nobody answered: it may have arrived
)

type verdict struct {
	outcome outcome
	wait    time.Duration // that the other side asks for
	err     error         // says why; nil if it was said
}

// silence is how long each program silences a robot that was too fast, at most.
var silence = map[Kind]time.Duration{WeCom: time.Minute, DingTalk: 10 * time.Minute, Feishu: time.Minute}

// judge reads what came of an attempt.
func judge(kind Kind, a outgoing.Answer, err error) verdict {
	switch code := fault.CodeOf(err); {
	case err != nil && outgoing.Unsure(err):
		return verdict{outcome: unsure, err: err}
	case code == "outgoing.private" || code == "outgoing.redirected" || code == "outgoing.address":
		return verdict{outcome: refused, err: err}
	case err != nil:
		return verdict{outcome: failed, err: err}
	case a.Status == http.StatusTooManyRequests:
		return verdict{tooFast, max(a.RetryAfter, silence[kind]), fault.New(fault.Unavailable, "robot.too_fast")}
	case a.Status >= 500:
		return verdict{failed, a.RetryAfter, fault.New(fault.Unavailable, "robot.away")}
	}
	return read(kind, a)
}

// Numbers that the programs answer with: see form for where they are published, and
// https://developer.work.weixin.qq.com/document/path/90313.
var (
	fast     = map[int64]bool{45009: true, 130101: true, 11232: true, 9499: true}
	unsigned = map[int64]bool{310000: true, 19021: true, 19022: true, 19024: true}
	unknown  = map[int64]bool{93000: true, 300001: true, 300005: true, 40035: true, 19001: true, 400101: true, 400102: true}
)

func read(kind Kind, a outgoing.Answer) verdict {
	var answer struct {
		Errcode    *int64 `json:"errcode"`
		Code       *int64 `json:"code"`
		StatusCode *int64 // older robots of Feishu
	}
	var number *int64
	if err := json.Unmarshal(a.Body, &answer); err == nil {
		number = answer.Errcode
	}
	if kind == Feishu {
		if number = answer.Code; number == nil {
			number = answer.StatusCode
		}
	}
	switch {
	case number == nil:
		return verdict{outcome: refused, err: fault.New(fault.Unavailable, "robot.no_robot")}
	case *number == 0 && a.Status == http.StatusOK:
		return verdict{outcome: said}
	case fast[*number]:
		return verdict{tooFast, max(a.RetryAfter, silence[kind]), fault.New(fault.Unavailable, "robot.too_fast")}
	case unsigned[*number]:
		return verdict{outcome: refused, err: fault.New(fault.Unavailable, "robot.unsigned")}
	case unknown[*number]:
		return verdict{outcome: refused, err: fault.New(fault.Unavailable, "robot.unknown")}
	case *number == -1: // "busy, try again" of WeCom and DingTalk
		return verdict{outcome: failed, err: fault.New(fault.Unavailable, "robot.away")}
	}
	return verdict{outcome: refused, err: fault.New(fault.Unavailable, "robot.refused", "number", *number)}
}
