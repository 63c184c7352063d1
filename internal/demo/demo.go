// Package demo makes the demo shop: a shop, people to sign in as, and a few
// buyers who have written, one of whom waits for two departments. It goes through the same services as people do.
package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// ShopKey is the key of the demo shop, in the widget's snippet.
const ShopKey = "demo"

//go:embed shop.json
var shopFile []byte

// content is what the demo shop holds.
type content struct {
	Shop        string
	Password    string
	Departments []struct {
		Name string
		Kind shop.DepartmentKind
	}
	People     []person
	Buyers     []buyer
	Work       work
	Products   []goods
	Orders     []sale
	Register   table
	BudgetFen  int64 `json:"budget_fen"` // of a month, for delights
	Delights   []present
	Turns      turns
	Assignment handout
	Disputes   []outside
}

type person struct{ Name, Login, Role, Title, Department string }

type buyer struct {
	Name  string
	Lines []string
	Known known
}

// work is a case that departments are at work on, and whose conversation is put
// off until they are done.
type work struct {
	Buyer                            buyer
	Owner, Answer, Scenario, Summary string
	Tickets                          []errand
}

type errand struct {
	Type, Department, Title, Text, Public string
	Fields                                ticket.Values
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
	*services.Set
	Now func() time.Time
}

// PartsOf returns them, with the time that the services go by.
func PartsOf(s *services.Set) Parts { return Parts{Set: s, Now: s.Orders.Now} }

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
	departments, err := p.found(ctx, at, c)
	if err != nil {
		return false, err
	}
	// People after what was said: once somebody can sign in, the conversations are complete.
	if len(people) == 0 {
		if err := p.sell(ctx, at, c); err != nil {
			return false, err
		}
		if err := p.prepare(ctx, at, c); err != nil {
			return false, err
		}
		for _, b := range c.Buyers {
			if _, err := p.say(ctx, at, b); err != nil {
				return false, err
			}
		}
	}
	if err := p.admit(ctx, at, missing, departments); err != nil || len(people) > 0 {
		return true, err
	}
	if err := p.remember(ctx, at, c.Register); err != nil {
		return true, err
	}
	if err := p.plan(ctx, at, c.Turns); err != nil {
		return true, err
	}
	if err := p.handOut(ctx, at, c.Assignment); err != nil {
		return true, err
	}
	if err := p.work(ctx, at, c.Work, departments); err != nil {
		return true, err
	}
	return true, p.contest(ctx, at, c.Work.Owner, c.Disputes)
}

// found makes the departments that are not there yet, and returns their ids by
// name.
func (p Parts) found(ctx context.Context, at shop.Shop, c content) (map[string]string, error) {
	there, err := p.Shops.Departments(ctx, at.ID)
	ids := map[string]string{}
	for _, d := range there {
		ids[d.Name] = d.ID
	}
	for _, d := range c.Departments {
		if err != nil || ids[d.Name] != "" {
			continue
		}
		var made shop.Department
		made, err = p.Shops.CreateDepartment(ctx, at.ID, shop.DepartmentDraft{Name: d.Name, Kind: d.Kind})
		ids[d.Name] = made.ID
	}
	return ids, err
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
func (p Parts) admit(ctx context.Context, at shop.Shop, people []person, departments map[string]string) error {
	for _, n := range people {
		grant := identity.Grant{Role: n.Role, Shop: at.ID, Department: departments[n.Department]}
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

// say lets a buyer write, and returns their conversation.
func (p Parts) say(ctx context.Context, at shop.Shop, b buyer) (string, error) {
	v, err := p.WebChat.Begin(ctx, at.Key, "", b.Name)
	if err != nil {
		return "", fmt.Errorf("buyer %s: %w", b.Name, err)
	}
	if err := p.know(ctx, v.Customer.ID, b.Name, b.Known); err != nil {
		return "", err
	}
	as := identity.With(ctx, identity.NewBuyer(v.Customer.ID, at.ID, v.Customer.Name))
	for i, line := range b.Lines {
		if _, err := p.Conversations.Say(as, fmt.Sprintf("demo-line-%d", i), conversation.Draft{Text: line}); err != nil {
			return "", fmt.Errorf("buyer %s: %w", b.Name, err)
		}
	}
	return v.Conversation.ID, nil
}

// work opens a case, sends its tickets, and puts the conversation off until the
// next day.
func (p Parts) work(ctx context.Context, at shop.Shop, w work, departments map[string]string) error {
	owner, err := p.Identity.ByLogin(ctx, w.Owner)
	if err != nil {
		return err
	}
	as := identity.With(ctx, identity.NewUser(owner.ID, owner.Name, map[string][]identity.Permission{at.ID: identity.Grantable()}))
	talk, err := p.say(ctx, at, w.Buyer)
	if err != nil {
		return err
	}
	if _, err := p.Conversations.Reply(as, talk, "demo-answer", conversation.Draft{Text: w.Answer}); err != nil {
		return err
	}
	c, err := p.Complaints.Open(as, talk, "demo-case", complaint.Facts{Scenario: w.Scenario, Severity: complaint.Normal, Summary: w.Summary})
	if err != nil {
		return err
	}
	for i, e := range w.Tickets {
		d := ticket.Draft{TypeID: e.Type, DepartmentID: departments[e.Department], Title: e.Title, Text: e.Text, PublicText: e.Public, Filled: e.Fields}
		if _, err := p.Tickets.Send(as, c.ID, fmt.Sprintf("demo-ticket-%d", i), d); err != nil {
			return fmt.Errorf("ticket %s: %w", e.Title, err)
		}
	}
	now, err := p.Conversations.Get(as, talk)
	if err != nil {
		return err
	}
	_, err = p.Conversations.Snooze(as, talk, now.Version, p.Now().Add(24*time.Hour))
	return err
}
