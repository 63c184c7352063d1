package blob

import (
	"bufio"
	"crypto/md5"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// peer speaks as much of the S3 protocol as a store needs, over HTTP, and
// lists two names a page. It checks who asks, but not the signature.
type peer struct {
	*httptest.Server
	mu      sync.Mutex
	objects map[string][]byte
}

const (
	peerBucket = "anxin"
	peerAccess = "desk"
	peerPage   = 2
)

func newPeer(t testing.TB) *peer {
	p := &peer{objects: map[string][]byte{}}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func newS3(t testing.TB, p *peer, prefix string) *S3 {
	t.Helper()
	s, err := NewS3(S3Options{Endpoint: p.URL, Bucket: peerBucket, Prefix: prefix, AccessKey: peerAccess, SecretKey: "secret secret"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (p *peer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	name, ok := strings.CutPrefix(r.URL.Path, "/"+peerBucket+"/")
	switch {
	case !strings.Contains(r.Header.Get("Authorization"), "Credential="+peerAccess+"/"):
		p.fail(w, http.StatusForbidden, "AccessDenied")
	case r.URL.Path == "/"+peerBucket+"/" && r.Method == http.MethodHead: // the bucket is there
	case !ok:
		p.fail(w, http.StatusNotFound, "NoSuchBucket")
	case name == "":
		p.list(w, r)
	case r.Method == http.MethodPut:
		p.put(w, r, name)
	case r.Method == http.MethodDelete:
		delete(p.objects, name)
		w.WriteHeader(http.StatusNoContent)
	default:
		p.get(w, r, name)
	}
}

func (p *peer) fail(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<Error><Code>%s</Code></Error>", code)
}

func (p *peer) put(w http.ResponseWriter, r *http.Request, name string) {
	body, err := io.ReadAll(r.Body)
	if err == nil && strings.HasPrefix(r.Header.Get("X-Amz-Content-Sha256"), "STREAMING-") {
		body, err = unchunk(string(body))
	}
	if want := r.Header.Get("X-Amz-Decoded-Content-Length"); err != nil || (want != "" && want != strconv.Itoa(len(body))) {
		p.fail(w, http.StatusBadRequest, "IncompleteBody")
		return
	}
	p.objects[name] = body
	w.Header().Set("ETag", etag(body))
}

// unchunk decodes the aws-chunked encoding: size;signature, data, … 0.
func unchunk(s string) ([]byte, error) {
	r := bufio.NewReader(strings.NewReader(s))
	var body []byte
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return nil, err
		}
		hexSize, _, _ := strings.Cut(strings.TrimSpace(line), ";")
		size, err := strconv.ParseInt(hexSize, 16, 32)
		if err != nil || size == 0 {
			return body, err
		}
		chunk := make([]byte, size+2)
		if _, err := io.ReadFull(r, chunk); err != nil {
			return nil, err
		}
		body = append(body, chunk[:size]...)
	}
}

func etag(body []byte) string {
	sum := md5.Sum(body)
	return `"` + hex.EncodeToString(sum[:]) + `"`
}

func (p *peer) get(w http.ResponseWriter, r *http.Request, name string) {
	body, ok := p.objects[name]
	if !ok {
		p.fail(w, http.StatusNotFound, "NoSuchKey")
		return
	}
	w.Header().Set("ETag", etag(body))
	http.ServeContent(w, r, "", time.Unix(1_790_000_000, 0), strings.NewReader(string(body)))
}

func (p *peer) list(w http.ResponseWriter, r *http.Request) {
	type object struct {
		Key          string
		Size         int
		LastModified string
	}
	var result struct {
		XMLName               xml.Name `xml:"ListBucketResult"`
		IsTruncated           bool
		NextContinuationToken string
		Contents              []object
	}
	var names []string
	for name := range p.objects {
		if strings.HasPrefix(name, r.FormValue("prefix")) && name > r.FormValue("continuation-token") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if len(names) > peerPage {
		names = names[:peerPage]
		result.IsTruncated, result.NextContinuationToken = true, names[peerPage-1]
	}
	for _, name := range names {
		result.Contents = append(result.Contents, object{name, len(p.objects[name]), "2026-09-21T13:33:20.000Z"})
	}
	xml.NewEncoder(w).Encode(result)
}

func TestS3KeepsToItsPrefix(t *testing.T) {
	p := newPeer(t)
	files, others := newS3(t, p, "files/"), newS3(t, p, "others/")
	k := put(t, files, "ours")
	if all := keys(t, others); len(all) != 0 {
		t.Errorf("the other prefix lists %v", all)
	}
	p.mu.Lock()
	p.objects["files/readme.txt"] = []byte("not ours")
	_, found := p.objects["files/"+string(k[:2])+"/"+string(k[2:4])+"/"+string(k)]
	p.mu.Unlock()
	if !found {
		t.Error("not kept under its sharded name")
	}
	if all := keys(t, files); len(all) != 1 || all[0] != k {
		t.Errorf("listed %v", all)
	}
}

func TestS3Away(t *testing.T) {
	p, gone := newPeer(t), newPeer(t)
	k := put(t, newS3(t, p, ""), "x")
	closed := newS3(t, gone, "")
	if err := closed.Check(t.Context()); err != nil {
		t.Errorf("check: %v", err)
	}
	gone.Close()
	wrong, err := NewS3(S3Options{Endpoint: p.URL, Bucket: "missing", AccessKey: peerAccess, SecretKey: "s"})
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := NewS3(S3Options{Endpoint: p.URL, Bucket: peerBucket, AccessKey: "stranger", SecretKey: "s"})
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*S3{"closed": closed, "no bucket": wrong, "not allowed": stranger} {
		if err := s.Check(t.Context()); fault.CodeOf(err) != "blob.store_away" {
			t.Errorf("%s: check: %v", name, err)
		}
		if _, err := s.Open(t.Context(), k); name != "no bucket" && fault.CodeOf(err) != "blob.store_away" {
			t.Errorf("%s: open: %v", name, err)
		}
		if err := s.Put(t.Context(), k, strings.NewReader("x"), 1); fault.CodeOf(err) != "blob.store_away" {
			t.Errorf("%s: put: %v", name, err)
		}
	}
}

func TestNewS3ChecksItsEndpoint(t *testing.T) {
	for _, endpoint := range []string{"", "s3.example.com", "ftp://s3.example.com", "https://"} {
		if _, err := NewS3(S3Options{Endpoint: endpoint, Bucket: "b"}); err == nil {
			t.Errorf("%q was accepted", endpoint)
		}
	}
}
