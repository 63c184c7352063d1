package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"golang.org/x/sync/errgroup"

	"github.com/anxin-desk/anxin/internal/demo"
	"github.com/anxin-desk/anxin/internal/demo/lately"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
	"github.com/anxin-desk/anxin/internal/platform/realtime"
	"github.com/anxin-desk/anxin/internal/services"
)

type serveCommand struct{ ServeConfig }

// Run implements kong's command: it serves until ctx ends, and then leaves
// nothing half done.
func (c serveCommand) Run(ctx context.Context, base Config, con console) error {
	public, err := c.publicURL()
	if err != nil {
		return err
	}
	log := base.logger(con.err)
	d, err := base.open(ctx, con)
	if err != nil {
		return err
	}
	defer d.Close()
	n, err := newNode(d, base.Data, c.ServeConfig, public, con.version, services.Real(log))
	if err != nil {
		return err
	}
	defer n.services.Close()
	if err := n.welcome(ctx, con); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listening on %s: %w (choose another address with --listen)", c.Listen, err)
	}
	log.Info("listening", "address", listener.Addr().String(), "public", public, "database", d.Engine(), "version", con.version)
	return n.run(ctx, listener)
}

// node is one running server.
type node struct {
	config   ServeConfig
	public   string
	version  string
	dir      string // of the data
	log      *slog.Logger
	services *services.Set
	hub      *realtime.Hub
	registry *prometheus.Registry
	outside  services.Outside
	proxies  []netip.Prefix
	leaving  atomic.Bool // not ready any more
}

func newNode(d *db.DB, dir string, c ServeConfig, public, version string, o services.Outside) (*node, error) {
	proxies, err := parseProxies(c.Proxies)
	if err != nil {
		return nil, err
	}
	n := &node{proxies: proxies, dir: dir, config: c, public: public, version: version, log: o.Log, registry: prometheus.NewRegistry(), outside: o}
	hub, err := realtime.New(realtime.Options{Log: o.Log, RedisURL: c.Redis, Registerer: n.registry,
		Heads: func(ctx context.Context, topics []string) (map[string]int64, error) {
			return n.services.Desk.Heads(ctx, topics)
		}})
	if err != nil {
		return nil, err
	}
	n.hub = hub
	n.outside.Hint = hub.Publish
	n.outside.Revoked = hub.Kick
	n.outside.Public = public
	allowed, err := outgoing.Allow(c.Outgoing)
	if err != nil {
		return nil, err
	}
	if n.outside.Sender == nil {
		n.outside.Sender = outgoing.New(allowed, 0)
	}
	if n.services, err = services.Build(d, dir, n.outside); err != nil {
		return nil, err
	}
	n.registry.MustRegister(n.services.Queue, n.services.Index, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return n, nil
}

// play lets the demo shop have been at work. Nothing of it goes out, nor to screens.
func (n *node) play(ctx context.Context) error {
	now := n.outside.Now()
	clock := lately.At(now)
	past := services.Real(n.log)
	past.Now, past.Sender = clock.Now, lately.Silence{}
	s, err := services.Build(n.services.DB, n.dir, past)
	if err != nil {
		return err
	}
	defer s.Close()
	return lately.Play(ctx, lately.Parts{Parts: demo.PartsOf(s), Clock: clock, Queue: s.Queue, Ratings: s.Ratings, Compensation: s.Parts}, now)
}

// welcome makes the demo shop, or tells how to make the first user.
func (n *node) welcome(ctx context.Context, con console) error {
	ctx = identity.With(ctx, identity.NewSystem())
	if n.config.Demo {
		made, err := demo.Make(ctx, demo.PartsOf(n.services))
		if err == nil && made && n.config.DemoDays {
			err = n.play(ctx)
		}
		if err != nil {
			return fmt.Errorf("making the demo shop: %w", err)
		}
		con.printf("\n  Console      %s\n  Storefront   %s/demo/store\n\n%s\n", n.public, n.public, demo.LogIns())
		return nil
	}
	token, err := n.services.Identity.SetupToken(ctx)
	if err == nil && token != "" {
		con.printf("\nNobody can sign in yet. Set up the first shop within 24 hours at\n\n  %s/setup?token=%s\n\n", n.public, token)
	}
	return err
}

// shutdownTime is how long running requests may take to end.
const shutdownTime = 20 * time.Second

// run serves until ctx ends. First no new request is taken and the running ones
// end; then the jobs; the database is closed last, by the caller.
func (n *node) run(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler: n.handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(n.log.Handler(), slog.LevelWarn),
	}
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	group, failed := errgroup.WithContext(work)
	for _, f := range []func(context.Context) error{n.services.Queue.Run, n.hub.Run, n.services.Sealer.Run, n.services.Index.Run, n.services.Hearing.Run, n.services.Stances.Run} {
		group.Go(func() error { return ignoreCancelled(f(failed)) })
	}
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	select {
	case <-ctx.Done():
	case <-failed.Done():
	}
	n.leaving.Store(true)
	n.log.Info("leaving: running requests and jobs are finished first")
	leave, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	err := errors.Join(n.hub.Shutdown(leave), server.Shutdown(leave))
	stopWork()
	return errors.Join(ignoreCancelled(err), group.Wait())
}

func ignoreCancelled(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
