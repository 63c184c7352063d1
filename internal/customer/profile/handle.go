package profile

import (
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/facts"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Kind is a way by which a customer is known, or reached.
type Kind string

const (
	Phone   Kind = "phone"
	Email   Kind = "email"
	Nick    Kind = "nick" // on a platform
	Address Kind = "address"
)

// Platforms are where customers have nicks.
var Platforms = []string{"taobao", "jd", "pinduoduo", "douyin", "kuaishou", "xiaohongshu", "wechat", "other"}

// State is what is known of whose a handle is.
type State string

const (
	Held      State = "held"
	Claimed   State = "claimed"   // somebody else of the shop holds the same one
	Dismissed State = "dismissed" // it was read in what they wrote, and is not theirs
)

// Handle is a phone, an e-mail address, a nick or an address of a customer.
type Handle struct {
	ID         string
	CustomerID string
	ShopID     string
	Kind       Kind
	Platform   string // of a nick
	Value      string
	norm, tail string
	State      State
	From       Place // where they wrote it; the zero Place if it was added by hand
	By         string
	At         time.Time
}

// Place is a message in which something was read.
type Place struct {
	ConversationID string
	Seq            int64
}

const maxValue = 200 // runes

// clean returns a handle as it is kept, or what is wrong with it.
func (h Handle) clean() (Handle, error) {
	h.Value = oneLine(h.Value)
	if n := utf8.RuneCountInString(h.Value); n == 0 || n > maxValue {
		return h, fault.Field("value", "customer.value_length", "limit", maxValue)
	}
	if h.Kind != Nick {
		h.Platform = ""
	}
	switch h.Kind {
	case Phone:
		found := facts.Phones(language.Read(h.Value))
		if len(found) != 1 || found[0].Kind == facts.Masked {
			return h, fault.Field("value", "customer.phone_form")
		}
		h.Value, h.norm = found[0].Value, digits(found[0].Value)
		h.tail = h.norm[max(0, len(h.norm)-4):]
	case Email:
		a, err := mail.ParseAddress(h.Value)
		if err != nil || a.Name != "" || !strings.Contains(a.Address, ".") {
			return h, fault.Field("value", "customer.email_form")
		}
		h.Value, h.norm = a.Address, strings.ToLower(a.Address)
	case Nick:
		if !slices.Contains(Platforms, h.Platform) {
			return h, fault.Field("platform", "customer.platform_unknown")
		}
		h.norm = strings.ToLower(h.Value)
	case Address:
		h.norm = h.Value
	default:
		return h, fault.Field("kind", "customer.handle_kind")
	}
	return h, nil
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// Masked is as much of a value as may be shown to who has not asked for it. A
// nick is no secret: it is how the platform shows them to everybody.
func (h Handle) Masked() string {
	runes := []rune(h.Value)
	switch h.Kind {
	case Nick:
		return h.Value
	case Phone:
		d := digits(h.Value)
		if len(d) <= 7 {
			return "****" + d[max(0, len(d)-2):]
		}
		return d[:3] + "****" + d[len(d)-4:]
	case Email:
		name, at, _ := strings.Cut(h.Value, "@")
		return string([]rune(name)[:1]) + "***@" + at
	}
	return string(runes[:min(len(runes)/2, 6)]) + "****"
}

// Read returns the phones and e-mail addresses in what somebody wrote.
func Read(text string) (found []Handle) {
	for _, f := range facts.Phones(language.Read(text)) {
		if h, err := (Handle{Kind: Phone, Value: f.Value}).clean(); err == nil && f.Kind == facts.Mobile {
			found = append(found, h)
		}
	}
	for _, word := range strings.FieldsFunc(text, outsideAddress) {
		word = strings.Trim(word, ".-_+")
		if !strings.Contains(word, "@") {
			continue
		}
		if h, err := (Handle{Kind: Email, Value: word}).clean(); err == nil {
			found = append(found, h)
		}
	}
	return found
}

// outsideAddress tells what does not stand in an e-mail address: in Chinese it
// follows other words without a space.
func outsideAddress(r rune) bool {
	return !(r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune("@.-_+", r))
}

// is tells whether two handles are the same, whosever they are.
func (h Handle) is(o Handle) bool {
	return h.Kind == o.Kind && h.Platform == o.Platform && h.norm == o.norm
}
