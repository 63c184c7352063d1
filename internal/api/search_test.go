package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/stories/storytest"
)

// TestNobodyFindsWhatIsNotTheirs plants the same rare word in two shops and lets
// everybody look for it: who may read in one shop gets the same answer, to the
// byte, whether or not the other shop has the word.
func TestNobodyFindsWhatIsNotTheirs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMatrix(t, d)
		m.plant(inA, "蓝鲸")
		alone := m.lookFor("蓝鲸")
		m.plant(inB, "蓝鲸")
		both := m.lookFor("蓝鲸")
		for _, a := range m.actors {
			for path, got := range both[a.name] {
				reads := a.may["conversation.read"] || a.may["case.read"]
				switch {
				case !a.user && got.Status != http.StatusUnauthorized, a.user && got.Status != http.StatusOK:
					t.Errorf("%s, %s: %d", path, a.name, got.Status)
				case a.user && !(a.all && strings.Contains(path, "limit=1")) && strings.Contains(string(got.Body), m.shopA) != (reads && !strings.Contains(path, "shop="+m.shopB)):
					t.Errorf("%s, %s: got %s", path, a.name, got.Body)
				case a.all && !strings.Contains(path, "shop=") && !strings.Contains(string(got.Body), m.shopB):
					t.Errorf("%s, %s: does not find both: %s", path, a.name, got.Body)
				case !a.all && string(got.Body) != string(alone[a.name][path].Body):
					t.Errorf("%s, %s: tells of the other shop: %s, %s", path, a.name, got.Body, alone[a.name][path].Body)
				}
			}
		}
	})
}

// plant says a word in the conversation of a side, and opens a case about it.
func (m *matrix) plant(s side, word string) {
	m.t.Helper()
	m.keys++
	talks := m.w.Services.Conversations
	_, err := talks.Reply(m.root, m.talk[s], "plant-"+string(s)+"-1", conversation.Draft{Text: "说到" + word})
	m.must(err)
	_, err = m.w.Services.Complaints.Open(m.root, m.talk[s], "plant-"+string(s)+"-2",
		complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low, Summary: word + "碎了"})
	m.must(err)
	m.must(m.w.Services.Index.CatchUp(m.t.Context()))
}

func (m *matrix) lookFor(word string) map[string]map[string]storytest.Answer {
	all := map[string]map[string]storytest.Answer{}
	q := "q=" + url.QueryEscape(word)
	for _, a := range m.actors {
		all[a.name] = map[string]storytest.Answer{}
		for _, path := range []string{"/api/search?" + q, "/api/search/first?" + q, "/api/search?limit=1&" + q, "/api/search?shop=" + m.shopB + "&" + q} {
			all[a.name][path] = m.w.Send(a.name, storytest.Request{Method: http.MethodGet, Path: path, Header: http.Header{}})
		}
	}
	return all
}
