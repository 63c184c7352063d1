package search

import (
	"context"
	"errors"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/follow"
)

// batchSize is how many changes are in one commit: some milliseconds.
const batchSize = 64

// errBeaten says that another process was faster; there is nothing to mend.
var errBeaten = errors.New("search: somebody else has indexed this")

// loop follows what is announced. Idle it only reads. While others wait to write it
// works a quarter of the time, so that indexing falls behind before answers do.
func (x *Index) loop() follow.Loop {
	return follow.Loop{Step: x.step, Rest: x.rest, Failed: func(tries int, err error) {
		x.Log.Warn("indexing for search cannot go on, will try again", "tries", tries, "error", err)
	}}
}

// Run follows what is announced until ctx ends.
func (x *Index) Run(ctx context.Context) error {
	x.loop().Run(ctx)
	return nil
}

// CatchUp indexes everything that was announced so far.
func (x *Index) CatchUp(ctx context.Context) error { return x.loop().CatchUp(ctx) }

// rest is how long to leave the database to others after some work.
func (x *Index) rest(worked time.Duration) time.Duration {
	if x.DB.Waiting() > 0 {
		return 3 * worked
	}
	return worked / 4
}

// step does what is next and returns how much that was. What was announced
// comes before what is indexed from the beginning.
func (x *Index) step(ctx context.Context) (n int, err error) {
	t, err := x.turn(ctx)
	if err != nil {
		return 0, err
	}
	n, err = x.follow(ctx, t)
	if n == 0 && err == nil {
		n, err = x.rebuildSome(ctx, t)
	}
	if errors.Is(err, errBeaten) {
		return 1, nil
	}
	return n, err
}

// turn counts the commits of all who index. It is read before anything else.
type turn int64

func (x *Index) turn(ctx context.Context) (turn, error) {
	return db.Value[turn](x.DB.Reader(ctx), `SELECT n FROM search_turn WHERE id = 1`)
}

// take makes a commit the next one after what was read.
func (t turn) take(tx *db.Tx) error {
	n, err := tx.Exec(`UPDATE search_turn SET n = n + 1 WHERE id = 1 AND n = ?`, int64(t))
	if err == nil && n == 0 {
		err = errBeaten
	}
	return err
}

// change is a thing of which was announced that it changed.
type change struct {
	id        int64
	kind, ref string
}

// follow indexes the oldest changes. It reads what they are about after it has
// read them: whatever changes later announces itself again.
func (x *Index) follow(ctx context.Context, t turn) (int, error) {
	changes, err := db.All(x.DB.Reader(ctx), func(row db.Scanner) (c change, err error) {
		err = row.Scan(&c.id, &c.kind, &c.ref)
		return c, err
	}, `SELECT id, kind, ref FROM search_change ORDER BY id LIMIT ?`, batchSize)
	if err != nil || len(changes) == 0 {
		return 0, err
	}
	ids := make([]any, 0, len(changes))
	refs := map[string][]string{}
	for _, c := range changes {
		ids = append(ids, c.id)
		refs[c.kind] = append(refs[c.kind], c.ref)
	}
	var todo []work
	for kind, some := range refs {
		w, err := x.prepare(ctx, kind, some)
		if err != nil {
			return 0, err
		}
		todo = append(todo, w)
	}
	return len(changes), x.DB.InTx(ctx, func(tx *db.Tx) error {
		if err := t.take(tx); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM search_change WHERE id IN (`+db.Marks(len(ids))+`)`, ids...); err != nil {
			return err
		}
		return x.put(tx, todo)
	})
}

func (x *Index) put(tx *db.Tx, todo []work) error {
	for _, w := range todo {
		if err := put(tx, isPostgres(x.DB), w); err != nil {
			return err
		}
	}
	return nil
}
