package api_test

import (
	"fmt"
	"strings"
)

// ruleForm is a rule as the form sends it.
var ruleForm = map[string]any{
	"id": "", "category": "house", "kind": "existence", "level": "warning", "pattern": []string{"小票"}, "replace": []any{}, "pair": []string{},
	"within": 0, "count": 0, "except": []string{}, "message": "不提小票", "why": "本店没有小票", "better": "说订单", "bad": []string{"小票呢", "看小票", "有小票吗"},
	"good": []string{"订单呢", "看订单", "有订单吗"},
}

const rulePackText = `pack: %s
title: 店规
category: house
version: 1
source: 店内规定
rules:
- {id: %s.ticket, kind: existence, level: warning, pattern: 小票, message: 不提小票, why: 本店没有小票, better: 说订单, bad: [小票呢, 看小票, 有小票吗], good: [订单呢, 看订单, 有订单吗]}
`

// makeRules makes a pack of rules, or says which version the choices of a shop have.
func (m *matrix) makeRules(kind string, s side) (id string, version int64) {
	shop, packs := m.shop(s), m.w.Services.RulePacks
	shelf, err := packs.Shelf(m.root, shop)
	m.must(err)
	if kind == "rules" {
		return shop, shelf.Choices.Version
	}
	for _, p := range shelf.Packs { // a shop has only so many
		m.must(packs.Remove(m.root, p.ID, p.Version))
	}
	name := fmt.Sprintf("own%d", m.keys)
	p, err := packs.Create(m.root, shop, fmt.Sprintf("pack-%06d", m.keys), "", strings.ReplaceAll(rulePackText, "%s", name))
	m.must(err)
	if kind == "published pack" {
		p, err = packs.Publish(m.root, p.ID, p.Version, "")
		m.must(err)
	}
	return p.ID, p.Version
}
