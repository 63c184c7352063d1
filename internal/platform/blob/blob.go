// Package blob keeps files: what people send, and small pictures made of it.
//
// A file is kept under the SHA-256 of its content, so it cannot change, the
// same file is kept once, and no name that a person chose ever reaches a disk.
// Whoever deletes must know that no other record points to the same content.
//
// Intake decides what is taken at all, Store keeps it, Headers hands it out so
// that a browser never runs it.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"iter"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Key is the SHA-256 of a content, as 64 lower-case hexadecimal digits.
type Key string

// ParseKey checks that s is a key. What is not one was never stored, so the
// fault is blob.not_found.
func ParseKey(s string) (Key, error) {
	if len(s) != 2*sha256.Size {
		return "", notFound()
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return "", notFound()
		}
	}
	return Key(s), nil
}

// path shards keys so that no directory grows large.
func (k Key) path() string { return string(k[:2] + "/" + k[2:4] + "/" + k) }

// Info says what a store knows of a content.
type Info struct {
	Key     Key
	Size    int64     // bytes
	Created time.Time // as the store's own clock had it
}

// Store keeps contents. All methods are safe for concurrent use; a key that is
// not stored is the fault blob.not_found.
type Store interface {
	// Put keeps what r holds, size bytes whose hash is k. When it returns nil
	// the content will outlive a crash; when it fails nothing is kept. Putting
	// a content that is there already succeeds.
	Put(ctx context.Context, k Key, r io.Reader, size int64) error
	// Open returns the content for reading, also from the middle.
	Open(ctx context.Context, k Key) (io.ReadSeekCloser, error)
	Stat(ctx context.Context, k Key) (Info, error)
	// Delete succeeds when there is nothing to delete.
	Delete(ctx context.Context, k Key) error
	// List walks everything in the order of keys. It ends with the first error.
	List(ctx context.Context) iter.Seq2[Info, error]
}

func notFound() error { return fault.New(fault.NotFound, "blob.not_found") }

// verified reads r and fails in place of ending if the content was not that of
// the key, so that a store never keeps one under a wrong name.
type verified struct {
	r    io.Reader
	key  Key
	size int64
	hash hash.Hash
	read int64
}

func verify(r io.Reader, k Key, size int64) *verified {
	return &verified{r: r, key: k, size: size, hash: sha256.New()}
}

func (v *verified) Read(p []byte) (int, error) {
	n, err := v.r.Read(p)
	v.hash.Write(p[:n])
	v.read += int64(n)
	if err == io.EOF || v.read >= v.size {
		if wrong := v.check(); wrong != nil {
			return 0, wrong
		}
	}
	return n, err
}

func (v *verified) check() error {
	if sum := hex.EncodeToString(v.hash.Sum(nil)); v.read != v.size || Key(sum) != v.key {
		return fmt.Errorf("content of %d bytes with hash %s was to be kept as %s of %d bytes", v.read, sum, v.key, v.size)
	}
	return nil
}
