package blob

import (
	"context"
	"io"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Fetch opens the content whose hash was written down with a file. Where it should
// be and is not, the fault is file.bytes_missing.
func Fetch(ctx context.Context, from Store, sha256 string) (io.ReadSeekCloser, error) {
	key, err := ParseKey(sha256)
	if err != nil {
		return nil, err
	}
	content, err := from.Open(ctx, key)
	if fault.KindOf(err) == fault.NotFound {
		return nil, fault.New(fault.Unavailable, "file.bytes_missing").Because(err)
	}
	return content, err
}

// Copy writes the content whose hash and size were written down with a file. Of one
// that is shorter or longer the fault is file.bytes_missing.
func Copy(ctx context.Context, w io.Writer, from Store, sha256 string, size int64) error {
	content, err := Fetch(ctx, from, sha256)
	if err != nil {
		return err
	}
	defer content.Close()
	n, err := io.Copy(w, content)
	if err == nil && n != size {
		err = fault.New(fault.Unavailable, "file.bytes_missing")
	}
	return err
}

// There fails where the content that should be there is not.
func There(ctx context.Context, from Store, sha256 string) error {
	content, err := Fetch(ctx, from, sha256)
	if err != nil {
		return err
	}
	return content.Close()
}
