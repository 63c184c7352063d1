package reading

import (
	"bufio"
	"embed"
	"fmt"
	"io/fs"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/anxin-desk/anxin/internal/language"
)

//go:embed data
var data embed.FS

// An Example is a message with what a person reads in it.
type Example struct {
	Text      string
	Scenarios []string // the fitting ones, the primary first; empty for small talk
	Emotion   Emotion
	Risks     []string
	Demands   []string
	Corrected bool // by an agent of the merchant
	Unsaid    bool // nobody has said which scenario it is
}

// Examples returns the examples the product comes with.
func Examples() []Example {
	examples, err := ReadExamples(data, "data/utterances")
	if err != nil {
		panic(err)
	}
	return examples
}

// ReadExamples reads all files of a folder, <scenario>.tsv, in order. A line
// has the kind and level of the emotion, risks, demands, the text and other
// scenarios that fit, with tabs between.
func ReadExamples(files fs.FS, folder string) ([]Example, error) {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return nil, err
	}
	var all []Example
	for _, entry := range entries {
		scenario, is := strings.CutSuffix(entry.Name(), ".tsv")
		if !is {
			continue
		}
		content, err := fs.ReadFile(files, path.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		n := 0
		for lines := bufio.NewScanner(strings.NewReader(string(content))); lines.Scan(); {
			n++
			line := lines.Text()
			if line == "" || line[0] == '#' {
				continue
			}
			example, err := readExample(scenario, line)
			if err != nil {
				return nil, fmt.Errorf("%s, line %d: %w", entry.Name(), n, err)
			}
			all = append(all, example)
		}
	}
	return all, nil
}

func readExample(scenario, line string) (Example, error) {
	fields := strings.Split(line, "\t")
	if len(fields) < 4 || len(fields) > 5 {
		return Example{}, fmt.Errorf("%d fields", len(fields))
	}
	kind, level, _ := strings.Cut(fields[0], " ")
	n, err := strconv.Atoi(level)
	if err != nil || n < 0 || n > maxLevel || !slices.Contains(Kinds, kind) {
		return Example{}, fmt.Errorf("emotion %q", fields[0])
	}
	example := Example{
		Text: fields[3], Emotion: Emotion{Kind: kind, Level: n},
		Risks: list(fields[1]), Demands: list(fields[2]),
	}
	if scenario != none {
		example.Scenarios = []string{scenario}
	}
	if len(fields) == 5 {
		example.Scenarios = append(example.Scenarios, list(fields[4])...)
	}
	return example, nil
}

func list(field string) []string {
	if field == "-" {
		return nil
	}
	return strings.Split(field, ",")
}

// corrected is how much more a correction by the merchant weighs than an
// example of ours.
const corrected = 3

// Train makes a layer from examples. The same examples in the same order make
// the same layer, byte for byte.
func Train(examples []Example) *Layer {
	answers := heads()[0].Answers
	kinds := make([]int, len(Kinds))
	for _, e := range examples {
		if k := slices.Index(Kinds, e.Emotion.Kind); k >= 0 {
			kinds[k]++
		}
	}
	lessons := make([]lesson, len(examples))
	for i, e := range examples {
		lessons[i] = e.lesson(answers, kinds, len(examples))
	}
	return learn(heads(), lessons)
}

func (e Example) lesson(answers []string, kinds []int, all int) lesson {
	scenario := none
	if len(e.Scenarios) > 0 {
		scenario = e.Scenarios[0]
	}
	t := plain(language.Read(e.Text))
	l := lesson{
		features: features(t, concepts().find(t), feelings().find(t)),
		answers:  []int{slices.Index(answers, scenario), slices.Index(Kinds, e.Emotion.Kind), e.Emotion.Level},
		weights:  []float32{1, 1, 1},
	}
	if e.Unsaid {
		l.answers[0] = -1
	}
	if l.answers[1] < 0 { // nothing said about the emotion
		l.answers[2] = -1
	} else {
		l.weights[1] = rare(all, len(Kinds), kinds[l.answers[1]])
	}
	if e.Corrected {
		for i := range l.weights {
			l.weights[i] *= corrected
		}
	}
	return l
}

// rare is how much more an answer weighs that few examples have.
func rare(all, answers, n int) float32 {
	return float32(math.Sqrt(float64(all) / float64(answers*max(n, 1))))
}

var feelings = sync.OnceValue(func() *lexicon { return readLexicon(data, "data/feelings.txt") })

var concepts = sync.OnceValue(func() *lexicon { return readLexicon(data, "data/concepts.txt") })
