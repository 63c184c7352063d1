package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestEachRunsBothEngines(t *testing.T) {
	var mu sync.Mutex
	var engines []string
	t.Run("each", func(t *testing.T) {
		Each(t, func(t *testing.T, d *db.DB) {
			mu.Lock()
			defer mu.Unlock()
			engines = append(engines, d.Engine())
		})
	})
	slices.Sort(engines)
	if !slices.Equal(engines, []string{"postgres", "sqlite"}) {
		t.Errorf("ran on %v", engines)
	}
}

func TestDatabasesAreMigratedAndSeparate(t *testing.T) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": SQLite, "postgres": Postgres} {
		t.Run(name, func(t *testing.T) {
			first, second := open(t), open(t)
			for _, d := range []*db.DB{first, second} {
				if v, err := d.SchemaVersion(t.Context()); err != nil || v == 0 {
					t.Fatalf("schema version %d, %v", v, err)
				}
				// The same table a second time would fail in a shared database.
				err := d.InTx(t.Context(), func(tx *db.Tx) error {
					_, err := tx.Exec("CREATE TABLE only_here (id TEXT)")
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestPostgresIsDroppedWithItsTest(t *testing.T) {
	var name string
	t.Run("uses one", func(t *testing.T) {
		d := Postgres(t)
		var err error
		if name, err = db.Value[string](d.Reader(t.Context()), "SELECT current_database()"); err != nil {
			t.Fatal(err)
		}
	})
	if s := scratchServer(t); s.exists(t, name) {
		t.Errorf("%s outlived its test", name)
	}
}

func TestTemplateIsMadeOnceByParallelProcesses(t *testing.T) {
	s := scratchServer(t)
	var mu sync.Mutex
	made := 0
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			err := s.prepare(t.Context(), func(string) error {
				mu.Lock()
				defer mu.Unlock()
				made++
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if made != 1 {
		t.Errorf("made %d times", made)
	}
}

func TestHalfMadeTemplateIsMadeAgain(t *testing.T) {
	s := scratchServer(t)
	died := errors.New("died half-way")
	if err := s.prepare(t.Context(), func(string) error { return died }); !errors.Is(err, died) {
		t.Fatalf("got %v", err)
	}
	again := false
	err := s.prepare(t.Context(), func(string) error { again = true; return nil })
	if err != nil || !again {
		t.Errorf("made again: %v, %v", again, err)
	}
}

func TestTemplateIsNamedByItsMigrations(t *testing.T) {
	names := map[string]string{}
	for _, content := range []string{"CREATE TABLE a (id TEXT)", "CREATE TABLE a (id BIGINT)"} {
		s, err := newServer("postgres://localhost/", fstest.MapFS{"0001.sql": {Data: []byte(content)}})
		if err != nil {
			t.Fatal(err)
		}
		names[s.template] = content
	}
	if len(names) != 2 {
		t.Errorf("two schemas share a template: %v", names)
	}
}

func TestMissingServerSaysHowToStartIt(t *testing.T) {
	_, err := newServer("", fstest.MapFS{})
	if err == nil || !strings.Contains(err.Error(), "scripts/test-env.sh start") {
		t.Errorf("got %v", err)
	}
}

// scratchServer is the real server with a template of its own.
func scratchServer(t *testing.T) *server {
	t.Helper()
	real, err := findServer()
	if err != nil {
		t.Fatal(err)
	}
	s := &server{url: real.url, template: real.template + "_" + strings.ToLower(t.Name())}
	t.Cleanup(func() {
		if !s.exists(t, s.template) {
			return
		}
		err := s.admin(context.Background(), func(c *sql.Conn) error {
			return execAll(context.Background(), c, "ALTER DATABASE "+s.template+" WITH IS_TEMPLATE false")
		})
		if err := errors.Join(err, s.drop(context.Background(), s.template)); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s *server) exists(t *testing.T, name string) (found bool) {
	t.Helper()
	err := s.admin(context.Background(), func(c *sql.Conn) error {
		return c.QueryRowContext(context.Background(), "SELECT count(*) > 0 FROM pg_database WHERE datname = $1", name).Scan(&found)
	})
	if err != nil {
		t.Error(err)
	}
	return found
}
