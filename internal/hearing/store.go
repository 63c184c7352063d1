package hearing

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

const correctionColumns = `id, conversation_id, shop_id, seq, from_seq, what, heard, right_sense, made_by, made_at, undone_by, undone_at`

func scanCorrection(row db.Scanner) (c Correction, err error) {
	var heard, right string
	var made, undone int64
	err = row.Scan(&c.ID, &c.ConversationID, &c.ShopID, &c.Seq, &c.FromSeq, &c.What, &heard, &right, &c.By, &made, &c.UndoneBy, &undone)
	if err != nil {
		return c, err
	}
	c.At, c.UndoneAt = db.Time(made), db.Time(undone)
	if err := json.Unmarshal([]byte(heard), &c.Heard); err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(right), &c.Right)
}

// holding returns the corrections that hold in a conversation, oldest first.
func holding(q db.Queryer, conversationID string) ([]Correction, error) {
	return db.All(q, scanCorrection, `SELECT `+correctionColumns+` FROM hearing_correction
		WHERE conversation_id = ? AND undone_at = 0 ORDER BY made_at, id`, conversationID)
}

// correctionIn returns a correction within a scope; somebody else's is not found.
func correctionIn(q db.Queryer, scope identity.Scope, id, lock string) (Correction, error) {
	where, args := scope.Where("shop_id", "")
	return db.One(q, scanCorrection, `SELECT `+correctionColumns+` FROM hearing_correction WHERE id = ? AND `+where+` `+lock,
		append([]any{id}, args...)...)
}

func insertCorrection(tx *db.Tx, c Correction) error {
	heard, err := json.Marshal(c.Heard)
	if err != nil {
		return err
	}
	right, err := json.Marshal(c.Right)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO hearing_correction (id, conversation_id, shop_id, seq, from_seq, what, subject, heard, right_sense, made_by, made_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, c.ID, c.ConversationID, c.ShopID, c.Seq, c.FromSeq, string(c.What), c.subject(),
		string(heard), string(right), c.By, db.Millis(c.At))
	return err
}

func updateUndone(tx *db.Tx, c Correction) error {
	_, err := tx.Exec(`UPDATE hearing_correction SET undone_by = ?, undone_at = ? WHERE id = ?`, c.UndoneBy, db.Millis(c.UndoneAt), c.ID)
	return err
}

// change is that something may be heard in a conversation that was not yet.
type change struct {
	conversationID string
	n              int64
}

// changes returns the oldest that do not rest, at most limit.
func changes(q db.Queryer, now time.Time, limit int) ([]change, error) {
	return db.All(q, func(row db.Scanner) (c change, err error) {
		err = row.Scan(&c.conversationID, &c.n)
		return c, err
	}, `SELECT conversation_id, n FROM hearing_change WHERE rests_until <= ? ORDER BY at, conversation_id LIMIT ?`, db.Millis(now), limit)
}

// touch announces that something may be heard anew.
func touch(tx *db.Tx, conversationID string, now time.Time) error {
	_, err := tx.Exec(`INSERT INTO hearing_change (conversation_id, n, at) VALUES (?, 1, ?)
		ON CONFLICT (conversation_id) DO UPDATE SET n = hearing_change.n + 1`, conversationID, db.Millis(now))
	return err
}

// take ends a change. It is false if there is another one since, or if somebody
// else was faster.
func take(tx *db.Tx, c change) (bool, error) {
	n, err := tx.Exec(`DELETE FROM hearing_change WHERE conversation_id = ? AND n = ?`, c.conversationID, c.n)
	return n == 1, err
}

// rest puts off a change that could not be heard.
func rest(tx *db.Tx, c change, until time.Time) error {
	_, err := tx.Exec(`UPDATE hearing_change SET rests_until = ? WHERE conversation_id = ?`, db.Millis(until), c.conversationID)
	return err
}

// upsertHearing stores what the queue shows of what is heard, and whether that is
// something new.
func upsertHearing(tx *db.Tx, conversationID string, h Heard, now time.Time) (changed bool, err error) {
	mood := h.Mood()
	var seq int64
	if n := len(h.Turns); n > 0 {
		seq = h.Turns[n-1].To
	}
	n, err := tx.Exec(`INSERT INTO hearing AS h (conversation_id, seq, kind, level, severity, risks, heard_at) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (conversation_id) DO UPDATE SET seq = excluded.seq, kind = excluded.kind, level = excluded.level,
			severity = excluded.severity, risks = excluded.risks, heard_at = excluded.heard_at
		WHERE (h.kind, h.level, h.severity, h.risks) <> (excluded.kind, excluded.level, excluded.severity, excluded.risks)`,
		conversationID, seq, mood.Kind, mood.Level, h.Severity, h.marks(), db.Millis(now))
	return n == 1, err
}

// known is a risk as it was heard before, with how far it was told.
type known struct {
	kind     string
	seq      int64
	underWay bool
	words    string
	saidAt   time.Time
	stage    stage
	told     []Audience
	toldAt   time.Time
}

func risksOf(q db.Queryer, conversationID string) ([]known, error) {
	return db.All(q, func(row db.Scanner) (k known, err error) {
		var said, toldAt int64
		var told string
		err = row.Scan(&k.kind, &k.seq, &k.underWay, &k.words, &said, &k.stage, &told, &toldAt)
		k.saidAt, k.toldAt, k.told = db.Time(said), db.Time(toldAt), audiences(told)
		return k, err
	}, `SELECT type, seq, under_way, words, said_at, stage, told, told_at FROM hearing_risk WHERE conversation_id = ? ORDER BY type`, conversationID)
}

func storeRisk(tx *db.Tx, conversationID string, k known) error {
	_, err := tx.Exec(`INSERT INTO hearing_risk (conversation_id, type, seq, words, under_way, said_at, stage, told, told_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (conversation_id, type) DO UPDATE SET seq = excluded.seq, words = excluded.words,
			under_way = excluded.under_way, said_at = excluded.said_at, stage = excluded.stage, told = excluded.told, told_at = excluded.told_at`,
		conversationID, k.kind, k.seq, k.words, k.underWay, db.Millis(k.saidAt), int64(k.stage), joinAudiences(k.told), db.Millis(k.toldAt))
	return err
}

func deleteRisk(tx *db.Tx, conversationID, kind string) error {
	_, err := tx.Exec(`DELETE FROM hearing_risk WHERE conversation_id = ? AND type = ?`, conversationID, kind)
	return err
}

// told adds to risks who has been told of them.
func told(q db.Queryer, conversationID string, risks []Danger) error {
	if len(risks) == 0 {
		return nil
	}
	all, err := risksOf(q, conversationID)
	for _, k := range all {
		for i := range risks {
			if risks[i].Type == k.kind {
				risks[i].Told = k.told
			}
		}
	}
	return err
}

func audiences(text string) (all []Audience) {
	for _, each := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' }) {
		all = append(all, Audience(each))
	}
	return all
}

func joinAudiences(all []Audience) string {
	words := make([]string, len(all))
	for i, a := range all {
		words[i] = string(a)
	}
	return strings.Join(words, ",")
}
