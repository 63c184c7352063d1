package complaint

import (
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/roster/duty"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Unsettled looks, some hours after a commitment was broken, whether it still
// is not settled.
type Unsettled struct{ ID string }

func (Unsettled) Kind() string { return "complaint.unsettled" }

// Register tells the queue what happens when the clocks of cases and of their
// commitments ring.
func (s *Service) Register(q *jobs.Queue) {
	s.registerClocks(q)
	jobs.Subscribe(q, "complaint", s.answered)
	jobs.Subscribe(q, "complaint", s.near)
	jobs.Subscribe(q, "complaint", s.alarm)
	jobs.Subscribe(q, "complaint", s.breach)
	jobs.HandleTx(q, s.unsettled)
}

// near reminds the owner.
func (s *Service) near(tx *db.Tx, e commitment.Near) error {
	r, err := s.rings(tx, e.Commitment, "commitment.near")
	if err != nil {
		return err
	}
	_, err = r.tellOwner()
	return err
}

// alarm tells the owner. When they are off duty, who is on duty hears it too; in a
// shop without a roster, when they are not there to read it, who looks after the
// conversation and who supervises the shop.
func (s *Service) alarm(tx *db.Tx, e commitment.Alarm) error {
	r, err := s.rings(tx, e.Commitment, "commitment.alarm")
	if err != nil {
		return err
	}
	if err := r.line(); err != nil {
		return err
	}
	if stood, err := r.tellOwner(); err != nil || stood {
		return err
	}
	there, err := identity.ThereIn(tx, r.of.OwnerID, s.Now())
	if err != nil || there {
		return err
	}
	talk, err := s.Conversations.LockIn(tx, r.of.ConversationID)
	if err != nil {
		return err
	}
	return r.tellWith(talk.AssigneeID)
}

// breach tells the owner and who supervises the shop, and winds the clock that
// looks again.
func (s *Service) breach(tx *db.Tx, e commitment.Breach) error {
	c := e.Commitment
	r, err := s.rings(tx, c, "commitment.broken")
	if err != nil {
		return err
	}
	if err := r.line(); err != nil {
		return err
	}
	if err := r.tellAll(); err != nil {
		return err
	}
	at, err := shop.GetIn(tx, c.ShopID)
	if err != nil {
		return err
	}
	return s.Queue.Enqueue(tx, Unsettled{c.ID}, c.BrokenAt.Add(time.Duration(at.Settings.CommitmentEscalateHours)*time.Hour))
}

// unsettled tells the owner and who supervises the shop once more, unless the
// commitment was settled meanwhile.
func (s *Service) unsettled(tx *db.Tx, j Unsettled) error {
	c, err := commitment.GetIn(tx, identity.Everything, j.ID)
	if fault.KindOf(err) == fault.NotFound || err == nil && c.State != commitment.Open {
		return nil
	}
	if err != nil {
		return err
	}
	r, err := s.rings(tx, c, "commitment.unsettled")
	if err != nil {
		return err
	}
	return r.tellAll() // the thread says already that it was broken
}

// ring is one clock that rings: what it says, and about what.
type ring struct {
	s    *Service
	tx   *db.Tx
	code string
	c    commitment.Commitment
	of   Case
}

func (s *Service) rings(tx *db.Tx, c commitment.Commitment, code string) (ring, error) {
	of, err := get(tx, identity.Everything, c.CaseID, "")
	return ring{s, tx, code, c, of}, err
}

func (r ring) args() map[string]string {
	return map[string]string{"number": r.of.Number, "text": r.c.Text, "due_at": r.c.DueAt.UTC().Format(time.RFC3339)}
}

// line writes it into the thread for the team.
func (r ring) line() error { return r.s.event(r.tx, r.of, r.c.ID, r.code, r.args()) }

// tellOwner tells the owner and who stands in for them, and whether anybody does.
func (r ring) tellOwner() (stood bool, err error) {
	also, err := duty.AlsoIn(r.tx, duty.Alarm{ShopID: r.of.ShopID, OwnerID: r.of.OwnerID, CaseID: r.of.ID, Needs: identity.CaseWrite, At: r.s.Now()})
	if err != nil {
		return false, err
	}
	return len(also) > 0, r.tell(append(also, r.of.OwnerID)...)
}

// tellAll tells them and all who supervise the shop.
func (r ring) tellAll() error {
	if _, err := r.tellOwner(); err != nil {
		return err
	}
	return r.tellWith("")
}

// tell tells some people. Nobody is told twice.
func (r ring) tell(userIDs ...string) error {
	about := notice.About{ConversationID: r.of.ConversationID, CaseID: r.c.CaseID, CommitmentID: r.c.ID}
	return r.s.Notices.TellAllIn(r.tx, userIDs, r.code, r.code+"/"+r.c.ID, r.args(), about)
}

// tellWith tells one person and all who supervise the shop.
func (r ring) tellWith(userID string) error {
	chiefs, err := duty.Supervisors(r.tx, r.c.ShopID)
	if err != nil {
		return err
	}
	return r.tell(append(chiefs, userID)...)
}
