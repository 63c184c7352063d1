// Anxin is a complaint-handling platform for Chinese e-commerce merchants: HTTP
// API, realtime, background jobs and web apps in one program. Run it with
// --help to see its commands.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/anxin-desk/anxin/internal/app"
)

// version is set by the build.
var version = "unversioned"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(app.Main(ctx, version, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
