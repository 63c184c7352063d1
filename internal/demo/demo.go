// Package demo makes the demo shop: a shop, people to sign in as, and a few
// buyers who have written. It goes through the same services as people do.
package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/conversation/webchat"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
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
	People   []struct{ Name, Login, Role, Title string }
	Buyers   []struct {
		Name  string
		Lines []string
	}
}

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

// Make makes the demo shop unless there are users already. ctx must carry the
// system actor.
func Make(ctx context.Context, p Parts) (made bool, err error) {
	people, err := p.Identity.ListUsers(ctx)
	if err != nil || len(people) > 0 {
		return false, err
	}
	c := read()
	at, err := p.Shops.Create(ctx, shop.Draft{Key: ShopKey, Name: c.Shop})
	if err != nil {
		return false, err
	}
	if err := p.say(ctx, at, c); err != nil {
		return false, err
	}
	// People last: once somebody can sign in, the shop is complete.
	for _, n := range c.People {
		grant := identity.Grant{Role: n.Role, Shop: at.ID}
		if n.Role == "administrator" {
			grant.Shop = identity.AllShops
		}
		newcomer := identity.Newcomer{Name: n.Name, Login: n.Login, Password: c.Password, Grants: []identity.Grant{grant}}
		if _, err := p.Identity.CreateUser(ctx, newcomer); err != nil {
			return false, fmt.Errorf("user %s: %w", n.Login, err)
		}
	}
	return true, nil
}

// say lets the buyers write.
func (p Parts) say(ctx context.Context, at shop.Shop, c content) error {
	for _, b := range c.Buyers {
		v, err := p.WebChat.Begin(ctx, at.Key, "", b.Name)
		if err != nil {
			return fmt.Errorf("buyer %s: %w", b.Name, err)
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
