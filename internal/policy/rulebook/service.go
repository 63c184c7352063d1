package rulebook

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/policy"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of rule books.
type Service struct {
	DB     *db.DB
	Now    func() time.Time
	NewID  func() string
	Hint   func(topic string, hint any)
	Orders *order.Service
}

// Hint is what screens of a shop hear: that there is something to ask for.
type Hint struct {
	Kind string `json:"kind"` // "policy"
	ID   string `json:"id"`
}

// List returns the tables of a shop.
func (s *Service) List(ctx context.Context, shopID string) ([]Book, error) {
	if _, err := s.shop(ctx, shopID, identity.ShopManage); err != nil {
		return nil, err
	}
	return booksOf(s.DB.Reader(ctx), shopID)
}

// Get returns one table with all that was published of it.
func (s *Service) Get(ctx context.Context, id string) (Book, error) {
	_, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return Book{}, err
	}
	return get(s.DB.Reader(ctx), scope, id, "")
}

// Create begins a table, of which nothing counts yet. The same key makes one.
func (s *Service) Create(ctx context.Context, shopID, key string, draft policy.Table) (b Book, err error) {
	actor, err := s.shop(ctx, shopID, identity.ShopManage)
	if err != nil {
		return b, err
	}
	if draft, err = clean(draft); err != nil {
		return b, err
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		known, err := idByKey(tx, shopID, key)
		if err == nil {
			b, err = get(tx, identity.Everything, known, "")
			return err
		}
		if fault.KindOf(err) != fault.NotFound {
			return err
		}
		all, err := booksOf(tx, shopID)
		if err != nil {
			return err
		}
		if len(all) >= MaxTables {
			return fault.New(fault.Conflict, "policy.too_many_tables", "limit", MaxTables)
		}
		b = Book{ID: id, ShopID: shopID, Draft: draft, MadeAt: s.Now(), Version: 1}
		b.settle()
		if err := insert(tx, b, key); err != nil {
			return err
		}
		return s.audit(tx, b, actor.ID, "create", map[string]any{"name": draft.Name, "layer": draft.Layer})
	})
	return b, err
}

// Save gives a table another draft, right or wrong. version is the one that the
// actor saw.
func (s *Service) Save(ctx context.Context, id string, version int64, draft policy.Table) (Book, error) {
	draft, err := clean(draft)
	if err != nil {
		return Book{}, err
	}
	return s.edit(ctx, id, version, func(tx *db.Tx, b Book, actor identity.Actor) (Book, error) {
		b.Draft = draft
		b.settle()
		b.Version++
		if err := update(tx, b); err != nil {
			return b, err
		}
		return b, s.audit(tx, b, actor.ID, "save", map[string]any{"name": draft.Name, "rows": len(draft.Rows)})
	})
}

// Publish makes the draft count from a day on, "" for today. It has to be whole and
// to have been compared on past cases as it is.
func (s *Service) Publish(ctx context.Context, id string, version int64, from, note string) (Book, error) {
	note, err := cleanNote(note)
	if err != nil {
		return Book{}, err
	}
	return s.edit(ctx, id, version, func(tx *db.Tx, b Book, actor identity.Actor) (Book, error) {
		if _, err := publishable(b.Draft); err != nil {
			return b, err
		}
		if b.Simulated != b.Version {
			return b, fault.New(fault.Conflict, "policy.simulate_first")
		}
		return s.publish(tx, b, actor, Edition{Table: b.Draft, From: from, Note: note}, "publish")
	})
}

// Delete takes a table away of which nothing was ever published. What was published
// stays, since decisions rest on it.
func (s *Service) Delete(ctx context.Context, id string, version int64) error {
	_, err := s.edit(ctx, id, version, func(tx *db.Tx, b Book, actor identity.Actor) (Book, error) {
		if len(b.Editions) > 0 {
			return b, fault.New(fault.Conflict, "policy.published")
		}
		if err := remove(tx, b); err != nil {
			return b, err
		}
		b.Version++
		return b, s.audit(tx, b, actor.ID, "delete", map[string]any{"draft": b.Draft})
	})
	return err
}

// Restore publishes again what was published before.
func (s *Service) Restore(ctx context.Context, id string, version, n int64, from, note string) (Book, error) {
	note, err := cleanNote(note)
	if err != nil {
		return Book{}, err
	}
	return s.edit(ctx, id, version, func(tx *db.Tx, b Book, actor identity.Actor) (Book, error) {
		if n < 1 || n > int64(len(b.Editions)) {
			return b, fault.New(fault.NotFound, "policy.edition_unknown")
		}
		old := b.Editions[n-1].Table
		if _, err := publishable(old); err != nil {
			return b, err
		}
		b.Draft = old
		return s.publish(tx, b, actor, Edition{Table: old, From: from, Note: note, Restores: n}, "restore")
	})
}

func (s *Service) publish(tx *db.Tx, b Book, actor identity.Actor, e Edition, verb string) (Book, error) {
	from, err := firstDay(e.From, s.Now())
	if err != nil {
		return b, err
	}
	e.TableID, e.N, e.From, e.By, e.At = b.ID, int64(len(b.Editions))+1, from, actor.ID, s.Now()
	e.Table.ID, e.Table.Version = e.TableID, e.N
	if err := insertEdition(tx, e); err != nil {
		return b, err
	}
	b.Editions = append(b.Editions, e)
	b.settle()
	b.Version++
	b.Simulated = 0
	if err := update(tx, b); err != nil {
		return b, err
	}
	return b, s.audit(tx, b, actor.ID, verb, map[string]any{"n": e.N, "from": e.From, "note": e.Note, "restores": e.Restores, "table": e.Table})
}

func cleanNote(note string) (string, error) {
	note = strings.TrimSpace(note)
	if utf8.RuneCountInString(note) > maxNote {
		return note, fault.Field("note", "policy.note_long", "limit", maxNote)
	}
	return note, nil
}

// edit loads a table that the actor may change and has seen in a version.
func (s *Service) edit(ctx context.Context, id string, version int64, change func(*db.Tx, Book, identity.Actor) (Book, error)) (next Book, err error) {
	actor, scope, err := identity.Require(ctx, identity.ShopManage)
	if err != nil {
		return next, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		b, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if b.Version != version {
			return fault.New(fault.Conflict, "policy.changed")
		}
		next, err = change(tx, b, actor)
		return err
	})
	return next, err
}

func (s *Service) audit(tx *db.Tx, b Book, by, verb string, payload any) error {
	tx.AfterCommit(func() { s.Hint("shop:"+b.ShopID, Hint{"policy", b.ID}) })
	return audit.Write(tx, audit.Entry{Subject: "policy_table/" + b.ID, Version: b.Version, At: s.Now(), Actor: by, Verb: "rulebook." + verb, Payload: payload})
}

// shop requires that the actor holds a permission in a shop.
func (s *Service) shop(ctx context.Context, id string, p identity.Permission) (identity.Actor, error) {
	actor, scope, err := identity.Require(ctx, p)
	if err != nil {
		return actor, err
	}
	at, err := shop.GetIn(s.DB.Reader(ctx), id)
	if err == nil && !scope.Sees(at.ID, "") {
		err = fault.New(fault.NotFound, "shop.unknown")
	}
	return actor, err
}
