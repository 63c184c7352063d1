package storytest

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// parsePattern reads a pattern, which must be the whole of s.
func parsePattern(s string) (pattern, error) {
	r := &reader{rest: s}
	p, err := r.value()
	if err == nil && r.peek() != "" {
		err = errors.New("more than one value")
	}
	if err != nil {
		return nil, fmt.Errorf("%w before %.40q", err, r.rest)
	}
	return p, nil
}

// reader reads a pattern from its beginning.
type reader struct{ rest string }

// peek returns what follows, without the space before it.
func (r *reader) peek() string {
	r.rest = strings.TrimLeft(r.rest, " \t\r\n")
	return r.rest
}

func (r *reader) take(token string) bool {
	if !strings.HasPrefix(r.peek(), token) {
		return false
	}
	r.rest = r.rest[len(token):]
	return true
}

var (
	bareWord   = regexp.MustCompile(`^(?:true|false|null|-?\d+(?:\.\d+)?)`)
	bareName   = regexp.MustCompile(`^\$[a-z][a-z0-9_]*`)
	quotedText = regexp.MustCompile(`^"(?:[^"\\]|\\.)*"`)
)

func (r *reader) value() (pattern, error) {
	switch next := r.peek(); {
	case r.take("{"):
		return r.object()
	case r.take("["):
		return r.array()
	case r.take("*"):
		return anything{}, nil
	case bareName.MatchString(next):
		found := bareName.FindString(next)
		r.take(found)
		return name(found[1:]), nil
	case quotedText.MatchString(next):
		s, err := r.text()
		return text(s), err
	case bareWord.MatchString(next):
		found := bareWord.FindString(next)
		r.take(found)
		return literal(found), nil
	}
	return nil, errors.New("no value")
}

func (r *reader) text() (s string, err error) {
	found := quotedText.FindString(r.peek())
	if found == "" {
		return "", errors.New("no text")
	}
	r.take(found)
	err = json.Unmarshal([]byte(found), &s)
	return s, err
}

func (r *reader) object() (pattern, error) {
	o := object{members: map[string]pattern{}}
	for !r.take("}") {
		if r.take("…") {
			o.open = true
		} else if err := r.member(&o); err != nil {
			return o, err
		}
		if !r.take(",") && !strings.HasPrefix(r.peek(), "}") {
			return o, errors.New("no comma")
		}
	}
	return o, nil
}

func (r *reader) member(o *object) error {
	key, err := r.text()
	if err != nil {
		return err
	}
	if !r.take(":") {
		return errors.New("no colon")
	}
	p, err := r.value()
	if err != nil {
		return err
	}
	return o.add(key, p)
}

func (r *reader) array() (pattern, error) {
	var a array
	for !r.take("]") {
		if r.take("…") {
			a.open = true
		} else if p, err := r.value(); err != nil {
			return a, err
		} else if a.open {
			a.back = append(a.back, p)
		} else {
			a.front = append(a.front, p)
		}
		if !r.take(",") && !strings.HasPrefix(r.peek(), "]") {
			return a, errors.New("no comma")
		}
	}
	return a, nil
}
