package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/rulepack"
)

// RulePack is a set of rules of a shop's own.
type RulePack struct {
	ID      string    `json:"id"`
	Name    string    `json:"name" doc:"As the ids of its rules begin."`
	Title   string    `json:"title"`
	On      bool      `json:"on"`
	Ahead   bool      `json:"ahead" doc:"The draft is not what is in force."`
	Edition int64     `json:"edition" doc:"The one that is in force; 0 if none was published."`
	MadeAt  time.Time `json:"made_at"`
	Version int64     `json:"version"`
}

// RuleWord is a word that buyers do not know, with a plain one.
type RuleWord struct {
	Word  string `json:"word" maxLength:"200"`
	Plain string `json:"plain" maxLength:"400"`
}

// RuleLevel is the level that a shop gives a rule.
type RuleLevel struct {
	Rule  string `json:"rule" maxLength:"100"`
	Level string `json:"level" enum:"hint,warning,error,block"`
}

// RuleChoices are what a shop has chosen about the rules that come with the program.
type RuleChoices struct {
	Platforms []string    `json:"platforms" nullable:"false" maxItems:"20" doc:"Whose rules hold too: taobao, douyin, jd, pinduoduo."`
	Names     []string    `json:"names" nullable:"false" maxItems:"4000" doc:"Of goods: nothing is found inside of one, save what stops a reply."`
	Words     []RuleWord  `json:"words" nullable:"false" maxItems:"2000"`
	Off       []string    `json:"off" nullable:"false" maxItems:"2000" doc:"Ids of rules that are not used."`
	Levels    []RuleLevel `json:"levels" nullable:"false" maxItems:"2000" doc:"Where they differ from those of the packs."`
	Version   int64       `json:"version"`
}

// RuleShelf is all that a shop has to do with rules.
type RuleShelf struct {
	Packs      []RulePack  `json:"packs" nullable:"false"`
	Choices    RuleChoices `json:"choices"`
	Platforms  []string    `json:"platforms" nullable:"false" doc:"That can be chosen."`
	Categories []string    `json:"categories" nullable:"false" doc:"That a rule may have."`
	Blockable  []string    `json:"blockable" nullable:"false" doc:"Categories in which a rule may stop a reply."`
}

// RuleEdition is a pack as it was published.
type RuleEdition struct {
	Number   int64     `json:"number"`
	Note     string    `json:"note"`
	Restored int64     `json:"restored" doc:"The edition that was taken back; 0 for a draft that was published."`
	By       Person    `json:"by"`
	At       time.Time `json:"at"`
}

// RulePackDetail is a pack with its draft.
type RulePackDetail struct {
	RulePack
	Text     string        `json:"text" doc:"The draft, as YAML."`
	Rules    []RuleDraft   `json:"rules" nullable:"false" doc:"Of the draft."`
	Editions []RuleEdition `json:"editions" nullable:"false" doc:"The newest first, at most 50."`
}

// RuleDraft is a rule as people fill in a form.
type RuleDraft struct {
	ID       string     `json:"id" maxLength:"100" doc:"Empty for a new rule."`
	Category string     `json:"category" maxLength:"40"`
	Kind     string     `json:"kind" maxLength:"20" doc:"existence, substitution, occurrence and require_pair can be changed in a form."`
	Level    string     `json:"level" enum:"hint,warning,error,block"`
	Pattern  []string   `json:"pattern" nullable:"false" maxItems:"200"`
	Replace  []RuleWord `json:"replace" nullable:"false" maxItems:"500"`
	Pair     []string   `json:"pair" nullable:"false" maxItems:"200"`
	Within   int        `json:"within" doc:"How near the pair must be, in characters."`
	Count    int        `json:"count" doc:"From how many times on."`
	Except   []string   `json:"except" nullable:"false" maxItems:"200" doc:"Beside which, in the same clause, it is fine."`
	Message  string     `json:"message" maxLength:"2000"`
	Why      string     `json:"why" maxLength:"2000"`
	Better   string     `json:"better" maxLength:"2000"`
	Bad      []string   `json:"bad" nullable:"false" maxItems:"100"`
	Good     []string   `json:"good" nullable:"false" maxItems:"100"`
}

// RuleProblem is what keeps a pack from being published.
type RuleProblem struct {
	Line int    `json:"line" doc:"Of the text, from 1; 0 for the whole."`
	Rule string `json:"rule"`
	Why  string `json:"why"`
}

// RuleExample is an example with what came of it.
type RuleExample struct {
	Rule  string `json:"rule"`
	Text  string `json:"text"`
	Good  bool   `json:"good" doc:"The rule should find nothing."`
	Found bool   `json:"found" doc:"It found something."`
}

// RuleChange is how a rule differs between two texts.
type RuleChange struct {
	Rule   string `json:"rule" doc:"Empty for what stands outside of rules."`
	Before string `json:"before" doc:"YAML; empty if it was added."`
	After  string `json:"after" doc:"YAML; empty if it was removed."`
}

// RuleTrial is what a text would mean for a pack.
type RuleTrial struct {
	Problems []RuleProblem `json:"problems" nullable:"false"`
	Examples []RuleExample `json:"examples" nullable:"false"`
	Changes  []RuleChange  `json:"changes" nullable:"false" doc:"Against the draft."`
	Rule     string        `json:"rule" doc:"Id of the rule of the form."`
}

// RuleEditionDetail is an edition with its text.
type RuleEditionDetail struct {
	Number  int64        `json:"number"`
	Text    string       `json:"text"`
	Changes []RuleChange `json:"changes" nullable:"false"`
}

func (s *Server) ruleRoutes(api huma.API) {
	read, write := needs(identity.TeamSupervise), needs(identity.RuleManage)
	add(api, operation{id: "readRuleShelf", method: http.MethodGet, path: "/api/shops/{id}/rules", tag: "assist",
		summary: "Read the rule packs of a shop, and what it has chosen", access: read}, s.readRuleShelf)
	add(api, operation{id: "chooseRules", method: http.MethodPut, path: "/api/shops/{id}/rules", tag: "assist",
		summary: "Choose platforms, words and shipped rules of a shop", access: write}, s.chooseRules)
	add(api, operation{id: "createRulePack", method: http.MethodPost, path: "/api/shops/{id}/rule-packs", tag: "assist",
		summary: "Begin a rule pack, or import one", access: write, status: http.StatusCreated}, s.createRulePack)
	add(api, operation{id: "readRulePack", method: http.MethodGet, path: "/api/rule-packs/{id}", tag: "assist",
		summary: "Read a rule pack with its draft", access: read}, s.readRulePack)
	add(api, operation{id: "writeRulePack", method: http.MethodPut, path: "/api/rule-packs/{id}", tag: "assist",
		summary: "Give a rule pack another draft", access: write}, s.writeRulePack)
	add(api, operation{id: "putRule", method: http.MethodPost, path: "/api/rule-packs/{id}/rules", tag: "assist",
		summary: "Change a rule of the draft, or add one", access: write}, s.putRule)
	add(api, operation{id: "removeRule", method: http.MethodPost, path: "/api/rule-packs/{id}/rules/remove", tag: "assist",
		summary: "Take a rule out of the draft", access: write}, s.removeRule)
	add(api, operation{id: "examineRulePack", method: http.MethodPost, path: "/api/rule-packs/{id}/examine", tag: "assist",
		summary: "See what is wrong with a text or a rule for a pack, and what would change; keeps nothing", access: read}, s.examineRulePack)
	add(api, operation{id: "publishRulePack", method: http.MethodPost, path: "/api/rule-packs/{id}/publish", tag: "assist",
		summary: "Put the draft of a rule pack in force", access: write}, s.publishRulePack)
	add(api, operation{id: "restoreRulePack", method: http.MethodPost, path: "/api/rule-packs/{id}/restore", tag: "assist",
		summary: "Put an earlier edition in force again", access: write}, s.restoreRulePack)
	add(api, operation{id: "switchRulePack", method: http.MethodPost, path: "/api/rule-packs/{id}/switch", tag: "assist",
		summary: "Put a published rule pack out of force, or in force", access: write}, s.switchRulePack)
	add(api, operation{id: "removeRulePack", method: http.MethodPost, path: "/api/rule-packs/{id}/remove", tag: "assist",
		summary: "Take a rule pack away", access: write, status: http.StatusNoContent}, s.removeRulePack)
	add(api, operation{id: "readRuleEdition", method: http.MethodGet, path: "/api/rule-packs/{id}/editions/{edition}", tag: "assist",
		summary: "Read an edition of a rule pack, and what it changed", access: read}, s.readRuleEdition)
}

func (s *Server) readRuleShelf(ctx context.Context, in *idInput) (*body[RuleShelf], error) {
	all, err := s.RulePacks.Shelf(ctx, in.ID)
	out := RuleShelf{Packs: make([]RulePack, 0, len(all.Packs)), Choices: wireChoices(all.Choices), Platforms: check.Platforms(),
		Categories: rulepack.Categories, Blockable: []string{}}
	for _, p := range all.Packs {
		out.Packs = append(out.Packs, wirePack(p))
	}
	for _, c := range rulepack.Categories {
		if check.Blockable(c) {
			out.Blockable = append(out.Blockable, c)
		}
	}
	return answer(out, err)
}

type chooseRulesInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body RuleChoices
}

func (s *Server) chooseRules(ctx context.Context, in *chooseRulesInput) (*body[RuleChoices], error) {
	b := in.Body
	c := rulepack.Choices{Platforms: b.Platforms, Names: b.Names, Off: b.Off, Levels: map[string]check.Level{}}
	for _, w := range b.Words {
		c.Words = append(c.Words, rulepack.Word(w))
	}
	for _, l := range b.Levels {
		c.Levels[l.Rule] = check.Level(l.Level)
	}
	c, err := s.RulePacks.Choose(ctx, in.ID, b.Version, c)
	return answer(wireChoices(c), err)
}

type createRulePackInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Title string `json:"title,omitempty" maxLength:"200" doc:"Of an empty pack."`
		Text  string `json:"text,omitempty" maxLength:"250000" doc:"YAML of a pack to import."`
	}
}

func (s *Server) createRulePack(ctx context.Context, in *createRulePackInput) (*body[RulePackDetail], error) {
	p, err := s.RulePacks.Create(ctx, in.ID, in.Key, in.Body.Title, in.Body.Text)
	return s.answerPack(ctx, p, err)
}

func (s *Server) readRulePack(ctx context.Context, in *idInput) (*body[RulePackDetail], error) {
	return s.wirePackFor(ctx, identity.TeamSupervise, in.ID)
}

type writeRulePackInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Text    string `json:"text" maxLength:"250000"`
	}
}

func (s *Server) writeRulePack(ctx context.Context, in *writeRulePackInput) (*body[RulePackDetail], error) {
	p, err := s.RulePacks.Write(ctx, in.ID, in.Body.Version, in.Body.Text)
	return s.answerPack(ctx, p, err)
}

type putRuleInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64     `json:"version"`
		Rule    RuleDraft `json:"rule"`
	}
}

func (s *Server) putRule(ctx context.Context, in *putRuleInput) (*body[RulePackDetail], error) {
	p, err := s.RulePacks.PutRule(ctx, in.ID, in.Body.Version, in.Body.Rule.draft())
	return s.answerPack(ctx, p, err)
}

type removeRuleInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Rule    string `json:"rule" maxLength:"100"`
	}
}

func (s *Server) removeRule(ctx context.Context, in *removeRuleInput) (*body[RulePackDetail], error) {
	p, err := s.RulePacks.RemoveRule(ctx, in.ID, in.Body.Version, in.Body.Rule)
	return s.answerPack(ctx, p, err)
}
