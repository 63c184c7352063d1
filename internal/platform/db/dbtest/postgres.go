package dbtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/migrations"
)

// serverVariable names the PostgreSQL server: a URL with a superuser.
const serverVariable = "ANXIN_TEST_POSTGRES"

// templateLock is the advisory lock under which a template is made, so that
// parallel test processes make it once. The number has no meaning.
const templateLock = 7_246_011

// A server is where a migrated template is copied once for each test.
type server struct {
	url      *url.URL
	template string
}

// findServer returns the server of this process with its template ready.
var findServer = sync.OnceValues(func() (*server, error) {
	s, err := newServer(os.Getenv(serverVariable), migrations.Files)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	if err := s.prepare(ctx, func(url string) error {
		return migrate(ctx, url, func(*db.DB) error { return nil })
	}); err != nil {
		return nil, fmt.Errorf("preparing PostgreSQL at %s for tests: %w", s.url.Redacted(), err)
	}
	return s, nil
})

// newServer names the template after the content of the migrations: a changed
// migration never meets a template made before the change.
func newServer(rawURL string, files fs.FS) (*server, error) {
	if rawURL == "" {
		return nil, errors.New(serverVariable + " is not set: start PostgreSQL with `scripts/test-env.sh start && . .testenv/env`, " +
			"or run one command beside it with `scripts/test-env.sh run go test ./...`")
	}
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", serverVariable, err)
	}
	sum, err := hashFiles(files)
	return &server{url: u, template: "anxin_template_" + sum}, err
}

// hashFiles condenses the names and contents of all files.
func hashFiles(files fs.FS) (string, error) {
	h := sha256.New()
	err := fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		fmt.Fprintf(h, "%q %q\n", name, content)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)[:8]), err
}

// prepare makes the template unless it is there. The mark of a finished one is
// PostgreSQL's own flag: a process killed half-way leaves no such mark.
func (s *server) prepare(ctx context.Context, migrate func(url string) error) error {
	return s.admin(ctx, func(c *sql.Conn) error {
		if _, err := c.ExecContext(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
			return err
		}
		var done bool
		err := c.QueryRowContext(ctx, "SELECT datistemplate FROM pg_database WHERE datname = $1", s.template).Scan(&done)
		if done || err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if err := execAll(ctx, c, "DROP DATABASE IF EXISTS "+s.template+" WITH (FORCE)", "CREATE DATABASE "+s.template); err != nil {
			return err
		}
		if err := migrate(s.database(s.template)); err != nil {
			return err
		}
		return execAll(ctx, c, "ALTER DATABASE "+s.template+" WITH IS_TEMPLATE true ALLOW_CONNECTIONS false")
	})
}

// create copies the template and returns the name of the copy.
func (s *server) create(ctx context.Context) (string, error) {
	name := "anxin_test_" + strings.ToLower(rand.Text())
	err := s.admin(ctx, func(c *sql.Conn) error {
		return execAll(ctx, c, "CREATE DATABASE "+name+" TEMPLATE "+s.template)
	})
	return name, err
}

func (s *server) drop(ctx context.Context, name string) error {
	return s.admin(ctx, func(c *sql.Conn) error {
		return execAll(ctx, c, "DROP DATABASE "+name+" WITH (FORCE)")
	})
}

// database returns the URL of a database of the server.
func (s *server) database(name string) string {
	u := *s.url
	u.Path = "/" + name
	return u.String()
}

// admin lends one connection to the server. It is closed at once, so that a
// test which looks for leaked goroutines finds only its own.
func (s *server) admin(ctx context.Context, use func(*sql.Conn) error) error {
	pool, err := sql.Open("pgx", s.url.String())
	if err != nil {
		return err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return errors.Join(fmt.Errorf("%w (scripts/test-env.sh start)", err), pool.Close())
	}
	return errors.Join(use(conn), conn.Close(), pool.Close())
}

func execAll(ctx context.Context, c *sql.Conn, statements ...string) error {
	for _, s := range statements {
		if _, err := c.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}
