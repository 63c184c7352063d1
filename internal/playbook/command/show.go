package command

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/anxin-desk/anxin/internal/playbook"
)

type show struct {
	inLanguage
	files
	ID   string            `arg:"" help:"Id of a playbook."`
	Fact map[string]string `help:"What is known, as unwell=true." placeholder:"NAME=VALUE" mapsep:"none"`
	YAML bool              `name:"yaml" help:"Print it as YAML, to be changed and read again."`
}

// Run implements kong's command. With facts it shows the way that they lead.
func (s show) Run(c Console) error {
	flows, err := s.flows()
	if err != nil {
		return err
	}
	for _, f := range flows {
		if f.Playbook.ID != s.ID {
			continue
		}
		if s.YAML {
			text, err := playbook.Write(f.Playbook)
			c.printf("%s", text)
			return err
		}
		return s.print(c, f)
	}
	return fmt.Errorf("there is no playbook %q; `anxin playbook list` lists them", s.ID)
}

func (s show) print(c Console, f *playbook.Flow) error {
	known, err := s.known()
	if err != nil {
		return err
	}
	p := f.Playbook
	c.printf("%s  v%d  %s\n", p.ID, p.Version, s.of(p.Title))
	if len(known) == 0 {
		for _, step := range p.Steps {
			s.step(c, step, "")
		}
	} else {
		s.path(c, f.Path(known))
	}
	for _, t := range p.Prevention {
		c.printf("  * %s\n", s.of(t))
	}
	return nil
}

// path prints the steps that are taken.
func (s show) path(c Console, path []playbook.Visit) {
	for _, v := range path {
		note := ""
		switch missing := strings.Join(v.Missing, ", "); {
		case !v.Taken:
			continue
		case v.Known:
			note = s.of(playbook.Text{Zh: "（已知，不再问）", En: " (known, not asked again)"})
		case missing != "":
			note = s.of(playbook.Text{Zh: "（待查：" + missing + "）", En: " (not known: " + missing + ")"})
		}
		s.step(c, v.Step, note)
	}
}

// known reads the facts; numbers and true or false stand as in JSON.
func (s show) known() (playbook.Values, error) {
	given := map[string]any{}
	for name, text := range s.Fact {
		var v any = text
		if f, ok := playbook.FactNamed(name); ok && f.Type != playbook.Words && f.Type != playbook.Choice {
			if json.Unmarshal([]byte(text), &v) != nil {
				v = text
			}
		}
		given[name] = v
	}
	return playbook.ReadValues(given)
}

func (s show) step(c Console, step playbook.Step, note string) {
	mark := " "
	if step.Required {
		mark = "!"
	}
	c.printf("%s %-13s %-9s %s%s\n", mark, step.Stage, step.Kind, s.says(step), note)
	if step.When != "" {
		c.printf("    if %s\n", step.When)
	}
	for _, b := range step.Branches {
		c.printf("    if %s → %s\n", b.If, b.Step)
	}
	if step.Go != "" {
		c.printf("    → %s\n", step.Go)
	}
}

// says is what a step comes to, with what only its kind has.
func (s show) says(step playbook.Step) string {
	text := s.of(step.Question())
	switch step.Kind {
	case playbook.Decide:
		return strings.Join(step.Remedies, " → ") + "  " + text
	case playbook.Evidence:
		return strings.Join(step.Items, ", ") + "  " + text
	case playbook.Ticket:
		return step.Department + "/" + step.Type + "  " + text
	case playbook.Commit:
		when, _ := playbook.DueWords(step.Due)
		return strings.ReplaceAll(text, "{due}", s.of(when))
	case playbook.Approve, playbook.Handoff:
		return step.To + "  " + text
	}
	return text
}
