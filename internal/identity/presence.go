package identity

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// ThereIn tells whether a user may sign in, is signed in with a browser that was
// heard of lately, and has not said that they are offline: whether a word to
// them is likely to be read soon. A break is soon over.
func ThereIn(q db.Queryer, userID string, now time.Time) (bool, error) {
	there, err := db.Value[bool](q, `SELECT COALESCE(a.state, 'online') <> 'offline' AND COALESCE(n.at, 0) > ? AND EXISTS (
			SELECT 1 FROM user_session s WHERE s.user_id = u.id AND s.expires_at > ?)
		FROM app_user u LEFT JOIN agent_state a ON a.user_id = u.id LEFT JOIN agent_seen n ON n.user_id = u.id
		WHERE u.id = ? AND u.disabled_at = 0`, db.Millis(now.Add(-goneAfter)), db.Millis(now), userID)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return there, err
}
