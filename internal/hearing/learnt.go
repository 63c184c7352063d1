package hearing

import (
	"bytes"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/anxin-desk/anxin/internal/language/reading"
)

// Learnt reads with what the corrections of a merchant have taught, from
// layer.bin in the data directory; nil where there is none. One that is damaged or
// of another version is left alone: the layer of the product reads on.
func Learnt(dir string, log *slog.Logger) *reading.Reader {
	name := filepath.Join(dir, "layer.bin")
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var layer *reading.Layer
	if err == nil {
		layer, err = reading.ReadLayer(bytes.NewReader(text))
	}
	if err != nil {
		log.Warn("what was learnt from corrections cannot be used; train again with this version", "file", name, "error", err)
		return nil
	}
	return reading.NewReader(layer)
}
