package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestKindAndCode(t *testing.T) {
	gone := fault.New(fault.NotFound, "db.not_found")
	for _, tt := range []struct {
		name string
		err  error
		kind fault.Kind
		code string
	}{
		{"nil", nil, "", ""},
		{"not a fault", io.EOF, fault.Internal, ""},
		{"fault", gone, fault.NotFound, "db.not_found"},
		{"wrapped", fmt.Errorf("loading: %w", gone), fault.NotFound, "db.not_found"},
		{"field", fault.Field("due_at", "commitment.due_past"), fault.Invalid, "commitment.due_past"},
		{"with a cause", gone.Because(io.EOF), fault.NotFound, "db.not_found"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if k := fault.KindOf(tt.err); k != tt.kind {
				t.Errorf("kind %q, want %q", k, tt.kind)
			}
			if c := fault.CodeOf(tt.err); c != tt.code {
				t.Errorf("code %q, want %q", c, tt.code)
			}
		})
	}
}

func TestErrorNamesEverythingForTheLog(t *testing.T) {
	err := fault.Field("text", "message.too_long", "limit", 5000, "got", 6001).Because(io.EOF)
	const want = "invalid: message.too_long in text got=6001 limit=5000: EOF"
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	if !errors.Is(err, io.EOF) {
		t.Error("the cause is lost")
	}
}
