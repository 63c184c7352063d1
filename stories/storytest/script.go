package storytest

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// step is one thing that happens in a story.
type step struct {
	line int
	does func(*player) error // for lines that are no request
	ask  *exchange
}

// exchange is a request and the answer that is expected.
type exchange struct {
	who    string
	times  int // how often it is sent; the last answer counts
	method string
	path   string
	header http.Header
	body   string

	status     int
	code       string // of a problem
	wantHeader [][2]string
	want       string // pattern of the body, "" for any
}

var (
	requestLine = regexp.MustCompile(`^@(\w+) (?:(\d+)× )?([A-Z]+) ([/$].*)$`)
	answerLine  = regexp.MustCompile(`^= (\d{3})(?: (\S+))?$`)
	headerLine  = regexp.MustCompile(`^([A-Z][A-Za-z-]*): (.*)$`)
	shopLine    = regexp.MustCompile(`^shop ([a-z0-9-]+) (.+)$`)
	userLine    = regexp.MustCompile(`^@(\w+) is (\w+)(?: of ([a-z0-9-]+))?$`)
	visitLine   = regexp.MustCompile(`^@(\w+) visits ([a-z0-9-]+)(?: as (.+))?$`)
	signInLine  = regexp.MustCompile(`^@(\w+) signs in$`)
	awayLine    = regexp.MustCompile(`^away (\S+)$`)
	waitLine    = regexp.MustCompile(`^wait (\S+)$`)
	restartLine = regexp.MustCompile(`^restart(?: with (\d+) sign-ins a minute)?$`)
)

// readScript reads the steps of a file.
func readScript(file string) ([]step, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(string(text), "\n")
	var steps []step
	for n := 0; n < len(lines); {
		if skipped(lines[n]) {
			n++
			continue
		}
		s, used, err := readStep(lines[n:])
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n+1, err)
		}
		s.line = n + 1
		steps, n = append(steps, s), n+used
	}
	return steps, nil
}

func skipped(line string) bool {
	return strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#")
}

func readStep(lines []string) (s step, used int, err error) {
	if m := requestLine.FindStringSubmatch(lines[0]); m != nil {
		s.ask = &exchange{who: m[1], times: 1, method: m[3], path: m[4], header: http.Header{}}
		if m[2] != "" {
			s.ask.times, err = strconv.Atoi(m[2])
		}
		if err == nil {
			used, err = s.ask.read(lines)
		}
		return s, used, err
	}
	s.does = readDeed(lines[0])
	if s.does == nil {
		err = fmt.Errorf("cannot read %q", lines[0])
	}
	return s, 1, err
}

func readDeed(line string) func(*player) error {
	if m := shopLine.FindStringSubmatch(line); m != nil {
		return func(p *player) error { p.names[m[1]] = p.Shop(m[1], m[2]).ID; return nil }
	}
	if m := userLine.FindStringSubmatch(line); m != nil {
		return func(p *player) error { return p.user(m[1], m[2], m[3]) }
	}
	if m := visitLine.FindStringSubmatch(line); m != nil {
		return func(p *player) error { p.names[m[1]+"_talk"] = p.Visit(m[1], m[2], m[3]); return nil }
	}
	if m := signInLine.FindStringSubmatch(line); m != nil {
		return func(p *player) error { p.SignIn(m[1]); return nil }
	}
	if m := awayLine.FindStringSubmatch(line); m != nil {
		d, err := time.ParseDuration(m[1])
		return func(p *player) error { p.Away(d); return err }
	}
	if m := waitLine.FindStringSubmatch(line); m != nil {
		d, err := time.ParseDuration(m[1])
		return func(p *player) error { p.Wait(d); return err }
	}
	if m := restartLine.FindStringSubmatch(line); m != nil {
		return func(p *player) error { return p.restart(m[1]) }
	}
	return nil
}

// read takes the rest of an exchange: headers and body of the request, the line
// with the status, and what the answer must be. It ends at an empty line after
// the status.
func (e *exchange) read(lines []string) (used int, err error) {
	answered := false
	for n, line := range lines[1:] {
		header := headerLine.FindStringSubmatch(line)
		status := answerLine.FindStringSubmatch(line)
		switch {
		case skipped(line) && answered:
			return n + 1, nil
		case skipped(line):
		case status != nil && !answered:
			answered = true
			e.status, err = strconv.Atoi(status[1])
			e.code = status[2]
		case header != nil && !answered && e.body == "":
			e.header.Add(header[1], header[2])
		case header != nil && answered && e.want == "":
			e.wantHeader = append(e.wantHeader, [2]string{header[1], header[2]})
		case answered:
			e.want += line + "\n"
		default:
			e.body += line + "\n"
		}
		if err != nil {
			return n, err
		}
	}
	if !answered {
		err = fmt.Errorf("%s %s has no answer: a line such as = 200 is missing", e.method, e.path)
	}
	return len(lines), err
}
