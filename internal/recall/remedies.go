package recall

import (
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/option"
	"github.com/anxin-desk/anxin/internal/policy/rulebook"
)

// Remedies are what a shop does for its buyers: for one with options, for all of a
// batch with a recall.
type Remedies struct {
	Options *option.Service
	Recalls *Service
}

// World is what remedies take from around them.
type World struct {
	Now           func() time.Time
	NewID         func() string
	Hint          func(topic string, hint any)
	Conversations *conversation.Service
	Complaints    *complaint.Service
	Rulebooks     *rulebook.Service
}

// NewRemedies wires them, and tells the queue what they do.
func NewRemedies(w World) Remedies {
	c := w.Complaints
	r := Remedies{
		Options: &option.Service{DB: c.DB, Now: w.Now, NewID: w.NewID, Hint: w.Hint, Conversations: w.Conversations, Complaints: c, Notices: c.Notices, Rulebooks: w.Rulebooks},
		Recalls: &Service{DB: c.DB, Queue: c.Queue, Now: w.Now, NewID: w.NewID, Hint: w.Hint, Conversations: w.Conversations, Notices: c.Notices},
	}
	r.Recalls.Register()
	return r
}
