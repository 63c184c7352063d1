package ceiling_test

import (
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/ceiling"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/policy"
)

func fen(n int64) *int64 { return &n }

func TestOf(t *testing.T) {
	d := policy.Decision{
		Remedies: []policy.Offer{
			{Remedy: "payment", Name: "小额补偿", State: policy.May, Floor: fen(0), Suggested: fen(1000), Cap: fen(2000), OfferBy: "merchant/t@1/r2", Rows: []string{"merchant/t@1/r2"}},
			{Remedy: "compensation", Name: "赔偿", State: policy.Must, Floor: fen(50000), Suggested: fen(50000), FloorBy: "statutory/xf55", Rows: []string{"statutory/xf55"}},
			{Remedy: "partial_refund", Name: "部分退款", State: policy.Verify, Questions: []string{"damage_share"}},
			{Remedy: "coupon", Name: "优惠券", State: policy.May, Cap: fen(500), OfferBy: "merchant/t@1/r9", Rows: []string{"merchant/t@1/r9"}},
		},
		Reasons: []policy.Reason{
			{Ref: "merchant/t@1/r2", Name: "轻微破损"},
			{Ref: "statutory/xf55", Name: "欺诈", Article: "消费者权益保护法第55条第1款"},
		},
		Questions: []policy.Question{{Fact: "damage_share", Name: "损坏比例"}},
	}
	for _, c := range []struct {
		remedy     compensation.Remedy
		cap        int64
		id, law    string
		wants, why string
	}{
		{remedy: compensation.Payment, cap: 50000, id: "statutory/xf55", law: "消费者权益保护法第55条第1款", why: "欺诈 消费者权益保护法第55条第1款"},
		{remedy: compensation.Coupon, cap: 500, id: "merchant/t@1/r9"},
		{remedy: compensation.Gift},
		{remedy: compensation.PartialRefund, wants: "损坏比例"},
	} {
		got, law, err := ceiling.Of(c.remedy, d)
		if c.wants != "" {
			if fault.CodeOf(err) != "compensation.policy_verify" {
				t.Errorf("%s: %v, want a question about %s", c.remedy, err, c.wants)
			}
			continue
		}
		if err != nil || got.Cap != c.cap || got.ID != c.id || law != c.law || strings.Join(got.Reasons, ";") != c.why {
			t.Errorf("%s: %+v, %q, %v", c.remedy, got, law, err)
		}
	}
}
