package desk_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/anxin-desk/anxin/internal/desk/wall"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// Of a million commitments made over the years nearly all are settled; one in
// fifty is open, a tenth of those broken. They belong to the cases of the house.
const seedCommitments = numbers + `
INSERT INTO commitment (id, key, case_id, shop_id, customer_id, conversation_id, owner_id, text, made_at, due_at, grace_ends_at, state, settled_at, broken_at)
SELECT 'w' || n, 'w' || n, k.id, k.shop_id, k.customer_id, k.conversation_id, k.owner_id, '给出答复', 0,
	CAST(? AS BIGINT) + CASE WHEN n % 500 = 0 THEN -1 ELSE 1 END * (n % 700) * 60000, 0,
	CASE WHEN n % 50 = 0 THEN 'open' WHEN n % 9 = 0 THEN 'waived' WHEN n % 5 = 0 THEN 'updated' ELSE 'kept' END,
	CASE WHEN n % 50 = 0 THEN 0 ELSE CAST(? AS BIGINT) - n * 30000 END,
	CASE WHEN n % 500 = 0 OR n % 21 = 0 AND n % 50 <> 0 THEN CAST(? AS BIGINT) - n * 30000 ELSE 0 END
FROM numbers JOIN complaint k ON k.id = 'kc' || (50 * (1 + n % CAST(? AS BIGINT)))`

type statement struct {
	sql  string
	args []any
}

// BenchmarkWall reads the first page of each view of the commitment wall, with
// its counts, in all shops and in two of them.
func BenchmarkWall(b *testing.B) {
	for _, engine := range []struct {
		name  string
		open  func(testing.TB) *db.DB
		sizes []int
	}{
		{"sqlite", dbtest.SQLite, []int{10_000, 1_000_000}},
		{"postgres", dbtest.Postgres, []int{10_000, 1_000_000}},
	} {
		for _, n := range engine.sizes {
			b.Run(fmt.Sprintf("%s/%d", engine.name, n), func(b *testing.B) { benchWall(b, engine.open(b), n) })
		}
	}
}

func benchWall(b *testing.B, d *db.DB, n int) {
	const conversations = 10_000
	services, shops := house(b, d, conversations)
	now := morning.UnixMilli()
	fill := []statement{{seedCommitments, []any{n, now, now, now, conversations / 50}}, {`ANALYZE commitment`, nil}}
	if d.Engine() == "postgres" { // its triggers would write each conversation thousands of times in one transaction
		fill = append([]statement{{`SET LOCAL session_replication_role = replica`, nil}}, fill...)
	}
	if err := d.InTx(b.Context(), func(tx *db.Tx) error {
		for _, s := range fill {
			if _, err := tx.Exec(s.sql, s.args...); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	read := []identity.Permission{identity.CommitmentRead}
	everywhere := identity.With(b.Context(), identity.NewUser("agent7", "", map[string][]identity.Permission{"": read}))
	two := identity.With(b.Context(), identity.NewUser("agent7", "", map[string][]identity.Permission{shops[0]: read, shops[benchShops-1]: read}))
	for name, f := range map[string]wall.Filter{
		"open": {View: wall.Open}, "broken": {View: wall.Broken}, "today": {View: wall.Today}, "later": {View: wall.Later},
		"settled": {View: wall.Settled}, "settled late": {View: wall.Settled, Outcome: "broken"}, "of one": {View: wall.Open, OwnerID: "agent10"},
	} {
		read := func(ctx context.Context) error { _, err := services.Wall.Wall(ctx, f, "", 50); return err }
		benchRead(b, "everywhere/"+name, everywhere, read)
		benchRead(b, "two/"+name, two, read)
	}
}
