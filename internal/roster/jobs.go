package roster

import (
	"time"

	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// The clocks of a duty. They carry when they were set for, so that one of a duty
// that was changed meanwhile does nothing.
type (
	// Begins tells somebody that their shift begins.
	Begins struct {
		ID string
		At int64 // ms
	}
	// Ends tells them, a little before, that it is time to hand over.
	Ends struct {
		ID string
		At int64 // ms
	}
)

func (Begins) Kind() string { return "roster.begins" }
func (Ends) Kind() string   { return "roster.ends" }

// before is how long before the end of a shift it is time to hand over.
const before = 30 * time.Minute

// Register tells the queue what happens when the clocks of duties ring.
func (s *Service) Register() {
	jobs.HandleTx(s.Queue, s.begins)
	jobs.HandleTx(s.Queue, s.ends)
}

// wind enqueues the clocks of a duty that is not over.
func (s *Service) wind(tx *db.Tx, d Duty) error {
	if d.StartsAt.After(s.Now()) {
		if err := s.Queue.Enqueue(tx, Begins{d.ID, db.Millis(d.StartsAt)}, d.StartsAt, jobs.Key("roster.begins/"+d.ID)); err != nil {
			return err
		}
	}
	if at := d.EndsAt.Add(-before); at.After(s.Now()) {
		return s.Queue.Enqueue(tx, Ends{d.ID, db.Millis(d.EndsAt)}, at, jobs.Key("roster.ends/"+d.ID))
	}
	return nil
}

func (s *Service) begins(tx *db.Tx, j Begins) error {
	return s.ring(tx, j.ID, "roster.shift_begins", func(d Duty) bool {
		return db.Millis(d.StartsAt) == j.At && s.Now().Before(d.EndsAt)
	})
}

func (s *Service) ends(tx *db.Tx, j Ends) error {
	return s.ring(tx, j.ID, "roster.shift_ends", func(d Duty) bool {
		return db.Millis(d.EndsAt) == j.At && s.Now().Before(d.EndsAt)
	})
}

// ring tells who has a duty, if there still is something to say.
func (s *Service) ring(tx *db.Tx, id, code string, live func(Duty) bool) error {
	d, err := getDuty(tx, id)
	if fault.KindOf(err) == fault.NotFound || err == nil && !live(d) {
		return nil
	}
	if err != nil {
		return err
	}
	at, err := shop.GetIn(tx, d.ShopID)
	if err != nil {
		return err
	}
	args := map[string]string{"shop": at.Name, "shift": d.ShiftName, "until": d.EndsAt.Format(time.RFC3339)}
	return s.Notices.TellIn(tx, d.Entry.UserID, code, code+"/"+d.ID+"/"+d.StartsAt.Format(time.RFC3339), args, notice.About{})
}
