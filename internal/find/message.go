package find

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// loadMessages reads what people said, files by their names. A message that was
// taken back is none. One of a conversation that was merged leads to where that
// goes on.
func loadMessages(q db.Queryer, refs []string) ([]Hit, error) {
	args := []any{}
	for _, ref := range refs {
		id, seq := messageRef(ref)
		args = append(args, id, seq)
	}
	hits, err := db.All(q, scanMessage, `WITH want (id, seq) AS (VALUES `+tuples(len(refs))+`)
		SELECT m.conversation_id, m.seq, m.text, m.files, m.sender_name, m.internal, m.at, c.shop_id, s.name, c.merged_into,
			cu.id, cu.name, c.assignee_id, COALESCE(u.name, '')
		FROM want w CROSS JOIN message m JOIN conversation c ON c.id = m.conversation_id JOIN shop s ON s.id = c.shop_id
			JOIN customer cu ON cu.id = c.customer_id LEFT JOIN app_user u ON u.id = c.assignee_id
		WHERE m.conversation_id = w.id AND m.seq = w.seq AND m.recalled_at = 0 AND m.sender_kind <> 'system'`, args...)
	if err != nil {
		return nil, err
	}
	for i := range hits {
		if hits[i].Seq == 0 {
			if err := follow(q, &hits[i]); err != nil {
				return nil, err
			}
		}
	}
	return hits, nil
}

func scanMessage(row db.Scanner) (h Hit, err error) {
	var files, merged string
	var at int64
	err = row.Scan(&h.ConversationID, &h.Seq, &h.text, &files, &h.Sender, &h.Internal, &at, &h.ShopID, &h.ShopName, &merged,
		&h.Customer.ID, &h.Customer.Name, &h.Owner.ID, &h.Owner.Name)
	h.Kind, h.Ref, h.At = Message, h.ConversationID+"/"+strconv.FormatInt(h.Seq, 10), db.Time(at)
	if err != nil {
		return h, err
	}
	if merged != "" {
		h.ConversationID, h.Seq = merged, 0
	}
	if files == "" {
		return h, nil
	}
	var named []struct{ Name string }
	if err := json.Unmarshal([]byte(files), &named); err != nil {
		return h, err
	}
	for _, f := range named {
		if f.Name != h.text { // a message of one file alone has its name as text
			h.text = strings.TrimPrefix(h.text+"\n"+f.Name, "\n")
		}
	}
	return h, nil
}

// follow leads a hit to the conversation in which its own goes on, which somebody
// else may look after.
func follow(q db.Queryer, h *Hit) error {
	for next := h.ConversationID; next != ""; {
		h.ConversationID = next
		_, err := db.One(q, func(row db.Scanner) (struct{}, error) {
			return struct{}{}, row.Scan(&next, &h.Owner.ID, &h.Owner.Name)
		}, `SELECT c.merged_into, c.assignee_id, COALESCE(u.name, '') FROM conversation c
			LEFT JOIN app_user u ON u.id = c.assignee_id WHERE c.id = ?`, next)
		if err != nil {
			return err
		}
	}
	return nil
}

func messageRef(ref string) (id string, seq int64) {
	id, number, _ := strings.Cut(ref, "/")
	seq, _ = strconv.ParseInt(number, 10, 64) // what is no number is no message either
	return id, seq
}

func walkMessages(q db.Queryer, after string, limit int) ([]string, error) {
	id, seq := messageRef(after)
	return db.All(q, func(row db.Scanner) (string, error) {
		err := row.Scan(&id, &seq)
		return id + "/" + strconv.FormatInt(seq, 10), err
	}, `SELECT conversation_id, seq FROM message WHERE (conversation_id, seq) > (?, ?) ORDER BY conversation_id, seq LIMIT ?`, id, seq, limit)
}

// tuples are the places of n refs.
func tuples(n int) string {
	return strings.TrimSuffix(strings.Repeat("(CAST(? AS TEXT), CAST(? AS BIGINT)), ", n), ", ")
}
