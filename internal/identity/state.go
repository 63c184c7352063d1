package identity

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// State is how a member of the team is there.
type State string

const (
	Online  State = "online"  // ready for buyers
	OnBreak State = "break"   // back soon
	Offline State = "offline" // not there, or not signed in
)

// Presence is a state and since when; Since is zero if nobody said.
type Presence struct {
	State State
	Since time.Time
}

// Member is somebody who answers buyers.
type Member struct {
	Colleague
	Presence
}

// SetState says how the actor is there. It holds until they say otherwise, or
// sign in when they had no session.
func (s *Service) SetState(ctx context.Context, state State) (Presence, error) {
	a, ok := From(ctx)
	if !ok || a.Kind != User {
		return Presence{}, errSignedOut()
	}
	if state != Online && state != OnBreak && state != Offline {
		return Presence{}, fault.Field("state", "identity.state_unknown")
	}
	var now Presence
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		if now, err = say(tx, a.ID, Presence{state, s.o.Now()}); err != nil {
			return err
		}
		return s.moved(tx, a.ID)
	})
	return now, err
}

// MyState returns how the actor said they are there.
func (s *Service) MyState(ctx context.Context) (Presence, error) {
	a, ok := From(ctx)
	if !ok || a.Kind != User {
		return Presence{}, errSignedOut()
	}
	p, err := db.One(s.db.Reader(ctx), scanPresence, `SELECT state, since FROM agent_state WHERE user_id = ?`, a.ID)
	if fault.KindOf(err) == fault.NotFound {
		return Presence{State: Online}, nil
	}
	return p, err
}

// maxTeam is how many people one screen shows.
const maxTeam = 500

// Team returns those who may answer buyers in a scope, by name, at most 500.
// Who is not signed in, or has closed their browser, is offline, whatever they
// said, since they were last heard of.
func Team(q db.Queryer, scope Scope, now time.Time) ([]Member, error) {
	if scope.Empty() || scope.Customer != "" {
		return nil, nil
	}
	if !scope.All {
		scope.Shops = append([]string{AllShops}, scope.Shops...)
	}
	where, args := scope.Where("g.shop_id", "")
	args = append([]any{db.Millis(now.Add(-goneAfter)), db.Millis(now), string(ConversationReply)}, args...)
	return db.All(q, scanMember, `
		SELECT DISTINCT u.id, u.name, COALESCE(a.state, 'online'), COALESCE(a.since, 0),
			COALESCE(n.at, 0), COALESCE(n.at, 0) > ? AND EXISTS (SELECT 1 FROM user_session s WHERE s.user_id = u.id AND s.expires_at > ?)
		FROM user_grant g JOIN app_user u ON u.id = g.user_id JOIN role_permission p ON p.role_id = g.role_id
			LEFT JOIN agent_state a ON a.user_id = u.id LEFT JOIN agent_seen n ON n.user_id = u.id
		WHERE p.permission = ? AND u.disabled_at = 0 AND `+where+`
		ORDER BY u.name, u.id LIMIT ?`, append(args, maxTeam)...)
}

func scanMember(row db.Scanner) (m Member, err error) {
	var since, seen int64
	var here bool
	err = row.Scan(&m.ID, &m.Name, &m.State, &since, &seen, &here)
	m.Since = db.Time(since)
	if !here && m.State != Offline {
		m.Presence = Presence{Offline, db.Time(seen)}
	}
	return m, err
}

func scanPresence(row db.Scanner) (p Presence, err error) {
	var since int64
	err = row.Scan(&p.State, &since)
	p.Since = db.Time(since)
	return p, err
}

// say stores how somebody is there. Saying the same again changes nothing.
func say(tx *db.Tx, userID string, p Presence) (Presence, error) {
	return db.One(tx, scanPresence, `
		INSERT INTO agent_state AS a (user_id, state, since) VALUES (?, ?, ?)
		ON CONFLICT (user_id) DO UPDATE SET state = excluded.state,
			since = CASE WHEN a.state = excluded.state THEN a.since ELSE excluded.since END
		RETURNING state, since`, userID, string(p.State), db.Millis(p.Since))
}

// arrive forgets what somebody without a session said: who comes to work is
// there.
func arrive(tx *db.Tx, userID string, now time.Time) error {
	_, err := tx.Exec(`DELETE FROM agent_state WHERE user_id = ? AND NOT EXISTS (
		SELECT 1 FROM user_session s WHERE s.user_id = agent_state.user_id AND s.expires_at > ?)`, userID, db.Millis(now))
	return err
}
