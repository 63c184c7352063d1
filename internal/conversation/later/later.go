// Package later keeps messages that are to be sent at a time, as a part of
// conversations, which send them.
package later

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Later is a message that an agent has written to be sent at a time.
//
// It waits until then, unless the buyer writes first: words that were written
// before the buyer's last ones may be wrong now, so it pauses and its author is
// told. It goes on when they send it, or give it a new time. The author's
// permission is looked at again when it goes.
type Later struct {
	ID             string
	ConversationID string
	ShopID         string
	AuthorID       string
	Key            string
	Text           string
	FileIDs        []string
	SendAt         time.Time
	State          State
	Reason         Reason
	MadeAt         time.Time
	Version        int64
}

// State says what has become of a message for later.
type State string

const (
	Waiting   State = "waiting"
	Paused    State = "paused"
	Sent      State = "sent"
	Cancelled State = "cancelled"
)

// Reason says why a message for later does not go.
type Reason string

const (
	BuyerWrote Reason = "buyer_wrote"
	NotAllowed Reason = "not_allowed" // its author may not answer here any more
	Merged     Reason = "merged"      // its conversation was merged, or that was taken back
)

const (
	maxAhead = 30 * 24 * time.Hour
	Most     = 20 // unsent ones of a conversation
)

// checkSendAt refuses times that have passed, and those too far ahead.
func checkSendAt(at, now time.Time) error {
	switch {
	case !at.After(now):
		return fault.Field("send_at", "later.past")
	case at.After(now.Add(maxAhead)):
		return fault.Field("send_at", "later.too_far", "days", int(maxAhead/(24*time.Hour)))
	}
	return nil
}

// open tells whether it has neither gone nor been cancelled.
func (l Later) open() bool { return l.State == Waiting || l.State == Paused }

// By refuses somebody else's change, one of a version that is no more, and one
// that comes too late.
func (l Later) By(actorID string, version int64) error {
	switch {
	case l.AuthorID != actorID:
		return fault.New(fault.Denied, "later.not_yours")
	case !l.open():
		return fault.New(fault.Conflict, "later.gone")
	case l.Version != version:
		return fault.New(fault.Conflict, "later.changed")
	}
	return nil
}

// Edit returns l as its author wants it now; it waits again.
func (l Later) Edit(text string, fileIDs []string, at, now time.Time) (Later, error) {
	if err := checkSendAt(at, now); err != nil {
		return l, err
	}
	l.Text, l.FileIDs, l.SendAt = text, fileIDs, at
	l.State, l.Reason, l.Version = Waiting, "", l.Version+1
	return l, nil
}

// Become returns l in another state.
func (l Later) Become(state State, why Reason) Later {
	l.State, l.Reason, l.Version = state, why, l.Version+1
	return l
}
