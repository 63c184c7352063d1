// Package outgoing sends HTTP requests to addresses that people have typed, and
// keeps them out of the network that the program stands in.
//
// What counts is the address that is dialled, after names are resolved and in the
// moment before the connection is made, so that a name which changes its mind in
// between gains nothing. Redirections are not followed, proxies of the environment
// are not used, answers are read up to a limit and within a time.
package outgoing

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"syscall"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Limits of a request.
const (
	Timeout   = 10 * time.Second // for everything together
	maxAnswer = 64 << 10         // bytes that are read
)

// Client sends requests. Use [New].
type Client struct {
	allowed Allowed
	http    *http.Client
}

// Answer is what came back.
type Answer struct {
	Status     int
	Body       []byte
	RetryAfter time.Duration // what the other side asks for, 0 if nothing
}

// New returns a client that reaches the public internet and what is allowed
// besides. timeout is [Timeout] if 0.
func New(allowed Allowed, timeout time.Duration) *Client {
	if timeout == 0 {
		timeout = Timeout
	}
	c := &Client{allowed: allowed}
	c.http = &http.Client{
		Timeout: timeout,
		Transport: &http.Transport{
			DialContext: c.dial, DisableKeepAlives: true, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: timeout, MaxResponseHeaderBytes: maxAnswer,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

// Check is [Allowed.Check] with what this client allows.
func (c *Client) Check(address string) error {
	_, err := c.allowed.Check(address)
	return err
}

var errPrivate = errors.New("not an address of the public internet")

func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	d := net.Dialer{Control: func(_, to string, _ syscall.RawConn) error { return c.mayDial(host, to) }}
	return d.DialContext(ctx, network, address)
}

// mayDial refuses an address, with its port, that a host turned out to have.
func (c *Client) mayDial(host, to string) error {
	at, err := netip.ParseAddrPort(to)
	if err != nil {
		return errPrivate
	}
	if ip := at.Addr().Unmap(); !c.allowed.host(host) && !within(c.allowed.prefixes, ip) && !Public(ip) {
		return errPrivate
	}
	return nil
}

// Post sends a body of JSON. Any answer is an answer, also one that complains;
// a redirection is the fault outgoing.redirected. [Unsure] tells of other faults
// whether the other side may have got it all the same.
func (c *Client) Post(ctx context.Context, address string, body []byte) (Answer, error) {
	return c.Send(ctx, address, nil, body)
}

// Send is [Client.Post] with headers of the caller's, as a signature or another type
// of body.
func (c *Client) Send(ctx context.Context, address string, headers http.Header, body []byte) (a Answer, err error) {
	u, err := c.allowed.Check(address)
	if err != nil {
		return a, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return a, fault.Field("address", "outgoing.address")
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	maps.Copy(r.Header, headers)
	r.Header.Set("User-Agent", "Anxin")
	answer, err := c.http.Do(r)
	if err != nil {
		return a, wrong(err)
	}
	defer answer.Body.Close()
	a.Status, a.RetryAfter = answer.StatusCode, retryAfter(answer.Header.Get("Retry-After"))
	if a.Status >= 300 && a.Status < 400 {
		return a, fault.New(fault.Unavailable, "outgoing.redirected")
	}
	a.Body, err = io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return a, wrong(err)
	}
	return a, nil
}

// wrong says what went wrong. Errors of the network are not passed on as they
// are: they hold the address, and the address is a secret.
func wrong(err error) error {
	var dial *net.OpError
	var timeout net.Error
	switch {
	case errors.Is(err, errPrivate):
		return fault.New(fault.Unavailable, "outgoing.private")
	case errors.As(err, &dial) && dial.Op == "dial", isName(err):
		return fault.New(fault.Unavailable, "outgoing.unreachable")
	case errors.As(err, &timeout) && timeout.Timeout():
		return fault.New(fault.Unavailable, "outgoing.no_answer")
	}
	return fault.New(fault.Unavailable, "outgoing.broken")
}

func isName(err error) bool {
	_, ok := errors.AsType[*net.DNSError](err)
	return ok
}

// Unsure tells of an error of [Client.Post] that the other side may have got the
// request before things went wrong.
func Unsure(err error) bool {
	code := fault.CodeOf(err)
	return code == "outgoing.no_answer" || code == "outgoing.broken"
}

// maxRetryAfter is the longest pause that another side may ask for.
const maxRetryAfter = time.Hour

func retryAfter(value string) time.Duration {
	seconds, err := strconv.Atoi(value)
	if err != nil || seconds < 0 {
		return 0
	}
	return min(time.Duration(min(seconds, 1<<20))*time.Second, maxRetryAfter)
}
