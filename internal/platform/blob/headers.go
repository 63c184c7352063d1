package blob

import (
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode"
)

// Kinds of files that are taken, with the extensions that their names may
// have, the usual one first.
var extensions = map[string][]string{
	"image/jpeg":      {".jpg", ".jpeg", ".jfif"},
	"image/png":       {".png", ".apng"},
	"image/webp":      {".webp"},
	"image/gif":       {".gif"},
	"video/mp4":       {".mp4", ".m4v"},
	"video/quicktime": {".mov", ".qt"},
	"application/pdf": {".pdf"},
}

// MediaTypes returns the types that Intake takes, sorted.
func MediaTypes() []string {
	var types []string
	for t := range extensions {
		types = append(types, t)
	}
	slices.Sort(types)
	return types
}

// Headers prepares an answer that carries a stored file, so that a browser
// shows or saves it but never runs it. Pictures and videos may be shown inline
// if asked; everything else is saved. A type that Intake does not take is
// served as bytes.
func Headers(h http.Header, mediaType, name string, inline bool) {
	name = CleanName(name, mediaType)
	if extensions[mediaType] == nil {
		mediaType = "application/octet-stream"
	}
	disposition := "attachment"
	if inline && (strings.HasPrefix(mediaType, "image/") || strings.HasPrefix(mediaType, "video/")) {
		disposition = "inline"
	}
	h.Set("Content-Type", mediaType)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
}

// maxName is the length of the longest name, in characters, less extension.
const maxName = 100

// CleanName makes a name that is safe to show and to save: no directories, no
// control or direction characters, and an extension that tells the truth, so
// that a picture called invoice.html is saved as invoice.html.jpg.
func CleanName(name, mediaType string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, "_"), `\`, "/"))
	name = strings.Trim(strings.Map(cleanRune, name), " ._")
	want := extensions[mediaType]
	if want == nil {
		want = []string{".bin"}
	}
	stem, ext := name, want[0]
	if had := path.Ext(name); slices.Contains(want, strings.ToLower(had)) {
		stem, ext = strings.TrimSuffix(name, had), had
	}
	if runes := []rune(stem); len(runes) > maxName {
		stem = string(runes[:maxName])
	}
	if stem = strings.TrimRight(stem, " ."); stem == "" {
		stem = "file"
	}
	return stem + ext
}

// cleanRune drops what cannot be seen and replaces what file systems refuse.
func cleanRune(r rune) rune {
	switch {
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
		return -1
	case strings.ContainsRune(`<>:"/|?*`, r):
		return '_'
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}
