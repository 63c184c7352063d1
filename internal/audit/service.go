package audit

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Write appends e to the chain of its subject as part of tx, so that no change
// is without its entry. A version that stands there already is a Conflict:
// somebody else was faster. A version that does not follow the last one is an
// Internal fault, for then a change went by unrecorded.
func Write(tx *db.Tx, e Entry) error {
	r, err := e.record()
	if err != nil {
		return err
	}
	previous, err := previousHash(tx, e.Subject, e.Version)
	if err != nil {
		return err
	}
	r.Hash = r.chained(previous)
	fresh, err := insert(tx, r)
	if err != nil {
		return fmt.Errorf("writing %s of %s: %w", e.Verb, e.Subject, err)
	}
	if !fresh {
		return fault.New(fault.Conflict, "audit.version_taken", "subject", e.Subject, "version", e.Version)
	}
	return nil
}

func previousHash(tx *db.Tx, subject string, version int64) (string, error) {
	if version == 1 {
		return "", nil
	}
	hash, err := hashOf(tx, subject, version-1)
	if fault.KindOf(err) == fault.NotFound {
		return "", fault.New(fault.Internal, "audit.version_gap", "subject", subject, "version", version)
	}
	return hash, err
}

// List returns up to limit records of a subject, newest first, older than
// version before; 0 starts at the newest. At most 200 are returned, and 50 for
// a limit of 0. Who may see the subject is for the caller to decide.
func List(q db.Queryer, subject string, before int64, limit int) ([]Record, error) {
	if limit <= 0 {
		limit = 50
	}
	return list(q, subject, before, min(limit, 200))
}

// erasures is what the subjects of records about erasing start with.
const erasures = "erasure/"

// erased is the payload of a record about erasing.
type erased struct {
	UpTo int64 `json:"up_to"` // the last version that lost its payload
}

// Erase removes the payloads and salts of all records of subject so far. That
// it happened is itself recorded, in a chain named after the subject: what is
// blank without such a record was blanked by somebody else.
func Erase(tx *db.Tx, subject, actor string, at time.Time) error {
	if strings.HasPrefix(subject, erasures) {
		return fmt.Errorf("audit: the record about erasing %s stays", subject)
	}
	last, err := lastVersion(tx, subject)
	if err != nil || last == 0 {
		return err
	}
	if err := blank(tx, subject, last); err != nil {
		return fmt.Errorf("erasing payloads of %s: %w", subject, err)
	}
	before, err := lastVersion(tx, erasures+subject)
	if err != nil {
		return err
	}
	return Write(tx, Entry{
		Subject: erasures + subject, Version: before + 1, At: at,
		Actor: actor, Verb: "audit.erase", Payload: erased{UpTo: last},
	})
}

// erasedUpTo returns the last version of subject whose payload was erased with
// a record about it.
func erasedUpTo(q db.Queryer, subject string) (int64, error) {
	records, err := list(q, erasures+subject, 0, 1)
	if err != nil || len(records) == 0 {
		return 0, err
	}
	var e erased
	if json.Unmarshal([]byte(records[0].Payload), &e) != nil {
		return 0, nil // itself altered, and reported as such
	}
	return e.UpTo, nil
}
