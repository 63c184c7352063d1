package compensation

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Deputy is that somebody may approve in the place of another one for a time, with
// the limit that this one has then.
type Deputy struct {
	ID       string
	ShopID   string
	FromID   string
	ToID     string
	BeginsAt time.Time
	EndsAt   time.Time
	MadeAt   time.Time
	Version  int64
}

// MaxDeputyTime is the longest time for which somebody names a deputy.
const MaxDeputyTime = 60 * 24 * time.Hour

// Check refuses a time that is over, too long, or none, and who would stand in for
// themselves.
func (d Deputy) Check(now time.Time) error {
	switch {
	case d.FromID == d.ToID:
		return fault.Field("to", "compensation.deputy_self")
	case !d.EndsAt.After(d.BeginsAt) || !d.EndsAt.After(now):
		return fault.Field("ends_at", "compensation.deputy_time")
	case d.EndsAt.Sub(d.BeginsAt) > MaxDeputyTime:
		return fault.Field("ends_at", "compensation.deputy_long", "days", int(MaxDeputyTime.Hours()/24))
	}
	return nil
}

const deputyColumns = `id, shop_id, from_id, to_id, begins_at, ends_at, made_at, version`

func scanDeputy(row db.Scanner) (d Deputy, err error) {
	var begins, ends, made int64
	err = row.Scan(&d.ID, &d.ShopID, &d.FromID, &d.ToID, &begins, &ends, &made, &d.Version)
	d.BeginsAt, d.EndsAt, d.MadeAt = db.Time(begins), db.Time(ends), db.Time(made)
	return d, err
}

// StandsForIn returns for whom somebody may approve in a shop now.
func StandsForIn(q db.Queryer, shopID, userID string, now time.Time) ([]Deputy, error) {
	at := db.Millis(now)
	return db.All(q, scanDeputy, `SELECT `+deputyColumns+` FROM compensation_deputy WHERE shop_id = ? AND to_id = ? AND ends_at > ? AND begins_at <= ? ORDER BY id`,
		shopID, userID, at, at)
}

// DeputiesIn returns the deputies of shops whose time is not over, by their
// beginning, at most 200.
func DeputiesIn(q db.Queryer, shops []string, now time.Time) ([]Deputy, error) {
	if len(shops) == 0 {
		return nil, nil
	}
	return db.All(q, scanDeputy, `SELECT `+deputyColumns+` FROM compensation_deputy WHERE shop_id IN (`+db.Marks(len(shops))+`) AND ends_at > ? ORDER BY begins_at, id LIMIT 200`,
		append(db.Values(shops), db.Millis(now))...)
}

// DeputyIn returns a deputy that somebody has named.
func DeputyIn(q db.Queryer, fromID, id string) (Deputy, error) {
	return db.One(q, scanDeputy, `SELECT `+deputyColumns+` FROM compensation_deputy WHERE id = ? AND from_id = ?`, id, fromID)
}

// AddDeputyIn stores a deputy.
func AddDeputyIn(tx *db.Tx, d Deputy) error {
	_, err := tx.Exec(`INSERT INTO compensation_deputy (`+deputyColumns+`) VALUES (`+db.Marks(8)+`)`,
		d.ID, d.ShopID, d.FromID, d.ToID, db.Millis(d.BeginsAt), db.Millis(d.EndsAt), db.Millis(d.MadeAt), d.Version)
	return err
}

// EndDeputyIn ends the time of a deputy.
func EndDeputyIn(tx *db.Tx, d Deputy, from int64) error {
	n, err := tx.Exec(`UPDATE compensation_deputy SET ends_at = ?, version = ? WHERE id = ? AND version = ?`, db.Millis(d.EndsAt), d.Version, d.ID, from)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "compensation.deputy_changed")
	}
	return err
}
