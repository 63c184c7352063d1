package columns

import (
	"sync"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Kind is what a file is about.
type Kind struct {
	ID     string
	Fields []Field // what its columns may mean, in the order in which they are guessed
	Needs  Field   // without which nothing can be read

	knows func() map[string]bool // made when it is first asked for
	guess func(headings []string) Mapping
}

// Guess says what the columns of a file with these headings mean.
func (k Kind) Guess(headings []string) Mapping { return k.guess(headings) }

// unmapped says which column is missing.
func (k Kind) unmapped() error {
	switch k.Needs {
	case Code:
		return fault.Field("columns", "product.code_unmapped")
	case Text:
		return fault.Field("columns", "register.text_unmapped")
	}
	return fault.Field("columns", "order.number_unmapped")
}

// The kinds of files that are taken.
var (
	Orders   = Kind{ID: "orders", Fields: Fields, Needs: Number, knows: sync.OnceValue(orderHeadings), guess: guessOrders}
	Products = kind("products", Code, ProductFields, productWords)
	Register = kind("register", Text, RegisterFields, registerWords)
)

func kind(id string, needs Field, fields []Field, words map[Field][]string) Kind {
	knows := sync.OnceValue(func() map[string]bool { return headings(words) })
	return Kind{ID: id, Fields: fields, Needs: needs, knows: knows, guess: func(headings []string) Mapping {
		m := Mapping{Platform: "other", Columns: map[Field]string{}}
		m.take(fields, words, headings, nil)
		return m
	}}
}

// Fields of a file of products, beside Code and Spec.
const (
	Name      Field = "product_name"
	Class     Field = "goods_class"
	Warranty  Field = "warranty"
	ShelfLife Field = "shelf_life"
)

// ProductFields are those of a file of products.
var ProductFields = []Field{Code, Name, Class, Spec, ShelfLife, Warranty}

var productWords = map[Field][]string{
	Code:      {"商家编码", "商品编码", "产品编码", "商品编号", "产品编号", "货号", "编码", "sku编码", "sku", "code"},
	Name:      {"商品名称", "产品名称", "货品名称", "宝贝标题", "商品标题", "品名", "名称", "商品", "产品", "name", "title"},
	Class:     {"商品类别", "商品分类", "商品类型", "类别", "类目", "分类", "品类", "class", "category"},
	Spec:      {"规格", "商品规格", "规格型号", "型号", "颜色规格", "spec"},
	ShelfLife: {"保质期", "保质期(天)", "保质期天数", "有效期", "shelf life"},
	Warranty:  {"保修期", "保修", "质保期", "质保", "保修期(月)", "保修月数", "质保(月)", "warranty"},
}

// Fields of a register of complaints, beside Number for the order, Platform,
// Nick, Phone and Title for the product.
const (
	Entry     Field = "entry_number" // of the row, as the register counts
	Told      Field = "told_at"
	Who       Field = "customer_name"
	Text      Field = "complaint"
	Type      Field = "complaint_type"
	Blame     Field = "blame"
	Proposed  Field = "proposed"
	Result    Field = "result"
	Redress   Field = "redress"
	Handler   Field = "handler"
	Standing  Field = "standing"
	Settled   Field = "settled_at"
	Remark    Field = "remark"
	LevelWord Field = "severity"
)

// RegisterFields are those of a register of complaints.
var RegisterFields = []Field{Entry, Told, Platform, Number, Nick, Who, Phone, Title, Text, Type, LevelWord, Blame, Proposed, Result, Redress, Handler, Standing, Settled, Remark}

var registerWords = map[Field][]string{
	Entry:     {"登记编号", "登记号", "投诉编号", "客诉编号", "客诉单号", "售后单号", "工单号", "编号", "no.", "no"},
	Told:      {"登记日期", "投诉日期", "客诉日期", "登记时间", "投诉时间", "反馈日期", "反馈时间", "受理日期", "日期", "时间", "date"},
	Platform:  {"平台", "渠道", "来源", "投诉渠道", "店铺平台", "来源平台", "platform"},
	Number:    {"订单号", "订单编号", "平台订单号", "相关订单", "order number"},
	Nick:      {"客户昵称", "买家昵称", "旺旺", "客户旺旺", "旺旺号", "客户id", "买家id", "会员名", "昵称", "顾客昵称"},
	Who:       {"客户姓名", "姓名", "客户", "顾客", "顾客姓名", "买家", "联系人", "投诉人", "客户名称", "customer"},
	Phone:     {"电话", "联系电话", "手机", "手机号", "手机号码", "客户电话", "联系方式", "phone"},
	Title:     {"产品", "产品名称", "商品", "商品名称", "品名", "投诉产品", "涉及产品", "产品型号", "product"},
	Text:      {"问题描述", "投诉内容", "客诉内容", "问题详情", "投诉描述", "客户反馈", "反馈内容", "投诉问题", "问题", "描述", "内容", "详情", "complaint"},
	Type:      {"问题类型", "投诉类型", "客诉类型", "问题分类", "投诉分类", "问题类别", "投诉类别", "类型", "分类", "type"},
	LevelWord: {"严重程度", "严重等级", "投诉等级", "紧急程度", "等级", "级别", "severity"},
	Blame:     {"责任方", "责任部门", "责任归属", "责任人", "责任"},
	Proposed:  {"处理方案", "解决方案", "处理措施", "处理办法", "处理意见", "方案"},
	Result:    {"处理结果", "结果", "处理情况", "最终结果", "result"},
	Redress:   {"赔付金额", "赔偿金额", "补偿金额", "退款金额", "赔付", "赔偿", "补偿", "金额", "赔付金额(元)"},
	Handler:   {"处理人", "登记人", "跟进人", "负责人", "客服", "经办人", "处理客服", "handler"},
	Standing:  {"状态", "处理状态", "是否完结", "是否完成", "是否解决", "进度", "完成情况", "status"},
	Settled:   {"完成日期", "完结日期", "结案日期", "处理日期", "完成时间", "解决时间", "结案时间", "办结日期"},
	Remark:    {"备注", "说明", "remark"},
}
