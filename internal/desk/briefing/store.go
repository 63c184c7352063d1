package briefing

import (
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// most is how many rows one part of the page shows.
const most = 100

// ownedCases returns the open cases of somebody in scope, those of high severity first.
func ownedCases(q db.Queryer, scope identity.Scope, userID string) ([]Owned, error) {
	where, args := scope.Where("c.shop_id", "")
	return db.All(q, func(row db.Scanner) (o Owned, err error) {
		err = row.Scan(&o.CaseID, &o.Number, &o.ShopID, &o.ConversationID, &o.Buyer.ID, &o.Buyer.Name, &o.Scenario, &o.Severity, &o.Stage, &o.Summary, &o.Version, &o.Waits)
		return o, err
	}, `SELECT c.id, c.number, c.shop_id, c.conversation_id, cu.id, cu.name, c.scenario, c.severity, c.stage, c.summary, c.version,
			EXISTS (SELECT 1 FROM handover_item i WHERE i.kind = 'case' AND i.ref_id = c.id AND i.state = 'waiting')
		FROM complaint c JOIN customer cu ON cu.id = c.customer_id
		WHERE c.owner_id = ? AND c.stage <> 'closed' AND c.merged_into = '' AND `+where+`
		ORDER BY CASE c.severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END, c.opened_at, c.id LIMIT ?`,
		append(append([]any{userID}, args...), most)...)
}

// owedBy returns the open commitments of somebody in scope that are due before a
// time, the earliest first.
func owedBy(q db.Queryer, scope identity.Scope, userID string, until time.Time) ([]Owed, error) {
	where, args := scope.Where("m.shop_id", "")
	return db.All(q, scanOwed, owedColumns+` WHERE m.owner_id = ? AND m.state = 'open' AND m.due_at < ? AND `+where+` ORDER BY m.due_at, m.id LIMIT ?`,
		append(append([]any{userID, db.Millis(until)}, args...), most)...)
}

// owedOf returns open commitments by their ids, the earliest first.
func owedOf(q db.Queryer, ids []string) ([]Owed, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return db.All(q, scanOwed, owedColumns+` WHERE m.state = 'open' AND m.id IN (`+db.Marks(len(ids))+`) ORDER BY m.due_at, m.id LIMIT ?`,
		append(db.Values(ids), most)...)
}

const owedColumns = `SELECT m.id, m.case_id, c.number, m.shop_id, m.conversation_id, cu.id, cu.name, m.text, m.due_at, m.broken_at, m.version
	FROM commitment m JOIN complaint c ON c.id = m.case_id JOIN customer cu ON cu.id = m.customer_id`

func scanOwed(row db.Scanner) (o Owed, err error) {
	var due, broken int64
	err = row.Scan(&o.ID, &o.CaseID, &o.Number, &o.ShopID, &o.ConversationID, &o.Buyer.ID, &o.Buyer.Name, &o.Text, &due, &broken, &o.Version)
	o.DueAt, o.Broken = db.Time(due), broken > 0
	return o, err
}

// waitingTalks returns the conversations of somebody in scope whose buyers wait, the
// longest first.
func waitingTalks(q db.Queryer, scope identity.Scope, userID string) ([]Talk, error) {
	where, args := scope.Where("t.shop_id", "")
	return db.All(q, func(row db.Scanner) (t Talk, err error) {
		var since int64
		err = row.Scan(&t.ID, &t.ShopID, &t.Buyer.ID, &t.Buyer.Name, &t.Said, &since, &t.Version, &t.Waits)
		t.WaitingSince = db.Time(since)
		return t, err
	}, `SELECT t.id, t.shop_id, cu.id, cu.name, t.last_text, t.waiting_since, t.version,
			EXISTS (SELECT 1 FROM handover_item i WHERE i.kind = 'conversation' AND i.ref_id = t.id AND i.state = 'waiting')
		FROM conversation t JOIN customer cu ON cu.id = t.customer_id
		WHERE t.assignee_id = ? AND t.waiting_since > 0 AND `+where+` ORDER BY t.waiting_since, t.id LIMIT ?`,
		append(append([]any{userID}, args...), most)...)
}

// workOf returns the tickets that run out before a time: those that somebody does,
// and those of their cases.
func workOf(q db.Queryer, at identity.Places, userID string, until time.Time) ([]Work, error) {
	where, args := at.WhereDepartment("t.shop_id", "t.department_id")
	return db.All(q, func(row db.Scanner) (w Work, err error) {
		var due int64
		err = row.Scan(&w.ID, &w.ShopID, &w.CaseNumber, &w.Title, &w.Department, &w.Mine, &due)
		w.DueAt = db.Time(due)
		return w, err
	}, `SELECT t.id, t.shop_id, t.case_number, t.title, d.name, t.worker_id = ?, t.due_at FROM ticket t JOIN department d ON d.id = t.department_id
		WHERE t.state IN ('open', 'taken') AND t.place < ?
		AND (t.worker_id = ? OR t.case_id IN (SELECT c.id FROM complaint c WHERE c.owner_id = ? AND c.stage <> 'closed')) AND `+where+`
		ORDER BY t.place, t.id LIMIT ?`, append(append([]any{userID, db.Millis(until), userID, userID}, args...), most)...)
}

// faces returns what the items of sheets are called, by kind and id.
func faces(q db.Queryer, cases, talks []string) (map[string]Face, error) {
	found := map[string]Face{}
	scan := func(row db.Scanner) (struct{}, error) {
		var id string
		var f Face
		err := row.Scan(&id, &f.Number, &f.Buyer.ID, &f.Buyer.Name, &f.Words, &f.Severity)
		found[id] = f
		return struct{}{}, err
	}
	for _, part := range []struct {
		sql string
		ids []string
	}{
		{`SELECT c.id, c.number, cu.id, cu.name, c.summary, c.severity FROM complaint c JOIN customer cu ON cu.id = c.customer_id WHERE c.id IN (`, cases},
		{`SELECT t.id, '', cu.id, cu.name, t.last_text, '' FROM conversation t JOIN customer cu ON cu.id = t.customer_id WHERE t.id IN (`, talks},
	} {
		if len(part.ids) == 0 {
			continue
		}
		if _, err := db.All(q, scan, part.sql+db.Marks(len(part.ids))+`)`, db.Values(part.ids)...); err != nil {
			return nil, err
		}
	}
	return found, nil
}
