// Command bench measures the built program from outside, with the load tool on
// the same machine: durable messages a second, starting, memory, and how soon a
// screen hears of a message, and how fast words are read. It prints a table and writes test-results/bench.json.
//
//	make bench
//	go run ./bench -only messages -for 5s
//	go run ./bench -only soak -soak 1h
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/torture/program"
)

// bench is one run.
type bench struct {
	binary   string
	only     string // part of the name of what is measured, "" for all
	length   time.Duration
	soakFor  time.Duration // 0: no soak
	sockets  []int
	dir      string // everything is below it
	postgres string // URL of the server, "" until it is needed

	results []result
}

// result is one line of the table.
type result struct {
	What  string  `json:"what"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

func main() {
	b := &bench{sockets: []int{1000, 10_000}}
	flag.StringVar(&b.binary, "binary", "bin/anxin", "the program to measure")
	flag.StringVar(&b.only, "only", "", "measure only what this names: start, messages, sockets, queue, language, soak")
	flag.DurationVar(&b.length, "for", 10*time.Second, "length of each load")
	flag.DurationVar(&b.soakFor, "soak", 0, "length of a soak, such as 1h; 0 for none")
	out := flag.String("out", "test-results/bench.json", "file for the results")
	flag.Parse()
	if b.only == "soak" && b.soakFor <= 0 {
		fmt.Fprintln(os.Stderr, "bench: say how long the soak shall be, such as -soak 1h")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := b.run(ctx, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (b *bench) run(ctx context.Context, out string) (err error) {
	if b.binary, err = filepath.Abs(b.binary); err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp("", "anxin-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	fmt.Printf("%s, %s/%s, %d CPUs\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	for _, part := range []struct {
		name    string
		measure func(context.Context) error
	}{{"start", b.start}, {"messages", b.messages}, {"sockets", b.open}, {"queue", b.queue}, {"language", b.language}, {"soak", b.soak}} {
		if !strings.Contains(part.name, b.only) {
			continue
		}
		if err := part.measure(ctx); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	text, err := json.MarshalIndent(b.results, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	return os.WriteFile(out, append(text, '\n'), 0o644)
}

// found notes a result and shows it.
func (b *bench) found(value float64, unit, what string, args ...any) {
	r := result{fmt.Sprintf(what, args...), value, unit}
	b.results = append(b.results, r)
	fmt.Printf("%-62s %10.1f %s\n", r.What, r.Value, r.Unit)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// data makes an empty directory.
func (b *bench) data() (string, error) { return os.MkdirTemp(b.dir, "data-") }

const startWithin = time.Minute

// serve starts a server with empty data and hands it to use.
func (b *bench) serve(args []string, use func(*program.Node) error) error {
	dir, err := b.data()
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	n, err := program.NewNode(b.binary, append([]string{"--data", dir}, args...)...)
	if err != nil {
		return err
	}
	return running(n, use)
}

// running starts a server, hands it to use, and stops it whatever came of that.
func running(n *program.Node, use func(*program.Node) error) error {
	if _, err := n.Start(startWithin); err != nil {
		return errors.Join(err, n.Kill())
	}
	return errors.Join(use(n), n.Stop())
}
