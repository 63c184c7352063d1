package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Once notes, as part of tx, that the actor makes something under an idempotency
// key. It returns the id of what is made: the given one, or, with again, the one
// that an earlier request under the same key got. what is the request without
// its secrets; if it is another one, that is the fault request.key_reused. An
// empty key notes nothing.
func Once(tx *db.Tx, a Actor, key string, what any, id string, now time.Time) (made string, again bool, err error) {
	if key == "" {
		return id, false, nil
	}
	text, err := json.Marshal(what)
	if err != nil {
		return "", false, err
	}
	sum := sha256.Sum256(text)
	digest := hex.EncodeToString(sum[:])
	n, err := tx.Exec(`INSERT INTO made_once (actor_id, key, digest, id, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		a.ID, key, digest, id, db.Millis(now))
	if err != nil || n == 1 {
		return id, false, err
	}
	var earlier string
	_, err = db.One(tx, func(row db.Scanner) (struct{}, error) { return struct{}{}, row.Scan(&made, &earlier) },
		`SELECT id, digest FROM made_once WHERE actor_id = ? AND key = ?`, a.ID, key)
	if err == nil && earlier != digest {
		err = fault.New(fault.Conflict, "request.key_reused")
	}
	return made, true, err
}
