package audit

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

func sealer(t *testing.T, d *db.DB) *Sealer {
	t.Helper()
	dir := t.TempDir()
	key, err := LoadKey(dir)
	if err != nil {
		t.Fatal(err)
	}
	return &Sealer{DB: d, Key: key, Dir: dir, Now: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler)}
}

func seal(t *testing.T, s *Sealer, want int) {
	t.Helper()
	if n, err := s.Seal(t.Context()); err != nil || n != want {
		t.Fatalf("sealed %d, %v; want %d", n, err, want)
	}
}

// wantProblems verifies against the head file and compares the findings.
func wantProblems(t *testing.T, s *Sealer, q db.Queryer, want ...Problem) {
	t.Helper()
	head, err := LoadHead(s.Dir)
	if err != nil {
		t.Fatal(err)
	}
	report, err := Verify(t.Context(), q, s.Key, head)
	if err != nil {
		t.Fatal(err)
	}
	if len(want) == 0 && !report.OK() {
		t.Errorf("found %v", report.Problems)
	}
	for _, p := range want {
		found := false
		for _, got := range report.Problems {
			found = found || got == p
		}
		if !found {
			t.Errorf("%v is not among %v", p, report.Problems)
		}
	}
}

func TestSealsFollowOneAnotherAndTheFileKeepsTheHead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := sealer(t, d)
		seal(t, s, 0)
		if head, err := LoadHead(s.Dir); head != nil || err != nil {
			t.Fatalf("a head before the first seal: %v, %v", head, err)
		}
		write(t, d, "case/1", 1, 2)
		seal(t, s, 2)
		write(t, d, "case/2", 1)
		seal(t, s, 1)
		seal(t, s, 0)
		write(t, d, "case/2", 2)
		head, err := LoadHead(s.Dir)
		if err != nil || head.Number != 2 || head.Entries != 3 {
			t.Fatalf("head %+v, %v", head, err)
		}
		report, err := Verify(t.Context(), d.Reader(t.Context()), s.Key, head)
		if err != nil || !report.OK() || report.Entries != 4 || report.Unsealed != 1 || report.Head != *head {
			t.Errorf("report %+v, %v", report, err)
		}
	})
}

func TestManyRecordsTakeSeveralSeals(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := sealer(t, d)
		const many = 2*sealBatch + 7
		err := d.InTx(t.Context(), func(tx *db.Tx) error {
			for v := range int64(many) {
				if err := Write(tx, entry("case/1", v+1)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		seal(t, s, many)
		if head, _ := LoadHead(s.Dir); head.Number != 3 || head.Entries != many {
			t.Errorf("head %+v", head)
		}
		wantProblems(t, s, d.Reader(t.Context()))
	})
}

func TestSeveralSealersShareOneRecord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		first := sealer(t, d)
		var wait sync.WaitGroup
		total := make([]int, 3)
		for i := range total {
			s := *first
			s.Dir = t.TempDir()
			wait.Go(func() {
				for v := range int64(20) {
					write(t, d, "case/"+string(rune('a'+i)), v+1)
					n, err := s.Seal(t.Context())
					if err != nil {
						t.Error(err)
					}
					total[i] += n
				}
			})
		}
		wait.Wait()
		n, err := first.Seal(t.Context())
		if sum := total[0] + total[1] + total[2] + n; err != nil || sum != 60 {
			t.Errorf("sealed %d of 60, %v", sum, err)
		}
		wantProblems(t, first, d.Reader(t.Context()))
		head, err := lastHead(d.Reader(t.Context()))
		if err != nil || head.Entries != 60 {
			t.Errorf("head %+v, %v", head, err)
		}
	})
}

func TestIdleSealerWritesNothing(t *testing.T) {
	d := dbtest.SQLite(t)
	s := sealer(t, d)
	write(t, d, "case/1", 1)
	seal(t, s, 1)
	before := changes(t, d)
	for range 3 {
		seal(t, s, 0)
	}
	if after := changes(t, d); after != before {
		t.Errorf("%d rows changed", after-before)
	}
}

// changes is the count of rows that the writing connection of d has changed.
func changes(t *testing.T, d *db.DB) (n int64) {
	t.Helper()
	err := d.InTx(t.Context(), func(tx *db.Tx) (err error) {
		n, err = db.Value[int64](tx, `SELECT total_changes()`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAnotherKeyDoesNotSeal(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		write(t, d, "case/1", 1)
		seal(t, sealer(t, d), 1)
		write(t, d, "case/1", 2)
		if n, err := sealer(t, d).Seal(t.Context()); n != 0 || !errors.Is(err, ErrOtherKey) {
			t.Errorf("sealed %d, %v", n, err)
		}
	})
}

func TestLostSealsDoNotReplaceTheHeadFile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := sealer(t, d)
		write(t, d, "case/1", 1)
		seal(t, s, 1)
		write(t, d, "case/1", 2)
		seal(t, s, 1)
		kept, _ := LoadHead(s.Dir)
		err := d.InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`DELETE FROM audit_seal WHERE number = 2`)
			if err == nil {
				_, err = tx.Exec(`DELETE FROM audit_entry WHERE seal = 2`)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		wantProblems(t, s, d.Reader(t.Context()), Problem{Kind: HeadMissing, Seal: 2})
		write(t, d, "case/1", 2)
		if n, err := s.Seal(t.Context()); n != 1 || !errors.Is(err, ErrOtherPast) {
			t.Errorf("sealed %d, %v", n, err)
		}
		if head, _ := LoadHead(s.Dir); *head != *kept {
			t.Error("the evidence is overwritten")
		}
		wantProblems(t, s, d.Reader(t.Context()), Problem{Kind: HeadDiffers, Seal: 2})
	})
}

func TestRunSealsOnceMoreAtTheEnd(t *testing.T) {
	d := dbtest.SQLite(t)
	s := sealer(t, d)
	write(t, d, "case/1", 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if head, err := LoadHead(s.Dir); err != nil || head == nil || head.Entries != 1 {
		t.Errorf("head %+v, %v", head, err)
	}
	wantProblems(t, s, d.Reader(t.Context()))
}

func TestSpoiltHeadFileIsSaidAndTheRecordStillSealed(t *testing.T) {
	d := dbtest.SQLite(t)
	s := sealer(t, d)
	if err := os.WriteFile(filepath.Join(s.Dir, HeadFile), []byte("spoilt"), 0o600); err != nil {
		t.Fatal(err)
	}
	write(t, d, "case/1", 1)
	if n, err := s.Seal(t.Context()); n != 1 || err == nil {
		t.Errorf("sealed %d, %v", n, err)
	}
}
