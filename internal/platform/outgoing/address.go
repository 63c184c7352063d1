package outgoing

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// closed are the ranges that are not, or not surely, somebody on the public
// internet: the special-purpose registries of IANA (iana-ipv4-special-registry,
// iana-ipv6-special-registry), multicast, and addresses under which clouds hand
// out credentials. IPv6 addresses that carry an IPv4 address inside lead wherever
// that leads, and are closed as a whole.
var closed = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
	"192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
	"198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
)

// global is where IPv6 addresses of the public internet begin so far.
var global = netip.MustParsePrefix("2000::/3")

func prefixes(all ...string) []netip.Prefix {
	out := make([]netip.Prefix, 0, len(all))
	for _, p := range all {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}

// Public tells whether an address is one of the public internet.
func Public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsValid() || a.Zone() != "" || a.Is6() && !global.Contains(a) {
		return false
	}
	return !within(closed, a)
}

func within(all []netip.Prefix, a netip.Addr) bool {
	for _, p := range all {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// Allowed are places inside somebody's network that may be reached all the same.
// The zero value allows none.
type Allowed struct {
	hosts    map[string]bool
	prefixes []netip.Prefix
}

// Allow reads names of hosts, addresses and ranges of addresses.
func Allow(list []string) (a Allowed, err error) {
	a.hosts = map[string]bool{}
	for _, one := range list {
		one = strings.ToLower(strings.TrimSpace(one))
		if p, err := netip.ParsePrefix(one); err == nil {
			a.prefixes = append(a.prefixes, p.Masked())
		} else if ip, err := netip.ParseAddr(one); err == nil {
			a.prefixes = append(a.prefixes, netip.PrefixFrom(ip.Unmap(), ip.Unmap().BitLen()))
		} else if strings.ContainsAny(one, "/:@ ") || one == "" {
			return a, fmt.Errorf("%q is neither the name of a host nor a range of addresses", one)
		} else {
			a.hosts[one] = true
		}
	}
	return a, nil
}

// host tells whether a name or a written address is allowed by itself.
func (a Allowed) host(name string) bool {
	ip, err := netip.ParseAddr(name)
	return a.hosts[strings.ToLower(name)] || err == nil && within(a.prefixes, ip.Unmap())
}

// maxAddress is the longest address that is taken, in bytes.
const maxAddress = 1000

// Check returns an address that may be sent to as far as one can tell before the
// network is asked: https, or http to a place that is allowed.
func (a Allowed) Check(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	switch {
	case err != nil || len(address) > maxAddress || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Opaque != "":
		return nil, fault.Field("address", "outgoing.address")
	case u.Scheme == "https", u.Scheme == "http" && a.host(u.Hostname()):
	default:
		return nil, fault.Field("address", "outgoing.address")
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !a.host(u.Hostname()) && !Public(ip) {
		return nil, fault.Field("address", "outgoing.private")
	}
	return u, nil
}
