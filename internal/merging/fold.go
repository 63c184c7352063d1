package merging

import (
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Fold is what a merging changes in two conversations, as it was before: what
// undoing restores.
type Fold struct {
	SourceWaiting time.Time // zero if nobody waited
	SourceHead    int64     // the number of messages that came with it
	TargetWaiting time.Time
	TargetHead    int64    // what was said later was said to both
	Took          bool     // the target had nobody to look after it, and got who looked after the source
	TargetVersion int64    // after it
	Later         []string // ids of the messages for later that came along
}

// folding is another conversation that was merged into the same one.
type folding struct {
	Fold
	undone bool
}

// fold lets the buyer of source go on in target: who has waited longer waits
// there, what nobody has read is unread there, and who looked after source looks
// after a target that nobody else does. What was put off comes back, for whoever
// merges has to see it.
func fold(target, source conversation.Conversation) (conversation.Conversation, conversation.Conversation, Fold) {
	was := Fold{SourceWaiting: source.WaitingSince, SourceHead: source.HeadSeq,
		TargetWaiting: target.WaitingSince, TargetHead: target.HeadSeq}
	if target.AssigneeID == "" && source.AssigneeID != "" {
		target.AssigneeID, was.Took = source.AssigneeID, true
	}
	target.WaitingSince = earlier(target.WaitingSince, source.WaitingSince)
	target.Unread += source.Unread
	target.Version++
	was.TargetVersion = target.Version
	source.MergedInto, source.WaitingSince, source.Unread = target.ID, time.Time{}, 0
	source.Version++
	return target, source, was
}

// unfold takes a merging back. others are those of other conversations into the
// same target. A wait that nobody has answered since is given back to whose it
// was; source waits again in any case, because an answer that was meant for
// somebody else is none.
func (f Fold) unfold(target, source conversation.Conversation, said conversation.Answers, others []folding) (conversation.Conversation, conversation.Conversation) {
	if !target.WaitingSince.IsZero() && target.WaitingSince.Equal(f.SourceWaiting) {
		target.WaitingSince = f.waits(said, others)
	}
	if f.Took && target.Version == f.TargetVersion && said.Last <= f.TargetHead {
		target.AssigneeID = ""
	}
	target.Version++
	source.MergedInto, source.WaitingSince = "", f.SourceWaiting
	source.Version++
	return target, source
}

// waits returns since when somebody waits in the target without the source.
func (f Fold) waits(said conversation.Answers, others []folding) time.Time {
	waits, own := said.Unanswered, said.Last <= f.TargetHead
	for _, o := range others {
		if !o.undone && said.Last <= o.TargetHead {
			waits = earlier(waits, o.SourceWaiting)
		}
		if o.SourceWaiting.Equal(f.TargetWaiting) {
			own = false // the target waited for that one
		}
	}
	if own {
		waits = earlier(waits, f.TargetWaiting)
	}
	return waits
}

// earlier returns the earlier of two times, of which either may be missing.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// fold merges source into target, both locked.
func (s *Service) fold(tx *db.Tx, target, source conversation.Conversation, by string) (Fold, error) {
	waited, talks := target.WaitingSince, s.Conversations
	target, source, was := fold(target, source)
	var err error
	if target, err = talks.StopSnoozeIn(tx, target); err != nil {
		return was, err
	}
	if source, err = talks.StopSnoozeIn(tx, source); err != nil {
		return was, err
	}
	if was.Later, err = talks.CarryLaterIn(tx, source.ID, target.ID, nil); err != nil {
		return was, err
	}
	if err := s.store(tx, target, source, by, "merge"); err != nil {
		return was, err
	}
	if err := talks.ShowLastIn(tx, target.ID, source.ID); err != nil {
		return was, err
	}
	if !was.SourceWaiting.IsZero() { // somebody has written whom those who write in the target have not heard
		if err := talks.BuyerWroteIn(tx, target.ID); err != nil {
			return was, err
		}
	}
	if target.WaitingSince.Equal(waited) {
		return was, nil
	}
	return was, talks.WaitBeganIn(tx, target, true)
}

// unfold takes m back. The target must not have been merged itself since. It
// returns the source as it is then.
func (s *Service) unfold(tx *db.Tx, scope identity.Scope, m Merging, by string) (source conversation.Conversation, err error) {
	talks := s.Conversations
	target, source, err := talks.LockPairIn(tx, scope, m.TargetID, m.SourceID)
	if err != nil {
		return source, err
	}
	others, err := foldings(tx, m)
	if err != nil {
		return source, err
	}
	said, err := conversation.AnswersIn(tx, target.ID)
	if err != nil {
		return source, err
	}
	waited := target.WaitingSince
	target, source = m.Fold.unfold(target, source, said, others)
	if len(m.Fold.Later) > 0 {
		if _, err := talks.CarryLaterIn(tx, target.ID, source.ID, m.Fold.Later); err != nil {
			return source, err
		}
	}
	if target.Unread, err = conversation.CountUnreadIn(tx, target); err != nil {
		return source, err
	}
	if source.Unread, err = conversation.CountUnreadIn(tx, source); err != nil {
		return source, err
	}
	if err := s.store(tx, target, source, by, "unmerge"); err != nil {
		return source, err
	}
	if err := talks.ShowLastIn(tx, target.ID); err != nil {
		return source, err
	}
	for _, c := range []conversation.Conversation{target, source} {
		if c.WaitingSince.IsZero() || c.ID == target.ID && c.WaitingSince.Equal(waited) {
			continue
		}
		if err := talks.WaitBeganIn(tx, c, true); err != nil {
			return source, err
		}
	}
	return source, nil
}

func (s *Service) store(tx *db.Tx, target, source conversation.Conversation, by, verb string) error {
	both := map[string]string{"source_id": source.ID, "target_id": target.ID}
	for _, c := range []conversation.Conversation{target, source} {
		if err := s.Conversations.StoreFoldedIn(tx, c, by, verb, both); err != nil {
			return err
		}
	}
	return nil
}
