package rulepack

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Entry is a rule by which a shop may check, and where it comes from.
type Entry struct {
	check.Rule
	Pack     string
	Title    string // of the pack
	Platform string
	Own      bool // of the shop
	On       bool
	Fixed    bool        // the shop cannot change it
	Shipped  check.Level // as its pack says
}

// Book is what the replies of a shop are checked by.
type Book struct {
	Engine *check.Engine
	Rules  []Entry  // those that are off among them
	Broken []string // names of packs that this release cannot compile

	stamp int64
}

// Knows tells whether a version of a rule can have found something.
func (b *Book) Knows(rule string, version int64) bool {
	if rule == check.PlainRule {
		return version == 1
	}
	return slices.ContainsFunc(b.Rules, func(e Entry) bool { return e.ID == rule && int64(e.Version) == version })
}

// base is the shipped packs and the engine that they make.
type base struct {
	engine    *check.Engine
	packs     []check.Pack
	platforms []check.Pack
}

// shipped is compiled when it is first needed: it takes some tens of
// milliseconds, and is the same for the whole process.
var shipped = sync.OnceValues(func() (b base, err error) {
	if b.packs, err = check.Shipped(); err != nil {
		return b, err
	}
	if b.engine, err = check.New(b.packs...); err != nil {
		return b, err
	}
	all, err := check.Shipped(check.Platforms()...)
	b.platforms = slices.DeleteFunc(all, func(p check.Pack) bool { return p.Platform == "" })
	return b, err
})

// books keeps what was compiled, shop by shop.
type books struct {
	mu  sync.Mutex
	all map[string]*Book
}

// maxBooks is how many shops' rules are kept compiled.
const maxBooks = 200

func (b *books) get(shopID string, stamp int64) *Book {
	b.mu.Lock()
	defer b.mu.Unlock()
	if known := b.all[shopID]; known != nil && known.stamp == stamp {
		return known
	}
	return nil
}

func (b *books) keep(shopID string, book *Book) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.all == nil {
		b.all = map[string]*Book{}
	}
	for id := range b.all { // any other one
		if len(b.all) < maxBooks {
			break
		}
		delete(b.all, id)
	}
	if known := b.all[shopID]; known == nil || known.stamp <= book.stamp {
		b.all[shopID] = book
	}
}

// Book returns what the replies of a shop are checked by now. It asks the database
// for one row, and compiles when that has risen. Who may ask is the caller's matter.
func (s *Service) Book(ctx context.Context, shopID string) (*Book, error) {
	q := s.DB.Reader(ctx)
	now, err := stamp(q, shopID)
	if err != nil {
		return nil, err
	}
	if now == 0 {
		return plainBook()
	}
	if known := s.books.get(shopID, now); known != nil {
		return known, nil
	}
	book, err := compile(q, shopID)
	if err != nil {
		return nil, err
	}
	book.stamp = now
	s.books.keep(shopID, book)
	return book, nil
}

// plainBook is of shops that have chosen nothing.
var plainBook = sync.OnceValues(func() (*Book, error) {
	base, err := shipped()
	if err != nil {
		return nil, err
	}
	book := &Book{}
	return book, book.make(base, Choices{}, nil)
})

// compile reads what a shop has chosen and put in force.
func compile(q db.Queryer, shopID string) (*Book, error) {
	base, err := shipped()
	if err != nil {
		return nil, err
	}
	c, err := choicesIn(q, shopID, "")
	if err != nil {
		return nil, err
	}
	texts, err := inForce(q, shopID)
	if err != nil {
		return nil, err
	}
	book := &Book{}
	var own []check.Pack
	for _, e := range texts {
		p, err := check.ReadPack([]byte(e.Text))
		if err != nil {
			book.Broken = append(book.Broken, e.PackID)
			continue
		}
		own = append(own, p)
	}
	return book, book.make(base, c, own)
}

// make compiles. A pack that a later release of the program refuses is left out,
// rather than all that the shop writes being unchecked.
func (b *Book) make(base base, c Choices, own []check.Pack) error {
	platforms := slices.DeleteFunc(slices.Clone(base.platforms), func(p check.Pack) bool { return !slices.Contains(c.Platforms, p.Platform) })
	for {
		engine, err := base.engine.With(c.changes(slices.Concat(own, platforms)))
		faults, ok := errors.AsType[check.Faults](err)
		if err != nil && !ok {
			return err
		}
		if err == nil {
			b.Engine = engine
			break
		}
		bad := faults[0].Pack
		left := slices.DeleteFunc(slices.Clone(own), func(p check.Pack) bool { return p.Name == bad })
		if len(left) == len(own) {
			return err
		}
		own, b.Broken = left, append(b.Broken, bad)
	}
	for _, set := range []struct {
		packs []check.Pack
		own   bool
	}{{own, true}, {base.packs, false}, {platforms, false}} {
		for _, p := range set.packs {
			b.list(p, set.own, c)
		}
	}
	return nil
}

func (b *Book) list(p check.Pack, own bool, c Choices) {
	for _, r := range p.Rules {
		e := Entry{Rule: r, Pack: p.Name, Title: p.Title, Platform: p.Platform, Own: own, On: true, Shipped: r.Level}
		e.Fixed = !own && r.Level == check.Block
		if !e.Fixed {
			e.On = !slices.Contains(c.Off, r.ID)
			if level, set := c.Levels[r.ID]; set {
				e.Level = level
			}
		}
		b.Rules = append(b.Rules, e)
	}
}
