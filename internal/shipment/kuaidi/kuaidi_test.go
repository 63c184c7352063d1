package kuaidi

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
	"github.com/anxin-desk/anxin/internal/shipment"
)

var now = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

func TestWhatIsAsked(t *testing.T) {
	a := Account{"CUSTOMER", "secretkey", "pepper"}
	path, h, body, err := Query(a, Parcel{"YT", "YT1234567890123", "8000"})
	if err != nil || path != "/poll/query.do" || !strings.HasPrefix(h.Get("Content-Type"), "application/x-www-form-urlencoded") {
		t.Fatal(path, h, err)
	}
	v, err := url.ParseQuery(string(body))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := v.Get("sign"), sum(v.Get("param")+"secretkey"+"CUSTOMER"); got != want || got != strings.ToUpper(got) || len(got) != 32 {
		t.Errorf("signed %s, want %s", got, want)
	}
	if strings.Contains(string(body), "secretkey") || !strings.Contains(v.Get("param"), `"com":"yuantong"`) {
		t.Error(v)
	}
	_, _, body, err = Subscribe(a, Parcel{"", "9999999999", ""}, "https://desk.example/api/tracking/x")
	if err != nil {
		t.Fatal(err)
	}
	v, _ = url.ParseQuery(string(body))
	for _, want := range []string{`"autoCom":"1"`, `"callbackurl":"https://desk.example/api/tracking/x"`, `"salt":"pepper"`, `"key":"secretkey"`} {
		if !strings.Contains(v.Get("param"), want) {
			t.Errorf("no %s in %s", want, v.Get("param"))
		}
	}
}

// As the documents of the service have it: {"com":"...","num":"..."}xxxyyy, in upper case.
func TestSignatures(t *testing.T) {
	if got := sum("abc"); got != "900150983CD24FB0D6963F7D28E17F72" {
		t.Error(got)
	}
	for _, c := range []struct {
		param, sign, salt string
		want              bool
	}{
		{"a", sum("ab"), "b", true}, {"a", strings.ToLower(sum("ab")), "b", true}, {"a", sum("ac"), "b", false}, {"a", "", "b", false}, {"a", sum("a"), "", false},
	} {
		if got := Signed(c.param, c.sign, c.salt); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestAnswersToSubscriptions(t *testing.T) {
	for body, want := range map[string]Verdict{
		`{"result":true,"returnCode":"200","message":"提交成功"}`:  {On: true, Code: "200"},
		`{"result":false,"returnCode":"501","message":"重复订阅"}`: {On: true, Code: "501"},
		`{"result":false,"returnCode":"500"}`:                  {Later: true, Code: "500"},
		`{"result":false,"returnCode":"600"}`:                  {Ours: true, Code: "600"},
		`{"result":false,"returnCode":"701"}`:                  {Code: "701"},
		`<html>`:                                               {Later: true},
	} {
		if got := Judge(outgoing.Answer{Status: 200, Body: []byte(body)}, nil); got != want {
			t.Errorf("%s: %+v", body, got)
		}
	}
	if got := Judge(outgoing.Answer{Status: 502, Body: []byte(`{"returnCode":"200"}`)}, nil); !got.Later || got.On {
		t.Errorf("%+v", got)
	}
	if got := Judge(outgoing.Answer{}, fault.New(fault.Unavailable, "outgoing.no_answer")); !got.Later {
		t.Errorf("%+v", got)
	}
}

const push = `{"status":"polling","billstatus":"got","message":"","autoCheck":"0","comOld":"","comNew":"","lastResult":{"message":"ok","state":"0","status":"200","condition":"F00",
	"ischeck":"0","com":"yuantong","nu":"YT1234567890123","data":[
	{"context":"快件到达【上海转运中心】","time":"2026-11-22 20:00:00","ftime":"2026-11-22 20:00:00","status":"在途","statusCode":"0","areaName":"上海"},
	{"context":"【杭州市】已揽收","time":"2026-11-21 18:00:00","ftime":"2026-11-21 18:00:00","status":"揽收","statusCode":103},
	{"context":"商家已下单","time":"2026-11-21 10:00:00","ftime":"2026-11-21 10:00:00","statusCode":"101"}]}}`

func TestPushesAreRead(t *testing.T) {
	got, err := Pushed(push, now)
	if err != nil || got.Number != "YT1234567890123" || got.Carrier != "YT" || got.Ended || len(got.Events) != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	if e := got.Events[0]; e.State != shipment.Picked || !e.At.Equal(time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", e)
	}
	if e := got.Events[1]; e.State != shipment.Moving || e.Place != "上海" {
		t.Errorf("%+v", e)
	}
	for status, ended := range map[string]bool{"shutdown": true, "abort": true, "updateall": false} {
		got, err := Pushed(strings.Replace(push, "polling", status, 1), now)
		if err != nil || got.Ended != ended {
			t.Errorf("%s: %+v, %v", status, got, err)
		}
	}
	right := strings.Replace(strings.Replace(push, "polling", "abort", 1), `"comNew":""`, `"comNew":"zhongtong"`, 1)
	if got, _ := Pushed(right, now); got.Ended || got.Carrier != "ZTO" {
		t.Errorf("%+v", got)
	}
	for _, bad := range []string{"", "[]", "{}", `{"lastResult":{"nu":7}}`, `{"lastResult":null}`} {
		if _, err := Pushed(bad, now); err == nil {
			t.Errorf("read %s", bad)
		}
	}
}

func TestStates(t *testing.T) {
	for c, want := range map[code]shipment.State{"0": shipment.Moving, "1": shipment.Picked, "103": shipment.Picked, "101": "", "102": "", "1002": shipment.Moving, "2": shipment.Problem,
		"201": shipment.Moving, "202": shipment.Moving, "203": shipment.Refused, "207": shipment.Problem, "3": shipment.Signed, "304": shipment.Signed, "4": shipment.Returned,
		"401": shipment.Problem, "5": shipment.Delivering, "501": shipment.Delivering, "6": shipment.Returning, "7": shipment.Moving, "8": shipment.Customs, "12": shipment.Customs,
		"14": shipment.Refused, "": "", "99": ""} {
		if got := stateOf(c); got != want {
			t.Errorf("%s: %s, want %s", c, got, want)
		}
	}
}

func FuzzPushed(f *testing.F) {
	f.Add(push)
	f.Fuzz(func(t *testing.T, param string) {
		got, err := Pushed(param, now)
		if err == nil && got.Number == "" {
			t.Error("a push about nothing")
		}
	})
}
