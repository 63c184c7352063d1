// Package leaving makes safe what leaves the house in an answer pack: it is masked, and
// cannot do anything to who opens it. It does no I/O of its own.
package leaving

import (
	"encoding/csv"
	"io"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/order"
)

var digits = regexp.MustCompile(`[0-9](?:[0-9 -]{5,22}[0-9Xx])?`)

// Masked hides numbers of phones and of identity cards in a text. Whose they are
// nobody can tell from a text, so that all of them count as somebody else's.
func Masked(text string) string {
	return digits.ReplaceAllStringFunc(text, func(run string) string {
		bare := strings.NewReplacer(" ", "", "-", "").Replace(run)
		switch {
		case isMobile(bare):
			return order.MaskPhone(bare)
		case len(bare) == 13 && strings.HasPrefix(bare, "86") && isMobile(bare[2:]):
			return order.MaskPhone(bare[2:])
		case isIdentity(bare):
			return bare[:4] + "**********" + bare[14:]
		}
		return run
	})
}

func isMobile(d string) bool { return len(d) == 11 && d[0] == '1' && d[1] >= '3' }

// isIdentity tells an identity card from other long numbers, as those of orders, by
// its date and its check digit.
func isIdentity(d string) bool {
	if len(d) != 18 {
		return false
	}
	born, err := time.Parse("20060102", d[6:14])
	if err != nil || born.Year() < 1900 || born.Year() > 2100 {
		return false
	}
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		if d[i] < '0' || d[i] > '9' {
			return false
		}
		sum += int(d[i]-'0') * weight
	}
	return "10X98765432"[sum%11] == strings.ToUpper(d)[17]
}

// WriteCSV writes a table that spreadsheets read as text: what begins like a formula
// is none.
func WriteCSV(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = inert(cell)
		}
		if err := out.Write(safe); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func inert(cell string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(cell, unicode.IsSpace))
	if strings.ContainsRune("=+-@|%＝＋－＠", first) {
		return "'" + cell
	}
	return cell
}

// FileName makes a name that no system takes for a path.
func FileName(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
}
