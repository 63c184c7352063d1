// Package find answers what people of the team look for by words: messages,
// cases, orders, customers and colleagues. It only reads.
//
// Each noun says how its things are read again; what changed is announced by
// triggers beside its table. The index names candidates, in the shops in which
// the actor may read alone. Each is then read as it is now, and is a hit only if
// its words are still there: what was taken back, erased or given to another
// shop is not found, however far the index is behind.
package find

import (
	"slices"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/search"
)

// Kind is a sort of thing that can be found.
type Kind string

const (
	Message   Kind = "message"
	Case      Kind = "case"
	Order     Kind = "order"
	Customer  Kind = "customer"
	Colleague Kind = "colleague"
)

// Person is somebody who has to do with a hit. The zero Person is nobody.
type Person struct{ ID, Name string }

// Hit is something that was found.
type Hit struct {
	Kind           Kind
	Ref            string // names it within its kind
	At             time.Time
	ShopID         string // "" for a colleague, who may be in several
	ShopName       string
	ConversationID string // where it leads, "" if nowhere
	Seq            int64  // of a message; 0 if it is not in the conversation itself but came with one that was merged into it
	CaseID         string
	Number         string // of a case or an order
	Customer       Person
	Owner          Person // who looks after it
	Sender         string // who said it
	Internal       bool   // a note
	Closed         bool   // of a case
	Snippet        []search.Part

	text  string   // in which the words must be
	keys  []string // or in these
	shops []string // where it may be found
}

// noun is a kind of thing and how it is read.
type noun struct {
	kind       Kind
	names      bool // people look for it by the sound of names
	permission identity.Permission
	// load returns those of some things that are there and may be found.
	load func(q db.Queryer, refs []string) ([]Hit, error)
	// walk returns the refs after one in their order.
	walk func(q db.Queryer, after string, limit int) ([]string, error)
}

// nouns are all that can be found, in the order in which a palette shows them.
// Another one is added by a line here, its two functions, and triggers.
var nouns = []noun{
	{Case, false, identity.CaseRead, loadCases, walkCases},
	{Order, false, identity.OrderRead, loadOrders, walkOrders},
	{Customer, true, identity.ConversationRead, loadCustomers, walkCustomers},
	{Colleague, true, identity.ConversationRead, loadColleagues, walkColleagues},
	{Message, false, identity.ConversationRead, loadMessages, walkMessages},
}

// source is a noun as the index wants it.
func (n noun) source() search.Source {
	return search.Source{Kind: string(n.kind), Names: n.names, Walk: n.walk,
		Read: func(q db.Queryer, refs []string) ([]search.Doc, error) {
			hits, err := n.load(q, padded(refs))
			docs := make([]search.Doc, 0, len(hits))
			for _, h := range hits {
				docs = append(docs, search.Doc{Ref: h.Ref, Shops: h.in(), At: h.At, Text: h.text, Keys: h.keys})
			}
			return docs, err
		}}
}

// in is where a hit may be found.
func (h Hit) in() []string {
	if h.Kind == Colleague {
		return h.shops
	}
	return []string{h.ShopID}
}

// within tells whether somebody with a scope may find h. Who belongs to all
// shops is a colleague of everybody.
func (h Hit) within(scope identity.Scope) bool {
	return slices.ContainsFunc(h.in(), func(shop string) bool {
		return h.Kind == Colleague && shop == identity.AllShops && !scope.Empty() || scope.Sees(shop, "")
	})
}

// Filter narrows what is found. What is zero does not matter.
type Filter struct {
	Kind    Kind
	ShopID  string
	From    time.Time
	To      time.Time // earlier than this
	OwnerID string    // who looks after it: the case or the conversation
	State   string    // "open" or "closed": finds cases alone
}

// States of cases, for filters.
const (
	Open   = "open"
	Closed = "closed"
)

// fits tells whether a hit is what a filter asks for, of what the index does not
// know.
func (f Filter) fits(h Hit) bool {
	return (f.OwnerID == "" || h.Owner.ID == f.OwnerID) &&
		(f.State == "" || h.Closed == (f.State == Closed))
}

// asks tells whether there may be hits of a noun.
func (f Filter) asks(k Kind) bool {
	switch {
	case f.Kind != "" && f.Kind != k:
		return false
	case f.State != "" && k != Case:
		return false
	case f.OwnerID != "" && k != Case && k != Message:
		return false
	}
	return true
}

// padded fills refs up with "", which nothing is called, to one of a few lengths:
// each length is a statement of its own, which engines keep prepared.
func padded(refs []string) []string {
	n := 1
	for n < len(refs) {
		n *= 4
	}
	return append(slices.Clone(refs), make([]string, n-len(refs))...)
}

func readCursor(after string) (int64, error) {
	if after == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(after, 36, 64)
	if err != nil || id <= 0 {
		return 0, fault.Field("after", "request.bad_cursor")
	}
	return id, nil
}

func cursor(id int64) string { return strconv.FormatInt(id, 36) }
