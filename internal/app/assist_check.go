package app

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"github.com/anxin-desk/anxin/internal/language/check"
)

// assistPacks says by which rules replies are checked.
type assistPacks struct {
	Platform []string `help:"Also check what this platform does not allow: taobao, douyin, jd or pinduoduo." placeholder:"NAME"`
	Pack     []string `help:"Also check by the rules of this YAML file." type:"existingfile" placeholder:"FILE"`
}

// engine compiles the shipped packs and those asked for. The examples of a pack
// that is given as a file must come out as they are written down.
func (a assistPacks) engine() (*check.Engine, error) {
	// What compiling leaves behind is more than what it makes, and not worth
	// collecting often while it goes on.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	packs, err := check.Shipped(a.Platform...)
	if err != nil {
		return nil, err
	}
	for _, name := range a.Pack {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		p, err := check.ReadPack(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		packs = append(packs, p)
	}
	e, err := check.New(packs...)
	if err != nil || len(a.Pack) == 0 {
		return e, err
	}
	failures, err := e.Verify()
	if err == nil && len(failures) > 0 {
		err = fmt.Errorf("a rule pack fails %d of its examples, the first: %s", len(failures), failures[0])
	}
	return e, err
}

type assistCheck struct {
	assistPacks
}

// Run implements kong's command.
func (a assistCheck) Run(c console) error {
	e, err := a.engine()
	if err != nil {
		return err
	}
	return c.assist(func(l assistLine) (any, error) {
		found := e.Check(check.Reply{
			Text: *l.Text, Stage: l.Stage, Scenario: l.Scenario, Emotion: string(l.Emotion),
			Turns: turnsOf(l.Context), Products: l.Products, Limits: l.Limits,
		})
		if found == nil {
			found = []check.Finding{}
		}
		return struct {
			Findings []check.Finding `json:"findings"`
		}{found}, nil
	})
}

// turnsOf reads the roles by the names that logs of conversations use.
func turnsOf(context []assistTurn) []check.Turn {
	roles := map[string]check.Role{
		"customer": check.Customer, "buyer": check.Customer, "user": check.Customer, "client": check.Customer,
		"买家": check.Customer, "客户": check.Customer, "顾客": check.Customer, "用户": check.Customer,
		"客服": check.Agent, "商家": check.Agent, "卖家": check.Agent,
		"agent": check.Agent, "assistant": check.Agent, "seller": check.Agent, "staff": check.Agent, "service": check.Agent,
	}
	var all []check.Turn
	for _, t := range context {
		role, known := roles[strings.ToLower(t.Role)]
		if !known {
			role = check.System
		}
		all = append(all, check.Turn{Role: role, Text: t.Text})
	}
	return all
}

// emotion is the kind of an emotion, given alone or as {"kind","level"}; level
// 0 is calm.
type emotion string

// UnmarshalJSON implements json.Unmarshaler.
func (e *emotion) UnmarshalJSON(text []byte) error {
	if len(text) == 0 || text[0] != '{' {
		return json.Unmarshal(text, (*string)(e))
	}
	var whole struct {
		Kind  string
		Level *int
	}
	if err := json.Unmarshal(text, &whole); err != nil {
		return err
	}
	*e = emotion(whole.Kind)
	if whole.Level != nil && *whole.Level == 0 {
		*e = "calm"
	}
	return nil
}
