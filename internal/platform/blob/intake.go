package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Options of an Intake; zero values mean the defaults named.
type Options struct {
	MaxBytes  int64  // of a file; 20 MiB
	MaxPixels int64  // of a picture; 50 million
	Pictures  bool   // takes nothing else
	Decoders  int    // pictures decoded at a time; 2. One of 50 megapixels takes up to 400 MB
	TempDir   string // where files wait while they are looked at; the system's
}

// Intake takes files from people.
type Intake struct {
	store Store
	o     Options
	slots chan struct{} // held while a picture is decoded
}

// File is a file that was taken and stored.
type File struct {
	Key           Key
	Name          string // clean, see CleanName
	MediaType     string // found in the content, one of MediaTypes
	Size          int64  // bytes
	Width, Height int    // pixels as shown, of pictures; otherwise 0
	Thumb         Key    // a JPEG of at most 480 pixels, or "" if there is none
}

// NewIntake returns an intake into a store.
func NewIntake(store Store, o Options) *Intake {
	if o.MaxBytes == 0 {
		o.MaxBytes = 20 << 20
	}
	if o.MaxPixels == 0 {
		o.MaxPixels = 50_000_000
	}
	if o.Decoders == 0 {
		o.Decoders = 2
	}
	return &Intake{store: store, o: o, slots: make(chan struct{}, o.Decoders)}
}

// Take reads one file to its end, judges it by its content and stores it.
// Whatever is refused leaves nothing behind. The faults are blob.empty,
// too_large, unsupported_type, no_picture, heic, too_many_pixels, damaged, interrupted.
func (in *Intake) Take(ctx context.Context, r io.Reader, name string) (File, error) {
	src := &source{ctx: ctx, r: r}
	head, err := io.ReadAll(io.LimitReader(src, sniffBytes))
	if err != nil {
		return File{}, in.interrupted(err)
	}
	mediaType, err := sniff(head)
	if err != nil {
		return File{}, err
	}
	if in.o.Pictures && !strings.HasPrefix(mediaType, "image/") {
		return File{}, fault.New(fault.Unsupported, "blob.no_picture")
	}
	s, err := in.spool(io.MultiReader(bytes.NewReader(head), src))
	if err != nil {
		if src.err != nil {
			err = in.interrupted(src.err)
		}
		return File{}, err
	}
	defer s.remove()
	f := File{Key: s.key, Name: CleanName(name, mediaType), MediaType: mediaType, Size: s.size}
	return in.keep(ctx, f, s)
}

// keep makes the thumbnail before anything is stored: a damaged picture is
// refused.
func (in *Intake) keep(ctx context.Context, f File, s *spooled) (File, error) {
	var thumb []byte
	if strings.HasPrefix(f.MediaType, "image/") {
		p, err := in.picture(ctx, s.file, f.MediaType)
		if err != nil {
			return File{}, err
		}
		f.Width, f.Height, thumb = p.width, p.height, p.thumb
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return File{}, fmt.Errorf("rereading an upload: %w", err)
	}
	if err := in.store.Put(ctx, f.Key, s.file, f.Size); err != nil {
		return File{}, err
	}
	if thumb != nil {
		f.Thumb = keyOf(thumb)
		if err := in.store.Put(ctx, f.Thumb, bytes.NewReader(thumb), int64(len(thumb))); err != nil {
			return File{}, err
		}
	}
	return f, nil
}

func keyOf(content []byte) Key {
	sum := sha256.Sum256(content)
	return Key(hex.EncodeToString(sum[:]))
}

// sniffBytes is how much of a file mimetype looks at.
const sniffBytes = 3072

// sniff finds the type of a file in its first bytes; its name says nothing.
func sniff(head []byte) (string, error) {
	if len(head) == 0 {
		return "", fault.New(fault.Invalid, "blob.empty")
	}
	found, _, _ := strings.Cut(mimetype.Detect(head).String(), ";")
	switch {
	case found == "application/pdf" && !bytes.HasPrefix(bytes.TrimLeft(head, "\ufeff \r\n\t"), []byte("%PDF-")):
		found = "application/octet-stream" // something else with a PDF inside
	case extensions[found] != nil:
		return found, nil
	case found == "image/apng":
		return "image/png", nil
	case found == "video/x-m4v":
		return "video/mp4", nil
	case strings.HasPrefix(found, "image/hei"): // heic, heif and sequences of them
		return "", fault.New(fault.Unsupported, "blob.heic")
	}
	return "", fault.New(fault.Unsupported, "blob.unsupported_type", "type", found)
}

// spooled is an upload that has arrived in full and waits in a temporary file.
type spooled struct {
	file *os.File
	key  Key
	size int64
}

func (s *spooled) remove() {
	s.file.Close()
	os.Remove(s.file.Name()) // where it was not possible while open
}

// spool reads r to its end, hashing. The file loses its name at once, so that
// a crash leaves nothing.
func (in *Intake) spool(r io.Reader) (*spooled, error) {
	file, err := os.CreateTemp(in.o.TempDir, "upload-*")
	if err != nil {
		return nil, fmt.Errorf("receiving an upload: %w", err)
	}
	os.Remove(file.Name())
	s, hash := &spooled{file: file}, sha256.New()
	s.size, err = io.Copy(io.MultiWriter(file, hash), io.LimitReader(r, in.o.MaxBytes+1))
	if err == nil && s.size > in.o.MaxBytes {
		err = in.tooLarge()
	}
	if err != nil {
		s.remove()
		return nil, fmt.Errorf("receiving an upload: %w", err)
	}
	s.key = Key(hex.EncodeToString(hash.Sum(nil)))
	return s, nil
}

// tooLarge names the limit in MiB.
func (in *Intake) tooLarge() error {
	return fault.New(fault.TooLarge, "blob.too_large", "limit", in.o.MaxBytes>>20)
}

// interrupted is what a person is told when the upload could not be read.
func (in *Intake) interrupted(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return in.tooLarge()
	}
	return fault.New(fault.Invalid, "blob.interrupted").Because(err)
}

// source remembers the error of an upload, to tell it from our own errors, and
// stops when nobody waits any more.
type source struct {
	ctx context.Context
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		s.err = err
		return 0, err
	}
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}
