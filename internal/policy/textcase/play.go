package textcase

import (
	"fmt"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/policy"
)

// Failure is an expectation that was not met.
type Failure struct {
	Case string
	Line int
	Says string
}

// Play decides a case and returns what did not come out as expected.
func Play(c Case, tables []*policy.Compiled) (d policy.Decision, failures []Failure) {
	k, err := policy.Read(c.Facts, c.At)
	if err == nil {
		if !c.Tables {
			tables = nil
		}
		d = policy.Decide(k, tables, c.At)
	}
	for _, w := range c.Wants {
		says := ""
		switch {
		case w.Words[0] == "不成立":
			says = refused(w, err)
		case err != nil:
			says = "事实有误：" + err.Error()
		default:
			says = w.met(d)
		}
		if says != "" {
			failures = append(failures, Failure{c.Name, w.Line, says})
		}
	}
	if len(c.Wants) == 0 {
		failures = append(failures, Failure{c.Name, c.Line, "没有写期待的结论"})
	}
	return d, failures
}

func refused(w Want, err error) string {
	switch {
	case err == nil:
		return "事实本该不成立，却接受了"
	case len(w.Words) > 1 && fault.CodeOf(err) != "policy."+w.Words[1]:
		return "不成立的原因是 " + err.Error()
	}
	return ""
}

// met compares one expectation with a decision, and says how it differs.
func (w Want) met(d policy.Decision) string {
	rest := list(w.Words[1:])
	switch w.Words[0] {
	case "依据":
		return rows(rest, func(r policy.Reason) bool { return true }, d, "不是依据")
	case "例外":
		return rows(rest, func(r policy.Reason) bool { return len(r.Bars) > 0 }, d, "不是成立的例外")
	case "不涉及":
		return w.absent(rest, d)
	case "运费":
		by := map[string]string{"merchant": "商家", "buyer": "买家", "verify": "待查证", "": "未定"}[d.Freight.By]
		return differs(by, strings.Join(rest, ""))
	case "期限":
		return deadline(rest, d)
	case "结论":
		return differs(map[string]string{"decided": "已定", "verify": "待查证"}[d.Decision], strings.Join(rest, ""))
	case "要问":
		return asked(rest, d)
	case "没有":
		for _, name := range rest {
			if o := find(d, name); o != nil {
				return name + "本该没有，却是" + o.State
			}
		}
		return ""
	}
	return w.remedy(d)
}

func (w Want) absent(rest []string, d policy.Decision) string {
	for _, id := range rest {
		if slices.ContainsFunc(d.Reasons, func(r policy.Reason) bool { return r.Row == id }) {
			return id + " 本不该涉及"
		}
	}
	return ""
}

// remedy reads 退货退款 必须 100元, 小额补偿 可给 5元..20元, 赔偿 待查证 欺诈查实.
func (w Want) remedy(d policy.Decision) string {
	if len(w.Words) < 2 || !slices.ContainsFunc(policy.Remedies, func(r policy.Remedy) bool { return r.Zh == w.Words[0] }) {
		return "看不懂“" + strings.Join(w.Words, " ") + "”"
	}
	o := find(d, w.Words[0])
	if o == nil {
		return "没有" + w.Words[0]
	}
	state := map[string]string{policy.Must: "必须", policy.May: "可给", policy.Verify: "待查证"}[o.State]
	if state != w.Words[1] {
		return fmt.Sprintf("%s是“%s”，不是“%s”（要问：%s）", w.Words[0], state, w.Words[1], strings.Join(o.Questions, "、"))
	}
	rest := w.Words[2:]
	switch {
	case len(rest) == 0:
		return ""
	case state == "待查证":
		return asks(list(rest), *o)
	case state == "必须":
		return differs(yuan(o.Floor), rest[0])
	}
	return differs(yuan(o.Suggested)+".."+yuan(o.Cap), rest[0])
}

func asks(names []string, o policy.Offer) string {
	if o.Floor != nil || o.Suggested != nil || o.Cap != nil {
		return o.Name + "待查证，却给了数"
	}
	for _, name := range names {
		f, ok := policy.FactNamed(name)
		if !ok || !slices.Contains(o.Questions, f.Name) {
			return fmt.Sprintf("%s没有问“%s”，只问：%s", o.Name, name, strings.Join(o.Questions, "、"))
		}
	}
	return ""
}

func asked(names []string, d policy.Decision) string {
	if slices.Equal(names, []string{"无"}) {
		names = nil
		if len(d.Questions) > 0 {
			return "还要问：" + d.Questions[0].Name
		}
	}
	for _, name := range names {
		if !slices.ContainsFunc(d.Questions, func(q policy.Question) bool { return q.Name == name }) {
			return "没有问“" + name + "”"
		}
	}
	return ""
}

func deadline(rest []string, d policy.Decision) string {
	if len(rest) != 2 {
		return "期限要写名称和日期"
	}
	for _, x := range d.Deadlines {
		if x.Name == rest[0] && x.Until != nil {
			return differs(x.Until.String(), rest[1])
		}
	}
	return "没有期限“" + rest[0] + "”"
}

func rows(ids []string, fits func(policy.Reason) bool, d policy.Decision, wrong string) string {
	for _, id := range ids {
		if !slices.ContainsFunc(d.Reasons, func(r policy.Reason) bool { return r.Row == id && fits(r) }) {
			return id + " " + wrong
		}
	}
	return ""
}

func find(d policy.Decision, name string) *policy.Offer {
	i := slices.IndexFunc(d.Remedies, func(o policy.Offer) bool { return o.Name == name })
	if i < 0 {
		return nil
	}
	return &d.Remedies[i]
}

func yuan(fen *int64) string {
	if fen == nil {
		return "无数"
	}
	return policy.Yuan(*fen)
}

func differs(got, want string) string {
	if got == want {
		return ""
	}
	return "是“" + got + "”，不是“" + want + "”"
}

func list(words []string) (all []string) {
	for _, w := range words {
		all = append(all, strings.Split(w, "、")...)
	}
	return all
}
