package follow_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/follow"
)

// A loop looks four times a second while nothing is to be done, goes on at once after
// work, and slows down while steps fail.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		began := time.Now()
		var at []time.Duration
		fails := errors.New("no")
		l := follow.Loop{
			Step: func(context.Context) (int, error) {
				at = append(at, time.Since(began))
				switch len(at) {
				case 1:
					return 0, nil
				case 2:
					time.Sleep(40 * time.Millisecond)
					return 3, nil
				case 3, 4:
					return 0, fails
				}
				cancel()
				return 0, nil
			},
			Rest:   func(worked time.Duration) time.Duration { return worked / 4 },
			Failed: func(int, error) {},
		}
		l.Run(ctx)
		want := []time.Duration{0, 250, 300, 800, 1800}
		for i, ms := range want {
			if i >= len(at) || at[i] != ms*time.Millisecond {
				t.Fatalf("steps at %v, want them at %v ms", at, want)
			}
		}
	})
}

func TestCatchUp(t *testing.T) {
	left := 5
	l := follow.Loop{Step: func(context.Context) (int, error) { n := min(left, 2); left -= n; return n, nil }}
	if err := l.CatchUp(t.Context()); err != nil || left != 0 {
		t.Errorf("%d are left, %v", left, err)
	}
	fails := errors.New("no")
	l.Step = func(context.Context) (int, error) { return 1, fails }
	if err := l.CatchUp(t.Context()); err != fails {
		t.Error(err)
	}
}
