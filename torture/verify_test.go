package torture

import (
	"time"
)

// verify compares what was acknowledged since entry from with what is stored
// now. Talk may go on meanwhile: the ledger is read first.
func (w *world) verify(entries []entry, conversations []string) map[string][]stored {
	w.t.Helper()
	found, err := w.truth.messages(conversations)
	if err != nil {
		w.t.Fatal(err)
	}
	byKey := map[string]stored{}
	for _, id := range conversations {
		w.checkOrder(id, found[id])
		for _, m := range found[id] {
			if m.sender == "system" {
				continue
			}
			if _, double := byKey[m.key]; double {
				w.ledger.wrong("%s is stored twice", m.key)
			}
			byKey[m.key] = m
		}
	}
	for _, e := range entries {
		if e.Kind != "message" {
			continue
		}
		if m, ok := byKey[e.Key]; !ok {
			w.ledger.wrong("%s was acknowledged as %d and is lost", e.Key, e.Seq)
		} else if m.id != e.ID || m.seq != e.Seq || m.text != e.Text || m.conversation != e.Conversation {
			w.ledger.wrong("%s was acknowledged as %d (%s) and is stored as %d (%s): %q", e.Key, e.Seq, e.ID, m.seq, m.id, m.text)
		}
	}
	w.ledger.check(w.t)
	return found
}

// checkOrder wants numbers from 1 without gaps up to the head, and nothing that
// nobody has sent.
func (w *world) checkOrder(id string, messages []stored) {
	for i, m := range messages {
		if m.seq != int64(i)+1 {
			w.ledger.wrong("conversation %s: %d stands where %d should", id, m.seq, i+1)
			return
		}
		if m.sender == "system" || len(m.key) > 5 && m.key[:5] == "card-" {
			continue
		}
		if text, ok := w.ledger.was(m.key); !ok || text != m.text {
			w.ledger.wrong("conversation %s holds %q under %s, which nobody sent", id, m.text, m.key)
		}
	}
	if n := len(messages); n > 0 && messages[0].head != int64(n) {
		w.ledger.wrong("conversation %s says it has %d messages and has %d", id, messages[0].head, n)
	}
}

// settle ends a scene: all alarms must have sounded, once each, and all screens
// must show what is stored: at once after a lone server's hints; where a hint can
// be lost with its server, after the next question for heads.
func (w *world) settle(s *scene, within time.Duration) {
	w.t.Helper()
	s.calm()
	defer s.close()
	pause(w.t.Context(), time.Until(s.lastDue))
	entries := w.ledger.since(s.from)
	if _, err := wait(w.t.Context(), 10*time.Second, func() (bool, error) { return w.allRang(s) }); err != nil {
		w.t.Errorf("alarms are missing after the last due time: %v", err)
	}
	w.checkAlarms(s, entries)
	found := w.verify(entries, s.conversations())
	heads := map[string]int64{}
	for id, messages := range found {
		heads["team:"+id] = int64(len(messages))
		for _, m := range messages {
			if !m.internal {
				heads["conv:"+id] = m.seq
			}
		}
	}
	if took, err := wait(w.t.Context(), within, func() (bool, error) { return s.shows(heads), nil }); err != nil {
		w.t.Errorf("screens lack something %v after the end: %s", took, s.lacking(heads))
	}
	for _, v := range s.screens {
		w.compare(v, found)
	}
	w.messages += len(entries)
	w.searchable(s, entries)
	w.checkWork(s, entries)
	w.ledger.check(w.t)

}

func (w *world) allRang(s *scene) (bool, error) {
	all, err := w.truth.alarms(s.conversations())
	for _, a := range all {
		if a.lines == 0 || a.notices == 0 {
			return false, err
		}
	}
	return true, err
}

// checkAlarms wants one line and one notice for every commitment, not early.
func (w *world) checkAlarms(s *scene, entries []entry) {
	w.t.Helper()
	found, err := w.truth.alarms(s.conversations())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, e := range entries {
		if a := found[e.Key]; e.Kind == "commitment" && (a.id != e.ID || !a.due.Equal(e.Due)) {
			w.ledger.wrong("commitment %s due %v was acknowledged and is stored as %q due %v", e.Key, e.Due, a.id, a.due)
		}
	}
	for key, a := range found {
		if a.rows != 1 || a.lines != 1 || a.notices != 1 {
			w.ledger.wrong("commitment %s is stored %d times, has %d alarms in the thread and %d notices", key, a.rows, a.lines, a.notices)
			continue
		}
		if a.at.Before(a.due) || a.told.Before(a.due) {
			w.ledger.wrong("commitment %s was due %v and rang %v", key, a.due, a.at)
		}
		w.measure(a)
	}
	w.due += len(found)
	w.messages -= len(found)
}

// measure notes how late an alarm was: after its due time, or after the boot if
// no server was up then.
func (w *world) measure(a alarm) {
	if len(w.nodes) > 1 {
		w.late = append(w.late, a.told.Sub(a.due))
		return
	}
	var up time.Time
	for _, l := range w.lives {
		if !l.launched.After(a.told) {
			up = l.ready
		}
	}
	if a.due.Before(up) {
		w.booted = append(w.booted, max(0, a.told.Sub(up)))
		return
	}
	w.late = append(w.late, a.told.Sub(a.due))
}

// compare wants a screen to show exactly what is stored, buyers all but what is
// internal.
func (w *world) compare(v *screen, found map[string][]stored) {
	for id := range v.views {
		shown := v.shown(id)
		i := 0
		for _, m := range found[id] {
			if m.internal && len(v.views) == 1 { // a buyer's
				continue
			}
			if i >= len(shown) || shown[i].Seq != m.seq || shown[i].ID != m.id || m.sender != "system" && shown[i].Text != m.text {
				w.ledger.wrong("conversation %s: a screen lacks or garbles message %d", id, m.seq)
				return
			}
			i++
		}
		if i != len(shown) {
			w.ledger.wrong("conversation %s: a screen shows %d messages, %d are stored", id, len(shown), i)
		}
	}
}
