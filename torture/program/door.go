package program

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"sync/atomic"
	"time"
)

// Door is one client's way to the servers: it asks one, and the next one when
// that does not answer.
type Door struct {
	urls   []string
	now    atomic.Int32 // index of the server that is asked
	client *http.Client
	bearer string
}

// NewDoor returns a client of servers that share their data. idle is how many
// connections it keeps open.
func NewDoor(idle int, urls ...string) *Door {
	jar, _ := cookiejar.New(nil) // without options it cannot fail
	return &Door{urls: urls, client: &http.Client{
		Timeout: 10 * time.Second, Jar: jar,
		Transport: &http.Transport{MaxIdleConns: idle, MaxIdleConnsPerHost: idle},
	}}
}

// URL is the server that is asked now.
func (d *Door) URL() string { return d.urls[int(d.now.Load())%len(d.urls)] }

// Close lets go of idle connections.
func (d *Door) Close() { d.client.CloseIdleConnections() }

// Refusal is an answer that is no success.
type Refusal struct {
	Status int
	Body   string
}

func (r *Refusal) Error() string { return fmt.Sprintf("status %d: %s", r.Status, r.Body) }

// Call sends one request and reads its answer into out. key, if any, is the
// idempotency key. Every error but a Refusal means that nobody knows whether it
// was done.
func (d *Door) Call(ctx context.Context, method, path, key string, in, out any) error {
	at := d.now.Load()
	err := d.call(ctx, d.urls[int(at)%len(d.urls)]+path, method, key, in, out)
	if _, refused := err.(*Refusal); err != nil && !refused {
		d.now.CompareAndSwap(at, at+1)
	}
	return err
}

func (d *Door) call(ctx context.Context, url, method, key string, in, out any) error {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	if d.bearer != "" {
		request.Header.Set("Authorization", "Bearer "+d.bearer)
	}
	answer, err := d.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode/100 != 2 {
		return &Refusal{answer.StatusCode, string(text)}
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(text, out)
}
