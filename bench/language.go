package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Where our own messages of buyers and replies of agents are, from the top of
// the repository.
const (
	messagesIn = "internal/language/reading/data/utterances/*.tsv"
	repliesIn  = "internal/language/check/testdata/dev/*.txt"
)

// language measures the engines as they are asked from a command line: one line
// in, one line out, so that the way through two pipes is part of every figure.
func (b *bench) language(ctx context.Context) error {
	messages, err := column(messagesIn, 3)
	if err != nil {
		return err
	}
	replies, err := column(repliesIn, 0)
	if err != nil {
		return err
	}
	for _, each := range []struct {
		command string
		texts   []string
	}{{"analyze", messages}, {"check", replies}, {"commitments", replies}} {
		if err := b.asked(ctx, each.command, each.texts); err != nil {
			return fmt.Errorf("assist %s: %w", each.command, err)
		}
	}
	return nil
}

// column reads one column of all files of a pattern; lines that begin with #
// tell of themselves.
func column(pattern string, n int) (all []string, err error) {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("%s: there are no such files here, %w", pattern, os.ErrNotExist)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(text)) {
			cells := strings.Split(strings.TrimSpace(line), "\t")
			if !strings.HasPrefix(line, "#") && n < len(cells) && cells[n] != "" {
				all = append(all, strings.TrimPrefix(cells[n], "- "))
			}
		}
	}
	return all, nil
}

// asked starts a command of the engines, asks it about every text twice, of
// which the second time counts, and reports its times and memory.
func (b *bench) asked(ctx context.Context, command string, texts []string) error {
	began := time.Now()
	var starting []time.Duration
	for range starts {
		began = time.Now()
		if err := exec.CommandContext(ctx, b.binary, "assist", command).Run(); err != nil {
			return err
		}
		starting = append(starting, time.Since(began))
	}
	c := exec.CommandContext(ctx, b.binary, "assist", command)
	in, err := c.StdinPipe()
	if err != nil {
		return err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	times, size, err := ask(in, bufio.NewReaderSize(out, 1<<20), texts)
	if err != nil {
		c.Cancel()
		c.Wait()
		return err
	}
	if err := c.Wait(); err != nil {
		return err
	}
	slices.Sort(times)
	var all time.Duration
	for _, t := range times {
		all += t
	}
	b.found(milliseconds(median(starting)), "ms", "assist %s, start to end without input", command)
	b.found(milliseconds(times[len(times)/2]), "ms", "assist %s, a text, p50 of %d", command, len(times))
	b.found(milliseconds(times[len(times)*99/100]), "ms", "assist %s, a text, p99", command)
	b.found(float64(size)/1e6/all.Seconds(), "MB/s", "assist %s, one after the other", command)
	if used, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		b.found(float64(used.Maxrss)/1e3, "MB", "assist %s, memory at most", command)
	}
	return nil
}

// ask writes each text and waits for its answer. It closes in at the end.
func ask(in io.WriteCloser, out *bufio.Reader, texts []string) (times []time.Duration, size int, err error) {
	for n, text := range slices.Concat(texts, texts) {
		line, err := json.Marshal(map[string]string{"id": fmt.Sprint(n), "text": text, "at": "2026-11-30T10:00:00+08:00"})
		if err != nil {
			return nil, 0, err
		}
		began := time.Now()
		if _, err := in.Write(append(line, '\n')); err != nil {
			return nil, 0, err
		}
		answer, err := out.ReadBytes('\n')
		if err != nil {
			return nil, 0, fmt.Errorf("after %d texts: %w", n, err)
		}
		if strings.Contains(string(answer), `"error":`) {
			return nil, 0, fmt.Errorf("%s: %s", text, answer)
		}
		if n >= len(texts) {
			times, size = append(times, time.Since(began)), size+len(text)
		}
	}
	return times, size, in.Close()
}
