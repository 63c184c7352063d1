package desk_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/desk"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// addUser stores somebody who holds a role.
func (w *world) addUser(id, role, shopID string, disabled bool) {
	w.t.Helper()
	w.must(w.DB.InTx(context.Background(), func(tx *db.Tx) error {
		gone := int64(0)
		if disabled {
			gone = 1
		}
		if _, err := tx.Exec(`INSERT INTO app_user (id, login, name, password, disabled_at, made_at, version) VALUES (?, ?, ?, '', ?, 0, 1)`,
			id, id, "Name of "+id, gone); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO user_grant (user_id, role_id, shop_id, department_id) VALUES (?, ?, ?, '')`, id, role, shopID)
		return err
	}))
}

func TestNamedConversation(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.addUser("agent", "agent", w.first, false)
		b := w.visit("first", "王女士")
		w.say(b, "你好")
		talk, err := w.Conversations.Get(w.agent, b.talk)
		w.must(err)
		named, err := w.Desk.Name(w.agent, talk)
		if err != nil || named.Assignee != (desk.Person{}) || named.CustomerName != "王女士" || named.ShopName != "Shop first" ||
			named.Zone != "Asia/Shanghai" || !named.CustomerSince.Equal(morning) {
			t.Errorf("got %+v, %v", named, err)
		}
		w.reply(w.agent, b, "您好")
		talk, err = w.Conversations.Get(w.agent, b.talk)
		w.must(err)
		if named, err = w.Desk.Name(w.agent, talk); err != nil || named.Assignee != (desk.Person{ID: "agent", Name: "Name of agent"}) {
			t.Errorf("got %+v, %v", named.Assignee, err)
		}
	})
}

func TestTimelineTellsInOrder(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.addUser("boss", "supervisor", "", false)
		b := w.talking("first")
		c := w.open(b, "case-key-1")
		w.pass(time.Minute)
		made, err := w.Complaints.Commit(w.boss, c.ID, "commit-key-1", commitment.Draft{Text: "今天答复", DueAt: w.now().Add(time.Hour)})
		w.must(err)
		w.ms.Store(made.GraceEndsAt.UnixMilli()) // alarm and breach at one moment
		_, err = w.Queue.RunDue(context.Background(), w.now())
		w.must(err)
		w.pass(time.Minute)
		_, err = w.Complaints.Keep(w.boss, made.ID, 1, "已答复")
		w.must(err)
		_, err = w.Complaints.AskOutcome(w.boss, c.ID, 2, "好了吗？")
		w.must(err)
		_, err = w.Complaints.Answer(b.ctx, c.ID, true, "好了")
		w.must(err)
		lines, err := w.Desk.Timeline(w.boss, c.ID)
		w.must(err)
		var verbs []string
		texts, actors := map[string]string{}, map[string]desk.Person{}
		for i, l := range lines {
			verbs = append(verbs, l.Verb)
			texts[l.Verb], actors[l.Verb] = l.Text, l.Actor
			if i > 0 && l.At.Before(lines[i-1].At) {
				t.Errorf("%s at %v comes after %v", l.Verb, l.At, lines[i-1].At)
			}
		}
		want := []string{"complaint.open", "complaint.commit", "commitment.make", "commitment.alarm", "commitment.break",
			"complaint.ask_outcome", "complaint.answer", "commitment.keep"} // the last three at one moment, the case's own first
		if !slices.Equal(verbs, want) {
			t.Errorf("got %v", verbs)
		}
		for verb, text := range map[string]string{"commitment.make": "今天答复", "commitment.keep": "已答复", "complaint.ask_outcome": "好了吗？", "complaint.answer": "好了"} {
			if texts[verb] != text {
				t.Errorf("%s says %q", verb, texts[verb])
			}
		}
		if actors["complaint.open"] != (desk.Person{ID: "boss", Name: "Name of boss"}) || actors["commitment.alarm"].ID != "system" || actors["complaint.answer"].ID != b.id {
			t.Errorf("actors %v", actors)
		}
	})
}

func TestHeadsMoveWithEveryChange(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.addUser("agent", "agent", w.first, false)
		b := w.talking("first")
		topics := []string{"conv:" + b.talk, "shop:" + w.first, "shop:" + w.second, "user:boss", "conv:nothing", "odd:thing", "", "conv"}
		heads := func() map[string]int64 {
			h, err := w.Desk.Heads(w.boss, topics)
			w.must(err)
			return h
		}
		if h := heads(); h[topics[0]] != 1 || h[topics[1]] != w.ms.Load() || h[topics[2]] != 0 || h["user:boss"] != 0 || len(h) != 4 {
			t.Errorf("got %v", h)
		}
		c := w.open(b, "case-key-1")
		changes := map[string]func() error{
			"a reply":  func() error { w.reply(w.boss, b, "您好"); return nil },
			"assigned": func() error { return w.assign(b, 2, "agent") },
			"read":     func() error { return w.Conversations.MarkRead(w.boss, b.talk, 2) },
			"buyer":    func() error { return w.Conversations.BuyerRead(b.ctx, 1) },
		}
		for _, name := range []string{"a reply", "assigned", "read", "buyer"} {
			w.pass(time.Second)
			w.must(changes[name]())
			if h := heads(); h[topics[1]] != w.ms.Load() {
				t.Errorf("%s did not move the head of the shop", name)
			}
		}
		made, err := w.Complaints.Commit(w.boss, c.ID, "commit-key-1", commitment.Draft{Text: "今天", DueAt: w.now().Add(time.Hour)})
		w.must(err)
		w.ms.Store(made.DueAt.UnixMilli())
		_, err = w.Queue.RunDue(context.Background(), w.now())
		w.must(err)
		if h := heads(); h["user:boss"] != w.ms.Load() || h[topics[1]] != w.ms.Load() {
			t.Errorf("after an alarm %v", h)
		}
	})
}
