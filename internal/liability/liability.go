// Package liability keeps who is held responsible for what went wrong in a case, on which
// grounds and by which evidence. People decide it; what is common for a kind of complaint
// is only said. What was decided before stays to be read.
package liability

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Party is who is held responsible.
type Party string

const (
	Product      Party = "product"
	Warehouse    Party = "warehouse"
	Carrier      Party = "carrier"
	Platform     Party = "platform"
	Misuse       Party = "misuse" // by the customer
	ForceMajeure Party = "force_majeure"
	Unknown      Party = "unknown" // looked into, and not to be told
)

// Parties are all of them, in the order in which they are shown.
var Parties = []Party{Product, Warehouse, Carrier, Platform, Misuse, ForceMajeure, Unknown}

// Limits of a decision.
const (
	MaxGrounds = 1000 // runes
	MaxItems   = 50
)

// Finding is what was decided about one issue of a case. The issue is a scenario: a case
// of broken goods may also have come late.
type Finding struct {
	CaseID  string
	ShopID  string
	Issue   string
	N       int64 // of this issue; the last one counts
	Party   Party // "" if it was taken back
	Grounds string
	Items   []string // ids of evidence
	ByID    string
	At      time.Time
}

// Decision is what somebody decides about an issue. An empty party takes it back.
type Decision struct {
	Issue   string
	Party   Party
	Grounds string
	Items   []string
}

// clean returns a decision as it will be kept, or what is wrong with it.
func (d Decision) clean() (Decision, error) {
	d.Grounds = strings.TrimSpace(d.Grounds)
	switch {
	case !slices.Contains(complaint.Scenarios, d.Issue):
		return d, fault.Field("issue", "liability.issue_unknown")
	case d.Party != "" && !slices.Contains(Parties, d.Party):
		return d, fault.Field("party", "liability.party_unknown")
	case d.Grounds == "":
		return d, fault.Field("grounds", "liability.grounds_missing")
	case utf8.RuneCountInString(d.Grounds) > MaxGrounds:
		return d, fault.Field("grounds", "liability.grounds_long", "limit", MaxGrounds)
	case len(d.Items) > MaxItems:
		return d, fault.Field("items", "liability.items_many", "limit", MaxItems)
	}
	d.Items = slices.Clone(d.Items) // what was handed in is left as it is
	slices.Sort(d.Items)
	d.Items = slices.Compact(d.Items)
	return d, nil
}

// says tells whether a finding is another one over again, by the same person.
func (f Finding) says(g Finding) bool {
	return f.N == g.N && f.Party == g.Party && f.Grounds == g.Grounds && slices.Equal(f.Items, g.Items) && f.ByID == g.ByID
}

// common says who is often responsible for a kind of complaint. It decides nothing.
var common = map[string][]Party{
	"quality.damaged": {Product, Warehouse, Carrier}, "quality.malfunction": {Product, Misuse}, "quality.not_as_described": {Product},
	"quality.expired": {Warehouse, Product}, "order.wrong_item": {Warehouse}, "order.unshipped": {Warehouse},
	"logistics.late": {Carrier, Warehouse, ForceMajeure}, "logistics.lost": {Carrier}, "logistics.damaged": {Carrier, Warehouse},
	"logistics.signed_not_received": {Carrier}, "logistics.not_to_door": {Carrier}, "aftersales.exchange_repair": {Product},
	"service.system_fault": {Platform},
}

// Common returns who is often responsible for a kind of complaint, nobody for most.
func Common(scenario string) []Party { return slices.Clone(common[scenario]) }

// Standing leaves the last finding of each issue that was not taken back, in the order
// of all.
func Standing(all []Finding) (last []Finding) {
	for _, f := range all {
		newer := func(g Finding) bool { return g.Issue == f.Issue && g.N > f.N }
		if f.Party != "" && !slices.ContainsFunc(all, newer) {
			last = append(last, f)
		}
	}
	return last
}
