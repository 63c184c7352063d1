// Package merging says that two conversations of a shop are with the same
// person: a buyer who came again in another browser. The source is merged into
// the target, where everything goes on: what was said in the source stays there
// under its own numbers and is shown beside, its cases and commitments move over
// with all that belongs to them, and who began it now talks in the target and
// sees what was said there.
//
// It can be taken back. Then everything stands where it stood, except what was
// said or opened since: that was said in the target, and stays.
package merging

import (
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Merging is one conversation that was merged into another.
type Merging struct {
	ID       string
	ShopID   string
	SourceID string // the conversation that goes on in the other
	TargetID string
	Fold     Fold
	By       string
	At       time.Time
	UndoneBy string
	UndoneAt time.Time // zero while it holds
	Version  int64
}

// Pair names two conversations to be merged, in the versions that the caller
// saw.
type Pair struct {
	SourceID, TargetID           string
	SourceVersion, TargetVersion int64
}

// check refuses what cannot be merged.
func (p Pair) check(target, source conversation.Conversation) error {
	switch {
	case target.ID == source.ID:
		return fault.Field("source_id", "merging.itself")
	case target.ShopID != source.ShopID:
		return fault.Field("source_id", "merging.other_shop")
	case target.Channel != source.Channel:
		return fault.Field("source_id", "merging.other_channel")
	case !target.Knows(p.TargetVersion) || !source.Knows(p.SourceVersion):
		return fault.New(fault.Conflict, "conversation.changed")
	}
	return nil
}

// undo takes a merging back.
func (m Merging) undo(version int64, by string, now time.Time) (Merging, error) {
	switch {
	case !m.UndoneAt.IsZero():
		return m, fault.New(fault.Conflict, "merging.undone")
	case m.Version != version:
		return m, fault.New(fault.Conflict, "merging.changed")
	}
	m.UndoneBy, m.UndoneAt, m.Version = by, now, m.Version+1
	return m, nil
}
