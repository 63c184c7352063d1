package storytest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Request is what somebody sends. Path is sent as it is, whatever it holds.
type Request struct {
	Method string
	Path   string
	Header http.Header
	Body   []byte // nil for none
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// JSON encodes a body.
func JSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// Text returns a field of a JSON answer, "" if it is not there. Inner fields
// are named with dots.
func (a Answer) Text(field string) string {
	var v any
	if json.Unmarshal(a.Body, &v) != nil {
		return ""
	}
	for _, name := range strings.Split(field, ".") {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	s, _ := v.(string)
	return s
}

// Number returns a number of a JSON answer, 0 if it is not there.
func (a Answer) Number(field string) int64 {
	v := map[string]any{}
	if json.Unmarshal(a.Body, &v) != nil {
		return 0
	}
	n, _ := v[field].(float64)
	return int64(n)
}

// Send sends a request as somebody, with the cookie and the visitor token that
// their browser keeps, and keeps what the answer sets. It may be called from
// several goroutines as long as each is somebody else.
func (w *World) Send(who string, r Request) Answer {
	w.T.Helper()
	a, err := w.TrySend(who, r)
	if err != nil {
		w.T.Fatalf("%s %s: %v", r.Method, r.Path, err)
	}
	return a
}

// TrySend is Send for requests that the server may refuse to read.
func (w *World) TrySend(who string, r Request) (Answer, error) {
	p := w.person(who)
	raw, err := w.Raw(p, r)
	if err != nil {
		return Answer{}, err
	}
	response, err := w.client.Do(raw)
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{response.StatusCode, response.Header, text}
	p.keep(response, r, a)
	return a, nil
}

func (w *World) person(who string) *person {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.people[who]
	if p == nil {
		p = &person{login: who}
		w.people[who] = p
	}
	return p
}

// Raw makes the request that p's browser sends.
func (w *World) Raw(p *person, r Request) (*http.Request, error) {
	var body io.Reader
	if r.Body != nil {
		body = bytes.NewReader(r.Body)
	}
	raw, err := http.NewRequest(r.Method, w.Server.URL, body)
	if err != nil {
		return nil, err
	}
	raw.URL = &url.URL{Scheme: "http", Host: raw.URL.Host, Opaque: r.Path}
	if p.cookie != "" {
		raw.Header.Set("Cookie", p.cookie)
	}
	if p.token != "" {
		raw.Header.Set("Authorization", "Bearer "+p.token)
	}
	if r.Body != nil {
		raw.Header.Set("Content-Type", "application/json")
	}
	for name, values := range r.Header {
		raw.Header[name] = values
	}
	return raw, nil
}

// keep does what a browser does with cookies, and a widget with its token.
func (p *person) keep(response *http.Response, r Request, a Answer) {
	for _, c := range response.Cookies() {
		if c.Name == "anxin_session" {
			p.cookie = ""
			if c.Value != "" {
				p.cookie = c.Name + "=" + c.Value
			}
		}
	}
	if keepsToken[r.Path] && a.Status == http.StatusOK {
		p.token = a.Text("token")
	}
}

// keepsToken are the doors that give a browser a token.
var keepsToken = map[string]bool{"/api/buyer/session": true, "/api/buyer/return": true, "/api/progress/look-up": true}

// Hold gives somebody's browser a token that came to them by another way: in a
// link, say.
func (w *World) Hold(who, token string) { w.person(who).token = token }

// Cookie is the cookie header of somebody's browser.
func (w *World) Cookie(who string) string { return w.person(who).cookie }

// Token is the visitor token of somebody's chat widget.
func (w *World) Token(who string) string { return w.person(who).token }
