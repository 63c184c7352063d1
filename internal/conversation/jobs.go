package conversation

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

// Register tells the queue who answers the clocks.
func (s *Service) Register() {
	jobs.HandleTx(s.Queue, s.acknowledge)
	jobs.HandleTx(s.Queue, s.firstResponse)
	jobs.HandleTx(s.Queue, s.sendLater)
	jobs.HandleTx(s.Queue, s.sweepUnsent)
	jobs.HandleTx(s.Queue, s.snoozeEnd)
	jobs.Every(s.Queue, sweepUnsent{}, 24*time.Hour)
}
