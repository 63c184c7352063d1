package blob

import (
	"bytes"
	"encoding/binary"
	"image/color"
	"image/jpeg"
	"testing"
)

// TestThumbnailIsUpright turns a picture with a red top left quarter and looks
// where the red went.
func TestThumbnailIsUpright(t *testing.T) {
	orders := map[string]binary.AppendByteOrder{"II": binary.LittleEndian, "MM": binary.BigEndian}
	for mark, order := range orders {
		for o, red := range map[uint16]string{0: "top left", 1: "top left", 2: "top right", 3: "bottom right", 4: "bottom left",
			5: "top left", 6: "top right", 7: "bottom right", 8: "bottom left", 9: "top left"} {
			d := newDir(t)
			f, err := NewIntake(d, Options{}).Take(t.Context(), bytes.NewReader(turned(asJPEG(200, 100), o, order, mark)), "a.jpg")
			if err != nil {
				t.Fatal(err)
			}
			img, err := jpeg.Decode(bytes.NewReader(stored(t, d, f.Thumb)))
			if err != nil {
				t.Fatal(err)
			}
			w, h := img.Bounds().Dx(), img.Bounds().Dy()
			if w != f.Width || h != f.Height || (w < h) != (o >= 5 && o <= 8) {
				t.Errorf("%s %d: thumbnail of %dx%d, file of %dx%d", mark, o, w, h, f.Width, f.Height)
			}
			for where, at := range map[string][2]int{"top left": {w / 4, h / 4}, "top right": {w * 3 / 4, h / 4},
				"bottom left": {w / 4, h * 3 / 4}, "bottom right": {w * 3 / 4, h * 3 / 4}} {
				c := color.RGBAModel.Convert(img.At(at[0], at[1])).(color.RGBA)
				if (c.R > 128) != (where == red) {
					t.Errorf("%s %d: %s is %v", mark, o, where, c)
				}
			}
		}
	}
}

func FuzzReadOrientation(f *testing.F) {
	f.Add(turned(asJPEG(4, 2), 6, binary.BigEndian, "MM"))
	f.Add(turned(asJPEG(4, 2), 3, binary.LittleEndian, "II"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if o := readOrientation(content); o < 1 || o > 8 {
			t.Fatalf("orientation %d", o)
		}
	})
}

func BenchmarkIntake12Megapixels(b *testing.B) {
	content := asJPEG(4000, 3000)
	in := NewIntake(newDir(b), Options{})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := in.Take(b.Context(), bytes.NewReader(content), "a.jpg"); err != nil {
			b.Fatal(err)
		}
	}
}

func TestOrientationOfACutFile(t *testing.T) {
	whole := turned(asJPEG(4, 2), 6, binary.LittleEndian, "II")
	for n := range whole {
		if o := readOrientation(whole[:n:n]); o != upright && o != 6 {
			t.Fatalf("%d of %d bytes: orientation %d", n, len(whole), o)
		}
	}
}
