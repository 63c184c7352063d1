package option_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/option"
	"github.com/anxin-desk/anxin/internal/policy"
	"github.com/anxin-desk/anxin/internal/policy/textcase"
	"github.com/anxin-desk/anxin/internal/shop"
)

// TestCases plays what merchants can read: what may be offered in a matter, for every
// scenario.
func TestCases(t *testing.T) {
	f, err := os.Open("testdata/options.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cases, err := textcase.ReadAlso(f, "已退", "已给", "货值", "回绝")
	if err != nil {
		t.Fatal(err)
	}
	tables, scenarios := compiled(t), map[string]bool{}
	for _, c := range cases {
		m := matter(t, c, tables)
		scenarios[m.Scenario] = true
		o := option.Weigh(m)
		for _, w := range c.Wants {
			if got := says(o, w.Words[0]); got != strings.Join(w.Words[1:], " ") {
				t.Errorf("options.txt:%d: %s: %s\n  is   %s\n  not  %s", w.Line, c.Name, w.Words[0], got, strings.Join(w.Words[1:], " "))
			}
		}
		if len(c.Wants) == 0 {
			t.Errorf("options.txt:%d: %s\n%s", c.Line, c.Name, all(o))
		}
	}
	for _, s := range complaint.Scenarios {
		if !scenarios[s] {
			t.Errorf("nobody has written a case of %s", s)
		}
	}
}

// TestWhatIsCheapIsTheShopsToSay plays the cases for a shop that wants everything back.
func TestWhatIsCheapIsTheShopsToSay(t *testing.T) {
	f, err := os.Open("testdata/options.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cases, err := textcase.ReadAlso(f, "已退", "已给", "货值", "回绝")
	if err != nil {
		t.Fatal(err)
	}
	tables, kept := compiled(t), map[int64]int{}
	for _, c := range cases {
		for _, fen := range []int64{0, shop.DefaultSettings().CheapGoodsFen} {
			m := matter(t, c, tables)
			m.Cheap = fen
			for _, x := range option.Weigh(m).All() {
				if slices.ContainsFunc(x.Why, func(w option.Why) bool { return w.Code == option.KeptCheap }) {
					kept[fen]++
				}
			}
		}
	}
	if kept[0] != 0 || len(kept) == 0 {
		t.Errorf("kept %v", kept)
	}
}

func compiled(t testing.TB) (all []*policy.Compiled) {
	for _, table := range policy.Defaults() {
		c, problems := policy.Compile(table)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		all = append(all, c)
	}
	return all
}

func matter(t *testing.T, c textcase.Case, tables []*policy.Compiled) option.Matter {
	k, err := policy.Read(c.Facts, c.At)
	if err != nil {
		t.Fatalf("%s: %v", c.Name, err)
	}
	if !c.Tables {
		tables = nil
	}
	m := option.Matter{Cheap: shop.DefaultSettings().CheapGoodsFen, Scenario: k.Choice("scenario"), Known: k, Decision: policy.Decide(k, tables, c.At)}
	if d := k.Choice("demand"); d != "" {
		m.Demands = []string{d}
	}
	if n, known := k.Number("paid"); known {
		m.Bought.Paid = &n
	}
	m.Bought.Refunded, m.Bought.Given = fen(c.Also["已退"]), fen(c.Also["已给"])
	if c.Also["货值"] != "" {
		n := fen(c.Also["货值"])
		m.Bought.Goods = &n
	}
	if c.Also["回绝"] != "" {
		for _, name := range strings.Split(c.Also["回绝"], "、") {
			m.Refused = append(m.Refused, code(name))
		}
	}
	return m
}

func fen(yuan string) int64 {
	var n float64
	_, _ = fmt.Sscanf(yuan, "%f元", &n)
	return int64(n*100 + 0.5)
}

func code(name string) string {
	i := slices.IndexFunc(policy.Remedies, func(r policy.Remedy) bool { return r.Zh == name })
	return policy.Remedies[i].Code
}

func zh(code string) string {
	i := slices.IndexFunc(policy.Remedies, func(r policy.Remedy) bool { return r.Code == code })
	return policy.Remedies[i].Zh
}

// reasons are the words of the cases.
var reasons = map[string]string{option.NoStock: "没有现货", option.NotSent: "还没发货", option.Repaired: "修过两次", option.NoRepair: "修不了",
	option.NoDeal: "不拿评价做交易", option.AllGiven: "已给完", option.SameThing: "不用退货", option.KeptFresh: "不宜退回", option.KeptCheap: "不值得退", option.Unsent: "没发货"}

// says is what options say to one word of a case.
func says(o option.Options, word string) string {
	at := func(i int) string {
		if i >= len(o.Ranked) {
			return "无"
		}
		return offered(o.Ranked[i])
	}
	switch word {
	case "主":
		return at(0)
	case "备选":
		return at(1)
	case "兜底":
		return at(2)
	case "另加":
		return names(o.Extras)
	case "还可":
		return names(o.Others)
	case "不给":
		var all []string
		for _, l := range o.LeftOut {
			all = append(all, zh(l.Remedy)+" "+reasons[l.Code])
		}
		return join(all)
	case "要问":
		var all []string
		for _, q := range o.Questions {
			all = append(all, q.Name)
		}
		return join(all)
	case "运费":
		return map[string]string{"merchant": "商家", "buyer": "买家", "verify": "待查证", "": "未定"}[o.Freight.By]
	case "花费":
		if len(o.Ranked) == 0 {
			return "无"
		}
		c := o.Ranked[0].Cost
		text := policy.Yuan(c.Sum)
		if c.AtLeast {
			text = "至少 " + text
		}
		return text
	}
	return "看不懂"
}

// offered is an option in one line.
func offered(x option.Option) string {
	text := zh(x.Remedy)
	switch {
	case !x.Ready:
		var asks []string
		for _, q := range x.Questions {
			f, _ := policy.FactNamed(q)
			asks = append(asks, f.Zh)
		}
		return text + " 待查证 " + strings.Join(asks, "、")
	case x.Fen != nil && *x.Fen == *x.Cap:
		text += " " + policy.Yuan(*x.Fen)
	case x.Fen != nil:
		text += " " + policy.Yuan(*x.Fen) + ".." + policy.Yuan(*x.Cap)
	}
	for _, w := range x.Why {
		if w.Code == option.KeptFresh || w.Code == option.KeptCheap || w.Code == option.Unsent {
			text += " " + reasons[w.Code]
		}
	}
	if x.Approval != "" {
		text += " " + x.Approval
	}
	return text
}

func names(list []option.Option) string {
	var all []string
	for _, x := range list {
		all = append(all, zh(x.Remedy))
	}
	return join(all)
}

func join(all []string) string {
	if len(all) == 0 {
		return "无"
	}
	return strings.Join(all, "、")
}

func all(o option.Options) (text string) {
	for _, word := range []string{"主", "备选", "兜底", "还可", "另加", "不给", "要问", "运费", "花费"} {
		text += "→ " + word + " " + says(o, word) + "\n"
	}
	return text
}
