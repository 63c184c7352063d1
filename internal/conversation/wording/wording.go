// Package wording puts into words what the program itself says to buyers.
package wording

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/shop"
)

// What the program itself says to buyers. A thread has one text for all its
// readers, so it is said in one language; shops put their own words in its
// place.
//
//go:embed words.json
var wordsFile []byte

var words = readWords()

func readWords() map[string]string {
	all := map[string]string{}
	if err := json.Unmarshal(wordsFile, &all); err != nil {
		panic("wording/words.json: " + err.Error())
	}
	return all
}

// word fills values into the places of one of our sentences.
func word(name string, values ...string) string {
	return strings.NewReplacer(values...).Replace(words[name])
}

// Acknowledgement is what a buyer is told who began to wait at since: who will
// answer, and by when. agent is "" while nobody looks after them.
func Acknowledgement(at shop.Shop, agent string, since, now time.Time) string {
	if agent == "" {
		agent = words["team"]
	}
	by, here := at.RespondBy(since), at.Location()
	minutes := strconv.Itoa(at.Settings.ResponseTargetMinutes)
	target := time.Duration(at.Settings.ResponseTargetMinutes) * time.Minute
	if at.Hours.Open(now) && !by.IsZero() && by.Sub(since) <= target {
		return shop.Fill(cmp.Or(at.Settings.Texts.AckOpen, words["open"]), agent, minutes, timeName(now.In(here), now.In(here)))
	}
	if by.IsZero() {
		return shop.Fill(words["never"], agent, minutes, "")
	}
	opens := opening(at, by, now)
	return shop.Fill(cmp.Or(at.Settings.Texts.AckClosed, words["closed"]), agent, minutes, timeName(opens.In(here), now.In(here)))
}

// opening is when a shop opens that is closed, or closes before an answer is
// due by a time.
func opening(at shop.Shop, by, now time.Time) time.Time {
	from := now
	if at.Hours.Open(now) {
		end, err := at.Hours.Close(now)
		if err != nil {
			return by
		}
		from = end.At
	}
	next, err := at.Hours.Next(from)
	if err != nil || next.At.After(by) { // it closes for lunch only
		return by
	}
	return next.At
}

// timeName names a time as people of the shop do, seen from now.
func timeName(t, now time.Time) string {
	year, month, day := now.Date()
	midnight := time.Date(year, month, day, 0, 0, 0, 0, now.Location())
	name := "date"
	switch {
	case t.Before(midnight.AddDate(0, 0, 1)):
		name = "today"
	case t.Before(midnight.AddDate(0, 0, 2)):
		name = "tomorrow"
	}
	return word(name, "{time}", t.Format("15:04"), "{month}", strconv.Itoa(int(t.Month())), "{day}", strconv.Itoa(t.Day()))
}
