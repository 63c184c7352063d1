// Package ceiling turns what the policy says about a case into the most that a claim
// may be. The program asks the policy itself: nobody hands an answer over, so that
// nobody can hand over a larger one.
package ceiling

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/policy"
	"github.com/anxin-desk/anxin/internal/policy/rulebook"
)

// Ask returns the draft of a claim with what the policy says of it now, by what is
// known of the case and its order and by what the agent has found out. What was
// looked up outranks what is said: nobody raises a ceiling by naming a higher price.
// What was said stands among the reasons, for whoever approves. Where nothing was
// said, not even an empty set, the policy is not asked.
func Ask(ctx context.Context, books *rulebook.Service, caseID string, d compensation.Draft, said map[string]any) (compensation.Draft, error) {
	d.Policy = compensation.NoPolicy
	if said == nil {
		return d, nil
	}
	w, err := books.ForClaim(ctx, caseID, said)
	if err != nil {
		return d, err
	}
	return answered(d, w)
}

// Answer is what the policy says to a claim of one remedy: a draft with its ceiling,
// or the names of the facts that have to be found out first.
type Answer struct {
	compensation.Draft
	Asks []string
}

// All asks the policy once for every remedy.
func All(ctx context.Context, books *rulebook.Service, caseID string, said map[string]any) ([]Answer, error) {
	w, err := books.ForClaim(ctx, caseID, said)
	if err != nil {
		return nil, err
	}
	var all []Answer
	for _, remedy := range compensation.Remedies {
		d, err := answered(compensation.Draft{Remedy: remedy, Policy: compensation.NoPolicy}, w)
		a := Answer{Draft: d}
		if fault.CodeOf(err) == "compensation.policy_verify" {
			_, open, _ := rulebook.OfferTo(remedy, w.Decision)
			a.Asks, err = open.Questions, nil
		}
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

func answered(d compensation.Draft, w rulebook.Weighed) (_ compensation.Draft, err error) {
	if d.Policy, d.Statutory, err = Of(d.Remedy, w.Decision); err != nil {
		return d, err
	}
	for _, name := range slices.Sorted(maps.Keys(w.Matter.From)) {
		f, _ := policy.FactNamed(name)
		if w.Matter.From[name] == "said" && len(d.Policy.Reasons) < compensation.MaxReasons {
			d.Policy.Reasons = append(d.Policy.Reasons, short(rulebook.Told(f, w.Matter.Facts[name])))
		}
	}
	return d, nil
}

// Of returns the answer of a decision for a remedy: the greatest of its caps, by
// whom, and why; and the articles that ask for more than the shop's own tables, ""
// if none does. What the policy does not offer has a cap of 0. Where it depends on a
// fact that nobody has told, the fault names the questions.
func Of(remedy compensation.Remedy, d policy.Decision) (answer compensation.Policy, statutory string, err error) {
	best, open, most := rulebook.OfferTo(remedy, d)
	if best == nil && open != nil {
		return compensation.NoPolicy, "", fault.Field("policy", "compensation.policy_verify", "questions", questions(open.Questions, d))
	}
	if best == nil {
		return compensation.Policy{Reasons: []string{}}, "", nil
	}
	answer = compensation.Policy{ID: short(cmp.Or(best.OfferBy, best.FloorBy)), Text: best.Name, Cap: most, Reasons: []string{}}
	var articles []string
	for _, r := range d.Reasons {
		if !slices.Contains(best.Rows, r.Ref) {
			continue
		}
		answer.Reasons = append(answer.Reasons, short(strings.TrimSpace(r.Name+" "+r.Article)))
		if r.Article != "" && best.State == policy.Must {
			articles = append(articles, r.Article)
		}
	}
	answer.Reasons = answer.Reasons[:min(len(answer.Reasons), compensation.MaxReasons)]
	return answer, short(strings.Join(slices.Compact(articles), ", ")), nil
}

// questions are the words of the facts that are asked for.
func questions(facts []string, d policy.Decision) string {
	var all []string
	for _, q := range d.Questions {
		if slices.Contains(facts, q.Fact) {
			all = append(all, q.Name)
		}
	}
	return strings.Join(all, ", ")
}

// short cuts what would be too long for a claim to keep.
func short(text string) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), compensation.MaxItemLen)])
}
