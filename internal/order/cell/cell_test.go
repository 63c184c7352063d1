package cell_test

import (
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

func TestNumber(t *testing.T) {
	for in, want := range map[string]string{
		"": "", " - ": "", "6937021846473": "6937021846473", "\t240101-123456789012345": "240101-123456789012345",
		`="3456789012345678901"`: "3456789012345678901", "'3456789012345678901": "3456789012345678901",
		"４７８１２３４５": "47812345", "123456789.0": "123456789", "XP_2026-1": "XP_2026-1",
		"1.23E+17": "!order.cell_number_rounded", "1.2345678901234568E+17": "!order.cell_number_rounded", "3e18": "!order.cell_number_rounded",
		"合计": "!order.cell_number", "12": "!order.cell_number", "12 34 56": "!order.cell_number", "=cmd|' /C calc'!A0": "!order.cell_number",
	} {
		got, err := cell.Number(in)
		if err != nil {
			got = "!" + fault.CodeOf(err)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestLooksRounded(t *testing.T) {
	for in, want := range map[string]bool{
		"345678901234567000": true, "3456789012345670000": true, "3456789012345678901": false, "6937021846473": false, "XP0000000000000000000": false,
	} {
		if got := cell.LooksRounded(in); got != want {
			t.Errorf("%q: got %v", in, got)
		}
	}
}

func TestMoney(t *testing.T) {
	for _, tt := range []struct {
		in    string
		fen   int64
		found bool
		bad   bool
	}{
		{"", 0, false, false}, {"--", 0, false, false}, {"无", 0, false, false},
		{"0", 0, true, false}, {"12.5", 1250, true, false}, {"¥1,234.50", 123450, true, false}, {"￥９９．９０元", 9990, true, false},
		{"12.345", 1235, true, false}, {"12.300000000000001", 1230, true, false}, {"33.3333", 3333, true, false}, {"19.999", 2000, true, false},
		{"-3.20", -320, true, false}, {"1E-2", 1, true, false}, {"1.2E3", 120000, true, false}, {"+5", 500, true, false},
		{"12a", 0, false, true}, {"1.2.3", 0, false, true}, {".", 0, false, true}, {"1e99", 0, false, true}, {"NaN", 0, false, true},
		{"Inf", 0, false, true}, {"9999999999999", 0, false, true}, {"3件", 0, false, true}, {"0x10", 0, false, true},
	} {
		fen, found, err := cell.Money(tt.in)
		if fen != tt.fen || found != tt.found || (err != nil) != tt.bad {
			t.Errorf("%q: got %d %v %v", tt.in, fen, found, err)
		}
	}
}

func TestTime(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "-": "", "0000-00-00 00:00:00": "",
		"2026-11-29 20:52:36": "2026-11-29 20:52:36", "2026/11/29 8:05": "2026-11-29 08:05:00", "2026.1.2": "2026-01-02 00:00:00",
		"2026年11月29日": "2026-11-29 00:00:00", "2026年11月29日 20时52分": "2026-11-29 20:52:00", "2026年1月2日8点5分6秒": "2026-01-02 08:05:06",
		"2026/1/2 下午3:04:05": "2026-01-02 15:04:05", "2026/1/2 上午9:04": "2026-01-02 09:04:00", "2026/1/2 下午12:04": "2026-01-02 12:04:00",
		"20261129": "2026-11-29 00:00:00", "20261129205236": "2026-11-29 20:52:36", "２０２６－１１－２９": "2026-11-29 00:00:00",
		"46355": "2026-11-29 00:00:00", "46355.869861111": "2026-11-29 20:52:36", "46355.5": "2026-11-29 12:00:00",
		"1795956756": "2026-11-29 20:52:36", "1795956756000": "2026-11-29 20:52:36", "2026-11-29T12:52:36Z": "2026-11-29 20:52:36",
		"2026-11-29T20:52:36+08:00": "2026-11-29 20:52:36", "2026-11-29 20:52:36.0": "2026-11-29 20:52:36", "\t2026-11-29 20:52:36": "2026-11-29 20:52:36",
		"11/29/26": "!", "29-11-2026": "!", "明天": "!", "2026-13-01": "!", "2026-02-30": "!", "1899-01-01": "!", "99999": "!", "12": "!",
	} {
		at, err := cell.Time(in, shanghai)
		got := ""
		switch {
		case err != nil:
			got = "!"
		case !at.IsZero():
			got = at.In(shanghai).Format(time.DateTime)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestQuantityAndPhone(t *testing.T) {
	for in, want := range map[string]int64{"2": 2, "2.0": 2, "x3": 3, "5件": 5, "０": 0, "": -1, "1.5": -2, "-1": -2, "many": -2, "99999999": -2} {
		n, found, err := cell.Quantity(in)
		switch {
		case err != nil:
			n = -2
		case !found:
			n = -1
		}
		if n != want {
			t.Errorf("quantity %q: got %d", in, n)
		}
	}
	for in, want := range map[string]string{"138 1234 5678": "5678", "138****5678": "5678", "13812345678-1234": "5678", "021-61234567": "4567",
		"1381234****": "", "": "", "13812345678.0": "5678", "+86 13812345678": "5678"} {
		p, err := cell.Phone(in)
		if got := cell.Tail(p); err != nil || got != want {
			t.Errorf("phone %q: got %q %v", in, got, err)
		}
	}
	if _, err := cell.Phone("1.38E+10"); fault.CodeOf(err) != "order.cell_phone" {
		t.Errorf("got %v", err)
	}
}

func FuzzCells(f *testing.F) {
	for _, s := range []string{"1.23E+17", "¥1,234.50", "2026年11月29日", "46355.87", "x2", "\xff\x00", "=\"1\"", "下午"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, err := cell.Number(s); err == nil && len(n) > cell.MaxNumber {
			t.Errorf("number %q", n)
		}
		if fen, _, err := cell.Money(s); err == nil && (fen > cell.MaxMoney || fen < -cell.MaxMoney) {
			t.Errorf("money %d", fen)
		}
		if at, err := cell.Time(s, shanghai); err == nil && !at.IsZero() && (at.Year() < 1999 || at.Year() > 2101) {
			t.Errorf("time %v", at)
		}
		cell.Quantity(s)
		p, _ := cell.Phone(s)
		cell.Tail(p)
	})
}
