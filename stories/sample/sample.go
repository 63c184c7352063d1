// Package sample makes small files for tests.
package sample

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strconv"
	"strings"
)

// File returns the bytes of a file by a name such as "jpeg 40x30", "png 2x2",
// "gif 1x1", "webp", "mp4", "mov", "pdf", "heic", "svg", "html", "big 100",
// "hex 00ff", "orders" or "empty".
func File(name string) ([]byte, error) {
	kind, size, _ := strings.Cut(name, " ")
	switch kind {
	case "jpeg", "png", "gif":
		return picture(kind, size)
	case "big": // a video of so many bytes
		n, err := strconv.Atoi(size)
		return append([]byte(samples["mp4"]), make([]byte, max(n-len(samples["mp4"]), 0))...), err
	case "hex":
		return hex.DecodeString(size)
	}
	if content, ok := samples[kind]; ok {
		return []byte(content), nil
	}
	return nil, fmt.Errorf("no sample of %q", name)
}

var samples = map[string]string{
	"empty":  "",
	"webp":   "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00",
	"mp4":    "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00\x00\x08mdat",
	"mov":    "\x00\x00\x00\x18ftypqt  \x00\x00\x00\x00qt  isom\x00\x00\x00\x08mdat",
	"heic":   "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic\x00\x00\x00\x08mdat",
	"pdf":    "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
	"svg":    `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>`,
	"orders": "订单号,收货人,商品名称,数量\n60010001,林婉清,台灯,1\n",
	"html":   "<!doctype html><html><body><script>alert(1)</script></body></html>",
}

func picture(kind, size string) ([]byte, error) {
	var width, height int
	if _, err := fmt.Sscanf(size, "%dx%d", &width, &height); err != nil {
		return nil, fmt.Errorf("size of a picture %q: %w", size, err)
	}
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range width * height {
		img.Set(i%width, i/width, color.RGBA{uint8(i), uint8(i / 7), 200, 255})
	}
	var b bytes.Buffer
	var err error
	switch kind {
	case "jpeg":
		err = jpeg.Encode(&b, img, nil)
	case "png":
		err = png.Encode(&b, img)
	default:
		err = gif.Encode(&b, img, nil)
	}
	return b.Bytes(), err
}
