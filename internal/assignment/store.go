package assignment

import (
	"encoding/json"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// planIn returns the plan of a shop, the default one if it has not said.
func planIn(q db.Queryer, shopID string) (Plan, error) {
	p, err := db.One(q, func(row db.Scanner) (p Plan, err error) {
		var skills string
		if err = row.Scan(&p.On, &p.Capacity, &p.QuietMinutes, &skills, &p.Version); err == nil {
			err = json.Unmarshal([]byte(skills), &p.Skills)
		}
		return p, err
	}, `SELECT turned_on, capacity, quiet_minutes, skills, version FROM assignment_plan WHERE shop_id = ?`, shopID)
	if fault.KindOf(err) == fault.NotFound {
		return DefaultPlan(), nil
	}
	return p, err
}

// shopsOn returns the shops that hand out.
func shopsOn(q db.Queryer) ([]string, error) {
	return db.All(q, func(row db.Scanner) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT shop_id FROM assignment_plan WHERE turned_on ORDER BY shop_id`)
}

// savePlan stores a plan in the place of the version that the caller has seen.
func savePlan(tx *db.Tx, shopID string, p Plan) (Plan, error) {
	skills := db.ListText(p.Skills)
	var n int64
	var err error
	if p.Version == 0 {
		n, err = tx.Exec(`INSERT INTO assignment_plan (shop_id, turned_on, capacity, quiet_minutes, skills, version)
			VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING`, shopID, p.On, p.Capacity, p.QuietMinutes, skills)
	} else {
		n, err = tx.Exec(`UPDATE assignment_plan SET turned_on = ?, capacity = ?, quiet_minutes = ?, skills = ?, version = version + 1
			WHERE shop_id = ? AND version = ?`, p.On, p.Capacity, p.QuietMinutes, skills, shopID, p.Version)
	}
	p.Version++
	return p, changed(n, err)
}

// saveMember is savePlan for a member.
func saveMember(tx *db.Tx, shopID string, m Member) (Member, error) {
	skills, languages := db.ListText(m.Skills), db.ListText(m.Languages)
	var n int64
	var err error
	if m.Version == 0 {
		n, err = tx.Exec(`INSERT INTO assignment_member (shop_id, user_id, takes, skills, languages, vip, capacity, version)
			VALUES (?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING`, shopID, m.UserID, m.Takes, skills, languages, m.VIP, m.Capacity)
	} else {
		n, err = tx.Exec(`UPDATE assignment_member SET takes = ?, skills = ?, languages = ?, vip = ?, capacity = ?, version = version + 1
			WHERE shop_id = ? AND user_id = ? AND version = ?`, m.Takes, skills, languages, m.VIP, m.Capacity, shopID, m.UserID, m.Version)
	}
	m.Version++
	return m, changed(n, err)
}

func changed(n int64, err error) error {
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "assignment.changed")
	}
	return err
}

// membersIn returns those of whom something was said, by id.
func membersIn(q db.Queryer, shopID string) (map[string]Member, error) {
	all, err := db.All(q, func(row db.Scanner) (m Member, err error) {
		var skills, languages string
		if err = row.Scan(&m.UserID, &m.Takes, &skills, &languages, &m.VIP, &m.Capacity, &m.Version); err != nil {
			return m, err
		}
		if err = json.Unmarshal([]byte(skills), &m.Skills); err == nil {
			err = json.Unmarshal([]byte(languages), &m.Languages)
		}
		return m, err
	}, `SELECT user_id, takes, skills, languages, vip, capacity, version FROM assignment_member WHERE shop_id = ?`, shopID)
	members := make(map[string]Member, len(all))
	for _, m := range all {
		members[m.UserID] = m
	}
	return members, err
}

// turnsIn returns when people were given a conversation last.
func turnsIn(q db.Queryer, people []string) (map[string]time.Time, error) {
	turns := map[string]time.Time{}
	if len(people) == 0 {
		return turns, nil
	}
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var id string
		var at int64
		err := row.Scan(&id, &at)
		turns[id] = db.Time(at)
		return struct{}{}, err
	}, `SELECT user_id, at FROM assignment_turn WHERE user_id IN (`+db.Marks(len(people))+`)`, db.Values(people)...)
	return turns, err
}

func saveTurn(tx *db.Tx, userID string, at time.Time) error {
	_, err := tx.Exec(`INSERT INTO assignment_turn (user_id, at) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET at = excluded.at`, userID, db.Millis(at))
	return err
}

// lock lets nobody else hand out before the end of tx.
func lock(tx *db.Tx) error {
	_, err := db.Value[int64](tx, `SELECT id FROM assignment_lock WHERE id = 1 `+tx.ForUpdate())
	return err
}

func saveReturned(tx *db.Tx, conversationID, userID string) error {
	_, err := tx.Exec(`INSERT INTO assignment_returned (conversation_id, user_id) VALUES (?, ?)
		ON CONFLICT (conversation_id) DO UPDATE SET user_id = excluded.user_id`, conversationID, userID)
	return err
}

func forgetReturned(tx *db.Tx, conversationID string) error {
	_, err := tx.Exec(`DELETE FROM assignment_returned WHERE conversation_id = ?`, conversationID)
	return err
}

func returnedBy(q db.Queryer, conversationID string) (string, error) {
	id, err := db.Value[string](q, `SELECT user_id FROM assignment_returned WHERE conversation_id = ?`, conversationID)
	if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	return id, err
}
