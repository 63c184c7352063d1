package complaint_test

import (
	"context"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/rating"
)

// The same holds for what buyers do from outside the chat, and after the end.
func TestNothingOfAReturnIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, c := w.opened()
		f := newFuse(w)
		code := f.share(c)
		f.comeBack(c, code)
		f.rate(b, c)
	})
}

// share makes a link and a service code, which it returns.
func (f fuse) share(c complaint.Case) string {
	f.t.Helper()
	f.burn("share", func() error {
		_, err := f.Progress.Share(f.agent, c.ID, "share-key-1", true)
		return err
	})
	f.burn("renew the code", func() error { return f.Progress.RenewCode(f.agent, c.ID, "renew-key-1") })
	code, err := f.Customers.CodeIn(f.DB.Reader(context.Background()), c.CustomerID)
	f.must(err)
	return code
}

func (f fuse) comeBack(c complaint.Case, code string) {
	f.t.Helper()
	f.burn("look up", func() error {
		_, err := f.Progress.LookUp(context.Background(), c.Number, code)
		return err
	})
	elsewhere := f.visit("first")
	_, err := f.Conversations.Say(elsewhere.ctx, "elsewhere-1", conversation.Draft{Text: "我换手机了"})
	f.must(err)
	f.burn("return", func() error {
		_, err := f.Progress.Return(context.Background(), "first", code, elsewhere.token)
		return err
	})
	if left := f.events(elsewhere.talk)["customer.went_on"]; left != 1 {
		f.t.Errorf("the conversation that was left is told %d times", left)
	}
}

func (f fuse) rate(b buyer, c complaint.Case) {
	f.t.Helper()
	_, err := f.Complaints.CloseWithReason(f.chief, c.ID, f.caseNow(c.ID).Version, "说好了")
	f.must(err)
	said, err := f.Conversations.Say(b.ctx, "buyer-rated", conversation.Draft{Text: "一分"})
	f.must(err)
	f.burn("mark a rating", func() error {
		_, err := f.Ratings.Mark(f.agent, c.ID, f.caseNow(c.ID).Version, rating.Reading{Seq: said.Seq, Score: 1})
		return err
	})
	f.burn("rate", func() error {
		_, err := f.Ratings.Rate(b.ctx, c.ID, rating.Opinion{Score: 2, Words: "慢"})
		return err
	})
	address, err := f.Progress.Share(f.agent, c.ID, "share-key-2", false)
	f.must(err)
	_, token, _ := strings.Cut(address, "#")
	holder, err := f.Progress.Authenticate(context.Background(), token)
	f.must(err)
	f.burn("open again by link", func() error {
		_, err := f.Complaints.Reopen(identity.With(context.Background(), holder), c.ID, "又来了")
		return err
	})
	f.burn("revoke", func() error { return f.Progress.Revoke(f.agent, c.ID) })
}
