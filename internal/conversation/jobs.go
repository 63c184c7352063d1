package conversation

import "github.com/anxin-desk/anxin/internal/platform/jobs"

// Register tells the queue who answers the clocks.
func (s *Service) Register() {
	jobs.HandleTx(s.Queue, s.acknowledge)
	jobs.HandleTx(s.Queue, s.firstResponse)
	jobs.HandleTx(s.Queue, s.sendLater)
	jobs.HandleTx(s.Queue, s.snoozeEnd)
}
