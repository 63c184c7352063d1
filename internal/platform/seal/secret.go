package seal

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// minSecret is the length of the shortest key that is worth its name, in bytes.
const minSecret = 32

// Secret reads a key that the program made for itself, or makes it. Of several
// programs that make it at once, all read the one that was first.
func Secret(path string) ([]byte, error) {
	key, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeSecret(path); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		key, err = os.ReadFile(path)
	}
	if err == nil && len(key) < minSecret {
		err = fmt.Errorf("%s holds no key: remove it, and a new one is made", path)
	}
	return key, err
}

// makeSecret writes aside first, so that a crash leaves no half of a key.
func makeSecret(path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(rand.Text() + rand.Text())
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Link(f.Name(), path)
}
