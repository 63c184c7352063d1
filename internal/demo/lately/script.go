package lately

import (
	"bufio"
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed days.txt
var days string

// line is one thing that somebody did.
type line struct {
	at    time.Duration // before now, so that it is negative
	who   string
	verb  string
	words string
	of    int // the story
}

// sale is an order of a story's buyer.
type sale struct {
	number, platform, title string
	paid                    int64 // fen
	placed                  int   // days ago
}

// story is a buyer, and who looks after them.
type story struct {
	buyer, agent string
	sale         sale // without a number if the buyer has no order
}

// script is all stories, and what was done in all of them by its time.
type script struct {
	stories []story
	lines   []line
}

// read reads the days. What it does not understand is an error that names the
// line.
func read(text string) (s script, err error) {
	n := 0
	for lines := bufio.NewScanner(strings.NewReader(text)); lines.Scan(); {
		n++
		fields := strings.Fields(lines.Text())
		switch {
		case len(fields) == 0 || strings.HasPrefix(fields[0], "#"):
		case fields[0] == "==":
			name := strings.Join(fields[1:len(fields)-1], " ")
			s.stories = append(s.stories, story{buyer: name, agent: fields[len(fields)-1]})
		case fields[0] == "order":
			err = s.order(fields[1:])
		default:
			err = s.line(fields)
		}
		if err != nil {
			return s, fmt.Errorf("days.txt, line %d: %w", n, err)
		}
	}
	slices.SortStableFunc(s.lines, func(a, b line) int { return int(a.at - b.at) })
	return s, nil
}

func (s *script) order(fields []string) (err error) {
	if len(fields) != 5 {
		return fmt.Errorf("an order has a number, a platform, a title, fen and days, not %d fields", len(fields))
	}
	o := &s.stories[len(s.stories)-1].sale
	o.number, o.platform, o.title = fields[0], fields[1], fields[2]
	if o.paid, err = strconv.ParseInt(fields[3], 10, 64); err == nil {
		o.placed, err = strconv.Atoi(fields[4])
	}
	return err
}

func (s *script) line(fields []string) error {
	if len(fields) < 3 {
		return fmt.Errorf("it says no more than %q", fields)
	}
	at, err := offset(fields[0])
	if err == nil && at >= 0 {
		err = fmt.Errorf("%s is still to come", fields[0])
	}
	s.lines = append(s.lines, line{at, fields[1], fields[2], strings.Join(fields[3:], " "), len(s.stories) - 1})
	return err
}

// offset reads -30:05 and +4:00.
func offset(text string) (time.Duration, error) {
	hours, minutes, ok := strings.Cut(strings.TrimLeft(text, "+-"), ":")
	if !ok {
		return 0, fmt.Errorf("%q is no time", text)
	}
	d, err := time.ParseDuration(hours + "h" + minutes + "m")
	if text[0] == '-' {
		d = -d
	}
	return d, err
}
