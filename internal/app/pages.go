package app

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/klauspost/compress/gzhttp"
)

// pages serves the built web apps.
type pages struct {
	console  fs.FS
	customer fs.FS
	demo     bool // show the storefront of the demo shop
}

// Content security policies. The console's styles carry a nonce; style
// attributes are its component library's way of placing things.
const (
	consolePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-%NONCE%'; style-src-attr 'unsafe-inline'; " +
		"img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; " +
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	widgetPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; " +
		"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
	progressPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
		"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	taskPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
		"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	storePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'; " +
		"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

func (p pages) register(mux *http.ServeMux) {
	mux.Handle("GET /widget.js", p.file(p.customer, "widget.js", "", "public, max-age=300"))
	mux.Handle("GET /w/", p.static("/w/", p.customer, "w", widgetPolicy))
	// Short for people to type and to send; the token of a link stands behind a #.
	mux.Handle("GET /p/{$}", p.file(p.customer, "w/progress/index.html", progressPolicy, "no-cache"))
	mux.Handle("GET /t/{$}", p.file(p.customer, "w/task/index.html", taskPolicy, "no-cache"))
	mux.Handle("GET /e/{$}", p.file(p.customer, "w/giving/index.html", taskPolicy, "no-cache"))
	mux.Handle("GET /e", http.RedirectHandler("/e/", http.StatusMovedPermanently))
	mux.Handle("GET /t", http.RedirectHandler("/t/", http.StatusMovedPermanently))
	mux.Handle("GET /p", http.RedirectHandler("/p/", http.StatusMovedPermanently))
	if p.demo {
		mux.Handle("GET /demo/store", p.file(p.customer, "storefront/index.html", storePolicy, "no-cache"))
		mux.Handle("GET /demo/", p.static("/demo/", p.customer, "storefront", storePolicy))
	}
	mux.Handle("GET /api/docs", p.file(p.console, "docs/index.html", docsPolicy, "no-cache"))
	mux.Handle("GET /api/docs/", p.static("/api/docs/", p.console, "docs", docsPolicy))
	mux.Handle("GET /assets/", p.static("/assets/", p.console, "assets", ""))
	mux.Handle("/", http.HandlerFunc(p.app))
}

// docsPolicy lets the API's page of documentation style itself.
const docsPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// app answers every other address with the console, which knows its own pages,
// or with one of the few files beside it.
func (p pages) app(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(w, "only GET", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if path.Ext(name) != "" && name != "index.html" {
		p.file(p.console, name, "", "public, max-age=3600").ServeHTTP(w, r)
		return
	}
	index, err := fs.ReadFile(p.console, "index.html")
	if errors.Is(err, fs.ErrNotExist) {
		http.Error(w, "This program was built without its web pages. Build it with: make build", http.StatusNotFound)
		return
	}
	nonce := rand.Text()
	w.Header().Set("Content-Security-Policy", strings.Replace(consolePolicy, "%NONCE%", nonce, 1))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.Write(bytes.ReplaceAll(index, []byte("__NONCE__"), []byte(nonce)))
}

// file serves one file.
func (p pages) file(tree fs.FS, name, policy, cache string) http.Handler {
	return gzhttp.GzipHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if policy != "" {
			w.Header().Set("Content-Security-Policy", policy)
		}
		w.Header().Set("Cache-Control", cache)
		http.ServeFileFS(w, r, tree, name)
	}))
}

// static serves a folder. Built assets carry a hash in their name and never
// change; pages are asked for each time.
func (p pages) static(prefix string, tree fs.FS, folder, policy string) http.Handler {
	return gzhttp.GzipHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := path.Join(folder, strings.TrimPrefix(path.Clean(r.URL.Path), strings.TrimSuffix(prefix, "/")))
		cache := "no-cache"
		if strings.Contains(r.URL.Path, "/assets/") {
			cache = "public, max-age=31536000, immutable"
		}
		if strings.HasSuffix(r.URL.Path, "/") {
			name = path.Join(name, "index.html")
		}
		p.file(tree, strings.TrimPrefix(name, "/"), policy, cache).ServeHTTP(w, r)
	}))
}
