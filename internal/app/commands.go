package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"

	"github.com/anxin-desk/anxin/internal/playbook/command"
)

// commands is the command line.
type commands struct {
	Config
	File kong.ConfigFlag `name:"config" help:"JSON file with settings by the names of the flags." env:"ANXIN_CONFIG"`

	Serve    serveCommand     `cmd:"" help:"Run the server."`
	Migrate  migrateCommand   `cmd:"" help:"Bring the database up to date and leave."`
	Demo     demoCommand      `cmd:"" help:"Make the demo shop on an empty database."`
	User     userCommands     `cmd:"" help:"Manage the people who may sign in."`
	OpenAPI  openAPICommand   `cmd:"" name:"openapi" help:"Print the document of the API."`
	Audit    auditCommands    `cmd:"" help:"Look at the record of changes."`
	Backup   backupCommand    `cmd:"" help:"Copy database, files and keys into one archive."`
	Restore  restoreCommand   `cmd:"" help:"Unpack an archive into an empty data directory."`
	Search   searchCommands   `cmd:"" help:"Look after the index of search."`
	Assist   assistCommands   `cmd:"" help:"Read texts: JSON lines in, JSON lines out."`
	Policy   policyCommands   `cmd:"" help:"What may be offered to a buyer: JSON lines in, JSON lines out."`
	Playbook command.Commands `cmd:"" help:"Guided flows for complaints: look at them, check them, find the one that fits."`
	Version  versionCommand   `cmd:"" help:"Print the version."`
}

// console is what commands talk to.
type console struct {
	version string
	in      io.Reader
	out     io.Writer
	err     io.Writer
}

func (c console) printf(format string, args ...any) { fmt.Fprintf(c.out, format, args...) }

// Main runs the program with its arguments and returns its exit code.
func Main(ctx context.Context, version string, args []string, in io.Reader, out, errOut io.Writer) int {
	var cli commands
	exit := -1
	parser, err := kong.New(&cli,
		kong.Name("anxin"),
		kong.Description("Anxin 安心, a complaint-handling platform: every complaint has one owner, every commitment has a clock."),
		kong.Configuration(kong.JSON),
		kong.Writers(out, errOut),
		kong.Exit(func(code int) { exit = code }),
	)
	if err != nil {
		fmt.Fprintln(errOut, "anxin:", err)
		return 2
	}
	parsed, err := parser.Parse(args)
	switch {
	case exit >= 0:
		return exit
	case err != nil:
		fmt.Fprintln(errOut, "anxin:", err, "(see anxin --help)")
		return 2
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(cli.Config, console{version, in, out, errOut}, command.Console{In: in, Out: out}); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(errOut, "anxin:", err)
		return 1
	}
	return 0
}

type versionCommand struct{}

// Run implements kong's command.
func (versionCommand) Run(c console) error {
	c.printf("%s\n", c.version)
	return nil
}
