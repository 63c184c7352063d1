package db

import (
	"encoding/json"
	"strings"
)

// Marks returns the n placeholders of a list in SQL: ?, ?, ?.
func Marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// Values returns texts, such as ids, as arguments of a query.
func Values(texts []string) []any {
	values := make([]any, len(texts))
	for i, text := range texts {
		values[i] = text
	}
	return values
}

// ListText writes a list of plain values, which cannot fail, for a column of text:
// as JSON, nil as an empty list.
func ListText[T any](list []T) string {
	if list == nil {
		list = []T{}
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(err)
	}
	return string(text)
}
