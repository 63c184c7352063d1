// Package dbtest gives tests a real, empty, migrated database.
//
// Both engines run, always: a test that is only green on one of them proves
// nothing about the other. A missing PostgreSQL fails the test, it never
// skips it.
package dbtest

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// maxConns is the size of a test's pool: enough for readers beside writers,
// few enough for many tests at once on one server.
const maxConns = 4

// Each runs test on SQLite and on PostgreSQL, as two parallel subtests with a
// database of their own. Each returns before they run, like all parallel
// subtests: what they need is set up inside test.
func Each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, Postgres(t))
	})
}

// SQLite opens a migrated SQLite database that ends with the test.
func SQLite(t testing.TB) *db.DB {
	t.Helper()
	return open(t, SQLiteURL(t))
}

// Postgres opens a migrated PostgreSQL database that ends with the test.
func Postgres(t testing.TB) *db.DB {
	t.Helper()
	return open(t, PostgresURL(t))
}

// SQLiteURL makes a migrated SQLite database for a test that opens it itself,
// more than once say, and returns its URL.
func SQLiteURL(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "anxin.db")
	if err := copySQLite(path); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// PostgresURL makes a migrated PostgreSQL database for a test that opens it
// itself, and returns its URL. The database is dropped when the test ends,
// whoever is still connected.
func PostgresURL(t testing.TB) string {
	t.Helper()
	server, err := findServer()
	if err != nil {
		t.Fatal(err)
	}
	name, err := server.create(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.drop(context.Background(), name); err != nil {
			t.Error(err)
		}
	})
	return server.database(name)
}

func open(t testing.TB, url string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), url, db.Options{MaxConns: maxConns})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// migrate brings the database at url up to date, hands it to then and lets go
// of it.
func migrate(ctx context.Context, url string, then func(*db.DB) error) error {
	d, err := db.Open(ctx, url, db.Options{Log: slog.New(slog.DiscardHandler), MaxConns: maxConns})
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	return then(d)
}
