package storytest

import (
	"regexp"
	"strconv"
	"strings"
)

var repeated = regexp.MustCompile(`\{\{(.+?) x (\d+)\}\}`)

// unfold writes "{{字 x 3}}" out as "字字字".
func unfold(s string) string {
	return repeated.ReplaceAllStringFunc(s, func(found string) string {
		part := repeated.FindStringSubmatch(found)
		n, err := strconv.Atoi(part[2])
		if err != nil {
			panic(err) // digits that are no number
		}
		return strings.Repeat(part[1], n)
	})
}
