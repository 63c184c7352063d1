package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/jsonlines"
)

// assistCommands read texts by the engines alone, without a shop or a
// database. One line in is one line out, in order; a line that cannot be read
// is answered with its error, and the run goes on.
type assistCommands struct {
	Analyze     assistAnalyze     `cmd:"" help:"What buyers say in {\"id\",\"text\",\"at\",\"context\"}: scenario, demands, facts, emotion, risks."`
	Train       assistTrain       `cmd:"" help:"Learn from the examples and from corrections by agents."`
	Check       assistCheck       `cmd:"" help:"What would not help in an agent's reply {\"id\",\"text\",\"stage\",\"emotion\",\"context\"}."`
	LintFile    assistLintFile    `cmd:"" help:"Check a file of quick replies."`
	LintPack    assistLintPack    `cmd:"" help:"Check a rule pack of a shop and run its examples."`
	Commitments assistCommitments `cmd:"" help:"What an agent commits to in {\"id\",\"text\",\"at\"}."`
	Times       assistTimes       `cmd:"" help:"Times in {\"id\",\"text\",\"at\"}."`
	Numbers     assistNumbers     `cmd:"" help:"Numbers, amounts and quantities in {\"id\",\"text\"}."`
	Phones      assistPhones      `cmd:"" help:"Phone numbers in {\"id\",\"text\"}."`
}

// assistLine is what a line may say; commands take what they need.
type assistLine struct {
	ID      json.RawMessage `json:"id"`
	Text    *string         `json:"text"`
	At      string          `json:"at"`
	Stage   string          `json:"stage"`
	Emotion emotion         `json:"emotion"`
	Context []assistTurn    `json:"context"`

	Scenario string           `json:"scenario"`
	Products []string         `json:"products"`
	Limits   map[string]int64 `json:"limits"` // in fen
}

// assistTurn is what was said before.
type assistTurn struct {
	Role string `json:"role"`
	Text string `json:"text"`
}

// BeforeApply implements kong's hook: whichever command follows needs little of
// the program.
func (assistCommands) BeforeApply() error {
	lean()
	return nil
}

// assist answers each line of input by what answer returns: an object without
// its id.
func (c console) assist(answer func(assistLine) (any, error)) error {
	return jsonlines.Answer(c.in, c.out, func(line []byte) (json.RawMessage, any, error) {
		var asked assistLine
		if err := json.Unmarshal(line, &asked); err != nil {
			return jsonlines.ID(line), nil, errors.New("no JSON object with text, or a field of the wrong type")
		}
		if asked.Text == nil {
			return asked.ID, nil, errors.New("text is missing")
		}
		result, err := answer(asked)
		return asked.ID, result, err
	})
}

// shanghai is the zone of the command line.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// when returns the time that a line is read at: now, if it does not say.
func (l assistLine) when() (time.Time, error) {
	if l.At == "" {
		return time.Now().In(shanghai), nil
	}
	if t, err := time.Parse(time.RFC3339, l.At); err == nil {
		return t.In(shanghai), nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, l.At, shanghai); err == nil {
			return t, nil
		}
	}
	return time.Time{}, errors.New("at is no time such as 2026-05-01T09:30:00+08:00")
}

// stamp writes a time as the command line does, null for none.
func stamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.Format(time.RFC3339)
	return &s
}

// minuteOf reads 21:00 as a minute of the day.
func minuteOf(clock string) (int, error) {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return 0, fmt.Errorf("%q is no time of day such as 21:00", clock)
	}
	return t.Hour()*60 + t.Minute(), nil
}
