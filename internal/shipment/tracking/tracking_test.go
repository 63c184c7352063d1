package tracking_test

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/shipment"
	"github.com/anxin-desk/anxin/internal/shipment/kuaidi"
	"github.com/anxin-desk/anxin/internal/shipment/tracking"
)

// provider is a server that speaks the protocol of the service, well or badly.
type provider struct {
	*httptest.Server
	mu         sync.Mutex
	mood       []string // of the next answers: "", "500", "slow", "lost", "refuse", "busy"
	subscribed map[string]int
	salts      map[string]string
	asked      int
}

func newProvider(t *testing.T) *provider {
	p := &provider{subscribed: map[string]int{}, salts: map[string]string{}}
	p.Server = httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(p.Close)
	return p
}

func sum(text string) string {
	d := md5.Sum([]byte(text))
	return strings.ToUpper(hex.EncodeToString(d[:]))
}

func (p *provider) serve(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	mood := ""
	if len(p.mood) > 0 {
		mood, p.mood = p.mood[0], p.mood[1:]
	}
	say := func(code string) { fmt.Fprintf(w, `{"result":%v,"returnCode":%q,"message":"x"}`, code == "200", code) }
	switch mood {
	case "500":
		w.WriteHeader(http.StatusBadGateway)
		return
	case "refuse":
		say("600")
		return
	case "busy":
		say("500")
		return
	}
	if r.URL.Path == "/poll/query.do" {
		if r.PostFormValue("sign") != sum(r.PostFormValue("param")+"secretkey"+"CUSTOMER") {
			say("503")
			return
		}
		fmt.Fprint(w, result("7777", "在途", 0))
		return
	}
	var param struct {
		Number     string `json:"number"`
		Key        string `json:"key"`
		Parameters struct{ CallbackURL, Salt, Phone string }
	}
	if json.Unmarshal([]byte(r.PostFormValue("param")), &param) != nil || r.PostFormValue("schema") != "json" || param.Key != "secretkey" || param.Parameters.Phone != "8000" {
		say("600")
		return
	}
	p.subscribed[param.Number]++
	p.salts[param.Parameters.CallbackURL] = param.Parameters.Salt
	switch {
	case mood == "slow":
		time.Sleep(400 * time.Millisecond)
	case mood == "lost":
		panic(http.ErrAbortHandler)
	case p.subscribed[param.Number] > 1:
		say("501")
		return
	}
	say("200")
}

func result(number, words string, hour int) string {
	return fmt.Sprintf(`{"message":"ok","state":"0","com":"shunfeng","nu":%q,"data":[{"context":%q,"ftime":"2026-11-23 %02d:00:00","statusCode":""}]}`, number, words, hour)
}

// push is what the service pushes: the param and its signature.
func (w *world) push(number, status string, lines ...string) (param, sign string) {
	var data []map[string]string
	for i := len(lines) - 1; i >= 0; i-- {
		hour, words, _ := strings.Cut(lines[i], " ")
		data = append(data, map[string]string{"context": words, "ftime": "2026-11-23 " + hour + ":00"})
	}
	text, err := json.Marshal(map[string]any{"status": status, "lastResult": map[string]any{"nu": number, "com": "shunfeng", "state": "0", "data": data}})
	w.Must(err)
	return string(text), sum(string(text) + "pepper12")
}

func (w *world) account(p *provider) (a tracking.Account, hook string) {
	w.T.Helper()
	a, err := w.Tracking.Save(w.chief, w.shop, 0, tracking.Draft{Address: p.URL, Customer: "CUSTOMER", Key: "secretkey", Salt: "pepper12"})
	w.Must(err)
	return a, strings.TrimPrefix(a.Hook, "https://desk.example/api/tracking/")
}

func (w *world) sub(number string) (shipment.Sub, int) {
	w.T.Helper()
	all, err := w.Shipments.OfOrder(w.ada, w.order(number))
	w.Must(err)
	return all[0].Sub, len(all[0].Events)
}

// Whatever the service does, in the end a parcel is subscribed to, and the service has
// heard of it no more often than answers were lost.
func TestSubscribingThroughFailures(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := newProvider(t)
		w.sent("A1001", "SF1234567890123") // before there was an account
		w.account(p)
		p.mood = []string{"500", "slow", "lost", "busy"}
		for range 8 {
			w.later(2)
		}
		if sub, _ := w.sub("A1001"); sub != shipment.SubOn {
			t.Errorf("%q after everything went wrong", sub)
		}
		if n := p.subscribed["SF1234567890123"]; n != 3 { // slow, lost, and the one that was told so
			t.Errorf("subscribed %d times", n)
		}
		p.mood = []string{"refuse"}
		w.sent("A1002", "SF1234567890124")
		w.later(1)
		if sub, _ := w.sub("A1002"); sub != shipment.SubFailed {
			t.Errorf("%q where the account was refused", sub)
		}
		a, err := w.Tracking.Read(w.chief, w.shop)
		w.Must(err)
		if a.Fault != "600" || a.Customer != "CUSTOMER" || !a.HasKey {
			t.Errorf("%+v", a)
		}
		asked := p.asked
		a, err = w.Tracking.Save(w.chief, w.shop, a.Version, tracking.Draft{Off: true})
		w.Must(err)
		w.sent("A1003", "SF1234567890125")
		if p.asked != asked {
			t.Error("asked a service that is off")
		}
		_, err = w.Tracking.Save(w.chief, w.shop, a.Version, tracking.Draft{})
		w.Must(err)
		w.run()
		for _, number := range []string{"A1002", "A1003"} {
			if sub, _ := w.sub(number); sub != shipment.SubOn {
				t.Errorf("%s: %q after it was mended", number, sub)
			}
		}
		w.secret()
	})
}

// secret: what opens the account stands nowhere in the database.
func (w *world) secret() {
	w.T.Helper()
	for _, column := range []string{"key", "salt"} {
		kept, err := db.Value[string](w.DB.Reader(w.Root), `SELECT `+column+` FROM tracking`)
		w.Must(err)
		if strings.Contains(kept, "secretkey") || strings.Contains(kept, "pepper12") || kept == "" {
			w.T.Errorf("%s is kept as it is", column)
		}
	}
}

// Pushes come twice, ten at once, and in the wrong order: each event is there once.
// What is not signed is refused and counted.
func TestPushes(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.sent("B1001", "SF1234567890123")
		_, hook := w.account(newProvider(t))
		later, sign := w.push("SF1234567890123", "polling", "09:00 已揽收", "09:10 到达杭州")
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				if r, err := w.Tracking.Push(w.Root, hook, later, sign); err != nil || r != kuaidi.Taken {
					t.Errorf("%+v, %v", r, err)
				}
			})
		}
		all.Wait()
		param, sign := w.push("SF1234567890123", "polling", "09:00 已揽收")
		_, err := w.Tracking.Push(w.Root, hook, param, sign)
		w.Must(err)
		v, err := w.Shipments.OfOrder(w.ada, w.order("B1001"))
		w.Must(err)
		if len(v[0].Events) != 2 || v[0].State != shipment.Moving || v[0].LastText != "到达杭州" || v[0].Sub != shipment.SubOn {
			t.Errorf("%+v", v[0])
		}
		for range 3 {
			if r, err := w.Tracking.Push(w.Root, hook, param, sum(param+"guess")); err != nil || r != kuaidi.Refused {
				t.Errorf("%+v, %v", r, err)
			}
		}
		_, err = w.Tracking.Push(w.Root, "nowhere", param, sign)
		w.Wants(err, "db.not_found")
		odd := "{}"
		if r, err := w.Tracking.Push(w.Root, hook, odd, sum(odd+"pepper12")); err != nil || r != kuaidi.Unread {
			t.Errorf("%+v, %v", r, err)
		}
		a, err := w.Tracking.Read(w.chief, w.shop)
		w.Must(err)
		if a.Refused != 3 || a.Taken != 11 || a.RefusedAt.IsZero() {
			t.Errorf("%+v", a)
		}
		param, sign = w.push("SF1234567890123", "abort")
		_, err = w.Tracking.Push(w.Root, hook, param, sign)
		w.Must(err)
		if sub, n := w.sub("B1001"); sub != shipment.SubEnded || n != 2 {
			t.Error(sub, n)
		}
		w.later(48) // nobody says anything any more
		lines, _, err := w.Shipments.Troubled(w.ada, shipment.Filter{State: shipment.Open})
		w.Must(err)
		if len(lines) != 1 || lines[0].Kind != shipment.Stalled {
			t.Errorf("%+v", lines)
		}
	})
}

// A parcel that no carrier has is found even though nobody ever says anything of it.
func TestNobodyPickedItUp(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := newProvider(t)
		w.account(p)
		w.sent("C1001", "SF1234567890123")
		w.later(48)
		lines, _, err := w.Shipments.Troubled(w.ada, shipment.Filter{State: shipment.Open})
		w.Must(err)
		if len(lines) != 1 || lines[0].Kind != shipment.NoPickUp {
			t.Fatalf("%+v", lines)
		}
		w.Must(w.Tracking.Refresh(w.ada, lines[0].Shipment.ID))
		w.Wants(w.Tracking.Refresh(w.far, lines[0].Shipment.ID), "db.not_found")
		n, problem, err := w.Tracking.Try(w.chief, w.shop, "SF1234567890123")
		w.Must(err)
		if n != 1 || problem != nil {
			t.Errorf("%d, %v", n, problem)
		}
		p.mood = []string{"500"}
		if _, problem, err = w.Tracking.Try(w.chief, w.shop, "SF1234567890123"); err != nil || problem == nil {
			t.Errorf("%v, %v", problem, err)
		}
		_, _, err = w.Tracking.Try(w.ada, w.shop, "SF1234567890123")
		w.Wants(err, "identity.denied")
		_, err = w.Tracking.Read(w.far, w.shop)
		w.Wants(err, "shop.unknown")
		_, err = w.Tracking.Save(w.chief, w.shop, 0, tracking.Draft{})
		w.Wants(err, "tracking.changed")
		_, err = w.Tracking.Save(w.chief, w.shop, 1, tracking.Draft{Address: "http://10.0.0.1"})
		w.Wants(err, "outgoing.address")
	})
}

// Whatever write the database refuses: nothing of it is left, and the service, which is
// not told that it was taken, pushes again.
func TestNothingIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := newProvider(t)
		f := dbtest.NewFuse(t, w.DB)
		save := tracking.Draft{Address: p.URL, Customer: "CUSTOMER", Key: "secretkey", Salt: "pepper12"}
		var a tracking.Account
		f.Burn("save", func() (err error) { a, err = w.Tracking.Save(w.chief, w.shop, 0, save); return err })
		w.sent("D1001", "SF1234567890123")
		hook := strings.TrimPrefix(a.Hook, "https://desk.example/api/tracking/")
		param, sign := w.push("SF1234567890123", "polling", "09:00 已揽收", "09:10 快件超出派送范围")
		f.Burn("push", func() error {
			r, err := w.Tracking.Push(w.Root, hook, param, sign)
			if err != nil && r == kuaidi.Taken {
				return err
			}
			return err
		})
		f.Burn("forged push", func() error { _, err := w.Tracking.Push(w.Root, hook, param, "x"); return err })
	})
}
