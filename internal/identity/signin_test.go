package identity

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestSignInAndOut(t *testing.T) {
	each(t, func(w *world) {
		p := w.user("Ada", "agent", "north")
		b := &browser{w: w}
		w.wantCode(b.look(), "identity.signed_out")
		w.must(b.signIn(" ADA ", password))
		w.must(b.as(func(ctx context.Context) error {
			a, _ := From(ctx)
			if a.ID != p.ID || a.Name != "Ada" && a.Name != "ada" || !a.MayIn(ConversationReply, "north") || a.May(UserManage) {
				w.t.Errorf("actor %+v", a)
			}
			return nil
		}))
		stolen := &browser{w: w, token: b.token}
		w.must(b.as(w.SignOut))
		w.wantCode(b.look(), "identity.signed_out")
		w.wantCode(stolen.look(), "identity.signed_out")
	})
}

func TestWrongSignInsLookAlike(t *testing.T) {
	each(t, func(w *world) {
		w.user("ada", "agent", "north")
		for _, login := range []string{"ada", "nobody", "", strings.Repeat("x", 5000), "a\x00b"} {
			for try := 1; try <= maxFailures+2; try++ {
				err := (&browser{w: w}).signIn(login, "wrong password")
				if try < maxFailures {
					w.wantCode(err, "identity.wrong_login")
				} else {
					w.wantCode(err, "identity.locked")
				}
			}
		}
	})
}

func TestLockedOutAndInAgain(t *testing.T) {
	each(t, func(w *world) {
		p := w.user("ada", "agent", "north")
		b := &browser{w: w}
		for range maxFailures - 1 {
			w.wantCode(b.signIn("ada", "wrong password"), "identity.wrong_login")
		}
		w.must(b.signIn("ada", password)) // which ends the row
		for range maxFailures - 1 {
			w.wantCode(b.signIn("ada", "wrong password"), "identity.wrong_login")
		}
		err := b.signIn("ada", "wrong password")
		w.wantCode(err, "identity.locked")
		w.pass(4*time.Minute + time.Second)
		err = b.signIn("ada", password)
		w.wantCode(err, "identity.locked")
		if f := err.(*fault.Fault); f.Kind != fault.TooMany || f.Args["minutes"] != 11 {
			w.t.Errorf("got %v", f)
		}
		w.must(b.look()) // who is in stays in
		w.pass(lockTime)
		w.wantCode(b.signIn("ada", "wrong password"), "identity.wrong_login")
		w.must(b.signIn("ada", password))
		locked, err := w.Get(w.system(), p.ID)
		if err != nil || locked.Version != p.Version+1 {
			w.t.Errorf("the lock is recorded once: version %d, %v", locked.Version, err)
		}
	})
}

// Many guesses at once must not be more than one after the other.
func TestGuessesAtOnceAreCounted(t *testing.T) {
	each(t, func(w *world) {
		w.user("ada", "agent", "north")
		var wait sync.WaitGroup
		var mu sync.Mutex
		codes := map[string]int{}
		for range 20 {
			wait.Go(func() {
				_, err := w.prove(w.t.Context(), "ada", "wrong password")
				mu.Lock()
				defer mu.Unlock()
				codes[fault.CodeOf(err)]++
			})
		}
		wait.Wait()
		if codes["identity.wrong_login"] != maxFailures-1 || codes["identity.locked"] != 20-maxFailures+1 {
			w.t.Errorf("got %v", codes)
		}
	})
}

func TestSessionsEndByThemselves(t *testing.T) {
	each(t, func(w *world) {
		w.user("ada", "agent", "north")
		idle, busy := &browser{w: w}, &browser{w: w}
		w.must(idle.signIn("ada", password))
		w.must(busy.signIn("ada", password))
		for passed := time.Duration(0); passed < wholeTime-6*time.Hour; passed += 6 * time.Hour {
			w.must(busy.look())
			w.pass(6 * time.Hour)
		}
		w.wantCode(idle.look(), "identity.signed_out")
		w.must(busy.look())
		w.pass(6 * time.Hour)
		w.wantCode(busy.look(), "identity.signed_out")
		w.must(w.Sweep(w.t.Context()))
		if left, err := db.Value[int64](w.db.Reader(w.t.Context()), `SELECT COUNT(*) FROM user_session`); err != nil || left != 0 {
			w.t.Errorf("%d sessions left, %v", left, err)
		}
	})
}

func TestUsedSessionsAreWrittenNowAndThen(t *testing.T) {
	each(t, func(w *world) {
		w.user("ada", "agent", "north")
		b := &browser{w: w}
		w.must(b.signIn("ada", password))
		touched := func() (touched bool) {
			w.must(b.as(func(ctx context.Context) error { touched = w.Sessions.Status(ctx) != 0; return nil }))
			return touched
		}
		if touched() {
			w.t.Error("written at once")
		}
		w.pass(touchTime)
		if !touched() || touched() {
			w.t.Error("not written once after a while")
		}
	})
}

func TestTokensAreNotInTheDatabase(t *testing.T) {
	each(t, func(w *world) {
		w.user("ada", "agent", "north")
		b := &browser{w: w}
		w.must(b.signIn("ada", password))
		n, err := db.Value[int64](w.db.Reader(w.t.Context()),
			`SELECT COUNT(*) FROM user_session WHERE token_hash = ? OR data LIKE ?`, b.token, "%"+b.token+"%")
		if err != nil || n != 0 || len(b.token) < 40 {
			w.t.Errorf("found %d, %v", n, err)
		}
	})
}

func TestTokenChangesWithTheSignIn(t *testing.T) {
	each(t, func(w *world) {
		w.user("ada", "agent", "north")
		b := &browser{w: w}
		w.must(b.signIn("ada", password))
		before := &browser{w: w, token: b.token}
		w.must(b.signIn("ada", password))
		if b.token == before.token {
			w.t.Error("the token stayed")
		}
		w.wantCode(before.look(), "identity.signed_out")
		w.must(b.look())
	})
}

// A request that is under way while its session ends must not revive it.
func TestEndedSessionsStayEnded(t *testing.T) {
	each(t, func(w *world) {
		w.user("ada", "agent", "north")
		b := &browser{w: w}
		w.must(b.signIn("ada", password))
		w.pass(time.Hour)
		other := &browser{w: w, token: b.token}
		w.must(b.as(func(context.Context) error { return other.as(w.SignOut) }))
		w.wantCode(b.look(), "identity.signed_out")
	})
}

func TestSignOutEverywhere(t *testing.T) {
	each(t, func(w *world) {
		p := w.user("ada", "agent", "north")
		w.user("bo", "agent", "north")
		office, home, bo := &browser{w: w}, &browser{w: w}, &browser{w: w}
		w.must(office.signIn("ada", password))
		w.must(home.signIn("ada", password))
		w.must(bo.signIn("bo", password))
		socket := w.actor(home)
		w.must(office.as(w.SignOutEverywhere))
		w.wantCode(office.look(), "identity.signed_out")
		w.wantCode(home.look(), "identity.signed_out")
		w.must(bo.look())
		w.wantKicked(p.ID)
		_, err := w.Recheck(w.t.Context(), socket)
		w.wantCode(err, "identity.signed_out")
		w.must(home.signIn("ada", password))
	})
}

func (w *world) actor(b *browser) (a Actor) {
	w.t.Helper()
	w.must(b.as(func(ctx context.Context) error { a, _ = From(ctx); return nil }))
	return a
}

func TestChangePassword(t *testing.T) {
	each(t, func(w *world) {
		w.user("ada", "agent", "north")
		here, there := &browser{w: w}, &browser{w: w}
		w.must(here.signIn("ada", password))
		w.must(there.signIn("ada", password))
		change := func(current, next string) error {
			return here.as(func(ctx context.Context) error { return w.ChangePassword(ctx, current, next) })
		}
		w.wantCode(change("wrong password", "battery staple"), "identity.wrong_password")
		w.wantCode(change(password, "short"), "identity.password_short")
		w.must(change(password, "battery staple"))
		w.must(here.look())
		w.wantCode(there.look(), "identity.signed_out")
		w.wantCode(there.signIn("ada", password), "identity.wrong_login")
		w.must(there.signIn("ada", "battery staple"))
		for range maxFailures {
			change("wrong password", "battery staple")
		}
		w.wantCode(change("battery staple", password), "identity.locked")
	})
}

func TestCookies(t *testing.T) {
	each(t, func(w *world) {
		p := w.user("ada", "agent", "north")
		serve := func(h http.Handler, cookies ...*http.Cookie) *http.Response {
			r := httptest.NewRequest(http.MethodPost, "https://anxin.test/", nil)
			for _, c := range cookies {
				r.AddCookie(c)
			}
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, r)
			return rec.Result()
		}
		signIn := w.Sessions.LoadAndSave(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_, err := w.SignIn(r.Context(), "ada", password)
			w.must(err)
		}))
		cookies := serve(signIn).Cookies()
		if len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteLaxMode || cookies[0].Path != "/" {
			w.t.Fatalf("cookies %v", cookies)
		}
		w.pass(time.Hour) // the session would be written
		who := ""
		look := w.LoadOnly(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			a, _ := w.Authenticate(r.Context())
			who = a.ID
		}))
		if set := serve(look, cookies...).Cookies(); len(set) != 0 || who != p.ID {
			w.t.Errorf("set %v, actor %q", set, who)
		}
		if serve(look); who != "" {
			w.t.Errorf("actor %q without a cookie", who)
		}
	})
}
