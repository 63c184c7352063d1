package leaving

import "testing"

func TestWhatLeavesTheHouseIsMaskedAndInert(t *testing.T) {
	for text, want := range map[string]string{
		"打 13812345678 给我":            "打 138****5678 给我",
		"138 1234 5678":               "138****5678",
		"+86 138-1234-5678":           "+138****5678",
		"身份证 11010519491231002X":      "身份证 1101**********002X",
		"订单 2026112300000001234":      "订单 2026112300000001234",
		"订单 110105202601010011 不是身份证": "订单 110105202601010011 不是身份证",
		"退 199 元，2026-11-23 15:04 到账": "退 199 元，2026-11-23 15:04 到账",
	} {
		if got := Masked(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
	for cell, want := range map[string]string{"=1+1": "'=1+1", " =x": "' =x", "＝x": "'＝x", "普通": "普通", "": "", "-5": "'-5", "\t@a": "'\t@a"} {
		if got := inert(cell); got != want {
			t.Errorf("%q: %q", cell, got)
		}
	}
	if got := FileName("../a/b\\c:d\n.pdf"); got != ".._a_b_c_d_.pdf" {
		t.Error(got)
	}
}
