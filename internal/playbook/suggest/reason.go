package suggest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/playbook"
)

// because is why a playbook is suggested.
type because struct {
	title   playbook.Text
	words   []string // of the buyer
	fits    []string // facts of the order that speak for it
	differs []string // and that speak against it
}

const wordsShown = 3

// say makes a sentence: 客户提到“充电口”，订单为 3C数码 类.
func (b because) say(known playbook.Values) playbook.Text {
	zh, en := []string{"客户说的像是" + b.title.Zh}, []string{"it reads like: " + b.title.En}
	if len(b.words) > 0 {
		words := b.words[:min(len(b.words), wordsShown)]
		zh[0] = "客户提到“" + strings.Join(words, "”“") + "”"
		en[0] = "the customer mentions “" + strings.Join(words, "”, “") + "”"
	}
	for _, side := range []struct {
		names  []string
		zh, en string
	}{{b.fits, "订单", "the order: "}, {b.differs, "但订单", "but the order: "}} {
		for _, name := range once(side.names) {
			if t, ok := said(known, name); ok {
				zh, en = append(zh, side.zh+t.Zh), append(en, side.en+t.En)
			}
		}
	}
	return playbook.Text{Zh: strings.Join(zh, "，"), En: strings.Join(en, "; ")}
}

func once(names []string) []string {
	names = slices.Clone(names)
	slices.Sort(names)
	return slices.Compact(names)
}

// said puts a fact of the order into words.
func said(known playbook.Values, name string) (playbook.Text, bool) {
	f, _ := playbook.FactNamed(name)
	switch v := known[name].(type) {
	case bool:
		if v {
			return playbook.Text{Zh: "“" + f.Title.Zh + "”", En: f.Title.En}, true
		}
		return playbook.Text{Zh: "并非“" + f.Title.Zh + "”", En: "not “" + f.Title.En + "”"}, true
	case int64:
		return playbook.Text{Zh: f.Title.Zh + "为 " + number(f, v), En: f.Title.En + ": " + number(f, v)}, true
	case string:
		for _, one := range f.Values {
			if one.Code == v && name == "goods_kind" {
				return playbook.Text{Zh: "为 " + one.Zh + " 类", En: "goods of the kind " + one.Code}, true
			}
			if one.Code == v {
				return playbook.Text{Zh: f.Title.Zh + "为“" + one.Zh + "”", En: f.Title.En + ": " + one.Code}, true
			}
		}
	}
	return playbook.Text{}, false
}

// number writes a number as people read it: fen become yuan.
func number(f playbook.Fact, n int64) string {
	if f.Type == playbook.Money {
		return fmt.Sprintf("%d.%02d 元", n/100, n%100)
	}
	return fmt.Sprint(n)
}
