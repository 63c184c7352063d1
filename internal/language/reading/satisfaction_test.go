package reading

import (
	"bufio"
	"encoding/json"
	"hash/fnv"
	"os"
	"slices"
	"testing"

	"github.com/anxin-desk/anxin/internal/language"
)

// dialogueTurn is a line of a public set of service dialogues: what a user
// said, what stood before, and how satisfied readers took them to be.
type dialogueTurn struct {
	Dialog, Level, User, Satisfaction string
	Context                           []struct{ Role, Text string }
}

// BenchmarkDissatisfied measures on such a set, which is no part of the
// product, how well the engine of emotions and a layer learnt by
// cross-validation over whole dialogues tell dissatisfied turns:
//
//	ANXIN_DIALOGUES=…/valid.jsonl go test -run - -bench Dissatisfied -benchtime 1x ./internal/language/reading
func BenchmarkDissatisfied(b *testing.B) {
	const folds, threshold = 5, 0.3
	file, err := os.Open(os.Getenv("ANXIN_DIALOGUES"))
	if err != nil {
		b.Skip("ANXIN_DIALOGUES names no file")
	}
	defer file.Close()
	var lessons []lesson
	var fold []int
	in := bufio.NewScanner(file)
	in.Buffer(nil, 1<<22)
	for in.Scan() {
		var turn dialogueTurn
		if err := json.Unmarshal(in.Bytes(), &turn); err != nil {
			b.Fatal(err)
		}
		if turn.Level != "turn" {
			continue
		}
		lessons = append(lessons, turn.lesson())
		h := fnv.New32a()
		h.Write([]byte(turn.Dialog))
		fold = append(fold, int(h.Sum32()%folds))
	}
	for b.Loop() {
		var tally Tally
		for part := range folds {
			var rest []lesson
			for i, l := range lessons {
				if fold[i] != part {
					rest = append(rest, l)
				}
			}
			layer := learn([]Head{{Name: "satisfaction", Answers: []string{"other", "dissatisfied"}}}, rest)
			for i, l := range lessons {
				if fold[i] != part {
					continue
				}
				switch yes, is := layer.answer(l.features)[0][1] >= threshold, l.answers[0] == 1; {
				case yes && is:
					tally.Right++
				case yes:
					tally.Wrong++
				case is:
					tally.Missed++
				}
			}
		}
		b.ReportMetric(tally.Precision(), "precision")
		b.ReportMetric(tally.Recall(), "recall")
		b.ReportMetric(tally.F1(), "F1")
	}
}

func (turn dialogueTurn) lesson() lesson {
	fs := textFeatures(turn.User, 0)
	code := func(what, value int) {
		fs = append(fs, feature{final(mix(mix(0xabcdef, rune(what)), rune(value))), 0.7})
	}
	felt := Default().Read(turn.User).Emotion
	code(1, felt.Level)
	code(2, slices.Index(Kinds, felt.Kind))
	agent, user, repeats, worst := "", "", 0, 0
	for _, c := range turn.Context {
		if c.Role == "agent" {
			agent = c.Text
			continue
		}
		user = c.Text
		if c.Text == turn.User {
			repeats++
		}
		if e := Default().Read(c.Text).Emotion; e.Kind != "pleased" {
			worst = max(worst, e.Level)
		}
	}
	code(3, min(repeats, 3))
	code(4, worst)
	code(5, min(len(turn.Context)/4, 8))
	fs = slices.Concat(fs, textFeatures(agent, 5), textFeatures(user, 6))
	for i := range fs {
		fs[i].value *= 0.15
	}
	l := lesson{features: fs, answers: []int{0}, weights: []float32{1}}
	if turn.Satisfaction == "dissatisfied" {
		l.answers[0], l.weights[0] = 1, 2
	}
	return l
}

// textFeatures are the features of a text, those of the context set apart.
func textFeatures(text string, context rune) []feature {
	t := plain(language.Read(text))
	fs := features(t, concepts().find(t), feelings().find(t))
	if context > 0 {
		for i := range fs {
			fs[i] = feature{final(mix(fs[i].hash, context)), fs[i].value / 2}
		}
	}
	return fs
}
