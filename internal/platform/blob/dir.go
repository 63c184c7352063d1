package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"time"
)

// Dir is a Store in a directory, which no name can lead out of.
type Dir struct{ root *os.Root }

// incoming holds what is being written; its files become contents by a rename.
const incoming = "incoming"

// OpenDir opens a directory as a store and creates it if need be.
func OpenDir(name string) (*Dir, error) {
	if err := os.MkdirAll(name, 0o700); err != nil {
		return nil, fmt.Errorf("creating the file store: %w", err)
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, fmt.Errorf("opening the file store: %w", err)
	}
	if err := root.MkdirAll(incoming, 0o700); err != nil {
		root.Close()
		return nil, fmt.Errorf("creating the file store: %w", err)
	}
	return &Dir{root}, nil
}

// Close releases the directory.
func (d *Dir) Close() error { return d.root.Close() }

// Put implements Store: written aside, synced, then renamed.
func (d *Dir) Put(ctx context.Context, k Key, r io.Reader, size int64) error {
	info, err := d.Stat(ctx, k)
	if err == nil && info.Size == size {
		return nil
	}
	if _, bad := ParseKey(string(k)); bad != nil {
		return fmt.Errorf("storing %q, which is no key", k)
	}
	if err := d.put(k, verify(r, k, size)); err != nil {
		return fmt.Errorf("storing %s: %w", k, err)
	}
	return nil
}

func (d *Dir) put(k Key, r io.Reader) error {
	temp := path.Join(incoming, rand.Text())
	if err := d.write(temp, r); err != nil {
		return errors.Join(err, d.remove(temp))
	}
	name := k.path()
	if err := d.root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return errors.Join(err, d.remove(temp))
	}
	if err := d.root.Rename(temp, name); err != nil {
		return errors.Join(err, d.remove(temp))
	}
	// The name, and those of directories that may be new, must be durable too.
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		if err := d.sync(dir); err != nil || dir == "." {
			return err
		}
	}
}

func (d *Dir) write(name string, r io.Reader) error {
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func (d *Dir) sync(name string) error {
	f, err := d.root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// remove succeeds when there is nothing to remove.
func (d *Dir) remove(name string) error {
	if err := d.root.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Open implements Store.
func (d *Dir) Open(_ context.Context, k Key) (io.ReadSeekCloser, error) {
	if _, err := ParseKey(string(k)); err != nil {
		return nil, err
	}
	f, err := d.root.Open(k.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound()
	}
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", k, err)
	}
	return f, nil
}

// Stat implements Store.
func (d *Dir) Stat(_ context.Context, k Key) (Info, error) {
	if _, err := ParseKey(string(k)); err != nil {
		return Info{}, err
	}
	info, err := d.root.Stat(k.path())
	if errors.Is(err, fs.ErrNotExist) {
		return Info{}, notFound()
	}
	if err != nil {
		return Info{}, fmt.Errorf("looking at %s: %w", k, err)
	}
	return Info{k, info.Size(), info.ModTime()}, nil
}

// Delete implements Store.
func (d *Dir) Delete(_ context.Context, k Key) error {
	if _, err := ParseKey(string(k)); err != nil {
		return nil
	}
	if err := d.remove(k.path()); err != nil {
		return fmt.Errorf("deleting %s: %w", k, err)
	}
	return nil
}

// List implements Store.
func (d *Dir) List(ctx context.Context) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		err := fs.WalkDir(d.root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil || e.IsDir() {
				return skipIncoming(name, err)
			}
			info, err := d.Stat(ctx, Key(e.Name()))
			if err == nil && !yield(info, nil) {
				return fs.SkipAll
			}
			return nil // not ours, or deleted since
		})
		if err != nil {
			yield(Info{}, fmt.Errorf("listing the file store: %w", err))
		}
	}
}

func skipIncoming(name string, err error) error {
	if err == nil && name == incoming {
		return fs.SkipDir
	}
	return err
}

// Sweep removes what was begun before the given time and never finished, as a
// crash leaves it, and returns how many files that were.
func (d *Dir) Sweep(before time.Time) (int, error) {
	entries, err := fs.ReadDir(d.root.FS(), incoming)
	if err != nil {
		return 0, fmt.Errorf("sweeping the file store: %w", err)
	}
	removed := 0
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.ModTime().Before(before) {
			continue // finished since, or still being written
		}
		if err := d.remove(path.Join(incoming, e.Name())); err != nil {
			return removed, fmt.Errorf("sweeping the file store: %w", err)
		}
		removed++
	}
	return removed, nil
}
