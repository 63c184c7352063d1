package db

import "strings"

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
