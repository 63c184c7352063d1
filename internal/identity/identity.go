// Package identity knows who is asking, what they may do, and where.
//
// People sign in and hold roles; a role is a set of permissions kept as data,
// and is granted for one shop or for all. Every operation begins with
// [Require], which answers with the actor and with the [Scope] in which they
// hold the permission. The scope is an argument of every query: what lies
// outside it is not found.
package identity

import (
	"context"
	"maps"
	"slices"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// ActorKind tells people of the house from buyers and from the program itself.
type ActorKind string

const (
	User   ActorKind = "user"
	Buyer  ActorKind = "buyer"
	System ActorKind = "system"
	Link   ActorKind = "link" // whoever holds a link to one ticket or request
)

// SystemID is the id of the program itself, in the audit record say.
const SystemID = "system"

// AllShops is the shop of a grant that holds in every shop, also future ones.
const AllShops = ""

// Actor is who a request acts for.
type Actor struct {
	ID      string
	Name    string
	Login   string // of a user
	Kind    ActorKind
	Version int64 // of the user's row

	// Provisional tells that the user has to choose a password of their own. They
	// hold no permission until they have.
	Provisional bool

	epoch    int64
	held     map[string]permissions // by shop, AllShops included
	granted  []grantedAt            // of it, what a department may narrow
	customer string                 // of a buyer: only what is theirs
	caseID   string                 // of who holds a progress link: only this case
	ticketID string                 // of who holds a link to a ticket: only this ticket
}

type permissions map[Permission]bool

// NewBuyer is the actor for a buyer: they may use what is theirs in one shop.
func NewBuyer(customerID, shopID, name string) Actor {
	return Actor{
		ID: customerID, Name: name, Kind: Buyer, customer: customerID,
		held: map[string]permissions{shopID: {BuyerUse: true, ProgressUse: true}},
	}
}

// NewLinkHolder is the actor for whoever holds a progress link: they act for a
// buyer, in one case of theirs and nowhere else.
func NewLinkHolder(customerID, shopID, caseID, name string) Actor {
	return Actor{
		ID: customerID, Name: name, Kind: Buyer, customer: customerID, caseID: caseID,
		held: map[string]permissions{shopID: {ProgressUse: true}},
	}
}

// LinkPrefix is how the ids of actors by link begin. They are no users.
const LinkPrefix = "link/"

// NewTaskHolder is the actor for whoever holds a link to a ticket: they work on it
// and on nothing else. id begins with [LinkPrefix]; the name is what they gave.
func NewTaskHolder(id, shopID, ticketID, name string) Actor {
	return Actor{
		ID: id, Name: name, Kind: Link, ticketID: ticketID,
		held: map[string]permissions{shopID: {TaskUse: true, TicketRead: true, TicketWork: true}},
	}
}

// NewGiver is the actor for whoever holds a link that asks for evidence of a case.
func NewGiver(id, shopID, caseID string) Actor {
	return Actor{ID: id, Kind: Link, caseID: caseID, held: map[string]permissions{shopID: {EvidenceGive: true}}}
}

// Called returns the actor under an id and a name that they gave.
func (a Actor) Called(id, name string) Actor {
	a.ID, a.Name = id, name
	return a
}

// As returns a buyer who turned out to be another customer: they speak under
// their own id, and what belongs to that customer is theirs.
func (a Actor) As(customerID string) Actor {
	a.customer = customerID
	return a
}

// BuyerSocket is the name under which the sockets of a buyer are known, apart
// from those of users.
func BuyerSocket(customerID string) string { return "buyer/" + customerID }

// NewSystem is the actor for the program itself and for who owns its machine:
// it may do everything.
func NewSystem() Actor { return Actor{ID: SystemID, Name: SystemID, Kind: System} }

// NewUser is the actor for a user who holds permissions by shop, AllShops for
// everywhere. Requests get theirs from [Service.Authenticate]; this is for
// tests of other packages.
func NewUser(id, name string, held map[string][]Permission) Actor {
	a := Actor{ID: id, Name: name, Kind: User, held: map[string]permissions{}}
	for shop, all := range held {
		for _, p := range all {
			a.hold(shop, p)
		}
	}
	return a
}

func (a *Actor) hold(shop string, p Permission) {
	if a.held[shop] == nil {
		a.held[shop] = permissions{}
	}
	a.held[shop][p] = true
}

// Permissions returns what the actor may do somewhere, sorted.
func (a Actor) Permissions() []Permission {
	union := permissions{}
	for _, some := range a.held {
		maps.Copy(union, some)
	}
	return slices.Sorted(maps.Keys(union))
}

// PermissionsIn returns what the actor may do in one shop, sorted.
func (a Actor) PermissionsIn(shopID string) []Permission {
	union := maps.Clone(a.held[AllShops])
	if union == nil {
		union = permissions{}
	}
	maps.Copy(union, a.held[shopID])
	return slices.Sorted(maps.Keys(union))
}

// Scope returns where the actor holds p.
func (a Actor) Scope(p Permission) Scope {
	if a.Kind == System || a.held[AllShops][p] {
		return Everything
	}
	s := Scope{Customer: a.customer, Case: a.caseID, Ticket: a.ticketID}
	for shop, some := range a.held {
		if some[p] {
			s.Shops = append(s.Shops, shop)
		}
	}
	slices.Sort(s.Shops)
	return s
}

// Anywhere returns where the actor holds any permission at all.
func (a Actor) Anywhere() Scope {
	if a.Kind == System || len(a.held[AllShops]) > 0 {
		return Everything
	}
	return Scope{Shops: slices.Sorted(maps.Keys(a.held)), Customer: a.customer, Case: a.caseID, Ticket: a.ticketID}
}

// May tells whether the actor holds p anywhere.
func (a Actor) May(p Permission) bool { return !a.Scope(p).Empty() }

// MayIn tells whether the actor holds p in a shop; AllShops asks for all.
func (a Actor) MayIn(p Permission, shopID string) bool {
	s := a.Scope(p)
	return s.All || slices.Contains(s.Shops, shopID)
}

type contextKey struct{}

// With returns a context in which a acts.
func With(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, contextKey{}, a)
}

// From returns the actor of ctx, if there is one.
func From(ctx context.Context) (Actor, bool) {
	a, ok := ctx.Value(contextKey{}).(Actor)
	return a, ok
}

// Require returns the actor of ctx and the scope in which they hold p. Faults:
// identity.signed_out without an actor, identity.password_first for a user who
// has not chosen their password yet, identity.denied if they hold it nowhere.
func Require(ctx context.Context, p Permission) (Actor, Scope, error) {
	a, ok := From(ctx)
	if !ok {
		return a, Scope{}, errSignedOut()
	}
	s := a.Scope(p)
	if a.Provisional {
		return a, s, fault.New(fault.Denied, "identity.password_first")
	}
	if s.Empty() {
		return a, s, fault.New(fault.Denied, "identity.denied", "permission", string(p))
	}
	return a, s, nil
}

// RequireAll is Require for what concerns no shop in particular: the actor must
// hold p for all shops.
func RequireAll(ctx context.Context, p Permission) (Actor, error) {
	a, s, err := Require(ctx, p)
	if err == nil && !s.All {
		err = fault.New(fault.Denied, "identity.denied", "permission", string(p))
	}
	return a, err
}

func errSignedOut() error { return fault.New(fault.Unauthenticated, "identity.signed_out") }
