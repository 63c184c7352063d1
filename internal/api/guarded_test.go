package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/api"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// readers says who reads each field that the team fills with words, by operation.
func readers(t *testing.T) map[string]map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/readers.list")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]string{}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) < 3 || words[0] == "#" {
			continue
		}
		if all[words[1]] == nil {
			all[words[1]] = map[string]string{}
		}
		for _, field := range words[2:] {
			all[words[1]][field] = words[0]
		}
	}
	return all
}

// wordy returns the fields of a schema that take words.
func wordy(schemas, schema map[string]any, name string) (fields []string) {
	if ref, ok := schema["$ref"].(string); ok {
		schema = schemas[ref[strings.LastIndex(ref, "/")+1:]].(map[string]any)
	}
	for key, value := range sub(schema, "properties") {
		if key != "$schema" {
			fields = append(fields, wordy(schemas, value.(map[string]any), strings.TrimPrefix(name+"."+key, "."))...)
		}
	}
	kinds := fmt.Sprint(schema["type"])
	switch {
	case strings.Contains(kinds, "array"):
		fields = append(fields, wordy(schemas, sub(schema, "items"), name+"[]")...)
	case strings.Contains(kinds, "string") && schema["enum"] == nil && schema["format"] == nil:
		fields = append(fields, name)
	}
	return fields
}

func sub(m map[string]any, key string) map[string]any {
	found, _ := m[key].(map[string]any)
	return found
}

// TestEveryWordHasItsReader fails for a field that nobody has said about whether
// buyers read it.
func TestEveryWordHasItsReader(t *testing.T) {
	text, err := json.Marshal(api.Document("test"))
	if err != nil {
		t.Fatal(err)
	}
	var document map[string]any
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	schemas, known := sub(sub(document, "components"), "schemas"), readers(t)
	for _, methods := range sub(document, "paths") {
		for _, each := range methods.(map[string]any) {
			op := each.(map[string]any)
			id, access := op["operationId"].(string), op["x-access"].(string)
			if slices.Contains([]string{"public", "visitor", "progress link"}, access) {
				continue // buyers write there
			}
			schema := sub(sub(sub(sub(op, "requestBody"), "content"), "application/json"), "schema")
			if schema == nil {
				continue
			}
			for _, field := range wordy(schemas, schema, "") {
				if known[id][field] == "" {
					t.Errorf("%s takes words in %s: say in testdata/readers.list whether a buyer reads them; if so, hold them to Assist.Allow", id, field)
				}
				delete(known[id], field)
			}
		}
	}
	for id, left := range known {
		if len(left) > 0 {
			t.Errorf("%s has no fields %v any more", id, slices.Sorted(maps.Keys(left)))
		}
	}
}

// TestNobodySendsAnInsult tries an insult in every field that buyers read.
func TestNobodySendsAnInsult(t *testing.T) {
	m := newMatrix(t, dbtest.SQLite(t))
	root := m.actors[slices.IndexFunc(m.actors, func(a actor) bool { return a.all })]
	all, n := operations(t), 0
	for id, fields := range readers(t) {
		for field, reader := range fields {
			if reader != "buyer" {
				continue
			}
			n++
			w := ways[id]
			w.body = maps.Clone(w.body)
			if strings.HasPrefix(field, "settings.") {
				w.body["settings"] = map[string]any{"commitment_grace_minutes": 15, "commitment_escalate_hours": 2, "response_target_minutes": 3,
					"outcome_reminder_hours": 24, "outcome_close_hours": 72, "handover_minutes": 15, "cheap_goods_fen": 3000, "texts": map[string]any{"ack_open": "", "ack_closed": ""}}
			}
			insult(w.body, strings.Split(field, "."))
			if id == "propose" {
				w.body["say"] = true
			}
			got := m.ask(root, all[id], w, m.make(w.needs, inA, root))
			if got.Status != 422 || got.Text("code") != "reply.blocked" {
				t.Errorf("%s lets an insult pass in %s: %d %s", id, field, got.Status, got.Body)
			}
		}
	}
	if n < 18 {
		t.Errorf("only %d fields", n)
	}
}

// insult puts one where a path leads, making what is missing on the way.
func insult(body map[string]any, path []string) {
	name, many := strings.CutSuffix(path[0], "[]")
	if len(path) == 1 {
		body[name] = "你神经病吧"
		return
	}
	inner := maps.Clone(sub(body, name))
	if list, ok := body[name].([]any); many && ok && len(list) > 0 {
		inner = maps.Clone(list[0].(map[string]any))
	}
	if inner == nil {
		inner = map[string]any{}
	}
	insult(inner, path[1:])
	body[name] = inner
	if many {
		body[name] = []any{inner}
	}
}
