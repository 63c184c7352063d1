package bulk

import (
	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

// Run works off the next chunk of a bulk.
type Run struct{ ID string }

func (Run) Kind() string { return "bulk.run" }

// chunk is how many commitments are updated in one unit: few, since on SQLite
// nobody else writes meanwhile.
const chunk = 10

// Register tells the queue who works bulks off.
func (s *Service) Register() { jobs.HandleTx(s.Queue, s.run) }

func (s *Service) run(tx *db.Tx, j Run) error {
	b, err := get(tx, identity.Everything, j.ID)
	if err != nil || !b.EndedAt.IsZero() {
		return err
	}
	items, err := waiting(tx, b.ID, chunk)
	if err != nil {
		return err
	}
	for _, i := range items {
		if i.Code, err = s.one(tx, b, i); err != nil {
			return err
		}
		if i.State = Done; i.Code != "" {
			i.State = Skipped
			b.Skipped++
		} else {
			b.Done++
		}
		if err := updateItem(tx, b.ID, i); err != nil {
			return err
		}
	}
	tx.AfterCommit(func() { s.Hint("user:"+b.ActorID, Hint{"bulk", b.ID}) })
	if b.Done+b.Skipped < b.Total {
		if err := s.Queue.Enqueue(tx, Run{b.ID}, s.Now()); err != nil {
			return err
		}
		return update(tx, b)
	}
	b.EndedAt = s.Now()
	if err := s.audit(tx, b, 2, identity.SystemID, "end", map[string]int64{"done": b.Done, "skipped": b.Skipped}); err != nil {
		return err
	}
	return update(tx, b)
}

// one updates a commitment for who started the bulk, if they still may. code
// says why it was passed over; err is what the machine said.
func (s *Service) one(tx *db.Tx, b Bulk, i Item) (code string, err error) {
	may, err := identity.Holds(tx, b.ActorID, identity.CommitmentWrite, b.ShopID)
	if err != nil {
		return "", err
	}
	if !may {
		return "identity.denied", nil
	}
	by := identity.Actor{ID: b.ActorID, Name: b.ActorName, Kind: identity.User}
	err = tx.Savepoint(func() error {
		_, err := s.Complaints.UpdateIn(tx, by, identity.Scope{Shops: []string{b.ShopID}}, i.CommitmentID, i.Version,
			commitment.Draft{Text: i.Text, DueAt: i.DueAt}, b.Note)
		return err
	})
	switch fault.KindOf(err) {
	case fault.Conflict, fault.NotFound, fault.Invalid, fault.Denied:
		return fault.CodeOf(err), nil
	}
	return "", err
}
