package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/api"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/stories/sample"
	"github.com/anxin-desk/anxin/stories/storytest"
)

// way says how the matrix uses an operation. What must come of it follows from
// the access that the document states.
type way struct {
	needs  string         // kind of the thing whose id it takes; see things.make
	inBody string         // field of the body that takes the id; else {id} of the path
	body   map[string]any // other fields; "version" gets that of the thing, # a new number
	bytes  string         // the body is this sample of a file

	also       string // a permission that is needed besides
	everywhere bool   // counts only for who holds the permission for all shops
	status     int    // of who may, if not the documented success
	code       string // of that
	last       bool   // it ends the session, and is therefore tried last
}

// described is an operation of the document.
type described struct {
	*huma.Operation
	access string
}

// operations returns those of the document by id.
func operations(t testing.TB) map[string]described {
	t.Helper()
	all := map[string]described{}
	for path, item := range api.Document("test").Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete, item.Head, item.Options} {
			if op == nil {
				continue
			}
			if all[op.OperationID].Operation != nil {
				t.Errorf("two operations are called %s", op.OperationID)
			}
			op.Path = path
			access, _ := op.Extensions["x-access"].(string)
			all[op.OperationID] = described{op, access}
		}
	}
	return all
}

// success is the documented status of who may and asks well.
func (d described) success() int {
	for status := range d.Responses {
		if n := 0; len(status) == 3 && status[0] == '2' {
			fmt.Sscan(status, &n)
			return n
		}
	}
	return http.StatusOK
}

func TestEveryOperationHasItsRow(t *testing.T) {
	all := operations(t)
	for id := range all {
		if _, ok := ways[id]; !ok {
			t.Errorf("operation %s has no row in ways: say how the matrix uses it", id)
		}
	}
	for id := range ways {
		if _, ok := all[id]; !ok {
			t.Errorf("there is no operation %s", id)
		}
	}
}

// TestNobodyReadsWhatIsNotTheirs asks every operation, as everybody, about what
// is theirs, what is somebody else's, and what does not exist. The last two
// must not be told apart. What an engine answers depends on the scope of who asks,
// not on their role: of the roles that may, few ask.
func TestNobodyReadsWhatIsNotTheirs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMatrix(t, d)
		all := operations(t)
		for _, last := range []bool{false, true} {
			for id, op := range all {
				if way := ways[id]; way.last == last {
					for _, a := range m.asking(op, way) {
						m.try(a, op, way)
					}
				}
			}
		}
		t.Logf("%d cells", m.cells)
	})
}

// try asks one operation as one actor, about each side's thing.
func (m *matrix) try(a actor, op described, w way) {
	sides := sidesFor(a, op, w)
	if w.last {
		defer m.back(a)
	}
	answers := map[side]storytest.Answer{}
	for _, s := range sides {
		th := m.thing(w.needs, s, a)
		got := m.ask(a, op, w, th)
		answers[s] = got
		m.cells++
		status, code := want(a, op, w, th)
		if op.Method != http.MethodGet && got.Status < 300 {
			clear(m.kept)
		}
		if got.Status != status || code != "" && got.Text("code") != code {
			m.t.Errorf("%s (%s) as %s, thing %s: got %d %s, want %d %s", op.OperationID, op.access, a.name, s, got.Status, got.Body, status, code)
		}
	}
	if w.needs == "" || a.all || answers[unknown].Status != http.StatusNotFound {
		return
	}
	foreign := inB
	if a.shop == m.shopB {
		foreign = inA
	}
	if got, none := answers[foreign], answers[unknown]; got.Status != none.Status || !bytes.Equal(got.Body, none.Body) {
		m.t.Errorf("%s as %s tells what is somebody else's from what does not exist: %d %s, %d %s",
			op.OperationID, a.name, got.Status, got.Body, none.Status, none.Body)
	}
}

// asking are the actors who ask one operation: everybody who is refused, on one
// engine, and of those who may and have the same scope two, or one on the other.
func (m *matrix) asking(op described, w way) []actor {
	most, denied := 2, true
	if m.w.DB.Engine() != "sqlite" {
		most, denied = 1, false
	}
	var some []actor
	seen := map[string]int{}
	for _, a := range m.actors {
		scope := a.name
		if a.user {
			scope = "user of " + a.shop
		}
		switch {
		case refused(a, op, w):
			if denied {
				some = append(some, a)
			}
		case seen[scope] < most:
			seen[scope]++
			some = append(some, a)
		}
	}
	return some
}

// refused tells whether an actor may not use an operation at all.
func refused(a actor, op described, w way) bool {
	status, _ := want(a, op, w, thing{shop: a.shop, buyer: a.name, owner: a.id})
	return status == http.StatusForbidden || status == http.StatusUnauthorized
}

// sidesFor are those about whose things an actor asks: who is refused, about one
// that there is and one that there is not.
func sidesFor(a actor, op described, w way) []side {
	switch {
	case w.needs == "":
		return []side{none}
	case refused(a, op, w):
		return []side{inA, unknown}
	}
	return []side{inA, inB, unknown}
}

// want is what must come of it.
func want(a actor, op described, w way, th thing) (status int, code string) {
	okay, okayCode := w.status, w.code
	if okay == 0 {
		okay = op.success()
	}
	may := false
	switch access := strings.TrimSuffix(op.access, " or permission"); access {
	case "public":
		return okay, okayCode
	case "signed in":
		may = a.user
	case "visitor":
		may = a.buyer
	case "progress link":
		if !a.holder {
			return http.StatusUnauthorized, "progress.link_over"
		}
		may = true
	case "task link":
		if !a.tasker {
			return http.StatusNotFound, "task.link_over"
		}
		may = true
	case "evidence link":
		if !a.giver {
			return http.StatusNotFound, "evidence.link_over"
		}
		may = true
	case "signed link":
		may = a.may["file.read"]
	default:
		may = a.may[access] && (w.also == "" || a.may[w.also]) && (a.all || !w.everywhere)
	}
	switch {
	case !a.user && !may:
		return http.StatusUnauthorized, "identity.signed_out"
	case a.user && op.access == "visitor":
		return http.StatusUnauthorized, "identity.signed_out"
	case !may:
		return http.StatusForbidden, "identity.denied"
	case w.needs != "" && !a.sees(th):
		return http.StatusNotFound, ""
	}
	return okay, okayCode
}

// ask sends the request.
func (m *matrix) ask(a actor, op described, w way, th thing) storytest.Answer {
	m.keys++
	r := storytest.Request{Method: op.Method, Path: strings.NewReplacer("{id}", th.id, "{piece}", "order", "{number}", fmt.Sprintf("N%08d", m.keys), "{edition}", "1").Replace(op.Path), Header: http.Header{}}
	if op.OperationID == "readSetup" {
		r.Path += "?token=x"
	}
	r.Header.Set("Idempotency-Key", fmt.Sprintf("matrix-%06d", m.keys))
	switch {
	case w.bytes != "":
		content, err := sample.File(w.bytes)
		if err != nil {
			m.t.Fatal(err)
		}
		r.Body = content
	case w.body != nil || w.inBody != "":
		r.Body = bytes.ReplaceAll(storytest.JSON(fill(w, th)), []byte("#"), fmt.Append(nil, m.keys))
	}
	return m.w.Send(a.name, r)
}

func fill(w way, th thing) map[string]any {
	body := map[string]any{}
	for name, value := range w.body {
		switch value {
		case "$shop":
			value = th.shop
		case "$seq":
			value = th.seq
		}
		body[name] = value
	}
	if _, fresh := body["first"]; fresh {
		delete(body, "first")
		body["version"] = 0
	} else if _, versioned := body["version"]; versioned {
		body["version"] = th.version
	}
	if w.inBody != "" {
		body[w.inBody] = th.id
	}
	return body
}
