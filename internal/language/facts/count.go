package facts

import (
	"math"
	"strconv"
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/numbers"
)

// counts finds amounts of money, how often the buyer asked, and quantities.
func (s *search) counts() {
	for i := 0; i < s.text.Len(); i++ {
		if s.taken(language.Range{From: i, To: i + 1}) || isDigit(s.text.At(i)) && i > 0 && !s.text.Gap(i) && (isLatin(s.text.At(i-1)) || isDigit(s.text.At(i-1))) {
			continue
		}
		i = s.count(i)
	}
}

// count reads what begins at i, and returns the last position of it.
func (s *search) count(i int) int {
	for _, read := range []func(int) (Fact, bool){s.money, s.contacts, s.quantity} {
		if f, ok := read(i); ok && s.add(f) {
			return f.To - 1
		}
	}
	at := i
	if r := s.text.At(i); r == '第' || r == '几' || r == '数' || r == '每' {
		at++
	}
	if n, ok := numbers.Between(s.text, at); ok { // a number of something else
		return max(i, n.To-1)
	}
	return i
}

// money reads amounts, also those that only their neighbours show: 退我129.
func (s *search) money(i int) (Fact, bool) {
	a, ok := numbers.AmountAt(s.text, i)
	if ok && a.Currency == "CNY" {
		if s.has(a.To, "店", "购") {
			return Fact{}, false
		}
		return s.amount(a.Range, a.High), true
	}
	n, found := numbers.Between(s.text, i)
	if ok || !found || n.Low < 1 || !s.paid(i, n) {
		return Fact{}, false
	}
	return s.amount(n.Range, int64(math.Round(n.High*100))), true
}

func (s *search) amount(r language.Range, fen int64) Fact {
	return Fact{Range: r, Type: Money, Value: strconv.FormatInt(fen, 10), Number: fen}
}

var payWords = []string{"只要", "仅", "才要", "只需", "仅需", "变成", "改成", "时候", "现在", "标的", "卖到", "拍的", "从", "实际", "总共", "花了", "花", "付了", "付", "退我", "退给我", "退了", "只退", "少退", "退", "赔我", "赔偿", "赔", "补我", "补偿", "补", "差价", "差了", "差", "降到", "降了", "降价", "涨到", "涨了", "价格", "原价", "现价", "售价", "标价", "单价", "总价", "卖", "退款", "金额", "多收", "多扣", "扣了", "扣", "运费", "邮费", "便宜", "贵了", "满", "减", "返", "押金", "定金", "尾款", "价值", "共计", "合计", "一共", "实付", "货款", "钱", "收了", "到手价", "活动价", "秒杀价", "直播价", "价钱", "到手", "优惠", "红包", "券"}

// paid reports whether the words before a bare number make it money, and none
// behind makes it something else.
func (s *search) paid(i int, n numbers.Number) bool {
	shown := false
	for _, w := range payWords {
		shown = shown || s.text.HasBefore(i, w) || s.text.HasBefore(i, w+":") || s.text.HasBefore(i, w+"是") || s.text.HasBefore(i, w+"为") || s.text.HasBefore(i, w+"到") || s.text.HasBefore(i, w+"我") || s.text.HasBefore(i, w+"了") || s.text.HasBefore(i, w+"不是")
	}
	if s.has(n.To, "买的", "拍的", "入手", "包邮", "买来", "下的单", "到手的", "降到", "涨到", "变成") && n.Arabic && n.High < 1e6 && s.text.At(i-1) != '第' && s.text.At(i-1) != '号' {
		return true
	}
	if s.text.HasBefore(i, "从") && !s.has(n.To, "降", "涨", "变", "跌") || s.text.HasBefore(i, "时候") && n.High < 10 || s.text.HasBefore(i, "现在") && n.High < 10 {
		return false
	}
	if !shown || !n.Arabic && n.High < 10 || n.High >= 1e7 {
		return false
	}
	next := s.text.At(n.To)
	if s.text.HasBefore(i, "一赔") || s.text.HasBefore(i, "假一罚") || n.High < 10 && next != 0 && !strings.ContainsRune("。,!?;…\n、:)]-~我给就块行吧了", next) {
		return false
	}
	if isLatin(next) || isDigit(next) || next == '%' || next == '-' || next == '/' || next == '折' || next == '成' || next == ':' || next == '*' {
		return false
	}
	return numbers.Measure(s.text, n.To) == 0 && !s.has(n.To, "号", "工作日", "个", "月", "年", "款", "星", "期", "级", "代", "寸", "码", "多次", "几")
}

// contactVerbs are ways of getting in touch.
var contactVerbs = []string{"找", "问", "联系", "打", "催", "反映", "反馈", "投诉", "咨询", "沟通", "说", "发", "来", "申请", "留言", "致电", "报修", "提交", "跟进", "聊", "售后", "客服", "解释", "换", "转", "追问", "追", "私信", "要求", "申诉", "讲", "退", "答复", "描述", "重复", "电话"}

var contactUnits = []string{"次", "遍", "回", "趟", "个电话", "通电话", "轮", "个客服", "条消息", "条信息", "条留言", "次客服", "次电话", "通"}

// contacts reads 找了你们三次, 第三次问了 and 打了5个电话.
func (s *search) contacts(i int) (Fact, bool) {
	at := i
	if s.text.At(i) == '第' {
		at++
	}
	n, ok := numbers.At(s.text, at)
	if !ok || n.Vague || n.Low < 1 || n.High > 200 || n.Low != math.Trunc(n.Low) {
		return Fact{}, false
	}
	if at > i && n.Low == 1 {
		return Fact{}, false
	}
	unit := 0
	for _, w := range contactUnits {
		if k := len([]rune(w)); k > unit && s.text.Has(n.To, w) {
			unit = k
		}
	}
	if unit == 0 || s.has(n.To, "次性", "回事", "回来", "次日", "回复", "次品", "回去") || s.text.At(at) == '一' && n.To == at+1 && at == i {
		return Fact{}, false
	}
	to := n.To + unit
	if !s.touching(i, to) {
		return Fact{}, false
	}
	return Fact{Range: language.Range{From: i, To: to}, Type: Contacts, Value: strconv.Itoa(int(n.High)), Number: int64(n.High)}, true
}

// touching reports whether a number of times is of getting in touch.
func (s *search) touching(from, to int) bool {
	if s.has(to, "下单", "购买", "买", "用", "穿", "洗", "发货", "坏", "出现", "维修", "修", "退货", "换货", "收到", "吃", "喝", "开机", "充电", "使用", "拍") || s.near(from, 4, "买", "洗", "用", "穿", "坏", "维修", "修", "吃", "喝", "换货", "拆", "充", "下单", "回购", "复购", "开机") {
		return false
	}
	if s.near(from, 7, contactVerbs...) {
		return true
	}
	for i := to; i < to+5; i++ {
		if s.has(i, "找", "问", "联系", "打电话", "催", "反映", "反馈", "投诉", "咨询", "沟通", "致电", "客服", "留言", "追问", "私信", "申诉", "来找", "来问", "跟你", "和你", "给你", "说了", "说这") {
			return true
		}
	}
	return false
}

// measures are the measure words of goods.
var measures = map[rune]bool{}

func init() {
	for _, r := range "个件盒箱瓶袋双套台包条支只本份桶罐片根把副对盘颗粒块枚卷部辆盆株棵串捆筐篮杯碗朵枝床提板组张听样款顶排筒管坛听幅架" {
		measures[r] = true
	}
}

// other are words behind a number that make it no number of goods.
var other = []string{
	"个月", "个小时", "个钟", "个半", "个星期", "个礼拜", "个工作日", "个自然日", "个人", "个客服", "个电话", "个问题", "个地址", "个方案", "个选择", "个说法", "个原因", "个理由", "个平台", "个店", "个群", "个字", "个号", "个洞", "个孔", "个坑", "个口", "个裂", "个点", "个快递", "个订单", "个单", "个季度", "个年", "个百分点", "个师傅", "个视频", "个图", "个星", "个角", "个污", "个黑点", "个包裹号", "个多", "个差评", "个好评", "个投诉", "个解释", "个回复", "个答复", "个交代", "个疗程", "个孩子", "个老人", "个同事", "个朋友",
	"张图", "张照片", "张截图", "张照", "张相片", "张聊天", "张发票", "张票", "张优惠", "张券", "张卡", "张嘴", "段视频", "条消息", "条信息", "条短信", "条留言", "条评论", "条差评", "条裂", "条划", "条记录", "条回复", "份报告", "份证明", "把火", "对方", "把", "份子", "部分", "片面", "块钱", "块多", "块毛", "条街", "台词", "只能", "只有", "只是", "件事", "对不", "样东西", "款式", "组图", "排队", "本来", "根本", "样的", "套路", "只要", "份有", "包邮", "条件", "支付", "提供", "提交",
}

// pictured tells 图片3张 and 客服换了四个, which count no goods.
func (s *search) pictured(i int) bool {
	return s.near(i, 3, "图片", "照片", "截图", "视频", "发图", "拍了", "拍照", "图") || s.near(i, 6, "客服", "师傅", "骑手")
}

// quantity reads 买了3件 and 少了两盒: not weights, photographs or the article 一.
func (s *search) quantity(i int) (Fact, bool) {
	if r := s.text.At(i); (r == '俩' || r == '仨') && s.few(i) {
		n := map[rune]int64{'俩': 2, '仨': 3}[r]
		return Fact{Range: language.Range{From: i, To: i + 1}, Type: Quantity, Value: strconv.FormatInt(n, 10), Number: n}, true
	}
	n, ok := numbers.At(s.text, i)
	if !ok || n.Vague || n.Low != n.High || n.Low < 1 || n.Low > 100000 || n.Low != math.Trunc(n.Low) {
		return Fact{}, false
	}
	if n.Low == 1 && !n.Arabic || s.text.HasBefore(i, "第") || s.text.HasBefore(i, "每") || s.text.HasBefore(i, "哪") || !measures[s.text.At(n.To)] || s.text.At(n.To+1) == '/' || s.text.HasBefore(i, "几") || s.text.HasBefore(i, "数") || s.text.Slice(i, n.To+1) == "三包" || s.has(n.To, other...) || s.pictured(i) {
		return Fact{}, false
	}
	return Fact{Range: language.Range{From: i, To: n.To + 1}, Type: Quantity, Value: strconv.Itoa(int(n.Low)), Number: int64(n.Low)}, true
}

// few tells the 俩 of 碎了俩 from that of 我们俩 and 俩小时.
func (s *search) few(i int) bool {
	next := s.text.At(i + 1)
	return s.text.At(i-1) == '了' && (next == 0 || strings.ContainsRune("。,!?;…\n、:)~的吧呢啊", next))
}
