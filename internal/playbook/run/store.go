package run

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const columns = `id, shop_id, case_id, name, edition, sha, how, reason_zh, reason_en, owner_id, facts, marks, started_by, started_at, left_at, version`

func scan(row db.Scanner) (r Run, err error) {
	var facts, marks string
	var started, left int64
	err = row.Scan(&r.ID, &r.ShopID, &r.CaseID, &r.Name, &r.Edition, &r.Sha, &r.How, &r.Reason.Zh, &r.Reason.En, &r.OwnerID,
		&facts, &marks, &r.StartedBy, &started, &left, &r.Version)
	if err != nil {
		return r, err
	}
	r.StartedAt, r.LeftAt = db.Time(started), db.Time(left)
	d := json.NewDecoder(bytes.NewReader([]byte(facts)))
	d.UseNumber()
	if err := d.Decode(&r.Facts); err != nil {
		return r, err
	}
	return r, json.Unmarshal([]byte(marks), &r.Marks)
}

// get returns a run within a scope, with its text.
func get(q db.Queryer, scope identity.Scope, id, lock string) (Run, error) {
	where, args := scope.Where("shop_id", "")
	r, err := db.One(q, scan, `SELECT `+columns+` FROM playbook_run WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
	if fault.KindOf(err) == fault.NotFound {
		return r, fault.New(fault.NotFound, "run.unknown")
	}
	return withText(q, r, err)
}

func withText(q db.Queryer, r Run, err error) (Run, error) {
	if err == nil {
		r.Text, err = db.Value[string](q, `SELECT text FROM playbook_text WHERE sha = ?`, r.Sha)
	}
	return r, err
}

// followed returns the run that a case follows; is tells whether there is one.
func followed(q db.Queryer, caseID, lock string) (r Run, is bool, err error) {
	r, err = db.One(q, scan, `SELECT `+columns+` FROM playbook_run WHERE case_id = ? AND left_at = 0 `+lock, caseID)
	if fault.KindOf(err) == fault.NotFound {
		return r, false, nil
	}
	r, err = withText(q, r, err)
	return r, err == nil, err
}

// ofCase returns all runs of a case, the first first, without their texts.
func ofCase(q db.Queryer, caseID string) ([]Run, error) {
	return db.All(q, scan, `SELECT `+columns+` FROM playbook_run WHERE case_id = ? ORDER BY started_at, id`, caseID)
}

// pin keeps a text, and returns by what it is found again.
func pin(tx *db.Tx, text string) (string, error) {
	sum := sha256.Sum256([]byte(text))
	sha := hex.EncodeToString(sum[:])
	_, err := tx.Exec(`INSERT INTO playbook_text (sha, text) VALUES (?, ?) ON CONFLICT DO NOTHING`, sha, text)
	return sha, err
}

func insert(tx *db.Tx, r Run) error {
	facts, marks, err := r.texts()
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO playbook_run (`+columns+`) VALUES (`+db.Marks(16)+`)`,
		r.ID, r.ShopID, r.CaseID, r.Name, r.Edition, r.Sha, r.How, r.Reason.Zh, r.Reason.En, r.OwnerID,
		facts, marks, r.StartedBy, db.Millis(r.StartedAt), db.Millis(r.LeftAt), r.Version)
	return err
}

func update(tx *db.Tx, r Run) error {
	facts, marks, err := r.texts()
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE playbook_run SET facts = ?, marks = ?, left_at = ?, version = ? WHERE id = ?`,
		facts, marks, db.Millis(r.LeftAt), r.Version, r.ID)
	return err
}

func (r Run) texts() (facts, marks string, err error) {
	if r.Facts == nil {
		r.Facts = map[string]Entered{}
	}
	if r.Marks == nil {
		r.Marks = map[string]Mark{}
	}
	f, err := json.Marshal(r.Facts)
	if err != nil {
		return "", "", err
	}
	m, err := json.Marshal(r.Marks)
	return string(f), string(m), err
}

// dismissed returns the names that were not wanted in a conversation since a time.
func dismissed(q db.Queryer, conversationID string, since time.Time) (map[string]bool, error) {
	names, err := db.All(q, func(row db.Scanner) (name string, err error) {
		err = row.Scan(&name)
		return name, err
	}, `SELECT name FROM playbook_dismissal WHERE conversation_id = ? AND made_at >= ?`, conversationID, db.Millis(since))
	all := map[string]bool{}
	for _, n := range names {
		all[n] = true
	}
	return all, err
}

func dismiss(tx *db.Tx, conversationID, name, by string, at time.Time) error {
	_, err := tx.Exec(`INSERT INTO playbook_dismissal (conversation_id, name, made_by, made_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (conversation_id, name) DO UPDATE SET made_by = excluded.made_by, made_at = excluded.made_at`,
		conversationID, name, by, db.Millis(at))
	return err
}
