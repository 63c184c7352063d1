package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/approval"
	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/compensation/payout"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order/sheet"
)

func (s *Server) payoutRoutes(api huma.API) {
	pay := needs(identity.CompensationPay)
	add(api, operation{id: "readPayouts", method: http.MethodGet, path: "/api/payouts", tag: "compensation",
		summary: "Read what is to be paid or on its way, the longest first", access: pay}, s.readPayouts)
	add(api, operation{id: "payClaim", method: http.MethodPost, path: "/api/compensations/{id}/pay", tag: "compensation",
		summary: "Begin to pay; it comes back waiting if limits were lowered since", access: pay}, s.payClaim)
	add(api, operation{id: "confirmPayout", method: http.MethodPost, path: "/api/compensations/{id}/payout/confirm", tag: "compensation",
		summary: "Say that it was paid by hand", access: pay}, s.confirmPayout)
	add(api, operation{id: "giveUpPayout", method: http.MethodPost, path: "/api/compensations/{id}/payout/give-up", tag: "compensation",
		summary: "Say that it was not paid by hand after all, for a reason", access: pay}, s.giveUpPayout)
	add(api, operation{id: "reconcilePayout", method: http.MethodPost, path: "/api/compensations/{id}/payout/reconcile", tag: "compensation",
		summary: "Say what came of a payout of which nobody knew", access: pay}, s.reconcilePayout)
	add(api, operation{id: "askPayout", method: http.MethodPost, path: "/api/compensations/{id}/payout/ask", tag: "compensation",
		summary: "Ask the merchant's system what came of a payout", access: pay}, s.askPayout)
	upload := operation{id: "uploadProof", method: http.MethodPost, path: "/api/compensations/{id}/payout/proofs", tag: "compensation",
		summary: "Add a file that shows that it was paid", access: pay, status: http.StatusCreated}
	huma.Register(api, upload.takesBytes(), s.uploadProof)
	huma.Register(api, operation{id: "readProof", method: http.MethodGet, path: "/api/payout-proofs/{id}", tag: "compensation",
		summary: "Download a proof or its thumbnail", access: needs(identity.CompensationRead)}.huma(), s.readProof)
	add(api, operation{id: "readLedger", method: http.MethodGet, path: "/api/compensations", tag: "compensation",
		summary: "Read the ledger of compensations, the newest first", access: needs(identity.CompensationRead)}, s.readLedger)
	huma.Register(api, operation{id: "exportLedger", method: http.MethodGet, path: "/api/compensations/export", tag: "compensation",
		summary: "Download the ledger as CSV or XLSX", access: needs(identity.CompensationRead)}.huma(), s.exportLedger)
}

type payoutsInput struct {
	Shop  string `query:"shop" maxLength:"64"`
	After string `query:"after" maxLength:"200"`
}

func (s *Server) readPayouts(ctx context.Context, in *payoutsInput) (*body[ClaimPage], error) {
	f := compensation.Filter{ShopID: in.Shop, States: []compensation.State{compensation.Approved, compensation.Paying}}
	return s.waiting(ctx, f, false, in.After)
}

type payClaimInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Channel string `json:"channel" enum:"manual,coupon,erp"`
		PoolID  string `json:"pool_id,omitempty" maxLength:"64" doc:"Of coupons."`
	}
}

func (s *Server) payClaim(ctx context.Context, in *payClaimInput) (*body[Claim], error) {
	c, err := s.Payouts.Pay(ctx, in.ID, in.Body.Version, payout.How{Channel: payout.Channel(in.Body.Channel), PoolID: in.Body.PoolID})
	return s.answerClaim(ctx, c, err)
}

// payoutStepInput is what steps of a payout take: the version of the payout that was
// seen, and what there is to say.
type payoutStepInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version   int64  `json:"version" doc:"Of the payout."`
		Reference string `json:"reference,omitempty" maxLength:"1000"`
		Note      string `json:"note,omitempty" maxLength:"2000"`
	}
}

func (s *Server) confirmPayout(ctx context.Context, in *payoutStepInput) (*body[Claim], error) {
	c, err := s.Payouts.Confirm(ctx, in.ID, in.Body.Version, in.Body.Reference, in.Body.Note)
	return s.answerClaim(ctx, c, err)
}

func (s *Server) giveUpPayout(ctx context.Context, in *payoutStepInput) (*body[Claim], error) {
	c, err := s.Payouts.GiveUp(ctx, in.ID, in.Body.Version, in.Body.Note)
	return s.answerClaim(ctx, c, err)
}

type reconcileInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version   int64  `json:"version" doc:"Of the payout."`
		Paid      bool   `json:"paid"`
		Reference string `json:"reference,omitempty" maxLength:"1000"`
		Note      string `json:"note" maxLength:"2000" doc:"Where somebody has looked."`
	}
}

func (s *Server) reconcilePayout(ctx context.Context, in *reconcileInput) (*body[Claim], error) {
	c, err := s.Payouts.Reconcile(ctx, in.ID, in.Body.Version, in.Body.Paid, in.Body.Reference, in.Body.Note)
	return s.answerClaim(ctx, c, err)
}

func (s *Server) askPayout(ctx context.Context, in *idInput) (*body[Claim], error) {
	c, err := s.Payouts.Ask(ctx, in.ID)
	return s.answerClaim(ctx, c, err)
}

func (s *Server) uploadProof(ctx context.Context, in *uploadInput) (*body[Proof], error) {
	up := in.file()
	f, err := s.Payouts.AddProof(ctx, in.ID, up.Key, up.Name, up.Body)
	return answer(Proof{f.ID, f.Name, f.MediaType, f.Size, "/api/payout-proofs/" + f.ID}, err)
}

type readProofInput struct {
	ID    string `path:"id" maxLength:"64"`
	Thumb string `query:"thumb" enum:"1" doc:"The thumbnail, if there is one."`
}

func (s *Server) readProof(ctx context.Context, in *readProofInput) (*huma.StreamResponse, error) {
	f, content, err := s.Payouts.ReadProof(ctx, in.ID, in.Thumb == "1")
	if err != nil {
		return nil, err
	}
	return serveFile(f.MediaType, f.Name, f.MadeAt, content), nil
}

type ledgerFilter struct {
	Shop   string    `query:"shop" maxLength:"64"`
	States []string  `query:"states" enum:"waiting,approved,paying,paid,refused,withdrawn"`
	Remedy string    `query:"remedy" enum:"payment,partial_refund,coupon,freight,gift"`
	From   time.Time `query:"from" doc:"Asked for at or after it."`
	To     time.Time `query:"to" doc:"Asked for before it."`
}

func (f ledgerFilter) filter() compensation.Filter {
	out := compensation.Filter{ShopID: f.Shop, Remedy: compensation.Remedy(f.Remedy), From: f.From, To: f.To}
	for _, state := range f.States {
		out.States = append(out.States, compensation.State(state))
	}
	return out
}

type ledgerInput struct {
	ledgerFilter
	After string `query:"after" maxLength:"200"`
}

// ledgerPage is how many rows of the ledger are read at a time.
const ledgerPage = 50

func (s *Server) readLedger(ctx context.Context, in *ledgerInput) (*body[ClaimPage], error) {
	spot, err := compensation.ReadSpot(in.After)
	if err != nil {
		return nil, err
	}
	all, more, err := s.Approvals.Ledger(ctx, in.filter(), spot, ledgerPage)
	if err != nil {
		return nil, err
	}
	page := ClaimPage{}
	if more {
		page.Next = all[len(all)-1].MadeSpot().Cursor()
	}
	page.Items, err = s.wireClaims(ctx, all)
	return answer(page, err)
}

type exportLedgerInput struct {
	ledgerFilter
	languageInput
	Format string `query:"format" enum:"csv,xlsx" default:"csv"`
}

func (s *Server) exportLedger(ctx context.Context, in *exportLedgerInput) (*huma.StreamResponse, error) {
	first, more, err := s.Approvals.Ledger(ctx, in.filter(), compensation.Spot{}, ledgerPage)
	if err != nil {
		return nil, err
	}
	return s.sendTable(ctx, "compensations", in.Format, func(w sheet.Writer) error { return s.writeLedger(ctx, w, in, first, more) }), nil
}

// ledgerHeads are the headings of an export.
var ledgerHeads = map[lang][]string{
	chinese: {"客诉单", "店铺", "订单号", "商品", "补偿方式", "金额（元）", "原因", "依据", "政策上限（元）", "法定依据", "状态", "申请人", "申请时间", "审批人", "决定时间", "发放方式", "发放状态", "凭据号", "发放时间", "幂等键"},
	english: {"Case", "Shop", "Order", "Item", "Remedy", "Amount (CNY)", "Reason", "Policy", "Policy cap (CNY)", "Law", "State", "Asked by", "Asked at", "Approved by", "Decided at", "Paid through", "Payout", "Reference", "Paid at", "Idempotency key"},
}

// ledgerWords are what an export calls the ids that it holds.
var ledgerWords = map[lang]map[string]string{
	chinese: {"payment": "小额打款", "partial_refund": "部分退款", "coupon": "优惠券", "freight": "运费补偿", "gift": "小礼品",
		"waiting": "待审批", "approved": "待发放", "paying": "发放中", "paid": "已发放", "refused": "已拒绝", "withdrawn": "已撤回",
		"manual": "人工打款", "erp": "商家系统", "doing": "打款中", "sending": "发送中", "unknown": "结果未知", "failed": "未发放"},
	english: {"payment": "Payment", "partial_refund": "Partial refund", "coupon": "Coupon", "freight": "Freight", "gift": "Gift",
		"waiting": "Waiting", "approved": "To be paid", "paying": "On its way", "paid": "Paid", "refused": "Refused", "withdrawn": "Withdrawn",
		"manual": "By hand", "erp": "Own system", "doing": "Being paid", "sending": "Sending", "unknown": "Unknown", "failed": "Not paid"},
}

// writeLedger writes the ledger page by page.
func (s *Server) writeLedger(ctx context.Context, w sheet.Writer, in *exportLedgerInput, page []approval.View, more bool) error {
	l := languageOf(in.Language)
	if err := w.Row(ledgerHeads[l]); err != nil {
		return err
	}
	for {
		claims, err := s.wireClaims(ctx, page)
		if err != nil {
			return err
		}
		for _, c := range claims {
			if err := w.Row(ledgerRow(l, c)); err != nil {
				return err
			}
		}
		if !more {
			return nil
		}
		if page, more, err = s.Approvals.Ledger(ctx, in.filter(), page[len(page)-1].MadeSpot(), ledgerPage); err != nil {
			return err
		}
	}
}

func ledgerRow(l lang, c Claim) []string {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		zone = time.UTC
	}
	at := func(t *time.Time) string {
		if t == nil {
			return ""
		}
		return t.In(zone).Format(time.DateTime)
	}
	word := ledgerWords[l]
	policy, limit, by := "", "", ""
	if c.Policy != nil {
		policy, limit = c.Policy.Text, limits.Yuan(c.Policy.CapFen)
	}
	for _, a := range c.Approvals {
		if a.Counts && by != "" {
			by += ", "
		}
		if a.Counts {
			by += a.By.Name
		}
	}
	row := []string{c.CaseNumber, c.ShopName, c.OrderNo, c.Item, word[c.Remedy], limits.Yuan(c.AmountFen), c.Reason, policy, limit, c.Statutory,
		word[c.State], c.MadeBy.Name, at(&c.MadeAt), by, at(c.DecidedAt)}
	if p := c.Payout; p != nil {
		return append(row, word[p.Channel], word[p.State], p.Reference, at(c.PaidAt), p.Key)
	}
	return append(row, "", "", "", "", "")
}
