package db

import (
	"testing"
	"time"
)

func TestNumberPlaceholders(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{`SELECT 1`, `SELECT 1`},
		{`a = ? AND b = ?`, `a = $1 AND b = $2`},
		{`a = '?' AND b = ?`, `a = '?' AND b = $1`},
		{`a = 'it''s ?' AND b = ?`, `a = 'it''s ?' AND b = $1`},
	} {
		if got := numberPlaceholders(tt.in); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.in, got, tt.want)
		}
	}
}

func TestMillisKeepsTheZeroTime(t *testing.T) {
	if !Time(Millis(time.Time{})).IsZero() {
		t.Error("the zero time came back as another one")
	}
	at := time.Date(2026, 3, 2, 12, 0, 0, 5e6, time.FixedZone("CST", 8*3600))
	if got := Time(Millis(at)); !got.Equal(at) || got.Location() != time.UTC {
		t.Errorf("%v came back as %v", at, got)
	}
}

func TestDialectFor(t *testing.T) {
	for _, tt := range []struct{ url, want string }{
		{"sqlite:/var/lib/anxin/anxin.db", "sqlite"},
		{"postgres://localhost/anxin", "postgres"},
		{"postgresql://localhost/anxin", "postgres"},
		{"mysql://localhost/anxin", ""},
		{"", ""},
	} {
		d, err := dialectFor(tt.url)
		if d.name != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%q: %q, %v", tt.url, d.name, err)
		}
	}
}

func TestGoroutineIDsDiffer(t *testing.T) {
	other := make(chan int64)
	go func() { other <- goroutineID() }()
	if here, there := goroutineID(), <-other; here == there || here == 0 {
		t.Errorf("ids %d and %d", here, there)
	}
}
