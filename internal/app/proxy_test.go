package app

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestWhoAskedTheProxy(t *testing.T) {
	proxies, err := parseProxies([]string{"10.0.0.0/8", "192.0.2.1", "::1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, from string
		said       []string
		want       string
	}{
		{"no proxy", "203.0.113.9:1234", nil, "203.0.113.9:1234"},
		{"a stranger who claims to be a proxy", "203.0.113.9:1234", []string{"198.51.100.1"}, "203.0.113.9:1234"},
		{"one proxy", "10.0.0.7:1234", []string{"198.51.100.1"}, "198.51.100.1:0"},
		{"a made-up address before the real one", "10.0.0.7:1234", []string{"1.2.3.4, 198.51.100.1"}, "198.51.100.1:0"},
		{"two proxies", "10.0.0.7:1234", []string{"198.51.100.1, 192.0.2.1"}, "198.51.100.1:0"},
		{"two lines", "10.0.0.7:1234", []string{"1.2.3.4", "198.51.100.1"}, "198.51.100.1:0"},
		{"IPv6", "[::1]:1234", []string{"2001:db8::5"}, "[2001:db8::5]:0"},
		{"nothing said", "10.0.0.7:1234", nil, "10.0.0.7:1234"},
		{"nonsense", "10.0.0.7:1234", []string{"unknown"}, "10.0.0.7:1234"},
		{"only proxies", "10.0.0.7:1234", []string{"10.0.0.8"}, "10.0.0.7:1234"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr = tt.from
			for _, s := range tt.said {
				r.Header.Add("X-Forwarded-For", s)
			}
			var got string
			behind(proxies, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr })).
				ServeHTTP(httptest.NewRecorder(), r)
			if got != tt.want {
				t.Errorf("asked by %s, want %s", got, tt.want)
			}
		})
	}
}

func TestProxiesMustBeAddresses(t *testing.T) {
	if _, err := parseProxies([]string{"nginx"}); err == nil {
		t.Error("a name was taken for an address")
	}
}
