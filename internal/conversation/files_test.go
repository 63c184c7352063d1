package conversation_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// picture is a small PNG.
func picture() io.Reader {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 8, 6))); err != nil {
		panic(err)
	}
	return &b
}

func (w *world) upload(b buyer, key string) conversation.File {
	w.t.Helper()
	f, err := w.Conversations.AddBuyerFile(b.ctx, conversation.Upload{Key: key, Name: "照片.png", Body: picture()})
	w.must(err)
	return f
}

func TestFileTravelsWithAMessage(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		f := w.upload(b, "file-key-1")
		if f.MediaType != "image/png" || f.Width != 8 || f.Height != 6 || f.ConversationID != b.talk {
			t.Errorf("stored %+v", f)
		}
		m, err := w.Conversations.Say(b.ctx, "buyer-key-1", conversation.Draft{FileIDs: []string{f.ID}})
		w.must(err)
		p, err := w.Conversations.Since(w.agent, b.talk, 0)
		w.must(err)
		if got := p.Messages[0]; m.Kind != conversation.Files || got.Kind != conversation.Files || len(got.Files) != 1 || got.Files[0] != f {
			t.Errorf("read back %+v", got)
		}
		want, err := io.ReadAll(picture())
		w.must(err)
		for name, ctx := range map[string]context.Context{"the buyer": b.ctx, "the team": w.agent} {
			_, body, err := w.Conversations.ReadFile(ctx, f.ID, false)
			w.must(err)
			got, err := io.ReadAll(body)
			w.must(err)
			w.must(body.Close())
			if !bytes.Equal(got, want) {
				t.Errorf("%s read %d bytes", name, len(got))
			}
		}
	})
}

func TestFilesOfOthersCannotBeSentOrRead(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, other := w.visit("first", ""), w.visit("first", "")
		mine := w.upload(b, "file-key-1")
		theirs, err := w.Conversations.AddFile(w.agent, b.talk, conversation.Upload{Key: "file-key-1", Name: "a.png", Body: picture()})
		w.must(err)
		send := func(ctx context.Context, id string) error {
			_, err := w.Conversations.Say(ctx, "buyer-key-1", conversation.Draft{Text: "看", FileIDs: []string{id}})
			return err
		}
		for name, err := range map[string]error{
			"another buyer's":  send(other.ctx, mine.ID),
			"the agent's":      send(b.ctx, theirs.ID),
			"nobody's":         send(b.ctx, "no-such-id"),
			"a colleague's":    w.replyWith(w.colleague, b, theirs.ID),
			"the buyer's":      w.replyWith(w.agent, b, mine.ID),
			"of another talk ": w.replyWith(w.agent, other, theirs.ID),
		} {
			if fault.CodeOf(err) != "message.unknown_file" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := w.count(`SELECT COUNT(*) FROM message`); n != 0 {
			t.Errorf("%d messages", n)
		}
		for name, ctx := range map[string]context.Context{"another buyer": other.ctx, "another shop": w.stranger} {
			if _, _, err := w.Conversations.ReadFile(ctx, mine.ID, false); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, _, err = w.Conversations.ReadFile(w.reader, mine.ID, false)
		wantFault(t, err, fault.Denied, "identity.denied")
		_, _, err = w.Conversations.ReadFile(context.Background(), mine.ID, false)
		wantFault(t, err, fault.Unauthenticated, "identity.signed_out")
	})
}

func (w *world) replyWith(ctx context.Context, b buyer, fileID string) error {
	_, err := w.Conversations.Reply(ctx, b.talk, "agent-key-1", conversation.Draft{FileIDs: []string{fileID}})
	return err
}

func TestTheSameKeyIsTheSameFile(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		ids := make([]string, 10)
		together(t, 10, func(i int) error {
			f, err := w.Conversations.AddBuyerFile(b.ctx, conversation.Upload{Key: "file-key-1", Name: "a.png", Body: picture()})
			ids[i] = f.ID
			return err
		})
		if again := w.upload(b, "file-key-1"); again.ID != ids[0] || w.count(`SELECT COUNT(*) FROM file`) != 1 {
			t.Errorf("answered %v, then %s", ids, again.ID)
		}
		for _, id := range ids {
			if id != ids[0] {
				t.Fatalf("answered %v", ids)
			}
		}
	})
}

func TestAKeyWithOtherFilesIsRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		first, second := w.upload(b, "file-key-1"), w.upload(b, "file-key-2")
		send := func(ids ...string) error {
			_, err := w.Conversations.Say(b.ctx, "buyer-key-1", conversation.Draft{FileIDs: ids})
			return err
		}
		w.must(send(first.ID))
		w.must(send(first.ID))
		wantFault(t, send(second.ID), fault.Conflict, "request.key_reused")
		wantFault(t, send(first.ID, second.ID), fault.Conflict, "request.key_reused")
	})
}

func TestRefusedFilesLeaveNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		for name, body := range map[string]string{
			"a page":     "<!doctype html><script>alert(1)</script>",
			"a drawing":  `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
			"a program":  "MZ\x90\x00\x03\x00\x00\x00",
			"plain text": "hello",
			"nothing":    "",
		} {
			_, err := w.Conversations.AddBuyerFile(b.ctx, conversation.Upload{Key: "file-key-1", Name: "a.png", Body: strings.NewReader(body)})
			if k := fault.KindOf(err); k != fault.Unsupported && k != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err := w.Conversations.AddBuyerFile(b.ctx, conversation.Upload{Key: "short", Name: "a.png", Body: picture()})
		wantFault(t, err, fault.Invalid, "request.key_missing")
		if n := w.count(`SELECT COUNT(*) FROM file`); n != 0 {
			t.Errorf("%d rows", n)
		}
	})
}
