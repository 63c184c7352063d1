package facts

import "strings"

// carriers by how their numbers begin, with how many digits follow.
var carriers = []struct {
	prefix, carrier string
	least, most     int
}{
	{"SF", "SF", 10, 15}, {"YT", "YT", 11, 18}, {"ZTO", "ZTO", 10, 15}, {"ZT", "ZTO", 11, 15}, {"STO", "STO", 10, 15}, {"ST", "STO", 11, 15},
	{"YUNDA", "YUNDA", 10, 15}, {"YD", "YUNDA", 11, 15}, {"JT", "JT", 11, 15}, {"JDVA", "JD", 8, 15}, {"JDVB", "JD", 8, 15}, {"JDVC", "JD", 8, 15},
	{"JDV", "JD", 8, 16}, {"JDX", "JD", 8, 16}, {"JDK", "JD", 8, 16}, {"JDAP", "JD", 8, 15}, {"JD", "JD", 9, 16}, {"DBK", "DBK", 8, 15}, {"DPK", "DBK", 8, 15}, {"DPL", "DBK", 8, 15},
	{"EMS", "EMS", 9, 14}, {"EA", "EMS", 9, 13}, {"BEST", "BEST", 8, 15}, {"HTKY", "BEST", 8, 15}, {"KY", "KY", 11, 14}, {"DN", "CAINIAO", 10, 15}, {"CN", "CAINIAO", 10, 15},
}

// carrierNames are what people call them.
var carrierNames = []struct{ name, carrier string }{
	{"顺丰", "SF"}, {"sf", "SF"}, {"圆通", "YT"}, {"中通", "ZTO"}, {"申通", "STO"}, {"韵达", "YUNDA"}, {"极兔", "JT"}, {"京东快递", "JD"}, {"京东物流", "JD"}, {"京东", "JD"},
	{"ems", "EMS"}, {"邮政", "EMS"}, {"邮局", "EMS"}, {"德邦", "DBK"}, {"百世", "BEST"}, {"菜鸟", "CAINIAO"}, {"丹鸟", "CAINIAO"}, {"跨越", "KY"},
}

// tracking tells tracking numbers by their letters, or by being called one.
func (s *search) tracking(c code) (Fact, bool) {
	f := Fact{Range: c.Range, Type: Tracking, Value: c.text}
	if carrier, ok := lettered(c.text); ok && !s.near(c.From, 5, "订单号", "订单编号", "订单") {
		f.Carrier = carrier
		return f, true
	}
	if c.others > 0 || len(c.text) < 9 || len(c.text) > 15 || strings.Contains(c.raw, "-") {
		return f, false
	}
	f.Carrier = s.named(c)
	if s.near(c.From, 6, "订单号", "订单编号", "订单") {
		return f, false
	}
	if s.near(c.From, 9, trackingWords...) || f.Carrier != "" && s.near(c.From, 12, append([]string{"单号", "件"}, names()...)...) {
		if f.Carrier == "" {
			f.Carrier = shape(c.text)
		}
		return f, len(c.text) >= 10
	}
	return f, false
}

func names() []string {
	var all []string
	for _, n := range carrierNames {
		if n.name != "京东" && n.name != "sf" {
			all = append(all, n.name)
		}
	}
	return all
}

// lettered reads SF1234567890123 and EA123456789CN.
func lettered(text string) (carrier string, ok bool) {
	if n := len(text); n == 13 && text[11] >= 'A' && text[12] >= 'A' && text[0] >= 'A' && text[1] >= 'A' && strings.Trim(text[2:11], "0123456789") == "" {
		return "EMS", true
	}
	best := 0
	for _, p := range carriers {
		rest, found := strings.CutPrefix(text, p.prefix)
		if found && len(p.prefix) > best && len(rest) >= p.least && len(rest) <= p.most && strings.Trim(rest, "0123456789") == "" {
			carrier, best = p.carrier, len(p.prefix)
		}
	}
	return carrier, best > 0
}

// named returns the carrier that is named near a code.
func (s *search) named(c code) string {
	for _, n := range carrierNames {
		if s.near(c.From, 14, n.name) || s.has(c.To, n.name, "("+n.name) || s.has(c.To+1, n.name) {
			return n.carrier
		}
	}
	return ""
}

// shape guesses the carrier of a number without letters.
func shape(text string) string {
	switch {
	case (len(text) == 13 || len(text) == 15) && (strings.HasPrefix(text, "77") || strings.HasPrefix(text, "88")):
		return "STO"
	case len(text) == 14 && strings.HasPrefix(text, "7"):
		return "ZTO"
	case len(text) == 15 && (strings.HasPrefix(text, "43") || strings.HasPrefix(text, "46") || strings.HasPrefix(text, "31")):
		return "YUNDA"
	case len(text) == 13 && (strings.HasPrefix(text, "98") || strings.HasPrefix(text, "10") || strings.HasPrefix(text, "11") || strings.HasPrefix(text, "12")):
		return "EMS"
	}
	return ""
}

// CarrierOf recognises the carrier of a tracking number that stands by itself: by its
// letters, or by how it looks without any; "" if it looks like nobody's.
func CarrierOf(number string) string {
	number = strings.ToUpper(strings.TrimSpace(number))
	if carrier, ok := lettered(number); ok {
		return carrier
	}
	if strings.Trim(number, "0123456789") != "" {
		return ""
	}
	return shape(number)
}

// CarrierNamed returns the carrier that words name, "" if they name none.
func CarrierNamed(words string) string {
	words = strings.ToLower(words)
	for _, n := range carrierNames {
		if strings.Contains(words, n.name) {
			return n.carrier
		}
	}
	return ""
}
