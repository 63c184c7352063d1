// Package cell reads what stands in the cells of exported tables: order
// numbers, times, amounts, quantities, phones and words, in the spellings that
// platforms and spreadsheets write them.
//
// Empty cells, and the dashes that exports write instead, say nothing: the
// zero value without an error. What cannot be read is a fault whose sentence
// tells how to mend it; nothing is guessed.
package cell

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Limits of what is taken.
const (
	MaxNumber   = 64             // bytes of an order number
	MaxMoney    = 100_000_000_00 // fen
	MaxQuantity = 1_000_000
	shown       = 40 // runes of a cell in the sentence about it
)

// Text is a cell without what does not print, cut to max runes.
func Text(s string, max int) string {
	if !tidy(s) {
		s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool {
			return unicode.IsSpace(r) || !unicode.IsPrint(r)
		}), " ")
	}
	if len(s) > max && utf8.RuneCountInString(s) > max {
		s = string([]rune(s)[:max])
	}
	return unwrap(s)
}

// tidy tells that a text is printable with single spaces between words, as most
// cells are.
func tidy(s string) bool {
	gap := true
	for _, r := range s {
		switch {
		case r == ' ' && gap:
			return false
		case r == ' ':
			gap = true
			continue
		case r > ' ' && r < 0x7f, r >= 0x4e00 && r <= 0x9fff:
		case r == utf8.RuneError || !unicode.IsPrint(r) || unicode.IsSpace(r):
			return false
		}
		gap = false
	}
	return !gap || s == ""
}

// unwrap takes off how exports keep a spreadsheet from reading a text as a
// number: ="123", '123, `123.
func unwrap(s string) string {
	if inner, ok := strings.CutPrefix(s, `="`); ok {
		s = strings.TrimSuffix(inner, `"`)
	}
	return strings.TrimSpace(strings.TrimLeft(s, "'`"))
}

// nothing are the spellings of an empty cell.
var nothing = map[string]bool{"": true, "-": true, "--": true, "—": true, "——": true, "/": true, "无": true, "null": true, "NULL": true, "None": true, "#N/A": true}

// Blank tells whether a cell says nothing.
func Blank(s string) bool { return nothing[Text(s, shown)] }

// plain is a cell in half-width letters, "" if it says nothing.
func plain(s string) string {
	if s = Text(s, 4*shown); nothing[s] {
		return ""
	}
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return strings.TrimSpace(width.Narrow.String(s))
		}
	}
	return s
}

// quoted is a cell as a sentence shows it.
func quoted(s string) string { return Text(s, shown) }

var (
	numberForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{3,63}$`)
	rounded    = regexp.MustCompile(`^\d(\.\d+)?[eE]\+?\d{1,3}$`)
)

// Number reads the number of an order. One that a spreadsheet has turned into
// 1.23E+17 has lost digits for good.
func Number(s string) (string, error) {
	n := plain(s)
	switch {
	case n == "":
		return "", nil
	case rounded.MatchString(n):
		return "", fault.New(fault.Invalid, "order.cell_number_rounded", "value", quoted(s))
	}
	n = strings.TrimSuffix(n, ".0")
	if !numberForm.MatchString(n) {
		return "", fault.New(fault.Invalid, "order.cell_number", "value", quoted(s))
	}
	return n, nil
}

// LooksRounded tells whether a number has so many digits that a spreadsheet
// keeps only the first fifteen, and nothing but zeros after these.
func LooksRounded(number string) bool {
	if len(number) < 18 || strings.Trim(number[15:], "0") != "" {
		return false
	}
	return strings.Trim(number, "0123456789") == ""
}

// Quantity reads how many, as 2, 2.0, 2件 or x2. found is false for an empty
// cell.
func Quantity(s string) (n int64, found bool, err error) {
	q := plain(s)
	if q == "" {
		return 0, false, nil
	}
	q = strings.Trim(q, "xX×*件个只套 ")
	whole, part, _ := strings.Cut(q, ".")
	n, err = strconv.ParseInt(whole, 10, 64)
	if err != nil || strings.Trim(part, "0") != "" || n < 0 || n > MaxQuantity {
		return 0, false, fault.New(fault.Invalid, "order.cell_quantity", "value", quoted(s))
	}
	return n, true, nil
}

// Phone reads a telephone number, which may be masked with stars already.
func Phone(s string) (string, error) {
	p := plain(s)
	if rounded.MatchString(p) {
		return "", fault.New(fault.Invalid, "order.cell_phone", "value", quoted(s))
	}
	p = strings.TrimSuffix(p, ".0")
	p = strings.Map(func(r rune) rune {
		if r == ' ' || r == '(' || r == ')' {
			return -1
		}
		return r
	}, p)
	return Text(p, 32), nil
}

// Tail is the last four digits of a phone, "" if they are not known. An
// extension after a dash, as virtual numbers have, is not counted.
func Tail(phone string) string {
	main, extension, _ := strings.Cut(phone, "-")
	if len(main) < 7 && extension != "" { // an area code
		main = extension
	}
	if len(main) < 4 {
		return ""
	}
	tail := main[len(main)-4:]
	if strings.Trim(tail, "0123456789") != "" {
		return ""
	}
	return tail
}
