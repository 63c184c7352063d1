package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/replyfile"
)

type assistLintFile struct {
	assistPacks
	File   string `arg:"" help:"Quick replies in CSV or XLSX." type:"existingfile"`
	Column string `help:"Title of the column with the replies. Without it, the one titled 内容, 话术 or the like, or the one with the longest texts."`
	JSON   bool   `name:"json" help:"Print one JSON object for each reply that has findings."`
}

// quickReply is a reply of a file, with where it stands.
type quickReply struct {
	Sheet    string          `json:"sheet,omitempty"`
	Row      int             `json:"row"` // counted from 1, with the titles
	Text     string          `json:"text"`
	Findings []check.Finding `json:"findings"`
}

// Run implements kong's command.
func (a assistLintFile) Run(c console) error {
	e, err := a.engine()
	if err != nil {
		return err
	}
	replies, err := replyfile.Read(a.File, a.Column)
	if err != nil {
		return err
	}
	found, worst := 0, 0
	for _, read := range replies {
		r := quickReply{read.Sheet, read.Row, read.Text, e.Check(check.Reply{Text: read.Text})}
		if len(r.Findings) == 0 {
			continue
		}
		found++
		if slices.ContainsFunc(r.Findings, func(f check.Finding) bool { return f.Level == check.Error || f.Level == check.Block }) {
			worst++
		}
		if err := a.print(c, r); err != nil {
			return err
		}
	}
	if !a.JSON {
		c.printf("%d replies, %d with findings, %d with errors\n", len(replies), found, worst)
	}
	return nil
}

func (a assistLintFile) print(c console, r quickReply) error {
	if a.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		return enc.Encode(r)
	}
	where := fmt.Sprintf("%d", r.Row)
	if r.Sheet != "" {
		where = r.Sheet + "!" + where
	}
	c.printf("%s: %s\n", where, strings.ReplaceAll(r.Text, "\n", " "))
	for _, f := range r.Findings {
		c.printf("    %s %s 「%s」 %s\n        → %s\n", f.Level, f.Category, f.Text, f.Message, f.Better)
	}
	return nil
}
