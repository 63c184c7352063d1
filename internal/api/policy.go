package api

import (
	"encoding/base64"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/policy"
	"github.com/anxin-desk/anxin/internal/policy/rulebook"
)

// PolicyTable is a decision table: conditions on facts, and what is offered.
type PolicyTable struct {
	ID      string      `json:"id,omitempty"`
	Name    string      `json:"name" maxLength:"200"`
	Version int64       `json:"version,omitempty" doc:"The edition that it is, or that a draft would become."`
	Layer   string      `json:"layer" enum:"merchant,published"`
	Hit     string      `json:"hit" enum:"FIRST,UNIQUE,COLLECT"`
	Columns []string    `json:"columns" nullable:"false" maxItems:"20" doc:"Facts."`
	Rows    []PolicyRow `json:"rows" nullable:"false" maxItems:"600"`
}

// PolicyRow is one rule of a table.
type PolicyRow struct {
	ID       string   `json:"id" maxLength:"64" doc:"Stays when rows are moved."`
	Cells    []string `json:"cells" nullable:"false" maxItems:"20" doc:"A condition for each column, as people write it."`
	Guard    string   `json:"guard,omitempty" maxLength:"2000" doc:"A condition in CEL that must hold too."`
	Remedy   string   `json:"remedy" maxLength:"100"`
	Amount   string   `json:"amount,omitempty" maxLength:"400"`
	Cap      string   `json:"cap,omitempty" maxLength:"400"`
	Approval string   `json:"approval,omitempty" maxLength:"100"`
	Note     string   `json:"note,omitempty" maxLength:"1000"`
}

func (t PolicyTable) table() policy.Table {
	out := policy.Table{ID: t.ID, Name: t.Name, Version: t.Version, Layer: policy.Layer(t.Layer), Hit: policy.Hit(t.Hit), Columns: t.Columns, Rows: []policy.Row{}}
	for _, r := range t.Rows {
		out.Rows = append(out.Rows, policy.Row(r))
	}
	return out
}

func wirePolicyTable(t policy.Table) PolicyTable {
	out := PolicyTable{t.ID, t.Name, t.Version, string(t.Layer), string(t.Hit), append([]string{}, t.Columns...), make([]PolicyRow, 0, len(t.Rows))}
	for _, r := range t.Rows {
		r.Cells = append([]string{}, r.Cells...)
		out.Rows = append(out.Rows, PolicyRow(r))
	}
	return out
}

// PolicyEdition is what was published of a table.
type PolicyEdition struct {
	N        int64       `json:"n"`
	Table    PolicyTable `json:"table"`
	From     string      `json:"from" doc:"The first day of claims for which it counts."`
	Note     string      `json:"note"`
	Restores int64       `json:"restores" doc:"The edition that it publishes again, 0 for none."`
	By       string      `json:"by" doc:"Name of who published it."`
	At       time.Time   `json:"at"`
}

// PolicyBook is a table of a shop with all that was published of it.
type PolicyBook struct {
	ID        string          `json:"id"`
	ShopID    string          `json:"shop_id"`
	Draft     PolicyTable     `json:"draft"`
	Simulated bool            `json:"simulated" doc:"The draft was compared on past cases as it is."`
	Editions  []PolicyEdition `json:"editions" nullable:"false" doc:"The first first."`
	Version   int64           `json:"version"`
}

// PolicyBooks are the tables of a shop.
type PolicyBooks struct {
	Items    []PolicyBook  `json:"items" nullable:"false"`
	Defaults []PolicyTable `json:"defaults" nullable:"false" doc:"Count until the shop publishes a table of its own."`
}

// PolicyCheck is what is wrong with a table, and what it leaves open.
type PolicyCheck struct {
	Problems []PolicyProblem  `json:"problems" nullable:"false"`
	Coverage *policy.Coverage `json:"coverage" doc:"Null as long as there are problems."`
}

// PolicyProblem is what is wrong with a cell.
type PolicyProblem struct {
	Row    int    `json:"row" doc:"From 0; -1 for the table as a whole."`
	Column string `json:"column" doc:"cells.0, guard, remedy, amount, cap, approval, note, or a field of the table."`
	Cell   string `json:"cell,omitempty" doc:"Of the file, as a spreadsheet names it."`
	Detail string `json:"detail"`
}

// PolicySimulation is what a draft would have changed.
type PolicySimulation struct {
	Book     PolicyBook     `json:"book"`
	Cases    int            `json:"cases"`
	More     bool           `json:"more"`
	Skipped  int            `json:"skipped" doc:"Cases whose facts contradict each other."`
	OldFen   int64          `json:"old_fen" doc:"Of each case the highest of what is suggested on top of the goods."`
	NewFen   int64          `json:"new_fen"`
	OldOpen  int            `json:"old_open" doc:"Cases with a question open."`
	NewOpen  int            `json:"new_open"`
	Refunded int64          `json:"refunded" doc:"What was given back in fact, as the orders say; fen."`
	Remedies []PolicySum    `json:"remedies" nullable:"false"`
	Changed  int            `json:"changed"`
	Changes  []PolicyChange `json:"changes" nullable:"false" doc:"The greatest difference first, not all."`
	Granted  PolicyGranted  `json:"granted"`
}

// PolicyGranted is what a draft would have meant for the compensations that were really granted; nothing for who may not
// read those.
type PolicyGranted struct {
	Claims  int             `json:"claims"`
	More    bool            `json:"more"`
	OldFen  int64           `json:"old_fen" doc:"That was granted."`
	NewFen  int64           `json:"new_fen" doc:"Within the range of the draft; what was given as suggested, as the draft suggests."`
	Unasked int             `json:"unasked" doc:"Claimed without the policy, so that no table changes them."`
	Open    int             `json:"open" doc:"Not to be decided by what was recorded; they count as they were."`
	Changed int             `json:"changed"`
	Changes []PolicyRegrant `json:"changes" nullable:"false" doc:"The greatest difference first, not all."`
}

// PolicyRegrant is a compensation that would have been another amount.
type PolicyRegrant struct {
	ClaimID string `json:"claim_id"`
	Number  string `json:"number" doc:"Of the case."`
	Remedy  string `json:"remedy" enum:"payment,partial_refund,coupon,freight,gift"`
	OldFen  int64  `json:"old_fen"`
	NewFen  int64  `json:"new_fen"`
}

// PolicySum is one remedy over all cases.
type PolicySum struct {
	Remedy   string `json:"remedy"`
	OldCases int    `json:"old_cases"`
	NewCases int    `json:"new_cases"`
	OldFen   int64  `json:"old_fen"`
	NewFen   int64  `json:"new_fen"`
}

// PolicyChange is a case that would have been decided otherwise.
type PolicyChange struct {
	CaseID     string         `json:"case_id"`
	Number     string         `json:"number"`
	Scenario   string         `json:"scenario"`
	Old        []policy.Offer `json:"old" nullable:"false"`
	New        []policy.Offer `json:"new" nullable:"false"`
	Difference int64          `json:"difference" doc:"Fen."`
}

// PolicyWeighed is a decision about a case.
type PolicyWeighed struct {
	Facts    []PolicyKnown   `json:"facts" nullable:"false"`
	Decision policy.Decision `json:"decision"`
}

// PolicyKnown is a fact of a case, and from where it is known.
type PolicyKnown struct {
	Fact  string `json:"fact"`
	Value string `json:"value"`
	From  string `json:"from" enum:"case,order,product,said"`
}

func (s *Server) policyRoutes(api huma.API) {
	for _, r := range []func(huma.API){s.policyReading, s.policyWriting} {
		r(api)
	}
}

func (s *Server) policyReading(api huma.API) {
	add(api, operation{id: "readPolicyTerms", method: http.MethodGet, path: "/api/policy/terms", tag: "policy",
		summary: "Read the facts, remedies and rows of law that decisions rest on", access: needs(identity.CaseRead)}, s.readPolicyTerms)
	add(api, operation{id: "readPolicyBooks", method: http.MethodGet, path: "/api/shops/{id}/policy", tag: "policy",
		summary: "Read the decision tables of a shop", access: needs(identity.ShopManage)}, s.readPolicyBooks)
	add(api, operation{id: "tryPolicy", method: http.MethodPost, path: "/api/shops/{id}/policy/try", tag: "policy",
		summary: "Decide about facts that somebody types", access: needs(identity.CaseRead)}, s.tryPolicy)
	add(api, operation{id: "decideCase", method: http.MethodPost, path: "/api/cases/{id}/policy", tag: "policy",
		summary: "Decide what may be offered in a case", access: needs(identity.CaseRead)}, s.decideCase)
}

func (s *Server) policyWriting(api huma.API) {
	write := func(id, path, summary string) operation {
		return operation{id: id, method: http.MethodPost, path: path, tag: "policy", summary: summary, access: needs(identity.ShopManage)}
	}
	add(api, write("checkPolicyTable", "/api/shops/{id}/policy/check", "Read what is wrong with a table and what it leaves open; keeps nothing"), s.checkPolicyTable)
	add(api, write("writePolicySheet", "/api/shops/{id}/policy/sheet", "Get a table as a spreadsheet"), s.writePolicySheet)
	add(api, write("readPolicySheet", "/api/shops/{id}/policy/read-sheet", "Read a table from a spreadsheet; keeps nothing"), s.readPolicySheet)
	create := write("createPolicyTable", "/api/shops/{id}/policy", "Begin a table, of which nothing counts yet")
	create.status = http.StatusCreated
	add(api, create, s.createPolicyTable)
	save := write("savePolicyTable", "/api/policy-tables/{id}", "Save the draft of a table, right or wrong")
	save.method = http.MethodPut
	add(api, save, s.savePolicyTable)
	add(api, write("simulatePolicyTable", "/api/policy-tables/{id}/simulate", "Compare the draft with what is in force, on past cases and on what was granted"), s.simulatePolicyTable)
	add(api, write("publishPolicyTable", "/api/policy-tables/{id}/publish", "Have the draft count from a day on"), s.publishPolicyTable)
	remove := write("deletePolicyTable", "/api/policy-tables/{id}/delete", "Take a table away of which nothing was ever published")
	remove.status = http.StatusNoContent
	add(api, remove, s.deletePolicyTable)
	add(api, write("restorePolicyTable", "/api/policy-tables/{id}/restore", "Publish again what was published before"), s.restorePolicyTable)
}

// decodeSheet reads a file that is part of a request.
func decodeSheet(content string) ([]byte, error) {
	b, err := base64.StdEncoding.DecodeString(content)
	if err != nil {
		return nil, fault.Field("content", "policy.sheet_encoding")
	}
	return b, nil
}

func wirePolicyBook(b rulebook.Book, names map[string]string) PolicyBook {
	out := PolicyBook{b.ID, b.ShopID, wirePolicyTable(b.Draft), b.Simulated == b.Version, make([]PolicyEdition, 0, len(b.Editions)), b.Version}
	for _, e := range b.Editions {
		out.Editions = append(out.Editions, PolicyEdition{e.N, wirePolicyTable(e.Table), e.From, e.Note, e.Restores, names[e.By], e.At})
	}
	return out
}
