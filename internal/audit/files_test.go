package audit

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func TestKeyIsMadeOnceAndPrivate(t *testing.T) {
	dir := t.TempDir()
	keys := make([]Key, 8)
	var wait sync.WaitGroup
	for i := range keys {
		wait.Go(func() {
			key, err := LoadKey(dir)
			if err != nil {
				t.Error(err)
			}
			keys[i] = key
		})
	}
	wait.Wait()
	for _, k := range keys {
		if len(k) != keyBytes || !bytes.Equal(k, keys[0]) {
			t.Fatalf("keys differ: %x", keys)
		}
	}
	info, err := os.Stat(filepath.Join(dir, KeyFile))
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("left behind: %v", files)
	}
}

func TestSpoiltFilesAreNotReplaced(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{KeyFile, HeadFile} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("abc\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := LoadKey(dir); err == nil {
		t.Error("a short key is taken")
	}
	if _, err := LoadHead(dir); err == nil {
		t.Error("a spoilt head is taken")
	}
}
