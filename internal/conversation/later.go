package conversation

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
	State          LaterState
	Reason         PauseReason
	MadeAt         time.Time
	Version        int64
}

// LaterState says what has become of a message for later.
type LaterState string

const (
	LaterWaiting   LaterState = "waiting"
	LaterPaused    LaterState = "paused"
	LaterSent      LaterState = "sent"
	LaterCancelled LaterState = "cancelled"
)

// PauseReason says why a message for later does not go.
type PauseReason string

const (
	BuyerWrote PauseReason = "buyer_wrote"
	NotAllowed PauseReason = "not_allowed" // its author may not answer here any more
	Merged     PauseReason = "merged"      // its conversation was merged, or that was taken back
)

const (
	maxLaterAhead = 30 * 24 * time.Hour
	maxLater      = 20 // unsent ones of a conversation
)

// checkSendAt refuses times that have passed, and those too far ahead.
func checkSendAt(at, now time.Time) error {
	switch {
	case !at.After(now):
		return fault.Field("send_at", "later.past")
	case at.After(now.Add(maxLaterAhead)):
		return fault.Field("send_at", "later.too_far", "days", int(maxLaterAhead/(24*time.Hour)))
	}
	return nil
}

// open tells whether it has neither gone nor been cancelled.
func (l Later) open() bool { return l.State == LaterWaiting || l.State == LaterPaused }

// by refuses somebody else's change, one of a version that is no more, and one
// that comes too late.
func (l Later) by(actorID string, version int64) error {
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

// edit returns l as its author wants it now; it waits again.
func (l Later) edit(d Draft, at, now time.Time) (Later, error) {
	d, err := d.clean()
	if err != nil {
		return l, err
	}
	if err := checkSendAt(at, now); err != nil {
		return l, err
	}
	l.Text, l.FileIDs, l.SendAt = d.Text, d.FileIDs, at
	l.State, l.Reason, l.Version = LaterWaiting, "", l.Version+1
	return l, nil
}

// become returns l in another state.
func (l Later) become(state LaterState, why PauseReason) Later {
	l.State, l.Reason, l.Version = state, why, l.Version+1
	return l
}
