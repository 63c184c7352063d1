// Package demo makes the demo shop: a shop, people to sign in as, and a few
// buyers who have written. It goes through the same services as people do.
package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/conversation/webchat"
	"github.com/anxin-desk/anxin/internal/customer/delight"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// ShopKey is the key of the demo shop, in the widget's snippet.
const ShopKey = "demo"

//go:embed shop.json
var shopFile []byte

// content is what the demo shop holds.
type content struct {
	Shop     string
	Password string
	People   []person
	Buyers   []struct {
		Name  string
		Lines []string
		Known known
	}
	Products  []goods
	Orders    []sale
	BudgetFen int64 `json:"budget_fen"` // of a month, for delights
	Delights  []present
}

type person struct{ Name, Login, Role, Title string }

func read() content {
	var c content
	if err := json.Unmarshal(shopFile, &c); err != nil {
		panic("demo/shop.json: " + err.Error())
	}
	return c
}

// Parts are the services that the demo shop is made with.
type Parts struct {
	DB            *db.DB
	Identity      *identity.Service
	Shops         *shop.Service
	WebChat       *webchat.Service
	Conversations *conversation.Service
	Orders        *order.Service
	Now           func() time.Time
	Profiles      *profile.Service
	Delights      *delight.Service
}

// LogIns is the text that tells how to sign in.
func LogIns() string {
	c := read()
	var b strings.Builder
	for _, p := range c.People {
		fmt.Fprintf(&b, "  %-8s  %s / %s\n", p.Title, p.Login, c.Password)
	}
	return b.String()
}

// Make makes the demo shop unless there are users already. What a killed start
// left half made is completed; a buyer may then be there twice. ctx must carry
// the system actor.
func Make(ctx context.Context, p Parts) (made bool, err error) {
	people, err := p.Identity.ListUsers(ctx)
	c := read()
	missing, ours := c.missing(people)
	if err != nil || !ours || len(missing) == 0 {
		return false, err
	}
	at, err := p.Shops.ByKey(ctx, ShopKey)
	if fault.KindOf(err) == fault.NotFound {
		at, err = p.Shops.Create(ctx, shop.Draft{Key: ShopKey, Name: c.Shop})
	}
	if err != nil {
		return false, err
	}
	// People last: once somebody can sign in, the conversations are complete.
	if len(people) == 0 {
		if err := p.sell(ctx, at, c); err != nil {
			return false, err
		}
		if err := p.prepare(ctx, at, c); err != nil {
			return false, err
		}
		if err := p.say(ctx, at, c); err != nil {
			return false, err
		}
	}
	return true, p.admit(ctx, at, missing)
}

// missing returns who of the demo's people is not there yet, and whether there
// is nobody else.
func (c content) missing(people []identity.Person) (missing []person, ours bool) {
	there := map[string]bool{}
	for _, p := range people {
		there[p.Login] = true
	}
	for _, n := range c.People {
		if !there[n.Login] {
			missing = append(missing, n)
		}
	}
	return missing, len(people)+len(missing) == len(c.People)
}

// admit makes users.
func (p Parts) admit(ctx context.Context, at shop.Shop, people []person) error {
	for _, n := range people {
		grant := identity.Grant{Role: n.Role, Shop: at.ID}
		if n.Role == "administrator" {
			grant.Shop = identity.AllShops
		}
		newcomer := identity.Newcomer{Name: n.Name, Login: n.Login, Password: read().Password, Grants: []identity.Grant{grant}}
		if _, err := p.Identity.CreateUser(ctx, newcomer); err != nil {
			return fmt.Errorf("user %s: %w", n.Login, err)
		}
	}
	return nil
}

// say lets the buyers write.
func (p Parts) say(ctx context.Context, at shop.Shop, c content) error {
	for _, b := range c.Buyers {
		v, err := p.WebChat.Begin(ctx, at.Key, "", b.Name)
		if err != nil {
			return fmt.Errorf("buyer %s: %w", b.Name, err)
		}
		if err := p.know(ctx, v.Customer.ID, b.Name, b.Known); err != nil {
			return err
		}
		buyer := identity.With(ctx, identity.NewBuyer(v.Customer.ID, at.ID, v.Customer.Name))
		for i, line := range b.Lines {
			if _, err := p.Conversations.Say(buyer, fmt.Sprintf("demo-line-%d", i), conversation.Draft{Text: line}); err != nil {
				return fmt.Errorf("buyer %s: %w", b.Name, err)
			}
		}
	}
	return nil
}
