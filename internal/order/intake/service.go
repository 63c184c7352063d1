// Package intake imports files that shops export: a file is taken, people say
// what its columns mean, they see what would become of it, and a job works it
// off. It may die at any time and goes on where it was; a file that comes again
// changes nothing.
//
// What a file may be about is a [Matter]: orders.go and products.go are those of
// this package. The file staged.go reads rows and touches no database;
// service.go takes files in, preview.go examines them, jobs.go imports, store.go
// is the SQL.
package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/order/sheet"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service is what the rest of the program may ask of imports.
type Service struct {
	DB     *db.DB
	Queue  *jobs.Queue
	Now    func() time.Time
	NewID  func() string
	Hint   func(topic string, hint any) // tells open screens, after a commit
	Blobs  blob.Store                   // where files wait until they are imported
	Orders *order.Service
	Others []Matter // what else files may be about
}

// State is where an import is.
type State string

const (
	Uploaded State = "uploaded" // waits for somebody to say what the columns mean
	Working  State = "running"
	Ended    State = "done"
	Failed   State = "failed"
	Dropped  State = "dropped"
)

// Import is a file of orders on its way in.
type Import struct {
	ID      string
	ShopID  string
	Kind    string // what it is about, as "orders"
	Name    string // of the file
	State   State
	Code    string // why it failed
	Rows    int64  // under the headings
	Head    Head
	Mapping columns.Mapping

	MadeBy    string
	MadeAt    time.Time
	StartedBy string
	StartedAt time.Time
	EndedAt   time.Time
	StoppedAt time.Time // of a running one that somebody has stopped; zero otherwise

	Total     int64 // orders in the file, or what else it is about, once it runs
	Position  int64 // of these, worked off
	Created   int64
	Updated   int64
	Unchanged int64
	Passed    int64 // orders that were passed over for what is wrong with them
	Problems  int64 // rows that something is wrong with
	Version   int64

	content string // key of the rows, "" once they are gone
	key     string
}

// Stopped tells whether somebody has stopped a running import. What is in stays,
// and it may go on.
func (i Import) Stopped() bool { return i.State == Working && !i.StoppedAt.IsZero() }

// MaxFile is how many bytes a file may have.
const MaxFile = 64 << 20

// keepFor is how long a file waits for somebody to import it.
const keepFor = 24 * time.Hour

// Upload takes a file of a kind for a shop; nothing is imported yet. The same
// key takes one file, however often it comes.
func (s *Service) Upload(ctx context.Context, kind, shopID, key, name string, body io.Reader) (Import, error) {
	m, err := s.matter(kind)
	if err != nil {
		return Import{}, err
	}
	actor, scope, err := s.require(ctx, m, shopID)
	if err != nil {
		return Import{}, err
	}
	if !scope.Sees(shopID, "") {
		return Import{}, fault.New(fault.NotFound, "shop.unknown")
	}
	q := s.DB.Reader(ctx)
	if _, err := shop.GetIn(q, shopID); err != nil {
		return Import{}, err
	}
	if known, err := importByKey(q, actor.ID, key); err == nil {
		return known, nil
	}
	i := Import{ID: s.NewID(), ShopID: shopID, Kind: kind, Name: cell.Text(path.Base(strings.ReplaceAll(name, `\`, "/")), order.MaxWords), State: Uploaded, MadeBy: actor.ID, MadeAt: s.now(), Version: 1, key: key}
	if i, err = s.receive(ctx, m.Kind, i, body); err != nil {
		return i, err
	}
	i.Mapping = m.Guess(i.Head.Headings)
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		fresh, err := insertImport(tx, i)
		if err != nil || !fresh {
			return err
		}
		return s.audit(tx, i.subject(), actor.ID, "upload", map[string]any{"shop_id": shopID, "file": i.Name, "rows": i.Rows})
	})
	if err != nil {
		return i, err
	}
	return importByKey(s.DB.Reader(ctx), actor.ID, key)
}

// subject is what an entry of the record is about, and in which version.
type subject struct {
	name    string
	version int64
}

func (i Import) subject() subject { return subject{"order_import/" + i.ID, i.Version} }

func (s *Service) audit(tx *db.Tx, about subject, by, verb string, payload any) error {
	return audit.Write(tx, audit.Entry{Subject: about.name, Version: about.version, At: s.Now(), Actor: by, Verb: "intake." + verb, Payload: payload})
}

func (s *Service) now() time.Time { return db.Time(db.Millis(s.Now())) }

func (s *Service) hint(tx *db.Tx, shopID string, h order.Hint) {
	tx.AfterCommit(func() { s.Hint("shop:"+shopID, h) })
}

// receive reads a file to its end and keeps its rows.
func (s *Service) receive(ctx context.Context, k columns.Kind, i Import, body io.Reader) (Import, error) {
	file, err := scratch()
	if err != nil {
		return i, err
	}
	defer discard(file)
	n, err := io.Copy(file, io.LimitReader(body, MaxFile+1))
	switch {
	case err != nil:
		return i, fault.New(fault.Invalid, "blob.interrupted").Because(err)
	case n > MaxFile:
		return i, fault.New(fault.TooLarge, "blob.too_large", "limit", MaxFile>>20)
	}
	rows, err := scratch()
	if err != nil {
		return i, err
	}
	defer discard(rows)
	hash := sha256.New()
	if i.Head, i.Rows, err = stage(file, io.MultiWriter(rows, hash), i.ID, k, sheet.Usual); err != nil {
		return i, err
	}
	size, err := rows.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = rows.Seek(0, io.SeekStart)
	}
	if err != nil {
		return i, err
	}
	i.content = hex.EncodeToString(hash.Sum(nil))
	return i, s.Blobs.Put(ctx, blob.Key(i.content), rows, size)
}

// scratch is a file that is gone with the process.
func scratch() (*os.File, error) {
	f, err := os.CreateTemp("", "orders-*")
	if err != nil {
		return nil, fmt.Errorf("receiving orders: %w", err)
	}
	os.Remove(f.Name())
	return f, nil
}

func discard(f *os.File) {
	f.Close()
	os.Remove(f.Name()) // where it was not possible while open
}

// Imports returns a page of those that the actor may see, the latest first; of
// one kind unless that is "".
func (s *Service) Imports(ctx context.Context, kind, shopID, after string) (all []Import, next string, err error) {
	_, scope, err := identity.Require(ctx, identity.OrderWrite)
	if err != nil {
		return nil, "", err
	}
	all, err = imports(s.DB.Reader(ctx), scope.In(shopID), kind, after)
	if len(all) > importPage {
		all = all[:importPage]
		next = all[importPage-1].spot().Cursor()
	}
	return all, next, err
}

// GetImport returns an import that the actor may see.
func (s *Service) GetImport(ctx context.Context, id string) (Import, error) {
	_, scope, err := identity.Require(ctx, identity.OrderWrite)
	if err != nil {
		return Import{}, err
	}
	return getImport(s.DB.Reader(ctx), scope, id, "")
}

// SetMapping says what the columns of a file mean. version is the one that the
// caller saw.
func (s *Service) SetMapping(ctx context.Context, id string, version int64, m columns.Mapping) (Import, error) {
	if m, err := m.Check(); err != nil {
		return Import{}, err
	} else if len(m.Preset) > order.MaxWords {
		return Import{}, fault.Field("preset", "order.field_unknown", "field", m.Preset)
	}
	return s.editImport(ctx, id, version, waiting, "map", func(_ *db.Tx, i Import, _ string) (Import, error) {
		about, err := s.matter(i.Kind)
		if err == nil {
			_, err = about.Find(m, i.Head.Headings)
		}
		i.Mapping = m
		return i, err
	})
}

// Start has a file imported. version is the one that the caller saw; who starts
// an import that has started is told that it changed.
func (s *Service) Start(ctx context.Context, id string, version int64) (Import, error) {
	return s.editImport(ctx, id, version, waiting, "start", func(tx *db.Tx, i Import, by string) (Import, error) {
		m, err := s.matter(i.Kind)
		if err != nil {
			return i, err
		}
		if _, err := m.Find(i.Mapping, i.Head.Headings); err != nil {
			return i, err
		}
		i.State, i.StartedBy, i.StartedAt = Working, by, s.now()
		return i, s.Queue.Enqueue(tx, runImport{i.ID}, s.Now())
	})
}

// Stop has a running import pause after what it is at. What is in stays in.
func (s *Service) Stop(ctx context.Context, id string, version int64) (Import, error) {
	running := func(i Import) bool { return i.State == Working && !i.Stopped() }
	return s.editImport(ctx, id, version, running, "stop", func(_ *db.Tx, i Import, _ string) (Import, error) {
		i.StoppedAt = s.now()
		return i, nil
	})
}

// GoOn has an import go on that was stopped, from where it was.
func (s *Service) GoOn(ctx context.Context, id string, version int64) (Import, error) {
	return s.editImport(ctx, id, version, Import.Stopped, "go_on", func(tx *db.Tx, i Import, _ string) (Import, error) {
		i.StoppedAt = time.Time{}
		return i, s.Queue.Enqueue(tx, runImport{i.ID}, s.Now())
	})
}

// Drop forgets a file that was not imported yet, or the rest of one that was
// stopped.
func (s *Service) Drop(ctx context.Context, id string, version int64) (Import, error) {
	i, err := s.editImport(ctx, id, version, func(i Import) bool { return waiting(i) || i.Stopped() }, "drop", func(_ *db.Tx, i Import, _ string) (Import, error) {
		i.State, i.EndedAt = Dropped, s.now()
		return i, nil
	})
	if err == nil {
		s.forget(ctx, i)
	}
	return i, err
}

func waiting(i Import) bool { return i.State == Uploaded }

// editImport changes an import that is where it may be changed.
func (s *Service) editImport(ctx context.Context, id string, version int64, may func(Import) bool, verb string, change func(*db.Tx, Import, string) (Import, error)) (Import, error) {
	actor, scope, err := identity.Require(ctx, identity.OrderWrite)
	if err != nil {
		return Import{}, err
	}
	var next Import
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		now, err := getImport(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		about, err := s.matter(now.Kind)
		if err != nil {
			return err
		}
		if _, _, err := s.require(ctx, about, now.ShopID); err != nil {
			return err
		}
		if !may(now) || now.Version != version {
			return fault.New(fault.Conflict, "order.import_changed")
		}
		if next, err = change(tx, now, actor.ID); err != nil {
			return err
		}
		next.Version++
		if err := updateImport(tx, next); err != nil {
			return err
		}
		s.hint(tx, next.ShopID, order.Hint{Kind: "order_import", ID: id})
		return s.recordImport(tx, next, actor.ID, verb)
	})
	return next, err
}

// recordImport writes what people did to an import.
func (s *Service) recordImport(tx *db.Tx, i Import, by, what string) error {
	payload := map[string]any{"shop_id": i.ShopID, "file": i.Name}
	switch what {
	case "start":
		payload["columns"] = i.Mapping.Columns
		return s.audit(tx, i.subject(), by, "start", payload)
	case "map":
		return s.audit(tx, i.subject(), by, "map", payload)
	case "drop":
		return s.audit(tx, i.subject(), by, "drop", payload)
	}
	for name, n := range map[string]int64{"created": i.Created, "updated": i.Updated, "unchanged": i.Unchanged, "passed": i.Passed, "problems": i.Problems} {
		payload[name] = n
	}
	if i.State == Failed {
		payload["code"] = i.Code
		return s.audit(tx, i.subject(), by, "fail", payload)
	}
	return s.audit(tx, i.subject(), by, "end", payload)
}

// forget deletes the rows of an import that has ended. If that fails, they are
// deleted by the next sweep.
func (s *Service) forget(ctx context.Context, i Import) {
	if i.content == "" || s.Blobs.Delete(context.WithoutCancel(ctx), blob.Key(i.content)) != nil {
		return
	}
	_ = s.DB.InTx(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE order_import SET content = '' WHERE id = ? AND state NOT IN ('uploaded', 'running')`, i.ID)
		return err
	})
}

// Sweep drops files that nobody has imported for a day, and deletes rows that
// are not needed any more.
func (s *Service) Sweep(ctx context.Context) error {
	err := s.DB.InTx(ctx, func(tx *db.Tx) error {
		old, err := db.All(tx, scanImport, `SELECT `+importColumns+` FROM order_import WHERE state = 'uploaded' AND made_at < ? LIMIT 100 `+tx.ForUpdate(),
			db.Millis(s.Now().Add(-keepFor)))
		if err != nil {
			return err
		}
		for _, i := range old {
			i.State, i.EndedAt, i.Version = Dropped, s.now(), i.Version+1
			if err := updateImport(tx, i); err != nil {
				return err
			}
			if err := s.recordImport(tx, i, identity.SystemID, "drop"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	over, err := db.All(s.DB.Reader(ctx), scanImport, `SELECT `+importColumns+` FROM order_import WHERE content <> '' AND state NOT IN ('uploaded', 'running') LIMIT 100`)
	for _, i := range over {
		s.forget(ctx, i)
	}
	return err
}
