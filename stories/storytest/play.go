package storytest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/app"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/stories/sample"
)

// player is a world with a story that goes on in it.
type player struct {
	*World
	names map[string]string
}

// Play plays the story in a file. Its steps are
//
//	shop tea 安心茶铺              a shop with this key; $tea is its id
//	@chen is agent of tea         adds a user and signs them in; $chen is their id
//	@root is administrator        the same for all shops
//	@lin visits tea as 林女士      begins a buyer's chat; $lin_talk is its conversation
//	wait 2h                       time passes, and jobs are done when they are due
//	restart                       the program ends, and starts on the same database
//	away 2h                       the same, with time passing in between
//	@chen signs in                again, after a session has ended
//	restart with 3 sign-ins a minute
//
//	@chen POST /api/some/$where   a request: who, method, path; "5× POST" sends it five times
//	Idempotency-Key: chen-00001   its headers
//	{"text": "{{字 x 5001}}"}      its body, JSON with repeated text, or <jpeg 40x30>, see [Sample]
//	= 409 case.changed            the status of the (last) answer; the code if it is a problem
//	Cache-Control: no-store       its headers, "-" for none
//	{"id": $new, "n": *, …}       its body, see pattern
//
// An empty line ends a request. Lines that begin with # are for the reader.
func Play(t *testing.T, d *db.DB, file string) {
	t.Helper()
	steps, err := readScript(file)
	if err != nil {
		t.Fatal(err)
	}
	p := &player{World: New(t, d), names: map[string]string{}}
	for _, s := range steps {
		if err := p.play(s); err != nil {
			t.Fatalf("%s:%d: %v", file, s.line, err)
		}
	}
}

func (p *player) play(s step) error {
	if s.does != nil {
		return s.does(p)
	}
	r, err := p.request(s.ask)
	if err != nil {
		return err
	}
	var a Answer
	for range s.ask.times {
		if a, err = p.TrySend(s.ask.who, r); err != nil {
			return err
		}
	}
	if wrong := p.compare(s.ask, a); len(wrong) > 0 {
		return fmt.Errorf("@%s %s %s\n  %s\n  the answer was %d %s", s.ask.who, r.Method, r.Path, strings.Join(wrong, "\n  "), a.Status, indented(a))
	}
	return nil
}

func (p *player) request(e *exchange) (Request, error) {
	r := Request{Method: e.method, Path: unfold(expand(e.path, p.names)), Header: e.header.Clone()}
	for _, values := range r.Header {
		for i := range values {
			values[i] = unfold(expand(values[i], p.names))
		}
	}
	body := strings.TrimSpace(e.body)
	if inner, ok := strings.CutPrefix(body, "<"); ok && strings.HasSuffix(inner, ">") {
		content, err := sample.File(strings.TrimSuffix(inner, ">"))
		r.Body = content
		if r.Header.Get("Content-Type") == "" {
			r.Header.Set("Content-Type", "application/octet-stream")
		}
		return r, err
	}
	if body != "" {
		r.Body = []byte(unfold(expand(body, p.names)))
	}
	return r, nil
}

// compare returns what an answer has otherwise than it should.
func (p *player) compare(e *exchange, a Answer) (wrong []string) {
	d := &difference{names: p.names}
	if a.Status != e.status {
		return []string{fmt.Sprintf("status %d, want %d", a.Status, e.status)}
	}
	if e.code != "" {
		wrong = problem(a, e.code)
	}
	for _, h := range e.wantHeader {
		if got := a.Header.Get(h[0]); h[1] == "-" && got != "" || h[1] != "-" && !d.fits(h[1], got) {
			wrong = append(wrong, fmt.Sprintf("header %s: got %q, want %q", h[0], got, expand(h[1], p.names)))
		}
	}
	if e.status == 204 && len(a.Body) > 0 {
		wrong = append(wrong, "204 with a body")
	}
	if e.want == "" {
		return wrong
	}
	want, err := parsePattern(unfold(e.want))
	if err != nil {
		return append(wrong, "what the answer should be is no JSON: "+err.Error())
	}
	got, err := decode(a.Body)
	if err != nil {
		return append(wrong, "the answer is no JSON: "+err.Error())
	}
	want.match(d, "", got)
	return append(wrong, d.lines...)
}

// decode keeps numbers as they are written.
func decode(text []byte) (v any, err error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	err = dec.Decode(&v)
	if err == nil && dec.More() {
		err = errors.New("more than one value")
	}
	return v, err
}

// problem returns what is wrong with a problem document (RFC 9457) of a code.
func problem(a Answer, code string) (wrong []string) {
	if got := a.Header.Get("Content-Type"); got != "application/problem+json" {
		wrong = append(wrong, "content type "+got+" is no problem's")
	}
	if got := a.Text("code"); got != code {
		wrong = append(wrong, fmt.Sprintf("code %q, want %q", got, code))
	}
	if got := a.Number("status"); int(got) != a.Status {
		wrong = append(wrong, fmt.Sprintf("status %d in the body", got))
	}
	if got := a.Text("detail"); got == "" || got == code || strings.ContainsAny(got, "{}") {
		wrong = append(wrong, fmt.Sprintf("%q is no sentence", got))
	}
	return wrong
}

func indented(a Answer) string {
	var b bytes.Buffer
	if json.Indent(&b, a.Body, "  ", "  ") != nil || b.Len() > 20_000 {
		return strconv.Quote(string(a.Body[:min(len(a.Body), 2000)]))
	}
	return b.String()
}

func (p *player) user(login, role, shopKey string) error {
	at := ""
	if shopKey != "" {
		known, ok := p.names[shopKey]
		if !ok {
			return fmt.Errorf("no shop %s", shopKey)
		}
		at = known
	}
	p.names[login] = p.User(login, role, at)
	return nil
}

func (p *player) restart(signIns string) error {
	if signIns == "" {
		p.Restart(nil)
		return nil
	}
	n, err := strconv.Atoi(signIns)
	p.Restart(func(c *app.ServeConfig) { c.SignInsPM = n })
	return err
}
