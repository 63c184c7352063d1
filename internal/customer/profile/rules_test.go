package profile

import (
	"strings"
	"testing"
	"time"
)

func TestHandlesAreCleanedAndMasked(t *testing.T) {
	for _, tt := range []struct {
		kind   Kind
		value  string
		masked string // "" for one that is refused
	}{
		{Phone, "138 1234-5678", "138****5678"},
		{Phone, "+86 13812345678", "138****5678"},
		{Phone, "0571-88886666", "057****6666"},
		{Phone, "138****5678", ""},
		{Phone, "12345", ""},
		{Email, "Lin.Q@Example.com", "L***@Example.com"},
		{Email, "林@example.com", "林***@example.com"},
		{Email, "nobody", ""},
		{Email, "小林 <lin@example.com>", ""},
		{Address, "杭州市西湖区文三路一号", "杭州市西湖****"},
		{Address, "北京", "北****"},
		{Nick, "小林", "小林"},
		{Nick, "", ""},
		{"fax", "1", ""},
	} {
		h, err := Handle{Kind: tt.kind, Platform: "taobao", Value: tt.value}.clean()
		if (err != nil) != (tt.masked == "") || err == nil && h.Masked() != tt.masked {
			t.Errorf("%s %q: %q, %v, want %q", tt.kind, tt.value, h.Masked(), err, tt.masked)
		}
	}
}

func TestReadInWords(t *testing.T) {
	for words, want := range map[string]string{
		"我的电话是13812345678，邮箱lin@example.com。": "phone 138****5678,email l***@example.com",
		"订单号 6937021846473，还没发货":              "",
		"我13812345678 或 139-0000-1111":        "phone 138****5678,phone 139****1111",
		"请联系 @小陈":                             "",
		"":                                    "",
	} {
		var got []string
		for _, h := range Read(words) {
			got = append(got, string(h.Kind)+" "+h.Masked())
		}
		if strings.Join(got, ",") != want {
			t.Errorf("%q: %v, want %s", words, got, want)
		}
	}
}

func TestQuietTimes(t *testing.T) {
	shanghai := time.FixedZone("Shanghai", 8*3600)
	night, noon, never := Treatment{QuietFrom: 22 * 60, QuietTo: 8 * 60}, Treatment{QuietFrom: 12 * 60, QuietTo: 14 * 60}, Treatment{}
	for _, tt := range []struct {
		t     Treatment
		hour  int
		quiet bool
	}{{night, 21, false}, {night, 22, true}, {night, 7, true}, {night, 8, false}, {noon, 12, true}, {noon, 14, false}, {never, 0, false}} {
		at := time.Date(2026, 11, 23, tt.hour, 0, 0, 0, shanghai).UTC()
		if got := tt.t.QuietAt(at, shanghai); got != tt.quiet {
			t.Errorf("%+v at %d: %v", tt.t, tt.hour, got)
		}
	}
}

func TestConsentIsTheLastWord(t *testing.T) {
	p := Profile{Consents: []Consent{{Kind: "phone", Agreed: true}, {Kind: "sms"}}}
	if !p.May("phone") || p.May("sms") || p.May("marketing") {
		t.Error("who did not agree, or was not asked, has not agreed")
	}
}

func TestWhatIsRefused(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	long := strings.Repeat("长", 300)
	for name, err := range map[string]error{
		"a long form of address": second(Treatment{AddressAs: long}.clean()),
		"a level of our own":     second(Treatment{Level: "platinum"}.clean()),
		"a minute of tomorrow":   second(Treatment{QuietFrom: 1440}.clean()),
		"an empty tag":           second(cleanTags([]string{" "})),
		"too many tags":          second(cleanTags(strings.Split("abcdefghijklm", ""))),
		"a memory of nothing":    second(Memory{Kind: "likes", Source: "told"}.clean(now)),
		"a memory that is over":  second(Memory{Kind: "likes", Text: "顺丰", Source: "told", ExpiresAt: now}.clean(now)),
		"a consent to anything":  second(Consent{Kind: "all", How: "chat"}.clean()),
		"a reason of one letter": second(cleanReason("x")),
	} {
		if err == nil {
			t.Errorf("%s passes", name)
		}
	}
}

func second[T any](_ T, err error) error { return err }
