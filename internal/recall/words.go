package recall

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// What buyers are told to do, as drafts, in the one language of a thread.
//
//go:embed words.json
var wordsFile []byte

var words = readWords()

func readWords() map[string]string {
	all := map[string]string{}
	if err := json.Unmarshal(wordsFile, &all); err != nil {
		panic("recall/words.json: " + err.Error())
	}
	return all
}

var (
	places    = []string{"{buyer}", "{order}", "{product}", "{batch}"}
	placeForm = regexp.MustCompile(`\{[^{}]*\}`)
	nameless  = regexp.MustCompile(`\{buyer\}[\s,，:：、]*`)
)

// unknownPlace is the first place of a text that nothing is put in, "" if there is none.
func unknownPlace(text string) string {
	for _, place := range placeForm.FindAllString(text, -1) {
		if !slices.Contains(places, place) {
			return strings.Trim(place, "{}")
		}
	}
	return ""
}

// Advice is what the buyer of a case may be told at once.
func (d Draft) Advice() string {
	name := d.Name
	if name == "" {
		name = words["goods"]
	}
	return strings.ReplaceAll(words["advice."+d.Reason], "{product}", name)
}

// Suggested is what the other buyers may be told, with places for who they are.
func (d Draft) Suggested() string { return words["message."+d.Reason] }

// fill puts a buyer into the words of a recall. Values are not looked at again.
func (r Recall) fill(b Buyer, name string) string {
	text := r.Message
	if name == "" {
		text = nameless.ReplaceAllString(text, "")
	}
	lot := r.Batch
	if lot == "" {
		lot = words["batch"]
	}
	return strings.NewReplacer("{buyer}", name, "{order}", b.OrderNo, "{product}", r.Name, "{batch}", lot).Replace(text)
}
