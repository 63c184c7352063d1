package identity

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Person is a user of the house as the settings show them.
type Person struct {
	ID         string
	Login      string
	Name       string
	DisabledAt time.Time // zero while they may sign in
	MadeAt     time.Time
	Version    int64
	Grants     []Grant
	// Provisional tells that somebody else has chosen their password. They can do
	// nothing before they have chosen their own.
	Provisional bool
	Beyond      bool // they may do more than who asks, who can change nothing about them; told by Users alone

	password string // hash
	epoch    int64  // sessions of an earlier one have ended
}

// Grant gives a person a role somewhere.
type Grant struct {
	Role       string // id of a role
	Shop       string // AllShops for all
	Department string // "" for none in particular
}

// Newcomer is who is to become a user.
type Newcomer struct {
	Name     string
	Login    string
	Password string
	Grants   []Grant
	// Provisional makes them choose a password of their own before anything else.
	Provisional bool
	Once        string // idempotency key, "" if there is none
}

// told is what is said of n besides the password.
func (n Newcomer) told() any {
	return map[string]any{"login": n.Login, "name": n.Name, "grants": n.Grants, "provisional": n.Provisional}
}

// Limits of what people may type.
const (
	minLogin    = 2    // runes
	maxLogin    = 64   // runes
	maxName     = 60   // runes
	minPassword = 8    // runes
	maxPassword = 1024 // bytes
)

// NormalLogin is the form in which logins are kept and compared: full-width
// and upper-case letters make no difference.
func NormalLogin(login string) string {
	return strings.ToLower(norm.NFKC.String(strings.TrimSpace(login)))
}

// checked returns n with its login and name in their normal form. Faults name
// the field.
func (n Newcomer) checked() (Newcomer, error) {
	n.Login, n.Name = NormalLogin(n.Login), strings.TrimSpace(n.Name)
	length := utf8.RuneCountInString(n.Login)
	switch {
	case length < minLogin || length > maxLogin:
		return n, fault.Field("login", "identity.login_length", "min", minLogin, "max", maxLogin)
	case !possibleLogin(n.Login):
		return n, fault.Field("login", "identity.login_characters")
	}
	if err := checkName(n.Name); err != nil {
		return n, err
	}
	return n, checkPassword("password", n.Login, n.Password)
}

func checkName(name string) error {
	switch {
	case name == "" || utf8.RuneCountInString(name) > maxName:
		return fault.Field("name", "identity.name_length", "max", maxName)
	case strings.ContainsFunc(name, unprintable):
		return fault.Field("name", "identity.name_characters")
	}
	return nil
}

// possibleLogin tells whether a login in its normal form could be anybody's.
func possibleLogin(login string) bool {
	return !strings.ContainsFunc(login, func(r rune) bool { return unprintable(r) || unicode.IsSpace(r) })
}

// unprintable also holds for what stands for broken UTF-8.
func unprintable(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }

// checkPassword says what is wrong with a password that somebody has chosen.
func checkPassword(field, login, password string) error {
	switch {
	case utf8.RuneCountInString(password) < minPassword:
		return fault.Field(field, "identity.password_short", "min", minPassword)
	case len(password) > maxPassword:
		return fault.Field(field, "identity.password_long", "max", maxPassword)
	case NormalLogin(password) == login:
		return fault.Field(field, "identity.password_is_login")
	}
	return nil
}

// covers tells whether a may do everywhere what other may do there: nobody
// manages a person who could do more than themselves.
func (a Actor) covers(other Actor) bool {
	for shop, some := range other.held {
		for p := range some {
			if !a.MayIn(p, shop) {
				return false
			}
		}
	}
	return true
}

// shows tells whether a person with these grants is within the scope.
func (s Scope) shows(grants []Grant) bool {
	return s.All || slices.ContainsFunc(grants, func(g Grant) bool { return g.Shop != AllShops && s.Sees(g.Shop, "") })
}
