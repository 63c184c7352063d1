package playbook

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/anxin-desk/anxin/internal/language/reading"
)

func everything() []*Flow { return slices.Concat(Shipped(), Templates()) }

func TestEveryScenarioHasAPlaybook(t *testing.T) {
	var ids []string
	for _, f := range Shipped() {
		p := f.Playbook
		ids = append(ids, p.ID)
		if p.ID != p.Scenario || len(p.Trigger.Words) < 7 || len(p.Prevention) == 0 || len(p.Drills) < 2 {
			t.Errorf("%s: %s, %d words, %d tips, %d personas", p.ID, p.Scenario, len(p.Trigger.Words), len(p.Prevention), len(p.Drills))
		}
		if len(p.Checklist) == 0 && p.ID != "inquiry.simple" {
			t.Errorf("%s: no checklist", p.ID)
		}
	}
	slices.Sort(ids)
	if !slices.Equal(ids, slices.Sorted(slices.Values(reading.Scenarios))) {
		t.Errorf("%v", ids)
	}
	for _, id := range []string{"template.heard", "template.last", "template.learn"} {
		if f, ok := Named(id); !ok || !f.Playbook.Template {
			t.Errorf("%s is not found", id)
		}
	}
}

// What the engine would ask next for a scenario is what its playbook asks, in the
// same order and as openly.
func TestPlaybooksAskWhatTheEngineAsks(t *testing.T) {
	for _, f := range Shipped() {
		known := map[string]bool{}
		at := -1
		for {
			next := reading.Missing(f.Playbook.Scenario, func(ask string) bool { return known[ask] })
			if len(next) == 0 {
				break
			}
			q := next[0]
			known[q.Ask] = true
			i := slices.IndexFunc(f.Playbook.Steps, func(s Step) bool { return s.Kind == Ask && s.Fact == q.Ask })
			if i <= at || f.Playbook.Steps[i].Open != q.Open {
				t.Errorf("%s: %s is asked at %d after %d, openly %v", f.Playbook.ID, q.Ask, i, at, q.Open)
			}
			at = i
		}
	}
}

// Rows of the table of scenarios that are always escalated hand over before
// anything is asked about facts; those with harm stop it first.
func TestAlwaysEscalated(t *testing.T) {
	for _, id := range []string{"quality.foreign_body", "demand.extortion", "privacy.leak"} {
		f, _ := Named(id)
		steps := f.Playbook.Steps
		over := slices.IndexFunc(steps, func(s Step) bool { return s.Kind == Handoff && s.When == "" && s.Required })
		if facts := slices.IndexFunc(steps, func(s Step) bool { return s.Stage == "understood" }); over < 0 || over > facts {
			t.Errorf("%s: handed over at %d, facts at %d", id, over, facts)
		}
	}
	for _, id := range []string{"quality.expired", "quality.foreign_body", "quality.malfunction", "quality.damaged"} {
		f, _ := Named(id)
		steps := f.Playbook.Steps
		safe := slices.IndexFunc(steps, func(s Step) bool { return s.Act == Safety && s.Required })
		if proof := slices.IndexFunc(steps, func(s Step) bool { return s.Kind == Evidence }); safe < 0 || safe > proof {
			t.Errorf("%s: safety at %d, evidence at %d", id, safe, proof)
		}
	}
	for _, id := range []string{"quality.expired", "quality.foreign_body"} {
		f, _ := Named(id)
		if !slices.ContainsFunc(f.Playbook.Steps, func(s Step) bool { return s.Type == "recall" }) {
			t.Errorf("%s: no recall check", id)
		}
	}
}

// Each shipped playbook is walked to its close for each severity, with facts at
// random, until every way out of every step was gone.
func TestEveryWayIsWalkedForEverySeverity(t *testing.T) {
	for _, f := range everything() {
		walked := map[string]bool{}
		for i := range 1200 {
			known := atRandom(rand.New(rand.NewPCG(uint64(i), 7)))
			known["severity"] = Severities[i%len(Severities)]
			path := f.Path(known)
			if last := path[len(path)-1]; last.Step.Kind != Close || !last.Taken {
				t.Fatalf("%s with %v ends at %s", f.Playbook.ID, known, last.Step.ID)
			}
			note(walked, path)
		}
		for _, way := range waysOf(f) {
			if !walked[way] {
				t.Errorf("%s: %s was never gone", f.Playbook.ID, way)
			}
		}
		for _, severity := range append(Severities, "") {
			known := Values{}
			if severity != "" {
				known["severity"] = severity
			}
			if path := f.Path(known); path[len(path)-1].Step.Kind != Close {
				t.Errorf("%s with %v does not end", f.Playbook.ID, known)
			}
		}
	}
}

// atRandom knows all facts but some texts, so that all ways can be gone.
func atRandom(r *rand.Rand) Values {
	known := Values{}
	for _, fact := range Facts() {
		switch fact.Type {
		case YesNo:
			known[fact.Name] = r.IntN(2) == 0
		case Count:
			known[fact.Name] = int64(r.IntN(7))
		case Money:
			known[fact.Name] = int64(r.IntN(3)) * 60_000
		case Choice:
			known[fact.Name] = fact.Values[r.IntN(len(fact.Values))].Code
		}
	}
	return known
}

func note(walked map[string]bool, path []Visit) {
	for i, v := range path {
		walked[fmt.Sprintf("%s taken %v", v.Step.ID, v.Taken)] = true
		if i+1 < len(path) && v.Taken {
			walked[v.Step.ID+" → "+path[i+1].Step.ID] = true
		}
	}
}

func waysOf(f *Flow) []string {
	var all []string
	for i, s := range f.Playbook.Steps {
		all = append(all, s.ID+" taken true")
		if s.When != "" {
			all = append(all, s.ID+" taken false")
		}
		for _, b := range s.Branches {
			all = append(all, s.ID+" → "+b.Step)
		}
		switch {
		case s.Go != "":
			all = append(all, s.ID+" → "+s.Go)
		case s.Kind != Close:
			all = append(all, s.ID+" → "+f.Playbook.Steps[i+1].ID)
		}
	}
	return all
}

// Whoever reports smoke or a shock hears the safety words first, and is not asked
// to switch it on again for a film; what is known is not asked again.
func TestSafetyComesFirstOnTheWay(t *testing.T) {
	f, _ := Named("quality.malfunction")
	var ids []string
	for _, v := range f.Path(Values{"danger": true}) {
		if v.Taken {
			ids = append(ids, v.Step.ID)
		}
		if v.Known != (v.Step.Fact == "danger") {
			t.Errorf("%s is known: %v", v.Step.ID, v.Known)
		}
	}
	if slices.Index(ids, "safety") != 2 || slices.Contains(ids, "evidence") || !slices.Contains(ids, "evidence_safe") || !slices.Contains(ids, "safety_lead") {
		t.Errorf("%v", ids)
	}
}
