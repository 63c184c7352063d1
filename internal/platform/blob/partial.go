package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Partial holds files that arrive part by part, until they are whole or given up. How
// far one is says its length: what was acknowledged outlives a crash.
type Partial struct{ root *os.Root }

// OpenPartial opens a directory for files on their way in, and creates it if need be.
func OpenPartial(name string) (*Partial, error) {
	if err := os.MkdirAll(name, 0o700); err != nil {
		return nil, fmt.Errorf("creating the place of unfinished uploads: %w", err)
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, fmt.Errorf("opening the place of unfinished uploads: %w", err)
	}
	return &Partial{root}, nil
}

// Close releases the directory.
func (p *Partial) Close() error { return p.root.Close() }

// Length returns how many bytes of a file are there.
func (p *Partial) Length(id string) (int64, error) {
	info, err := p.root.Stat(id)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("looking at an unfinished upload: %w", err)
	}
	return info.Size(), nil
}

// Append adds what r holds behind the first offset bytes of a file, up to size bytes in
// all, and returns how many are there then. What came before the line broke is kept: the
// fault is then blob.interrupted. One that begins elsewhere than where the file ends is
// the fault blob.offset_wrong, and one that holds more than was said blob.longer.
func (p *Partial) Append(ctx context.Context, id string, offset, size int64, r io.Reader) (length int64, err error) {
	if length, err = p.Length(id); err != nil {
		return length, err
	}
	if offset != length {
		return length, fault.New(fault.Conflict, "blob.offset_wrong", "offset", length)
	}
	f, err := p.root.OpenFile(id, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return length, fmt.Errorf("receiving a part of an upload: %w", err)
	}
	defer f.Close()
	src := &source{ctx: ctx, r: r}
	n, err := io.Copy(io.NewOffsetWriter(f, offset), io.LimitReader(src, size-offset))
	if synced := f.Sync(); err == nil || src.err != nil {
		if synced != nil {
			return length, fmt.Errorf("keeping a part of an upload: %w", synced)
		}
	}
	length += n
	switch {
	case src.err != nil:
		return length, fault.New(fault.Invalid, "blob.interrupted").Because(src.err)
	case err != nil:
		return length, fmt.Errorf("receiving a part of an upload: %w", err)
	}
	if length < size {
		return length, nil
	}
	var more [1]byte
	if extra, _ := io.ReadFull(src, more[:]); extra > 0 {
		return length, fault.New(fault.Invalid, "blob.longer")
	}
	return length, nil
}

// Open opens a file that is there for reading.
func (p *Partial) Open(id string) (io.ReadCloser, error) {
	f, err := p.root.Open(id)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.Conflict, "blob.offset_wrong", "offset", 0)
	}
	if err != nil {
		return nil, fmt.Errorf("rereading an upload: %w", err)
	}
	return f, nil
}

// Remove forgets a file; there need be none.
func (p *Partial) Remove(id string) error {
	if err := p.root.Remove(id); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forgetting an upload: %w", err)
	}
	return nil
}

// Sweep forgets files that nothing was added to since a time.
func (p *Partial) Sweep(since time.Time) error {
	all, err := fs.ReadDir(p.root.FS(), ".")
	if err != nil {
		return fmt.Errorf("looking for old uploads: %w", err)
	}
	for _, entry := range all {
		if info, err := entry.Info(); err == nil && info.ModTime().Before(since) {
			if err := p.Remove(entry.Name()); err != nil {
				return err
			}
		}
	}
	return nil
}

// Judge looks at the first bytes of a file and refuses what would not be taken whatever
// follows. Fewer than it needs pass.
func Judge(head []byte) error {
	if len(head) < sniffBytes {
		return nil
	}
	_, err := sniff(head[:sniffBytes])
	return err
}

// JudgeBytes is how much of a file [Judge] needs.
const JudgeBytes = sniffBytes
