package dbtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Fuse makes the database refuse a write: a trigger on every table counts down
// rows, and fails the one at which it comes to nothing. So a test sees that
// whatever write is refused, of whatever operation, nothing of it is left.
type Fuse struct {
	t      testing.TB
	d      *db.DB
	tables []string
}

// maxFuse is more rows than any operation writes.
const maxFuse = 50

// NewFuse watches all tables but those of search, which are told of changes by
// triggers of their own, and but those that are named: what is counted on
// purpose whatever becomes of it.
func NewFuse(t testing.TB, d *db.DB, but ...string) *Fuse {
	t.Helper()
	f := &Fuse{t: t, d: d}
	all, err := db.All(d.Reader(context.Background()), func(row db.Scanner) (name string, err error) {
		err = row.Scan(&name)
		return name, err
	}, tablesOf(d))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range all {
		if name != "goose_db_version" && !strings.HasPrefix(name, "search_") && !slices.Contains(but, name) {
			f.tables = append(f.tables, name)
		}
	}
	f.exec(`CREATE TABLE test_fuse (n BIGINT NOT NULL)`)
	f.exec(`INSERT INTO test_fuse (n) VALUES (0)`)
	for _, table := range f.tables {
		trip(t, d, "fuse_"+table, table, `UPDATE test_fuse SET n = n - 1;`, `(SELECT n FROM test_fuse) = 0`)
	}
	return f
}

func tablesOf(d *db.DB) string {
	if d.Engine() == "postgres" {
		return `SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename`
	}
	return `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`
}

// Set lays a fuse of so many rows; 0 takes it away.
func (f *Fuse) Set(rows int) { f.t.Helper(); f.exec(`UPDATE test_fuse SET n = ?`, rows) }

// Burn does something with the fuse one row longer each time, until it goes
// through, and wants nothing to be left of each time before. Something has to
// write, and to come to the same however often it is done.
func (f *Fuse) Burn(name string, do func() error) {
	f.t.Helper()
	before := f.dump()
	for n := 1; ; n++ {
		f.Set(n)
		err := do()
		left, readErr := db.Value[int](f.d.Reader(context.Background()), `SELECT n FROM test_fuse`)
		if readErr != nil {
			f.t.Fatal(readErr)
		}
		f.Set(0)
		switch {
		case err == nil && n == 1:
			f.t.Fatalf("%s: wrote nothing", name)
		case err == nil && left < 1:
			f.t.Fatalf("%s: says that it is done, but row %d was refused", name, n)
		case err == nil:
			return
		case !strings.Contains(err.Error(), "blown"):
			f.t.Fatalf("%s with a fuse of %d: %v", name, n, err)
		case n > maxFuse:
			f.t.Fatalf("%s: does not end", name)
		}
		if after := f.dump(); !slices.Equal(before, after) {
			f.t.Fatalf("%s, refused at row %d, left something:\n%s", name, n, difference(before, after))
		}
	}
}

// Refuse lets nobody write to a table meanwhile.
func Refuse(t testing.TB, d *db.DB, table string, meanwhile func()) {
	t.Helper()
	trip(t, d, "refused", table, ``, `1 = 1`)
	meanwhile()
	if d.Engine() == "postgres" {
		exec(t, d, `DROP FUNCTION refused() CASCADE`)
		return
	}
	for _, op := range writes {
		exec(t, d, `DROP TRIGGER refused_`+op)
	}
}

var writes = []string{"INSERT", "UPDATE", "DELETE"}

// trip installs a trigger for every write to a table, that first does something
// and then fails if a condition holds.
func trip(t testing.TB, d *db.DB, name, table, first, fails string) {
	t.Helper()
	if d.Engine() == "postgres" {
		exec(t, d, `CREATE FUNCTION `+name+`() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			`+first+` IF `+fails+` THEN RAISE EXCEPTION 'blown'; END IF;
			IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$`)
		exec(t, d, `CREATE TRIGGER `+name+` BEFORE INSERT OR UPDATE OR DELETE ON `+table+` FOR EACH ROW EXECUTE FUNCTION `+name+`()`)
		return
	}
	for _, op := range writes {
		exec(t, d, `CREATE TRIGGER `+name+`_`+op+` BEFORE `+op+` ON `+table+` BEGIN
			`+first+` SELECT RAISE(ABORT, 'blown') WHERE `+fails+`; END`)
	}
}

func (f *Fuse) exec(sql string, args ...any) { f.t.Helper(); exec(f.t, f.d, sql, args...) }

func exec(t testing.TB, d *db.DB, sql string, args ...any) {
	t.Helper()
	err := d.InTx(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(sql, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// dump is everything in the tables, a line for each row.
func (f *Fuse) dump() (lines []string) {
	f.t.Helper()
	for _, table := range f.tables {
		rows, err := db.All(f.d.Reader(context.Background()), func(row db.Scanner) (string, error) {
			columns, err := row.(interface{ Columns() ([]string, error) }).Columns()
			if err != nil {
				return "", err
			}
			values, places := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				places[i] = &values[i]
			}
			err = row.Scan(places...)
			return table + fmt.Sprintf(" %q", values), err
		}, `SELECT * FROM `+table)
		if err != nil {
			f.t.Fatal(err)
		}
		lines = append(lines, rows...)
	}
	slices.Sort(lines)
	return lines
}

// difference names the lines that only one of two dumps has.
func difference(before, after []string) string {
	var b strings.Builder
	for _, l := range before {
		if !slices.Contains(after, l) {
			b.WriteString("- " + l + "\n")
		}
	}
	for _, l := range after {
		if !slices.Contains(before, l) {
			b.WriteString("+ " + l + "\n")
		}
	}
	return b.String()
}
