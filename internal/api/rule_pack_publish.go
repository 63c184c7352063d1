package api

import (
	"context"
	"maps"
	"slices"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/rulepack"
)

type examineInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Text string     `json:"text,omitempty" maxLength:"250000" doc:"YAML; missing for the draft."`
		Rule *RuleDraft `json:"rule,omitempty" doc:"Put into the draft."`
	}
}

func (s *Server) examineRulePack(ctx context.Context, in *examineInput) (*body[RuleTrial], error) {
	var d *rulepack.RuleDraft
	if in.Body.Rule != nil {
		one := in.Body.Rule.draft()
		d = &one
	}
	t, rule, err := s.RulePacks.Examine(ctx, in.ID, in.Body.Text, d)
	out := RuleTrial{Problems: []RuleProblem{}, Examples: []RuleExample{}, Changes: wireChanges(t.Changes), Rule: rule}
	for _, p := range t.Problems {
		out.Problems = append(out.Problems, RuleProblem{p.Line, p.Rule, sentence(readerLanguage(ctx), p.Fault.Code, p.Fault.Args)})
	}
	for _, x := range t.Tried {
		if x.Wrong == nil {
			out.Examples = append(out.Examples, RuleExample{x.Rule, x.Example, x.Good, x.Found})
		}
	}
	return answer(out, err)
}

type publishInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Note    string `json:"note,omitempty" maxLength:"1000" doc:"What has changed, and why."`
	}
}

func (s *Server) publishRulePack(ctx context.Context, in *publishInput) (*body[RulePackDetail], error) {
	p, err := s.RulePacks.Publish(ctx, in.ID, in.Body.Version, in.Body.Note)
	return s.answerPack(ctx, p, err)
}

type restoreInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
		Number  int64 `json:"number" minimum:"1"`
	}
}

func (s *Server) restoreRulePack(ctx context.Context, in *restoreInput) (*body[RulePackDetail], error) {
	p, err := s.RulePacks.Restore(ctx, in.ID, in.Body.Version, in.Body.Number)
	return s.answerPack(ctx, p, err)
}

type switchPackInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
		On      bool  `json:"on"`
	}
}

func (s *Server) switchRulePack(ctx context.Context, in *switchPackInput) (*body[RulePackDetail], error) {
	p, err := s.RulePacks.Switch(ctx, in.ID, in.Body.Version, in.Body.On)
	return s.answerPack(ctx, p, err)
}

func (s *Server) removeRulePack(ctx context.Context, in *versionInput) (*empty, error) {
	return nil, s.RulePacks.Remove(ctx, in.ID, in.Body.Version)
}

type editionInput struct {
	ID     string `path:"id" maxLength:"64"`
	Number int64  `path:"edition" minimum:"1"`
	Draft  bool   `query:"draft" doc:"Compare it with the draft, not with the edition before it."`
}

func (s *Server) readRuleEdition(ctx context.Context, in *editionInput) (*body[RuleEditionDetail], error) {
	e, changes, err := s.RulePacks.Edition(ctx, in.ID, in.Number, in.Draft)
	return answer(RuleEditionDetail{e.Number, e.Text, wireChanges(changes)}, err)
}

// answerPack reads a pack that was changed anew, with all that its page shows.
func (s *Server) answerPack(ctx context.Context, p rulepack.Pack, err error) (*body[RulePackDetail], error) {
	if err != nil {
		return nil, err
	}
	return s.wirePackFor(ctx, identity.RuleManage, p.ID)
}

func (s *Server) wirePackFor(ctx context.Context, by identity.Permission, id string) (*body[RulePackDetail], error) {
	p, editions, err := s.RulePacks.Get(ctx, by, id)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, e := range editions {
		ids = append(ids, e.MadeBy)
	}
	names, err := s.Desk.Names(ctx, ids)
	out := RulePackDetail{RulePack: wirePack(p), Text: p.Draft, Rules: []RuleDraft{}, Editions: make([]RuleEdition, 0, len(editions))}
	for _, r := range p.Rules() {
		out.Rules = append(out.Rules, wireRule(r))
	}
	for _, e := range editions {
		out.Editions = append(out.Editions, RuleEdition{e.Number, e.Note, e.Restored, Person{e.MadeBy, names[e.MadeBy]}, e.MadeAt.UTC()})
	}
	return answer(out, err)
}

func wirePack(p rulepack.Pack) RulePack {
	return RulePack{p.ID, p.Name, p.Title, p.On, p.Ahead, p.Edition, p.MadeAt.UTC(), p.Version}
}

func wireChoices(c rulepack.Choices) RuleChoices {
	out := RuleChoices{Platforms: full(c.Platforms), Names: full(c.Names), Words: []RuleWord{}, Off: full(c.Off), Levels: []RuleLevel{}, Version: c.Version}
	for _, w := range c.Words {
		out.Words = append(out.Words, RuleWord(w))
	}
	for _, id := range slices.Sorted(maps.Keys(c.Levels)) {
		out.Levels = append(out.Levels, RuleLevel{id, string(c.Levels[id])})
	}
	return out
}

func wireChanges(all []rulepack.Change) []RuleChange {
	out := make([]RuleChange, 0, len(all))
	for _, c := range all {
		out = append(out, RuleChange(c))
	}
	return out
}

func (d RuleDraft) draft() rulepack.RuleDraft {
	out := rulepack.RuleDraft{ID: d.ID, Category: d.Category, Kind: check.Kind(d.Kind), Level: check.Level(d.Level), Pattern: d.Pattern, Pair: d.Pair,
		Within: d.Within, Count: d.Count, Except: d.Except, Message: d.Message, Why: d.Why, Better: d.Better, Bad: d.Bad, Good: d.Good}
	for _, w := range d.Replace {
		out.Replace = append(out.Replace, rulepack.Word(w))
	}
	return out
}

func wireRule(r check.Rule) RuleDraft {
	out := RuleDraft{ID: r.ID, Category: r.Category, Kind: string(r.Kind), Level: string(r.Level), Pattern: full(r.Pattern), Replace: []RuleWord{},
		Pair: full(r.Pair), Within: r.Within, Count: r.Count, Except: full(r.Unless.Clause), Message: r.Message, Why: r.Why, Better: r.Better,
		Bad: full(r.Bad), Good: full(r.Good)}
	for _, word := range slices.Sorted(maps.Keys(r.Replace)) {
		out.Replace = append(out.Replace, RuleWord{word, r.Replace[word]})
	}
	return out
}
