package quickreply

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

func TestStanding(t *testing.T) {
	coat := Reply{Draft: Draft{Goods: []string{"C1", "C2"}, Platforms: []string{"taobao"}, StartsAt: noon, EndsAt: noon.Add(time.Hour)}}
	for _, tt := range []struct {
		about About
		now   time.Time
		want  State
	}{
		{About{}, noon.Add(-time.Millisecond), NotYet},
		{About{}, noon, Holds},
		{About{}, noon.Add(time.Hour), Over},
		{About{Platform: "jd", Goods: []string{"C1"}}, noon, OtherPlatform},
		{About{Platform: "taobao", Goods: []string{"X"}}, noon, OtherGoods},
		{About{Platform: "taobao", Goods: []string{"X", "C2"}}, noon, Holds},
		{About{Goods: []string{"C1"}}, noon, Holds}, // nothing known of the platform rules nothing out
	} {
		if got := coat.Standing(tt.about, tt.now); got != tt.want {
			t.Errorf("%+v at %s: %s, want %s", tt.about, tt.now, got, tt.want)
		}
	}
	if (Reply{}).Standing(About{Goods: []string{"C1"}, Platform: "jd"}, noon) != Holds {
		t.Error("what has no conditions does not hold")
	}
}

func TestDue(t *testing.T) {
	for _, tt := range []struct {
		ends, review time.Time
		want         bool
	}{
		{time.Time{}, time.Time{}, false}, {noon.Add(Soon + time.Hour), time.Time{}, false}, {noon.Add(Soon), time.Time{}, true},
		{noon.Add(-time.Hour), time.Time{}, true}, {time.Time{}, noon.Add(time.Hour), false}, {time.Time{}, noon, true},
	} {
		if got := (Reply{Draft: Draft{EndsAt: tt.ends, ReviewAt: tt.review}}).Due(noon); got != tt.want {
			t.Errorf("ends %s, review %s: %v", tt.ends, tt.review, got)
		}
	}
}

func TestClean(t *testing.T) {
	good := Draft{Title: " 发货 ", Text: "亲爱的{买家}，{ order }已发出", Goods: []string{"b", " a ", "b", ""}}
	d, err := good.clean()
	if err != nil || d.Title != "发货" || !slices.Equal(d.Goods, []string{"a", "b"}) {
		t.Errorf("%+v, %v", d, err)
	}
	long := strings.Repeat("长", MaxText+1)
	for want, bad := range map[string]Draft{
		"quick_reply.title_length":     {Text: "好"},
		"quick_reply.text_length":      {Title: "好", Text: long},
		"quick_reply.group_length":     {Title: "好", Text: "好", Group: long[:3*(MaxGroup+1)]},
		"quick_reply.variable_unknown": {Title: "好", Text: "您的{密码}"},
		"quick_reply.ends_first":       {Title: "好", Text: "好", StartsAt: noon, EndsAt: noon},
		"order.platform_unknown":       {Title: "好", Text: "好", Platforms: []string{"moon"}},
		"quick_reply.goods_many":       {Title: "好", Text: "好", Goods: strings.Split(strings.Repeat("a,b,", MaxGoods), ",")},
	} {
		if want == "quick_reply.goods_many" {
			for i := range bad.Goods {
				bad.Goods[i] += strings.Repeat("x", i)
			}
		}
		if _, err := bad.clean(); fault.CodeOf(err) != want {
			t.Errorf("%+v: %v, want %s", bad, err, want)
		}
	}
}

func TestFill(t *testing.T) {
	got := fill("{买家}您好，{order}的{Goods}由{快递公司}送，{快递公司}单号{快递单号}，{不认识}", map[string]string{"buyer": "林女士", "order": "69370", "goods": "台灯"})
	if got.Text != "林女士您好，69370的台灯由{快递公司}送，{快递公司}单号{快递单号}，{不认识}" || !slices.Equal(got.Missing, []string{"carrier", "tracking"}) {
		t.Errorf("%+v", got)
	}
}

func TestStale(t *testing.T) {
	old := Reply{ID: "sale", Draft: Draft{Title: "双十一", Text: "您好，请稍等。双十一期间满300减50可与店铺券一起使用，{goods}付定金立减20元哦", EndsAt: noon}}
	now := Reply{ID: "ship", Draft: Draft{Title: "发货", Text: "付定金立减20元哦，下单后48小时内发货并上传单号"}}
	all := []Reply{old, now}
	for draft, want := range map[string]string{
		"亲，双十一期间满 300 减 50 可与店铺券一起使用的呢": "双十一期间满 300 减 50 可与店铺券一起使用",
		"您好，请稍等。":               "", // said everywhere
		"下单后48小时内发货并上传单号":       "", // still holds
		"双十一期間滿300減50可與店鋪券一起使用": "双十一期間滿300減50可與店鋪券一起使用",
		"现在没有满300减50的活动了":       "",
	} {
		found := Stale(draft, all, noon)
		got := ""
		if len(found) > 0 {
			got = found[0].Words
			if r := []rune(draft); string(r[found[0].Span.Start:found[0].Span.End]) != got || found[0].Reply.ID != "sale" {
				t.Errorf("%s: %+v", draft, found[0])
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", draft, got, want)
		}
	}
	if found := Stale(old.Text, all, noon.Add(-time.Hour)); found != nil {
		t.Errorf("what holds is stale: %+v", found)
	}
}

func TestDrafts(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	rows := [][]string{
		{"类别", "快捷短语", "失效", "平台", "商品编码"},
		{"售后", "退货地址已发您短信，寄出后请告诉我单号", "2026-12-01", "淘宝，京东", "A1、B2"},
		nil,
		{"售后", ""},
		{"", "好的"},
	}
	all, wrong, err := Drafts(rows, zone)
	if err != nil || len(wrong) != 0 || len(all) != 2 {
		t.Fatalf("%+v, %+v, %v", all, wrong, err)
	}
	d := all[0]
	if d.Title != "退货地址已发您短信，寄出后请告" || d.Group != "售后" || !slices.Equal(d.Platforms, []string{"jd", "taobao"}) || !slices.Equal(d.Goods, []string{"A1", "B2"}) ||
		!d.EndsAt.Equal(time.Date(2026, 12, 1, 0, 0, 0, 0, zone)) {
		t.Errorf("%+v", d)
	}
	again, _, err := Drafts([][]string{Heads, d.Row(zone)}, zone)
	if err != nil || len(again) != 1 || !slices.Equal(again[0].Row(zone), d.Row(zone)) {
		t.Errorf("what was written reads as %+v, %v", again, err)
	}
	_, wrong, err = Drafts([][]string{{"内容", "结束"}, {"好的", "月底"}, {"{密码}", ""}}, zone)
	if err != nil || len(wrong) != 2 || wrong[0].Line != 2 || wrong[1].Line != 3 {
		t.Errorf("%+v, %v", wrong, err)
	}
	if _, _, err := Drafts([][]string{{"话题", "数量"}, {"好的", "1"}}, zone); fault.CodeOf(err) != "quick_reply.no_column" {
		t.Error(err)
	}
	if _, _, err := Drafts([][]string{{"内容"}}, zone); fault.CodeOf(err) != "quick_reply.file_empty" {
		t.Error(err)
	}
}
