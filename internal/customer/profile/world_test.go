package profile_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is the whole program without its network, in two shops; the agent works
// in the first with all permissions.
type world struct {
	*services.Set
	t      *testing.T
	ms     atomic.Int64
	ids    atomic.Int64
	keys   int
	shop   string
	system context.Context
	agent  context.Context
	away   context.Context // somebody of the other shop
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{t: t, system: identity.With(context.Background(), identity.NewSystem())}
		w.ms.Store(time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC).UnixMilli())
		services, err := services.Build(d, t.TempDir(), services.Outside{
			Now: w.now, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
			Log: slog.New(slog.DiscardHandler), Hint: func(string, any) {}, Revoked: func(string) {},
		})
		w.must(err)
		t.Cleanup(func() { w.must(services.Close()) })
		w.Set = services
		first, err := w.Shops.Create(w.system, shop.Draft{Key: "tea", Name: "茶"})
		w.must(err)
		second, err := w.Shops.Create(w.system, shop.Draft{Key: "cup", Name: "杯"})
		w.must(err)
		w.shop = first.ID
		w.agent, w.away = member("agent", first.ID), member("away", second.ID)
		story(t, w)
		report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func member(id, shopID string) context.Context {
	return identity.With(context.Background(), identity.NewUser(id, "小陈", map[string][]identity.Permission{shopID: identity.Grantable()}))
}

func (w *world) now() time.Time { return time.UnixMilli(w.ms.Load()).UTC() }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) key() string {
	w.keys++
	return fmt.Sprintf("test-key-%04d", w.keys)
}

// visit is a buyer who has said something, in a shop.
func (w *world) visit(shopKey, name, words string) (id, talk string) {
	w.t.Helper()
	v, err := w.WebChat.Begin(context.Background(), shopKey, "", name)
	w.must(err)
	ctx := identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, name))
	_, err = w.Conversations.Say(ctx, w.key(), conversation.Draft{Text: words})
	w.must(err)
	return v.Customer.ID, v.Conversation.ID
}

func (w *world) read(id string) profile.Profile {
	w.t.Helper()
	p, err := w.Profiles.Read(w.agent, id)
	w.must(err)
	return p
}

// add says by what somebody is known, in the version that they have.
func (w *world) add(id string, kind profile.Kind, value string) profile.Handle {
	w.t.Helper()
	h := profile.Handle{Kind: kind, Value: value}
	if kind == profile.Nick {
		h.Platform = "taobao"
	}
	h, _, err := w.Profiles.AddHandle(w.agent, w.key(), id, w.read(id).Version, h)
	w.must(err)
	return h
}

func wantFault(t *testing.T, err error, kind fault.Kind, code string) {
	t.Helper()
	if fault.KindOf(err) != kind || fault.CodeOf(err) != code {
		t.Errorf("got %v, want %s %s", err, kind, code)
	}
}

// rows is everything in the tables of customers and the record of them, as text.
func (w *world) rows() string {
	w.t.Helper()
	var b strings.Builder
	for _, table := range []string{"customer", "visitor", "service_code", "customer_profile", "customer_handle", "customer_tagged", "customer_consent",
		"customer_memory", "customer_joining", "customer_reveal"} {
		w.dump(&b, `SELECT * FROM `+table)
	}
	w.dump(&b, `SELECT subject, verb, payload FROM audit_entry WHERE subject LIKE 'customer%'`)
	return b.String()
}

func (w *world) dump(b *strings.Builder, sql string) {
	_, err := db.All(w.DB.Reader(context.Background()), func(row db.Scanner) (struct{}, error) {
		columns, err := row.(interface{ Columns() ([]string, error) }).Columns()
		if err != nil {
			return struct{}{}, err
		}
		values, places := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			places[i] = &values[i]
		}
		err = row.Scan(places...)
		fmt.Fprintf(b, "%s %q\n", sql, values)
		return struct{}{}, err
	}, sql)
	w.must(err)
}

// chief is a supervisor of the shop.
func (w *world) chief() context.Context {
	w.t.Helper()
	p, err := w.Identity.CreateUser(w.system, identity.Newcomer{Name: "周岚", Login: "zhou", Password: "correct horse battery",
		Grants: []identity.Grant{{Role: "supervisor", Shop: w.shop}}})
	w.must(err)
	return member(p.ID, w.shop)
}
