package torture

import (
	"time"
)

// sought is how many messages of a scene are looked for afterwards.
const sought = 12

// searchable wants that search knows soon, however often its index was
// interrupted, what was acknowledged: each message once.
func (w *world) searchable(s *scene, entries []entry) {
	w.t.Helper()
	took, err := wait(w.t.Context(), 20*time.Second, func() (bool, error) {
		n, err := w.truth.number(`SELECT COUNT(*) FROM search_change`)
		return n == 0, err
	})
	if err != nil {
		w.t.Errorf("search does not catch up: %v", err)
		return
	}
	w.behind = append(w.behind, took)
	for _, e := range w.some(entries) {
		var hits []string
		_, err := wait(w.t.Context(), ready, func() (ok bool, err error) {
			hits, err = s.agents[0].Find(w.t.Context(), `"`+e.Key+`"`)
			return err == nil, refusal(err)
		})
		if err != nil {
			w.t.Errorf("searching: %v", err)
		} else if len(hits) != 1 || hits[0] != e.Text {
			w.ledger.wrong("%s was acknowledged, and searching it finds %q", e.Key, hits)
		}
	}
}

// some picks a few of the messages among entries.
func (w *world) some(entries []entry) (few []entry) {
	for _, i := range w.choose.Perm(len(entries)) {
		if entries[i].Kind == "message" && len(few) < sought {
			few = append(few, entries[i])
		}
	}
	return few
}
