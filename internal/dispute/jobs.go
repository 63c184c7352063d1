package dispute

import (
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/roster/duty"
)

// The clocks of a dispute. Setting says to which setting they belong: one that was
// set anew since, or stopped, does nothing.
type (
	// Soon rings some time before the deadline.
	Soon struct {
		ID      string
		Setting int64
	}
	// Due rings at the deadline.
	Due struct {
		ID      string
		Setting int64
	}
	// Overdue rings when the supervisors shall hear of it.
	Overdue struct {
		ID      string
		Setting int64
	}
	// AppealSoon rings some time before a decision cannot be appealed any more.
	AppealSoon struct {
		ID string
		By int64 // the end of the time, in milliseconds
	}
)

func (Soon) Kind() string       { return "dispute.soon" }
func (Due) Kind() string        { return "dispute.due" }
func (Overdue) Kind() string    { return "dispute.overdue" }
func (AppealSoon) Kind() string { return "dispute.appeal_soon" }

// Wire tells the queue what happens when the clocks of disputes ring.
func (s *Service) Wire() {
	jobs.HandleTx(s.Queue, s.soon)
	jobs.HandleTx(s.Queue, s.due)
	jobs.HandleTx(s.Queue, s.overdue)
	jobs.HandleTx(s.Queue, s.appealSoon)
}

// wind enqueues the clocks of a setting that was just made.
func (s *Service) wind(tx *db.Tx, d Dispute) error {
	if !d.AppealBy.IsZero() {
		at := Between(d.DecidedAt, d.AppealBy).Remind
		if err := s.Queue.Enqueue(tx, AppealSoon{d.ID, d.AppealBy.UnixMilli()}, at); err != nil {
			return err
		}
	}
	if d.DueAt.IsZero() {
		return nil
	}
	for _, clock := range []struct {
		job jobs.Args
		at  time.Time
	}{{Soon{d.ID, d.Setting}, d.remindAt}, {Due{d.ID, d.Setting}, d.DueAt}, {Overdue{d.ID, d.Setting}, d.DueAt.Add(Patience)}} {
		if err := s.Queue.Enqueue(tx, clock.job, clock.at); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) soon(tx *db.Tx, j Soon) error {
	d, err := s.load(tx, j.ID)
	if err != nil {
		return err
	}
	c, rings := d.Clock.remind(j.Setting, s.Now())
	if !rings {
		return nil
	}
	d.Clock = c
	if err := s.aside(tx, &d, identity.SystemID, "soon"); err != nil {
		return err
	}
	return s.tell(tx, d, []string{d.OwnerID}, "dispute.soon")
}

func (s *Service) due(tx *db.Tx, j Due) error {
	d, err := s.load(tx, j.ID)
	if err != nil {
		return err
	}
	return s.ring(tx, &d, j.Setting)
}

// ring sounds the alarm at a deadline, unless it has: to the owner, and to who stands
// in for them.
func (s *Service) ring(tx *db.Tx, d *Dispute, setting int64) error {
	c, rings := d.Clock.alarm(setting, s.Now())
	if !rings {
		return nil
	}
	d.Clock = c
	if err := s.aside(tx, d, identity.SystemID, "due"); err != nil {
		return err
	}
	all, err := duty.HearersIn(tx, s.alarmOf(*d))
	if err != nil {
		return err
	}
	return s.tell(tx, *d, all, "dispute.due")
}

func (s *Service) overdue(tx *db.Tx, j Overdue) error {
	d, err := s.load(tx, j.ID)
	if err != nil {
		return err
	}
	if err := s.ring(tx, &d, j.Setting); err != nil {
		return err
	}
	c, late := d.Clock.overdue(j.Setting, s.Now())
	if !late {
		return nil
	}
	d.Clock = c
	if err := s.aside(tx, &d, identity.SystemID, "overdue"); err != nil {
		return err
	}
	chiefs, err := duty.SupervisorsIn(tx, d.ShopID, s.Now())
	if err != nil {
		return err
	}
	return s.tell(tx, d, chiefs, "dispute.overdue")
}

// appealSoon reminds of an appeal while the decision stands.
func (s *Service) appealSoon(tx *db.Tx, j AppealSoon) error {
	d, err := s.load(tx, j.ID)
	if err != nil || d.State != Decided || d.AppealBy.UnixMilli() != j.By || !s.Now().Before(d.AppealBy) {
		return err
	}
	all, err := duty.HearersIn(tx, s.alarmOf(d))
	if err != nil {
		return err
	}
	d.DueAt = d.AppealBy
	return s.tell(tx, d, all, "dispute.appeal_soon")
}

func (s *Service) alarmOf(d Dispute) duty.Alarm {
	return duty.Alarm{ShopID: d.ShopID, OwnerID: d.OwnerID, CaseID: d.CaseID, Needs: identity.DisputeWrite, At: s.Now()}
}

// tell leaves a notice to people, one for each setting of the clock.
func (s *Service) tell(tx *db.Tx, d Dispute, people []string, code string) error {
	args := map[string]string{"dispute_id": d.ID, "number": d.Number, "kind": string(d.Kind), "due_at": d.DueAt.UTC().Format(time.RFC3339)}
	about := notice.About{CaseID: d.CaseID}
	key := code + "/" + d.ID + "/" + d.DueAt.UTC().Format(time.RFC3339Nano)
	return s.Notices.TellAllIn(tx, people, code, key, args, about)
}

// aside stores what a clock found, or what leaves the version alone, so that nobody
// is told that somebody else changed the dispute. It has a chain of its own in the
// record.
func (s *Service) aside(tx *db.Tx, d *Dispute, by, verb string) error {
	return s.asideWith(tx, d, by, verb, map[string]any{"number": d.Number, "due_at": d.DueAt})
}

func (s *Service) asideWith(tx *db.Tx, d *Dispute, by, verb string, payload any) error {
	d.clocks++
	if err := update(tx, *d); err != nil {
		return err
	}
	shopID, id := d.ShopID, d.ID
	tx.AfterCommit(func() { s.Hint("shop:"+shopID, Hint{"dispute", id}) })
	return audit.Write(tx, audit.Entry{Subject: "dispute-clock/" + d.ID, Version: d.clocks, At: s.Now(), Actor: by, Verb: "dispute." + verb, Payload: payload})
}

// load returns the dispute of a clock. One that is gone has no clock any more: the
// zero dispute waits for nothing.
func (s *Service) load(tx *db.Tx, id string) (Dispute, error) {
	d, err := get(tx, identity.Everything, id, tx.ForUpdate())
	if fault.KindOf(err) == fault.NotFound {
		return Dispute{}, nil
	}
	return d, err
}

// CaseIn returns the case of a dispute as it is now, false if there is none.
func CaseIn(q db.Queryer, scope identity.Scope, d Dispute) (complaint.Case, bool, error) {
	if d.CaseID == "" {
		return complaint.Case{}, false, nil
	}
	c, err := complaint.GetIn(q, scope, d.CaseID)
	if fault.KindOf(err) == fault.NotFound {
		return c, false, nil
	}
	return c, err == nil, err
}
