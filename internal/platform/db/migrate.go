package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/anxin-desk/anxin/migrations"
)

// Migrate brings the schema up to date. Each migration is a transaction, so
// that a killed one leaves no half; several nodes may start at once. Migrations
// only go forward: a mistake is corrected by the next number.
func (d *DB) Migrate(ctx context.Context) error {
	conn, err := sql.Open(d.dialect.driver, d.dialect.writeDSN(d.url))
	if err != nil {
		return err
	}
	defer conn.Close()
	provider, err := d.migrations(conn)
	if err != nil {
		return fmt.Errorf("reading the migrations: %w", err)
	}
	results, err := provider.Up(ctx)
	if err != nil {
		return fmt.Errorf("migrating the %s database: %w", d.dialect.name, err)
	}
	for _, r := range results {
		d.log.Info("migrated", "file", r.Source.Path, "took", r.Duration)
	}
	return nil
}

// SchemaVersion is the number of the last migration that was applied.
func (d *DB) SchemaVersion(ctx context.Context) (int64, error) {
	return Value[int64](d.Reader(ctx), `SELECT MAX(version_id) FROM goose_db_version WHERE is_applied`)
}

func (d *DB) migrations(conn *sql.DB) (*goose.Provider, error) {
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{
		goose.WithLogger(goose.NopLogger()),
		goose.WithAllowOutofOrder(true), // numbers are given before the work is done
	}
	if !d.dialect.singleWriter {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		dialect, options = goose.DialectPostgres, append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(dialect, conn, ofEngine{migrations.Files, d.dialect.name}, options...)
}

// ofEngine shows only the shared migrations and those of one engine: all of
// "0001_jobs.sql", "0002_search.sqlite.sql", "0002_search.postgres.sql" but one.
type ofEngine struct {
	fs.FS
	name string
}

// ReadDir implements fs.ReadDirFS.
func (e ofEngine) ReadDir(dir string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(e.FS, dir)
	var mine []fs.DirEntry
	for _, f := range all {
		parts := strings.Split(f.Name(), ".")
		if len(parts) == 2 || parts[1] == e.name {
			mine = append(mine, f)
		}
	}
	return mine, err
}

// Backup writes a consistent copy of a SQLite database to path, which must not
// exist. PostgreSQL has tools of its own for this.
func (d *DB) Backup(ctx context.Context, path string) error {
	if !d.dialect.singleWriter {
		return errors.New("only a SQLite database is copied this way; use pg_dump for PostgreSQL")
	}
	conn, err := sql.Open(d.dialect.driver, d.dialect.writeDSN(d.url))
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.ExecContext(ctx, "VACUUM INTO ?", path)
	return err
}
