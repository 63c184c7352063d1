package payout

import (
	"time"

	"github.com/anxin-desk/anxin/internal/compensation/approval"
	"github.com/anxin-desk/anxin/internal/compensation/coupon"
	"github.com/anxin-desk/anxin/internal/compensation/erp"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
	"github.com/anxin-desk/anxin/internal/platform/seal"
)

// Payer carries payouts to the systems of merchants, and knows where it may.
type Payer interface {
	Sender
	Check(address string) error
}

// Parts are all services of compensation, wired together.
type Parts struct {
	Approvals *approval.Service
	Payouts   *Service
	Coupons   *coupon.Service
	ERP       *erp.Service
}

// World is what the parts take from around them.
type World struct {
	Now           func() time.Time
	NewID         func() string
	Hint          func(topic string, hint any)
	Conversations *conversation.Service
	Complaints    *complaint.Service
	Key           []byte // from which the one of sealed addresses is made
	Out           any    // carries requests outside; to public addresses only if it is no [Payer]
}

// New wires the parts, and tells the queue what they do.
func New(w World) Parts {
	out, ok := w.Out.(Payer)
	if !ok {
		out = outgoing.New(outgoing.Allowed{}, 0)
	}
	c := w.Complaints
	p := Parts{
		Approvals: &approval.Service{DB: c.DB, Queue: c.Queue, Now: w.Now, NewID: w.NewID, Hint: w.Hint,
			Conversations: w.Conversations, Complaints: c, Notices: c.Notices},
		ERP:     &erp.Service{DB: c.DB, Now: w.Now, Box: seal.New(w.Key, "payouts"), Check: out.Check},
		Coupons: &coupon.Service{DB: c.DB, Now: w.Now, NewID: w.NewID},
	}
	p.Payouts = &Service{DB: c.DB, Queue: c.Queue, Now: w.Now, NewID: w.NewID, Approvals: p.Approvals, ERP: p.ERP, Sender: out,
		Notices: c.Notices, Blobs: w.Conversations.Blobs, Intake: w.Conversations.Intake}
	p.Approvals.Register()
	p.Payouts.Register()
	return p
}
