package conversation_test

import (
	"context"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	schedule "github.com/anxin-desk/anxin/internal/conversation/later"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// writer is somebody who can sign in and may answer in the first shop.
func (w *world) writer(login string, b buyer) (id string, ctx context.Context) {
	w.t.Helper()
	at := w.get(b).ShopID
	id = w.hire(login, "agent", at)
	return id, member(id, at, []identity.Permission{identity.ConversationRead, identity.ConversationReply, identity.FileUpload})
}

func (w *world) schedule(ctx context.Context, b buyer, key, text string, in time.Duration) conversation.Later {
	w.t.Helper()
	l, err := w.Conversations.Schedule(ctx, b.talk, key, conversation.Draft{Text: text}, w.now().Add(in))
	w.must(err)
	return l
}

func (w *world) scheduled(b buyer) []conversation.Later {
	w.t.Helper()
	all, err := w.Conversations.Scheduled(w.reader, b.talk)
	w.must(err)
	return all
}

func TestALaterMessageGoesOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "buyer-key-1", "明天能到吗")
		id, chen := w.writer("chen", b)
		l := w.schedule(chen, b, "later-key-1", "您好，快递今天会到。", time.Hour)
		if again := w.schedule(chen, b, "later-key-1", "您好，快递今天会到。", time.Hour); again.ID != l.ID || len(w.scheduled(b)) != 1 {
			t.Errorf("the same key made %+v", w.scheduled(b))
		}
		w.after(59 * time.Minute)
		if len(w.scheduled(b)) != 1 || w.get(b).WaitingSince.IsZero() {
			t.Fatal("it went too early")
		}
		w.pass(2 * time.Minute)
		together(t, 4, func(int) error { _, err := w.Queue.RunDue(context.Background(), w.now()); return err })
		w.after(time.Hour)
		n := w.count(`SELECT COUNT(*) FROM message WHERE text = '您好，快递今天会到。'`)
		if c := w.get(b); n != 1 || c.AssigneeID != id || !c.WaitingSince.IsZero() || len(w.scheduled(b)) != 0 {
			t.Errorf("said %d times, %+v, left %+v", n, c, w.scheduled(b))
		}
		_, err := w.Conversations.CancelLater(chen, l.ID, l.Version+1)
		wantFault(t, err, fault.Conflict, "later.gone")
	})
}

func TestALaterMessagePausesWhenTheBuyerWrites(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		id, chen := w.writer("chen", b)
		l := w.schedule(chen, b, "later-key-1", "今天会到", time.Hour)
		w.say(b, "buyer-key-1", "已经到了，是坏的")
		w.say(b, "buyer-key-2", "怎么办")
		if n := w.count(`SELECT COUNT(*) FROM notice WHERE kind = 'later.paused' AND user_id = '` + id + `'`); n != 1 {
			t.Errorf("told %d times", n)
		}
		w.after(2 * time.Hour)
		open := w.scheduled(b)
		if len(open) != 1 || open[0].State != schedule.Paused || open[0].Reason != schedule.BuyerWrote || w.get(b).WaitingSince.IsZero() {
			t.Fatalf("left %+v", open)
		}
		// Who has not seen that it paused does not send it unawares.
		_, err := w.Conversations.EditLater(chen, l.ID, l.Version, "今天会到", w.now().Add(time.Hour))
		wantFault(t, err, fault.Conflict, "later.changed")
		l, err = w.Conversations.EditLater(chen, l.ID, open[0].Version, "明天换新", w.now().Add(time.Hour))
		if err != nil || l.State != schedule.Waiting {
			t.Fatalf("%+v, %v", l, err)
		}
		w.after(time.Hour)
		if got := w.heard(b); got[len(got)-1] != "明天换新" {
			t.Errorf("heard %q", got)
		}
	})
}

func TestALaterMessageOfWhoMayNotAnymore(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		id, chen := w.writer("chen", b)
		w.hire("root", "administrator", "")
		w.schedule(chen, b, "later-key-1", "今天会到", time.Hour)
		_, err := w.Identity.Disable(identity.With(context.Background(), identity.NewSystem()), id, 1)
		w.must(err)
		w.after(time.Hour)
		if open := w.scheduled(b); len(open) != 1 || open[0].Reason != schedule.NotAllowed || len(w.heard(b)) != 0 {
			t.Errorf("left %+v, heard %q", open, w.heard(b))
		}
	})
}

func TestChangingLaterMessages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		_, chen := w.writer("chen", b)
		_, wang := w.writer("wang", b)
		for at, code := range map[time.Duration]string{0: "later.past", -time.Minute: "later.past", 31 * 24 * time.Hour: "later.too_far"} {
			_, err := w.Conversations.Schedule(chen, b.talk, "later-key-0", conversation.Draft{Text: "x"}, w.now().Add(at))
			wantFault(t, err, fault.Invalid, code)
		}
		l := w.schedule(chen, b, "later-key-1", "一", time.Hour)
		_, err := w.Conversations.CancelLater(wang, l.ID, l.Version)
		wantFault(t, err, fault.Denied, "later.not_yours")
		_, err = w.Conversations.SendNow(w.stranger, l.ID, l.Version)
		wantFault(t, err, fault.NotFound, "db.not_found")
		sent, err := w.Conversations.SendNow(chen, l.ID, l.Version)
		w.must(err)
		_, err = w.Conversations.SendNow(chen, l.ID, l.Version)
		wantFault(t, err, fault.Conflict, "later.gone")
		second := w.schedule(chen, b, "later-key-2", "二", time.Hour)
		_, err = w.Conversations.CancelLater(chen, second.ID, second.Version)
		w.must(err)
		w.after(2 * time.Hour)
		if got := w.heard(b); len(got) != 1 || got[0] != "一" || sent.State != schedule.Sent {
			t.Errorf("heard %q", got)
		}
		for i := range 20 {
			w.schedule(chen, b, "many-key-"+string(rune('a'+i)), "x", time.Hour)
		}
		_, err = w.Conversations.Schedule(chen, b.talk, "many-key-z", conversation.Draft{Text: "x"}, w.now().Add(time.Hour))
		wantFault(t, err, fault.Conflict, "later.too_many")
	})
}
