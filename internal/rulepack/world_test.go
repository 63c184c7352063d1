package rulepack_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/rulepack"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is two nodes of the program on one database, a shop with a supervisor and
// an agent, and a shop with somebody else.
type world struct {
	*services.Set
	t     *testing.T
	other *services.Set
	ids   atomic.Int64

	shop, elsewhere       string
	chief, agent, foreign context.Context
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{t: t}
		w.Set, w.other = w.node(d), w.node(d)
		root := identity.With(context.Background(), identity.NewSystem())
		for key, id := range map[string]*string{"tea": &w.shop, "books": &w.elsewhere} {
			s, err := w.Shops.Create(root, shop.Draft{Key: key, Name: key})
			w.must(err)
			*id = s.ID
		}
		w.chief, w.agent = w.hire("chief", "supervisor", w.shop), w.hire("ada", "agent", w.shop)
		w.foreign = w.hire("stranger", "supervisor", w.elsewhere)
		story(t, w)
		report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func (w *world) node(d *db.DB) *services.Set {
	now := time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)
	s, err := services.Build(d, w.t.TempDir(), services.Outside{
		Now: func() time.Time { return now }, NewID: func() string { return fmt.Sprintf("id%06d", w.ids.Add(1)) },
		Log: slog.New(slog.DiscardHandler), Revoked: func(string) {}, Hint: func(string, any) {},
	})
	w.must(err)
	w.t.Cleanup(func() { w.must(s.Close()) })
	return s
}

func (w *world) hire(id, role, shopID string) context.Context {
	w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO app_user (id, login, name, password, made_at, version) VALUES (?, ?, ?, '', 0, 1)`, id, id, id)
		if err == nil {
			_, err = tx.Exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES (?, ?, ?, '')`, id, role, shopID)
		}
		return err
	}))
	a, err := w.Identity.Recheck(context.Background(), identity.NewUser(id, id, nil))
	w.must(err)
	return identity.With(context.Background(), a)
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) refused(code string, err error) {
	w.t.Helper()
	if fault.CodeOf(err) != code {
		w.t.Errorf("got %v, want %s", err, code)
	}
}

const pack = `pack: tea
title: 茶铺用语
category: house
version: 1
source: 店内规定
rules:
# 小票已经取消
- id: tea.ticket
  kind: existence
  level: warning
  pattern: |
    小票
    票根
  message: 本店没有{text}
  why: 买家会到处找
  better: 说订单
  bad: [小票呢, 看小票, 有票根吗]
  good: [订单呢, 看订单, 有订单吗]
`

// pack makes one of the shop.
func (w *world) pack(key string) rulepack.Pack {
	w.t.Helper()
	p, err := w.RulePacks.Create(w.chief, w.shop, key, "", pack)
	w.must(err)
	return p
}

// finds says what the rules of a shop object to, as a node sees them.
func (w *world) finds(node *services.Set, shopID, reply string) (found []string) {
	w.t.Helper()
	book, err := node.RulePacks.Book(context.Background(), shopID)
	w.must(err)
	for _, f := range book.Engine.Check(check.Reply{Text: reply}) {
		found = append(found, f.Rule)
	}
	return found
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(sql, args...)
		return err
	}))
}
