package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/api"
	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/demo"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/services"
)

// open gives a command the migrated database.
func (c Config) open(ctx context.Context, con console) (*db.DB, error) {
	if err := c.prepare(); err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, c.databaseURL(), db.Options{Log: c.logger(con.err)})
	if err != nil {
		return nil, err
	}
	if err := d.Migrate(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// with gives a command the services, acting as who owns the machine.
func (c Config) with(ctx context.Context, con console, do func(context.Context, *services.Set) error) error {
	d, err := c.open(ctx, con)
	if err != nil {
		return err
	}
	s, err := services.Build(d, c.Data, services.Real(c.logger(con.err)))
	if err != nil {
		return errors.Join(err, d.Close())
	}
	err = do(identity.With(ctx, identity.NewSystem()), s)
	return errors.Join(err, s.Close(), d.Close())
}

type migrateCommand struct{}

// Run implements kong's command.
func (migrateCommand) Run(ctx context.Context, c Config, con console) error {
	d, err := c.open(ctx, con)
	if err != nil {
		return err
	}
	version, err := d.SchemaVersion(ctx)
	if err == nil {
		con.printf("The %s database is up to date (version %d).\n", d.Engine(), version)
	}
	return errors.Join(err, d.Close())
}

type demoCommand struct{}

// Run implements kong's command.
func (demoCommand) Run(ctx context.Context, c Config, con console) error {
	return c.with(ctx, con, func(ctx context.Context, s *services.Set) error {
		made, err := demo.Make(ctx, demo.PartsOf(s))
		if err != nil {
			return err
		}
		if !made {
			con.printf("There are users already: nothing was changed.\n")
			return nil
		}
		con.printf("%s\n", demo.LogIns())
		return nil
	})
}

type openAPICommand struct{}

// Run implements kong's command.
func (openAPICommand) Run(con console) error {
	text, err := json.MarshalIndent(api.Document("1"), "", "  ")
	if err == nil {
		con.printf("%s\n", text)
	}
	return err
}

type auditCommands struct {
	Verify auditVerify `cmd:"" help:"Check that the record of changes is complete and unaltered."`
	Head   auditHead   `cmd:"" help:"Print the last seal, to be kept somewhere else."`
}

type auditVerify struct {
	Head string `help:"File with a seal that was printed earlier: shows whether later entries were cut off." type:"existingfile"`
}

// Run implements kong's command.
func (a auditVerify) Run(ctx context.Context, c Config, con console) error {
	d, err := c.open(ctx, con)
	if err != nil {
		return err
	}
	defer d.Close()
	key, err := audit.LoadKey(c.Data)
	if err != nil {
		return err
	}
	head, err := a.head(c.Data)
	if err != nil {
		return err
	}
	report, err := audit.Verify(ctx, d.Reader(ctx), key, head)
	if err != nil {
		return err
	}
	con.printf("%d entries, %d of them not sealed yet; last seal %d of %s.\n",
		report.Entries, report.Unsealed, report.Head.Number, report.Head.At.UTC().Format(time.RFC3339))
	for _, p := range report.Problems {
		con.printf("%s\n", p)
	}
	if !report.OK() {
		return errors.New("the record was altered")
	}
	return nil
}

// head is the seal to compare with: the one given, or the one that the server
// keeps beside its key.
func (a auditVerify) head(dir string) (*audit.Head, error) {
	if a.Head == "" {
		return audit.LoadHead(dir)
	}
	text, err := os.ReadFile(a.Head)
	if err != nil {
		return nil, err
	}
	head, err := audit.ParseHead(strings.TrimSpace(string(text)))
	return &head, err
}

type auditHead struct{}

// Run implements kong's command.
func (auditHead) Run(ctx context.Context, c Config, con console) error {
	return c.with(ctx, con, func(ctx context.Context, s *services.Set) error {
		if _, err := s.Sealer.Seal(ctx); err != nil {
			return fmt.Errorf("sealing: %w", err)
		}
		head, err := audit.LoadHead(c.Data)
		if err != nil {
			return err
		}
		if head == nil {
			return errors.New("nothing has been recorded yet")
		}
		con.printf("%s\n", head)
		return nil
	})
}
