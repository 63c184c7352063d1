package assignment

import (
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
)

// Candidate is somebody who may answer buyers of a shop, as they are now.
type Candidate struct {
	Member
	Name   string
	State  identity.State
	Load   int64     // conversations that take their room now
	Room   int64     // how many they can take at once
	TurnAt time.Time // when they were given one last; zero if never
}

// Standing is how a candidate stands for a conversation.
type Standing string

const (
	Chosen   Standing = "chosen"
	Fits     Standing = "fits"      // but somebody else comes first
	GaveBack Standing = "gave_back" // had it already
	Lacks    Standing = "lacks"     // a skill, a language, or VIPs
	Full     Standing = "full"      // has as much as they can take
	Away     Standing = "away"      // on a break or offline
	NoTaking Standing = "no_taking" // takes no part
)

// order is how standings are listed.
var order = []Standing{Chosen, Fits, GaveBack, Lacks, Full, Away, NoTaking}

// Reason is why somebody was chosen, or why nobody was.
type Reason string

const (
	Previous Reason = "previous" // met the buyer before
	Skilled  Reason = "skilled"  // can do what is needed, and has the least to do of those who can
	Least    Reason = "least"    // has the least to do
	Longest  Reason = "longest"  // has as little to do as others, and was given nothing for the longest

	NobodyTakes  Reason = "nobody_takes"   // nobody takes part
	NobodyOnline Reason = "nobody_online"  // nobody is there
	AllFull      Reason = "all_full"       // all who are there have as much as they can take
	NobodyFits   Reason = "nobody_fits"    // nobody with room can do what is needed
	OnlyGaveBack Reason = "only_gave_back" // only somebody who had it already has room
)

// Verdict is how one candidate stands.
type Verdict struct {
	Candidate
	Standing Standing
	Missing  []string // needs; see [Need.list]
}

// Choice is who gets a conversation, and why.
type Choice struct {
	ToID     string // "" for nobody
	ToName   string
	Reason   Reason
	Needs    []string  // that count
	Ignored  []string  // needs for which there is nobody at all
	Verdicts []Verdict // the chosen one first, then by how near they came
}

// list names needs: skills by their names, "lang.en" and "vip".
func (n Need) list() []string {
	all := slices.Clone(n.Skills)
	if n.Language != "" {
		all = append(all, "lang."+n.Language)
	}
	if n.VIP {
		all = append(all, "vip")
	}
	return all
}

// can tells whether somebody answers to a need.
func (m Member) can(need string) bool {
	if language, is := strings.CutPrefix(need, "lang."); is {
		return slices.Contains(m.Languages, language)
	}
	return need == "vip" && m.VIP || slices.Contains(m.Skills, need)
}

// Choose decides who gets a conversation. What nobody who takes part can do is
// not asked for: the buyer is better off with somebody than with nobody.
func Choose(n Need, team []Candidate) Choice {
	c := Choice{}
	for _, need := range n.list() {
		if slices.ContainsFunc(team, func(one Candidate) bool { return one.Takes && one.can(need) }) {
			c.Needs = append(c.Needs, need)
		} else {
			c.Ignored = append(c.Ignored, need)
		}
	}
	for _, one := range team {
		c.Verdicts = append(c.Verdicts, judge(one, c.Needs, n))
	}
	slices.SortStableFunc(c.Verdicts, func(a, b Verdict) int { return compare(a, b, n.PreviousID) })
	if len(c.Verdicts) == 0 || c.Verdicts[0].Standing != Fits {
		c.Reason = whyNobody(c.Verdicts)
		return c
	}
	first := &c.Verdicts[0]
	first.Standing = Chosen
	c.ToID, c.ToName = first.UserID, first.Name
	c.Reason = whyThem(c, n.PreviousID)
	return c
}

func judge(one Candidate, needs []string, n Need) Verdict {
	v := Verdict{Candidate: one, Standing: Fits}
	for _, need := range needs {
		if !one.can(need) {
			v.Missing = append(v.Missing, need)
		}
	}
	switch {
	case !one.Takes:
		v.Standing = NoTaking
	case one.State != identity.Online:
		v.Standing = Away
	case one.Load >= one.Room:
		v.Standing = Full
	case one.UserID == n.GaveBackID:
		v.Standing = GaveBack
	case len(v.Missing) > 0 && one.UserID != n.PreviousID:
		v.Standing = Lacks
	}
	return v
}

func compare(a, b Verdict, previous string) int {
	if d := slices.Index(order, a.Standing) - slices.Index(order, b.Standing); d != 0 {
		return d
	}
	if is := a.UserID == previous; is != (b.UserID == previous) {
		if is {
			return -1
		}
		return 1
	}
	// Load against room, without fractions.
	if d := a.Load*b.Room - b.Load*a.Room; d != 0 {
		return int(max(-1, min(1, d)))
	}
	if d := a.TurnAt.Compare(b.TurnAt); d != 0 {
		return d
	}
	return strings.Compare(a.UserID, b.UserID)
}

func whyThem(c Choice, previous string) Reason {
	switch {
	case c.ToID == previous:
		return Previous
	case slices.ContainsFunc(c.Needs, func(need string) bool { return need != "lang.zh" }):
		return Skilled
	case len(c.Verdicts) > 1 && c.Verdicts[1].Standing == Fits && c.Verdicts[0].Load*c.Verdicts[1].Room == c.Verdicts[1].Load*c.Verdicts[0].Room:
		return Longest
	}
	return Least
}

func whyNobody(all []Verdict) Reason {
	has := func(s Standing) bool {
		return slices.ContainsFunc(all, func(v Verdict) bool { return v.Standing == s })
	}
	switch {
	case has(Lacks):
		return NobodyFits
	case has(GaveBack):
		return OnlyGaveBack
	case has(Full):
		return AllFull
	case has(Away):
		return NobodyOnline
	}
	return NobodyTakes
}
