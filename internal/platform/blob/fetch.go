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
