package search

import (
	"context"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// walkSize is how many things of a rebuild are indexed in one commit.
const walkSize = 128

// Rebuild forgets the index and makes it anew. progress, if not nil, hears of
// each step how many things of a kind have been looked at. If the process dies
// meanwhile, whoever runs next goes on.
func (x *Index) Rebuild(ctx context.Context, progress func(kind string, done int64)) error {
	err := x.DB.InTx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`UPDATE search_turn SET n = n + 1 WHERE id = 1`); err != nil {
			return err
		}
		if err := emptyIndex(tx, isPostgres(x.DB)); err != nil {
			return err
		}
		for kind := range x.sources {
			_, err := tx.Exec(`INSERT INTO search_rebuild (kind, started_at) VALUES (?, ?)
				ON CONFLICT (kind) DO UPDATE SET after = '', done = 0, started_at = excluded.started_at`, kind, db.Millis(x.Now()))
			if err != nil {
				return err
			}
		}
		return nil
	})
	for err == nil {
		left, listErr := rebuilding(x.DB.Reader(ctx))
		if listErr != nil || len(left) == 0 {
			return listErr
		}
		if progress != nil {
			progress(left[0].kind, left[0].done)
		}
		_, err = x.step(ctx)
	}
	return err
}

// course is how far the rebuilding of a kind has come.
type course struct {
	kind, after string
	done        int64
}

func rebuilding(q db.Queryer) ([]course, error) {
	return db.All(q, func(row db.Scanner) (c course, err error) {
		err = row.Scan(&c.kind, &c.after, &c.done)
		return c, err
	}, `SELECT kind, after, done FROM search_rebuild ORDER BY kind`)
}

// rebuildSome goes on with what is indexed from the beginning.
func (x *Index) rebuildSome(ctx context.Context, t turn) (int, error) {
	left, err := rebuilding(x.DB.Reader(ctx))
	if err != nil || len(left) == 0 {
		return 0, err
	}
	c := left[0]
	source, known := x.sources[c.kind]
	if !known { // a kind that the program has given up
		return 1, x.DB.InTx(ctx, func(tx *db.Tx) error { return c.end(tx) })
	}
	refs, err := source.Walk(x.DB.Reader(ctx), c.after, walkSize)
	if err != nil {
		return 0, err
	}
	if len(refs) == 0 {
		return 1, x.DB.InTx(ctx, func(tx *db.Tx) error { return c.end(tx) })
	}
	last := refs[len(refs)-1]
	w, err := x.prepare(ctx, c.kind, refs)
	if err != nil {
		return 0, err
	}
	return len(refs), x.DB.InTx(ctx, func(tx *db.Tx) error {
		if err := t.take(tx); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE search_rebuild SET after = ?, done = done + ? WHERE kind = ?`, last, len(refs), c.kind); err != nil {
			return err
		}
		return x.put(tx, []work{w})
	})
}

func (c course) end(tx *db.Tx) error {
	_, err := tx.Exec(`DELETE FROM search_rebuild WHERE kind = ? AND after = ?`, c.kind, c.after)
	return err
}
