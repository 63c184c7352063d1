package order

import (
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Goods classes, by what the law says of returning them without a reason
// (消法 25, 七日办法 6 and 7): the four that are excepted, and the three that
// are when the buyer confirmed so at the purchase.
const (
	General    = "general"
	Custom     = "custom"      // made for the buyer
	Fresh      = "fresh"       // perishable
	Digital    = "digital"     // downloaded, or opened recordings and software
	Periodical = "periodical"  // papers and journals
	Sealed     = "sealed"      // not safe or good any more once opened
	Activated  = "activated"   // worth much less once used
	NearExpiry = "near_expiry" // sold as near its end, or as flawed
)

// Classes are all goods classes.
var Classes = []string{General, Custom, Fresh, Digital, Periodical, Sealed, Activated, NearExpiry}

// Product is something that a shop sells.
type Product struct {
	ID     string
	ShopID string
	ProductDraft
	Version int64
}

// ProductDraft is what people say about a product.
type ProductDraft struct {
	Code           string // as orders call it
	Name           string
	Class          string // one of Classes, "" if nobody said
	WarrantyMonths *int64 // nil if nobody said
	ShelfDays      *int64 // for how many days it keeps, nil if nobody said
	Spec           string
}

// Limits of a product.
const (
	maxWarranty = 600    // months
	maxShelf    = 36_500 // days
)

func (d ProductDraft) Clean() (ProductDraft, error) {
	d.Code, d.Name, d.Spec = cell.Text(d.Code, MaxWords), cell.Text(d.Name, MaxTitle), cell.Text(d.Spec, 2000)
	switch {
	case d.Code == "":
		return d, fault.Field("code", "product.code_missing")
	case d.Name == "":
		return d, fault.Field("name", "product.name_missing")
	case d.Class != "" && !slices.Contains(Classes, d.Class):
		return d, fault.Field("goods_class", "product.class_unknown")
	case d.WarrantyMonths != nil && (*d.WarrantyMonths < 0 || *d.WarrantyMonths > maxWarranty):
		return d, fault.Field("warranty_months", "product.warranty_range", "limit", maxWarranty)
	case d.ShelfDays != nil && (*d.ShelfDays < 1 || *d.ShelfDays > maxShelf):
		return d, fault.Field("shelf_days", "product.shelf_range", "limit", maxShelf)
	}
	return d, nil
}

// Same tells whether two drafts say the same.
func (d ProductDraft) Same(o ProductDraft) bool {
	return d.Code == o.Code && d.Name == o.Name && d.Class == o.Class && d.Spec == o.Spec && equal(d.WarrantyMonths, o.WarrantyMonths) && equal(d.ShelfDays, o.ShelfDays)
}

func equal(a, b *int64) bool { return a == b || a != nil && b != nil && *a == *b }

// with is a product after a later file that says d: what is not said stays.
func (d ProductDraft) with(o ProductDraft) ProductDraft {
	o.Class, o.Spec = said(d.Class, o.Class), said(d.Spec, o.Spec)
	if o.WarrantyMonths == nil {
		o.WarrantyMonths = d.WarrantyMonths
	}
	if o.ShelfDays == nil {
		o.ShelfDays = d.ShelfDays
	}
	return o
}

// classWords are parts of what shops call the classes; the first that fits
// counts.
var classWords = []struct {
	class string
	words []string
}{
	{Custom, []string{"定作", "定做", "定制", "订制", "custom"}},
	{NearExpiry, []string{"临期", "临近保质期", "瑕疵", "near"}},
	{Fresh, []string{"鲜活", "易腐", "生鲜", "水果", "蔬菜", "鲜花", "海鲜", "fresh"}},
	{Digital, []string{"数字化", "数字", "软件", "音像", "下载", "充值", "卡密", "digital"}},
	{Periodical, []string{"报纸", "期刊", "杂志", "periodical"}},
	{Sealed, []string{"拆封", "内衣", "贴身", "食品", "化妆品", "护肤", "保健品", "医疗器械", "母婴", "sealed"}},
	{Activated, []string{"激活", "试用", "手机", "数码", "activated"}},
	{General, []string{"普通", "一般", "常规", "通用", "general"}},
}

// ClassOf reads what a shop calls the class of a product; "" says nothing.
func ClassOf(words string) (string, error) {
	low := strings.ToLower(words)
	if low == "" || slices.Contains(Classes, low) {
		return low, nil
	}
	for _, c := range classWords {
		for _, w := range c.words {
			if strings.Contains(low, w) {
				return c.class, nil
			}
		}
	}
	return "", fault.New(fault.Invalid, "product.class_unread", "value", cell.Text(words, 40))
}
