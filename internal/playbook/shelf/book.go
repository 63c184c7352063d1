package shelf

import (
	"context"
	"sync"

	"github.com/anxin-desk/anxin/internal/language/reading"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/playbook"
	"github.com/anxin-desk/anxin/internal/playbook/suggest"
)

// Volume is a playbook that a shop works by.
type Volume struct {
	*playbook.Flow
	Edition int64 // 0 for the shipped one
	Text    string
}

// Book is what a shop works by. It is immutable and safe for concurrent use.
type Book struct {
	Volumes []Volume
	Broken  []string // names of those that this release cannot read
	Finder  *suggest.Finder

	stamp int64
}

// Named finds a playbook.
func (b *Book) Named(name string) (Volume, bool) {
	for _, v := range b.Volumes {
		if v.Playbook.ID == name {
			return v, true
		}
	}
	return Volume{}, false
}

// For returns the playbooks for a scenario.
func (b *Book) For(scenario string) (all []Volume) {
	for _, v := range b.Volumes {
		if v.Playbook.Scenario == scenario {
			all = append(all, v)
		}
	}
	return all
}

// books keeps what was compiled, shop by shop.
type books struct {
	mu  sync.Mutex
	all map[string]*Book
}

// maxBooks is how many shops' playbooks are kept compiled.
const maxBooks = 100

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

// plain is what shops work by that have changed nothing.
var plain = sync.OnceValue(func() *Book { return bind(nil, nil) })

// Book returns what a shop works by now. It asks the database for one row, and
// compiles when that has risen. Who may ask is the caller's matter.
func (s *Service) Book(ctx context.Context, shopID string) (*Book, error) {
	return s.BookIn(s.DB.Reader(ctx), shopID)
}

// BookIn is Book for who has begun to read already.
func (s *Service) BookIn(q db.Queryer, shopID string) (*Book, error) {
	now, err := stamp(q, shopID)
	if err != nil {
		return nil, err
	}
	if now == 0 {
		return plain(), nil
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

func compile(q db.Queryer, shopID string) (*Book, error) {
	entries, err := entriesIn(q, shopID)
	if err != nil {
		return nil, err
	}
	texts, err := published(q, shopID)
	return bind(entries, texts), err
}

// bind puts a shop's own playbooks before those shipped. One that a later release
// of the program refuses is left out, and the shipped one of its name stands in.
func bind(entries []Entry, texts map[string]string) *Book {
	b := &Book{}
	own := map[string]bool{}
	for _, e := range entries {
		own[e.Name] = !e.On || e.Edition > 0
		if !e.On || e.Edition == 0 {
			continue
		}
		f, wrong := playbook.Load([]byte(texts[e.ID]))
		if len(wrong) > 0 {
			b.Broken, own[e.Name] = append(b.Broken, e.Name), false
			continue
		}
		b.Volumes = append(b.Volumes, Volume{f, e.Edition, texts[e.ID]})
	}
	for _, f := range playbook.Shipped() {
		if !own[f.Playbook.ID] {
			b.Volumes = append(b.Volumes, Volume{f, 0, shippedText(f.Playbook.ID)})
		}
	}
	var flows []*playbook.Flow
	for _, v := range b.Volumes {
		flows = append(flows, v.Flow)
	}
	b.Finder = suggest.New(reading.Default(), flows)
	return b
}
