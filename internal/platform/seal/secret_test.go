package seal

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func TestSecretIsOneForAll(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.key")
	var keys [8][]byte
	var all sync.WaitGroup
	for i := range keys {
		all.Go(func() {
			key, err := Secret(path)
			if err != nil {
				t.Error(err)
			}
			keys[i] = key
		})
	}
	all.Wait()
	for _, key := range keys {
		if len(key) < minSecret || !bytes.Equal(key, keys[0]) {
			t.Errorf("%q differs from %q", key, keys[0])
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key file: %v, %v", info, err)
	}
}

func TestSecretRefusesWhatIsNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.key")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if key, err := Secret(path); err == nil {
		t.Errorf("an empty file was taken as the key %q", key)
	}
}
