// Package stories tells what the whole product does, from the first word of a
// buyer to a closed case, in text that people can read, and plays it.
package stories

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/stories/storytest"
)

func TestMain(m *testing.M) { storytest.Main(m) }

func TestStories(t *testing.T) {
	files, err := filepath.Glob("*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(file, ".txt"), func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) { storytest.Play(t, d, file) })
		})
	}
}
