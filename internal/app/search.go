package app

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/services"
)

type searchCommands struct {
	Rebuild searchRebuild `cmd:"" help:"Forget the index of search and make it anew. The server may run meanwhile; if this is stopped, it goes on."`
}

type searchRebuild struct{}

// sayEvery is how often a long command says how far it is.
const sayEvery = time.Second

// Run implements kong's command.
func (searchRebuild) Run(ctx context.Context, c Config, con console) error {
	return c.with(ctx, con, func(ctx context.Context, s *services.Set) error {
		began := time.Now()
		var said time.Time
		err := s.Index.Rebuild(ctx, func(kind string, done int64) {
			if time.Since(said) >= sayEvery {
				said = time.Now()
				con.printf("%-10s %9d\n", kind, done)
			}
		})
		if err == nil {
			con.printf("Done in %v. Search knows everything again.\n", time.Since(began).Round(time.Second))
		}
		return err
	})
}
