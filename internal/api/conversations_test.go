package api_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/stories/storytest"
)

func TestMain(m *testing.M) { storytest.Main(m) }

// TestConversations plays what testdata holds against the whole program. The
// files read like talk; package storytest says how.
func TestConversations(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) { storytest.Play(t, d, file) })
		})
	}
}
