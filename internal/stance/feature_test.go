package stance

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/language/reading"
)

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

// talk reads lines, each a minute after the one before; those that begin with > are ours.
func talk(lines ...string) []Message {
	var spoken []conversation.Message
	for i, line := range lines {
		text, ours := strings.CutPrefix(line, ">")
		m := conversation.Message{Seq: int64(i + 1), At: noon.Add(time.Duration(i+1) * time.Minute), Text: text, Sender: conversation.Sender{Kind: conversation.Buyer}}
		if ours {
			m.Sender.Kind = conversation.Agent
		}
		spoken = append(spoken, m)
	}
	return read(spoken, hearing.Each(reading.Default(), nil, spoken))
}

func upTo(fen int64) Basis { return Basis{Fen: &fen} }

func TestWhatCanBeSeen(t *testing.T) {
	asked := []Requested{{ID: "r", Text: "破损处的照片", At: noon}}
	for name, c := range map[string]struct {
		k    Known
		want []Kind
	}{
		"review for money":              {Known{Messages: talk("不赔我500就给差评"), Basis: upTo(12000)}, []Kind{ThreatForMoney, AboveCeiling}},
		"the same, nothing known":       {Known{Messages: talk("不赔我500就给差评")}, []Kind{ThreatForMoney}},
		"threat first, money next":      {Known{Messages: talk("你等着我给你差评", ">您说说怎么了", "赔我800块"), Basis: upTo(12000)}, []Kind{ThreatForMoney, AboveCeiling}},
		"money first, exposure next":    {Known{Messages: talk("必须赔我800元", ">我看一下", "不给就发小红书曝光你们"), Basis: upTo(12000)}, []Kind{ThreatForMoney, AboveCeiling}},
		"more than is due, no threat":   {Known{Messages: talk("你们得赔我2000块"), Basis: upTo(12000)}, []Kind{AboveCeiling}},
		"again after the last answer":   {Known{Messages: talk("赔我2000", ">最多120元，这是最后的答复", "不行，就要赔2000"), Basis: upTo(12000), FinalAt: noon.Add(2 * time.Minute)}, []Kind{AboveCeiling, AskedAgain}},
		"will not show it":              {Known{Messages: talk("不会给你们拍照片的"), Asked: asked}, []Kind{EvidenceRefused}},
		"no need to show it":            {Known{Messages: talk("凭什么给你发视频，自己看着办"), Asked: asked}, []Kind{EvidenceRefused}},
		"money back, goods kept":        {Known{Messages: talk("全额退款，东西我不退货"), SignedAt: noon}, []Kind{GoodsKept}},
		"refund only, will not send it": {Known{Messages: talk("仅退款，不寄回"), SignedAt: noon}, []Kind{GoodsKept}},
		"all of two refused":            {Known{Offered: []Offered{{ID: "a", Remedies: []string{"exchange", "repair"}, Titles: "换货、维修", Refused: true, AnsweredAt: noon}}}, []Kind{OptionsRefused}},

		// What anybody may say and ask for.
		"asks about 12315":            {Known{Messages: talk("12315怎么投诉啊"), Basis: upTo(12000)}, nil},
		"will go to 12315":            {Known{Messages: talk("再不退款我就打12315投诉"), Basis: upTo(12000)}, nil},
		"12315 and damages":           {Known{Messages: talk("不赔钱我就去12315"), Basis: upTo(12000)}, nil},
		"platform":                    {Known{Messages: talk("再不处理我申请平台介入"), Basis: upTo(12000)}, nil},
		"lawsuit":                     {Known{Messages: talk("你们不退一赔三我就起诉"), Basis: upTo(12000)}, nil},
		"review for a refund":         {Known{Messages: talk("再不退款我就给差评"), Basis: upTo(12000)}, nil},
		"review, nothing asked":       {Known{Messages: talk("质量太差了，差评")}, nil},
		"no review is meant":          {Known{Messages: talk("我没想给差评，赔我50就行"), Basis: upTo(12000)}, nil},
		"legal refund":                {Known{Messages: talk("七天无理由，我要退货退款"), Basis: upTo(12000), SignedAt: noon}, nil},
		"within what is due":          {Known{Messages: talk("不赔我100就给差评"), Basis: upTo(12000)}, nil},
		"damages by law":              {Known{Messages: talk("不赔偿我就给差评"), Basis: Basis{Due: true}}, nil},
		"ten times by law":            {Known{Messages: talk("过期食品，按食品安全法赔我1000元"), Basis: upTo(111000)}, nil},
		"tells the price":             {Known{Messages: talk("我花了3000买的，要个说法赔偿一下"), Basis: upTo(12000)}, nil},
		"tells what was given":        {Known{Messages: talk("你们只退了200，剩下的呢"), Basis: upTo(12000)}, nil},
		"cannot take a photo":         {Known{Messages: talk("照片我发不上去"), Asked: asked}, nil},
		"does not know how":           {Known{Messages: talk("我不会拍视频"), Asked: asked}, nil},
		"asks whether it is needed":   {Known{Messages: talk("不拍照片可以吗"), Asked: asked}, nil},
		"showed it later":             {Known{Messages: talk("不会给你们拍照片的"), Asked: []Requested{{ID: "r", At: noon, Given: true}}}, nil},
		"nothing was asked for":       {Known{Messages: talk("不会给你们拍照片的")}, nil},
		"you do not ship":             {Known{Messages: talk("不发货还不给凭证"), Asked: []Requested{{ID: "r", At: noon.Add(time.Hour)}}}, nil},
		"may it stay":                 {Known{Messages: talk("全额退款可以吗？东西不寄回行吗"), SignedAt: noon}, nil},
		"may keep it":                 {Known{Messages: talk("仅退款，不退货"), SignedAt: noon, Basis: Basis{MayKeep: true}}, nil},
		"not arrived":                 {Known{Messages: talk("全额退款，不退货，我都没收到")}, nil},
		"the shop does not return":    {Known{Messages: talk("你们凭什么不退货款"), SignedAt: noon}, nil},
		"one of one refused":          {Known{Offered: []Offered{{ID: "a", Remedies: []string{"coupon"}, Refused: true}}}, nil},
		"one still stands":            {Known{Offered: []Offered{{ID: "a", Remedies: []string{"repair", "exchange"}, Refused: true}, {ID: "b", Remedies: []string{"refund"}, Taken: true}}}, nil},
		"what is due was not offered": {Known{Demands: []string{"return_refund"}, Basis: Basis{Rights: []string{"return_refund"}}, Offered: []Offered{{ID: "a", Remedies: []string{"coupon", "repair"}, Refused: true}}}, nil},
		"takes the last answer":       {Known{Messages: talk(">最多120元，这是最后的答复", "那就赔我120吧"), Basis: upTo(12000), FinalAt: noon.Add(time.Minute)}, nil},
		"a refund after the answer":   {Known{Messages: talk(">最多120元", "那退货退款吧"), Basis: upTo(12000), FinalAt: noon.Add(time.Minute)}, nil},
		"ours is not the buyer's":     {Known{Messages: talk(">您要是给差评我们就不赔500了"), Basis: upTo(12000)}, nil},
		"far apart":                   {Known{Messages: talk("我给差评", ">抱歉", "算了", ">谢谢您", "那个运费怎么算", ">我们出", "我要赔偿"), Basis: upTo(12000)}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []Kind
			for _, f := range Features(c.k) {
				got = append(got, f.Kind)
				for _, s := range f.Sources {
					if s.Text == "" && s.Type != "order" || s.At.IsZero() {
						t.Errorf("%s has a source that shows nothing: %+v", f.Kind, s)
					}
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v (%+v)", got, c.want, c.k.Messages)
			}
		})
	}
}

func TestTheWordsThatShowIt(t *testing.T) {
	all := Features(Known{Messages: talk("杯子碎了", ">我看看", "赔我500元，不然差评伺候"), Basis: upTo(12000)})
	if len(all) != 2 || all[0].Fen != 50000 || all[1].Sources[0].Text != "赔我500元，不然差评伺候" || len(all[0].Sources) != 1 || all[1].Sources[0].Seq != 3 {
		t.Errorf("%+v", all)
	}
}

// A long message is quoted around the words.
func TestALongMessageIsQuotedInPart(t *testing.T) {
	all := Features(Known{Messages: talk(strings.Repeat("东西我很失望。", 40) + "赔我500元，不然给差评。" + strings.Repeat("你们看着办吧。", 40)), Basis: upTo(12000)})
	quote := all[0].Sources[0].Text
	if n := len([]rune(quote)); n > maxQuote+2 || !strings.Contains(quote, "赔我500元，不然给差评") || !strings.HasPrefix(quote, "…") || !strings.HasSuffix(quote, "…") {
		t.Errorf("%d, %s", n, quote)
	}
}
