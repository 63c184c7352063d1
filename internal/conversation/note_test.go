package conversation_test

import (
	"context"
	"testing"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestNotesAreForTheTeam(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "buyer-key-1", "要退款")
		at := w.get(b).ShopID
		wang, elsewhere := w.hire("wang", "supervisor", at), w.hire("elsewhere", "agent", w.newShop("third"))
		f := w.photo(b, "photo-key-1")
		note := func(key string, mentions ...string) (conversation.Message, error) {
			return w.Conversations.Note(w.agent, b.talk, key, conversation.Draft{Text: "@wang 这单先别退", FileIDs: []string{f.ID}}, mentions)
		}
		_, err := note("note-key-0", elsewhere)
		wantFault(t, err, fault.Invalid, "note.cannot_mention")
		if w.get(b).HeadSeq != 1 {
			t.Error("a refused note was stored")
		}
		together(t, 4, func(int) error { _, err := note("note-key-1", wang, wang); return err })
		if n := w.count(`SELECT COUNT(*) FROM notice WHERE kind = 'note.mention' AND user_id = '` + wang + `'`); n != 1 {
			t.Errorf("told %d times", n)
		}
		c, seen, err := w.Conversations.OfBuyer(b.ctx, 0)
		if err != nil || len(seen) != 1 || c.HeadSeq != 1 {
			t.Errorf("the buyer sees %+v, head %d, %v", seen, c.HeadSeq, err)
		}
		heads, err := w.Desk.Heads(context.Background(), []string{"conv:" + b.talk, "team:" + b.talk})
		if err != nil || heads["conv:"+b.talk] != 1 || heads["team:"+b.talk] != 2 {
			t.Errorf("heads %v, %v", heads, err)
		}
		if again := w.visit("first", b.token); again.talk != b.talk {
			t.Fatal("another conversation")
		}
		v, err := w.WebChat.Begin(context.Background(), "first", b.token, "")
		if err != nil || v.Conversation.HeadSeq != 1 {
			t.Errorf("a visit begins at %d, %v", v.Conversation.HeadSeq, err)
		}
		_, _, err = w.Conversations.ReadFile(b.ctx, f.ID, false)
		wantFault(t, err, fault.NotFound, "db.not_found")
		_, _, err = w.Conversations.ReadSignedFile(b.ctx, f.ID, false)
		wantFault(t, err, fault.NotFound, "db.not_found")
		if c := w.get(b); c.WaitingSince.IsZero() || c.AssigneeID != "" {
			t.Errorf("a note answered the buyer: %+v", c)
		}
		preview, err := db.Value[string](w.DB.Reader(context.Background()), `SELECT last_text FROM conversation WHERE id = ?`, b.talk)
		if err != nil || preview != "要退款" {
			t.Errorf("the queue shows %q, %v", preview, err)
		}
		_, err = w.Conversations.Note(w.reader, b.talk, "note-key-2", conversation.Draft{Text: "我也看"}, nil)
		wantFault(t, err, fault.Denied, "identity.denied")
		_, err = w.Conversations.Note(w.stranger, b.talk, "note-key-3", conversation.Draft{Text: "我也看"}, nil)
		wantFault(t, err, fault.NotFound, "db.not_found")
	})
}
