package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/bits"
	"testing"

	"golang.org/x/image/draw"
	"pgregory.net/rapid"
)

func scene(seed float64, w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			u, v := float64(x)/float64(w), float64(y)/float64(h)
			l := math.Sin(7*u+seed) * math.Cos(5*v*seed+u*3)
			m := math.Sin(11*v+2*seed) * math.Cos(9*u-seed*v)
			img.Set(x, y, color.RGBA{uint8(128 + 100*l), uint8(128 + 60*l + 40*m), uint8(128 + 100*m), 255})
		}
	}
	return img
}

func TestAPictureIsKnownAgain(t *testing.T) {
	original := scene(1.7, 800, 600)
	of := PrintOf(original)
	small := image.NewRGBA(image.Rect(0, 0, 320, 240))
	draw.CatmullRom.Scale(small, small.Rect, original, original.Rect, draw.Src, nil)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, original, &jpeg.Options{Quality: 25}); err != nil {
		t.Fatal(err)
	}
	rough, err := jpeg.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	for name, img := range map[string]image.Image{"smaller": small, "rougher": rough} {
		if steps, near := of.Distance(PrintOf(img)); !near {
			t.Errorf("%s: differs in %d steps", name, steps)
		}
	}
	for seed := 2.0; seed < 60; seed++ {
		if steps, near := of.Distance(PrintOf(scene(seed, 200, 150))); near {
			t.Errorf("another scene (%v) differs in %d steps alone", seed, steps)
		}
	}
}

func TestAnEmptyWallIsLikeNothing(t *testing.T) {
	wall := image.NewRGBA(image.Rect(0, 0, 100, 80))
	draw.Draw(wall, wall.Rect, image.NewUniform(color.Gray{200}), image.Point{}, draw.Src)
	p := PrintOf(wall)
	if _, near := p.Distance(p); !p.None() || near {
		t.Errorf("print %v", p)
	}
}

// TestNearOnesShareAPart: whichever steps differ, one of the four parts is found around
// that of the other.
func TestNearOnesShareAPart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Print{Across: rapid.Uint64().Draw(t, "across"), Down: 1}
		q := p
		for _, step := range rapid.SliceOfN(rapid.IntRange(0, 63), 0, Near).Draw(t, "steps") {
			q.Across ^= 1 << step
		}
		if bits.OnesCount64(p.Across^q.Across) > Near {
			t.Fatal("too many steps")
		}
		for i, part := range p.Parts() {
			for _, around := range Around(part) {
				if around == q.Parts()[i] {
					return
				}
			}
		}
		t.Fatalf("%x and %x share no part", p.Across, q.Across)
	})
}

// withExif puts tags of text into a JPEG, the time at which it was taken in a directory
// of its own, as cameras do.
func withExif(tags map[uint16]string) []byte {
	var img bytes.Buffer
	if err := jpeg.Encode(&img, scene(1, 40, 30), nil); err != nil {
		panic(err)
	}
	order := binary.LittleEndian
	head := append([]byte("Exif\x00\x00II*\x00"), 8, 0, 0, 0)
	taken := tags[0x9003]
	entries := len(tags)
	head = order.AppendUint16(head, uint16(entries))
	var texts []byte
	at := uint32(8 + 2 + 12*entries + 4)
	for _, tag := range []uint16{0x010f, 0x0110, 0x0132} {
		text, there := tags[tag]
		if !there {
			continue
		}
		head = order.AppendUint16(order.AppendUint16(head, tag), 2)
		head = order.AppendUint32(head, uint32(len(text)+1))
		head = order.AppendUint32(head, at+uint32(len(texts)))
		texts = append(append(texts, text...), 0)
	}
	if taken != "" {
		head = order.AppendUint16(order.AppendUint16(head, 0x8769), 4)
		head = order.AppendUint32(order.AppendUint32(head, 1), at+uint32(len(texts)))
		texts = order.AppendUint16(texts, 1)
		texts = order.AppendUint16(order.AppendUint16(texts, 0x9003), 2)
		texts = order.AppendUint32(texts, uint32(len(taken)+1))
		texts = order.AppendUint32(texts, at+uint32(len(texts)+8))
		texts = append(append(order.AppendUint32(texts, 0), taken...), 0)
	}
	head = append(order.AppendUint32(head, 0), texts...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, byte((len(head)+2)>>8), byte(len(head)+2))
	return append(append(out, head...), img.Bytes()[2:]...)
}

func TestReadWhatAPhotoSays(t *testing.T) {
	for _, c := range []struct {
		tags map[uint16]string
		want Said
	}{
		{map[uint16]string{0x010f: "HUAWEI", 0x0110: "HUAWEI Mate 70", 0x0132: "2026:11:29 21:04:05"}, Said{"2026-11-29T21:04:05", "HUAWEI Mate 70"}},
		{map[uint16]string{0x0132: "2026:11:30 08:00:00", 0x9003: "2026:11:29 07:00:00"}, Said{"2026-11-29T07:00:00", ""}},
		{map[uint16]string{0x010f: "Apple", 0x0110: "iPhone 17"}, Said{"", "Apple iPhone 17"}},
		{map[uint16]string{0x0110: "x\x01\u202ey\n<script>", 0x0132: "0000:00:00 00:00:00"}, Said{"", "xy<script>"}},
		{map[uint16]string{0x0132: "not a time at all"}, Said{}},
	} {
		if got := Read(bytes.NewReader(withExif(c.tags)), "image/jpeg"); got != c.want {
			t.Errorf("%v: got %+v", c.tags, got)
		}
	}
	if got := Read(bytes.NewReader([]byte("\xff\xd8\xff\xe1\xff\xffExif")), "image/jpeg"); got != (Said{}) {
		t.Errorf("a torn file: %+v", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(withExif(map[uint16]string{0x010f: "A", 0x0132: "2026:11:29 21:04:05"}))
	f.Fuzz(func(t *testing.T, content []byte) {
		if s := Read(bytes.NewReader(content), "image/jpeg"); len([]rune(s.Device)) > maxDevice || len(s.TakenAt) > 19 {
			t.Errorf("%+v", s)
		}
	})
}
