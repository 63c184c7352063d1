package audit

import (
	"fmt"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// furnish writes records of three subjects under three seals, one of them
// erased, and returns the sealer.
func furnish(t *testing.T, d *db.DB) *Sealer {
	t.Helper()
	s := sealer(t, d)
	write(t, d, "case/1", 1, 2)
	write(t, d, "case/2", 1)
	seal(t, s, 3)
	write(t, d, "case/1", 3)
	write(t, d, "case/3", 1, 2)
	erase(t, d, "case/3")
	seal(t, s, 4)
	write(t, d, "case/1", 4)
	write(t, d, "case/2", 2)
	seal(t, s, 2)
	wantProblems(t, s, d.Reader(t.Context()))
	return s
}

// tamper runs statements, lets check look, and undoes them.
func tamper(t *testing.T, d *db.DB, check func(*db.Tx), statements ...string) {
	t.Helper()
	err := d.InTx(t.Context(), func(tx *db.Tx) error {
		for _, statement := range statements {
			if n, err := tx.Exec(statement); err != nil || n == 0 {
				return fmt.Errorf("%s: changed %d, %w", statement, n, err)
			}
		}
		check(tx)
		return errUndo
	})
	if err != errUndo {
		t.Fatal(err)
	}
}

// Every column of every row is changed, and every row deleted, one by one: all
// must be found (invariant 12).
func TestEveryChangeShows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := furnish(t, d)
		head, err := LoadHead(s.Dir)
		if err != nil {
			t.Fatal(err)
		}
		statements := everyChange(t, d)
		for _, statement := range statements {
			tamper(t, d, func(tx *db.Tx) {
				report, err := Verify(t.Context(), tx, s.Key, head)
				if err != nil {
					t.Errorf("%s: %v", statement, err)
				}
				if report.OK() {
					t.Errorf("not found: %s", statement)
				}
			}, statement)
		}
		t.Logf("%d changes found", len(statements))
	})
}

// everyChange lists statements that each do one thing to one row.
func everyChange(t *testing.T, d *db.DB) (all []string) {
	t.Helper()
	texts := []string{"subject", "actor", "verb", "payload", "salt", "digest", "hash"}
	for _, where := range rows(t, d, `SELECT 'subject = ''' || subject || ''' AND version = ' || version FROM audit_entry`) {
		all = append(all, "DELETE FROM audit_entry WHERE "+where,
			"UPDATE audit_entry SET subject = '', version = -1 WHERE "+where)
		for _, column := range texts {
			all = append(all, fmt.Sprintf("UPDATE audit_entry SET %s = %s || 'x' WHERE %s", column, column, where))
		}
		for _, column := range []string{"version", "at", "seal"} {
			for _, by := range []string{"+ 50", "- 50"} {
				all = append(all, fmt.Sprintf("UPDATE audit_entry SET %s = %s %s WHERE %s", column, column, by, where))
			}
		}
		all = append(all, "UPDATE audit_entry SET seal = 0 WHERE "+where, "UPDATE audit_entry SET seal = seal % 3 + 1 WHERE "+where)
	}
	for _, where := range rows(t, d, `SELECT 'subject = ''' || subject || ''' AND version = ' || version FROM audit_entry WHERE salt <> ''`) {
		all = append(all, "UPDATE audit_entry SET payload = '', salt = '' WHERE "+where,
			"UPDATE audit_entry SET payload = '' WHERE "+where, "UPDATE audit_entry SET salt = '' WHERE "+where,
			"UPDATE audit_entry SET salt = salt || substr(payload, 1, 1), payload = substr(payload, 2) WHERE "+where)
	}
	for _, where := range rows(t, d, `SELECT 'number = ' || number FROM audit_seal`) {
		all = append(all, "DELETE FROM audit_seal WHERE "+where)
		for _, column := range []string{"number", "at", "entries"} {
			all = append(all, fmt.Sprintf("UPDATE audit_seal SET %s = %s + 50 WHERE %s", column, column, where),
				fmt.Sprintf("UPDATE audit_seal SET %s = %s - 50 WHERE %s", column, column, where))
		}
		for _, column := range []string{"root", "mac"} {
			all = append(all, fmt.Sprintf("UPDATE audit_seal SET %s = %s || 'x' WHERE %s", column, column, where))
		}
	}
	return all
}

func rows(t *testing.T, d *db.DB, query string) []string {
	t.Helper()
	all, err := db.All(d.Reader(t.Context()), func(row db.Scanner) (s string, err error) {
		err = row.Scan(&s)
		return s, err
	}, query)
	if err != nil || len(all) == 0 {
		t.Fatalf("%d rows, %v", len(all), err)
	}
	return all
}

func TestFindingsAreNamed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := furnish(t, d)
		tests := []struct {
			name       string
			statements []string
			want       Problem
		}{
			{"changed", []string{`UPDATE audit_entry SET actor = 'eve' WHERE subject = 'case/1' AND version = 2`},
				Problem{Kind: Changed, Subject: "case/1", Version: 2}},
			{"changed payload", []string{`UPDATE audit_entry SET payload = '{}' WHERE subject = 'case/2' AND version = 1`},
				Problem{Kind: Changed, Subject: "case/2", Version: 1}},
			{"blanked", []string{`UPDATE audit_entry SET payload = '', salt = '' WHERE subject = 'case/1' AND version = 1`},
				Problem{Kind: Blanked, Subject: "case/1", Version: 1}},
			{"deleted in the middle", []string{`DELETE FROM audit_entry WHERE subject = 'case/1' AND version = 2`},
				Problem{Kind: Missing, Subject: "case/1", Version: 2}},
			{"deleted at the end", []string{`DELETE FROM audit_entry WHERE subject = 'case/1' AND version = 4`},
				Problem{Kind: SealDeleted, Seal: 3}},
			{"a whole subject deleted", []string{`DELETE FROM audit_entry WHERE subject = 'case/2'`},
				Problem{Kind: SealDeleted, Seal: 1}},
			{"last seal cut off", []string{`DELETE FROM audit_seal WHERE number = 3`, `DELETE FROM audit_entry WHERE seal = 3`},
				Problem{Kind: HeadMissing, Seal: 3}},
			{"last seal unmade", []string{`DELETE FROM audit_seal WHERE number = 3`, `UPDATE audit_entry SET seal = 0 WHERE seal = 3`},
				Problem{Kind: HeadMissing, Seal: 3}},
			{"all cut off", []string{`DELETE FROM audit_seal`, `DELETE FROM audit_entry`}, Problem{Kind: HeadMissing, Seal: 3}},
			{"seal deleted in the middle", []string{`DELETE FROM audit_seal WHERE number = 2`}, Problem{Kind: SealMissing, Seal: 2}},
			{"seal changed", []string{`UPDATE audit_seal SET at = at + 1 WHERE number = 2`}, Problem{Kind: SealChanged, Seal: 2}},
			{"moved to another seal", []string{`UPDATE audit_entry SET seal = 2 WHERE subject = 'case/2' AND version = 2`},
				Problem{Kind: SealAdded, Seal: 2}},
			{"swapped", []string{
				`UPDATE audit_entry SET version = 9 WHERE subject = 'case/1' AND version = 1`,
				`UPDATE audit_entry SET version = 1 WHERE subject = 'case/1' AND version = 2`,
				`UPDATE audit_entry SET version = 2 WHERE subject = 'case/1' AND version = 9`},
				Problem{Kind: Changed, Subject: "case/1", Version: 2}},
			{"swapped between seals", []string{
				`UPDATE audit_entry SET seal = 2 WHERE subject = 'case/1' AND version = 4`,
				`UPDATE audit_entry SET seal = 3 WHERE subject = 'case/1' AND version = 3`},
				Problem{Kind: SealBroken, Seal: 2}},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				tamper(t, d, func(tx *db.Tx) { wantProblems(t, s, tx, tt.want) }, tt.statements...)
			})
		}
	})
}

// Who has the database but not the key can make chains that fit, but no seals.
func TestForgedChainsDoNotFitTheSeals(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := furnish(t, d)
		tests := []struct {
			name  string
			forge func(tx *db.Tx) error
			want  Problem
		}{
			{"rewritten subject", rewriteCase2, Problem{Kind: SealBroken, Seal: 1}},
			{"inserted under an old seal", func(tx *db.Tx) error {
				if err := Write(tx, entry("case/4", 1)); err != nil {
					return err
				}
				_, err := tx.Exec(`UPDATE audit_entry SET seal = 1 WHERE subject = 'case/4'`)
				return err
			}, Problem{Kind: SealAdded, Seal: 1}},
			{"a new seal with another key", func(tx *db.Tx) error {
				last, err := lastHead(tx)
				if err != nil {
					return err
				}
				_, err = insertHead(tx, Key("guess").extend(last, nil, noon))
				return err
			}, Problem{Kind: SealChanged, Seal: 4}},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				err := d.InTx(t.Context(), func(tx *db.Tx) error {
					if err := tt.forge(tx); err != nil {
						return err
					}
					wantProblems(t, s, tx, tt.want)
					return errUndo
				})
				if err != errUndo {
					t.Fatal(err)
				}
			})
		}
	})
}

// rewriteCase2 replaces case/2 by a chain that fits in itself.
func rewriteCase2(tx *db.Tx) error {
	if _, err := tx.Exec(`DELETE FROM audit_entry WHERE subject = 'case/2'`); err != nil {
		return err
	}
	for _, v := range []int64{1, 2} {
		if err := Write(tx, Entry{Subject: "case/2", Version: v, At: noon, Actor: "eve", Verb: "case.change"}); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`UPDATE audit_entry SET seal = CASE version WHEN 1 THEN 1 ELSE 3 END WHERE subject = 'case/2'`)
	return err
}

func TestForgedHeadIsNamed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := furnish(t, d)
		head := Key("guess").extend(Head{Number: 2}, nil, time.UnixMilli(1))
		report, err := Verify(t.Context(), d.Reader(t.Context()), s.Key, &head)
		if err != nil || len(report.Problems) != 1 || report.Problems[0].Kind != HeadForged {
			t.Errorf("report %+v, %v", report, err)
		}
	})
}
