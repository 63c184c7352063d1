// Package heads says how far conversations are, for who follows some of them.
package heads

import "github.com/anxin-desk/anxin/internal/platform/db"

// Head is the number of the last message of a conversation, and where it goes on.
type Head struct {
	Seq        int64
	MergedInto string // "" if in itself
}

// Of returns the heads of conversations by their ids.
func Of(q db.Queryer, ids []string) (map[string]Head, error) {
	heads := map[string]Head{}
	if len(ids) == 0 {
		return heads, nil
	}
	type row struct {
		id string
		Head
	}
	rows, err := db.All(q, func(r db.Scanner) (one row, err error) {
		err = r.Scan(&one.id, &one.Seq, &one.MergedInto)
		return one, err
	}, `SELECT id, head_seq, merged_into FROM conversation WHERE id IN (`+db.Marks(len(ids))+`)`, db.Values(ids)...)
	for _, one := range rows {
		heads[one.id] = one.Head
	}
	return heads, err
}
