package blob

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// painted is a picture whose top left quarter is red.
func painted(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{0, 0, 255, 255}
			if x < w/2 && y < h/2 {
				c = color.RGBA{255, 0, 0, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

func asJPEG(w, h int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, painted(w, h), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func asPNG(w, h int) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, painted(w, h)); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func asGIF(w, h int) []byte {
	var b bytes.Buffer
	if err := gif.Encode(&b, painted(w, h), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// turned puts an Exif orientation into a JPEG.
func turned(jpeg []byte, o uint16, order binary.AppendByteOrder, mark string) []byte {
	tiff := order.AppendUint32(order.AppendUint16([]byte(mark), 42), 8)
	tiff = order.AppendUint16(tiff, 2)
	tiff = append(order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, 0x0100), 3), 1), 9, 9, 9, 9)
	tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, 0x0112), 3), 1)
	tiff = append(order.AppendUint16(tiff, o), 0, 0, 0, 0, 0, 0)
	exif := append([]byte("Exif\x00\x00"), tiff...)
	app1 := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	return bytes.Join([][]byte{jpeg[:2], {0xff, 0xe0, 0, 4, 1, 2}, app1, exif, jpeg[2:]}, nil)
}

// hugePNG is a small file that claims, and would inflate to, many pixels.
func hugePNG(w, h uint32) []byte {
	chunk := func(kind string, data []byte) []byte {
		body := append([]byte(kind), data...)
		c := append(binary.BigEndian.AppendUint32(nil, uint32(len(data))), body...)
		return binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(body))
	}
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	var data bytes.Buffer
	z := zlib.NewWriter(&data)
	z.Write(make([]byte, 1<<20))
	z.Close()
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"),
		chunk("IHDR", append(header, 8, 6, 0, 0, 0)), chunk("IDAT", data.Bytes()), chunk("IEND", nil)}, nil)
}

// webp1 is one pixel, lossless.
func webp1() []byte {
	b, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		panic(err)
	}
	return b
}

// movingWebP is the beginning of an animated WebP of 300 by 200.
func movingWebP() []byte {
	return []byte("RIFF\x20\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x2b\x01\x00\xc7\x00\x00ANIM\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00")
}

func box(brand string) []byte {
	return []byte("\x00\x00\x00\x18ftyp" + brand + "\x00\x00\x00\x00" + brand + "isom\x00\x00\x00\x08mdat")
}

const pdf = "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

func TestIntakeTakes(t *testing.T) {
	for _, tt := range []struct {
		name      string
		content   []byte
		mediaType string
		w, h      int
		thumb     string // its size
		as        string // the clean name
	}{
		{"包裹 破损.JPG", asJPEG(1200, 900), "image/jpeg", 1200, 900, "480x360", "包裹 破损.JPG"},
		{"small.png", asPNG(30, 20), "image/png", 30, 20, "30x20", "small.png"},
		{"line.png", asPNG(2000, 1), "image/png", 2000, 1, "480x1", "line.png"},
		{"a.gif", asGIF(600, 600), "image/gif", 600, 600, "480x480", "a.gif"},
		{"a.webp", webp1(), "image/webp", 1, 1, "1x1", "a.webp"},
		{"sticker.webp", movingWebP(), "image/webp", 300, 200, "", "sticker.webp"},
		{"portrait.jpg", turned(asJPEG(800, 400), 6, binary.LittleEndian, "II"), "image/jpeg", 400, 800, "240x480", "portrait.jpg"},
		{"video", box("isom"), "video/mp4", 0, 0, "", "video.mp4"},
		{"iphone.MOV", box("qt  "), "video/quicktime", 0, 0, "", "iphone.MOV"},
		{"apple.m4v", box("M4V "), "video/mp4", 0, 0, "", "apple.m4v"},
		{"发票.pdf", []byte(pdf), "application/pdf", 0, 0, "", "发票.pdf"},
		{"invoice.html", asPNG(8, 8), "image/png", 8, 8, "8x8", "invoice.html.png"},
		{"../../etc/passwd", asPNG(9, 9), "image/png", 9, 9, "9x9", "passwd.png"},
		// Pictures with a script behind them are pictures; Headers sees to the rest.
		{"polyglot.gif", append(asGIF(5, 5), "<script>alert(1)</script>"...), "image/gif", 5, 5, "5x5", "polyglot.gif"},
		{"polyglot.jpg", append(asJPEG(5, 5), "PK\x03\x04<?php"...), "image/jpeg", 5, 5, "5x5", "polyglot.jpg"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDir(t)
			f, err := NewIntake(d, Options{}).Take(t.Context(), iotest.OneByteReader(bytes.NewReader(tt.content)), tt.name)
			if err != nil {
				t.Fatal(err)
			}
			want := File{keyOf(tt.content), tt.as, tt.mediaType, int64(len(tt.content)), tt.w, tt.h, f.Thumb}
			if f != want {
				t.Errorf("got  %+v\nwant %+v", f, want)
			}
			if got := stored(t, d, f.Key); !bytes.Equal(got, tt.content) {
				t.Error("the content was changed")
			}
			if size := sizeOf(t, d, f.Thumb); size != tt.thumb {
				t.Errorf("thumbnail of %s, want %s", size, tt.thumb)
			}
		})
	}
}

func stored(t *testing.T, s Store, k Key) []byte {
	t.Helper()
	f, err := s.Open(t.Context(), k)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func sizeOf(t *testing.T, s Store, thumb Key) string {
	t.Helper()
	if thumb == "" {
		return ""
	}
	c, err := jpeg.DecodeConfig(bytes.NewReader(stored(t, s, thumb)))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%dx%d", c.Width, c.Height)
}

func TestIntakeRefuses(t *testing.T) {
	photo := asJPEG(400, 300)
	unplugged := errors.New("unplugged")
	for _, tt := range []struct {
		name    string
		content io.Reader
		kind    fault.Kind
		code    string
	}{
		{"nothing", strings.NewReader(""), fault.Invalid, "blob.empty"},
		{"svg", strings.NewReader(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), fault.Unsupported, "blob.unsupported_type"},
		{"html named jpg", strings.NewReader("<!doctype html><script>alert(1)</script>"), fault.Unsupported, "blob.unsupported_type"},
		{"html about pdf", strings.NewReader("<html><!-- %PDF-1.7 --><script>alert(1)</script>"), fault.Unsupported, "blob.unsupported_type"},
		{"program named jpg", strings.NewReader("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"), fault.Unsupported, "blob.unsupported_type"},
		{"archive", strings.NewReader("PK\x03\x04\x14\x00\x00\x00\x08\x00"), fault.Unsupported, "blob.unsupported_type"},
		{".htaccess", strings.NewReader("AddType application/x-httpd-php .jpg\n"), fault.Unsupported, "blob.unsupported_type"},
		{"avif", bytes.NewReader(box("avif")), fault.Unsupported, "blob.unsupported_type"},
		{"heic", bytes.NewReader(box("heic")), fault.Unsupported, "blob.heic"},
		{"heif", bytes.NewReader(box("mif1")), fault.Unsupported, "blob.heic"},
		{"script that begins as a gif", strings.NewReader("GIF89a\x01\x00\x01\x00=1;alert(1);//" + strings.Repeat(" ", 50)), fault.Invalid, "blob.damaged"},
		{"script that begins as a huge gif", strings.NewReader("GIF89a=1;alert(1);//" + strings.Repeat(" ", 50)), fault.TooLarge, "blob.too_many_pixels"},
		{"gif of no size", strings.NewReader("GIF89a\x00\x00\x00\x00\x00\x00\x00;"), fault.Invalid, "blob.damaged"},
		{"half a photo", bytes.NewReader(photo[:len(photo)/2]), fault.Invalid, "blob.damaged"},
		{"start of a photo", bytes.NewReader(photo[:20]), fault.Invalid, "blob.damaged"},
		{"webp larger inside than outside", bytes.NewReader(append(movingWebP()[:20:20], "\x00\x00\x00\x00\x01\x00\x00\x01\x00\x00VP8L\x06\x00\x00\x00\x2f\xff\xff\xff\x0f\x00"...)), fault.Invalid, "blob.damaged"},
		{"pixel bomb", bytes.NewReader(hugePNG(60_000, 60_000)), fault.TooLarge, "blob.too_many_pixels"},
		{"just too many pixels", bytes.NewReader(hugePNG(50_001, 1_000)), fault.TooLarge, "blob.too_many_pixels"},
		{"png shorter than it claims", bytes.NewReader(hugePNG(1_000, 1_000)), fault.Invalid, "blob.damaged"},
		{"too large", io.MultiReader(strings.NewReader(pdf), &endless{}), fault.TooLarge, "blob.too_large"},
		{"too large for the server", http.MaxBytesReader(nil, io.NopCloser(io.MultiReader(strings.NewReader(pdf), &endless{})), 5000), fault.TooLarge, "blob.too_large"},
		{"unplugged at once", iotest.ErrReader(unplugged), fault.Invalid, "blob.interrupted"},
		{"unplugged early", io.MultiReader(bytes.NewReader(photo[:1000]), iotest.ErrReader(io.ErrUnexpectedEOF)), fault.Invalid, "blob.interrupted"},
		{"unplugged late", io.MultiReader(strings.NewReader(pdf), strings.NewReader(strings.Repeat(" ", 100_000)), iotest.ErrReader(unplugged)), fault.Invalid, "blob.interrupted"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, temp := newDir(t), t.TempDir()
			_, err := NewIntake(d, Options{TempDir: temp}).Take(t.Context(), tt.content, "photo.jpg")
			if fault.KindOf(err) != tt.kind || fault.CodeOf(err) != tt.code {
				t.Errorf("got %v, want %s", err, tt.code)
			}
			if all := keys(t, d); len(all) != 0 {
				t.Errorf("%d contents were kept", len(all))
			}
			if left, _ := os.ReadDir(temp); len(left) != 0 {
				t.Errorf("%d temporary files were left", len(left))
			}
		})
	}
}

// endless never ends and says nothing.
type endless struct{}

func (*endless) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestIntakeLimitIsExact(t *testing.T) {
	for extra, code := range map[int]string{0: "", 1: "blob.too_large"} {
		content := pdf + strings.Repeat(" ", 1<<20-len(pdf)+extra)
		_, err := NewIntake(newDir(t), Options{MaxBytes: 1 << 20}).Take(t.Context(), strings.NewReader(content), "a.pdf")
		if fault.CodeOf(err) != code {
			t.Errorf("%d bytes beyond the limit: %v", extra, err)
		}
		if f, ok := errors.AsType[*fault.Fault](err); ok && f.Args["limit"] != int64(1) {
			t.Errorf("limit of %v MiB", f.Args["limit"])
		}
	}
}

func TestIntakeStopsWhenNobodyWaits(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	leaving := readerFunc(func(p []byte) (int, error) {
		cancel()
		return (&endless{}).Read(p)
	})
	d := newDir(t)
	_, err := NewIntake(d, Options{}).Take(ctx, io.MultiReader(strings.NewReader(pdf), leaving), "a.pdf")
	if !errors.Is(err, context.Canceled) || len(keys(t, d)) != 0 {
		t.Errorf("%v, %d kept", err, len(keys(t, d)))
	}
	busy := NewIntake(d, Options{Decoders: 1})
	busy.slots <- struct{}{} // somebody decodes and does not finish
	ctx, cancel = context.WithCancel(t.Context())
	var wait sync.WaitGroup
	wait.Go(func() {
		if _, err := busy.Take(ctx, bytes.NewReader(asPNG(3, 3)), "a.png"); !errors.Is(err, context.Canceled) {
			t.Errorf("while waiting to decode: %v", err)
		}
	})
	cancel()
	wait.Wait()
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestIntakeManyAtOnce(t *testing.T) {
	d := newDir(t)
	in := NewIntake(d, Options{})
	var wait sync.WaitGroup
	for i := range 12 {
		wait.Go(func() {
			if _, err := in.Take(t.Context(), bytes.NewReader(asJPEG(500+i%3, 500)), "a.jpg"); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if n := len(keys(t, d)); n < 3+1 {
		t.Errorf("%d contents kept", n)
	}
}

func TestStoreAwayIsSaid(t *testing.T) {
	p := newPeer(t)
	s := newS3(t, p, "")
	p.Close()
	_, err := NewIntake(s, Options{}).Take(t.Context(), strings.NewReader(pdf), "a.pdf")
	if fault.CodeOf(err) != "blob.store_away" {
		t.Error(err)
	}
}

func FuzzIntake(f *testing.F) {
	for _, seed := range [][]byte{asJPEG(9, 7), asPNG(9, 7), asGIF(9, 7), webp1(), movingWebP(), box("heic"), []byte(pdf),
		turned(asJPEG(4, 2), 6, binary.BigEndian, "MM"), hugePNG(1000, 1000), []byte("<svg/>")} {
		f.Add(seed, "photo.jpg")
	}
	f.Fuzz(func(t *testing.T, content []byte, name string) {
		d := newDir(t)
		in := NewIntake(d, Options{MaxPixels: 1 << 20, TempDir: t.TempDir()})
		file, err := in.Take(t.Context(), bytes.NewReader(content), name)
		if err != nil {
			if fault.CodeOf(err) == "" || len(keys(t, d)) != 0 {
				t.Fatalf("%v, with %d kept", err, len(keys(t, d)))
			}
			return
		}
		if !bytes.Equal(stored(t, d, file.Key), content) {
			t.Fatal("the content was changed")
		}
		sizeOf(t, d, file.Thumb)
	})
}
