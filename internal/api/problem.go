package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const minute = time.Minute

var statusOf = map[fault.Kind]int{
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.NotFound:        http.StatusNotFound,
	fault.Denied:          http.StatusForbidden,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Conflict:        http.StatusConflict,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.Unsupported:     http.StatusUnsupportedMediaType,
	fault.TooMany:         http.StatusTooManyRequests,
	fault.Unavailable:     http.StatusServiceUnavailable,
	fault.Internal:        http.StatusInternalServerError,
}

// Problem is the body of every answer that is not a success (RFC 9457). Detail
// is a sentence for the person, in their language; Code tells programs which.
type Problem struct {
	Status int           `json:"status"`
	Title  string        `json:"title"`
	Detail string        `json:"detail"`
	Code   string        `json:"code"`
	Field  string        `json:"field,omitempty"`
	Errors []FieldDetail `json:"errors,omitempty"`
}

// FieldDetail says what is wrong with one field of a request.
type FieldDetail struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// codes of the problems that the HTTP layer finds by itself.
var codeOfStatus = map[int]string{
	http.StatusBadRequest:            "request.malformed",
	http.StatusNotFound:              "request.no_such_address",
	http.StatusMethodNotAllowed:      "request.no_such_address",
	http.StatusRequestTimeout:        "request.too_slow",
	http.StatusRequestEntityTooLarge: "request.too_large",
	http.StatusUnsupportedMediaType:  "request.not_json",
	http.StatusUnprocessableEntity:   "request.invalid",
}

// problemOf turns what huma and our handlers report into a Problem. ctx is nil
// while operations are registered.
func problemOf(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
	language, log := chinese, slog.Default()
	if ctx != nil {
		language = languageOf(ctx.Header("Accept-Language"))
	}
	for _, err := range errs {
		if f, ok := errors.AsType[*fault.Fault](err); ok {
			return faultProblem(language, f)
		}
	}
	if status >= http.StatusInternalServerError && ctx != nil {
		log.ErrorContext(ctx.Context(), "request failed", "operation", ctx.Operation().OperationID, "message", msg, "error", errors.Join(errs...))
	}
	code, known := codeOfStatus[status]
	if !known {
		code = "request.failed"
	}
	p := &Problem{Status: status, Title: http.StatusText(status), Code: code, Detail: sentence(language, code, nil)}
	if status >= http.StatusInternalServerError {
		return p
	}
	for _, err := range errs {
		p.Errors = append(p.Errors, fieldDetail(language, err))
	}
	return p
}

func faultProblem(language lang, f *fault.Fault) *Problem {
	status := statusOf[f.Kind]
	return &Problem{
		Status: status, Title: http.StatusText(status), Code: f.Code, Field: f.Field,
		Detail: sentence(language, f.Code, f.Args),
	}
}

// fieldDetail names the field of a validation error by its JSON name.
func fieldDetail(language lang, err error) FieldDetail {
	field := ""
	if d, ok := err.(huma.ErrorDetailer); ok {
		field = d.ErrorDetail().Location
		for _, in := range []string{"body.", "path.", "query.", "header."} {
			field = strings.TrimPrefix(field, in)
		}
	}
	return FieldDetail{Field: field, Detail: sentence(language, "request.field_invalid", map[string]any{"field": field})}
}

// writeProblem answers with a fault outside an operation.
func writeProblem(w http.ResponseWriter, r *http.Request, f *fault.Fault) {
	p := faultProblem(languageOf(r.Header.Get("Accept-Language")), f)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	if err := json.NewEncoder(w).Encode(p); err != nil {
		slog.DebugContext(r.Context(), "the client has gone", "error", err)
	}
}

type languageKey struct{}

// readerLanguage is the language of whoever sent a request.
func readerLanguage(ctx context.Context) lang {
	if l, ok := ctx.Value(languageKey{}).(lang); ok {
		return l
	}
	return chinese
}
