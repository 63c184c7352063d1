package blob

import (
	"mime"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestHeaders(t *testing.T) {
	for _, tt := range []struct {
		mediaType, name     string
		inline              bool
		wantType, wantShown string
	}{
		{"image/jpeg", "a.jpg", true, "image/jpeg", `inline; filename=a.jpg`},
		{"image/jpeg", "a.jpg", false, "image/jpeg", `attachment; filename=a.jpg`},
		{"video/mp4", "a b.mp4", true, "video/mp4", `inline; filename="a b.mp4"`},
		{"application/pdf", "发票.pdf", true, "application/pdf", `attachment; filename*=utf-8''%E5%8F%91%E7%A5%A8.pdf`},
		{"image/svg+xml", "x.svg", true, "application/octet-stream", `attachment; filename=x.svg.bin`},
		{"text/html", "x.html", true, "application/octet-stream", `attachment; filename=x.html.bin`},
		{"", "", true, "application/octet-stream", `attachment; filename=file.bin`},
		{"image/png", "a\"; filename=evil.exe\r\nSet-Cookie: x=y", true, "image/png", `inline; filename="a_; filename=evil.exeSet-Cookie_ x=y.png"`},
	} {
		h := http.Header{}
		Headers(h, tt.mediaType, tt.name, tt.inline)
		if got := h.Get("Content-Type"); got != tt.wantType {
			t.Errorf("%s: type %s", tt.name, got)
		}
		if got := h.Get("Content-Disposition"); got != tt.wantShown {
			t.Errorf("%s: disposition %s, want %s", tt.name, got, tt.wantShown)
		}
		for key, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
			"Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "private, max-age=31536000, immutable",
		} {
			if got := h.Get(key); got != want {
				t.Errorf("%s: %s is %q", tt.name, key, got)
			}
		}
	}
}

func TestCleanName(t *testing.T) {
	for _, tt := range []struct{ name, mediaType, want string }{
		{"破损照片.jpg", "image/jpeg", "破损照片.jpg"},
		{"a.JPEG", "image/jpeg", "a.JPEG"},
		{"a.jpg.exe", "image/jpeg", "a.jpg.exe.jpg"},
		{"../../../etc/passwd", "image/png", "passwd.png"},
		{`C:\Users\me\a.png`, "image/png", "a.png"},
		{"..", "image/png", "file.png"},
		{"", "image/png", "file.png"},
		{"/", "image/png", "file.png"},
		{".htaccess", "image/png", "htaccess.png"},
		{"a\x00b\u202egpj.exe", "image/jpeg", "abgpj.exe.jpg"},
		{"a<b>:\"|?*.png", "image/png", "a_b______.png"},
		{"a\xff.png", "image/png", "a_.png"},
		{"tab\tline\nnew.png", "image/png", "tablinenew.png"},
		{strings.Repeat("长", 300) + ".png", "image/png", strings.Repeat("长", 100) + ".png"},
		{"trailing dots... .png", "image/png", "trailing dots.png"},
	} {
		if got := CleanName(tt.name, tt.mediaType); got != tt.want {
			t.Errorf("%q became %q, want %q", tt.name, got, tt.want)
		}
	}
}

func FuzzCleanName(f *testing.F) {
	for _, name := range []string{"a.jpg", "../x", "\u202e", "发票 (1).pdf", " . _ ", "a/.jpg", `\\x\y`} {
		f.Add(name, "image/jpeg")
	}
	f.Fuzz(func(t *testing.T, name, mediaType string) {
		got := CleanName(name, mediaType)
		bad := func(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(`/\"<>`, r) }
		if !utf8.ValidString(got) || strings.ContainsFunc(got, bad) || strings.HasPrefix(got, ".") || utf8.RuneCountInString(got) > maxName+5 {
			t.Fatalf("%q became %q", name, got)
		}
		if again := CleanName(got, mediaType); again != got {
			t.Fatalf("%q became %q, then %q", name, got, again)
		}
		h := http.Header{}
		Headers(h, mediaType, name, true)
		_, params, err := mime.ParseMediaType(h.Get("Content-Disposition"))
		if err != nil || params["filename"] != got {
			t.Fatalf("%q reads back as %q, %v", got, params["filename"], err)
		}
	})
}

func TestEveryPictureTypeCanBeDecoded(t *testing.T) {
	types := MediaTypes()
	if len(types) != 7 || !slices.IsSorted(types) {
		t.Errorf("types %v", types)
	}
	for _, m := range types {
		if _, ok := codecs[m]; ok != strings.HasPrefix(m, "image/") {
			t.Errorf("%s: codec is %v", m, ok)
		}
	}
}
