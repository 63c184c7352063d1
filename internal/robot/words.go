package robot

import (
	_ "embed"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/ticket"
)

//go:embed words.json
var wordsFile []byte

// words are by language and name.
var words = readWords()

func readWords() map[string]map[string]string {
	all := map[string]map[string]string{}
	if err := json.Unmarshal(wordsFile, &all); err != nil {
		panic("robot/words.json: " + err.Error())
	}
	return all
}

func word(language, name string, values ...string) string {
	return strings.NewReplacer(values...).Replace(words[language][name])
}

// item is one ticket that a message tells of.
type item struct {
	what dispatch.What
	of   ticket.Ticket
	link string // to do it there, "" if there is none
}

// words are those of one item.
func (i item) words(language string, now time.Time, zone *time.Location) string {
	line := word(language, string(i.what), "{type}", i.of.TypeName, "{number}", i.of.CaseNumber, "{due}", timeName(language, i.of.DueAt.In(zone), now.In(zone)))
	if i.link != "" {
		line += "\n" + word(language, "open", "{link}", i.link)
	}
	return line
}

// compose puts items into one message of at most limit bytes. What finds no place
// is counted.
func compose(language string, items []item, now time.Time, zone *time.Location, limit int) string {
	if len(items) == 1 {
		return inert(items[0].words(language, now, zone))
	}
	text := word(language, "many", "{n}", strconv.Itoa(len(items)))
	for n, i := range items {
		more := "\n" + word(language, "more", "{n}", strconv.Itoa(len(items)-n))
		line := "\n" + i.words(language, now, zone)
		if len(text)+len(line)+len(more)+8 > limit {
			return inert(text + more)
		}
		text += line
	}
	return inert(text)
}

// timeName names a time as people of the shop do, seen from now.
func timeName(language string, t, now time.Time) string {
	name := "date"
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		name = "today"
	}
	return word(language, name, "{month}", strconv.Itoa(int(t.Month())), "{day}", strconv.Itoa(t.Day()), "{time}", t.Format("15:04"))
}
