package dbtest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// migratedSQLite is the content of an empty, migrated database file. Writing
// it is many times faster than migrating for each test.
var migratedSQLite = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "anxin-template")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	whole := filepath.Join(dir, "whole.db")
	err = migrate(context.Background(), "sqlite:"+filepath.Join(dir, "template.db"), func(d *db.DB) error {
		return d.Backup(context.Background(), whole)
	})
	if err != nil {
		return nil, fmt.Errorf("migrating a SQLite database for tests: %w", err)
	}
	return os.ReadFile(whole)
})

func copySQLite(path string) error {
	content, err := migratedSQLite()
	if err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o600)
}
