package handover

import (
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/roster/duty"
	"github.com/anxin-desk/anxin/internal/roster/sheet"
	"github.com/anxin-desk/anxin/internal/shop"
)

// NotAccepted looks, some minutes after the end of a shift, whether a sheet still
// waits.
type NotAccepted struct{ ID string }

func (NotAccepted) Kind() string { return "handover.not_accepted" }

// Register tells the queue what happens when the clocks of sheets ring.
func (s *Service) Register() { jobs.HandleTx(s.Queue, s.notAccepted) }

// wind enqueues the clock of a sheet. One that was made after its shift has the same
// time from then on.
func (s *Service) wind(tx *db.Tx, now sheet.Sheet, at shop.Shop) error {
	from := now.EndsAt
	if from.Before(s.Now()) {
		from = s.Now()
	}
	return s.Queue.Enqueue(tx, NotAccepted{now.ID}, from.Add(time.Duration(at.Settings.HandoverMinutes)*time.Minute))
}

// notAccepted tells the supervisors who are on duty. It leaves the version alone, so
// that a taker who is just accepting is not told that the sheet has changed.
func (s *Service) notAccepted(tx *db.Tx, j NotAccepted) error {
	now, err := sheet.LockIn(tx, identity.Everything, j.ID)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	now, calls := now.Call(s.Now())
	if !calls {
		return nil
	}
	if err := sheet.UpdateIn(tx, now, now.Version); err != nil {
		return err
	}
	err = audit.Write(tx, audit.Entry{Subject: "handover-clock/" + now.ID, Version: 1, At: s.Now(), Actor: identity.SystemID,
		Verb: "handover.call", Payload: map[string]any{"ends_at": now.EndsAt}})
	if err != nil {
		return err
	}
	chiefs, err := duty.SupervisorsIn(tx, now.ShopID, s.Now())
	if err != nil {
		return err
	}
	giver, _, err := identity.Holder(tx, now.FromID, identity.NoticeRead, now.ShopID)
	if err != nil {
		return err
	}
	for _, id := range append(chiefs, now.FromID) {
		if err := s.tell(tx, now, id, "handover.waits", "call", giver.Name, now.Waits()); err != nil {
			return err
		}
	}
	s.hintAfter(tx, now)
	return nil
}

// tell leaves a notice of a sheet to one person. by is the name of who did it, or
// whose it is; n is of how many items.
func (s *Service) tell(tx *db.Tx, now sheet.Sheet, userID, code, key, by string, n int) error {
	at, err := shop.GetIn(tx, now.ShopID)
	if err != nil {
		return err
	}
	args := map[string]string{"by": by, "n": strconv.Itoa(n), "shop": at.Name}
	return s.Notices.TellIn(tx, userID, code, code+"/"+now.ID+"/"+key, args, notice.About{})
}
