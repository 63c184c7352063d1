package identity

import (
	"slices"
	"testing"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestRequire(t *testing.T) {
	agent := NewUser("ada", "Ada", map[string][]Permission{
		"north": {ConversationRead, CaseRead}, "south": {ConversationRead}})
	lead := NewUser("bo", "Bo", map[string][]Permission{AllShops: {CaseRead}, "north": {UserManage}})
	buyer := NewBuyer("li", "north", "Li")
	tests := []struct {
		name string
		who  Actor
		p    Permission
		want Scope
		code string
	}{
		{"two shops", agent, ConversationRead, Scope{Shops: []string{"north", "south"}}, ""},
		{"one shop", agent, CaseRead, Scope{Shops: []string{"north"}}, ""},
		{"nowhere", agent, UserManage, Scope{}, "identity.denied"},
		{"everywhere", lead, CaseRead, Everything, ""},
		{"one shop beside everywhere", lead, UserManage, Scope{Shops: []string{"north"}}, ""},
		{"a buyer's own", buyer, BuyerUse, Scope{Shops: []string{"north"}, Customer: "li"}, ""},
		{"a buyer as an agent", buyer, ConversationRead, Scope{}, "identity.denied"},
		{"an agent as a buyer", agent, BuyerUse, Scope{}, "identity.denied"},
		{"the program", NewSystem(), RoleManage, Everything, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, got, err := Require(With(t.Context(), tt.who), tt.p)
			if fault.CodeOf(err) != tt.code {
				t.Fatalf("got %v", err)
			}
			if err == nil && (got.All != tt.want.All || got.Customer != tt.want.Customer || !slices.Equal(got.Shops, tt.want.Shops)) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
	if _, _, err := Require(t.Context(), CaseRead); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("without an actor: %v", err)
	}
	if _, err := RequireAll(With(t.Context(), lead), UserManage); fault.KindOf(err) != fault.Denied {
		t.Errorf("one shop is not all: %v", err)
	}
}

func TestPermissionsForTheScreen(t *testing.T) {
	a := NewUser("bo", "Bo", map[string][]Permission{AllShops: {CaseRead}, "north": {UserManage, CaseRead}})
	if got := a.Permissions(); !slices.Equal(got, []Permission{CaseRead, UserManage}) {
		t.Errorf("somewhere %v", got)
	}
	if got := a.PermissionsIn("north"); !slices.Equal(got, []Permission{CaseRead, UserManage}) {
		t.Errorf("north %v", got)
	}
	if got := a.PermissionsIn("south"); !slices.Equal(got, []Permission{CaseRead}) {
		t.Errorf("south %v", got)
	}
	if !a.Anywhere().All || !NewSystem().Anywhere().All || !NewUser("x", "X", nil).Anywhere().Empty() {
		t.Error("Anywhere is wrong for all or none")
	}
	if s := NewBuyer("li", "north", "Li").Anywhere(); s.All || s.Sees("north", "wu") || !s.Sees("north", "li") {
		t.Errorf("Anywhere of a buyer is %+v", s)
	}
	if a.MayIn(UserManage, "south") || a.MayIn(UserManage, AllShops) || !a.MayIn(UserManage, "north") || !a.MayIn(CaseRead, AllShops) {
		t.Error("MayIn is wrong")
	}
}

func TestScope(t *testing.T) {
	tests := []struct {
		name     string
		scope    Scope
		customer string // column
		where    string
		args     []any
	}{
		{"everything", Everything, "c.customer_id", "1 = 1", nil},
		{"nothing", Scope{}, "c.customer_id", "1 = 0", nil},
		{"a shop", Scope{Shops: []string{"n"}}, "c.customer_id", "c.shop_id IN (?)", []any{"n"}},
		{"shops", Scope{Shops: []string{"n", "s"}}, "", "c.shop_id IN (?, ?)", []any{"n", "s"}},
		{"a buyer", Scope{Shops: []string{"n"}, Customer: "li"}, "c.customer_id", "c.shop_id IN (?) AND c.customer_id = ?", []any{"n", "li"}},
		{"a buyer and a table without customers", Scope{Shops: []string{"n"}, Customer: "li"}, "", "1 = 0", nil},
		{"a customer without a shop", Scope{Customer: "li"}, "c.customer_id", "1 = 0", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			where, args := tt.scope.Where("c.shop_id", tt.customer)
			if where != tt.where || !slices.Equal(args, tt.args) {
				t.Errorf("got %s %v", where, args)
			}
			inShop := !tt.scope.Empty()
			own := tt.scope.Customer == "" || tt.scope.Customer == "li"
			if tt.scope.Sees("n", "li") != (inShop && own) {
				t.Error("own row")
			}
			if tt.scope.Sees("n", "wu") != (inShop && tt.scope.Customer == "") {
				t.Error("row of another customer")
			}
			if tt.scope.Sees("x", "li") != tt.scope.All {
				t.Error("row of another shop")
			}
		})
	}
}
