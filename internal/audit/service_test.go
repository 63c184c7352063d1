package audit

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// write commits one entry for each of versions.
func write(t *testing.T, d *db.DB, subject string, versions ...int64) {
	t.Helper()
	for _, v := range versions {
		err := d.InTx(t.Context(), func(tx *db.Tx) error { return Write(tx, entry(subject, v)) })
		if err != nil {
			t.Fatal(err)
		}
	}
}

func entry(subject string, version int64) Entry {
	return Entry{Subject: subject, Version: version, At: noon.Add(time.Duration(version) * time.Minute),
		Actor: "ada", Verb: "case.change", Payload: map[string]any{"phone": "138 0000 0000", "version": version}}
}

func TestVersionsFollowOneAnother(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		write(t, d, "case/1", 1, 2)
		tests := []struct {
			name    string
			version int64
			code    string
			kind    fault.Kind
		}{
			{"taken", 2, "audit.version_taken", fault.Conflict},
			{"first taken", 1, "audit.version_taken", fault.Conflict},
			{"one left out", 4, "audit.version_gap", fault.Internal},
			{"zero", 0, "audit.version_gap", fault.Internal},
			{"next", 3, "", ""},
		}
		for _, tt := range tests {
			err := d.InTx(t.Context(), func(tx *db.Tx) error { return Write(tx, entry("case/1", tt.version)) })
			if fault.CodeOf(err) != tt.code || fault.KindOf(err) != tt.kind {
				t.Errorf("%s: got %v", tt.name, err)
			}
		}
	})
}

func TestOfTwoWritersOfAVersionOneWins(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var wait sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wait.Go(func() {
				errs[i] = d.InTx(t.Context(), func(tx *db.Tx) error { return Write(tx, entry("case/1", 1)) })
			})
		}
		wait.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if fault.KindOf(err) != fault.Conflict {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d won", won)
		}
	})
}

func TestListGoesBackInPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		write(t, d, "case/1", 1, 2, 3)
		write(t, d, "case/10", 1)
		q := d.Reader(t.Context())
		var seen []int64
		for before := int64(0); ; {
			records, err := List(q, "case/1", before, 2)
			if err != nil {
				t.Fatal(err)
			}
			if len(records) == 0 {
				break
			}
			for _, r := range records {
				seen = append(seen, r.Version)
				before = r.Version
			}
		}
		if len(seen) != 3 || seen[0] != 3 || seen[2] != 1 {
			t.Errorf("saw %v", seen)
		}
		records, _ := List(q, "case/1", 2, 0)
		if r := records[0]; r.Payload != `{"phone":"138 0000 0000","version":1}` || !r.At.Equal(noon.Add(time.Minute)) || r.Actor != "ada" {
			t.Errorf("got %+v", r)
		}
	})
}

func TestErasureLeavesNoPayloadAndAWholeChain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := sealer(t, d)
		write(t, d, "case/1", 1, 2)
		write(t, d, "case/2", 1)
		seal(t, s, 3)
		for _, next := range []int64{3, 4} {
			erase(t, d, "case/1")
			write(t, d, "case/1", next)
		}
		seal(t, s, 4)
		wantProblems(t, s, d.Reader(t.Context()))
		records, err := List(d.Reader(t.Context()), "case/1", 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			if gone := r.Version < 4; r.Erased() != gone || strings.Contains(r.Payload, "138") == gone {
				t.Errorf("version %d: %+v", r.Version, r)
			}
		}
		err = d.InTx(t.Context(), func(tx *db.Tx) error { return Erase(tx, "erasure/case/1", "ada", noon) })
		if err == nil {
			t.Error("the trace of the erasure can be erased")
		}
	})
}

func erase(t *testing.T, d *db.DB, subject string) {
	t.Helper()
	if err := d.InTx(t.Context(), func(tx *db.Tx) error { return Erase(tx, subject, "ada", noon) }); err != nil {
		t.Fatal(err)
	}
}

// errUndo rolls back what a test only tried out.
var errUndo = errors.New("undo")
