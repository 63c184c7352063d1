package search

import (
	"context"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// numbers returns the prefix of the realm of each shop in which docs are, and
// makes those that are missing.
func (x *Index) numbers(ctx context.Context, kind string, docs []Doc) (map[string]string, error) {
	numbers := map[string]string{}
	read := func() error {
		all, err := x.Realms(x.DB.Reader(ctx), kind, "1 = 1")
		for _, r := range all {
			numbers[r.ShopID] = r.prefix()
		}
		return err
	}
	if err := read(); err != nil {
		return nil, err
	}
	var missing []string
	for _, d := range docs {
		for _, shop := range d.Shops {
			if _, known := numbers[shop]; !known {
				numbers[shop] = ""
				missing = append(missing, shop)
			}
		}
	}
	if len(missing) == 0 {
		return numbers, nil
	}
	err := x.DB.InTx(ctx, func(tx *db.Tx) error {
		for _, shop := range missing {
			if _, err := tx.Exec(`INSERT INTO search_realm (kind, shop_id) VALUES (?, ?) ON CONFLICT (kind, shop_id) DO NOTHING`, kind, shop); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return numbers, read()
}

func entryOf(kind string, d Doc, numbers map[string]string) entry {
	bare := terms(language.Read(d.Text), d.Keys)
	e := entry{id: db.Millis(d.At), kind: kind, ref: d.Ref, terms: make([]string, 0, len(bare)*len(d.Shops))}
	for _, shop := range d.Shops {
		for _, t := range bare {
			e.terms = append(e.terms, numbers[shop]+t)
		}
	}
	return e
}
