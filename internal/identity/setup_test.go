package identity

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

var first = Newcomer{Login: "ada", Name: "Ada", Password: password}

func nothing(*db.Tx, Actor) error { return nil }

func (b *browser) setup(token string, n Newcomer, also func(*db.Tx, Actor) error) error {
	return b.request(func(ctx context.Context) error {
		_, err := b.w.Setup(ctx, token, n, also)
		return err
	})
}

func (w *world) setupToken() string {
	w.t.Helper()
	token, err := w.SetupToken(w.t.Context())
	w.must(err)
	return token
}

func TestFirstAdministrator(t *testing.T) {
	each(t, func(w *world) {
		b := &browser{w: w}
		old, token := w.setupToken(), w.setupToken()
		w.wantCode(w.SetupOpen(w.t.Context(), old), "identity.setup_link_over")
		w.must(w.SetupOpen(w.t.Context(), token))
		w.wantCode(b.setup(token, Newcomer{Login: "ada", Name: "Ada", Password: "short"}, nothing), "identity.password_short")
		failed := errors.New("no shop")
		if err := b.setup(token, first, func(*db.Tx, Actor) error { return failed }); !errors.Is(err, failed) {
			w.t.Errorf("got %v", err)
		}
		w.must(b.setup(token, first, func(_ *db.Tx, a Actor) error {
			if !a.MayIn(ShopManage, AllShops) {
				w.t.Errorf("actor %+v", a)
			}
			return nil
		}))
		if !w.actor(b).MayIn(RoleManage, AllShops) {
			w.t.Error("not an administrator")
		}
		w.wantCode(b.setup(token, first, nothing), "identity.setup_link_over")
		if again := w.setupToken(); again != "" {
			w.t.Error("a link although there is a user")
		}
	})
}

func TestSetupLinksEnd(t *testing.T) {
	each(t, func(w *world) {
		token := w.setupToken()
		w.pass(setupTime)
		w.wantCode((&browser{w: w}).setup(token, first, nothing), "identity.setup_link_over")
		token = w.setupToken()
		w.user("bo", Administrator) // by the command line
		w.wantCode((&browser{w: w}).setup(token, first, nothing), "identity.setup_link_over")
	})
}

func TestOfTwoSetupsOneWins(t *testing.T) {
	each(t, func(w *world) {
		token := w.setupToken()
		var wait sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			wait.Go(func() {
				n := first
				n.Login += string(rune('a' + i))
				errs[i] = (&browser{w: w}).setup(token, n, nothing)
			})
		}
		wait.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else {
				w.wantCode(err, "identity.setup_link_over")
			}
		}
		if won != 1 {
			w.t.Errorf("%d won", won)
		}
	})
}

// Guesses get one answer, whatever else is wrong with them, and no link is
// stored in clear.
func TestSetupTokensCannotBeGuessed(t *testing.T) {
	each(t, func(w *world) {
		token := w.setupToken()
		if len(token) < 26 { // 26 letters of 32 are 130 bits
			w.t.Errorf("token of %d letters", len(token))
		}
		guesses := []string{"", token[:25], token + "A", "%", "' OR 1=1 --", tokenHash(token), "\x00"}
		for range 300 {
			guesses = append(guesses, rand.Text())
		}
		for _, guess := range guesses {
			w.wantCode(w.SetupOpen(w.t.Context(), guess), "identity.setup_link_over")
			w.wantCode((&browser{w: w}).setup(guess, Newcomer{}, nothing), "identity.setup_link_over")
		}
		n, err := db.Value[int64](w.db.Reader(w.t.Context()), `SELECT COUNT(*) FROM setup_link WHERE token_hash = ?`, token)
		if err != nil || n != 0 {
			w.t.Errorf("the token is stored: %d, %v", n, err)
		}
		w.must((&browser{w: w}).setup(token, first, nothing))
		w.pass(time.Second)
	})
}
