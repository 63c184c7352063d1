package app

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

var update = flag.Bool("update", false, "write docs/configuration.md anew")

const configurationFile = "../../docs/configuration.md"

// TestConfigurationDoc holds docs/configuration.md to the command line as it is.
// make gen writes it.
func TestConfigurationDoc(t *testing.T) {
	parser, err := kong.New(&commands{}, kong.Name("anxin"))
	if err != nil {
		t.Fatal(err)
	}
	want := configurationDoc(parser.Model.Node)
	if *update {
		if err := os.WriteFile(configurationFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(configurationFile); err != nil || !bytes.Equal(got, want) {
		t.Errorf("docs/configuration.md is not what the command line says (%v): run make gen and commit it", err)
	}
}

const configurationHead = `# Configuration

<!-- Written by make gen from internal/app/config.go. Do not edit. -->

A setting is taken from the first of these that has it:

1. a flag on the command line: ` + "`--public-url https://desk.example.com`" + `
2. the JSON file given with ` + "`--config`" + `: ` + "`{\"public_url\": \"https://desk.example.com\"}`" + `
3. an environment variable: ` + "`ANXIN_PUBLIC_URL=https://desk.example.com`" + `
4. the default

Keys of the file that no setting has are ignored. Passwords and tokens belong in the file or the environment:
other users of the machine can read command lines.

`

// configurationDoc describes every command with what it takes.
func configurationDoc(root *kong.Node) []byte {
	var b bytes.Buffer
	b.WriteString(configurationHead + "## Every command\n\n")
	writeFlags(&b, root.Flags)
	for _, command := range root.Leaves(true) {
		fmt.Fprintf(&b, "## anxin %s\n\n%s\n\n", commandLine(command), command.Help)
		writeArguments(&b, command.Positional)
		writeFlags(&b, command.Flags)
	}
	return append(bytes.TrimRight(b.Bytes(), "\n"), '\n')
}

// commandLine is how a command is called, without the program's name and flags.
func commandLine(command *kong.Node) string {
	line := command.Name
	for parent := command.Parent; parent.Type == kong.CommandNode; parent = parent.Parent {
		line = parent.Name + " " + line
	}
	for _, argument := range command.Positional {
		line += " " + strings.ToUpper(argument.Name)
	}
	return line
}

func writeArguments(b *bytes.Buffer, arguments []*kong.Positional) {
	for _, argument := range arguments {
		if argument.Help != "" {
			fmt.Fprintf(b, "`%s`: %s\n\n", strings.ToUpper(argument.Name), argument.Help)
		}
	}
}

func writeFlags(b *bytes.Buffer, flags []*kong.Flag) {
	var rows strings.Builder
	for _, f := range flags {
		if f.Name != "help" {
			rows.WriteString(flagRow(f))
		}
	}
	if rows.Len() > 0 {
		b.WriteString("| flag | environment | key in the file | default | |\n|---|---|---|---|---|\n" + rows.String() + "\n")
	}
}

func flagRow(f *kong.Flag) string {
	name, key := "--"+f.Name, strings.ReplaceAll(f.Name, "-", "_")
	if f.Name == "config" {
		key = "" // the file is read before its keys
	}
	fallback := f.Default
	if f.Required {
		fallback = "required"
	}
	var environment string
	if len(f.Envs) > 0 {
		environment = f.Envs[0]
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s |\n", code(name), code(environment), code(key), code(fallback), strings.ReplaceAll(f.Help, "|", `\|`))
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}
