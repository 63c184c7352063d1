// Package coupon keeps codes of coupons that a merchant has made elsewhere and
// imported. Each is given once, to one claim.
package coupon

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Pool is codes that are worth the same.
type Pool struct {
	ID        string
	ShopID    string
	Name      string
	Fen       int64     // that a code is worth
	ExpiresAt time.Time // zero if codes do not expire
	MadeAt    time.Time
	Version   int64
	Free      int64 // codes that are not given, counted up to 10000
}

// Limits of pools.
const (
	MaxName  = 40 // runes
	MaxPools = 100
	MaxCodes = 10_000 // of one import
	MaxCode  = 64     // bytes
	maxWrong = 10     // lines that a fault names
)

// Draft is what people say of a pool.
type Draft struct {
	Name      string
	Fen       int64
	ExpiresAt time.Time
}

func (d Draft) clean(now time.Time) (Draft, error) {
	d.Name = strings.Join(strings.Fields(d.Name), " ")
	switch n := utf8.RuneCountInString(d.Name); {
	case n == 0 || n > MaxName:
		return d, fault.Field("name", "coupon.name_length", "max", MaxName)
	case d.Fen <= 0 || d.Fen > limits.MaxFen:
		return d, fault.Field("value_fen", "coupon.value_range")
	case !d.ExpiresAt.IsZero() && !d.ExpiresAt.After(now):
		return d, fault.Field("expires_at", "coupon.expired")
	}
	return d, nil
}

// heads are what people call the column of codes.
var heads = []string{"code", "codes", "coupon", "券码", "优惠券码", "兑换码", "卡密", "编码"}

// Codes picks the codes out of a table: those of the column that says so, or of the
// first one.
func Codes(rows [][]string) (codes []string, err error) {
	column := 0
	var wrong []string
	for i, row := range rows {
		if i == 0 {
			at := slices.IndexFunc(row, func(c string) bool { return slices.Contains(heads, strings.ToLower(strings.TrimSpace(c))) })
			if at >= 0 {
				column = at
				continue
			}
		}
		if column >= len(row) {
			continue
		}
		code := strings.TrimSpace(row[column])
		if code == "" {
			continue
		}
		if len(code) > MaxCode || strings.ContainsFunc(code, func(r rune) bool { return r > 126 || !unicode.IsPrint(r) }) {
			wrong = append(wrong, strconv.Itoa(i+1))
			continue
		}
		codes = append(codes, code)
	}
	switch {
	case len(wrong) > maxWrong:
		return nil, fault.New(fault.Invalid, "coupon.codes_form", "lines", strings.Join(wrong[:maxWrong], ", "), "n", len(wrong), "max", MaxCode)
	case len(wrong) > 0:
		return nil, fault.New(fault.Invalid, "coupon.code_form", "lines", strings.Join(wrong, ", "), "max", MaxCode)
	case len(codes) == 0:
		return nil, fault.New(fault.Invalid, "coupon.no_codes")
	case len(codes) > MaxCodes:
		return nil, fault.New(fault.TooLarge, "coupon.codes_many", "max", MaxCodes)
	}
	return codes, nil
}

// Lines reads codes that were pasted, one a line.
func Lines(text string) (rows [][]string) {
	for line := range strings.Lines(text) {
		rows = append(rows, strings.FieldsFunc(strings.TrimSpace(line), func(r rune) bool { return strings.ContainsRune(",;\t，；", r) }))
	}
	return rows
}
