package conversation_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// after lets time pass and runs what has become due.
func (w *world) after(d time.Duration) {
	w.t.Helper()
	w.pass(d)
	_, err := w.Queue.RunDue(context.Background(), w.now())
	w.must(err)
}

// heard is what a buyer sees that they have not written themselves.
func (w *world) heard(b buyer) (texts []string) {
	w.t.Helper()
	_, messages, err := w.Conversations.OfBuyer(b.ctx, 0)
	w.must(err)
	for _, m := range messages {
		if m.Sender.Kind != conversation.Buyer {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

func (w *world) acks() int64 {
	return w.count(`SELECT COUNT(*) FROM message WHERE sender_id = 'acknowledgement'`)
}

const soon = 6 * time.Second

func TestOneAcknowledgementForAStorm(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		together(t, 8, func(i int) error {
			_, err := w.Conversations.Say(b.ctx, fmt.Sprintf("storm-key-%d", i), conversation.Draft{Text: "在吗"})
			return err
		})
		began := w.get(b).WaitingSince
		w.after(4 * time.Second)
		if w.acks() != 0 {
			t.Error("nobody had the time to answer first")
		}
		together(t, 4, func(int) error { _, err := w.Queue.RunDue(context.Background(), w.now()); return err })
		w.after(2 * time.Second)
		if got := w.heard(b); len(got) != 1 || got[0] != "您好，已收到您的消息。客服会在 3 分钟内回复您。" {
			t.Fatalf("the buyer heard %q", got)
		}
		c := w.get(b)
		if !c.WaitingSince.Equal(began) || c.AssigneeID != "" || c.Unread != 8 {
			t.Errorf("the acknowledgement changed %+v", c)
		}
		for i := range 20 {
			w.say(b, fmt.Sprintf("later-key-%d", i), "有人吗")
			w.after(5 * time.Minute)
		}
		if w.acks() != 1 || !w.get(b).WaitingSince.Equal(began) {
			t.Errorf("%d acknowledgements, waiting since %v", w.acks(), w.get(b).WaitingSince)
		}
		if n := w.count(`SELECT COUNT(*) FROM job WHERE state = 'dead'`); n != 0 {
			t.Errorf("%d dead jobs", n)
		}
	})
}

func TestNoAcknowledgementInATalk(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "buyer-key-1", "在吗")
		w.pass(2 * time.Second)
		w.reply("agent-key-1", b, "在的")
		w.after(soon) // the clock of a wait that has ended
		w.say(b, "buyer-key-2", "灯坏了")
		w.after(soon)
		if w.acks() != 0 {
			t.Fatalf("acknowledged in the middle of a talk: %q", w.heard(b))
		}
		w.reply("agent-key-2", b, "马上查")
		w.pass(31 * time.Minute)
		w.say(b, "buyer-key-3", "查到了吗")
		w.pass(time.Second)
		w.say(b, "buyer-key-4", "？")
		w.after(soon)
		if w.acks() != 1 {
			t.Errorf("%d acknowledgements after half an hour of silence", w.acks())
		}
	})
}

func TestAnOutcomeThatWasDeclinedIsNotAcknowledged(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.inTx(func(tx *db.Tx) error { return w.Conversations.WaitForTeamIn(tx, b.talk) })
		began := w.get(b).WaitingSince
		w.pass(time.Second)
		w.inTx(func(tx *db.Tx) error { return w.Conversations.WaitForTeamIn(tx, b.talk) })
		w.after(soon)
		if w.acks() != 0 || !w.get(b).WaitingSince.Equal(began) {
			t.Errorf("%d acknowledgements, %+v", w.acks(), w.get(b))
		}
	})
}

// told is who was told that an answer is due, by id.
func (w *world) told() []string {
	w.t.Helper()
	ids, err := db.All(w.DB.Reader(context.Background()), func(row db.Scanner) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT user_id FROM notice WHERE kind = 'conversation.response_due' ORDER BY at, user_id`)
	w.must(err)
	return ids
}

// hire adds somebody with a role in a shop, or in all.
func (w *world) hire(login, role, shopID string) (id string) {
	w.t.Helper()
	p, err := w.Identity.CreateUser(identity.With(context.Background(), identity.NewSystem()), identity.Newcomer{
		Name: login, Login: login, Password: "correct horse", Grants: []identity.Grant{{Role: role, Shop: shopID}}})
	w.must(err)
	return p.ID
}

func TestTheClockOfTheFirstResponse(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		at := w.get(b).ShopID
		lead, agent := w.hire("lead", "team_lead", at), w.hire("someone", "agent", at)
		w.hire("elsewhere", "team_lead", w.newShop("third"))
		w.say(b, "buyer-key-1", "在吗")
		w.after(2*time.Minute + 59*time.Second)
		if got := w.told(); len(got) != 0 {
			t.Fatalf("told %v before it was due", got)
		}
		w.after(2 * time.Second)
		w.say(b, "buyer-key-2", "人呢")
		w.after(time.Hour)
		if got := w.told(); !slices.Equal(got, []string{lead}) {
			t.Fatalf("told %v, want the team lead %s once", got, lead)
		}
		_, err := w.assign(w.agent, b.talk, w.get(b).Version, agent)
		w.must(err)
		w.reply("agent-key-1", b, "在的")
		w.after(time.Hour)
		w.say(b, "buyer-key-3", "好了吗")
		w.pass(time.Minute)
		w.reply("agent-key-2", b, "快了")
		w.say(b, "buyer-key-4", "多久")
		w.after(2*time.Minute + 30*time.Second) // the clock of the wait before does nothing
		if got := w.told(); len(got) != 1 {
			t.Fatalf("told %v", got)
		}
		w.after(time.Minute)
		if got := w.told(); !slices.Equal(got, []string{lead, agent}) {
			t.Errorf("told %v, want then the assignee %s", got, agent)
		}
	})
}

func TestTheFirstResponseWaitsForOpening(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		lead := w.hire("lead", "team_lead", w.get(b).ShopID)
		w.pass(12 * time.Hour) // 21:30 in Shanghai
		w.say(b, "buyer-key-1", "在吗")
		w.after(soon)
		if got := w.heard(b); len(got) != 1 || got[0] != "您好，已收到您的消息。我们明天 09:00 开始营业，客服到时会尽快回复您。" {
			t.Errorf("heard %q", got)
		}
		w.after(11*time.Hour + 32*time.Minute)
		if got := w.told(); len(got) != 0 {
			t.Errorf("told %v two minutes after the opening", got)
		}
		w.after(time.Minute)
		if got := w.told(); !slices.Equal(got, []string{lead}) {
			t.Errorf("told %v", got)
		}
	})
}
