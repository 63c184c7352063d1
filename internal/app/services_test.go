package app

import (
	"log/slog"
	"reflect"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

// A service that nobody handed to the server is nil there, and found by whoever
// asks for it first.
func TestServerHasEveryService(t *testing.T) {
	o := Outside{Now: time.Now, NewID: func() string { return "id" }, Log: slog.New(slog.DiscardHandler),
		Hint: func(string, any) {}, Revoked: func(string) {}}
	s, err := Build(dbtest.SQLite(t), t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	server := reflect.ValueOf(s.Server(o, "test", false, 10)).Elem()
	for i := range server.NumField() {
		if f := server.Type().Field(i); f.IsExported() && f.Type.Kind() == reflect.Pointer && server.Field(i).IsNil() {
			t.Errorf("the server has no %s", f.Name)
		}
	}
}
