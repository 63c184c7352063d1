package db

import (
	"context"
	"os"
	"strings"
	"time"
)

const (
	checkpointEvery = time.Second
	checkpointSize  = 8 << 20   // bytes of WAL from which it is copied back
	restartSize     = 128 << 20 // bytes of WAL from which readers are waited for
)

// checkpoints copies the write-ahead log back into the database from time to
// time, on a connection of its own, so that no unit has to wait for it.
func (w *writer) checkpoints() {
	wal := strings.TrimPrefix(w.db.url, "sqlite:") + "-wal"
	tick := time.NewTicker(checkpointEvery)
	defer tick.Stop()
	for {
		select {
		case <-w.quit:
			return
		case <-tick.C:
		}
		info, err := os.Stat(wal)
		if err != nil || info.Size() < checkpointSize {
			continue
		}
		mode := "PASSIVE"
		if info.Size() > restartSize {
			mode = "RESTART"
		}
		if _, err := w.pool.ExecContext(context.Background(), "PRAGMA wal_checkpoint("+mode+")"); err != nil {
			w.db.log.Warn("checkpoint failed, the write-ahead log grows", "bytes", info.Size(), "error", err)
		}
	}
}
