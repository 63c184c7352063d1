// Package policy says what may be offered to a buyer, above the floor of the law.
//
// Four layers speak: the law, the rules of the platform, what the shop has
// published, and the shop's own tables. The first three set floors, the last what
// is suggested and how far a person may go; for every remedy the highest that
// applies wins. Each row says which article or table it comes from.
//
// A fact that is not known makes a row neither hold nor fail. Where such a row
// could change a remedy, there is no number for it but a question, so that no
// number rests on what nobody knows; and whatever becomes known later never makes
// a floor lower.
//
// The package is pure. Rows of law and platforms are in data, read once.
package policy

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
)

// Layer is who says something.
type Layer string

// Layers, the first of which outranks none: the highest amount wins, whoever says
// it.
const (
	Statutory Layer = "statutory" // the law
	Platform  Layer = "platform"  // rules of the platform
	Published Layer = "published" // what the shop has published
	Merchant  Layer = "merchant"  // the shop's own tables
)

// Layers are all of them.
var Layers = []Layer{Statutory, Platform, Published, Merchant}

// Remedy is something that may be offered.
type Remedy struct{ Code, Zh, En string }

// Remedies are all of them, in the order in which they are shown.
var Remedies = []Remedy{
	{"resend", "补发", "Resend"}, {"exchange", "换货", "Exchange"}, {"repair", "维修", "Repair"}, {"substitute", "替代商品", "Substitute goods"}, {"loaner", "备用机", "Loaner"},
	{"return_refund", "退货退款", "Return and refund"}, {"refund", "仅退款", "Refund only"}, {"partial_refund", "部分退款", "Partial refund"}, {"price_refund", "退差价", "Refund the difference"},
	{"freight", "运费补偿", "Freight allowance"}, {"damages", "赔偿损失", "Damages"}, {"compensation", "赔偿", "Compensation"}, {"payment", "小额补偿", "Small payment"},
	{"coupon", "优惠券", "Coupon"}, {"gift", "小礼品", "Small gift"}, {"warranty", "延保", "Extended warranty"}, {"member", "会员权益", "Member benefit"},
	{"invoice", "开发票", "Invoice"}, {"apology", "道歉说明", "Apology"},
}

// remedyAt finds a remedy by its code or its Chinese name.
func remedyAt(name string) (int, bool) {
	for i, r := range Remedies {
		if r.Code == name || r.Zh == name {
			return i, true
		}
	}
	return 0, false
}

// truth is what is known of a condition.
type truth int8

const (
	no   truth = iota
	open       // a fact is missing
	yes
)

func both(a, b truth) truth { return min(a, b) }

// shanghai is the zone in which days of the law are counted.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

func dateOf(t time.Time) calendar.Date { return calendar.DateOf(t.In(shanghai)) }
