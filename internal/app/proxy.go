package app

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// parseProxies reads the addresses of the proxies that are believed when they
// say for whom they ask.
func parseProxies(list []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range list {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			addr, err := netip.ParseAddr(text)
			if err != nil {
				return nil, fmt.Errorf("trusted proxies are addresses like 10.0.0.7 or ranges like 10.0.0.0/8, not %q", text)
			}
			p = netip.PrefixFrom(addr, addr.BitLen())
		}
		all = append(all, p)
	}
	return all, nil
}

// behind gives requests that come through a trusted proxy the address of who
// asked it, so that limits count people and not the proxy. Anybody can write an
// X-Forwarded-For line, so it is read from its end, only as far as each address
// is itself a trusted proxy.
func behind(proxies []netip.Prefix, next http.Handler) http.Handler {
	if len(proxies) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if addr, ok := askedBy(proxies, r); ok {
			r = r.Clone(r.Context())
			r.RemoteAddr = net.JoinHostPort(addr.String(), "0")
		}
		next.ServeHTTP(w, r)
	})
}

func askedBy(proxies []netip.Prefix, r *http.Request) (netip.Addr, bool) {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !trusted(proxies, from.Addr()) {
		return netip.Addr{}, false
	}
	said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, text := range slices.Backward(said) {
		addr, err := netip.ParseAddr(strings.TrimSpace(text))
		if err != nil {
			return netip.Addr{}, false
		}
		if !trusted(proxies, addr) {
			return addr.Unmap(), true
		}
	}
	return netip.Addr{}, false
}

func trusted(proxies []netip.Prefix, addr netip.Addr) bool {
	return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(addr.Unmap()) })
}
