// Package shipment watches the parcels of orders: what carriers say of each, and
// what is wrong with it before its buyer has to ask.
//
// Orders say what was sent ([order.Parcel]); a shipment grows from that. Events are
// kept once however often they are told, in the order in which they happened. Rules
// find trouble in them, each once, and a clock looks again when the next could begin;
// trouble ends by itself when the parcel moves on.
//
// shipment.go, trouble.go and words.go hold the rules and do no I/O. kuaidi speaks the
// protocol of a service that tells traces, tracking uses it.
package shipment

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/language/facts"
	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// State is how far a parcel is.
type State string

const (
	Declared   State = "declared" // the shop says that it was sent; no carrier has seen it yet
	Picked     State = "picked"
	Moving     State = "moving"
	Customs    State = "customs"
	Delivering State = "delivering"
	Signed     State = "signed"
	Problem    State = "problem" // it cannot be delivered as things are
	Refused    State = "refused"
	Returning  State = "returning"
	Returned   State = "returned"
)

// States are those that an event may tell.
var States = []State{Picked, Moving, Customs, Delivering, Signed, Problem, Refused, Returning, Returned}

// Where events come from.
const (
	FromService = "service" // one that tells traces
	FromHand    = "hand"
)

// Limits of a trace.
const (
	MaxText   = 300 // runes
	MaxPlace  = 60
	MaxEvents = 300 // of one parcel; older than those that are kept is not taken
)

// Event is what a carrier has said.
type Event struct {
	At     time.Time // UTC, to the second
	State  State     // "" if nobody said
	Text   string
	Place  string
	Source string
	N      int64 // in the order in which it was told
}

// Clean returns an event as it will be kept, or what is wrong with it; what nobody
// said of its state is read from its words.
func (e Event) Clean(now time.Time) (Event, error) {
	e.At = db.Time(db.Millis(e.At.Truncate(time.Second)))
	e.Text, e.Place = cell.Text(e.Text, MaxText), cell.Text(e.Place, MaxPlace)
	switch {
	case e.Text == "":
		return e, fault.Field("text", "shipment.event_empty")
	case e.At.IsZero() || e.At.After(now.Add(24*time.Hour)) || e.At.Before(now.AddDate(-2, 0, 0)):
		return e, fault.Field("at", "shipment.event_time")
	case e.State != "" && !slices.Contains(States, e.State):
		return e, fault.Field("state", "shipment.state_unknown")
	}
	if read := StateOf(e.Text); e.State == "" || e.State == Moving && read == Problem {
		e.State = cmp.Or(read, Moving)
	}
	return e, nil
}

// key is the same for the same event, however it is spaced and whoever tells it.
func (e Event) key() string {
	return e.At.UTC().Format("20060102150405") + " " + strings.Join(strings.Fields(e.Text), "")
}

// stateWords are parts of what carriers say; the first that fits counts.
var stateWords = []struct {
	state State
	words []string
}{
	{Returned, []string{"退件已签收", "退回签收", "退签", "寄件人已签收", "returned to sender"}},
	{Returning, []string{"退回", "退件", "返回寄件"}},
	{Refused, []string{"拒收", "拒签"}},
	{Problem, []string{"超区", "超出派送范围", "超派送范围", "不在派送范围", "无法派送", "无法送达", "暂不派送", "停派", "地址不详", "地址错误", "联系不上", "无法联系", "破损", "问题件", "疑难", "undeliverable"}},
	{Signed, []string{"签收", "已妥投", "已代收", "已投递至", "已放入", "取件码取出", "已取件", "delivered", "signed for"}},
	{Delivering, []string{"派送中", "派件中", "正在派", "正在为您派", "安排派", "out for delivery"}},
	{Picked, []string{"已揽收", "已揽件", "已收件", "揽收成功", "揽件", "已收取", "picked up"}},
	{Customs, []string{"清关", "海关", "报关"}},
	{Moving, []string{"到达", "离开", "发往", "运输", "转运", "发出", "in transit"}},
}

// StateOf reads the state from the words of an event, "" if they tell none.
func StateOf(text string) State {
	text = strings.ToLower(text)
	for _, s := range stateWords {
		for _, w := range s.words {
			if strings.Contains(text, w) {
				return s.state
			}
		}
	}
	return ""
}

// left tells whether words say that a parcel was left with somebody else than its
// buyer: at a station, in a locker, with the guard. Who fetches it from there has it.
func left(text string) bool {
	for _, w := range []string{"取件码签收", "取货码签收", "凭取", "本人签收", "已取件", "取出"} {
		if strings.Contains(text, w) {
			return false
		}
	}
	for _, w := range []string{"驿站", "快递柜", "丰巢", "自提", "代收", "代签", "门卫", "物业", "前台", "保安", "菜鸟", "妈妈店", "快递超市", "柜"} {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// Shipment is a parcel of an order.
type Shipment struct {
	ID, ShopID       string
	OrderID, OrderNo string
	Number           string // of the carrier
	Carrier          string // as package facts calls it, "" if nobody knows
	CarrierWords     string // as the order says it
	Province         string // where it goes, "" if nobody knows
	DispatchedAt     time.Time
	PromisedAt       time.Time // by when somebody told the buyer it would be there; zero for the rule of the shop
	PromisedBy       string
	State            State
	Since            time.Time // when it came to that
	LastAt           time.Time // of the latest event
	LastText         string
	Away             bool      // signed by somebody else than the buyer
	DoubtedAt        time.Time // when a buyer said that they do not have it
	DoubtCase        string
	Finished         bool // the order is received or closed
	Sub              Sub
	SubCode          string
	MadeAt           time.Time
	Version          int64

	entries int64
}

// Sub is how far the subscription of a parcel is with the service that tells traces.
type Sub string

const (
	NoSub     Sub = ""
	SubWanted Sub = "wanted" // asked for, not answered yet
	SubOn     Sub = "on"
	SubEnded  Sub = "ended"
	SubFailed Sub = "failed" // the service will not have it
)

// CarrierOf recognises the carrier of a parcel, by its number first, then by the
// words of the order.
func CarrierOf(number, words string) string {
	return cmp.Or(facts.CarrierOf(number), facts.CarrierNamed(words))
}

// merge adds what is told to what is known: each event once, in order of time. fresh
// are those that were not known.
func merge(known, told []Event) (all, fresh []Event) {
	there, n := map[string]bool{}, int64(0)
	for _, e := range known {
		there[e.key()] = true
		n = max(n, e.N)
	}
	all = slices.Clone(known)
	for _, e := range told {
		if there[e.key()] || len(all) >= MaxEvents {
			continue
		}
		there[e.key()] = true
		n++
		e.N = n
		all, fresh = append(all, e), append(fresh, e)
	}
	inOrder(all)
	return all, fresh
}

func inOrder(all []Event) {
	slices.SortFunc(all, func(a, b Event) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.N, b.N)) })
}

// follow is the shipment after all that is known of it.
func (s Shipment) follow(events []Event) Shipment {
	s.State, s.Since, s.LastAt, s.LastText, s.Away = Declared, s.DispatchedAt, time.Time{}, "", false
	for _, e := range events {
		if phase(e.State) != phase(s.State) {
			s.Since = e.At
		}
		if e.State != s.State || e.State == Signed {
			s.Away = e.State == Signed && left(e.Text)
		}
		s.State, s.LastAt, s.LastText = e.State, e.At, e.Text
	}
	return s
}

// phase puts together what is one and the same to a buyer who waits.
func phase(s State) State {
	switch s {
	case Refused, Returning, Returned:
		return Returned
	case Picked, Moving, Customs, Delivering:
		return Moving
	}
	return s
}

// Watched tells whether anybody says what happens to the parcel, so that silence
// means something.
func (s Shipment) Watched() bool { return s.Sub == SubOn || s.Sub == SubEnded || !s.LastAt.IsZero() }

// Over tells whether nothing more is to be looked for: its buyer has confirmed that
// they have it, or the order is closed.
func (s Shipment) Over() bool { return s.Finished && s.DoubtedAt.IsZero() }

// provinces are how those of the country begin, as addresses write them.
var provinces = []string{"北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南",
	"广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门"}

// ProvinceOf reads the province that an address begins with, "" if it names none.
func ProvinceOf(address string) string {
	address = strings.TrimPrefix(strings.TrimSpace(address), "中国")
	for _, p := range provinces {
		if strings.HasPrefix(address, p) {
			return p
		}
	}
	return ""
}
