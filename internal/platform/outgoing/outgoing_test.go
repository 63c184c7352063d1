package outgoing_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8": true, "223.5.5.5": true, "1.1.1.1": true, "2400:3200::1": true, "::ffff:8.8.8.8": true,
		"100.63.255.255": true, "100.128.0.0": true, "172.15.255.255": true, "172.32.0.0": true, "192.167.1.1": true,
		"127.0.0.1": false, "127.255.255.254": false, "0.0.0.0": false, "0.1.2.3": false, "10.0.0.1": false, "172.16.0.1": false,
		"172.31.255.255": false, "192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "100.100.100.200": false,
		"168.63.129.16": false, "192.0.0.8": false, "192.0.2.1": false, "198.18.0.1": false, "198.51.100.7": false, "203.0.113.9": false,
		"224.0.0.1": false, "239.255.255.255": false, "255.255.255.255": false, "240.0.0.1": false,
		"::": false, "::1": false, "fe80::1": false, "fc00::1": false, "fd00:ec2::254": false, "ff02::1": false, "fec0::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::ffff:169.254.169.254": false, "::127.0.0.1": false,
		"64:ff9b::7f00:1": false, "64:ff9b:1::1": false, "2002:7f00:1::": false, "2001::1": false, "2001:db8::1": false, "fe80::1%eth0": false,
	} {
		if got := outgoing.Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

// FuzzPublic holds what may be dialled to what the standard library knows of
// addresses that are not public, in whichever form they are written.
func FuzzPublic(f *testing.F) {
	for _, seed := range []string{"127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "fd00::1", "8.8.8.8", "2002:a00:1::", "169.254.169.254"} {
		f.Add(netip.MustParseAddr(seed).AsSlice())
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, ok := netip.AddrFromSlice(raw)
		if !ok || !outgoing.Public(a) {
			return
		}
		b := a.Unmap()
		if b.IsPrivate() || b.IsLoopback() || b.IsLinkLocalUnicast() || b.IsMulticast() || b.IsUnspecified() || b.IsInterfaceLocalMulticast() {
			t.Errorf("%v may be dialled", a)
		}
		if four := b.As16(); b.Is6() {
			inside := netip.AddrFrom4([4]byte(four[12:]))
			if !netip.MustParsePrefix("2000::/3").Contains(b) && !outgoing.Public(inside) {
				t.Errorf("%v leads to %v", a, inside)
			}
		}
	})
}

func TestCheck(t *testing.T) {
	allowed, err := outgoing.Allow([]string{"robots.lan", "10.1.0.0/16", "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"https://oapi.dingtalk.com/robot/send?access_token=x": "", "http://robots.lan/hook": "", "http://ROBOTS.lan:8080/": "", "http://10.1.2.3/": "",
		"http://127.0.0.1:9/": "", "https://8.8.8.8/": "",
		"http://oapi.dingtalk.com/": "outgoing.address", "ftp://robots.lan/": "outgoing.address", "https://a:b@example.com/": "outgoing.address",
		"https://": "outgoing.address", "javascript:alert(1)": "outgoing.address", "https://example.com/#x": "outgoing.address", "": "outgoing.address",
		"https://" + strings.Repeat("a", 1000) + ".com/": "outgoing.address", "file:///etc/passwd": "outgoing.address",
		"https://10.2.0.1/": "outgoing.private", "https://[::1]/": "outgoing.private", "https://[::ffff:127.0.0.2]/": "outgoing.private",
		"https://169.254.169.254/latest": "outgoing.private",
	} {
		_, err := allowed.Check(address)
		if got := fault.CodeOf(err); err == nil && want != "" || err != nil && got != want {
			t.Errorf("%s: %q", address, got)
		}
	}
	for _, wrong := range []string{"", "a b", "10.0.0.0/99", "http://x", "a@b"} {
		if _, err := outgoing.Allow([]string{wrong}); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
}

func allow(t *testing.T, list ...string) *outgoing.Client {
	t.Helper()
	a, err := outgoing.Allow(list)
	if err != nil {
		t.Fatal(err)
	}
	return outgoing.New(a, 300*time.Millisecond)
}

// TestNothingPrivateIsDialled tries a listener on this machine by every name that
// there is for it, and in every form of its address.
func TestNothingPrivateIsDialled(t *testing.T) {
	var dials atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.Listener = counting{server.Listener, &dials}
	server.StartTLS()
	defer server.Close()
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	c := allow(t, "10.99.0.0/16")
	for _, host := range []string{"127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::]", "127.1", "2130706433", "0x7f000001", "127.0.0.1.", "localhost."} {
		if _, err := c.Post(context.Background(), "https://"+host+":"+port+"/", []byte("{}")); err == nil {
			t.Errorf("%s was reached", host)
		}
	}
	if n := dials.Load(); n != 0 {
		t.Errorf("%d private dials", n)
	}
}

type counting struct {
	net.Listener
	n *atomic.Int64
}

func (c counting) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.n.Add(1)
	}
	return conn, err
}

func TestPost(t *testing.T) {
	hang := make(chan struct{})
	var inner atomic.Int64
	private := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { inner.Add(1) }))
	defer private.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/hang":
			<-hang
		case "/away":
			http.Redirect(w, r, private.URL, http.StatusTemporaryRedirect)
		case "/later":
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusTooManyRequests)
		case "/flood":
			for range 1 << 12 {
				if _, err := w.Write(make([]byte, 1<<10)); err != nil {
					return
				}
			}
		case "/cut":
			conn, _, _ := http.NewResponseController(w).Hijack()
			conn.Close()
		}
	}))
	defer server.Close()
	defer close(hang)
	c := allow(t, "127.0.0.1")
	for path, want := range map[string]string{"/": "", "/hang": "outgoing.no_answer", "/away": "outgoing.redirected", "/later": "", "/flood": "", "/cut": "outgoing.broken"} {
		a, err := c.Post(context.Background(), server.URL+path, []byte("{}"))
		if err != nil && fault.CodeOf(err) != want || err == nil && want != "" {
			t.Errorf("%s: %v", path, err)
		}
		if outgoing.Unsure(err) != (path == "/hang" || path == "/cut") {
			t.Errorf("%s: unsure %v", path, outgoing.Unsure(err))
		}
		if path == "/later" && (a.RetryAfter != 7*time.Second || a.Status != http.StatusTooManyRequests) {
			t.Errorf("%+v", a)
		}
		if len(a.Body) > 64<<10 {
			t.Errorf("%s: %d bytes were read", path, len(a.Body))
		}
	}
	if inner.Load() != 0 {
		t.Error("a redirection was followed")
	}
	if _, err := c.Post(context.Background(), "https://nowhere.invalid/", nil); fault.CodeOf(err) != "outgoing.unreachable" || outgoing.Unsure(err) {
		t.Errorf("no such name: %v", err)
	}
}

// TestRebinding dials names whose address was public when they were looked at.
func TestRebinding(t *testing.T) {
	a, err := outgoing.Allow(nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Check("https://localhost/"); err != nil {
		t.Fatalf("a name is judged by what it turns out to be: %v", err)
	}
	_, err = outgoing.New(a, time.Second).Post(context.Background(), "https://localhost:1/", nil)
	if fault.CodeOf(err) != "outgoing.private" {
		t.Errorf("%v", err)
	}
}
