package identity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const (
	idleTime  = 12 * time.Hour     // without a request, after which a session ends
	wholeTime = 7 * 24 * time.Hour // after which it ends anyway
	touchTime = 10 * time.Minute   // between two writes about a session in use
)

// Values of a session. keyStored is set while a session is read from the
// database, so that saving it again cannot revive one that has ended meanwhile.
const (
	keyUser   = "user"
	keyEpoch  = "epoch"
	keySeen   = "seen"
	keyStored = "stored"
)

// newSessions does not use scs.New, which starts a store in memory with a
// goroutine that cannot be ended reliably.
func newSessions(d *db.DB, now func() time.Time) *scs.SessionManager {
	return &scs.SessionManager{
		Store: &sessionStore{db: d, now: now}, Codec: sessionCodec{}, Lifetime: wholeTime,
		Cookie: scs.SessionCookie{
			Name: "anxin_session", Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Persist: true,
		},
		ErrorFunc: func(w http.ResponseWriter, r *http.Request, err error) {
			slog.ErrorContext(r.Context(), "session not loaded or saved", "error", err)
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		},
	}
}

// LoadOnly loads the session of a request and never saves it: for connections
// that outlive the answer in which a cookie could go out. A session without
// other requests ends after its idle time, whatever its sockets do.
func (s *Service) LoadOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := ""
		if cookie, err := r.Cookie(s.Sessions.Cookie.Name); err == nil {
			token = cookie.Value
		}
		ctx, err := s.Sessions.Load(r.Context(), token)
		if err != nil {
			s.Sessions.ErrorFunc(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// sessionData is a session as it is stored.
type sessionData struct {
	Deadline int64             `json:"deadline"`
	Values   map[string]string `json:"values"`
	Stored   bool              `json:"stored"`
}

// sessionCodec writes sessions as JSON. Their values are strings.
type sessionCodec struct{}

func (sessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	data := sessionData{Deadline: db.Millis(deadline), Values: map[string]string{}}
	for name, v := range values {
		text, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("session value %s is a %T, not a string", name, v)
		}
		if name == keyStored {
			data.Stored = true
		} else {
			data.Values[name] = text
		}
	}
	return json.Marshal(data)
}

func (sessionCodec) Decode(b []byte) (time.Time, map[string]any, error) {
	var data sessionData
	if err := json.Unmarshal(b, &data); err != nil {
		return time.Time{}, nil, fmt.Errorf("reading a session: %w", err)
	}
	values := map[string]any{keyStored: "yes"}
	for name, text := range data.Values {
		values[name] = text
	}
	return db.Time(data.Deadline), values, nil
}

// sessionStore keeps sessions under the hash of their token: who reads the
// database cannot act for anybody.
type sessionStore struct {
	db  *db.DB
	now func() time.Time
}

// tokenHash is how secrets that are random enough to need no salt are kept.
func tokenHash(token string) string {
	hash := sha256.Sum256([]byte(token))
	return hex.EncodeToString(hash[:])
}

// FindCtx implements scs.CtxStore.
func (s *sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	data, err := db.Value[string](s.db.Reader(ctx),
		`SELECT data FROM user_session WHERE token_hash = ? AND expires_at > ?`, tokenHash(token), db.Millis(s.now()))
	if fault.KindOf(err) == fault.NotFound {
		return nil, false, nil
	}
	return []byte(data), err == nil, err
}

// CommitCtx implements scs.CtxStore.
func (s *sessionStore) CommitCtx(ctx context.Context, token string, b []byte, deadline time.Time) error {
	var data sessionData
	if err := json.Unmarshal(b, &data); err != nil {
		return err
	}
	expiry := db.Millis(s.now().Add(idleTime))
	expiry = min(expiry, db.Millis(deadline))
	return s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		if data.Stored {
			_, err = tx.Exec(`UPDATE user_session SET data = ?, expires_at = ? WHERE token_hash = ?`,
				string(b), expiry, tokenHash(token))
			return err
		}
		_, err = tx.Exec(`
			INSERT INTO user_session (token_hash, user_id, data, expires_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (token_hash) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at`,
			tokenHash(token), data.Values[keyUser], string(b), expiry)
		return err
	})
}

// DeleteCtx implements scs.CtxStore.
func (s *sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM user_session WHERE token_hash = ?`, tokenHash(token))
		return err
	})
}

// Find implements scs.Store.
func (s *sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit implements scs.Store.
func (s *sessionStore) Commit(token string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expiry)
}

// Delete implements scs.Store.
func (s *sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

func deleteSessionsOf(tx *db.Tx, userID string) error {
	_, err := tx.Exec(`DELETE FROM user_session WHERE user_id = ?`, userID)
	return err
}

// Sweep removes sessions that have expired, and wrong passwords of yesterday.
// It writes nothing if there are none.
func (s *Service) Sweep(ctx context.Context) error {
	now := db.Millis(s.o.Now())
	yesterday := now - (24 * time.Hour).Milliseconds()
	due, err := db.Value[bool](s.db.Reader(ctx), `
		SELECT EXISTS (SELECT 1 FROM user_session WHERE expires_at <= ?)
			OR EXISTS (SELECT 1 FROM sign_in_failure WHERE last_at <= ?)`, now, yesterday)
	if err != nil || !due {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`DELETE FROM user_session WHERE expires_at <= ?`, now); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM sign_in_failure WHERE last_at <= ?`, yesterday)
		return err
	})
}
