package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const (
	thumbSize    = 480 // pixels, the longer side
	thumbQuality = 80  // JPEG
)

type codec struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

// codecs are chosen by the sniffed type: no second opinion.
var codecs = map[string]codec{
	"image/jpeg": {jpeg.DecodeConfig, jpeg.Decode},
	"image/png":  {png.DecodeConfig, png.Decode},
	"image/gif":  {gif.DecodeConfig, gif.Decode},
	"image/webp": {webp.DecodeConfig, webp.Decode},
}

// picture is what we know of an image file: its size as shown, and a thumbnail
// unless it is of a variety that we cannot decode but browsers can.
type picture struct {
	width, height int
	thumb         []byte
}

// picture looks at the dimensions first: a few hundred bytes can claim to be
// gigabytes of pixels.
func (in *Intake) picture(ctx context.Context, f io.ReadSeeker, mediaType string) (picture, error) {
	c := codecs[mediaType]
	head, err := beginning(f)
	if err != nil {
		return picture{}, err
	}
	size, err := c.config(f)
	if err != nil || size.Width <= 0 || size.Height <= 0 {
		return picture{}, damaged(err)
	}
	if int64(size.Width)*int64(size.Height) > in.o.MaxPixels {
		return picture{}, fault.New(fault.TooLarge, "blob.too_many_pixels",
			"width", size.Width, "height", size.Height, "limit", in.o.MaxPixels/1_000_000)
	}
	turn := upright
	if mediaType == "image/jpeg" {
		turn = readOrientation(head)
	}
	p := picture{width: size.Width, height: size.Height}
	if turn.swaps() {
		p.width, p.height = p.height, p.width
	}
	if mediaType == "image/webp" && animated(head) {
		return p, nil
	}
	p.thumb, err = in.thumbnail(ctx, f, c, turn)
	return p, err
}

// headBytes is where the orientation of a photo is looked for.
const headBytes = 256 << 10

// beginning returns the first bytes of f and goes back to its start.
func beginning(f io.ReadSeeker) ([]byte, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("rereading an upload: %w", err)
	}
	head, err := io.ReadAll(io.LimitReader(f, headBytes))
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, fmt.Errorf("rereading an upload: %w", err)
	}
	return head, nil
}

// animated reports whether a WebP file moves; such are not decoded.
func animated(head []byte) bool {
	const flags, animation = 20, 1 << 1
	return len(head) > flags && string(head[12:16]) == "VP8X" && head[flags]&animation != 0
}

func damaged(err error) error { return fault.New(fault.Invalid, "blob.damaged").Because(err) }

func (in *Intake) thumbnail(ctx context.Context, f io.ReadSeeker, c codec, turn orientation) ([]byte, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("rereading an upload: %w", err)
	}
	select {
	case in.slots <- struct{}{}:
		defer func() { <-in.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	img, err := c.decode(f)
	if unsupported(err) {
		return nil, nil
	}
	if err != nil {
		return nil, damaged(err)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, turn.apply(shrink(img)), &jpeg.Options{Quality: thumbQuality}); err != nil {
		return nil, fmt.Errorf("making a thumbnail: %w", err)
	}
	return b.Bytes(), nil
}

// unsupported reports whether a file is sound as far as we can tell, but of a
// rare variety.
func unsupported(err error) bool {
	_, inJPEG := errors.AsType[jpeg.UnsupportedError](err)
	_, inPNG := errors.AsType[png.UnsupportedError](err)
	return inJPEG || inPNG
}

// shrink fits an image into the thumbnail size, on white; it never enlarges.
func shrink(img image.Image) *image.RGBA {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if longer := max(w, h); longer > thumbSize {
		w, h = max(1, w*thumbSize/longer), max(1, h*thumbSize/longer)
	}
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(small, small.Bounds(), img, img.Bounds(), draw.Over, nil)
	return small
}
