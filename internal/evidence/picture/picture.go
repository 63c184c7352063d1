// Package picture reads what a photo says of itself, and makes prints by which photos
// that look the same are found.
//
// What a file says of its time and device was written by the camera and can be changed
// by anybody: it is a hint to look closer and no proof.
package picture

import (
	"cmp"
	"fmt"
	"image"
	"image/color"
	"io"
	"math/bits"
	"regexp"
	"strings"
	"unicode"

	"github.com/bep/imagemeta"
	"golang.org/x/image/draw"
)

// Said is what the file of a photo says of itself.
type Said struct {
	TakenAt string // 2006-01-02T15:04:05 by the camera's own clock, "" if it says nothing
	Device  string // maker and model, "" if it says nothing
}

// formats are the files that say something.
var formats = map[string]imagemeta.ImageFormat{"image/jpeg": imagemeta.JPEG, "image/png": imagemeta.PNG, "image/webp": imagemeta.WebP}

// Limits of what is read of a file.
const (
	maxTags    = 500
	maxTagSize = 1000 // bytes
	maxDevice  = 80   // runes
)

// Read returns what a photo of a media type says of itself. What is missing or makes no
// sense is left out.
func Read(content io.ReadSeeker, mediaType string) (s Said) {
	format, known := formats[mediaType]
	if !known {
		return s
	}
	tags := map[string]string{}
	wanted := map[string]bool{"DateTimeOriginal": true, "CreateDate": true, "ModifyDate": true, "Make": true, "Model": true}
	_, err := imagemeta.Decode(imagemeta.Options{
		R: content, ImageFormat: format, Sources: imagemeta.EXIF, LimitNumTags: maxTags, LimitTagSize: maxTagSize,
		ShouldHandleTag: func(t imagemeta.TagInfo) bool { return wanted[t.Tag] },
		HandleTag:       func(t imagemeta.TagInfo) error { tags[t.Tag] = fmt.Sprint(t.Value); return nil },
	})
	if err != nil && len(tags) == 0 {
		return s
	}
	s.TakenAt = cmp.Or(moment(tags["DateTimeOriginal"]), moment(tags["CreateDate"]), moment(tags["ModifyDate"]))
	s.Device = device(tags["Make"], tags["Model"])
	return s
}

var written = regexp.MustCompile(`^([12][0-9]{3})[:/-]([01][0-9])[:/-]([0-3][0-9])[ T]([0-2][0-9]:[0-5][0-9]:[0-6][0-9])`)

func moment(text string) string {
	m := written.FindStringSubmatch(text)
	if m == nil || m[2] == "00" || m[3] == "00" {
		return ""
	}
	return m[1] + "-" + m[2] + "-" + m[3] + "T" + m[4]
}

// device joins maker and model, of which the second often repeats the first.
func device(maker, model string) string {
	maker, model = words(maker), words(model)
	if strings.HasPrefix(strings.ToLower(model), strings.ToLower(maker)) {
		maker = ""
	}
	all := []rune(strings.TrimSpace(maker + " " + model))
	return string(all[:min(len(all), maxDevice)])
}

func words(text string) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return strings.Join(strings.Fields(text), " ")
}

// Print says how brightness rises and falls across and down a picture, in 64 steps each.
// It hardly changes when the picture is scaled or stored anew. The zero Print is that of
// a picture without anything to tell it from others.
type Print struct {
	Across, Down uint64
}

const (
	side  = 8
	plain = 12 // steps that must differ from the rest: fewer are an empty wall
)

// PrintOf returns the print of a picture. It looks at every pixel, and is meant for
// thumbnails.
func PrintOf(img image.Image) Print {
	small := image.NewGray(image.Rect(0, 0, side+1, side+1))
	white := image.NewRGBA(img.Bounds())
	draw.Draw(white, white.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(white, white.Bounds(), img, img.Bounds().Min, draw.Over)
	draw.BiLinear.Scale(small, small.Bounds(), white, white.Bounds(), draw.Src, nil)
	var p Print
	for y := range side {
		for x := range side {
			p.Across, p.Down = p.Across<<1, p.Down<<1
			here := small.GrayAt(x, y).Y
			if here < small.GrayAt(x+1, y).Y {
				p.Across |= 1
			}
			if here < small.GrayAt(x, y+1).Y {
				p.Down |= 1
			}
		}
	}
	if telling(p.Across)+telling(p.Down) < plain {
		return Print{}
	}
	return p
}

func telling(steps uint64) int { n := bits.OnesCount64(steps); return min(n, 64-n) }

// None tells whether a picture has no print.
func (p Print) None() bool { return p == Print{} }

// Near is how many steps of each direction may differ in pictures that look the same.
const Near = 7

// Distance returns in how many steps two prints differ, and whether the pictures look
// the same.
func (p Print) Distance(q Print) (steps int, near bool) {
	a, d := bits.OnesCount64(p.Across^q.Across), bits.OnesCount64(p.Down^q.Down)
	return a + d, !p.None() && !q.None() && a <= Near && d <= Near
}

// Parts are the four parts of a print across. Two that differ in at most [Near] steps
// have a part in common but for one step.
func (p Print) Parts() [4]int64 {
	var all [4]int64
	for i := range all {
		all[i] = int64(p.Across >> (48 - 16*i) & 0xffff)
	}
	return all
}

// Around are a part and all that differ from it in one step.
func Around(part int64) []int64 {
	all := []int64{part}
	for i := range 16 {
		all = append(all, part^1<<i)
	}
	return all
}
