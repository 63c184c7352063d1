// Package command is the command line of playbooks. It needs no shop and no
// database.
package command

import (
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/anxin-desk/anxin/internal/language/reading"
	"github.com/anxin-desk/anxin/internal/playbook"
	"github.com/anxin-desk/anxin/internal/playbook/suggest"
)

// Console is what commands talk to.
type Console struct {
	In  io.Reader
	Out io.Writer
}

func (c Console) printf(format string, args ...any) { fmt.Fprintf(c.Out, format, args...) }

// Commands look after guided flows.
type Commands struct {
	List     list     `cmd:"" help:"The playbooks and templates that come with the program."`
	Show     show     `cmd:"" help:"A playbook step by step, for what is known of a case."`
	Validate validate `cmd:"" help:"What is wrong with a playbook in a file, in sentences."`
	Diff     diff     `cmd:"" help:"What changed from one playbook to another, in words."`
	Suggest  proposal `cmd:"" help:"Playbooks for what a buyer says in {\"id\",\"text\",\"order\":{…}}, the best first, with reasons."`
	Measure  measure  `cmd:"" help:"How well playbooks are suggested for the examples in a folder."`
	Facts    facts    `cmd:"" help:"The facts that guards speak of and questions collect."`
}

// inLanguage chooses the language of what is printed.
type inLanguage struct {
	Lang string `help:"Language of what is printed: zh or en." enum:"zh,en" default:"zh"`
}

func (l inLanguage) of(t playbook.Text) string {
	if l.Lang == "en" {
		return t.En
	}
	return t.Zh
}

// files are own playbooks of a shop.
type files struct {
	File []string `help:"Also use the playbook in this YAML file; one with a known id takes its place." type:"existingfile" placeholder:"FILE"`
}

// flows are the shipped playbooks, replaced and joined by those of the files.
func (p files) flows() ([]*playbook.Flow, error) {
	all := slices.Concat(playbook.Shipped(), playbook.Templates())
	for _, name := range p.File {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		f, wrong := playbook.Load(text)
		if len(wrong) > 0 {
			return nil, fmt.Errorf("%s:%d: %s (anxin playbook validate says more)", name, wrong[0].Line, wrong[0].Says.En)
		}
		id := f.Playbook.ID
		all = append(slices.DeleteFunc(all, func(o *playbook.Flow) bool { return o.Playbook.ID == id }), f)
	}
	return all, nil
}

type list struct{ inLanguage }

// Run implements kong's command.
func (l list) Run(c Console) error {
	for _, f := range slices.Concat(playbook.Shipped(), playbook.Templates()) {
		p := f.Playbook
		c.printf("%-32s v%d  %2d steps  %s\n", p.ID, p.Version, len(p.Steps), l.of(p.Title))
	}
	return nil
}

type diff struct {
	inLanguage
	Before string `arg:"" help:"Playbook in YAML, or the id of a shipped one."`
	After  string `arg:"" help:"The same, later."`
}

// Run implements kong's command.
func (d diff) Run(c Console) error {
	before, err := named(d.Before)
	if err != nil {
		return err
	}
	after, err := named(d.After)
	if err != nil {
		return err
	}
	all := playbook.Diff(before, after)
	for _, t := range all {
		c.printf("%s\n", d.of(t))
	}
	if len(all) == 0 {
		c.printf("%s\n", d.of(playbook.Text{Zh: "两个版本一样。", En: "Both are the same."}))
	}
	return nil
}

// named finds a shipped playbook by its id or reads one from a file.
func named(name string) (*playbook.Playbook, error) {
	if f, ok := playbook.Named(name); ok {
		return f.Playbook, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%s is neither a file that can be read nor the id of a playbook; `anxin playbook list` lists them", name)
	}
	p, wrong := playbook.Read(text)
	if len(wrong) > 0 {
		return nil, fmt.Errorf("%s:%d: %s", name, wrong[0].Line, wrong[0].Says.En)
	}
	return p, nil
}

type measure struct {
	files
	Folder string `arg:"" help:"Examples, <scenario>.tsv." type:"existingdir"`
}

// Run implements kong's command.
func (m measure) Run(c Console) error {
	flows, err := m.flows()
	if err != nil {
		return err
	}
	examples, err := reading.ReadExamples(os.DirFS(m.Folder), ".")
	if err != nil {
		return err
	}
	suggest.New(reading.Default(), flows).Measure(examples).Print(c.Out)
	return nil
}

type facts struct{ inLanguage }

// Run implements kong's command.
func (l facts) Run(c Console) error {
	for _, f := range playbook.Facts() {
		c.printf("%-20s %-7s %-11s %s  %s\n", f.Name, f.Type, f.Phase, l.of(f.Title), l.of(f.Ask))
	}
	return nil
}
