package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/stories/storytest"
)

// hostile are bodies that have broken servers before.
var hostile = []string{
	"", " ", "null", "true", "0", `""`, "[]", "{}", "{", `{"`, "[[[[[[[[[[", strings.Repeat("[", 10_000),
	"\x00", "\xff\xfe{}", "\xef\xbb\xbf{}", `{"a":1}{"b":2}`, `{"version":1e400}`, `{"version":-9223372036854775809}`,
	`{"version":null,"text":null}`, `{"text":{},"version":[]}`, `{"text":"\u0000"}`, `{"text":"\ud800"}`, `{"TEXT":"a","Version":1}`,
	`{"text":"a","text":"b"}`, `{"version":9223372036854775807}`, `{"seq":9223372036854775807}`, `{"$schema":"x"}`, `{"":""}`,
	`{"due_at":"9999-12-31T23:59:59.999999999Z","text":"a","version":1}`, `{"due_at":"-0001-01-01T00:00:00Z","text":"a"}`,
	`{"due_at":"2026-03-05T00:00:00.0000001+23:59","text":"a","version":1}`, `{"due_at":1,"text":"a"}`,
	`{"demands":null,"scenario":"quality.damaged","severity":"low"}`, `{"demands":["refund",null],"scenario":"quality.damaged","severity":"low"}`,
	`{"file_ids":["\u0000","'; DROP TABLE message; --"],"text":"a"}`, `{"file_ids":null,"text":"a"}`,
	`{"login":"\u0000","password":"\ud800"}`, `{"shop_key":"tea","token":"\u0000","name":"\u202e"}`,
	`{"solved":"yes","words":5}`, `{"assignee_id":"' OR 1=1","version":1}`, `{"up_to":"%00"}`, `{"current":"","new":""}`,
	`{"scenario":"` + strings.Repeat("a", 70_000) + `"}`,
}

// FuzzBodies sends bodies to every operation that takes one. Whatever they are,
// the answer is no error of the server, and every refusal is a problem with a
// code. Its seeds run with every test.
func FuzzBodies(f *testing.F) {
	all := operations(f)
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(all)) {
		// Those that end the session would end the fuzzing, and hashing is slow.
		if all[id].Method != http.MethodGet && !ways[id].last && id != "changePassword" {
			ids = append(ids, id)
		}
	}
	if len(ids) < 15 {
		f.Fatalf("only %d operations take a body", len(ids))
	}
	w := storytest.New(f, dbtest.SQLite(f))
	tea := w.Shop("tea", "茶")
	w.User("root", "administrator", "")
	talk := w.Visit("lin", "tea", "林")
	w.User("chen", "supervisor", tea.ID)
	things := map[string]string{"talk": talk}
	things["case"] = w.Send("chen", storytest.Request{Method: "POST", Path: "/api/conversations/" + talk + "/cases",
		Header: http.Header{"Idempotency-Key": {"fuzz-case"}}, Body: []byte(`{"scenario":"quality.damaged","severity":"low"}`)}).Text("id")
	things["commitment"] = w.Send("chen", storytest.Request{Method: "POST", Path: "/api/cases/" + things["case"] + "/commitments",
		Header: http.Header{"Idempotency-Key": {"fuzz-commitment"}}, Body: []byte(`{"text":"a","due_at":"2026-05-01T00:00:00Z"}`)}).Text("id")
	things["asked case"], things["closed case"] = things["case"], things["case"]
	url := w.Send("chen", storytest.Request{Method: "POST", Path: "/api/cases/" + things["case"] + "/progress-link",
		Header: http.Header{"Idempotency-Key": {"fuzz-link"}}, Body: []byte(`{}`)}).Text("url")
	_, token, _ := strings.Cut(url, "#")
	w.Hold("holder", token)
	for n := range ids {
		for i, body := range hostile {
			if (n+i)%3 > 0 { // each body goes to a third of the operations
				continue
			}
			f.Add(uint16(n), []byte(body))
		}
	}
	keys := 0
	f.Fuzz(func(t *testing.T, n uint16, body []byte) {
		op := all[ids[int(n)%len(ids)]]
		keys++
		who := "chen"
		if op.access == "visitor" {
			who = "lin"
		} else if op.access == "progress link" {
			who = "holder"
		} else if ways[op.OperationID].everywhere {
			who = "root"
		}
		if op.access == "public" {
			who = "" // whose session does not end by it
		}
		thing := things[ways[op.OperationID].needs]
		a, err := w.TrySend(who, storytest.Request{Method: op.Method, Path: strings.Replace(op.Path, "{id}", thing, 1), Body: body,
			Header: http.Header{"Idempotency-Key": {fmt.Sprintf("fuzz-%08d", keys)}}})
		if err != nil {
			t.Fatalf("%s: %v", op.OperationID, err)
		}
		if a.Status >= 500 {
			t.Fatalf("%s: %d %s", op.OperationID, a.Status, a.Body)
		}
		if a.Status >= 400 && (a.Text("code") == "" || a.Header.Get("Content-Type") != "application/problem+json") {
			t.Fatalf("%s: %d %s", op.OperationID, a.Status, a.Body)
		}
	})
}
