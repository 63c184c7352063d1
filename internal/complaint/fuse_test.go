package complaint_test

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// tables are all that the nouns write to, but for the tries of codes: these stay
// counted whatever becomes of what was tried.
var tables = []string{"job", "audit_entry", "customer", "visitor", "service_code", "conversation", "message", "file", "complaint", "complaint_counter",
	"commitment", "notice", "progress_link", "rating"}

// fuse makes the database refuse a write: a trigger on every table counts down
// rows, and fails the one at which it comes to nothing.
type fuse struct{ *world }

func newFuse(w *world) fuse {
	w.exec(`CREATE TABLE test_fuse (n BIGINT NOT NULL)`)
	w.exec(`INSERT INTO test_fuse (n) VALUES (0)`)
	for _, t := range tables {
		w.trip("fuse_"+t, t, `UPDATE test_fuse SET n = n - 1;`, `(SELECT n FROM test_fuse) = 0`)
	}
	return fuse{w}
}

// trip installs a trigger for every write to a table, that first does something
// and then fails if a condition holds.
func (w *world) trip(name, table, first, fails string) {
	w.t.Helper()
	if w.DB.Engine() == "postgres" {
		w.exec(`CREATE FUNCTION ` + name + `() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			` + first + ` IF ` + fails + ` THEN RAISE EXCEPTION 'blown'; END IF;
			IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$`)
		w.exec(`CREATE TRIGGER ` + name + ` BEFORE INSERT OR UPDATE OR DELETE ON ` + table + ` FOR EACH ROW EXECUTE FUNCTION ` + name + `()`)
		return
	}
	for _, op := range []string{"INSERT", "UPDATE", "DELETE"} {
		w.exec(`CREATE TRIGGER ` + name + `_` + op + ` BEFORE ` + op + ` ON ` + table + ` BEGIN
			` + first + ` SELECT RAISE(ABORT, 'blown') WHERE ` + fails + `; END`)
	}
}

// untrip takes the triggers of that name away.
func (w *world) untrip(name string) {
	w.t.Helper()
	if w.DB.Engine() == "postgres" {
		w.exec(`DROP FUNCTION ` + name + `() CASCADE`)
		return
	}
	for _, op := range []string{"INSERT", "UPDATE", "DELETE"} {
		w.exec(`DROP TRIGGER ` + name + `_` + op)
	}
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(sql, args...)
		return err
	}))
}

// dump is everything in the tables, a line for each row.
func (w *world) dump() []string {
	w.t.Helper()
	var lines []string
	for _, t := range tables {
		rows, err := db.All(w.DB.Reader(context.Background()), func(row db.Scanner) (string, error) {
			columns, err := row.(interface{ Columns() ([]string, error) }).Columns()
			if err != nil {
				return "", err
			}
			values, places := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				places[i] = &values[i]
			}
			err = row.Scan(places...)
			return t + fmt.Sprintf(" %q", values), err
		}, `SELECT * FROM `+t)
		w.must(err)
		lines = append(lines, rows...)
	}
	slices.Sort(lines)
	return lines
}

// burn does something with the fuse one row longer each time, until it goes
// through, and wants nothing to be left of each time before.
func (f fuse) burn(name string, do func() error) {
	f.t.Helper()
	before := f.dump()
	for n := 1; ; n++ {
		f.exec(`UPDATE test_fuse SET n = ?`, n)
		err := do()
		left := f.count(`SELECT n FROM test_fuse`)
		f.exec(`UPDATE test_fuse SET n = 0`)
		switch {
		case err == nil && n == 1:
			f.t.Fatalf("%s: wrote nothing", name)
		case err == nil && left < 1:
			f.t.Fatalf("%s: says that it is done, but row %d was refused", name, n)
		case err == nil:
			return
		case !strings.Contains(err.Error(), "blown"):
			f.t.Fatalf("%s with a fuse of %d: %v", name, n, err)
		case n > 100:
			f.t.Fatalf("%s: does not end", name)
		}
		if after := f.dump(); !slices.Equal(before, after) {
			f.t.Fatalf("%s, refused at row %d, left something:\n%s", name, n, difference(before, after))
		}
	}
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

// refuse lets nobody write to a table meanwhile.
func (w *world) refuse(table string, meanwhile func()) {
	w.t.Helper()
	w.trip("refused", table, ``, `1 = 1`)
	meanwhile()
	w.untrip("refused")
}
