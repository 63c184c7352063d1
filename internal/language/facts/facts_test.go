package facts

import (
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
)

var now = time.Date(2026, 3, 12, 16, 45, 0, 0, time.FixedZone("Asia/Shanghai", 8*60*60))

var shop = NewReader(map[string]string{"安心保温杯": "安心保温杯 500ml", "保温杯": "安心保温杯 500ml", "玫瑰面霜": "玫瑰面霜"})

func told(facts []Fact) string {
	var all []string
	for _, f := range facts {
		s := f.Type + "=" + f.Value
		if f.Carrier != "" {
			s += "/" + f.Carrier
		}
		all = append(all, s)
	}
	return strings.Join(all, " ")
}

func TestFind(t *testing.T) {
	tests := []struct{ text, want string }{
		// order numbers by platform
		{"淘宝订单号 3912 4567 8901 2345 678 还没发", "order_no=3912456789012345678"},
		{"1234567890123456789这个订单啥时候发", "order_no=1234567890123456789"},
		{"拼多多的 260310-123456789012345 退款", "order_no=260310-123456789012345"},
		{"京东订单293847561023没收到", "order_no=293847561023"},
		{"抖音订单6921345678901234567", "order_no=6921345678901234567"},
		{"订单编号：AX20260310-0012，少发了", "order_no=AX20260310-0012"},
		{"单号ax2026031000123", "order_no=AX2026031000123"},
		// what is no order number
		{"2026-03-01买的", "date=2026-03-01"},
		{"20260301买的", "date=2026-03-01"},
		{"我电话13812345678", "phone=13812345678"},
		{"赔我1000000", "amount=100000000"},
		{"身份证110101199003074514", ""},
		{"条码6901234567892", ""},
		{"型号AB123456789", ""},
		// tracking numbers by carrier
		{"顺丰SF1234567890123显示签收", "tracking_no=SF1234567890123/SF"},
		{"单号YT8812345678901没动", "tracking_no=YT8812345678901/YT"},
		{"中通快递 78412345678901 三天没更新", "tracking_no=78412345678901/ZTO wait=P3D"},
		{"申通773123456789012在哪", "tracking_no=773123456789012/STO"},
		{"运单号：431234567890123", "tracking_no=431234567890123/YUNDA"},
		{"JD0123456789012到哪了", "tracking_no=JD0123456789012/JD"},
		{"EA123456789CN", "tracking_no=EA123456789CN/EMS"},
		{"极兔JT5012345678901丢了", "tracking_no=JT5012345678901/JT"},
		{"德邦DPK202512345678", "tracking_no=DPK202512345678/DBK"},
		// phones
		{"打138 1234 5678或者010-62288559转802", "phone=13812345678 phone=010-62288559-802"},
		{"+86-139-1234-5678", "phone=13912345678"},
		{"138****1234打不通", "phone=138****1234"},
		{"400-820-8820没人接", "phone=400-820-8820"},
		{"(0571)88886666", "phone=0571-88886666"},
		{"幺三八零零一三八零零零", "phone=13800138000"},
		{"订单号13812345678", "order_no=13812345678"},
		// amounts
		{"花了129.9元，退我50", "amount=12990 amount=5000"},
		{"三块五的运费凭什么我出", "amount=350"},
		{"从199降到149，差价50块", "amount=19900 amount=14900 amount=5000"},
		{"赔我一百二", "amount=12000"},
		{"两块电池坏了", "quantity=2"},
		// quantities
		{"买了3件少了两盒", "quantity=3 quantity=2"},
		{"一个杯子裂了，拍了3张照片，2斤苹果", ""},
		{"1箱24瓶碎了5瓶", "quantity=1 quantity=24 quantity=5"},
		// contacts and waits
		{"找了你们三次了，等了5天", "contacts=3 wait=P5D"},
		{"这是第3次问了", "contacts=3"},
		{"打了五个电话没人接", "contacts=5"},
		{"都半个月了还没退", "wait=P15D"},
		{"等了两个小时没人理", "wait=PT2H"},
		{"用了3天就坏了", ""},
		// dates
		{"3月8号下的单，昨天收到", "date=2026-03-08 date=2026-03-11"},
		{"上周五买的", "date=2026-03-06"},
		{"3天前签收", "date=2026-03-09"},
		{"3月20号结婚要用", "date=2026-03-20"},
		{"周一买的到现在没发", "date=2026-03-09"},
		// batches and products
		{"批号：B20260101A的面霜过敏", "batch=B20260101A"},
		{"安心保温杯漏水", "product=安心保温杯 500ml"},
	}
	for _, tt := range tests {
		if got := told(shop.Find(language.Read(tt.text), now)); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}
