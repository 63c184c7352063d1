package identity

import (
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestNewcomers(t *testing.T) {
	tests := []struct {
		name  string
		n     Newcomer
		login string
		code  string
	}{
		{"plain", Newcomer{Login: "ada", Name: "Ada", Password: "correct horse"}, "ada", ""},
		{"Chinese", Newcomer{Login: "小安", Name: "安心", Password: "一二三四五六七八"}, "小安", ""},
		{"upper case and spaces around", Newcomer{Login: " Ada ", Name: " Ada ", Password: "correct horse"}, "ada", ""},
		{"full width", Newcomer{Login: "Ａda１", Name: "Ada", Password: "correct horse"}, "ada1", ""},
		{"short login", Newcomer{Login: "a", Name: "Ada", Password: "correct horse"}, "", "identity.login_length"},
		{"long login", Newcomer{Login: strings.Repeat("安", 65), Name: "Ada", Password: "correct horse"}, "", "identity.login_length"},
		{"space in login", Newcomer{Login: "a da", Name: "Ada", Password: "correct horse"}, "", "identity.login_characters"},
		{"control in login", Newcomer{Login: "a\x00da", Name: "Ada", Password: "correct horse"}, "", "identity.login_characters"},
		{"invisible in login", Newcomer{Login: "a\u200bda", Name: "Ada", Password: "correct horse"}, "", "identity.login_characters"},
		{"broken UTF-8", Newcomer{Login: "a\xffda", Name: "Ada", Password: "correct horse"}, "", "identity.login_characters"},
		{"no name", Newcomer{Login: "ada", Name: " ", Password: "correct horse"}, "", "identity.name_length"},
		{"long name", Newcomer{Login: "ada", Name: strings.Repeat("x", 61), Password: "correct horse"}, "", "identity.name_length"},
		{"direction override in name", Newcomer{Login: "ada", Name: "A\u202eda", Password: "correct horse"}, "", "identity.name_characters"},
		{"short password", Newcomer{Login: "ada", Name: "Ada", Password: "七个字的密码。"}, "", "identity.password_short"},
		{"long password", Newcomer{Login: "ada", Name: "Ada", Password: strings.Repeat("x", 1025)}, "", "identity.password_long"},
		{"password is login", Newcomer{Login: "ada.lovelace", Name: "Ada", Password: "Ada.Lovelace"}, "", "identity.password_is_login"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, err := tt.n.checked()
			if fault.CodeOf(err) != tt.code {
				t.Fatalf("got %v, want %q", err, tt.code)
			}
			if err == nil && n.Login != tt.login {
				t.Errorf("login %q, want %q", n.Login, tt.login)
			}
		})
	}
}

func TestRolesAreChecked(t *testing.T) {
	tests := []struct {
		name string
		role Role
		code string
	}{
		{"good", Role{ID: "x", Name: "夜班", Permissions: []Permission{CaseRead, CaseRead}}, ""},
		{"without a name", Role{ID: "x"}, "identity.name_length"},
		{"a buyer's permission", Role{ID: "x", Name: "x", Permissions: []Permission{BuyerUse}}, "identity.permission_unknown"},
		{"invented", Role{ID: "x", Name: "x", Permissions: []Permission{"all"}}, "identity.permission_unknown"},
		{"an administrator who cannot manage", Role{ID: Administrator, Name: "x", Permissions: []Permission{UserManage}}, "identity.administrator_needs"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.role.checked(); fault.CodeOf(err) != tt.code {
				t.Errorf("got %v, want %q", err, tt.code)
			}
		})
	}
}

func TestNobodysHashIsAHash(t *testing.T) {
	ok, err := newPasswords(1).match(t.Context(), "guess", nobodysHash)
	if ok || err != nil {
		t.Errorf("got %v, %v", ok, err)
	}
	if !strings.HasPrefix(nobodysHash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Error("it costs something else than a real one")
	}
	real, err := newPasswords(1).hash(t.Context(), "guess")
	if err != nil || len(real) != len(nobodysHash) || !strings.HasPrefix(real, nobodysHash[:31]) {
		t.Errorf("a real one is %s, %v", real, err)
	}
}
