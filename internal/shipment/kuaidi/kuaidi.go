// Package kuaidi speaks the protocol of Kuaidi100, a service that tells what carriers
// say of parcels: asking once, subscribing to a parcel, and what is pushed then. It
// follows what the service has published for companies; nothing here does I/O.
//
// Questions are signed with the MD5 of param, key and customer in upper case, pushes
// with that of param and a salt that was given with the subscription. MD5 is theirs to
// choose; a push is believed only as far as a trace goes.
package kuaidi

import (
	"crypto/md5"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
	"github.com/anxin-desk/anxin/internal/shipment"
)

// Address is where the service is.
const Address = "https://poll.kuaidi100.com"

// Account is what a merchant has with the service.
type Account struct{ Customer, Key, Salt string }

// Parcel is what is asked about.
type Parcel struct {
	Carrier string // as package facts calls it, "" to have the service recognise it
	Number  string
	Tail    string // the last four digits of the receiver's phone; some carriers want them
}

// codes are how the service calls carriers.
var codes = map[string]string{"SF": "shunfeng", "YT": "yuantong", "ZTO": "zhongtong", "STO": "shentong", "YUNDA": "yunda", "JT": "jtexpress", "JD": "jd",
	"EMS": "ems", "DBK": "debangkuaidi", "BEST": "huitongkuaidi", "CAINIAO": "danniao", "KY": "kuayue"}

// CarrierOf is the carrier that the service calls so, "" if it is none that we know.
func CarrierOf(code string) string {
	if code == "youzhengguonei" {
		return "EMS"
	}
	for carrier, c := range codes {
		if c == code {
			return carrier
		}
	}
	return ""
}

func sum(text string) string {
	d := md5.Sum([]byte(text))
	return strings.ToUpper(hex.EncodeToString(d[:]))
}

// form is the type of every body of the protocol.
func form() http.Header {
	return http.Header{"Content-Type": {"application/x-www-form-urlencoded; charset=utf-8"}}
}

// Query is the question what carriers say of a parcel now: its path, headers and body.
func Query(a Account, p Parcel) (string, http.Header, []byte, error) {
	param, err := json.Marshal(map[string]string{"com": codes[p.Carrier], "num": p.Number, "phone": p.Tail, "resultv2": "4", "show": "0", "order": "desc"})
	if err != nil {
		return "", nil, nil, err
	}
	v := url.Values{"customer": {a.Customer}, "param": {string(param)}, "sign": {sum(string(param) + a.Key + a.Customer)}}
	return "/poll/query.do", form(), []byte(v.Encode()), nil
}

// Subscribe asks to be told whatever carriers say of a parcel, at an address.
func Subscribe(a Account, p Parcel, callback string) (string, http.Header, []byte, error) {
	more := map[string]string{"callbackurl": callback, "salt": a.Salt, "resultv2": "4", "phone": p.Tail}
	if codes[p.Carrier] == "" {
		more["autoCom"] = "1"
	}
	param, err := json.Marshal(map[string]any{"company": codes[p.Carrier], "number": p.Number, "key": a.Key, "parameters": more})
	if err != nil {
		return "", nil, nil, err
	}
	return "/poll", form(), []byte(url.Values{"schema": {"json"}, "param": {string(param)}}.Encode()), nil
}

// Verdict is what the answer to a subscription means.
type Verdict struct {
	On    bool
	Code  string // of the service; "" if it was not understood
	Later bool   // it may be asked again
	Ours  bool   // what is wrong is the account
}

// Judge reads the answer to a subscription. 501 says that the parcel is subscribed to
// already, as it is when the answer before was lost.
func Judge(a outgoing.Answer, err error) Verdict {
	if err != nil || a.Status >= 500 || a.Status == http.StatusTooManyRequests {
		return Verdict{Later: true}
	}
	var said struct {
		Code string `json:"returnCode"`
	}
	if json.Unmarshal(a.Body, &said) != nil || said.Code == "" {
		return Verdict{Later: true}
	}
	v := Verdict{Code: said.Code}
	switch said.Code {
	case "200", "501":
		v.On = true
	case "500":
		v.Later = true
	case "600", "601", "503":
		v.Ours = true
	}
	return v
}

// Trace is what is told of a parcel.
type Trace struct {
	Number  string
	Carrier string // "" if it is none that we know
	Events  []shipment.Event
	Ended   bool   // nothing more will be pushed
	Why     string // that it ended, a word of ours
}

// result is what stands in an answer and in a push alike.
type result struct {
	Number  string `json:"nu"`
	Company string `json:"com"`
	State   code   `json:"state"`
	Data    []struct {
		Time    string `json:"time"`
		FTime   string `json:"ftime"`
		Context string `json:"context"`
		Status  string `json:"status"`
		Code    code   `json:"statusCode"`
		Area    string `json:"areaName"`
		Place   string `json:"location"`
	} `json:"data"`
	Code    code   `json:"returnCode"`
	Message string `json:"message"`
}

// code is a number that comes as text or as a number.
type code string

func (c *code) UnmarshalJSON(b []byte) error {
	*c = code(strings.Trim(string(b), `"`))
	if *c == "null" {
		*c = ""
	}
	return nil
}

// stateOf reads the states of the service: 0 under way, 1 picked up, 2 difficult, 3 signed for,
// 4 returned and signed for, 5 out for delivery, 6 going back, 7 handed to another
// carrier, 8 customs, 14 refused. What is finer begins with the same digits.
func stateOf(c code) shipment.State {
	switch {
	case c == "":
		return ""
	case c == "14" || c == "203":
		return shipment.Refused
	case c == "401": // the waybill was cancelled
		return shipment.Problem
	case len(c) == 2 && c >= "10" && c <= "13":
		return shipment.Customs
	case len(c) == 3 && c[0] == '1' && c != "103":
		return "" // ordered, or to be picked up: no carrier has it yet
	}
	switch c[0] {
	case '0', '7':
		return shipment.Moving
	case '1':
		if len(c) == 4 {
			return shipment.Moving
		}
		return shipment.Picked
	case '2':
		return problem(c)
	case '3':
		return shipment.Signed
	case '4':
		return shipment.Returned
	case '5':
		return shipment.Delivering
	case '6':
		return shipment.Returning
	case '8':
		return shipment.Customs
	}
	return ""
}

// problem tells what carriers call difficult from what only takes long: the rules of a
// shop say from when on that is too long.
func problem(c code) shipment.State {
	if c == "201" || c == "202" {
		return shipment.Moving
	}
	return shipment.Problem
}

// shanghai is the time of the service.
var shanghai = time.FixedZone("CST", 8*60*60)

func (r result) trace(now time.Time) Trace {
	t := Trace{Number: strings.TrimSpace(r.Number), Carrier: CarrierOf(r.Company)}
	for i := len(r.Data) - 1; i >= 0; i-- { // the latest stands first
		d := r.Data[i]
		at, err := time.ParseInLocation(time.DateTime, d.FTime, shanghai)
		if err != nil {
			if at, err = time.ParseInLocation(time.DateTime, d.Time, shanghai); err != nil {
				continue
			}
		}
		place := d.Area
		if place == "" {
			place = d.Place
		}
		e := shipment.Event{At: at, State: stateOf(d.Code), Text: d.Context, Place: place, Source: shipment.FromService}
		if e.State == "" && (len(d.Code) == 3 && d.Code[0] == '1') {
			continue
		}
		if e.State == "" {
			e.State = shipment.StateOf(d.Context)
		}
		if e.State == "" && i == 0 {
			e.State = stateOf(r.State)
		}
		if e, err = e.Clean(now); err == nil {
			t.Events = append(t.Events, e)
		}
	}
	return t
}

// Answered reads the answer to a question. What the service says against it comes back
// as a fault.
func Answered(a outgoing.Answer, err error, now time.Time) (Trace, error) {
	if err != nil {
		return Trace{}, err
	}
	var r result
	if a.Status != http.StatusOK || json.Unmarshal(a.Body, &r) != nil {
		return Trace{}, fault.New(fault.Unavailable, "tracking.nonsense", "status", a.Status)
	}
	switch r.Code {
	case "", "200":
		return r.trace(now), nil
	case "500": // nothing is known of this number, or not yet
		return Trace{}, fault.New(fault.NotFound, "tracking.nothing_known")
	case "503", "600", "601":
		return Trace{}, fault.New(fault.Unavailable, "tracking.account", "code", string(r.Code))
	}
	return Trace{}, fault.New(fault.Unavailable, "tracking.refused", "code", string(r.Code))
}

// Signed tells whether a push was signed with a salt.
func Signed(param, sign, salt string) bool {
	return salt != "" && subtle.ConstantTimeCompare([]byte(strings.ToUpper(sign)), []byte(sum(param+salt))) == 1
}

// Pushed reads the param of a push.
func Pushed(param string, now time.Time) (Trace, error) {
	var said struct {
		Status string `json:"status"`
		New    string `json:"comNew"`
		Last   result `json:"lastResult"`
	}
	if err := json.Unmarshal([]byte(param), &said); err != nil {
		return Trace{}, fault.New(fault.Invalid, "tracking.push_form").Because(err)
	}
	t := said.Last.trace(now)
	if t.Number == "" {
		return t, fault.New(fault.Invalid, "tracking.push_form")
	}
	if c := CarrierOf(said.New); c != "" {
		t.Carrier = c
	}
	// Where the carrier was wrong, the service goes on with the right one by itself.
	if said.Status == "shutdown" || said.Status == "abort" && said.New == "" {
		t.Ended, t.Why = true, said.Status
	}
	return t, nil
}

// Reply is the answer to a push.
type Reply struct {
	Result  bool   `json:"result"`
	Code    string `json:"returnCode"`
	Message string `json:"message"`
}

// Replies to pushes.
var (
	Taken   = Reply{true, "200", "成功"}
	Refused = Reply{false, "403", "签名不符"}
	Unread  = Reply{false, "400", "内容无法读取"}
)
