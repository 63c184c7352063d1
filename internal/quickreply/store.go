package quickreply

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const fields = `id, shop_id, owner_id, group_name, title, text, goods, platforms, starts_at, ends_at, review_at, changed_by, changed_at, removed_at, version`

func scan(row db.Scanner) (r Reply, err error) {
	var goods, platforms string
	var starts, ends, review, changed, removed int64
	err = row.Scan(&r.ID, &r.ShopID, &r.OwnerID, &r.Group, &r.Title, &r.Text, &goods, &platforms, &starts, &ends, &review, &r.ChangedBy, &changed, &removed, &r.Version)
	if err != nil {
		return r, err
	}
	r.StartsAt, r.EndsAt, r.ReviewAt = db.Time(starts), db.Time(ends), db.Time(review)
	r.ChangedAt, r.RemovedAt = db.Time(changed), db.Time(removed)
	return r, errors.Join(json.Unmarshal([]byte(goods), &r.Goods), json.Unmarshal([]byte(platforms), &r.Platforms))
}

// values are those of fields.
func (r Reply) values() ([]any, error) {
	goods, err := json.Marshal(r.Goods)
	if err != nil {
		return nil, err
	}
	platforms, err := json.Marshal(r.Platforms)
	return []any{r.ID, r.ShopID, r.OwnerID, r.Group, r.Title, r.Text, string(goods), string(platforms), db.Millis(r.StartsAt), db.Millis(r.EndsAt),
		db.Millis(r.ReviewAt), r.ChangedBy, db.Millis(r.ChangedAt), db.Millis(r.RemovedAt), r.Version}, err
}

// get returns a reply of the shops in scope, of all of the shop or the actor's own.
func get(q db.Queryer, actorID string, scope identity.Scope, id, lock string) (Reply, error) {
	where, args := scope.Where("shop_id", "")
	r, err := db.One(q, scan, `SELECT `+fields+` FROM quick_reply WHERE id = ? AND removed_at = 0 AND owner_id IN ('', ?) AND `+where+` `+lock,
		append([]any{id, actorID}, args...)...)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.New(fault.NotFound, "quick_reply.unknown")
	}
	return r, err
}

// ofShop returns the replies of a shop that somebody may take, by group and title.
func ofShop(q db.Queryer, shopID, actorID string) ([]Reply, error) {
	return db.All(q, scan, `SELECT `+fields+` FROM quick_reply WHERE shop_id = ? AND removed_at = 0 AND owner_id IN ('', ?) ORDER BY group_name, title, id LIMIT ?`,
		shopID, actorID, MaxReplies)
}

// overIn returns the replies of a shop that are over.
func overIn(q db.Queryer, shopID, actorID string, now time.Time) ([]Reply, error) {
	return db.All(q, scan, `SELECT `+fields+` FROM quick_reply WHERE shop_id = ? AND removed_at = 0 AND owner_id IN ('', ?) AND ends_at > 0 AND ends_at <= ? LIMIT ?`,
		shopID, actorID, db.Millis(now), MaxReplies)
}

// EndingIn returns the replies of the shops in scope, of all of a shop or somebody's own, that end
// within a time, what is over first at the top.
func EndingIn(q db.Queryer, scope identity.Scope, userID string, from, to time.Time) ([]Reply, error) {
	where, args := scope.Where("shop_id", "")
	return db.All(q, scan, `SELECT `+fields+` FROM quick_reply WHERE removed_at = 0 AND ends_at > ? AND ends_at <= ? AND owner_id IN ('', ?) AND `+where+`
		ORDER BY ends_at, id LIMIT ?`, append(append([]any{db.Millis(from), db.Millis(to), userID}, args...), mostEnding)...)
}

// mostEnding is how many of them one screen shows.
const mostEnding = 20

func countOf(q db.Queryer, shopID string) (int64, error) {
	return db.Value[int64](q, `SELECT COUNT(*) FROM (SELECT 1 FROM quick_reply WHERE shop_id = ? AND removed_at = 0 LIMIT ?) AS kept`, shopID, MaxReplies)
}

func insert(tx *db.Tx, r Reply) error {
	values, err := r.values()
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO quick_reply (`+fields+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, values...)
	return err
}

func update(tx *db.Tx, r Reply) error {
	values, err := r.values()
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE quick_reply SET group_name = ?, title = ?, text = ?, goods = ?, platforms = ?, starts_at = ?, ends_at = ?, review_at = ?,
		changed_by = ?, changed_at = ?, removed_at = ?, version = ? WHERE id = ?`, append(values[3:], r.ID)...)
	return err
}

func insertUse(tx *db.Tx, id, conversationID, by string, at time.Time) error {
	_, err := tx.Exec(`INSERT INTO quick_reply_use (reply_id, conversation_id, used_by, used_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		id, conversationID, by, db.Millis(at))
	return err
}

// Counts are how a reply fares.
type Counts struct {
	Used   int64 // in how many conversations it was taken
	Solved int64 // how many of them have since had a case closed by the buyer's word or a record
}

// countsIn are those of the replies of a shop since a time, by id.
func countsIn(q db.Queryer, shopID string, since time.Time) (map[string]Counts, error) {
	type line struct {
		id string
		Counts
	}
	all, err := db.All(q, func(row db.Scanner) (l line, err error) { err = row.Scan(&l.id, &l.Used, &l.Solved); return l, err },
		`SELECT u.reply_id, COUNT(*), SUM(CASE WHEN EXISTS (SELECT 1 FROM complaint c WHERE c.conversation_id = u.conversation_id
			AND c.closed_how IN ('confirmed', 'verified') AND c.closed_at >= u.used_at) THEN 1 ELSE 0 END)
		FROM quick_reply r JOIN quick_reply_use u ON u.reply_id = r.id
		WHERE r.shop_id = ? AND r.removed_at = 0 AND u.used_at >= ? GROUP BY u.reply_id`, shopID, db.Millis(since))
	counts := make(map[string]Counts, len(all))
	for _, l := range all {
		counts[l.id] = l.Counts
	}
	return counts, err
}
