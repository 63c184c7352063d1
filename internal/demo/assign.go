package demo

import (
	"context"
	"fmt"

	"github.com/anxin-desk/anxin/internal/assignment"
	"github.com/anxin-desk/anxin/internal/automation"
	"github.com/anxin-desk/anxin/internal/shop"
)

// handout is how the demo shop would hand out conversations. It is off, so that
// people see the queue first.
type handout struct {
	Capacity int64
	Quiet    int64
	Skills   []assignment.Skill
	Members  map[string]ability // by login
}

type ability struct {
	Out       bool // takes no part
	Skills    []string
	Languages []string
	VIP       bool
	Capacity  int64
}

// handOut says how the demo shop hands out, and what its people can do.
func (p Parts) handOut(ctx context.Context, at shop.Shop, h handout) error {
	plan := assignment.Plan{Capacity: h.Capacity, QuietMinutes: h.Quiet, Skills: h.Skills}
	if _, err := p.Assignments.SavePlan(ctx, at.ID, plan); err != nil {
		return fmt.Errorf("assignment: %w", err)
	}
	for login, can := range h.Members {
		who, err := p.Identity.ByLogin(ctx, login)
		if err != nil {
			return err
		}
		m := assignment.Member{UserID: who.ID, Takes: !can.Out, Skills: can.Skills, Languages: can.Languages, VIP: can.VIP, Capacity: can.Capacity}
		if _, err := p.Assignments.SaveMember(ctx, at.ID, m); err != nil {
			return fmt.Errorf("assignment of %s: %w", login, err)
		}
	}
	return p.automate(ctx, at)
}

// automate makes two rules to look at; they are off.
func (p Parts) automate(ctx context.Context, at shop.Shop) error {
	for key, d := range map[string]automation.Draft{
		"demo-rule-wait": {Name: "久等通知主管", When: automation.Waited, Minutes: 10, Every: true,
			Acts: []automation.Act{{Kind: automation.Notify, To: automation.ToSupervisors, Text: "有买家等了 10 分钟"}}},
		"demo-rule-claim": {Name: "要发票打标签", When: automation.Writes, Every: true,
			Conditions: []automation.Condition{{Field: "words", Op: "has", Values: []string{"发票"}}},
			Acts:       []automation.Act{{Kind: automation.Tag, Text: "要发票"}}},
	} {
		if _, err := p.Automations.Create(ctx, at.ID, key, d); err != nil {
			return fmt.Errorf("automation %s: %w", d.Name, err)
		}
	}
	return nil
}
