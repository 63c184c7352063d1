package lately_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/demo"
	"github.com/anxin-desk/anxin/internal/demo/lately"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/services"
)

// The days can be played, at whatever time of the day, and leave what a visitor
// comes to see: cases in most stages, one that is closed and praised, a
// commitment that was broken, and work that is overdue.
func TestPlay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 11, 30, 1, 20, 0, 0, time.UTC)
		clock := lately.At(now)
		s, err := services.Build(d, t.TempDir(), services.Outside{Now: clock.Now, NewID: uuid.NewString, Log: slog.New(slog.DiscardHandler),
			Revoked: func(string) {}, Hint: func(string, any) {}, Sender: lately.Silence{}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		ctx := identity.With(context.Background(), identity.NewSystem())
		parts := demo.PartsOf(s)
		parts.Now = func() time.Time { return now }
		if _, err := demo.Make(ctx, parts); err != nil {
			t.Fatal(err)
		}
		if err := lately.Play(ctx, lately.Parts{Parts: parts, Clock: clock, Queue: s.Queue, Ratings: s.Ratings, Compensation: s.Parts}, now); err != nil {
			t.Fatal(err)
		}
		for what, want := range map[string]int{
			`SELECT COUNT(*) FROM complaint WHERE stage = 'closed' AND conversation_id IN (SELECT id FROM conversation WHERE channel <> 'register')`: 2,
			`SELECT COUNT(*) FROM complaint WHERE severity = 'critical' AND escalated_at > 0`:                                                        1,
			`SELECT COUNT(*) FROM commitment WHERE state = 'kept'`:                                                                                   3,
			`SELECT COUNT(*) FROM commitment WHERE state = 'open' AND broken_at > 0`:                                                                 1,
			`SELECT COUNT(*) FROM commitment WHERE state = 'open' AND broken_at = 0`:                                                                 4,
			`SELECT COUNT(*) FROM ticket WHERE state = 'done'`:                                                                                       1,
			`SELECT COUNT(*) FROM rating`:                                                    2,
			`SELECT COUNT(*) FROM compensation_claim WHERE state = 'paid'`:                   1,
			`SELECT COUNT(*) FROM compensation_claim WHERE state = 'approved'`:               1,
			`SELECT COUNT(*) FROM compensation_claim WHERE state = 'waiting'`:                2,
			`SELECT COUNT(*) FROM payout WHERE state = 'unknown' AND attempts = 1`:           1,
			`SELECT COUNT(*) FROM conversation WHERE waiting_since > 0 AND assignee_id = ''`: 5,
		} {
			if got, err := db.Value[int](d.Reader(ctx), what); err != nil || got != want {
				t.Errorf("%s: %d, not %d, %v", what, got, want, err)
			}
		}
		report, err := audit.Verify(ctx, d.Reader(ctx), s.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}
