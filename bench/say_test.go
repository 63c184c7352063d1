package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/anxin-desk/anxin/internal/api"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

// BenchmarkSay is a buyer's message through the API's handler, without the
// network: what -cpuprofile shows is the program.
func BenchmarkSay(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) { say(b, open(b)) })
	}
}

func say(b *testing.B, d *db.DB) {
	outside := services.Outside{
		Now: time.Now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
		Log: slog.New(slog.DiscardHandler), Hint: func(string, any) {}, Revoked: func(string) {},
	}
	s, err := services.Build(d, b.TempDir(), outside)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	system := identity.With(context.Background(), identity.NewSystem())
	at, err := s.Shops.Create(system, shop.Draft{Key: "demo", Name: "demo"})
	if err != nil {
		b.Fatal(err)
	}
	handler := (&api.Server{Set: s, Log: outside.Log, Now: outside.Now, Version: "bench", Links: api.Signer{Key: s.LinkKey}, SignInsPM: 100_000}).Handler()
	var n atomic.Int64
	b.ReportAllocs()
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		visit, err := s.WebChat.Begin(b.Context(), at.Key, "", "买家")
		if err != nil {
			b.Error(err)
			return
		}
		for pb.Next() {
			r := httptest.NewRequest("POST", "/api/buyer/messages", strings.NewReader(`{"text":"昨天收到的台灯，底座裂了一道口子"}`))
			r.Header.Set("Authorization", "Bearer "+visit.Token)
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Idempotency-Key", fmt.Sprintf("bench-%08d", n.Add(1)))
			w := httptest.NewRecorder()
			if handler.ServeHTTP(w, r); w.Code != http.StatusCreated {
				b.Errorf("status %d: %s", w.Code, w.Body)
				return
			}
		}
	})
}
