package command

import (
	"fmt"
	"os"

	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/playbook"
	"github.com/anxin-desk/anxin/internal/playbook/wording"
)

type validate struct {
	inLanguage
	Platform []string `help:"Also check what this platform does not allow: taobao, douyin, jd or pinduoduo." placeholder:"NAME"`
	Files    []string `arg:"" name:"file" help:"Playbooks in YAML." type:"existingfile"`
}

// Run implements kong's command. What a buyer would read is checked as replies of
// agents are; what would stop a reply, or ask for a reason, is an error here.
func (v validate) Run(c Console) error {
	packs, err := check.Shipped(v.Platform...)
	if err != nil {
		return err
	}
	engine, err := check.New(packs...)
	if err != nil {
		return err
	}
	bad := 0
	for _, name := range v.Files {
		n, err := v.file(c, engine, name)
		if err != nil {
			return err
		}
		bad += n
	}
	if bad > 0 {
		return fmt.Errorf("problems: %d", bad)
	}
	return nil
}

// file prints what is wrong with one and counts it.
func (v validate) file(c Console, engine *check.Engine, name string) (bad int, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return 0, err
	}
	p, wrong := playbook.Read(text)
	if len(wrong) == 0 {
		_, wrong = playbook.Compile(p)
	}
	for _, x := range wrong {
		c.printf("%s:%d: %s%s\n", name, x.Line, v.step(x.Step), v.of(x.Says))
	}
	bad = len(wrong)
	for _, f := range wording.Check(engine, p) {
		level := playbook.Text{Zh: "提醒", En: "hint"}
		if f.Grave() {
			level = playbook.Text{Zh: "错误", En: "error"}
			bad++
		}
		c.printf("%s:%d: %s%s：「%s」%s %s\n", name, p.Line(f.Step), v.step(f.Step), v.of(level), f.Text, f.Message, f.Better)
	}
	if bad == 0 {
		c.printf("%s: %s\n", name, v.of(playbook.Text{Zh: fmt.Sprintf("没有问题，%d 个步骤。", len(p.Steps)), En: fmt.Sprintf("nothing wrong, %d steps.", len(p.Steps))}))
	}
	return bad, nil
}

func (v validate) step(id string) string {
	if id == "" {
		return ""
	}
	return v.of(playbook.Text{Zh: "步骤“" + id + "”：", En: "step " + id + ": "})
}
