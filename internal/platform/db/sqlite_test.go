package db_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// hold keeps the writer busy until the returned function is called, so that
// the units that come meanwhile share one batch.
func hold(t *testing.T, d *db.DB) (release func()) {
	started, free := make(chan struct{}), make(chan struct{})
	go d.InTx(t.Context(), func(*db.Tx) error {
		close(started)
		<-free
		return nil
	})
	<-started
	return func() { close(free) }
}

func exec(t *testing.T, d *db.DB, query string) {
	t.Helper()
	err := d.InTx(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(query); return err })
	if err != nil {
		t.Fatal(err)
	}
}

// A deferred foreign key is only looked at by COMMIT: the way to make the
// commit of a whole batch fail for the fault of one unit.
func TestFailedCommitHarmsOnlyItsCause(t *testing.T) {
	d := dbtest.SQLite(t)
	exec(t, d, `CREATE TABLE parent (id TEXT PRIMARY KEY)`)
	exec(t, d, `CREATE TABLE note (id TEXT PRIMARY KEY, body TEXT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)`)
	release := hold(t, d)
	errs := make([]error, 3)
	var wg sync.WaitGroup
	for n, parent := range []any{nil, "nobody", nil} {
		wg.Go(func() {
			errs[n] = d.InTx(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(`INSERT INTO note (id, body) VALUES (?, ?)`, string(rune('a'+n)), parent)
				return err
			})
		})
	}
	waitForQueue(t, d, 3)
	release()
	wg.Wait()
	if errs[0] != nil || errs[1] == nil || errs[2] != nil {
		t.Errorf("errors %v", errs)
	}
	if got := ids(t, d); !slices.Equal(got, []string{"a", "c"}) {
		t.Errorf("stored %q", got)
	}
}

// waitForQueue returns once n units wait for the writer.
func waitForQueue(t *testing.T, d *db.DB, n int) {
	t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for d.Waiting() < n {
		if time.Now().After(deadline) {
			t.Fatalf("only %d units wait, want %d", d.Waiting(), n)
		}
		runtime.Gosched()
	}
}

func TestFullDiskIsAnErrorAndTearsNothing(t *testing.T) {
	d := dbtest.SQLite(t)
	exec(t, d, `CREATE TABLE note (id TEXT PRIMARY KEY, body TEXT NOT NULL)`)
	exec(t, d, `PRAGMA max_page_count = 80`)
	var stored []string
	failures := 0
	for n := 0; failures < 3; n++ {
		id := string(rune('a' + n%26))
		err := d.InTx(t.Context(), func(tx *db.Tx) error {
			if err := put(tx, id+"-1"); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO note (id, body) VALUES (?, ?)`, id+"-2", strings.Repeat("x", 200_000))
			return err
		})
		if err != nil {
			failures++
			continue
		}
		stored = append(stored, id+"-1", id+"-2")
	}
	if got := ids(t, d); !slices.Equal(got, stored) {
		t.Errorf("stored %q, want %q", got, stored)
	}
	exec(t, d, `PRAGMA max_page_count = 1000000`)
	if err := d.InTx(t.Context(), func(tx *db.Tx) error { return put(tx, "z") }); err != nil {
		t.Errorf("after room was made: %v", err)
	}
}

func TestBackupIsACompleteDatabase(t *testing.T) {
	d := dbtest.SQLite(t)
	exec(t, d, `CREATE TABLE note (id TEXT PRIMARY KEY, body TEXT NOT NULL)`)
	if err := d.InTx(t.Context(), func(tx *db.Tx) error { return put(tx, "a") }); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := d.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	copied, err := db.Open(t.Context(), "sqlite:"+path, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if got := ids(t, copied); !slices.Equal(got, []string{"a"}) {
		t.Errorf("the copy holds %q", got)
	}
	if err := d.Backup(t.Context(), path); err == nil {
		t.Error("an existing file was overwritten")
	}
}

func TestPathsWithOddCharacters(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "店铺 #1?100%")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "anxin.db")
	d, err := db.Open(t.Context(), "sqlite:"+path, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(d.Migrate(t.Context()), d.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

// BenchmarkInTx shows what sharing a commit brings: one row a unit, durable.
func BenchmarkInTx(b *testing.B) {
	for _, writers := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			d := dbtest.SQLite(b)
			err := d.InTx(b.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(`CREATE TABLE note (n BIGINT, body TEXT NOT NULL)`)
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
			b.SetParallelism(writers)
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					err := d.InTx(b.Context(), func(tx *db.Tx) error {
						_, err := tx.Exec(`INSERT INTO note (n, body) VALUES (?, ?)`, 1, "three hundred bytes of text")
						return err
					})
					if err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "units/s")
		})
	}
}
