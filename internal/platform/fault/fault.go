// Package fault is the one error type that crosses package borders.
//
// A fault says what kind of thing went wrong, which sentence tells a person
// about it, and with which values. It holds no sentence itself: the api
// package makes one in the reader's language from its catalogues, and turns
// kinds into HTTP status codes. An error that is not a fault is a bug or an
// outage: it is logged in full and shown as an internal error.
package fault

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Kind is the class of a fault. The set is closed and small on purpose.
type Kind string

const (
	Invalid         Kind = "invalid"         // the request makes no sense as sent
	NotFound        Kind = "not_found"       // no such thing, or not visible to this actor
	Denied          Kind = "denied"          // visible, but not allowed
	Unauthenticated Kind = "unauthenticated" // we do not know who is asking
	Conflict        Kind = "conflict"        // the thing has moved on: reload and try again
	TooLarge        Kind = "too_large"       // more bytes or items than we take
	Unsupported     Kind = "unsupported"     // a form of data that we do not take
	TooMany         Kind = "too_many"        // too often: wait and try again
	Unavailable     Kind = "unavailable"     // something we depend on is away
	Internal        Kind = "internal"        // everything else
)

// Fault is an error with a kind, a code that names its sentence in the
// catalogues ("commitment.due_past"), and the values of that sentence.
type Fault struct {
	Kind  Kind
	Code  string
	Args  map[string]any
	Field string // request field at fault, if any
	Err   error  // cause, for the log only
}

// New returns a fault. args alternates names and values.
func New(kind Kind, code string, args ...any) *Fault {
	return &Fault{Kind: kind, Code: code, Args: pairs(args)}
}

// Field returns an Invalid fault about one request field.
func Field(field, code string, args ...any) *Fault {
	return &Fault{Kind: Invalid, Code: code, Args: pairs(args), Field: field}
}

// Because returns a copy of f that carries its cause.
func (f *Fault) Because(err error) *Fault {
	c := *f
	c.Err = err
	return &c
}

// Error is for logs, not for people.
func (f *Fault) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", f.Kind, f.Code)
	if f.Field != "" {
		fmt.Fprintf(&b, " in %s", f.Field)
	}
	for _, k := range slices.Sorted(maps.Keys(f.Args)) {
		fmt.Fprintf(&b, " %s=%v", k, f.Args[k])
	}
	if f.Err != nil {
		fmt.Fprintf(&b, ": %v", f.Err)
	}
	return b.String()
}

func (f *Fault) Unwrap() error { return f.Err }

// KindOf returns the kind of err, Internal for errors that are not faults, and
// "" for nil.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Kind
	}
	return Internal
}

// CodeOf returns the code of err, or "" if it is not a fault.
func CodeOf(err error) string {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Code
	}
	return ""
}

// pairs panics on a malformed list, which only a programming error can make.
func pairs(args []any) map[string]any {
	if len(args) == 0 {
		return nil
	}
	m := make(map[string]any, len(args)/2)
	for i := 0; i < len(args); i += 2 {
		m[args[i].(string)] = args[i+1]
	}
	return m
}
