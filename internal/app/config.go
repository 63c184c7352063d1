// Package app puts the program together: its command line and configuration,
// the wiring of the services, and running and shutting down.
package app

import (
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Config is everything that can be configured, by flags, by environment
// variables, or by a JSON file given with --config. docs/configuration.md is
// generated from it.
type Config struct {
	Data     string `help:"Directory of the database, files and keys." default:"./data" env:"ANXIN_DATA" type:"path"`
	Database string `help:"sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME. Without it, anxin.db in the data directory." env:"ANXIN_DATABASE"`
	LogLevel string `help:"debug, info, warn or error." default:"info" enum:"debug,info,warn,error" env:"ANXIN_LOG_LEVEL"`
	LogForm  string `name:"log-format" help:"text or json." default:"text" enum:"text,json" env:"ANXIN_LOG_FORMAT"`
}

// ServeConfig is what only the server needs.
type ServeConfig struct {
	Listen       string   `help:"Address to listen on." default:"127.0.0.1:8080" env:"ANXIN_LISTEN"`
	PublicURL    string   `help:"Address under which people reach the server; with https, cookies are sent over TLS only." env:"ANXIN_PUBLIC_URL"`
	Redis        string   `help:"redis://HOST:PORT of the broker between several nodes. One node needs none." env:"ANXIN_REDIS"`
	DemoDays     bool     `help:"With --demo: let the demo shop have been at work for two days." env:"ANXIN_DEMO_DAYS"`
	Demo         bool     `help:"Make a demo shop with public log-ins on an empty database." env:"ANXIN_DEMO"`
	SignInsPM    int      `name:"sign-ins-per-minute" help:"Attempts a minute to sign in from one address; chats may begin twenty times as often." default:"30" env:"ANXIN_SIGN_INS_PER_MINUTE"`
	Proxies      []string `name:"trusted-proxies" help:"Addresses or ranges of reverse proxies, as 10.0.0.0/8. Their X-Forwarded-For says whom limits count." env:"ANXIN_TRUSTED_PROXIES"`
	Outgoing     []string `name:"outgoing-allow" help:"Names of hosts, addresses or ranges inside your network that the program may send to, as robots.example.lan or 10.1.2.0/24. Without it, it sends to public addresses only." env:"ANXIN_OUTGOING_ALLOW"`
	MetricsToken string   `help:"Bearer token for /metrics. Without it, only requests from this machine are answered." env:"ANXIN_METRICS_TOKEN"`
}

// databaseURL is the configured database, or the one in the data directory.
func (c Config) databaseURL() string {
	if c.Database != "" {
		return c.Database
	}
	return "sqlite:" + filepath.Join(c.Data, "anxin.db")
}

// prepare makes the data directory, readable by its owner only.
func (c Config) prepare() error {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("making the data directory: %w", err)
	}
	return nil
}

func (c Config) logger(w io.Writer) *slog.Logger {
	var level slog.Level
	// The names were checked when the configuration was read.
	_ = level.UnmarshalText([]byte(c.LogLevel))
	o := &slog.HandlerOptions{Level: level}
	if c.LogForm == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

// publicURL is where people reach the server, without a slash at the end.
func (c ServeConfig) publicURL() (string, error) {
	if c.PublicURL == "" {
		return "http://" + strings.Replace(c.Listen, "127.0.0.1", "localhost", 1), nil
	}
	u, err := url.Parse(c.PublicURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", fmt.Errorf("the public address must look like https://desk.example.com, not %q", c.PublicURL)
	}
	return strings.TrimSuffix(c.PublicURL, "/"), nil
}
