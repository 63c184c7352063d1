package search_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/search"
)

// shelf is a noun of the test: texts by their numbers, in shops.
type shelf struct {
	t     *testing.T
	d     *db.DB
	x     *search.Index
	texts map[string]search.Doc
}

var start = time.Date(2026, 3, 4, 4, 0, 0, 0, time.UTC)

func newShelf(t *testing.T, d *db.DB) *shelf {
	s := &shelf{t: t, d: d, texts: map[string]search.Doc{}}
	s.x = &search.Index{DB: d, Now: func() time.Time { return start }, Log: slog.New(slog.DiscardHandler)}
	s.x.Add(search.Source{Kind: "text",
		Read: func(_ db.Queryer, refs []string) (docs []search.Doc, err error) {
			for _, r := range refs {
				if d, there := s.texts[r]; there {
					docs = append(docs, d)
				}
			}
			return docs, nil
		},
		Walk: func(_ db.Queryer, after string, limit int) (refs []string, err error) {
			for r := range s.texts {
				if r > after {
					refs = append(refs, r)
				}
			}
			slices.Sort(refs)
			return refs[:min(limit, len(refs))], nil
		}})
	return s
}

func (s *shelf) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// set says that a text is what it is now, or gone.
func (s *shelf) set(ref string, doc *search.Doc) {
	s.t.Helper()
	if doc == nil {
		delete(s.texts, ref)
	} else {
		doc.Ref = ref
		s.texts[ref] = *doc
	}
	s.must(s.d.InTx(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO search_change (kind, ref, at) VALUES ('text', ?, ?)`, ref, start.UnixMilli())
		return err
	}))
}

func (s *shelf) catchUp() { s.t.Helper(); s.must(s.x.CatchUp(context.Background())) }

// find returns the refs of all candidates that match, page by page.
func (s *shelf) find(words string, shops []string, from, to time.Time, page int) (refs []string) {
	s.t.Helper()
	q := s.d.Reader(context.Background())
	a := search.Ask{Query: search.Parse(words), From: from, To: to, Limit: page}
	for _, shop := range shops {
		realms, err := s.x.Realms(q, "text", "shop_id = ?", shop)
		s.must(err)
		a.Realms = append(a.Realms, realms...)
	}
	for {
		found, err := s.x.Find(q, a)
		s.must(err)
		for _, f := range found {
			if a.Before > 0 && f.ID >= a.Before {
				s.t.Fatalf("%d comes after %d", f.ID, a.Before)
			}
			a.Before = f.ID
			doc, there := s.texts[f.Ref]
			if !there || !slices.ContainsFunc(doc.Shops, func(shop string) bool { return slices.Contains(shops, shop) }) {
				s.t.Fatalf("%s was found in %v: %+v", f.Ref, shops, doc)
			}
			if _, ok := a.Query.Match(doc.Text, doc.Keys); ok {
				refs = append(refs, f.Ref)
			}
		}
		if len(found) < page {
			return refs
		}
	}
}

// TestFindsWhatIsThere compares the index with reading every text, while texts
// come, change, move and go.
func TestFindsWhatIsThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		rnd := rand.New(rand.NewPCG(1, 2))
		for n := range 1500 {
			ref := fmt.Sprintf("%04d", rnd.IntN(900))
			if n%9 == 0 {
				s.set(ref, nil)
			} else {
				s.set(ref, &search.Doc{Text: anyText(rnd), At: start.Add(-time.Duration(rnd.IntN(30*24)) * time.Hour), // many at the same moment
					Shops: []string{strconv.Itoa(rnd.IntN(3))}})
			}
			if n%100 == 0 {
				s.catchUp()
			}
		}
		s.catchUp()
		state, err := s.x.State(t.Context())
		if err != nil || state != (search.State{}) {
			t.Errorf("everything is indexed, and the state is %+v, %v", state, err)
		}
		s.compare(rnd)
		s.must(s.x.Rebuild(t.Context(), nil))
		s.compare(rnd)
	})
}

func (s *shelf) compare(rnd *rand.Rand) {
	s.t.Helper()
	for _, words := range []string{"退款", "快递破损", "快递 破损", "退", "sf12", "1234", "9999", "没有的词", "款", "订单 1234"} {
		for _, shops := range [][]string{{"0", "1", "2"}, {"1"}, {"2", "none"}} {
			var from, to time.Time
			if rnd.IntN(2) == 0 {
				from, to = start.Add(-20*24*time.Hour), start.Add(-3*time.Hour)
			}
			got := s.find(words, shops, from, to, 1+rnd.IntN(40))
			want := s.scan(words, shops, from, to)
			for i := 0; i+1 < len(got); i++ {
				if s.texts[got[i]].At.Before(s.texts[got[i+1]].At) {
					s.t.Fatalf("%s: %s comes before the newer %s", words, got[i], got[i+1])
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				s.t.Fatalf("%s in %v from %v to %v: got %d, want %d: %v, %v", words, shops, from, to, len(got), len(want), got, want)
			}
		}
	}
}

func (s *shelf) scan(words string, shops []string, from, to time.Time) (refs []string) {
	for ref, doc := range s.texts {
		_, ok := search.Parse(words).Match(doc.Text, nil)
		if ok && slices.Contains(shops, doc.Shops[0]) && !doc.At.Before(from) && (to.IsZero() || doc.At.Before(to)) {
			refs = append(refs, ref)
		}
	}
	slices.Sort(refs)
	return refs
}

func anyText(rnd *rand.Rand) (text string) {
	parts := []string{"退款", "快递", "破损", "了", "的", "订单", "1234", "99991234", " ", "SF123456", "，", "還", "退", "款"}
	for range 1 + rnd.IntN(8) {
		text += parts[rnd.IntN(len(parts))]
	}
	return text
}

// TestManyOfOneMoment says that things of one millisecond do not push each
// other out.
func TestManyOfOneMoment(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		const many = 600
		for n := range many {
			s.set(strconv.Itoa(n), &search.Doc{Text: "退款", At: start, Shops: []string{"1"}})
		}
		s.set("next", &search.Doc{Text: "退款", At: start.Add(time.Millisecond), Shops: []string{"1"}})
		s.catchUp()
		if got := s.find("退款", []string{"1"}, time.Time{}, time.Time{}, 50); len(got) != many+1 {
			t.Errorf("found %d", len(got))
		}
	})
}

// TestNothingIsLost stops the indexing wherever it may be stopped: what is not
// committed is done by whoever comes next, also what is rebuilt.
func TestNothingIsLost(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		for n := range 700 {
			s.set(fmt.Sprintf("%04d", n), &search.Doc{Text: "退款 " + strconv.Itoa(n), At: start, Shops: []string{"1"}})
		}
		if state, err := s.x.State(t.Context()); err != nil || state.Waiting != 700 || state.Rebuilding == "" {
			t.Errorf("got %+v, %v", state, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		steps := 0
		err := s.x.Rebuild(ctx, func(string, int64) {
			if steps++; steps == 3 {
				cancel()
			}
		})
		if err == nil {
			t.Fatal("the rebuilding was not stopped")
		}
		again := newShelf(t, d) // another process
		again.texts = s.texts
		again.catchUp()
		if got := again.find("退款", []string{"1"}, time.Time{}, time.Time{}, 50); len(got) != 700 {
			t.Errorf("found %d", len(got))
		}
	})
}

// TestTwoIndexersDoNotUndoEachOther runs two processes over the same changes.
func TestTwoIndexersDoNotUndoEachOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		ctx, stop := context.WithCancel(context.Background())
		done := make(chan error, 2)
		for range 2 {
			x := &search.Index{DB: d, Now: s.x.Now, Log: s.x.Log}
			x.Add(search.Source{Kind: "text", Walk: func(db.Queryer, string, int) ([]string, error) { return nil, nil },
				Read: func(q db.Queryer, refs []string) (docs []search.Doc, err error) {
					for _, ref := range refs { // the text is in the database
						words, err := db.Value[string](q, `SELECT name FROM shop WHERE id = ?`, ref)
						if err == nil {
							docs = append(docs, search.Doc{Ref: ref, Text: words, At: start, Shops: []string{"1"}})
						}
					}
					return docs, nil
				}})
			go func() { done <- x.Run(ctx) }()
		}
		for n := range 400 {
			s.must(d.InTx(context.Background(), func(tx *db.Tx) error {
				_, err := tx.Exec(`INSERT INTO shop (id, key, name, hours, settings, made_at, version) VALUES (?, ?, ?, '', '', 0, 1)
					ON CONFLICT (id) DO UPDATE SET name = excluded.name`, strconv.Itoa(n%7), strconv.Itoa(n%7), fmt.Sprintf("词%d号", 1000+n))
				if err == nil {
					_, err = tx.Exec(`INSERT INTO search_change (kind, ref, at) VALUES ('text', ?, 1)`, strconv.Itoa(n%7))
				}
				return err
			}))
		}
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			state, err := s.x.State(t.Context())
			s.must(err)
			if state.Waiting == 0 {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("still waiting: %+v", state)
			}
		}
		stop()
		s.must(<-done)
		s.must(<-done)
		for n := 393; n < 400; n++ {
			s.texts[strconv.Itoa(n%7)] = search.Doc{Text: fmt.Sprintf("词%d号", 1000+n), Shops: []string{"1"}}
			if got := s.find(fmt.Sprintf("%d", 1000+n), []string{"1"}, time.Time{}, time.Time{}, 50); !slices.Equal(got, []string{strconv.Itoa(n % 7)}) {
				t.Errorf("%d: found %v", n, got)
			}
		}
	})
}
