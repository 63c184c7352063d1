package language

import (
	_ "embed"
	"strings"
	"unicode/utf8"
)

//go:embed folds.txt
var foldsText string

// folds holds what a character is read as.
var folds = readFolds(foldsText)

func readFolds(text string) map[rune]rune {
	all := map[rune]rune{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, pair := range strings.Fields(line) {
			from, n := utf8.DecodeRuneInString(pair)
			to, m := utf8.DecodeRuneInString(pair[n:])
			if n+m != len(pair) {
				panic("folds.txt: " + pair + " is no pair")
			}
			if from != to {
				all[from] = to
			}
		}
	}
	return all
}
