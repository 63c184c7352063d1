// Package columns says what the columns of an exported table mean: by the
// headings that shops' systems write, corrected by people. It does no I/O.
package columns

import (
	"slices"
	"strings"

	"golang.org/x/text/width"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Field is what a column may mean.
type Field string

const (
	Number   Field = "number"
	Platform Field = "platform"
	Status   Field = "status"
	Nick     Field = "nick"
	Receiver Field = "receiver"
	Phone    Field = "phone"
	Province Field = "province"
	City     Field = "city"
	District Field = "district"
	Town     Field = "town"
	Address  Field = "address"
	Placed   Field = "placed_at"
	Paid     Field = "paid_at"
	Shipped  Field = "shipped_at"
	Received Field = "received_at"
	Carrier  Field = "carrier"
	Tracking Field = "tracking"

	Goods      Field = "goods"
	Freight    Field = "freight"
	Discount   Field = "discount"
	PaidAmount Field = "paid"
	Refunded   Field = "refunded"

	Code     Field = "item_code"
	Title    Field = "item_title"
	Spec     Field = "item_spec"
	Quantity Field = "item_quantity"
	Price    Field = "item_price"
	Batch    Field = "item_batch"
)

// Fields are all of them, in the order in which screens list them.
var Fields = []Field{
	Number, Platform, Status, Nick, Receiver, Phone, Province, City, District, Town, Address,
	Placed, Paid, Shipped, Received, Carrier, Tracking,
	Goods, Freight, Discount, PaidAmount, Refunded,
	Code, Title, Spec, Quantity, Price, Batch,
}

// Items are the fields that are said of each item rather than of the order.
var Items = []Field{Code, Title, Spec, Quantity, Price, Batch}

// Amounts are the fields of money that are said of an order.
var Amounts = []Field{Goods, Freight, Discount, PaidAmount, Refunded}

// Mapping says what the columns of one file mean.
type Mapping struct {
	Preset   string           `json:"preset"`   // id of the preset it began with, "" if none fits
	Platform string           `json:"platform"` // of orders whose row does not say
	Columns  map[Field]string `json:"columns"`  // the heading of each field that the file has
	Sum      bool             `json:"sum"`      // amounts of an order are the sum over its rows; else they stand in each

	Values map[string]string `json:"values,omitempty"` // what the words of a column mean, where a kind of file asks for it
	Owner  string            `json:"owner,omitempty"`  // id of who gets what is not over yet, "" for who imports
}

// Platforms are where orders are made.
var Platforms = []string{"taobao", "douyin", "jd", "pdd", "kuaishou", "xiaohongshu", "wechat", "other"}

// PlatformOf reads the name of a platform; "" if it is none that we know.
func PlatformOf(words string) string {
	words = strings.ToLower(words)
	for _, known := range []struct{ word, platform string }{
		{"淘宝", "taobao"}, {"天猫", "taobao"}, {"taobao", "taobao"}, {"tmall", "taobao"}, {"抖", "douyin"}, {"douyin", "douyin"}, {"放心购", "douyin"},
		{"京东", "jd"}, {"jd", "jd"}, {"拼多多", "pdd"}, {"pinduoduo", "pdd"}, {"快手", "kuaishou"}, {"小红书", "xiaohongshu"}, {"微信", "wechat"}, {"视频号", "wechat"},
	} {
		if strings.Contains(words, known.word) {
			return known.platform
		}
	}
	return ""
}

// Fold is a heading as headings are compared: without spaces, marks of
// required columns and half of the ways to write brackets.
func Fold(heading string) string {
	return unmarked.Replace(strings.ToLower(width.Narrow.String(heading)))
}

var unmarked = strings.NewReplacer(" ", "", "\t", "", "*", "", "\"", "", "'", "", "\ufeff", "", ":", "", "/", "", "-", "", "_", "")

// Find returns the column of each field of m under the headings of a file of a
// kind. The fault is order.column_missing for a heading that the file does not
// have, and what the kind says where a field is missing that it needs.
func (k Kind) Find(m Mapping, headings []string) (map[Field]int, error) {
	places := map[string]int{}
	for i, h := range headings {
		if h = Fold(h); h != "" {
			if _, twice := places[h]; !twice {
				places[h] = i
			}
		}
	}
	found := map[Field]int{}
	for field, heading := range m.Columns {
		if heading == "" {
			continue
		}
		i, ok := places[Fold(heading)]
		if !ok {
			return nil, fault.Field("columns", "order.column_missing", "column", heading)
		}
		if !slices.Contains(k.Fields, field) {
			return nil, fault.Field("columns", "order.field_unknown", "field", string(field))
		}
		found[field] = i
	}
	if _, ok := found[k.Needs]; !ok {
		return nil, k.unmapped()
	}
	return found, nil
}

// Limits of a mapping.
const (
	maxValues = 500
	maxValue  = 1000 // bytes
)

// Check returns m if it makes sense by itself.
func (m Mapping) Check() (Mapping, error) {
	if !slices.Contains(Platforms, m.Platform) {
		return m, fault.Field("platform", "order.platform_unknown")
	}
	if len(m.Columns) > len(Fields) {
		return m, fault.Field("columns", "order.number_unmapped")
	}
	if len(m.Values) > maxValues || len(m.Owner) > maxValue {
		return m, fault.Field("values", "order.values_range", "limit", maxValues)
	}
	for words, meaning := range m.Values {
		if len(words) > maxValue || len(meaning) > maxValue {
			return m, fault.Field("values", "order.values_range", "limit", maxValues)
		}
	}
	return m, nil
}

// HeaderAt returns which of the first rows of a file holds its headings: the
// one in which most cells are headings that we know, else the first with more
// than one cell.
func (k Kind) HeaderAt(rows [][]string) int {
	best, most := -1, 1
	knows := k.knows()
	for i, row := range rows {
		known := 0
		for _, h := range row {
			if knows[Fold(h)] {
				known++
			}
		}
		if known > most {
			best, most = i, known
		}
	}
	if best >= 0 {
		return best
	}
	return max(0, slices.IndexFunc(rows, func(row []string) bool {
		filled := 0
		for _, c := range row {
			if c != "" {
				filled++
			}
		}
		return filled > 1
	}))
}
