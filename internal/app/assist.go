package app

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// assistCommands read texts by the engines alone, without a shop or a
// database. One line in is one line out, in order; a line that cannot be read
// is answered with its error, and the run goes on.
type assistCommands struct {
	Analyze     assistAnalyze     `cmd:"" help:"What buyers say in {\"id\",\"text\",\"at\",\"context\"}: scenario, demands, facts, emotion, risks."`
	Train       assistTrain       `cmd:"" help:"Learn from the examples and from corrections by agents."`
	Check       assistCheck       `cmd:"" help:"What would not help in an agent's reply {\"id\",\"text\",\"stage\",\"emotion\",\"context\"}."`
	LintFile    assistLintFile    `cmd:"" help:"Check a file of quick replies."`
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

// assist answers each line of input by what answer returns: an object without
// its id.
func (c console) assist(answer func(assistLine) (any, error)) error {
	return c.lines(func(line []byte) (json.RawMessage, any, error) {
		var asked assistLine
		if err := json.Unmarshal(line, &asked); err != nil {
			return lonelyID(line), nil, errors.New("no JSON object with text, or a field of the wrong type")
		}
		if asked.Text == nil {
			return asked.ID, nil, errors.New("text is missing")
		}
		result, err := answer(asked)
		return asked.ID, result, err
	})
}

// lines answers each line of input, in order. answer returns the id of the line
// and an object without it; an error is the answer to that line alone.
func (c console) lines(answer func(line []byte) (json.RawMessage, any, error)) error {
	in, out := bufio.NewReaderSize(c.in, 64<<10), bufio.NewWriter(c.out)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			if err := writeAnswer(out, line, answer); err != nil {
				return err
			}
		}
		if in.Buffered() == 0 { // whoever asks line by line waits for this
			if err := out.Flush(); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return out.Flush()
		}
		if err != nil {
			return err
		}
	}
}

// writeAnswer writes the id and the answer as one object.
func writeAnswer(out *bufio.Writer, line []byte, answer func([]byte) (json.RawMessage, any, error)) error {
	id, result, err := answer(line)
	if err != nil {
		result = map[string]string{"error": err.Error()}
	}
	if len(id) == 0 {
		id = json.RawMessage("null")
	}
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(result); err != nil {
		return err
	}
	fmt.Fprintf(out, `{"id":%s`, id)
	rest := bytes.TrimSpace(body.Bytes())[1:]
	if len(rest) > 1 {
		out.WriteByte(',')
	}
	_, err = out.Write(append(rest, '\n'))
	return err
}

// lonelyID finds the id of an object whose other fields are wrong.
func lonelyID(line []byte) json.RawMessage {
	var only struct {
		ID json.RawMessage `json:"id"`
	}
	if json.Unmarshal(line, &only) != nil {
		return nil
	}
	return only.ID
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
