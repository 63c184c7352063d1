package identity

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// A browser that is open is heard of: by its requests, and by its socket, whose
// session is looked at every half minute. That somebody was heard of is stored
// at most once in seenEvery by each node, so that it costs next to nothing; who
// has not been heard of for goneAfter has closed their browser or lost the line.
const (
	seenEvery = time.Minute
	goneAfter = 150 * time.Second
)

// TeamTopic is what everybody hears who may see colleagues.
const TeamTopic = "team"

// TeamHint says that somebody of the team came, went or changed their state.
type TeamHint struct {
	Kind string `json:"kind"` // "team"
}

// sightings are the moments at which this node last stored who was there.
type sightings struct {
	mu   sync.Mutex
	last map[string]time.Time
}

// due tells whether a sighting is worth storing, and notes that it is.
func (s *sightings) due(userID string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last, known := s.last[userID]; known && now.Sub(last) < seenEvery {
		return false
	}
	if s.last == nil {
		s.last = map[string]time.Time{}
	}
	s.last[userID] = now
	return true
}

// see notes that somebody is there. It is no reason to refuse them anything
// when that cannot be stored.
func (s *Service) see(ctx context.Context, userID string) {
	now := s.o.Now()
	if !s.seen.due(userID, now) {
		return
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		back, err := s.back(tx, userID, now)
		if err != nil {
			return err
		}
		if back {
			if err := s.moved(tx, userID); err != nil {
				return err
			}
		}
		_, err = tx.Exec(`INSERT INTO agent_seen AS a (user_id, at) VALUES (?, ?)
			ON CONFLICT (user_id) DO UPDATE SET at = excluded.at WHERE excluded.at > a.at`, userID, db.Millis(now))
		return err
	})
	if err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "noting who is there", "error", err)
	}
}

// back tells whether somebody comes whom colleagues see as away.
func (s *Service) back(q db.Queryer, userID string, now time.Time) (bool, error) {
	here, err := db.Value[bool](q, `SELECT EXISTS (SELECT 1 FROM agent_seen WHERE user_id = ? AND at > ?)`,
		userID, db.Millis(now.Add(-goneAfter)))
	return !here, err
}

// Moved is announced when somebody came back, signed in, or said how they are
// there.
type Moved struct{ UserID string }

// Kind implements jobs.Args.
func (Moved) Kind() string { return "identity.moved" }

// moved tells colleagues' screens to look again, once tx is durable, and
// whoever has subscribed.
func (s *Service) moved(tx *db.Tx, userID string) error {
	if s.o.Hint != nil {
		tx.AfterCommit(func() { s.o.Hint(TeamTopic, TeamHint{"team"}) })
	}
	if s.o.Queue == nil {
		return nil
	}
	return s.o.Queue.Announce(tx, Moved{userID})
}
