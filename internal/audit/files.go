package audit

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Names of the two files in the data directory. Nodes that share a database
// share the key: it is copied from the first to the others.
const (
	KeyFile  = "audit.key"
	HeadFile = "audit.head"
)

const keyBytes = 32

// LoadKey reads the key in dir, and makes one if there is none.
func LoadKey(dir string) (Key, error) {
	path := filepath.Join(dir, KeyFile)
	key, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	fresh := make(Key, keyBytes)
	rand.Read(fresh)
	// A link, unlike a rename, leaves alone what another process was faster to make.
	err = writeFile(path, hex.EncodeToString(fresh), os.Link)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("making the audit key: %w", err)
	}
	return readKey(path)
}

func readKey(path string) (Key, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the audit key: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != keyBytes {
		return nil, fmt.Errorf("%s must hold %d bytes in hex", path, keyBytes)
	}
	return key, nil
}

// LoadHead reads the head in dir, nil if none was written yet.
func LoadHead(dir string) (*Head, error) {
	text, err := os.ReadFile(filepath.Join(dir, HeadFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("reading the audit head: %w", err)
	}
	h, err := ParseHead(string(text))
	return &h, err
}

func saveHead(dir string, h Head) error {
	if err := writeFile(filepath.Join(dir, HeadFile), h.String(), os.Rename); err != nil {
		return fmt.Errorf("writing the audit head: %w", err)
	}
	return nil
}

// writeFile writes a line to path so that a crash leaves the old content or
// the new, never half; publish puts the finished file in its place.
func writeFile(path, line string, publish func(from, to string) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(line + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := publish(f.Name(), path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
