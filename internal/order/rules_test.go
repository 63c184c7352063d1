package order

import (
	"testing"
	"time"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

func days(n int64) *int64 { return &n }

func TestTerms(t *testing.T) {
	rules := []Rule{{Days: days(7)}, {Class: Fresh, Days: days(0)}, {Class: Sealed}, {ShopID: "b", Days: days(30)}}
	at := func(text string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", text, shanghai)
		if err != nil {
			t.Fatal(err)
		}
		return when.UTC()
	}
	lamp := &Product{ProductDraft: ProductDraft{WarrantyMonths: days(12)}}
	for name, tt := range map[string]struct {
		shop      string
		received  string
		product   *Product
		now       string
		ret, warr TermState
		retUntil  string
		warUntil  string
	}{
		"within seven days":      {"a", "2026-11-20 23:50", nil, "2026-11-27 23:59", Running, Untold, "2026-11-28 00:00", ""},
		"the eighth day is over": {"a", "2026-11-20 23:50", nil, "2026-11-28 00:00", Over, Untold, "2026-11-28 00:00", ""},
		"not received":           {"a", "", lamp, "2026-11-27 12:00", NotReached, NotReached, "", ""},
		"a year of warranty":     {"a", "2024-02-29 10:00", lamp, "2025-02-28 12:00", Over, Running, "2024-03-08 00:00", "2025-03-01 00:00"},
		"no warranty":            {"a", "2026-11-20 10:00", &Product{ProductDraft: ProductDraft{WarrantyMonths: days(0)}}, "2026-11-21 12:00", Running, Never, "2026-11-28 00:00", ""},
		"fresh goods":            {"a", "2026-11-20 10:00", &Product{ProductDraft: ProductDraft{Class: Fresh}}, "2026-11-21 12:00", Never, Untold, "", ""},
		"opened goods":           {"a", "2026-11-20 10:00", &Product{ProductDraft: ProductDraft{Class: Sealed}}, "2026-11-21 12:00", Depends, Untold, "", ""},
		"a shop that gives more": {"b", "2026-11-20 10:00", nil, "2026-12-01 12:00", Running, Untold, "2026-12-21 00:00", ""},
	} {
		o := Order{ShopID: tt.shop}
		if tt.received != "" {
			o.ReceivedAt = at(tt.received)
		}
		got := termsOf(o, tt.product, rules, shanghai, at(tt.now))
		until := func(term Term) string {
			if term.Until.IsZero() {
				return ""
			}
			return term.Until.In(shanghai).Format("2006-01-02 15:04")
		}
		if got.Return.State != tt.ret || got.Warranty.State != tt.warr || until(got.Return) != tt.retUntil || until(got.Warranty) != tt.warUntil {
			t.Errorf("%s: got %s %s, %s %s", name, got.Return.State, until(got.Return), got.Warranty.State, until(got.Warranty))
		}
	}
}

func TestMasks(t *testing.T) {
	for in, want := range map[string]string{"": "", "林婉清": "林**", "王": "王**"} {
		if got := MaskName(in); got != want {
			t.Errorf("name %q: %q", in, got)
		}
	}
	for in, want := range map[string]string{"": "", "13812345678": "138****5678", "138****5678": "138****5678", "13812345678-1234": "138****5678",
		"021-61234567": "********4567", "123": "****", "+8613812345678": "**********5678"} {
		if got := MaskPhone(in); got != want {
			t.Errorf("phone %q: %q", in, got)
		}
	}
	for in, want := range map[string]string{"": "", "浙江省杭州市西湖区文三路1号": "浙江省杭州市****", "上海": "上****", "某地": "某****"} {
		if got := MaskAddress(in); got != want {
			t.Errorf("address %q: %q", in, got)
		}
	}
}

func TestStatus(t *testing.T) {
	for words, want := range map[string]Status{
		"交易成功": Done, "交易关闭": Cancelled, "卖家已发货，等待买家确认": ShippedOut, "卖家已发货，等待买家确认收货": ShippedOut, "等待买家付款": Unpaid,
		"买家已付款，等待卖家发货": ToShip, "已发货，待签收": ShippedOut, "已签收": Done, "未发货，退款成功": Cancelled, "待收货": ShippedOut, "已完成": Done, "锁定": StatusUnknown,
	} {
		if got := StatusOf(words); got != want {
			t.Errorf("%s: got %q, want %q", words, got, want)
		}
	}
}

func TestWith(t *testing.T) {
	was := Order{Facts: Facts{Receiver: "林婉清", Paid: Yuan(100), Status: ToShip, StatusWords: "待发货"}, Items: []Item{{Code: "A", Title: "台灯", Quantity: 1, Batch: "B7"}}}
	got := was.With(Draft{Facts: Facts{Status: ShippedOut, StatusWords: "已发货", Refunded: Yuan(0)}, Items: []Item{{Code: "A", Title: "台灯", Quantity: 2}}})
	if got.Receiver != "林婉清" || got.Paid != Yuan(100) || got.Status != ShippedOut || !got.Refunded.Known || got.Items[0].Quantity != 2 || got.Items[0].Batch != "B7" {
		t.Errorf("got %+v", got)
	}
	if !got.same(got.With(Draft{})) || got.same(was) {
		t.Error("what is the same is not told")
	}
}
