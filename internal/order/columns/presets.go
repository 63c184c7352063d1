package columns

import "slices"

// Preset is the export of a system that many shops use.
type Preset struct {
	ID       string
	Platform string   // "" for systems that hold orders of several platforms
	Marks    []string // headings that only it has; all must be there
	Sum      bool
	Columns  map[Field][]string // headings of it that mean something else elsewhere
}

// Presets are those that we know. The headings are facts about these systems,
// which change them at times; what is not found here is found by its words.
var Presets = []Preset{
	{ID: "qianniu_items", Platform: "taobao", Marks: []string{"订单编号", "购买数量"}, Sum: true, Columns: map[Field][]string{
		Number: {"主订单编号", "订单编号"}, Code: {"商家编码", "外部系统编号"}, Title: {"标题", "商品标题", "宝贝标题"}, Spec: {"商品属性", "套餐信息"},
		Price: {"价格", "商品价格"}, Goods: {"买家应付货款"}, PaidAmount: {"买家实际支付金额"},
	}},
	{ID: "qianniu", Platform: "taobao", Marks: []string{"订单编号", "买家应付货款"}, Columns: map[Field][]string{
		Goods: {"买家应付货款"}, Freight: {"买家应付邮费"}, PaidAmount: {"买家实际支付金额"}, Nick: {"买家会员名", "买家昵称"},
		Phone: {"联系手机", "联系电话"}, Receiver: {"收货人姓名"}, Placed: {"订单创建时间"}, Paid: {"订单付款时间"}, Title: {}, Quantity: {},
	}},
	{ID: "douyin", Platform: "douyin", Marks: []string{"主订单编号", "选购商品"}, Sum: true, Columns: map[Field][]string{
		Number: {"主订单编号"}, Title: {"选购商品"}, Price: {"商品金额", "商品单价"}, Code: {"商家编码", "货号"}, Placed: {"订单提交时间"}, Paid: {"支付完成时间"},
		PaidAmount: {"订单应付金额"}, Discount: {"优惠总金额"}, Goods: {}, Received: {"确认收货时间"},
	}},
	{ID: "jd", Platform: "jd", Marks: []string{"下单时间", "京东价"}, Columns: map[Field][]string{
		Number: {"订单号", "订单编号"}, Price: {"京东价"}, Quantity: {"订购数量"}, Nick: {"下单帐号", "下单账号"}, Receiver: {"客户姓名"}, Address: {"客户地址"},
		Paid: {"付款确认时间"}, Goods: {"订单金额"}, PaidAmount: {"应付金额", "结算金额"}, Code: {"货号", "商品ID", "商品编号"},
	}},
	{ID: "pdd", Platform: "pdd", Marks: []string{"订单号", "商品总价(元)"}, Columns: map[Field][]string{
		Title: {"商品"}, Goods: {"商品总价(元)"}, PaidAmount: {"用户实付金额(元)", "商家实收金额(元)"}, Discount: {"店铺优惠折扣(元)"},
		Code: {"商家编码规格维度", "商家编码-规格维度", "商家编码商品维度", "样式ID"}, Placed: {"订单成交时间", "订单创建时间"},
	}},
	{ID: "jushuitan", Marks: []string{"线上订单号", "内部订单号"}, Columns: map[Field][]string{
		Number: {"线上订单号"}, Spec: {"颜色规格", "颜色及规格"}, Code: {"商品编码"}, Nick: {"买家账号", "买家帐号"}, Paid: {"付款日期"}, Shipped: {"发货日期"},
		PaidAmount: {"已付金额", "实付金额"}, Goods: {"应付金额"},
	}},
	{ID: "wangdian", Marks: []string{"原始单号", "客户网名"}, Columns: map[Field][]string{
		Number: {"原始单号"}, Nick: {"客户网名"}, Title: {"货品名称"}, Spec: {"规格名称"}, Code: {"商家编码"}, Province: {"省市县", "收货地区"}, Placed: {"交易时间", "下单时间"},
		PaidAmount: {"已付", "已收", "已付金额"}, Goods: {"应收金额", "应收"},
	}},
}

// words are the headings that mean a field everywhere, best first.
var words = map[Field][]string{
	Number:   {"订单编号", "订单号", "主订单编号", "主订单号", "平台订单号", "线上订单号", "原始单号", "订单id", "order number", "order id"},
	Platform: {"平台", "订单来源", "来源平台", "平台类型", "店铺平台", "platform"},
	Status:   {"订单状态", "状态", "交易状态", "order status", "status"},
	Nick:     {"买家昵称", "买家会员名", "买家账号", "买家帐号", "客户网名", "会员名", "买家", "昵称", "下单帐号", "下单账号", "买家旺旺", "buyer"},
	Receiver: {"收货人", "收件人", "收货人姓名", "收件人姓名", "客户姓名", "receiver", "recipient"},
	Phone:    {"手机", "收件人手机号", "收件人手机", "收货人手机", "收货人手机号", "联系手机", "手机号", "手机号码", "收货人电话", "联系电话", "收件人电话", "电话", "phone", "mobile"},
	Province: {"省", "省份", "收货省份", "省市县", "收货地区", "所在省"}, City: {"市", "城市", "收货城市"}, District: {"区", "区县", "县区", "地区", "收货区县"}, Town: {"街道", "乡镇", "镇街"},
	Address:  {"收货地址", "收件地址", "详细地址", "收货人地址", "收件人地址", "地址", "客户地址", "收货详细地址", "address"},
	Placed:   {"下单时间", "订单创建时间", "创建时间", "订单提交时间", "交易时间", "拍下时间", "订单成交时间", "下单日期", "placed at"},
	Paid:     {"付款时间", "支付时间", "订单付款时间", "支付完成时间", "付款日期", "付款确认时间", "支付日期", "paid at"},
	Shipped:  {"发货时间", "发货日期", "出库时间", "shipped at"},
	Received: {"确认收货时间", "签收时间", "收货时间", "妥投时间", "received at"},
	Carrier:  {"物流公司", "快递公司", "快递", "承运商", "配送公司", "carrier"},
	Tracking: {"物流单号", "快递单号", "运单号", "物流单号运单号", "快递信息", "运单编号", "tracking number"},

	Goods:      {"商品总价(元)", "商品总价", "商品金额合计", "货款", "总金额", "订单金额", "商品总金额"},
	Freight:    {"运费", "邮费", "邮费(元)", "快递费", "运费金额", "买家应付邮费"},
	Discount:   {"优惠金额", "优惠总金额", "优惠", "店铺优惠折扣(元)", "折扣金额"},
	PaidAmount: {"实付金额", "买家实付", "买家实际支付金额", "用户实付金额(元)", "实际支付金额", "已付金额", "实付", "应付金额", "订单应付金额"},
	Refunded:   {"退款金额", "已退款金额", "退款"},

	Code:     {"商家编码", "商品编码", "sku编码", "规格编码", "货号", "sku", "商品货号", "商家sku编码", "外部系统编号"},
	Title:    {"商品名称", "宝贝标题", "商品标题", "货品名称", "选购商品", "商品", "宝贝名称", "品名", "title"},
	Spec:     {"商品规格", "规格", "颜色规格", "颜色及规格", "商品属性", "规格名称", "销售属性", "spec"},
	Quantity: {"数量", "商品数量", "商品数量(件)", "购买数量", "订购数量", "宝贝总数量", "件数", "quantity"},
	Price:    {"单价", "商品单价", "商品价格", "销售单价", "价格", "price"},
	Batch:    {"批次", "批次号", "批号", "生产批次", "生产批号", "batch"},
}

// orderHeadings are all headings that mean something in a file of orders.
func orderHeadings() map[string]bool {
	known := headings(words)
	for _, p := range Presets {
		for h := range headings(p.Columns) {
			known[h] = true
		}
	}
	return known
}

func headings(meant map[Field][]string) map[string]bool {
	known := map[string]bool{}
	for _, all := range meant {
		for _, h := range all {
			known[Fold(h)] = true
		}
	}
	return known
}

// guessOrders says what the columns of a file of orders mean.
func guessOrders(headings []string) Mapping {
	m := Mapping{Platform: "other", Columns: map[Field]string{}}
	folded := foldAll(headings)
	for _, p := range Presets {
		if !p.fits(folded) {
			continue
		}
		m.Preset, m.Sum = p.ID, p.Sum
		if p.Platform != "" {
			m.Platform = p.Platform
		}
		m.take(Fields, p.Columns, headings, nil)
		m.take(Fields, words, headings, p.Columns)
		return m
	}
	m.take(Fields, words, headings, nil)
	return m
}

func foldAll(headings []string) []string {
	folded := make([]string, len(headings))
	for i, h := range headings {
		folded[i] = Fold(h)
	}
	return folded
}

func (p Preset) fits(folded []string) bool {
	for _, mark := range p.Marks {
		if !slices.Contains(folded, Fold(mark)) {
			return false
		}
	}
	return true
}

// take gives each field the first heading that means it and is still free.
// A field that said names stands only for what it names.
func (m Mapping) take(fields []Field, meant map[Field][]string, headings []string, said map[Field][]string) {
	folded := foldAll(headings)
	for _, f := range fields {
		if _, own := said[f]; own || m.Columns[f] != "" {
			continue
		}
		for _, h := range meant[f] {
			i := slices.Index(folded, Fold(h))
			if i >= 0 && !m.uses(headings[i]) {
				m.Columns[f] = headings[i]
				break
			}
		}
	}
}

func (m Mapping) uses(heading string) bool {
	for _, h := range m.Columns {
		if h == heading {
			return true
		}
	}
	return false
}
