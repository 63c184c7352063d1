package leaving

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"
)

// Entry is a file of an archive, as the list at its end tells of it.
type Entry struct {
	Name, What string
	Sum        string // SHA-256, in hexadecimal
	Size       int64  // bytes
}

// Archive is a zip file that knows the sums of what was put into it. What fails half-way
// leaves an archive that no program opens as a whole.
type Archive struct {
	Entries []Entry
	zip     *zip.Writer
	at      time.Time
}

// NewArchive begins an archive whose files are all of a time.
func NewArchive(w io.Writer, at time.Time) *Archive { return &Archive{zip: zip.NewWriter(w), at: at} }

// Put adds a file and remembers its sum.
func (a *Archive) Put(name, what string, content func(io.Writer) error) error {
	w, err := a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.at})
	if err != nil {
		return err
	}
	sum, size := sha256.New(), &counter{}
	err = content(io.MultiWriter(w, sum, size))
	a.Entries = append(a.Entries, Entry{name, what, hex.EncodeToString(sum.Sum(nil)), size.n})
	return err
}

// Close ends the archive.
func (a *Archive) Close() error { return a.zip.Close() }

type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}
