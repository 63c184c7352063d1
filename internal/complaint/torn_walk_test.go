package complaint_test

import (
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
)

// The same holds on the way of a bad case, and for two cases that are one.
func TestNoStageIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		f := newFuse(w)
		b := f.talk()
		c := f.walk(b)
		f.mergeAndSplit(b, c)
		f.restAndBack(b, c)
	})
}

func (f fuse) version(id string) int64 { return f.caseNow(id).Version }

func (f fuse) walk(b buyer) (c complaint.Case) {
	f.t.Helper()
	facts := someFacts
	facts.Severity = complaint.High
	f.burn("open", func() (err error) {
		c, err = f.Complaints.Open(f.agent, b.talk, "case-key-9", facts)
		return err
	})
	f.burn("restate", func() error {
		_, err := f.Complaints.Restate(f.agent, c.ID, f.version(c.ID), "三天没有物流，您想知道到哪了。")
		return err
	})
	f.burn("understand", func() error {
		_, err := f.Complaints.AnswerRestatement(b.ctx, c.ID, true, "")
		return err
	})
	f.burn("move", func() error {
		_, err := f.Complaints.MoveTo(f.agent, c.ID, f.version(c.ID), complaint.Investigating, "")
		return err
	})
	f.burn("propose", func() error {
		_, err := f.Complaints.Propose(f.agent, c.ID, f.version(c.ID), "重新发一件", true)
		return err
	})
	f.burn("agree", func() error {
		_, err := f.Complaints.Agree(f.agent, c.ID, f.version(c.ID), 0, "电话里说好")
		return err
	})
	f.burn("escalate", func() error {
		_, err := f.Complaints.Escalate(f.agent, c.ID, f.version(c.ID), "", "stuck", "")
		return err
	})
	if got := f.caseNow(c.ID); got.Stage != complaint.Agreed || len(got.Skipped) > 0 {
		f.t.Errorf("after the walk %+v", got)
	}
	return f.caseNow(c.ID)
}

func (f fuse) mergeAndSplit(b buyer, c complaint.Case) {
	f.t.Helper()
	var other complaint.Case
	f.burn("open another", func() (err error) {
		other, err = f.Complaints.Open(f.agent, b.talk, "case-key-8", someFacts)
		return err
	})
	f.burn("commit", func() error {
		_, err := f.Complaints.Commit(f.agent, other.ID, "commit-key-8", commitment.Draft{Text: "查快递", DueAt: f.clock.in(time.Hour)})
		return err
	})
	f.burn("merge", func() error {
		_, err := f.Complaints.Merge(f.agent, other.ID, f.version(other.ID), c.ID)
		return err
	})
	owed := func(id string) int64 {
		return f.count(`SELECT COUNT(*) FROM commitment WHERE case_id = ?`, id)
	}
	if owed(c.ID) != 1 || owed(other.ID) != 0 {
		f.t.Errorf("merged: %d and %d commitments", owed(c.ID), owed(other.ID))
	}
	f.burn("split", func() error {
		_, err := f.Complaints.Split(f.agent, other.ID, f.version(other.ID))
		return err
	})
	if owed(c.ID) != 0 || owed(other.ID) != 1 {
		f.t.Errorf("split: %d and %d commitments", owed(c.ID), owed(other.ID))
	}
}

func (f fuse) restAndBack(b buyer, c complaint.Case) {
	f.t.Helper()
	f.burn("close", func() error {
		_, err := f.Complaints.CloseWithReason(f.chief, c.ID, f.version(c.ID), "已在平台撤诉")
		return err
	})
	f.burn("reopen", func() error {
		_, err := f.Complaints.Reopen(b.ctx, c.ID, "还没到")
		return err
	})
	f.burn("close by a record", func() error {
		_, err := f.Complaints.CloseVerified(f.agent, c.ID, f.version(c.ID), "签收")
		return err
	})
	f.burn("open again", func() error {
		_, err := f.Complaints.OpenAgain(f.agent, c.ID, f.version(c.ID), "买家来电")
		return err
	})
}
