package conversation

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `id, shop_id, customer_id, channel, assignee_id, waiting_since, head_seq,
	agent_read_seq, buyer_read_seq, unread, made_at, merged_into, snoozed_until, snoozed_by, snooze_version, woke_at, version, auto_version`

func scan(row db.Scanner) (c Conversation, err error) {
	var waiting, made, until, woke int64
	err = row.Scan(&c.ID, &c.ShopID, &c.CustomerID, &c.Channel, &c.AssigneeID, &waiting, &c.HeadSeq,
		&c.AgentReadSeq, &c.BuyerReadSeq, &c.Unread, &made, &c.MergedInto, &until, &c.Snooze.By, &c.Snooze.Version, &woke, &c.Version, &c.autoVersion)
	c.WaitingSince, c.MadeAt = db.Time(waiting), db.Time(made)
	c.Snooze.Until, c.WokeAt = db.Time(until), db.Time(woke)
	return c, err
}

// get returns a conversation inside scope; somebody else's is not found. lock
// is "" or the transaction's ForUpdate. A unit, which is about to change it, is
// refused one that was merged: it may only be read.
func get(q db.Queryer, scope identity.Scope, id, lock string) (Conversation, error) {
	c, err := find(q, scope, id, lock)
	if _, changes := q.(*db.Tx); err == nil && changes && c.MergedInto != "" {
		err = errMerged()
	}
	return c, err
}

// FindIn returns a conversation inside scope, also one that was merged.
func FindIn(q db.Queryer, scope identity.Scope, id string) (Conversation, error) {
	return find(q, scope, id, "")
}

func find(q db.Queryer, scope identity.Scope, id, lock string) (Conversation, error) {
	where, args := scope.Where("shop_id", "customer_id")
	return db.One(q, scan, `SELECT `+columns+` FROM conversation WHERE id = ? AND `+where+` `+lock,
		append([]any{id}, args...)...)
}

// ofCustomer returns the conversation in which a customer talks now.
func ofCustomer(q db.Queryer, customerID, channel string) (Conversation, error) {
	c, err := begunBy(q, customerID, channel)
	if err != nil {
		return c, err
	}
	return current(q, c, "")
}

// begunBy returns the conversation that a customer began, whatever it was
// merged into.
func begunBy(q db.Queryer, customerID, channel string) (Conversation, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM conversation WHERE customer_id = ? AND channel = ?`, customerID, channel)
}

func insert(tx *db.Tx, c Conversation) error {
	_, err := tx.Exec(`INSERT INTO conversation (id, shop_id, customer_id, channel, made_at, changed_at, version) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.ShopID, c.CustomerID, c.Channel, db.Millis(c.MadeAt), db.Millis(c.MadeAt), c.Version)
	return err
}

// updateAfterMessage leaves what a queue shows to the words of people.
func updateAfterMessage(tx *db.Tx, c Conversation, m Message) error {
	if m.Internal || m.Sender.Kind == System {
		_, err := tx.Exec(`UPDATE conversation SET head_seq = ?, changed_at = ? WHERE id = ?`, c.HeadSeq, db.Millis(m.At), c.ID)
		return err
	}
	_, err := tx.Exec(`UPDATE conversation SET head_seq = ?, assignee_id = ?, waiting_since = ?, unread = ?, last_text = ?, last_sender = ?, last_at = ?, changed_at = ?, woke_at = ?, version = ?, auto_version = ? WHERE id = ?`,
		c.HeadSeq, c.AssigneeID, db.Millis(c.WaitingSince), c.Unread,
		m.preview(), m.Sender.Kind, db.Millis(m.At), db.Millis(m.At), db.Millis(c.WokeAt), c.Version, c.autoVersion, c.ID)
	return err
}

func updateAssignee(tx *db.Tx, c Conversation, now time.Time) error {
	_, err := tx.Exec(`UPDATE conversation SET assignee_id = ?, auto_version = ? WHERE id = ?`, c.AssigneeID, c.autoVersion, c.ID)
	if err != nil {
		return err
	}
	return updateSnooze(tx, c, now)
}

func updateSnooze(tx *db.Tx, c Conversation, now time.Time) error {
	_, err := tx.Exec(`UPDATE conversation SET snoozed_until = ?, snoozed_by = ?, snooze_version = ?, woke_at = ?, version = ?, changed_at = ? WHERE id = ?`,
		db.Millis(c.Snooze.Until), c.Snooze.By, c.Snooze.Version, db.Millis(c.WokeAt), c.Version, db.Millis(now), c.ID)
	return err
}

func updateWaiting(tx *db.Tx, c Conversation, now time.Time) error {
	_, err := tx.Exec(`UPDATE conversation SET waiting_since = ?, changed_at = ? WHERE id = ?`,
		db.Millis(c.WaitingSince), db.Millis(now), c.ID)
	return err
}

func updateRead(tx *db.Tx, c Conversation, now time.Time) error {
	_, err := tx.Exec(`UPDATE conversation SET agent_read_seq = ?, buyer_read_seq = ?, unread = ?, changed_at = ? WHERE id = ?`,
		c.AgentReadSeq, c.BuyerReadSeq, c.Unread, db.Millis(now), c.ID)
	return err
}

// CountUnreadIn counts what the team has not seen of a buyer in a conversation.
func CountUnreadIn(q db.Queryer, c Conversation) (int64, error) {
	return db.Value[int64](q, `SELECT COUNT(*) FROM message WHERE conversation_id = ? AND seq > ? AND sender_kind = 'buyer'`,
		c.ID, c.AgentReadSeq)
}

const messageColumns = `conversation_id, seq, id, external_id, sender_kind, sender_id, sender_name, kind, text,
	card_kind, card_ref, event, files, internal, at, recalled_at`

func scanMessage(row db.Scanner) (m Message, err error) {
	var at, recalled int64
	var external, event, files string
	err = row.Scan(&m.ConversationID, &m.Seq, &m.ID, &external, &m.Sender.Kind, &m.Sender.ID, &m.Sender.Name, &m.Kind,
		&m.Text, &m.Card.Kind, &m.Card.Ref, &event, &files, &m.Internal, &at, &recalled)
	if err != nil {
		return m, err
	}
	m.At, m.RecalledAt = db.Time(at), db.Time(recalled)
	m.Key = strings.TrimPrefix(external, m.externalID()) // which has no key yet
	if event != "" {
		if err := json.Unmarshal([]byte(event), &m.Event); err != nil {
			return m, err
		}
	}
	if files != "" {
		err = json.Unmarshal([]byte(files), &m.Files)
	}
	return m, err
}

// externalID makes a key unique to its conversation and sender, so that nobody
// can take the place of somebody else's message.
func (m Message) externalID() string {
	return m.ConversationID + "/" + string(m.Sender.Kind) + m.Sender.ID + "/" + m.Key
}

// origin is the source within which external ids are unique.
const origin = "anxin"

func byOrigin(q db.Queryer, m Message) (Message, error) {
	return db.One(q, scanMessage, `SELECT `+messageColumns+` FROM message WHERE origin = ? AND external_id = ?`,
		origin, m.externalID())
}

func insertMessage(tx *db.Tx, m Message) error {
	var event, files string
	if m.Event.Code != "" {
		event = encode(m.Event)
	}
	if len(m.Files) > 0 {
		files = encode(m.Files)
	}
	_, err := tx.Exec(`INSERT INTO message (`+messageColumns+`, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.ConversationID, m.Seq, m.ID, m.externalID(), m.Sender.Kind, m.Sender.ID, m.Sender.Name, m.Kind, m.Text,
		m.Card.Kind, m.Card.Ref, event, files, m.Internal, db.Millis(m.At), db.Millis(m.RecalledAt), origin)
	return err
}

// encode writes plain structs, which cannot fail.
func encode(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func messagesSince(q db.Queryer, id string, since int64, internal bool, limit int) ([]Message, error) {
	return db.All(q, scanMessage, `SELECT `+messageColumns+` FROM message
		WHERE conversation_id = ? AND seq > ? AND (internal = FALSE OR ? = 1) ORDER BY seq LIMIT ?`,
		id, since, flag(internal), limit)
}

func messagesBefore(q db.Queryer, id string, before int64, limit int) ([]Message, error) {
	if before <= 0 {
		before = 1 << 62
	}
	return db.All(q, scanMessage, `SELECT * FROM (SELECT `+messageColumns+` FROM message
		WHERE conversation_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?) AS page ORDER BY seq`, id, before, limit)
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

const fileColumns = `id, conversation_id, uploader_kind, uploader_id, key, name, media_type, size, width, height,
	sha256, thumb_sha256, made_at, team_only`

func scanFile(row db.Scanner) (f File, err error) {
	var made int64
	err = row.Scan(&f.ID, &f.ConversationID, &f.UploaderKind, &f.UploaderID, &f.Key, &f.Name, &f.MediaType, &f.Size,
		&f.Width, &f.Height, &f.SHA256, &f.ThumbSHA256, &made, &f.TeamOnly)
	f.MadeAt = db.Time(made)
	return f, err
}

func getFile(q db.Queryer, id string) (File, error) {
	return db.One(q, scanFile, `SELECT `+fileColumns+` FROM file WHERE id = ?`, id)
}

func fileByKey(q db.Queryer, conversationID, uploaderID, key string) (File, error) {
	return db.One(q, scanFile, `SELECT `+fileColumns+` FROM file WHERE conversation_id = ? AND uploader_id = ? AND key = ?`,
		conversationID, uploaderID, key)
}

func insertFile(tx *db.Tx, f File) error {
	_, err := tx.Exec(`INSERT INTO file (`+fileColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (conversation_id, uploader_id, key) DO NOTHING`,
		f.ID, f.ConversationID, f.UploaderKind, f.UploaderID, f.Key, f.Name, f.MediaType, f.Size, f.Width, f.Height,
		f.SHA256, f.ThumbSHA256, db.Millis(f.MadeAt), f.TeamOnly)
	return err
}

// ownFiles returns the files that this sender uploaded into a conversation, or
// into one that goes on in it, in the order of ids.
func ownFiles(tx *db.Tx, conversationID string, from Sender, ids []string) (files []File, err error) {
	for _, id := range ids {
		f, err := getFile(tx, id)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
		if err != nil || f.UploaderID != from.ID {
			return nil, fault.Field("file_ids", "message.unknown_file")
		}
		switch goesOn, err := leadsTo(tx, f.ConversationID, conversationID); {
		case err != nil:
			return nil, err
		case !goesOn:
			return nil, fault.Field("file_ids", "message.unknown_file")
		}
		files = append(files, f)
	}
	return files, nil
}
