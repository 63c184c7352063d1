package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// eachStore runs a test against every store that there is.
func eachStore(t *testing.T, test func(t *testing.T, s Store)) {
	t.Run("dir", func(t *testing.T) { test(t, newDir(t)) })
	t.Run("s3", func(t *testing.T) { test(t, newS3(t, newPeer(t), "files/")) })
}

func newDir(t testing.TB) *Dir {
	t.Helper()
	d, err := OpenDir(filepath.Join(t.TempDir(), "new", "files"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func put(t testing.TB, s Store, content string) Key {
	t.Helper()
	k := keyOf([]byte(content))
	if err := s.Put(t.Context(), k, strings.NewReader(content), int64(len(content))); err != nil {
		t.Fatal(err)
	}
	return k
}

func keys(t testing.TB, s Store) []Key {
	t.Helper()
	var all []Key
	for info, err := range s.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, info.Key)
	}
	return all
}

func TestStoreKeepsContents(t *testing.T) {
	eachStore(t, func(t *testing.T, s Store) {
		k := put(t, s, "hello, world")
		put(t, s, "hello, world")
		put(t, s, strings.Repeat("x", 300_000))
		if n := len(keys(t, s)); n != 2 {
			t.Errorf("%d contents kept, want 2", n)
		}
		f, err := s.Open(t.Context(), k)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.Seek(7, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(f); string(got) != "world" {
			t.Errorf("read %q, %v", got, err)
		}
		info, err := s.Stat(t.Context(), k)
		if err != nil || info.Size != 12 || info.Key != k || info.Created.IsZero() {
			t.Errorf("%+v, %v", info, err)
		}
	})
}

func TestStoreForgets(t *testing.T) {
	eachStore(t, func(t *testing.T, s Store) {
		k := put(t, s, "gone soon")
		for range 2 { // the second time there is nothing left
			if err := s.Delete(t.Context(), k); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Open(t.Context(), k); fault.CodeOf(err) != "blob.not_found" {
			t.Errorf("open: %v", err)
		}
		if _, err := s.Stat(t.Context(), k); fault.CodeOf(err) != "blob.not_found" {
			t.Errorf("stat: %v", err)
		}
	})
}

func TestStoreRefusesWhatIsNoKey(t *testing.T) {
	eachStore(t, func(t *testing.T, s Store) {
		good := string(put(t, s, "x"))
		for _, bad := range []string{"", "ab", "../../../etc/passwd", "/etc/passwd", strings.ToUpper(good), good + "0", good[:63] + "/"} {
			if _, err := ParseKey(bad); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%q is a key", bad)
			}
			if _, err := s.Open(t.Context(), Key(bad)); fault.KindOf(err) != fault.NotFound {
				t.Errorf("open %q: %v", bad, err)
			}
			if err := s.Put(t.Context(), Key(bad), strings.NewReader("x"), 1); err == nil {
				t.Errorf("%q was stored", bad)
			}
			if err := s.Delete(t.Context(), Key(bad)); err != nil {
				t.Errorf("delete %q: %v", bad, err)
			}
		}
		if n := len(keys(t, s)); n != 1 {
			t.Errorf("%d contents kept, want 1", n)
		}
	})
}

func TestStoreKeepsNothingOfAFailedPut(t *testing.T) {
	content := []byte(strings.Repeat("evidence ", 20_000))
	k, size := keyOf(content), int64(len(content))
	half := content[:size/2]
	for name, parts := range map[string][]io.Reader{
		"fails halfway":     {bytes.NewReader(half), iotest.ErrReader(errors.New("unplugged"))},
		"ends halfway":      {bytes.NewReader(half)},
		"other content":     {bytes.NewReader(bytes.ToUpper(content))},
		"last byte changed": {bytes.NewReader(content[:size-1]), strings.NewReader("!")},
	} {
		t.Run(name, func(t *testing.T) {
			eachStore(t, func(t *testing.T, s Store) {
				for _, p := range parts { // each store reads them anew
					if b, ok := p.(io.Seeker); ok {
						b.Seek(0, io.SeekStart)
					}
				}
				if err := s.Put(t.Context(), k, io.MultiReader(parts...), size); err == nil {
					t.Error("no error")
				}
				if n := len(keys(t, s)); n != 0 {
					t.Errorf("%d contents kept", n)
				}
			})
		})
	}
}

func TestStoreTakesTheSameContentAtOnce(t *testing.T) {
	eachStore(t, func(t *testing.T, s Store) {
		content := strings.Repeat("同一个文件", 50_000)
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() { put(t, s, content) })
		}
		wait.Wait()
		if n := len(keys(t, s)); n != 1 {
			t.Errorf("%d contents kept, want 1", n)
		}
	})
}

func TestListStopsWhenAsked(t *testing.T) {
	eachStore(t, func(t *testing.T, s Store) {
		for _, c := range []string{"a", "b", "c", "d", "e"} {
			put(t, s, c)
		}
		var last Key
		n := 0
		for info, err := range s.List(t.Context()) {
			if err != nil || info.Key <= last {
				t.Errorf("%v after %v, %v", info.Key, last, err)
			}
			if last, n = info.Key, n+1; n == 3 {
				break
			}
		}
		if n != 3 {
			t.Errorf("%d listed", n)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for _, err := range s.List(ctx) {
			if err == nil {
				t.Error("listed after the caller had gone")
			}
		}
	})
}

func TestDirLeavesNothingAside(t *testing.T) {
	d := newDir(t)
	put(t, d, "fine")
	if err := d.Put(t.Context(), keyOf([]byte("x")), iotest.ErrReader(io.ErrUnexpectedEOF), 1); err == nil {
		t.Fatal("no error")
	}
	if left, _ := fs.ReadDir(d.root.FS(), incoming); len(left) != 0 {
		t.Errorf("%d files left aside", len(left))
	}
}

func TestSweepRemovesWhatACrashLeft(t *testing.T) {
	d := newDir(t)
	k := put(t, d, "finished")
	for _, name := range []string{"incoming/OLD", "incoming/NEW"} {
		f, err := d.root.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	noon := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	d.root.Chtimes("incoming/OLD", noon, noon.Add(-48*time.Hour))
	d.root.Chtimes("incoming/NEW", noon, noon)
	if n, err := d.Sweep(noon.Add(-24 * time.Hour)); n != 1 || err != nil {
		t.Errorf("%d removed, %v", n, err)
	}
	if _, err := d.root.Stat("incoming/NEW"); err != nil {
		t.Error("removed what is still being written")
	}
	if all := keys(t, d); len(all) != 1 || all[0] != k {
		t.Errorf("kept %v", all)
	}
}

func TestDirFollowsNoLinkOut(t *testing.T) {
	d := newDir(t)
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	k := keyOf([]byte("anything"))
	if err := d.root.MkdirAll(filepath.Dir(k.path()), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := d.root.Symlink(secret, k.path()); err != nil {
		t.Fatal(err)
	}
	if f, err := d.Open(t.Context(), k); err == nil {
		f.Close()
		t.Error("followed a link out of the store")
	}
}
