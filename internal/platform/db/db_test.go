package db_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// withTable gives test a database with an empty table note(id, body).
func withTable(t *testing.T, test func(t *testing.T, d *db.DB)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`CREATE TABLE note (id TEXT PRIMARY KEY, body TEXT NOT NULL)`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		test(t, d)
	})
}

func put(tx *db.Tx, id string) error {
	_, err := tx.Exec(`INSERT INTO note (id, body) VALUES (?, ?)`, id, "is ? a '?'")
	return err
}

func ids(t *testing.T, d *db.DB) []string {
	t.Helper()
	all, err := db.All(d.Reader(t.Context()), func(row db.Scanner) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT id FROM note ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestUnitCommitsOrLeavesNothing(t *testing.T) {
	boom := errors.New("boom")
	for _, tt := range []struct {
		name string
		end  func() error
		want []string
	}{
		{"commit", func() error { return nil }, []string{"a"}},
		{"error", func() error { return boom }, nil},
		{"panic", func() error { panic("boom") }, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			withTable(t, func(t *testing.T, d *db.DB) {
				err := d.InTx(t.Context(), func(tx *db.Tx) error {
					if err := put(tx, "a"); err != nil {
						return err
					}
					return tt.end()
				})
				if (err == nil) != (tt.want != nil) || err != nil && !strings.Contains(err.Error(), "boom") {
					t.Errorf("error %v", err)
				}
				if got := ids(t, d); !slices.Equal(got, tt.want) {
					t.Errorf("stored %q, want %q", got, tt.want)
				}
			})
		})
	}
}

func TestSavepointFailsAlone(t *testing.T) {
	withTable(t, func(t *testing.T, d *db.DB) {
		var hooks []string
		done := make(chan struct{})
		err := d.InTx(t.Context(), func(tx *db.Tx) error {
			if err := put(tx, "kept"); err != nil {
				return err
			}
			twice := tx.Savepoint(func() error {
				tx.AfterCommit(func() { hooks = append(hooks, "undone") })
				return errors.Join(put(tx, "undone"), put(tx, "kept"))
			})
			if twice == nil {
				t.Error("a double key was accepted")
			}
			panicked := tx.Savepoint(func() error { panic("inner") })
			if panicked == nil {
				t.Error("a panic was swallowed")
			}
			tx.AfterCommit(func() { hooks = append(hooks, "kept"); close(done) })
			return tx.Savepoint(func() error { return put(tx, "second") })
		})
		if err != nil {
			t.Fatal(err)
		}
		<-done
		if got := ids(t, d); !slices.Equal(got, []string{"kept", "second"}) {
			t.Errorf("stored %q", got)
		}
		if !slices.Equal(hooks, []string{"kept"}) {
			t.Errorf("hooks %q", hooks)
		}
	})
}

func TestNestingIsRefusedAtOnce(t *testing.T) {
	withTable(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		err := d.InTx(ctx, func(*db.Tx) error {
			return d.InTx(ctx, func(*db.Tx) error { return nil })
		})
		if !errors.Is(err, db.ErrNested) {
			t.Errorf("got %v, want ErrNested", err)
		}
	})
}

func TestCancellationCountsOnlyBeforeTheStart(t *testing.T) {
	withTable(t, func(t *testing.T, d *db.DB) {
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		if err := d.InTx(cancelled, func(tx *db.Tx) error { return put(tx, "never") }); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled before the start: %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		err := d.InTx(ctx, func(tx *db.Tx) error {
			cancel()
			return put(tx, "started")
		})
		if err != nil {
			t.Errorf("cancelled while running: %v", err)
		}
		if got := ids(t, d); !slices.Equal(got, []string{"started"}) {
			t.Errorf("stored %q", got)
		}
	})
}

func TestConcurrentUnitsAllCommitAndHooksFollowInOrder(t *testing.T) {
	withTable(t, func(t *testing.T, d *db.DB) {
		const writers, each = 16, 20
		var wg sync.WaitGroup
		var failed, hooks atomic.Int64
		for w := range writers {
			wg.Go(func() {
				for n := range each {
					err := d.InTx(t.Context(), func(tx *db.Tx) error {
						tx.AfterCommit(func() { hooks.Add(1) })
						if n%5 == 4 {
							return errors.New("refused")
						}
						return put(tx, fmt.Sprintf("%02d-%02d", w, n))
					})
					if err != nil {
						failed.Add(1)
					}
				}
			})
		}
		wg.Wait()
		const refused = writers * each / 5
		if got := len(ids(t, d)); got != writers*each-refused || failed.Load() != refused {
			t.Errorf("stored %d, failed %d", got, failed.Load())
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if hooks.Load() != writers*each-refused {
			t.Errorf("%d hooks ran for %d commits", hooks.Load(), writers*each-refused)
		}
	})
}

func TestReaderCannotWrite(t *testing.T) {
	withTable(t, func(t *testing.T, d *db.DB) {
		_, err := db.Value[string](d.Reader(t.Context()), `INSERT INTO note (id, body) VALUES ('x', 'x') RETURNING id`)
		if err == nil {
			t.Error("a write went through the read-only path")
		}
		if got := ids(t, d); len(got) != 0 {
			t.Errorf("stored %q", got)
		}
	})
}

func TestMeasuringGetsInNobodysWay(t *testing.T) {
	withTable(t, func(t *testing.T, d *db.DB) {
		err := d.InTx(t.Context(), func(tx *db.Tx) error { return put(tx, "there") })
		if err != nil {
			t.Fatal(err)
		}
		var together sync.WaitGroup
		for n := range 4 {
			together.Go(func() {
				if err := d.Measure(t.Context(), "note (id, body)"); err != nil {
					t.Error(err)
				}
				if err := d.InTx(t.Context(), func(tx *db.Tx) error { return put(tx, fmt.Sprint(n)) }); err != nil {
					t.Error(err)
				}
			})
		}
		together.Wait()
		if got := len(ids(t, d)); got != 5 {
			t.Errorf("%d rows", got)
		}
	})
}

func TestMissingRowIsNotFound(t *testing.T) {
	withTable(t, func(t *testing.T, d *db.DB) {
		_, err := db.Value[string](d.Reader(t.Context()), `SELECT body FROM note WHERE id = ?`, "nobody")
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("got %v, want not found", err)
		}
	})
}

func TestWhatIsNoTextIsRefusedAlike(t *testing.T) {
	withTable(t, func(t *testing.T, d *db.DB) {
		for _, text := range []string{"a\x00b", "\xff\xfe"} {
			err := d.InTx(t.Context(), func(tx *db.Tx) error { return put(tx, text) })
			_, read := db.Value[string](d.Reader(t.Context()), `SELECT body FROM note WHERE id = ?`, text)
			if fault.CodeOf(err) != "db.not_text" || fault.CodeOf(read) != "db.not_text" {
				t.Errorf("%q: %v, %v", text, err, read)
			}
		}
	})
}

func TestClosedDatabaseSaysSo(t *testing.T) {
	withTable(t, func(t *testing.T, d *db.DB) {
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if err := d.InTx(t.Context(), func(tx *db.Tx) error { return put(tx, "late") }); err == nil {
			t.Error("a closed database took a unit")
		}
	})
}
