package torture

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/torture/program"
)

// binary is the program under torture.
var binary string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "anxin-torture-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	if binary, err = program.Build(ctx, dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// size is how much a test does: short, or full under ANXIN_TORTURE=full, or
// what ANXIN_TORTURE says.
func size(short, full int) int {
	switch text := os.Getenv("ANXIN_TORTURE"); text {
	case "":
		return short
	case "full":
		return full
	default:
		if n, err := strconv.Atoi(text); err == nil {
			return n
		}
		return short
	}
}

// full reports whether this run is one whose figures count.
func full() bool { return os.Getenv("ANXIN_TORTURE") == "full" }

// choices returns the source of a test's random choices. What the processes do
// in the meantime is nobody's choice: a seed repeats the blows, not their effect.
func choices(t *testing.T) *rand.Rand {
	seed := rand.Uint64()
	if text := os.Getenv("ANXIN_TORTURE_SEED"); text != "" {
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("ANXIN_TORTURE_SEED: %v", err)
		}
		seed = n
	}
	t.Logf("ANXIN_TORTURE_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// child returns a source for one goroutine.
func child(r *rand.Rand) *rand.Rand { return rand.New(rand.NewPCG(r.Uint64(), r.Uint64())) }

// between is a random duration.
func between(r *rand.Rand, from, to time.Duration) time.Duration {
	return from + time.Duration(r.Int64N(int64(to-from)))
}

// pause waits, or returns false when ctx ends first.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
