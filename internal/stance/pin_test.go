package stance

import (
	"testing"

	"github.com/anxin-desk/anxin/internal/language/check"
	"github.com/anxin-desk/anxin/internal/policy"
)

func chain(texts ...string) (all []Pin) {
	last := ""
	for i, text := range texts {
		p := Pin{N: int64(i + 1), MessageID: text, ConversationID: "c", Seq: int64(10 + i), SenderKind: "buyer", SenderID: "b", Text: text, At: noon}
		all, last = append(all, p.after(last)), p.after(last).Chain
	}
	return all
}

// Whatever is changed, left out, put in or moved is found.
func TestAChainThatWasTouched(t *testing.T) {
	for name, touch := range map[string]func([]Pin) []Pin{
		"words":     func(all []Pin) []Pin { all[1].Text = "改过"; return all },
		"time":      func(all []Pin) []Pin { all[1].At = noon.Add(1e9); return all },
		"sender":    func(all []Pin) []Pin { all[1].SenderKind = "agent"; return all },
		"file":      func(all []Pin) []Pin { all[1].Files = []PinnedFile{{SHA256: "x"}}; return all },
		"left out":  func(all []Pin) []Pin { return append(all[:1], all[2:]...) },
		"moved":     func(all []Pin) []Pin { all[0], all[1] = all[1], all[0]; return all },
		"rewritten": func(all []Pin) []Pin { all[1].Text = "改过"; all[1] = all[1].after(all[0].Chain); return all },
	} {
		if Broken(touch(chain("一", "二", "三"))) == 0 {
			t.Errorf("%s: nothing was found", name)
		}
	}
	if n := Broken(chain("一", "二", "三")); n != 0 {
		t.Errorf("the %d-th of a whole chain", n)
	}
}

func fen(n int64) *int64 { return &n }

func TestTheMostThatMayBeGiven(t *testing.T) {
	paid := fen(10000)
	rows := func(all ...policy.Offer) policy.Decision {
		return policy.Decision{Remedies: all, Reasons: []policy.Reason{{Ref: "statutory/x", Name: "欺诈", Article: "消费者权益保护法第55条"}},
			Questions: []policy.Question{{Fact: "damage_share", Name: "损坏比例"}, {Fact: "paid", Name: "实付"}}}
	}
	for name, c := range map[string]struct {
		d    policy.Decision
		paid *int64
		want *int64
		asks int
	}{
		"nothing":                   {rows(), paid, fen(0), 0},
		"goods back":                {rows(policy.Offer{Remedy: "return_refund", State: policy.Must}), paid, paid, 0},
		"goods back, price unknown": {rows(policy.Offer{Remedy: "return_refund", State: policy.Must}), nil, nil, 1},
		"goods back and three times": {rows(policy.Offer{Remedy: "return_refund", State: policy.Must},
			policy.Offer{Remedy: "compensation", State: policy.Must, Floor: fen(50000), Rows: []string{"statutory/x"}}, policy.Offer{Remedy: "payment", State: policy.May, Cap: fen(2000)}), paid, fen(60000), 0},
		"a part depends":             {rows(policy.Offer{Remedy: "partial_refund", State: policy.Verify, Questions: []string{"damage_share"}}), paid, nil, 1},
		"a part depends, all is due": {rows(policy.Offer{Remedy: "partial_refund", State: policy.Verify, Questions: []string{"damage_share"}}, policy.Offer{Remedy: "refund", State: policy.May}), paid, paid, 0},
		"freight besides":            {rows(policy.Offer{Remedy: "return_refund", State: policy.Must}, policy.Offer{Remedy: "freight", State: policy.Must, Floor: fen(1200)}), paid, fen(11200), 0},
	} {
		b := BasisOf(c.d, c.paid)
		if (b.Fen == nil) != (c.want == nil) || b.Fen != nil && *b.Fen != *c.want || len(b.Questions) != c.asks {
			t.Errorf("%s: %+v", name, b)
		}
	}
}

// What we propose to say stands before the rules that replies are held to.
func TestWordingsAreInOrder(t *testing.T) {
	engine, err := check.Default()
	if err != nil {
		t.Fatal(err)
	}
	some := Basis{Fen: fen(12000), Due: true, Reasons: []Reason{{"破损", ""}, {"质量", "消费者权益保护法第24条"}}}
	threat := []Feature{{Kind: ThreatForMoney}}
	n := 0
	for _, b := range []Basis{some, {}} {
		for _, options := range [][]string{{"换一个新的", "退货退款"}, nil} {
			for _, mood := range []string{"angry", "calm"} {
				turns := []check.Turn{{Role: check.Customer, Text: "赔我500元，不然差评伺候，气死我了"}}
				for _, w := range Wordings(b, threat, options) {
					for _, f := range engine.Check(check.Reply{Text: w.Text, Scenario: "demand.extortion", Emotion: mood, Turns: turns}) {
						t.Errorf("%s: %s: %s (%s) in %q", w.Verb, f.Rule, f.Text, f.Level, w.Text)
					}
					n++
				}
			}
		}
	}
	if n == 0 {
		t.Error("nothing to say")
	}
}
