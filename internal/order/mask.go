package order

import (
	"strings"
	"unicode/utf8"
)

// Masked returns the order with the receiver's name, phone and address as
// everybody may see them who reads orders.
func (o Order) Masked() Order {
	o.Receiver, o.Phone, o.Address = MaskName(o.Receiver), MaskPhone(o.Phone), MaskAddress(o.Address)
	return o
}

// MaskName leaves the first letter.
func MaskName(name string) string {
	if name == "" {
		return ""
	}
	first, _ := utf8.DecodeRuneInString(name)
	return string(first) + "**"
}

// MaskPhone leaves the first three digits and the last four of a mobile, and
// the last four of everything else.
func MaskPhone(phone string) string {
	main, _, _ := strings.Cut(phone, "-")
	switch n := len(main); {
	case phone == "":
		return ""
	case n == 11:
		return main[:3] + "****" + main[7:]
	case len(phone) > 6:
		return strings.Repeat("*", len(phone)-4) + strings.ToValidUTF8(phone[len(phone)-4:], "*")
	}
	return "****"
}

// MaskAddress leaves what says the city, at most six letters.
func MaskAddress(address string) string {
	if address == "" {
		return ""
	}
	seen := []rune(address)
	n := min(6, len(seen)/2)
	for i, r := range seen {
		if i > 1 && i < 10 && i*2 < len(seen) && r == '市' {
			n = i + 1
			break
		}
	}
	return string(seen[:n]) + "****"
}
