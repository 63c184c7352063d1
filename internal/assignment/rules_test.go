package assignment

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// somebody is written as: id load/room, and then what they can: zh en vip 食品 …;
// "away" and "out" say that they are on a break, or take no part.
func somebody(text string) Candidate {
	words := strings.Fields(text)
	c := Candidate{Member: Member{UserID: words[0], Takes: true}, Name: words[0], State: identity.Online}
	fmt.Sscanf(words[1], "%d/%d", &c.Load, &c.Room)
	for _, w := range words[2:] {
		switch {
		case w == "away":
			c.State = identity.OnBreak
		case w == "gone":
			c.State = identity.Offline
		case w == "out":
			c.Takes = false
		case w == "vip":
			c.VIP = true
		case strings.HasPrefix(w, "turn"):
			n := 0
			fmt.Sscanf(w, "turn%d", &n)
			c.TurnAt = time.Unix(int64(n), 0)
		case slices.Contains(Languages, w):
			c.Languages = append(c.Languages, w)
		default:
			c.Skills = append(c.Skills, w)
		}
	}
	return c
}

func TestChoose(t *testing.T) {
	for name, c := range map[string]struct {
		need   Need
		team   []string
		to     string
		reason Reason
	}{
		"nobody at all":                {Need{}, nil, "", NobodyTakes},
		"nobody takes part":            {Need{}, []string{"a 0/5 zh out"}, "", NobodyTakes},
		"nobody is there":              {Need{}, []string{"a 0/5 zh away", "b 0/5 zh gone"}, "", NobodyOnline},
		"everybody has enough":         {Need{}, []string{"a 5/5 zh", "b 7/5 zh", "c 0/5 zh gone"}, "", AllFull},
		"the least to do":              {Need{}, []string{"a 2/5 zh", "b 1/5 zh"}, "b", Least},
		"of what they can take":        {Need{}, []string{"a 2/10 zh", "b 1/4 zh"}, "a", Least},
		"nothing for the longest":      {Need{}, []string{"a 1/5 zh turn9", "b 2/10 zh turn3"}, "b", Longest},
		"never before anything":        {Need{}, []string{"a 1/5 zh turn9", "b 1/5 zh"}, "b", Longest},
		"in the end by id":             {Need{}, []string{"b 1/5 zh", "a 1/5 zh"}, "a", Longest},
		"who met the buyer":            {Need{PreviousID: "b"}, []string{"a 0/5 zh", "b 4/5 zh"}, "b", Previous},
		"who met them, unskilled":      {Need{PreviousID: "b", Skills: []string{"食品"}}, []string{"a 0/5 zh 食品", "b 4/5 zh"}, "b", Previous},
		"who met them is full":         {Need{PreviousID: "b"}, []string{"a 3/5 zh", "b 5/5 zh"}, "a", Least},
		"who met them is away":         {Need{PreviousID: "b"}, []string{"a 3/5 zh", "b 0/5 zh away"}, "a", Least},
		"who met them gave it back":    {Need{PreviousID: "b", GaveBackID: "b"}, []string{"a 3/5 zh", "b 0/5 zh"}, "a", Least},
		"only who gave it back":        {Need{GaveBackID: "a"}, []string{"a 3/5 zh"}, "", OnlyGaveBack},
		"a skill":                      {Need{Skills: []string{"食品"}}, []string{"a 0/5 zh", "b 3/5 zh 食品"}, "b", Skilled},
		"a skill, nobody has it":       {Need{Skills: []string{"食品"}}, []string{"a 0/5 zh", "b 3/5 zh"}, "a", Least},
		"a skill, who has it is full":  {Need{Skills: []string{"食品"}}, []string{"a 0/5 zh", "b 5/5 zh 食品"}, "", NobodyFits},
		"a skill, who has it is out":   {Need{Skills: []string{"食品"}}, []string{"a 0/5 zh", "b 0/5 zh 食品 out"}, "a", Least},
		"all skills":                   {Need{Skills: []string{"食品", "理赔"}}, []string{"a 0/5 zh 食品", "b 3/5 zh 食品 理赔"}, "b", Skilled},
		"a language":                   {Need{Language: "en"}, []string{"a 0/5 zh", "b 3/5 zh en"}, "b", Skilled},
		"a language that nobody knows": {Need{Language: "ru"}, []string{"a 0/5 zh", "b 3/5 zh en"}, "a", Least},
		"a vip":                        {Need{VIP: true, Language: "zh"}, []string{"a 0/5 zh", "b 3/5 zh vip"}, "b", Skilled},
	} {
		var team []Candidate
		for _, one := range c.team {
			team = append(team, somebody(one))
		}
		got := Choose(c.need, team)
		if got.ToID != c.to || got.Reason != c.reason {
			t.Errorf("%s: %q because %s, want %q because %s", name, got.ToID, got.Reason, c.to, c.reason)
		}
		if len(got.Verdicts) != len(team) || len(got.Needs)+len(got.Ignored) != len(c.need.list()) {
			t.Errorf("%s: %d verdicts of %d, needs %v and %v", name, len(got.Verdicts), len(team), got.Needs, got.Ignored)
		}
	}
}

// TestChooseNeverTooMuch holds for any team, in any order of it.
func TestChooseNeverTooMuch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		skills := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"食品", "服饰", "理赔"}), rapid.ID[string])
		tongues := rapid.SliceOfDistinct(rapid.SampledFrom(Languages), rapid.ID[string])
		var team []Candidate
		for i := range rapid.IntRange(0, 6).Draw(t, "people") {
			team = append(team, Candidate{
				Member: Member{UserID: fmt.Sprint(i), Takes: rapid.Bool().Draw(t, "takes"), Skills: skills.Draw(t, "skills"), Languages: tongues.Draw(t, "languages"), VIP: rapid.Bool().Draw(t, "vip")},
				State:  rapid.SampledFrom([]identity.State{identity.Online, identity.OnBreak, identity.Offline}).Draw(t, "state"),
				Load:   rapid.Int64Range(0, 4).Draw(t, "load"), Room: rapid.Int64Range(1, 4).Draw(t, "room"),
				TurnAt: time.Unix(rapid.Int64Range(0, 3).Draw(t, "turn"), 0),
			})
		}
		need := Need{Skills: skills.Draw(t, "needed"), Language: rapid.SampledFrom(append(Languages, "")).Draw(t, "language"), VIP: rapid.Bool().Draw(t, "for vip"),
			PreviousID: rapid.SampledFrom([]string{"", "0", "1"}).Draw(t, "previous"), GaveBackID: rapid.SampledFrom([]string{"", "0", "1"}).Draw(t, "gave back")}
		got := Choose(need, team)
		able := 0
		for _, v := range got.Verdicts {
			ok := v.Takes && v.State == identity.Online && v.Load < v.Room && v.UserID != need.GaveBackID && (len(v.Missing) == 0 || v.UserID == need.PreviousID)
			if ok {
				able++
			}
			if v.UserID == got.ToID && !ok {
				t.Fatalf("%+v was chosen for %+v", v, need)
			}
		}
		if (able > 0) != (got.ToID != "") {
			t.Fatalf("%d could, %q was chosen", able, got.ToID)
		}
		if again := Choose(need, rapid.Permutation(team).Draw(t, "order")); again.ToID != got.ToID || again.Reason != got.Reason {
			t.Fatalf("in another order %q, %s instead of %q, %s", again.ToID, again.Reason, got.ToID, got.Reason)
		}
	})
}

func TestLanguageOf(t *testing.T) {
	for text, want := range map[string]string{
		"杯子碎了，怎么办": "zh", "我的 iPhone case 收到 broken 了": "zh", "The cup arrived broken": "en", "ok": "", "SF123456": "", "": "", "!!!": "",
		"カップが割れていました": "ja", "컵이 깨져서 왔어요": "ko", "Чашка пришла разбитой": "ru", "ถ้วยแตก": "th",
	} {
		if got := LanguageOf(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestNeedOf(t *testing.T) {
	p := Plan{Skills: []Skill{{Name: "食品", Words: []string{"过期", "异物"}, Scenarios: []string{"quality.expired"}}, {Name: "理赔", Words: []string{"赔"}}}}
	for _, c := range []struct {
		b    Buyer
		want string
	}{
		{Buyer{Words: []string{"牛奶过期了"}}, "食品 lang.zh"},
		{Buyer{Words: []string{"怎么赔", "有异物"}}, "食品 理赔 lang.zh"},
		{Buyer{Scenario: "quality.expired"}, "食品"},
		{Buyer{Words: []string{"在吗"}, VIP: true}, "lang.zh vip"},
	} {
		if got := strings.Join(p.NeedOf(c.b).list(), " "); got != c.want {
			t.Errorf("%+v needs %q, want %q", c.b, got, c.want)
		}
	}
}

func TestPlanIsClean(t *testing.T) {
	long := strings.Repeat("字", MaxName+1)
	for code, p := range map[string]Plan{
		"assignment.capacity_range":  {Capacity: 0, QuietMinutes: 5},
		"assignment.quiet_range":     {Capacity: 1, QuietMinutes: 0},
		"assignment.skill_name":      {Capacity: 1, QuietMinutes: 1, Skills: []Skill{{Name: long}}},
		"assignment.skill_twice":     {Capacity: 1, QuietMinutes: 1, Skills: []Skill{{Name: "食品"}, {Name: " 食品 "}}},
		"case.scenario_unknown":      {Capacity: 1, QuietMinutes: 1, Skills: []Skill{{Name: "食品", Scenarios: []string{"x"}}}},
		"assignment.word_too_long":   {Capacity: 1, QuietMinutes: 1, Skills: []Skill{{Name: "食品", Words: []string{long}}}},
		"assignment.too_many_skills": {Capacity: 1, QuietMinutes: 1, Skills: make([]Skill, MaxSkills+1)},
	} {
		if _, err := p.Clean(); fault.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
	m := Member{Skills: []string{"食品"}, Languages: []string{"zh", "zh"}}
	if _, err := m.Clean(Plan{}); fault.CodeOf(err) != "assignment.skill_unknown" {
		t.Error(err)
	}
	if got, err := m.Clean(Plan{Skills: []Skill{{Name: "食品"}}}); err != nil || len(got.Languages) != 1 {
		t.Error(got, err)
	}
}
