package app

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/services"
	"github.com/anxin-desk/anxin/internal/shop"
)

// TestAssistLearnsFromStoredCorrections corrects what was heard in a shop, trains
// on that twice, and starts a server with what was learnt.
func TestAssistLearnsFromStoredCorrections(t *testing.T) {
	dir := t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	const odd = "桃木剑的穗子褪了魂，电话13812345678"
	d, err := Config{Data: dir}.open(t.Context(), console{out: io.Discard, err: io.Discard})
	must(err)
	s, err := services.Build(d, dir, services.Real(slog.New(slog.DiscardHandler)))
	must(err)
	root := identity.With(context.Background(), identity.NewSystem())
	_, err = s.Shops.Create(root, shop.Draft{Key: "tea", Name: "茶"})
	must(err)
	for _, name := range []string{"甲", "乙", "丙"} {
		v, err := s.WebChat.Begin(t.Context(), "tea", "", name)
		must(err)
		buyer := identity.With(t.Context(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, name))
		_, err = s.Conversations.Say(buyer, "buyer-key-1", conversation.Draft{Text: odd})
		must(err)
		h, err := s.Hearing.Hear(root, v.Conversation.ID)
		must(err)
		heard := hearing.Sense{}
		if len(h.Scenarios) > 0 {
			heard.Type = h.Scenarios[0].ID
		}
		_, err = s.Hearing.Correct(root, v.Conversation.ID, "correction-1-"+name, hearing.Draft{What: hearing.Scenario, Seq: 1, Heard: heard, Right: hearing.Sense{Type: "quality.not_as_described"}})
		must(err)
		mood := h.Mood()
		_, err = s.Hearing.Correct(root, v.Conversation.ID, "correction-2-"+name, hearing.Draft{What: hearing.Emotion, Seq: 1, Heard: hearing.Sense{Type: mood.Kind, Level: mood.Level}, Right: hearing.Sense{Type: "sarcastic", Level: 3}})
		must(err)
	}
	must(s.Close())
	must(d.Close())

	lines, layer, again := filepath.Join(dir, "lines.jsonl"), filepath.Join(dir, "layer.bin"), filepath.Join(dir, "again.bin")
	train := func(args ...string) {
		t.Helper()
		var out, errOut bytes.Buffer
		args = append([]string{"--data", dir, "assist", "train"}, args...)
		if code := Main(t.Context(), "test", args, strings.NewReader(""), &out, &errOut); code != 0 {
			t.Fatalf("exit %d: %s", code, &errOut)
		}
	}
	train("--stored", "--out", layer, "--export", lines)
	train("--corrections", lines, "--out", again)
	text, err := os.ReadFile(lines)
	must(err)
	if n := strings.Count(string(text), "\n"); n != 6 || strings.Contains(string(text), "13812345678") {
		t.Errorf("%d lines: %s", n, text)
	}
	one, err := os.ReadFile(layer)
	must(err)
	two, err := os.ReadFile(again)
	must(err)
	if !bytes.Equal(one, two) {
		t.Error("the same corrections teach another layer")
	}
	r := hearing.Learnt(dir, slog.New(slog.DiscardHandler))
	if r == nil {
		t.Fatal("the server does not read what was learnt")
	}
	if got := r.Read(odd); len(got.Scenarios) == 0 || got.Scenarios[0].ID != "quality.not_as_described" || got.Emotion.Kind != "sarcastic" {
		t.Errorf("%+v", got)
	}
	must(os.WriteFile(layer, one[:100], 0o600))
	if hearing.Learnt(dir, slog.New(slog.DiscardHandler)) != nil || hearing.Learnt(t.TempDir(), nil) != nil {
		t.Error("reads with a damaged layer, or with none")
	}
}
