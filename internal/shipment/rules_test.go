package shipment

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/language/check"
)

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

func at(hours int) time.Time { return noon.Add(time.Duration(hours) * time.Hour) }

// trace builds events from "hours state words".
func trace(lines ...string) []Event {
	var all []Event
	for i, l := range lines {
		parts := strings.SplitN(l, " ", 3)
		var h int
		_, _ = fmt.Sscan(parts[0], &h)
		e := Event{At: at(h), State: State(parts[1]), Text: parts[2], N: int64(i + 1)}
		if e.State == "-" {
			e.State = ""
		}
		e, err := e.Clean(at(h))
		if err != nil {
			panic(err)
		}
		all = append(all, e)
	}
	inOrder(all)
	return all
}

// What is wrong with a parcel, at which hour after its dispatch.
func TestWhatIsFound(t *testing.T) {
	near, far := Shipment{DispatchedAt: noon, Sub: SubOn, Province: "浙江"}, Shipment{DispatchedAt: noon, Sub: SubOn, Province: "新疆"}
	told, received, doubted, alone := near, near, near, near
	told.PromisedAt, received.Finished, doubted.DoubtedAt, doubted.Finished, alone.Sub = at(30), true, at(60), true, NoSub
	for _, c := range []struct {
		what  string
		s     Shipment
		trace []Event
		hour  int
		want  string
	}{
		{"just sent", near, nil, 47, "next 48"},
		{"nobody picked it up", near, nil, 48, "no_pickup@0 next 120"},
		{"nobody says anything of parcels", alone, nil, 400, ""},
		{"picked up", near, trace("5 picked 已揽收"), 50, "next 53"},
		{"quiet", near, trace("5 picked 已揽收"), 53, "stalled@5 next 120"},
		{"quiet where it is far", far, trace("5 picked 已揽收"), 100, "next 101"},
		{"too quiet where it is far", far, trace("5 picked 已揽收"), 101, "stalled@5 next 240"},
		{"goes on", near, trace("5 picked 已揽收", "50 moving 到达转运中心"), 53, "next 98"},
		{"late", near, trace("5 picked 已揽收", "118 moving 到达转运中心"), 120, "late@120 next 166"},
		{"late for what was said", told, trace("5 picked 已揽收"), 31, "late@30 next 53"},
		{"late and quiet", near, trace("5 picked 已揽收"), 121, "stalled@5 late@120"},
		{"out of the area", near, trace("5 picked 已揽收", "20 problem 疑难件"), 21, "undeliverable@20 next 120"},
		{"out of the area in words alone", near, trace("5 picked 已揽收", "20 moving 快件超出派送范围，转邮政"), 21, "undeliverable@20 next 120"},
		{"refused, then back", near, trace("5 picked 已揽收", "20 refused 客户拒收", "22 returning 退回中", "60 returned 退件已签收"), 70, "returned@20"},
		{"there", near, trace("5 picked 已揽收", "30 signed 本人签收"), 400, ""},
		{"at a station", near, trace("5 picked 已揽收", "30 signed 已签收，签收人：菜鸟驿站"), 31, "signed_away@30"},
		{"fetched from there", near, trace("30 signed 已签收，签收人：菜鸟驿站", "40 signed 凭取件码签收"), 41, ""},
		{"confirmed by the buyer", received, trace("30 signed 已签收，签收人：菜鸟驿站"), 31, ""},
		{"the buyer says that it is not there", doubted, trace("30 signed 本人签收"), 61, "signed_away@30"},
		{"told in the wrong order", near, []Event{trace("20 moving 到达")[0], trace("5 picked 已揽收")[0]}, 60, "next 68"},
	} {
		inOrder(c.trace)
		found, next := Delivered().Look(c.s.follow(c.trace), at(c.hour))
		var got []string
		for _, f := range found {
			got = append(got, fmt.Sprintf("%s@%.0f", f.Kind, f.Since.Sub(noon).Hours()))
		}
		if !next.IsZero() {
			got = append(got, fmt.Sprintf("next %.0f", next.Sub(noon).Hours()))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q, want %q", c.what, s, c.want)
		}
	}
}

// Each event is kept once, and what is told in another order comes to the same.
func TestTracesMeetInTheSameState(t *testing.T) {
	all := trace("5 picked 已揽收", "20 moving 到达 上海", "20 moving 离开上海", "30 delivering 派件中", "40 signed 本人签收")
	first, fresh := merge(nil, all)
	if len(fresh) != 5 {
		t.Fatal(len(fresh))
	}
	again := slices.Clone(all)
	again[1].Text = "到达  上海" // spaced in another way
	if _, fresh = merge(first, again); len(fresh) != 0 {
		t.Errorf("%d events twice", len(fresh))
	}
	want := Shipment{}.follow(first)
	known, _ := merge(nil, all[3:])
	known, _ = merge(known, all[:3])
	if got := (Shipment{}).follow(known); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// A trouble is found once, ends by itself, and comes back only if what ended it is
// taken back; what a person settled stays so.
func TestTroublesAreSettled(t *testing.T) {
	f := Finding{Stalled, at(5)}
	for _, c := range []struct {
		what    string
		known   []Trouble
		found   []Finding
		begun   int
		changed string
	}{
		{"new", nil, []Finding{f}, 1, ""},
		{"known", []Trouble{{Finding: f, State: Open}}, []Finding{f}, 0, ""},
		{"over", []Trouble{{Finding: f, State: Snoozed}}, nil, 0, "moved"},
		{"told and over", []Trouble{{Finding: f, State: Told}}, nil, 0, "moved"},
		{"settled by hand", []Trouble{{Finding: f, State: Done}}, []Finding{f}, 0, ""},
		{"back", []Trouble{{Finding: f, State: Moved}}, []Finding{f}, 0, "open"},
		{"another time", []Trouble{{Finding: f, State: Open}}, []Finding{{Stalled, at(50)}}, 1, "moved"},
	} {
		begun, changed := settleAll(c.known, c.found)
		got := ""
		for _, one := range changed {
			got += string(one.State)
		}
		if len(begun) != c.begun || got != c.changed {
			t.Errorf("%s: %d new, %q", c.what, len(begun), got)
		}
	}
}

func TestWordsOfCarriers(t *testing.T) {
	for words, want := range map[string]State{"【杭州市】已揽收": Picked, "快件到达【上海转运中心】": Moving, "正在为您派送": Delivering, "您的快件已签收": Signed, "收件人拒收": Refused,
		"快件退回中": Returning, "退件已签收": Returned, "该地址不在派送范围": Problem, "您好": ""} {
		if got := StateOf(words); got != want {
			t.Errorf("%s: %s, want %s", words, got, want)
		}
	}
	for words, want := range map[string]bool{"已签收，签收人：丰巢智能柜": true, "已由门卫代收": true, "本人签收": false, "签收人凭取货码签收，菜鸟驿站": false} {
		if left(words) != want {
			t.Errorf("%s: %v", words, !want)
		}
	}
	for address, want := range map[string]string{"浙江省杭州市西湖区": "浙江", "中国新疆维吾尔自治区": "新疆", "杭州市": ""} {
		if got := ProvinceOf(address); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
	for number, want := range map[string]string{"SF1234567890123": "SF", "yt1234567890123": "YT", "78901234567890": "ZTO", "EA123456789CN": "EMS", "nonsense": ""} {
		if got := CarrierOf(number, ""); got != want {
			t.Errorf("%s: %s", number, got)
		}
	}
	if CarrierOf("123", "圆通速递") != "YT" {
		t.Error("nobody heard the name of the carrier")
	}
}

// What is proposed can be sent as it stands: the reply check says nothing against it.
func TestProposedWordsPass(t *testing.T) {
	engine, err := check.Default("taobao", "jd", "pinduoduo", "douyin")
	if err != nil {
		t.Fatal(err)
	}
	s := Shipment{OrderNo: "A1001", Carrier: "SF", Number: "SF1234567890123", LastText: "快件已由驿站代收，电话13800138000。"}
	for _, language := range Languages {
		for _, k := range Kinds {
			for _, name := range []string{"", "林女士"} {
				text := s.Suggested(k, language, name)
				if strings.ContainsAny(text, "{}") || text == "" || strings.Contains(text, "13800138000") {
					t.Errorf("%s %s: %s", k, language, text)
				}
				for _, f := range engine.Check(check.Reply{Text: text}) {
					t.Errorf("%s %s: %s (%s)", k, language, f.Message, f.Text)
				}
			}
		}
	}
}

func TestTablesOfTraces(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	all, wrong, err := readTraces("运单号,时间,状态,轨迹,城市\nSF1000000000001,2026-11-20 09:00,,已揽收,杭州\nSF1000000000001,2026-11-21 10:00,运输,到达上海,上海\n,2026-11-21 10:00,,x,\nSF1000000000002,昨天,,到达,\n", zone, noon)
	if err != nil || len(all) != 1 || len(all[0].events) != 2 || len(wrong) != 2 || wrong[0].Line != 4 {
		t.Fatalf("%+v, %+v, %v", all, wrong, err)
	}
	if e := all[0].events[0]; e.State != Picked || !e.At.Equal(time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)) || e.Place != "杭州" {
		t.Errorf("%+v", e)
	}
	if _, _, err := readTraces("单号,轨迹\nSF1,x\n", zone, noon); err == nil {
		t.Error("took a table without times")
	}
}
