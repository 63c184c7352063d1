// Package load counts what people look after, for whoever hands out more of it.
package load

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Load is what somebody has to do now.
type Load struct {
	Talks   int64     // conversations in which a buyer waits, or somebody said something lately
	FallsAt time.Time // when the first of these ends if nobody says anything more; zero if a buyer waits in all of them
}

// Of returns the loads of people by their ids, over all shops. A conversation in
// which nobody waits counts for the time quiet after its last message; one that
// was put off does not count.
func Of(q db.Queryer, people []string, quiet time.Duration, now time.Time) (map[string]Load, error) {
	loads := map[string]Load{}
	if len(people) == 0 {
		return loads, nil
	}
	type row struct {
		id     string
		talks  int64
		oldest int64
	}
	in := db.Marks(len(people))
	args := append(append(db.Values(people), db.Millis(now.Add(-quiet))), db.Values(people)...)
	rows, err := db.All(q, func(r db.Scanner) (one row, err error) {
		err = r.Scan(&one.id, &one.talks, &one.oldest)
		return one, err
	}, `SELECT assignee_id, COUNT(*), COALESCE(MIN(CASE WHEN waiting_since = 0 THEN last_at END), 0) FROM (
			SELECT id, assignee_id, waiting_since, last_at FROM conversation
				WHERE head_seq > 0 AND assignee_id IN (`+in+`) AND last_at > ? AND snoozed_until = 0 AND merged_into = ''
			UNION SELECT id, assignee_id, waiting_since, last_at FROM conversation
				WHERE waiting_since > 0 AND assignee_id IN (`+in+`) AND snoozed_until = 0 AND merged_into = '') AS theirs
		GROUP BY assignee_id`, args...)
	for _, one := range rows {
		l := Load{Talks: one.talks}
		if one.oldest > 0 {
			l.FallsAt = db.Time(one.oldest).Add(quiet)
		}
		loads[one.id] = l
	}
	return loads, err
}

// Waiting returns the ids of the conversations of a shop in which a buyer waits
// and which nobody looks after, who waits longest first, at most limit.
func Waiting(q db.Queryer, shopID string, limit int) ([]string, error) {
	return db.All(q, func(r db.Scanner) (id string, err error) {
		err = r.Scan(&id)
		return id, err
	}, `SELECT id FROM conversation WHERE shop_id = ? AND waiting_since > 0 AND assignee_id = '' AND merged_into = '' AND snoozed_until = 0
		ORDER BY waiting_since, id LIMIT ?`, shopID, limit)
}

// Words returns what a buyer said last in a conversation, newest first, at most
// limit messages of those that were not taken back.
func Words(q db.Queryer, id string, limit int) ([]string, error) {
	return db.All(q, func(r db.Scanner) (text string, err error) {
		err = r.Scan(&text)
		return text, err
	}, `SELECT text FROM message WHERE conversation_id = ? AND sender_kind = 'buyer' AND recalled_at = 0 ORDER BY seq DESC LIMIT ?`, id, limit)
}

// Recent returns the ids of the conversations of a shop in which somebody said
// something since a time, the last one first, at most limit.
func Recent(q db.Queryer, shopID string, since time.Time, limit int) ([]string, error) {
	return db.All(q, func(r db.Scanner) (id string, err error) {
		err = r.Scan(&id)
		return id, err
	}, `SELECT id FROM conversation WHERE shop_id = ? AND head_seq > 0 AND last_at >= ? AND merged_into = ''
		ORDER BY last_at DESC, id DESC LIMIT ?`, shopID, db.Millis(since), limit)
}

// Turn is a time in which a buyer waited for an answer.
type Turn struct {
	Since    time.Time
	Answered time.Time // zero while they wait
	Words    []string  // what they said meanwhile, newest first
	First    bool      // it began with their first message
}

// Turns returns the turns of a conversation that began since a time, of its last
// messages, at most limit of these, the oldest first.
func Turns(q db.Queryer, id string, since time.Time, limit int) (turns []Turn, err error) {
	type line struct {
		buyer bool
		text  string
		at    int64
		seq   int64
	}
	lines, err := db.All(q, func(r db.Scanner) (l line, err error) {
		err = r.Scan(&l.buyer, &l.text, &l.at, &l.seq)
		return l, err
	}, `SELECT sender_kind = 'buyer', text, at, seq FROM message WHERE conversation_id = ? AND internal = FALSE AND sender_kind <> 'system'
		ORDER BY seq DESC LIMIT ?`, id, limit)
	waits := false
	for i := len(lines) - 1; i >= 0; i-- {
		l := lines[i]
		switch {
		case !l.buyer && waits:
			turns[len(turns)-1].Answered, waits = db.Time(l.at), false
		case l.buyer && waits:
			last := &turns[len(turns)-1]
			last.Words = append([]string{l.text}, last.Words...)
		case l.buyer:
			turns, waits = append(turns, Turn{Since: db.Time(l.at), Words: []string{l.text}, First: l.seq == 1}), true
		}
	}
	for len(turns) > 0 && turns[0].Since.Before(since) {
		turns = turns[1:]
	}
	return turns, err
}
