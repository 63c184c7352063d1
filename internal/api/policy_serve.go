package api

import (
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"

	"github.com/anxin-desk/anxin/internal/policy"
	"github.com/anxin-desk/anxin/internal/policy/rulebook"
)

// PolicyTerms are what decisions rest on.
type PolicyTerms struct {
	Facts     []PolicyFact   `json:"facts" nullable:"false" doc:"In the order in which questions are asked."`
	Remedies  []PolicyRemedy `json:"remedies" nullable:"false"`
	Approvals []policy.Value `json:"approvals" nullable:"false"`
	Rules     []PolicyRule   `json:"rules" nullable:"false" doc:"Rows of the law and of platforms."`
}

// PolicyFact is something that decisions rest on.
type PolicyFact struct {
	Name   string         `json:"name"`
	Zh     string         `json:"zh"`
	En     string         `json:"en"`
	Type   string         `json:"type" enum:"choice,labels,yesno,money,percent,count,date"`
	Unit   string         `json:"unit"`
	Ask    string         `json:"ask"`
	AskEn  string         `json:"ask_en"`
	Values []policy.Value `json:"values" nullable:"false"`
	From   []string       `json:"from" nullable:"false" doc:"Dates that it is computed from."`
}

// PolicyRemedy is something that may be offered.
type PolicyRemedy struct {
	Code string `json:"code"`
	Zh   string `json:"zh"`
	En   string `json:"en"`
}

// PolicyRule is a row of the law or of a platform's rules.
type PolicyRule struct {
	ID      string   `json:"id"`
	Layer   string   `json:"layer" enum:"statutory,platform"`
	Name    string   `json:"name"`
	Article string   `json:"article"`
	Source  string   `json:"source"`
	From    string   `json:"from"`
	To      string   `json:"to"`
	Off     bool     `json:"off" doc:"It decides nothing until counsel has confirmed it."`
	Doubt   string   `json:"doubt"`
	If      []string `json:"if" nullable:"false"`
	Gives   []string `json:"gives" nullable:"false"`
}

func wirePolicyRule(r policy.Rule) PolicyRule {
	gives := append([]string{}, slices.Concat(r.Rights, r.Pay, r.Deadlines, r.Duties)...)
	if r.Finding != "" {
		gives = append(gives, r.Finding)
	}
	if r.Burden != "" {
		gives = append(gives, "举证 "+r.Burden)
	}
	if r.Freight != "" {
		gives = append(gives, "运费 "+r.Freight)
	}
	for _, id := range r.Excludes {
		gives = append(gives, "排除 "+id)
	}
	return PolicyRule{r.ID, string(r.Layer), r.Name, r.Article, r.Source, r.From, r.To, r.Off, r.Doubt, r.If, gives}
}

func (s *Server) readPolicyTerms(context.Context, *struct{}) (*body[PolicyTerms], error) {
	out := PolicyTerms{Approvals: policy.Approvals}
	for _, f := range policy.Facts() {
		out.Facts = append(out.Facts, PolicyFact{f.Name, f.Zh, f.En, string(f.Kind), f.Unit, f.Ask, f.AskEn,
			append([]policy.Value{}, f.Values()...), append([]string{}, f.From...)})
	}
	for _, r := range policy.Remedies {
		out.Remedies = append(out.Remedies, PolicyRemedy(r))
	}
	for _, r := range policy.Rules() {
		out.Rules = append(out.Rules, wirePolicyRule(r))
	}
	return answer(out, nil)
}

func (s *Server) readPolicyBooks(ctx context.Context, in *idInput) (*body[PolicyBooks], error) {
	all, err := s.Rulebooks.List(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := PolicyBooks{Items: make([]PolicyBook, 0, len(all)), Defaults: []PolicyTable{}}
	for _, b := range all {
		w, err := s.policyBook(ctx, b)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, w)
	}
	for _, t := range policy.Defaults() {
		out.Defaults = append(out.Defaults, wirePolicyTable(t))
	}
	return answer(out, nil)
}

// policyBook adds the names of who published.
func (s *Server) policyBook(ctx context.Context, b rulebook.Book) (PolicyBook, error) {
	var ids []string
	for _, e := range b.Editions {
		ids = append(ids, e.By)
	}
	names, err := s.Desk.Names(ctx, ids)
	return wirePolicyBook(b, names), err
}

func (s *Server) policyBookAnswer(ctx context.Context, b rulebook.Book, err error) (*body[PolicyBook], error) {
	if err != nil {
		return nil, err
	}
	w, err := s.policyBook(ctx, b)
	return answer(w, err)
}

type tryPolicyInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Facts map[string]string `json:"facts" doc:"By their names, as codes, yes or no, dates, whole numbers, and money in fen; what is left out or empty is not known."`
	}
}

// said are facts as policy reads them.
func said(facts map[string]string) map[string]any {
	all := map[string]any{}
	for name, value := range facts {
		all[name] = value
	}
	return all
}

// factText is a fact as it travels.
func factText(v any) string {
	switch v {
	case true:
		return "yes"
	case false:
		return "no"
	}
	return fmt.Sprint(v)
}

func (s *Server) tryPolicy(ctx context.Context, in *tryPolicyInput) (*body[policy.Decision], error) {
	return answer(s.Rulebooks.Try(ctx, in.ID, said(in.Body.Facts)))
}

func (s *Server) decideCase(ctx context.Context, in *tryPolicyInput) (*body[PolicyWeighed], error) {
	w, err := s.Rulebooks.ForCase(ctx, in.ID, said(in.Body.Facts))
	if err != nil {
		return nil, err
	}
	out := PolicyWeighed{Facts: []PolicyKnown{}, Decision: w.Decision}
	for _, name := range slices.Sorted(maps.Keys(w.Matter.Facts)) {
		out.Facts = append(out.Facts, PolicyKnown{name, factText(w.Matter.Facts[name]), w.Matter.From[name]})
	}
	return answer(out, nil)
}

type policyTableInput struct {
	Language string `header:"Accept-Language"`
	ID       string `path:"id" maxLength:"64"`
	Body     PolicyTable
}

func (s *Server) checkPolicyTable(ctx context.Context, in *policyTableInput) (*body[PolicyCheck], error) {
	problems, cover, err := s.Rulebooks.Check(ctx, in.ID, in.Body.table())
	out := PolicyCheck{Problems: []PolicyProblem{}, Coverage: cover}
	for _, p := range problems {
		out.Problems = append(out.Problems, PolicyProblem{Row: p.Row, Column: p.Column, Detail: sentence(languageOf(in.Language), p.Fault.Code, p.Fault.Args)})
	}
	return answer(out, err)
}

// PolicySheet is a spreadsheet.
type PolicySheet struct {
	Content string `json:"content" maxLength:"240000" doc:"The bytes of the XLSX file in base64."`
}

func (s *Server) writePolicySheet(ctx context.Context, in *policyTableInput) (*body[PolicySheet], error) {
	content, err := s.Rulebooks.Grid(ctx, in.ID, in.Body.table())
	return answer(PolicySheet{base64.StdEncoding.EncodeToString(content)}, err)
}

// PolicySheetRead is what a spreadsheet says.
type PolicySheetRead struct {
	Table    PolicyTable     `json:"table" doc:"With everything that stands in its cells, also what is wrong."`
	Problems []PolicyProblem `json:"problems" nullable:"false"`
}

type readPolicySheetInput struct {
	Language string `header:"Accept-Language"`
	ID       string `path:"id" maxLength:"64"`
	Body     struct {
		PolicySheet
		Table PolicyTable `json:"table" doc:"Whose name, layer and hit policy stay."`
	}
}

func (s *Server) readPolicySheet(ctx context.Context, in *readPolicySheetInput) (*body[PolicySheetRead], error) {
	content, err := decodeSheet(in.Body.Content)
	if err != nil {
		return nil, err
	}
	t, problems, err := s.Rulebooks.FromGrid(ctx, in.ID, content, in.Body.Table.table())
	out := PolicySheetRead{Table: wirePolicyTable(t), Problems: []PolicyProblem{}}
	for _, p := range problems {
		out.Problems = append(out.Problems, PolicyProblem{Row: -1, Column: "file", Cell: p.Cell, Detail: sentence(languageOf(in.Language), p.Fault.Code, p.Fault.Args)})
	}
	return answer(out, err)
}

type createPolicyTableInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body PolicyTable
}

func (s *Server) createPolicyTable(ctx context.Context, in *createPolicyTableInput) (*body[PolicyBook], error) {
	b, err := s.Rulebooks.Create(ctx, in.ID, in.Key, in.Body.table())
	return s.policyBookAnswer(ctx, b, err)
}

type savePolicyTableInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64       `json:"version"`
		Draft   PolicyTable `json:"draft"`
	}
}

func (s *Server) savePolicyTable(ctx context.Context, in *savePolicyTableInput) (*body[PolicyBook], error) {
	b, err := s.Rulebooks.Save(ctx, in.ID, in.Body.Version, in.Body.Draft.table())
	return s.policyBookAnswer(ctx, b, err)
}

type simulatePolicyTableInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) simulatePolicyTable(ctx context.Context, in *simulatePolicyTableInput) (*body[PolicySimulation], error) {
	r, b, err := s.Rulebooks.Simulate(ctx, in.ID, in.Body.Version)
	if err != nil {
		return nil, err
	}
	book, err := s.policyBook(ctx, b)
	out := PolicySimulation{Book: book, Cases: r.Cases, More: r.More, Skipped: r.Skipped, OldFen: r.OldFen, NewFen: r.NewFen, OldOpen: r.OldOpen,
		NewOpen: r.NewOpen, Refunded: r.Refunded, Remedies: []PolicySum{}, Changed: r.Changed, Changes: []PolicyChange{}}
	for _, x := range r.Remedies {
		out.Remedies = append(out.Remedies, PolicySum(x))
	}
	for _, c := range r.Changes {
		out.Changes = append(out.Changes, PolicyChange{c.CaseID, c.Number, c.Scenario, append([]policy.Offer{}, c.Old...), append([]policy.Offer{}, c.New...), c.Difference})
	}
	g := r.Granted
	out.Granted = PolicyGranted{g.Claims, g.More, g.OldFen, g.NewFen, g.Unasked, g.Open, g.Changed, []PolicyRegrant{}}
	for _, c := range g.Changes {
		out.Granted.Changes = append(out.Granted.Changes, PolicyRegrant{c.ClaimID, c.Number, string(c.Remedy), c.OldFen, c.NewFen})
	}
	return answer(out, err)
}

func (s *Server) deletePolicyTable(ctx context.Context, in *simulatePolicyTableInput) (*empty, error) {
	return nil, s.Rulebooks.Delete(ctx, in.ID, in.Body.Version)
}

type publishPolicyTableInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		From    string `json:"from,omitempty" maxLength:"10" doc:"The first day of claims for which it counts; today if empty."`
		Note    string `json:"note,omitempty" maxLength:"2000"`
	}
}

func (s *Server) publishPolicyTable(ctx context.Context, in *publishPolicyTableInput) (*body[PolicyBook], error) {
	b, err := s.Rulebooks.Publish(ctx, in.ID, in.Body.Version, in.Body.From, in.Body.Note)
	return s.policyBookAnswer(ctx, b, err)
}

type restorePolicyTableInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		N       int64  `json:"n" doc:"The edition to publish again."`
		From    string `json:"from,omitempty" maxLength:"10"`
		Note    string `json:"note,omitempty" maxLength:"2000"`
	}
}

func (s *Server) restorePolicyTable(ctx context.Context, in *restorePolicyTableInput) (*body[PolicyBook], error) {
	b, err := s.Rulebooks.Restore(ctx, in.ID, in.Body.Version, in.Body.N, in.Body.From, in.Body.Note)
	return s.policyBookAnswer(ctx, b, err)
}
