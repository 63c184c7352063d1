package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/stories/sample"
	"github.com/anxin-desk/anxin/stories/storytest"
)

// gallery is a buyer with files of every type that is taken.
type gallery struct {
	t     *testing.T
	w     *storytest.World
	count int
}

func newGallery(t *testing.T, d *db.DB) *gallery {
	g := &gallery{t: t, w: storytest.New(t, d)}
	g.w.Shop("tea", "茶")
	g.w.Visit("lin", "tea", "")
	return g
}

// upload sends content under a name and a claimed type.
func (g *gallery) upload(name, claimed string, content []byte) storytest.Answer {
	g.count++
	return g.w.Send("lin", storytest.Request{Method: "POST", Path: "/api/buyer/files", Body: content, Header: http.Header{
		"Idempotency-Key": {fmt.Sprintf("upload-%04d", g.count)}, "X-File-Name": {url.PathEscape(name)}, "Content-Type": {claimed},
	}})
}

func (g *gallery) sample(name string) []byte {
	g.t.Helper()
	content, err := sample.File(name)
	if err != nil {
		g.t.Fatal(err)
	}
	return content
}

func (g *gallery) get(path string) storytest.Answer {
	return g.w.Send("stranger", storytest.Request{Method: "GET", Path: path})
}

func TestUploadsNeverRun(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := newGallery(t, d)
		seen := map[string]bool{}
		for _, name := range []string{"jpeg 9x9", "png 9x9", "gif 9x9", "webp", "mp4", "mov", "pdf"} {
			content := g.sample(name)
			a := g.upload("page.html", "text/html", content)
			if a.Status != http.StatusCreated {
				t.Errorf("%s: %d %s", name, a.Status, a.Body)
				continue
			}
			seen[a.Text("media_type")] = true
			served := g.get(a.Text("url"))
			if !bytes.Equal(served.Body, content) {
				t.Errorf("%s: %d bytes came back as %d", name, len(content), len(served.Body))
			}
			inert(t, name, a.Text("media_type"), served)
			if thumb := a.Text("thumb_url"); thumb != "" {
				inert(t, name+" thumbnail", "image/jpeg", g.get(thumb))
			}
		}
		for _, m := range blob.MediaTypes() {
			if !seen[m] {
				t.Errorf("%s was not tried", m)
			}
		}
	})
}

// inert checks that a browser shows a file and never runs it.
func inert(t *testing.T, name, mediaType string, a storytest.Answer) {
	t.Helper()
	if a.Status != http.StatusOK || a.Header.Get("Content-Type") != mediaType {
		t.Errorf("%s: %d, type %q", name, a.Status, a.Header.Get("Content-Type"))
	}
	for header, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
		"Cross-Origin-Resource-Policy": "same-origin", "Access-Control-Allow-Origin": "", "Set-Cookie": "",
	} {
		if got := a.Header.Get(header); got != want {
			t.Errorf("%s: %s is %q", name, header, got)
		}
	}
	shown := a.Header.Get("Content-Disposition")
	if strings.Contains(shown, "html\"") || strings.HasSuffix(shown, ".html") {
		t.Errorf("%s: saved as %s", name, shown)
	}
	if mediaType == "application/pdf" && !strings.HasPrefix(shown, "attachment") {
		t.Errorf("%s: shown in the page: %s", name, shown)
	}
}

func TestPagesNamedAsPicturesAreRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := newGallery(t, d)
		svg, html := g.sample("svg"), g.sample("html")
		for name, content := range map[string][]byte{
			"page.jpg": html, "drawing.jpg": svg, "space.png": append([]byte("\n\n  "), html...),
			"xml.gif": append([]byte(`<?xml version="1.0"?>`), svg...), "script.webp": []byte("#!/bin/sh\nid\n"),
			"js.mp4": []byte("alert(1)"), ".htaccess": []byte("AddType text/html .jpg"),
			"comment.png": append([]byte("<!-- GIF89a -->"), html...),
		} {
			if a := g.upload(name, "image/jpeg", content); a.Status != http.StatusUnsupportedMediaType {
				t.Errorf("%s: %d %s", name, a.Status, a.Body)
			}
		}
		// A picture with a page behind it stays a picture.
		a := g.upload("both.html", "text/html", append(g.sample("png 5x5"), html...))
		if a.Status == http.StatusCreated {
			inert(t, "picture with a page", "image/png", g.get(a.Text("url")))
		}
	})
}

func TestSignedLinks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := newGallery(t, d)
		one, two := g.upload("1.png", "image/png", g.sample("png 4x4")), g.upload("2.png", "image/png", g.sample("png 5x5"))
		link, err := url.Parse(one.Text("url"))
		if err != nil {
			t.Fatal(err)
		}
		sig, exp := link.Query().Get("sig"), link.Query().Get("exp")
		if len(sig) < 32 {
			t.Errorf("a signature of %d hex digits", len(sig))
		}
		with := func(id, exp, sig string) string { return "/api/files/" + id + "?exp=" + exp + "&sig=" + sig }
		for path, want := range map[string]int{
			with(one.Text("id"), exp, sig):                         http.StatusOK,
			with(one.Text("id"), exp, sig) + "&thumb=1":            http.StatusOK,
			with(two.Text("id"), exp, sig):                         http.StatusForbidden,
			with("unknown", exp, sig):                              http.StatusForbidden,
			with(one.Text("id"), exp+"0", sig):                     http.StatusForbidden,
			with(one.Text("id"), "0", sig):                         http.StatusForbidden,
			with(one.Text("id"), "-1", sig):                        http.StatusForbidden,
			with(one.Text("id"), exp, strings.ToUpper(sig)):        http.StatusForbidden,
			with(one.Text("id"), exp, sig[:len(sig)-1]):            http.StatusForbidden,
			with(one.Text("id"), exp, sig+"0"):                     http.StatusForbidden,
			with(one.Text("id"), exp, ""):                          http.StatusUnauthorized,
			"/api/files/" + one.Text("id") + "?exp=" + exp:         http.StatusUnauthorized,
			"/api/files/" + one.Text("id") + "?sig=" + sig:         http.StatusForbidden,
			"/api/files/" + one.Text("id"):                         http.StatusUnauthorized,
			with(one.Text("id"), "9223372036854775807", sig):       http.StatusForbidden,
			with(one.Text("id"), "99999999999999999999999", sig):   http.StatusUnprocessableEntity,
			with(one.Text("id"), exp, sig) + "&thumb=2":            http.StatusUnprocessableEntity,
			with(one.Text("id"), exp, strings.Repeat("0", 40)):     http.StatusForbidden,
			with(one.Text("id")+"%2F..", exp, sig):                 http.StatusForbidden,
			"/api/files/../files/" + one.Text("id") + "?sig=" + "": 307,
		} {
			if a := g.get(path); a.Status != want {
				t.Errorf("%s: %d, want %d", path, a.Status, want)
			}
		}
		for i := range sig {
			wrong := []byte(sig)
			wrong[i] ^= 1
			if a := g.get(with(one.Text("id"), exp, string(wrong))); a.Status != http.StatusForbidden {
				t.Errorf("digit %d of the signature does not matter: %d", i, a.Status)
			}
		}
		g.w.Wait(12 * time.Hour)
		if a := g.get(one.Text("url")); a.Status != http.StatusForbidden || a.Text("code") != "file.link_ended" {
			t.Errorf("a link of yesterday: %d %s", a.Status, a.Body)
		}
	})
}
