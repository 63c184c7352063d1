package run

import (
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/playbook"
)

// kinds are words in titles of goods and the kind of goods that they name, the
// telling ones first.
var kinds = []struct {
	kind  string
	words []string
}{
	{"baby", []string{"婴儿", "婴幼儿", "宝宝", "奶瓶", "纸尿裤", "尿不湿", "奶粉", "孕妇", "童车", "辅食"}},
	{"medicine", []string{"药", "保健品", "维生素", "口罩", "血压计", "体温计", "创可贴"}},
	{"cosmetics", []string{"面膜", "精华", "口红", "粉底", "护肤", "面霜", "防晒霜", "洗面奶", "香水", "眼影", "爽肤水", "乳液"}},
	{"electronics", []string{"手机", "耳机", "充电器", "充电宝", "数据线", "平板", "笔记本电脑", "键盘", "鼠标", "音箱", "相机", "手表", "手环", "路由器", "显示器", "U盘", "硬盘", "投影仪"}},
	{"appliance", []string{"冰箱", "洗衣机", "空调", "电视", "微波炉", "电饭煲", "热水器", "烤箱", "吸尘器", "电风扇", "取暖器", "加湿器", "吹风机", "空气炸锅", "扫地机", "榨汁机", "水壶", "料理机"}},
	{"food", []string{"零食", "饼干", "坚果", "茶叶", "咖啡", "牛奶", "水果", "大米", "食用油", "月饼", "巧克力", "糖果", "蜂蜜", "牛肉", "海鲜", "面条", "酱", "饮料", "蛋糕", "粽子", "麦片", "草莓", "车厘子", "苹果", "橙"}},
	{"clothing", []string{"衣", "裤", "裙", "鞋", "袜", "包包", "背包", "帽", "围巾", "外套", "卫衣", "羽绒"}},
	{"renovation", []string{"地板", "瓷砖", "涂料", "油漆", "灯具", "吊灯", "水龙头", "马桶"}},
	{"durable", []string{"沙发", "床垫", "衣柜", "书桌", "椅", "自行车", "家具"}},
	{"virtual", []string{"充值", "会员卡", "话费", "点卡", "激活码", "课程"}},
	{"household", []string{"杯", "碗", "锅", "毛巾", "洗衣液", "纸巾", "抽纸", "收纳", "花瓶", "盘", "牙刷", "拖把", "雨伞", "洗发水", "沐浴露"}},
}

// kindOf guesses from the titles of goods what kind of goods they are: "" if they
// name none, or several.
func kindOf(items []order.Item) string {
	found := ""
	for _, item := range items {
		kind := ""
		for _, k := range kinds {
			for _, w := range k.words {
				if kind == "" && strings.Contains(item.Title, w) {
					kind = k.kind
				}
			}
		}
		if kind == "" || found != "" && found != kind {
			return ""
		}
		found = kind
	}
	return found
}

// platforms are those of orders that facts call otherwise.
var platforms = map[string]string{"pdd": "pinduoduo"}

// ordered is what an order tells of a matter that somebody complained about on a
// day. What was signed for later says nothing of it.
func ordered(k knowing, o order.Detail, complained time.Time) {
	put := func(name string, value any) {
		if f, ok := playbook.FactNamed(name); ok {
			if v, err := f.ReadValue(value); err == nil {
				k.put(FromOrder, name, v, 0)
			}
		}
	}
	name := o.Platform
	if other := platforms[name]; other != "" {
		name = other
	}
	put("platform", name)
	if o.Paid.Known {
		put("paid", float64(o.Paid.N))
	}
	if len(o.Parcels) == 1 {
		put("tracking_no", o.Parcels[0].Number)
	}
	if kind := kindOf(o.Items); kind != "" {
		put("goods_kind", kind)
	}
	if class := classOf(o); class != "" {
		put("goods_class", class)
	}
	signed := !o.ReceivedAt.IsZero()
	switch {
	case !o.ShippedAt.IsZero() || signed || o.Status == order.ShippedOut || o.Status == order.Done:
		put("shipped", true)
	case o.Status == order.ToShip || o.Status == order.Unpaid:
		put("shipped", false)
	}
	if signed && !o.ReceivedAt.After(complained) {
		put("signed_days", float64(day(complained)-day(o.ReceivedAt)))
	}
}

// classOf is the class of the goods, if all items have one.
func classOf(o order.Detail) (class string) {
	for _, t := range o.Terms {
		if t.Product == nil || t.Product.Class == "" || class != "" && class != t.Product.Class {
			return ""
		}
		class = t.Product.Class
	}
	return class
}

// shanghai is how far the clock by which policy counts days is ahead, in seconds.
const shanghai = 8 * 60 * 60

func day(t time.Time) int64 { return (t.Unix() + shanghai) / (24 * 60 * 60) }
