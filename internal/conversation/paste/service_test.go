package paste_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/conversation/paste"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	read "github.com/anxin-desk/anxin/internal/language/paste"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestChatBecomesAConversation(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := paste.Draft{Text: chat("10:01 buyer 杯子碎了", "10:03 us 抱歉，我马上看", "10:20 buyer 在吗")}
		c := w.keep(3, first)
		if got, want := w.thread(c), "10:01 buyer 杯子碎了|10:03 agent 抱歉，我马上看|10:20 buyer 在吗|"; got != want {
			t.Errorf("got %s", got)
		}
		c = w.get(c)
		if c.Channel != conversation.Paste || c.AssigneeID != "agent" || c.Unread != 0 || c.WaitingSince.Add(8*time.Hour).Format("15:04") != "10:20" {
			t.Errorf("got %+v", c)
		}
		who, err := profile.ByNickIn(w.DB.Reader(context.Background()), w.shop, "taobao", "TB睡不醒")
		if err != nil || who.ID != c.CustomerID || who.Name != "tb睡不醒" {
			t.Errorf("customer %+v, %v", who, err)
		}
		if held, err := w.Pastes.Of(w.agent, c.ID); err != nil || held.Tool != "qianniu" || held.Nick != "tb睡不醒" {
			t.Errorf("held %+v, %v", held, err)
		}
		if again := w.keep(0, first); again.Version != c.Version {
			t.Errorf("the same again changes %+v", again)
		}
		w.keep(1, paste.Draft{Text: chat("09:50 buyer 你好", "10:01 buyer 杯子碎了"), ConversationID: c.ID})
		w.pass(10 * time.Minute)
		w.keep(1, paste.Draft{Text: chat("10:20 buyer 在吗", "10:35 us 在的"), ConversationID: c.ID})
		if got, want := w.thread(c), "09:50 buyer 你好|10:01 buyer 杯子碎了|10:03 agent 抱歉，我马上看|10:20 buyer 在吗|10:35 agent 在的|"; got != want {
			t.Errorf("got %s", got)
		}
		if c = w.get(c); !c.WaitingSince.IsZero() || c.HeadSeq != 5 {
			t.Errorf("got %+v", c)
		}
	})
}

// What we write here is copied there; when it comes back it is known. What was
// taken back here and sent there all the same is new.
func TestOurRepliesComeBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.keep(1, paste.Draft{Text: chat("10:28 buyer 能补发吗")})
		_, err := w.Conversations.Reply(w.agent, c.ID, "reply-0001", conversation.Draft{Text: "可以，今天18点前补发"})
		w.must(err)
		if c = w.get(c); !c.WaitingSince.IsZero() {
			t.Errorf("waits since %v", c.WaitingSince)
		}
		m, err := w.Conversations.Reply(w.agent, c.ID, "reply-0002", conversation.Draft{Text: "顺丰发出"})
		w.must(err)
		_, err = w.Conversations.Recall(w.agent, c.ID, m.Seq)
		w.must(err)
		w.pass(5 * time.Minute)
		w.keep(2, paste.Draft{Text: chat("10:28 buyer 能补发吗", "10:31 us 可以，今天 18 点前补发", "10:32 us 顺丰发出", "10:33 buyer 好"), ConversationID: c.ID})
		_, err = w.Conversations.Schedule(w.agent, c.ID, "later-0001", conversation.Draft{Text: "明天见"}, w.now().Add(time.Hour))
		wantFault(t, err, fault.Conflict, "later.elsewhere")
	})
}

// An old chat is put on record and nothing rings; robots answer nobody; nothing
// is said where we cannot speak.
func TestClocksOfPastedChats(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		old := w.keep(1, paste.Draft{Text: "tb老客 (2026-11-20 10:00:00):\n还没收到"})
		if c := w.get(old); !c.WaitingSince.IsZero() {
			t.Errorf("an old chat waits since %v", c.WaitingSince)
		}
		missed := w.keep(2, paste.Draft{Text: chat("09:40 buyer 在吗", "09:40 robot 亲，在的")})
		if c := w.get(missed); c.WaitingSince.IsZero() {
			t.Error("a robot has answered")
		}
		w.keep(1, paste.Draft{Text: "tb新客 (2026-11-23 10:29:00):\n怎么退货"})
		w.pass(time.Minute)
		w.run()
		if n := w.count(`SELECT COUNT(*) FROM message WHERE sender_kind = 'system'`); n != 0 {
			t.Errorf("%d messages by the system", n)
		}
		if n := w.count(`SELECT COUNT(*) FROM notice WHERE kind = 'conversation.response_due'`); n != 0 {
			t.Errorf("%d alarms of the past", n)
		}
		w.pass(time.Hour)
		w.run()
	})
}

func TestWhoMayPaste(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		d := paste.Draft{ShopID: w.shop, Text: chat("10:28 buyer 能补发吗")}
		c := w.keep(1, d)
		for _, ctx := range []context.Context{w.away, w.reader, context.Background()} {
			_, err := w.Pastes.Read(ctx, d)
			_, _, kept := w.Pastes.Keep(ctx, d, 0)
			if err == nil || kept == nil {
				t.Errorf("got %v and %v", err, kept)
			}
		}
		_, err := w.Pastes.Read(w.away, d)
		wantFault(t, err, fault.NotFound, "db.not_found")
		_, err = w.Pastes.Read(w.away, paste.Draft{ShopID: w.other, ConversationID: c.ID, Text: d.Text})
		wantFault(t, err, fault.NotFound, "db.not_found")
		_, _, err = w.Pastes.Keep(w.agent, paste.Draft{ShopID: w.shop, ConversationID: c.ID, Text: "tb别人 (2026-11-23 10:00:00):\n在吗"}, 2)
		wantFault(t, err, fault.Invalid, "paste.other_buyer")
		_, _, err = w.Pastes.Keep(w.agent, paste.Draft{ShopID: w.shop, Text: "买家：在吗\n客服：在"}, 0)
		wantFault(t, err, fault.Invalid, "paste.nick_missing")
		_, _, err = w.Pastes.Keep(w.agent, paste.Draft{ShopID: w.shop, Text: "在吗"}, 0)
		wantFault(t, err, fault.Invalid, "paste.no_messages")
		w.keep(2, paste.Draft{Text: "买家：在吗\n客服：在", Nick: "大林"})
	})
}

// Two tabs keep the same chat at once: it is there once, and who came second is
// told, or finds nothing new.
func TestTwoTabs(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		d := paste.Draft{ShopID: w.shop, Text: chat("10:01 buyer 杯子碎了", "10:20 buyer 在吗")}
		for range 2 {
			p, err := w.Pastes.Read(w.agent, d)
			w.must(err)
			var all sync.WaitGroup
			for range 4 {
				all.Go(func() {
					if _, _, err := w.Pastes.Keep(w.agent, d, p.Conversation.Version); err != nil && fault.KindOf(err) != fault.Conflict {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if n := w.count(`SELECT COUNT(*) FROM message`); n != int64(len(p.Messages)) {
				t.Errorf("%d messages", n)
			}
			if n := w.count(`SELECT COUNT(*) FROM customer`); n != 1 {
				t.Errorf("%d customers", n)
			}
			d.Text += chat("10:25 buyer 有人吗")
		}
		_, _, err := w.Pastes.Keep(w.agent, paste.Draft{ShopID: w.shop, Text: chat("10:26 buyer 人呢")}, 1)
		wantFault(t, err, fault.Conflict, "conversation.changed")
	})
}

// A name that was said to be ours is ours the next time.
func TestNamesAreRemembered(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		text := "白云 2026-11-23 10:00:00\n您好\n老林 2026-11-23 10:01:00\n茶受潮了"
		w.keep(2, paste.Draft{Text: text, Sides: map[string]read.Side{"白云": read.Us, "老林": read.Buyer}})
		p, err := w.Pastes.Read(w.agent, paste.Draft{ShopID: w.shop, Text: "白云 2026-11-23 10:05:00\n您好\n小周 2026-11-23 10:06:00\n在吗"})
		w.must(err)
		if p.Nick != "小周" || !p.Speakers[0].Sure || p.Speakers[0].Side != read.Us {
			t.Errorf("got %+v", p.Speakers)
		}
	})
}

// A case is opened from a pasted chat as from any other, and it is found.
func TestCaseOfAPastedChat(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.keep(1, paste.Draft{Text: chat("10:28 buyer 杯子碎了，订单3912456789012345678")})
		k, err := w.Complaints.Open(w.agent, c.ID, "case-key-0001", complaint.Facts{Scenario: "quality.damaged", Severity: "normal"})
		w.must(err)
		if k.ConversationID != c.ID {
			t.Errorf("got %+v", k)
		}
		advice, err := w.Assist.Advise(w.agent, c.ID, "尽快处理")
		if err != nil || len(advice.Findings) == 0 || advice.CaseID != k.ID {
			t.Errorf("advice %+v, %v", advice, err)
		}
	})
}

func TestNoPasteIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		f := dbtest.NewFuse(t, w.DB)
		d := paste.Draft{ShopID: w.shop, Text: chat("10:01 buyer 杯子碎了", "10:03 us 抱歉"), Sides: map[string]read.Side{"安心茶铺:小陈": read.Us}}
		for range 2 {
			f.Burn("keep", func() error {
				p, err := w.Pastes.Read(w.agent, d)
				if err == nil {
					_, _, err = w.Pastes.Keep(w.agent, d, p.Conversation.Version)
				}
				return err
			})
			d.Text += chat("10:05 buyer 什么时候补发")
		}
		if n := w.count(`SELECT COUNT(*) FROM message`); n != 3 {
			t.Errorf("%d messages", n)
		}
	})
}
