package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/torture/program"
)

// proc reads a file that Linux keeps about a process.
func proc(n *program.Node, name string) (string, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", n.PID(), name))
	if err != nil {
		return "", fmt.Errorf("measuring a process needs Linux: %w", err)
	}
	return string(text), nil
}

// memory notes the resident memory of a server.
func (b *bench) memory(n *program.Node, what string, args ...any) error {
	text, err := proc(n, "status")
	if err != nil {
		return err
	}
	for line := range strings.Lines(text) {
		var kib float64
		if _, err := fmt.Sscanf(line, "VmRSS: %f kB", &kib); err == nil {
			b.found(kib*1024/1e6, "MB", what, args...)
			return nil
		}
	}
	return fmt.Errorf("process %d has no VmRSS", n.PID())
}

// tick is the unit in which Linux counts the CPU time of processes.
const tick = 10 * time.Millisecond

// cpu is the processor time that a server has used.
func cpu(n *program.Node) (time.Duration, error) {
	text, err := proc(n, "stat")
	if err != nil {
		return 0, err
	}
	// Fields 14 and 15, counted from behind the name, which may hold blanks.
	fields := strings.Fields(text[strings.LastIndexByte(text, ')')+1:])
	var user, system int64
	if _, err := fmt.Sscan(fields[11]+" "+fields[12], &user, &system); err != nil {
		return 0, err
	}
	return time.Duration(user+system) * tick, nil
}
