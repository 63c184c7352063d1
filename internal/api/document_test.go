package api_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/api"
	"github.com/anxin-desk/anxin/internal/identity"
)

// accesses are what x-access may say besides a permission.
var accesses = []string{"public", "signed in", "visitor", "progress link", "task link", "evidence link", "signed link or permission"}

func TestEveryOperationIsDescribed(t *testing.T) {
	camel := regexp.MustCompile(`^[a-z][A-Za-z]+$`)
	for id, op := range operations(t) {
		if !camel.MatchString(id) {
			t.Errorf("%s %s: %q is no name of a function", op.Method, op.Path, id)
		}
		if op.Summary == "" || strings.HasSuffix(op.Summary, ".") || len(op.Tags) != 1 || op.Tags[0] == "" {
			t.Errorf("%s: summary %q, tags %v", id, op.Summary, op.Tags)
		}
		if !slices.Contains(accesses, op.access) && !identity.Permission(op.access).Known() {
			t.Errorf("%s: x-access %q is neither a permission nor one of %v", id, op.access, accesses)
		}
		if strings.Contains(op.Path, "{") != hasPathParameter(op) {
			t.Errorf("%s: path %s and its parameters differ", id, op.Path)
		}
		if len(op.Responses) < 2 {
			t.Errorf("%s: only %d answers are described", id, len(op.Responses))
		}
	}
}

func hasPathParameter(op described) bool {
	for _, p := range op.Parameters {
		if p.In == "path" {
			return true
		}
	}
	return false
}

// TestCreatingTakesAKey holds what the contract says: a POST that answers 201
// takes an Idempotency-Key.
func TestCreatingTakesAKey(t *testing.T) {
	for id, op := range operations(t) {
		if op.Method != "POST" || op.success() != 201 {
			continue
		}
		keyed := false
		for _, p := range op.Parameters {
			keyed = keyed || p.In == "header" && p.Name == "Idempotency-Key" && p.Required
		}
		if !keyed {
			t.Errorf("%s creates something and takes no Idempotency-Key", id)
		}
	}
}

// TestTheDocumentGivesTypes looks for schemas of which a generator could make
// nothing but any.
func TestTheDocumentGivesTypes(t *testing.T) {
	text, err := json.Marshal(api.Document("test"))
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	if v, _ := doc["openapi"].(string); !strings.HasPrefix(v, "3.1") {
		t.Errorf("version %q", v)
	}
	components := doc["components"].(map[string]any)["schemas"].(map[string]any)
	if len(components) < 15 {
		t.Fatalf("only %d schemas", len(components))
	}
	for name, schema := range components {
		checkSchema(t, components, name, schema)
	}
	for path, item := range doc["paths"].(map[string]any) {
		walkSchemas(t, components, path, item)
	}
}

// walkSchemas finds what stands under "schema".
func walkSchemas(t *testing.T, components map[string]any, at string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if key == "schema" {
				checkSchema(t, components, at, inner)
			} else {
				walkSchemas(t, components, at+"/"+key, inner)
			}
		}
	case []any:
		for _, inner := range v {
			walkSchemas(t, components, at, inner)
		}
	}
}

func checkSchema(t *testing.T, components map[string]any, at string, v any) {
	schema, _ := v.(map[string]any)
	if ref, ok := schema["$ref"].(string); ok {
		if components[strings.TrimPrefix(ref, "#/components/schemas/")] == nil {
			t.Errorf("%s: %s leads nowhere", at, ref)
		}
		return
	}
	for _, key := range []string{"oneOf", "anyOf", "allOf"} {
		if all, ok := schema[key].([]any); ok && len(all) > 0 {
			for _, inner := range all {
				checkSchema(t, components, at+"/"+key, inner)
			}
			return
		}
	}
	types := typesOf(schema["type"])
	if len(types) == 0 {
		t.Errorf("%s: a schema without a type: %v", at, schema)
	}
	if slices.Contains(types, "array") {
		checkSchema(t, components, at+"[]", schema["items"])
	}
	if !slices.Contains(types, "object") {
		return
	}
	properties, _ := schema["properties"].(map[string]any)
	more, _ := schema["additionalProperties"].(map[string]any)
	if len(properties) == 0 && more == nil {
		t.Errorf("%s: an object of which nothing is known", at)
	}
	if more != nil {
		checkSchema(t, components, at+".*", more)
	}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if strings.ToLower(name) != name {
			t.Errorf("%s.%s is no snake_case", at, name)
		}
		checkSchema(t, components, at+"."+name, properties[name])
	}
}

// typesOf reads "string" as well as ["string", "null"].
func typesOf(v any) (types []string) {
	switch v := v.(type) {
	case string:
		types = []string{v}
	case []any:
		for _, each := range v {
			s, _ := each.(string)
			types = append(types, s)
		}
	}
	return types
}
