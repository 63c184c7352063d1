package app

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

type backupCommand struct {
	To string `arg:"" help:"Archive to write, as anxin-2026-03-02.tar.gz. It must not exist." type:"path"`
}

// Run implements kong's command. The server may go on meanwhile: the database
// is copied as it is at one moment, before the files, which are only ever added.
func (b backupCommand) Run(ctx context.Context, c Config, con console) error {
	if strings.HasPrefix(c.databaseURL(), "postgres") {
		return errors.New("backup copies a SQLite installation; for PostgreSQL use pg_dump, and copy the data directory")
	}
	d, err := db.Open(ctx, c.databaseURL(), db.Options{Log: c.logger(con.err)})
	if err != nil {
		return err
	}
	defer d.Close()
	dir, err := os.MkdirTemp(filepath.Dir(b.To), ".anxin-backup-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	copied := filepath.Join(dir, "anxin.db")
	if err := d.Backup(ctx, copied); err != nil {
		return fmt.Errorf("copying the database: %w", err)
	}
	part := filepath.Join(dir, "archive")
	if err := writeArchive(part, copied, c.Data); err != nil {
		return fmt.Errorf("writing the archive: %w", err)
	}
	// A link fails where the file exists, which a rename would not.
	if err := os.Link(part, b.To); err != nil {
		return err
	}
	con.printf("Wrote %s.\n", b.To)
	return nil
}

// writeArchive packs the copied database, and keys and files of the data
// directory.
func writeArchive(to, database, data string) error {
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	zip := gzip.NewWriter(out)
	pack := tar.NewWriter(zip)
	err = errors.Join(
		addFile(pack, database, "anxin.db"),
		addTree(pack, data),
	)
	return errors.Join(err, pack.Close(), zip.Close(), out.Sync(), out.Close())
}

// addTree packs everything of the data directory but the live database.
func addTree(pack *tar.Writer, data string) error {
	return filepath.WalkDir(data, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || strings.HasPrefix(entry.Name(), "anxin.db") {
			return err
		}
		name, err := filepath.Rel(data, path)
		if err != nil {
			return err
		}
		return addFile(pack, path, filepath.ToSlash(name))
	})
}

func addFile(pack *tar.Writer, path, name string) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	header := &tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: info.ModTime()}
	if err := pack.WriteHeader(header); err != nil {
		return err
	}
	_, err = io.CopyN(pack, in, info.Size())
	return err
}

type restoreCommand struct {
	From string `arg:"" help:"Archive that anxin backup wrote." type:"existingfile"`
}

// Run implements kong's command.
func (r restoreCommand) Run(c Config, con console) error {
	if entries, err := os.ReadDir(c.Data); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not empty: restore into a new directory with --data", c.Data)
	}
	if err := c.prepare(); err != nil {
		return err
	}
	n, err := readArchive(r.From, c.Data)
	if err != nil {
		return fmt.Errorf("reading the archive: %w", err)
	}
	con.printf("Restored %d files into %s.\n", n, c.Data)
	return nil
}

// readArchive unpacks into a directory and nowhere else, whatever names the
// archive holds.
func readArchive(from, to string) (n int, err error) {
	in, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	zip, err := gzip.NewReader(in)
	if err != nil {
		return 0, err
	}
	root, err := os.OpenRoot(to)
	if err != nil {
		return 0, err
	}
	defer root.Close()
	for pack := tar.NewReader(zip); ; n++ {
		header, err := pack.Next()
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		if err := unpack(root, header.Name, pack); err != nil {
			return n, fmt.Errorf("%s: %w", header.Name, err)
		}
	}
}

func unpack(root *os.Root, name string, content io.Reader) error {
	if err := root.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	out, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, content)
	return errors.Join(err, out.Sync(), out.Close())
}
