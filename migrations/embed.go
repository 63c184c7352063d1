// Package migrations holds the database schema as numbered SQL files.
//
// One file serves both SQLite and PostgreSQL as long as it keeps to TEXT,
// BIGINT and BOOLEAN columns. Where the engines really differ, the number
// carries two files: 0007_search.sqlite.sql and 0007_search.postgres.sql.
package migrations

import "embed"

// Files are applied in the order of their numbers by db.Migrate.
//
//go:embed *.sql
var Files embed.FS
