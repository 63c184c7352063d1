package dispute

import (
	"fmt"
	"strings"
	"time"
)

// Known is what the program knows of a dispute besides it: for the draft of a
// statement. What is zero is not known.
type Known struct {
	Shop        string
	Zone        *time.Location
	OpenedAt    time.Time // of the case
	ClosedAt    time.Time
	Offer       string // what we offered last
	Agreed      bool
	Commitments []Said
	Order       *OrderKnown
}

// Said is a commitment that was made to the buyer.
type Said struct {
	Text   string
	MadeAt time.Time
	DueAt  time.Time
	KeptAt time.Time
}

// OrderKnown is an order without whom it went to.
type OrderKnown struct {
	Number     string
	Items      []string
	PlacedAt   time.Time
	ShippedAt  time.Time
	ReceivedAt time.Time
	Paid       int64 // fen
	PaidKnown  bool
	Refunded   int64
	Parcels    []string
}

// Words of a statement, in Chinese as it is handed in.
var (
	kindWords = map[Kind]string{AfterSale: "平台售后单", Intervention: "平台介入", Gov12315: "12315 投诉", Gov12345: "12345 工单",
		PublicSite: "公开投诉网站投诉", Legal: "律师函或诉讼", OtherKind: "外部投诉"}
	platformWords = map[string]string{"taobao": "淘宝天猫", "douyin": "抖音", "jd": "京东", "pdd": "拼多多", "kuaishou": "快手",
		"xiaohongshu": "小红书", "wechat": "微信"}
	reasonWords = map[string]string{"quality": "商品质量", "not_as_described": "与描述不符", "counterfeit": "疑似假货", "late": "发货或配送慢",
		"lost": "包裹丢失或未收到", "refund": "退款", "return_refused": "退货被拒", "price_invoice": "价格或发票", "service": "服务态度",
		"food_safety": "食品安全", "privacy": "个人信息", "other": "其他"}
	pieceWords = map[Piece]string{PieceStatement: "情况说明", PieceNotice: "收到的通知", PieceOrder: "订单记录", PieceTranscript: "聊天记录",
		PieceLogistics: "物流轨迹", PiecePage: "下单时的商品页面", PiecePhoto: "出库照片", PieceInspection: "检测、进货或授权材料",
		PieceRefund: "退款或打款凭证", PieceAgreement: "与买家的和解记录", PieceLicence: "营业执照", PieceMandate: "授权委托书", PieceOther: "其他材料"}
)

// yuan writes an amount of fen.
func yuan(fen int64) string { return fmt.Sprintf("%d.%02d 元", fen/100, fen%100) }

// Drafted is a statement of the facts that are known, to be edited by a person. It
// says nothing that nobody has recorded.
func (d Dispute) Drafted(k Known, pack []Item) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	at := func(t time.Time) string { return t.In(k.Zone).Format("2006年1月2日 15:04") }
	line("关于%s%s（编号：%s）的情况说明", platformWords[d.Platform], kindWords[d.Kind], d.Number)
	line("")
	line("一、基本情况")
	line("我店“%s”于 %s 收到上述投诉，事由：%s。", k.Shop, at(d.ReceivedAt), reasonWords[d.Reason])
	if d.Demand != "" {
		line("买家诉求：%s", d.Demand)
	}
	if d.Amount > 0 {
		line("涉及金额：%s。", yuan(d.Amount))
	}
	k.order(line, at)
	k.handling(line, at)
	line("")
	line("三、我店意见")
	line("（请填写：认可哪些事实、不认可哪些事实及依据、愿意怎样解决）")
	line("")
	line("四、所附材料")
	n := 0
	for _, i := range pack {
		if i.Piece != PieceStatement && (i.Status == Found || i.Status == Attached) {
			n++
			line("%d. %s", n, pieceWords[i.Piece])
		}
	}
	if n == 0 {
		line("（暂无）")
	}
	line("")
	line("%s", k.Shop)
	return b.String()
}

func (k Known) order(line func(string, ...any), at func(time.Time) string) {
	o := k.Order
	if o == nil {
		return
	}
	line("订单号：%s。", o.Number)
	if len(o.Items) > 0 {
		line("商品：%s。", strings.Join(o.Items, "；"))
	}
	for _, t := range []struct {
		words string
		at    time.Time
	}{{"下单", o.PlacedAt}, {"发货", o.ShippedAt}, {"签收", o.ReceivedAt}} {
		if !t.at.IsZero() {
			line("%s时间：%s。", t.words, at(t.at))
		}
	}
	if len(o.Parcels) > 0 {
		line("运单：%s。", strings.Join(o.Parcels, "；"))
	}
	if o.PaidKnown {
		line("实付：%s。", yuan(o.Paid))
	}
	if o.Refunded > 0 {
		line("已退：%s。", yuan(o.Refunded))
	}
}

func (k Known) handling(line func(string, ...any), at func(time.Time) string) {
	line("")
	line("二、处理经过")
	if k.OpenedAt.IsZero() {
		line("（请填写）")
		return
	}
	line("%s，我店受理买家投诉。", at(k.OpenedAt))
	for _, c := range k.Commitments {
		if c.KeptAt.IsZero() {
			line("%s，我店答应买家：%s，最迟 %s。", at(c.MadeAt), c.Text, at(c.DueAt))
			continue
		}
		line("%s，我店答应买家：%s，已于 %s 做到。", at(c.MadeAt), c.Text, at(c.KeptAt))
	}
	if k.Offer != "" {
		line("我店提出的方案：%s。", strings.TrimRight(k.Offer, "。"))
		if k.Agreed {
			line("买家已同意该方案。")
		}
	}
	if !k.ClosedAt.IsZero() {
		line("%s，投诉办结。", at(k.ClosedAt))
	}
}
