package shipment

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"regexp"
	"strings"
)

// What buyers may be told of a parcel in trouble, as drafts.
//
//go:embed words.json
var wordsFile []byte

var words = readWords()

func readWords() map[string]map[string]string {
	all := map[string]map[string]string{}
	if err := json.Unmarshal(wordsFile, &all); err != nil {
		panic("shipment/words.json: " + err.Error())
	}
	return all
}

// Languages are those in which buyers may be told.
var Languages = []string{"zh-CN", "en"}

var (
	phones   = regexp.MustCompile(`1[3-9]\d{9}|0\d{2,3}-?\d{7,8}`)
	nameless = strings.NewReplacer("Hello {buyer},", "Hello,", "{buyer}您好", "您好")
)

// maxQuoted is how much of a carrier's words a buyer reads, in runes.
const maxQuoted = 60

// CarrierName is what the carrier is called in a language, "" if nobody knows it.
func (s Shipment) CarrierName(language string) string {
	return cmp.Or(words[language][s.Carrier], s.CarrierWords)
}

// Suggested is what the buyer may be told, in a language: a draft. name is theirs, ""
// if nobody knows it.
func (s Shipment) Suggested(k Kind, language, name string) string {
	in := words[language]
	text := in[string(k)]
	if name == "" {
		text = nameless.Replace(text)
	}
	carrier := cmp.Or(s.CarrierName(language), in["carrier"])
	last := []rune(strings.Trim(phones.ReplaceAllString(s.LastText, "***"), "。.! ！"))
	if len(last) > maxQuoted {
		last = append(last[:maxQuoted], '…')
	}
	return strings.NewReplacer("{buyer}", name, "{order}", s.OrderNo, "{parcel}", carrier+" "+s.Number, "{last}", string(last)).Replace(text)
}
