package services_test

import (
	"log/slog"
	"reflect"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/services"
)

// A service that nobody wired is nil, and found by whoever asks for it first.
func TestTheSetIsWhole(t *testing.T) {
	o := services.Outside{Now: time.Now, NewID: func() string { return "id" }, Log: slog.New(slog.DiscardHandler),
		Hint: func(string, any) {}, Revoked: func(string) {}}
	s, err := services.Build(dbtest.SQLite(t), t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	set := reflect.ValueOf(s).Elem()
	for i := range set.NumField() {
		if f := set.Type().Field(i); f.IsExported() && f.Type.Kind() == reflect.Pointer && set.Field(i).IsNil() {
			t.Errorf("nobody wired %s", f.Name)
		}
	}
}
