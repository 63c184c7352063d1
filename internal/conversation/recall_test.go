package conversation_test

import (
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/stories/sample"
)

// photo uploads a picture of the agent into a conversation.
func (w *world) photo(b buyer, key string) conversation.File {
	w.t.Helper()
	content, err := sample.File("jpeg 40x30")
	w.must(err)
	f, err := w.Conversations.AddFile(w.agent, b.talk, conversation.Upload{Key: key, Name: "a.jpg", Body: strings.NewReader(string(content))})
	w.must(err)
	return f
}

func (w *world) thread(b buyer) []conversation.Message {
	w.t.Helper()
	_, messages, err := w.Conversations.OfBuyer(b.ctx, 0)
	w.must(err)
	return messages
}

func TestRecall(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "buyer-key-1", "多少钱")
		began := w.get(b).WaitingSince
		f := w.photo(b, "photo-key-1")
		said, err := w.Conversations.Reply(w.agent, b.talk, "agent-key-1", conversation.Draft{Text: "内部底价 30 元", FileIDs: []string{f.ID}})
		w.must(err)
		_, body, err := w.Conversations.ReadSignedFile(b.ctx, f.ID, false)
		w.must(err)
		w.must(body.Close())

		_, err = w.Conversations.Recall(w.colleague, b.talk, said.Seq)
		wantFault(t, err, fault.Denied, "message.not_yours")
		_, err = w.Conversations.Recall(w.agent, b.talk, 1)
		wantFault(t, err, fault.Denied, "message.not_yours")
		_, err = w.Conversations.Recall(w.stranger, b.talk, said.Seq)
		wantFault(t, err, fault.NotFound, "db.not_found")
		_, err = w.Conversations.Recall(w.agent, b.talk, 99)
		wantFault(t, err, fault.NotFound, "db.not_found")

		w.pass(2 * time.Minute)
		together(t, 4, func(int) error { _, err := w.Conversations.Recall(w.agent, b.talk, said.Seq); return err })

		thread := w.thread(b)
		if len(thread) != 3 || thread[1].Text != "" || len(thread[1].Files) != 0 || thread[1].RecalledAt.IsZero() {
			t.Fatalf("the buyer sees %+v", thread)
		}
		line := thread[2]
		if line.Event.Code != conversation.Recalled || line.Event.Args["seq"] != strconv.FormatInt(said.Seq, 10) {
			t.Errorf("the line says %+v", line)
		}
		_, _, err = w.Conversations.ReadSignedFile(b.ctx, f.ID, false)
		wantFault(t, err, fault.NotFound, "db.not_found")
		_, _, err = w.Conversations.ReadFile(b.ctx, f.ID, true)
		wantFault(t, err, fault.NotFound, "db.not_found")
		_, body, err = w.Conversations.ReadFile(w.colleague, f.ID, false)
		w.must(err)
		if n, err := io.Copy(io.Discard, body); n == 0 || err != nil {
			t.Errorf("the team reads %d bytes, %v", n, err)
		}
		w.must(body.Close())

		p, err := w.Conversations.Since(w.colleague, b.talk, 0)
		w.must(err)
		if p.Messages[1].Text != "内部底价 30 元" || len(p.Messages[1].Files) != 1 {
			t.Errorf("the team does not find the words: %+v", p.Messages[1])
		}
		if c := w.get(b); !c.WaitingSince.Equal(began) {
			t.Errorf("an answer that was taken back still answers: %v", c.WaitingSince)
		}
		// Said again, with the same picture: the buyer may see it now.
		_, err = w.Conversations.Reply(w.agent, b.talk, "agent-key-2", conversation.Draft{Text: "45 元", FileIDs: []string{f.ID}})
		w.must(err)
		_, body, err = w.Conversations.ReadSignedFile(b.ctx, f.ID, false)
		w.must(err)
		w.must(body.Close())
		// The first attempt, which comes once more, shows nothing again.
		_, err = w.Conversations.Reply(w.agent, b.talk, "agent-key-1", conversation.Draft{Text: "内部底价 30 元", FileIDs: []string{f.ID}})
		w.must(err)
		if thread := w.thread(b); len(thread) != 4 || thread[1].Text != "" || !w.get(b).WaitingSince.IsZero() {
			t.Errorf("after a retry: %+v", thread)
		}
	})
}

func TestRecallComesTooLate(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "buyer-key-1", "在吗")
		said := w.reply("agent-key-1", b, "在")
		w.pass(2*time.Minute + time.Millisecond)
		_, err := w.Conversations.Recall(w.agent, b.talk, said.Seq)
		wantFault(t, err, fault.Conflict, "message.recall_late")
		if c := w.get(b); c.HeadSeq != 2 || !c.WaitingSince.IsZero() {
			t.Errorf("got %+v", c)
		}
	})
}
