package paste

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// chatOf returns where a conversation is held, the zero Chat if it is not known.
func chatOf(q db.Queryer, conversationID string) (Chat, error) {
	c, err := db.One(q, func(row db.Scanner) (c Chat, err error) {
		err = row.Scan(&c.ConversationID, &c.Tool, &c.Nick)
		return c, err
	}, `SELECT conversation_id, tool, nick FROM paste_chat WHERE conversation_id = ?`, conversationID)
	if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	return c, err
}

func putChat(tx *db.Tx, c Chat, by string, now time.Time) error {
	_, err := tx.Exec(`INSERT INTO paste_chat (conversation_id, tool, nick, pasted_at, pasted_by) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (conversation_id) DO UPDATE SET tool = excluded.tool, nick = excluded.nick,
			pasted_at = excluded.pasted_at, pasted_by = excluded.pasted_by`, c.ConversationID, c.Tool, c.Nick, db.Millis(now), by)
	return err
}

// oursOf returns the names that somebody has said are those of a shop's people.
func oursOf(q db.Queryer, shopID string) ([]string, error) {
	return db.All(q, func(row db.Scanner) (name string, err error) { err = row.Scan(&name); return name, err },
		`SELECT name FROM paste_name WHERE shop_id = ? ORDER BY name LIMIT 1000`, shopID)
}

func putName(tx *db.Tx, shopID, name string, now time.Time) error {
	_, err := tx.Exec(`INSERT INTO paste_name (shop_id, name, made_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, shopID, name, db.Millis(now))
	return err
}

func dropName(tx *db.Tx, shopID, name string) error {
	_, err := tx.Exec(`DELETE FROM paste_name WHERE shop_id = ? AND name = ?`, shopID, name)
	return err
}
