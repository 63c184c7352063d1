package progress

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask about progress links and
// service codes.
type Service struct {
	DB            *db.DB
	Now           func() time.Time
	NewID         func() string
	Hint          func(topic string, hint any) // tells open screens, after a commit
	Key           []byte                       // makes the tokens of links
	Public        string                       // address of the server, without a slash at the end
	Shops         *shop.Service
	Customers     *customer.Service
	Conversations *conversation.Service
	Complaints    *complaint.Service
	Notices       *notice.Service
}

// Register tells the queue what happens when a case is opened.
func (s *Service) Register(q *jobs.Queue) {
	jobs.Subscribe(q, "progress", func(tx *db.Tx, e complaint.Opened) error { return s.welcome(tx, e.CaseID) })
}

// welcome gives the buyer of a new case a link to it and a service code, which
// the card in their thread has announced.
func (s *Service) welcome(tx *db.Tx, caseID string) error {
	c, err := complaint.GetIn(tx, identity.Everything, caseID)
	if err != nil {
		return err
	}
	if err := s.Customers.IssueCodeIn(tx, c.CustomerID); err != nil {
		return err
	}
	complaint.HintAfter(tx, s.Hint, c)
	_, err = s.linkIn(tx, c, identity.SystemID)
	return err
}

// linkIn returns the link of a case that works, a new one if there is none.
func (s *Service) linkIn(tx *db.Tx, c complaint.Case, by string) (Link, error) {
	l, err := sentOf(tx, identity.Everything, c.ID)
	if err == nil && s.address(l) != "" && !l.over(c, s.Now()) {
		return l, nil
	}
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return l, err
	}
	return s.makeIn(tx, c, s.NewID(), by, false)
}

func (s *Service) makeIn(tx *db.Tx, c complaint.Case, id, by string, byCode bool) (Link, error) {
	l := Link{ID: id, CaseID: c.ID, ShopID: c.ShopID, CustomerID: c.CustomerID, ByCode: byCode, MadeAt: s.Now(), Version: 1}
	l.tokenHash = hashToken(key(s.Key).token(l.ID))
	if err := insert(tx, l); err != nil {
		return l, err
	}
	return l, s.audit(tx, l, by, "make")
}

// address is where a link leads. The token stands behind the # so that no server
// and no proxy ever logs it. It is "" if the key of links is another one now.
func (s *Service) address(l Link) string {
	token := key(s.Key).token(l.ID)
	if hashToken(token) != l.tokenHash {
		return ""
	}
	return s.Public + "/p/#" + token
}

// AddressIn returns where the progress of a case can be read, "" if no link
// works. It is for the buyer whose case it is, and nobody else.
func (s *Service) AddressIn(q db.Queryer, c complaint.Case) (string, error) {
	l, err := sentOf(q, identity.Everything, c.ID)
	if fault.KindOf(err) == fault.NotFound || err == nil && l.over(c, s.Now()) {
		return "", nil
	}
	return s.address(l), err
}

// Authenticate returns the actor who holds the token of a link. The fault is the
// same whether the link is unknown, over or revoked.
func (s *Service) Authenticate(ctx context.Context, token string) (identity.Actor, error) {
	q := s.DB.Reader(ctx)
	l, err := byToken(q, token)
	if fault.KindOf(err) == fault.NotFound {
		return identity.Actor{}, ErrOver()
	} else if err != nil {
		return identity.Actor{}, err
	}
	c, err := complaint.GetIn(q, identity.Everything, l.CaseID)
	if err != nil {
		return identity.Actor{}, err
	}
	if l.over(c, s.Now()) {
		return identity.Actor{}, ErrOver()
	}
	// The case may have moved since, with its buyer, who turned out to be another one.
	who, err := customer.GetIn(q, c.CustomerID)
	return identity.NewLinkHolder(c.CustomerID, l.ShopID, l.CaseID, who.Name), err
}

// ErrOver is what everybody hears who holds no link that works.
func ErrOver() error { return fault.New(fault.Unauthenticated, "progress.link_over") }

// Sweep removes the links of visits by code that are over.
func (s *Service) Sweep(ctx context.Context) error {
	return s.DB.InTx(ctx, func(tx *db.Tx) error { return sweep(tx, s.Now().Add(-visitLife)) })
}

func (s *Service) audit(tx *db.Tx, l Link, by, verb string) error {
	return audit.Write(tx, audit.Entry{
		Subject: "progress_link/" + l.ID, Version: l.Version, At: s.Now(), Actor: by, Verb: "progress." + verb,
		Payload: map[string]any{"case_id": l.CaseID, "by_code": l.ByCode},
	})
}
