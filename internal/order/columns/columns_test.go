package columns_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestGuess(t *testing.T) {
	for _, tt := range []struct {
		headings, preset, platform string
		sum                        bool
		want                       string
	}{
		{"订单编号,买家会员名,买家应付货款,买家应付邮费,买家实际支付金额,订单状态,收货人姓名,收货地址,联系电话,联系手机,订单创建时间,订单付款时间,物流单号,物流公司,宝贝标题,宝贝总数量,退款金额",
			"qianniu", "taobao", false,
			"number=订单编号 nick=买家会员名 goods=买家应付货款 freight=买家应付邮费 paid=买家实际支付金额 status=订单状态 receiver=收货人姓名 address=收货地址 phone=联系手机 placed_at=订单创建时间 paid_at=订单付款时间 tracking=物流单号 carrier=物流公司 refunded=退款金额"},
		{"订单编号,子订单编号,标题,价格,购买数量,商品属性,订单状态,商家编码,买家应付货款,买家实际支付金额", "qianniu_items", "taobao", true,
			"number=订单编号 item_title=标题 item_price=价格 item_quantity=购买数量 item_spec=商品属性 status=订单状态 item_code=商家编码 goods=买家应付货款 paid=买家实际支付金额"},
		{"主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,商家编码,商品单价,订单应付金额,运费,优惠总金额,收件人,收件人手机号,省,市,区,街道,详细地址,订单提交时间,支付完成时间,订单状态", "douyin", "douyin", true,
			"number=主订单编号 item_title=选购商品 item_spec=商品规格 item_quantity=商品数量 item_code=商家编码 item_price=商品单价 paid=订单应付金额 freight=运费 discount=优惠总金额 receiver=收件人 phone=收件人手机号 province=省 city=市 district=区 town=街道 address=详细地址 placed_at=订单提交时间 paid_at=支付完成时间 status=订单状态"},
		{"订单号,商品ID,商品名称,订购数量,下单时间,京东价,订单金额,应付金额,订单状态,下单帐号,客户姓名,客户地址,联系电话,付款确认时间", "jd", "jd", false,
			"number=订单号 item_code=商品ID item_title=商品名称 item_quantity=订购数量 placed_at=下单时间 item_price=京东价 goods=订单金额 paid=应付金额 status=订单状态 nick=下单帐号 receiver=客户姓名 address=客户地址 phone=联系电话 paid_at=付款确认时间"},
		{"商品,订单号,订单状态,商品总价(元),用户实付金额(元),商品数量(件),邮费(元),收货人,手机,详细地址,支付时间,发货时间,确认收货时间,商品规格,商家编码-规格维度,快递单号,快递公司", "pdd", "pdd", false,
			"item_title=商品 number=订单号 status=订单状态 goods=商品总价(元) paid=用户实付金额(元) item_quantity=商品数量(件) freight=邮费(元) receiver=收货人 phone=手机 address=详细地址 paid_at=支付时间 shipped_at=发货时间 received_at=确认收货时间 item_spec=商品规格 item_code=商家编码-规格维度 tracking=快递单号 carrier=快递公司"},
		{"内部订单号,线上订单号,订单来源,买家账号,订单状态,下单时间,付款日期,发货日期,收货人,手机,地址,快递公司,快递单号,应付金额,已付金额,商品编码,商品名称,颜色规格,数量,单价", "jushuitan", "other", false,
			"number=线上订单号 platform=订单来源 nick=买家账号 status=订单状态 placed_at=下单时间 paid_at=付款日期 shipped_at=发货日期 receiver=收货人 phone=手机 address=地址 carrier=快递公司 tracking=快递单号 goods=应付金额 paid=已付金额 item_code=商品编码 item_title=商品名称 item_spec=颜色规格 item_quantity=数量 item_price=单价"},
		{"订单编号,原始单号,平台,订单状态,交易时间,付款时间,发货时间,客户网名,收件人,手机,省市县,地址,物流公司,物流单号,应收金额,商家编码,货品名称,规格名称,数量,批次", "wangdian", "other", false,
			"number=原始单号 platform=平台 status=订单状态 placed_at=交易时间 paid_at=付款时间 shipped_at=发货时间 nick=客户网名 receiver=收件人 phone=手机 province=省市县 address=地址 carrier=物流公司 tracking=物流单号 goods=应收金额 item_code=商家编码 item_title=货品名称 item_spec=规格名称 item_quantity=数量 item_batch=批次"},
		{"＊订单号 ,品名,件数", "", "other", false, "number=＊订单号 item_title=品名 item_quantity=件数"},
	} {
		headings := strings.Split(tt.headings, ",")
		got := columns.Orders.Guess(headings)
		want := map[columns.Field]string{}
		for pair := range strings.FieldsSeq(tt.want) {
			f, h, _ := strings.Cut(pair, "=")
			want[columns.Field(f)] = h
		}
		for f, h := range got.Columns {
			got.Columns[f] = strings.TrimSpace(h)
		}
		if got.Preset != tt.preset || got.Platform != tt.platform || got.Sum != tt.sum || !maps.Equal(got.Columns, want) {
			t.Errorf("%s:\n got %+v\nwant %v", tt.preset, got, want)
		}
	}
}

func TestHeaderAt(t *testing.T) {
	rows := [][]string{{"2026 年 11 月订单"}, {"导出人", "周岚"}, {"订单编号", "收货人", "商品名称"}, {"1001", "林婉清", "台灯"}}
	if at := columns.Orders.HeaderAt(rows); at != 2 {
		t.Errorf("got %d", at)
	}
	if at := columns.Orders.HeaderAt([][]string{{"x"}, {"单据", "东西"}}); at != 1 {
		t.Errorf("got %d", at)
	}
}

func TestFind(t *testing.T) {
	m := columns.Mapping{Platform: "jd", Columns: map[columns.Field]string{columns.Number: "订单 编号", columns.Phone: "手机"}}
	found, err := columns.Orders.Find(m, []string{"手机", "*订单编号"})
	if err != nil || found[columns.Number] != 1 || found[columns.Phone] != 0 {
		t.Errorf("got %v, %v", found, err)
	}
	for code, m := range map[string]columns.Mapping{
		"order.column_missing":  {Columns: map[columns.Field]string{columns.Number: "单号"}},
		"order.number_unmapped": {Columns: map[columns.Field]string{columns.Phone: "手机"}},
		"order.field_unknown":   {Columns: map[columns.Field]string{"mood": "手机"}},
	} {
		if _, err := columns.Orders.Find(m, []string{"手机"}); fault.CodeOf(err) != code {
			t.Errorf("%s: got %v", code, err)
		}
	}
	if columns.PlatformOf("天猫商城") != "taobao" || columns.PlatformOf("线下") != "" {
		t.Error("platforms are misread")
	}
}
