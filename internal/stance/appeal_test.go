package stance_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/option"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/stance"
)

const threat = "赔我500元，不然给你差评，电话13812345678 <script>x</script>"

// A platform opens the pack and makes every sum again, knowing nothing but what it says.
// What was said a moment ago is in it, and who is nobody's business gets none.
func TestThePackOfAnAppeal(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, err := w.Appeals.Export(w.agent, "none")
		w.wants(err, "identity.denied")
		w.offer(option.Pick{Remedy: "exchange", Text: "今天给您寄一只新的"}, option.Pick{Remedy: "return_refund", Fen: 10000})
		w.say(threat)
		of := w.open()
		none := w.take(w.agent, of.ID)
		if !strings.Contains(none["申诉说明.html"], "没有证据文件") || !strings.Contains(none["清单.csv"], "（缺）") {
			t.Errorf("without evidence: %s", none["清单.csv"])
		}
		of, err = w.Stances.Say(w.agent, of.ID, w.key(), of.Version+1, stance.Position, "最多能给到一百元，您挑。")
		w.must(err)
		w.photo()
		w.say("不行，就要500元，不然差评")
		for who, code := range map[context.Context]string{w.other: "identity.denied", w.abroad: "db.not_found", w.buyer: "identity.denied", context.Background(): "identity.signed_out"} {
			_, err := w.Appeals.Export(who, of.ID)
			w.wants(err, code)
		}
		files := w.take(w.chief, of.ID)
		chain := w.checks(files)
		for name, parts := range map[string][]string{
			"申诉说明.html":           {"以差评或曝光为条件要钱", "“赔我500元，不然给你差评", "不行，就要500元，不然差评", "全部加起来最多", "消费者权益保护法第24条", "退货退款", "说明立场", "138****5678", "证据1 shot.png"},
			"申诉说明 (English).html": {"under the threat of a bad review", "All together at most", "不行，就要500元，不然差评", "Where we stand", `<html lang="en">`},
		} {
			for _, words := range parts {
				if !strings.Contains(files[name], words) {
					t.Errorf("%s says nothing of %s", name, words)
				}
			}
		}
		v := w.view()
		if last := v.Steps[len(v.Steps)-1]; last.Verb != stance.Exported || last.ByID != "chief" || chain != v.Pins[len(v.Pins)-1].Chain || len(v.Pins) != 3 {
			t.Errorf("%+v, %d kept", last, len(v.Pins))
		}
		sec, err := w.Evidence.OfCase(w.agent, w.of.ID)
		w.must(err)
		_, log, err := w.Evidence.Custody(w.agent, sec.Items[0].ID)
		w.must(err)
		if log[0].Verb != evidence.Exported {
			t.Errorf("custody %+v", log[0])
		}
		dbtest.NewFuse(t, w.DB).Burn("export", func() error { _, err := w.Appeals.Export(w.agent, of.ID); return err })
		before := len(w.view().Steps)
		_, err = w.Stances.End(w.agent, of.ID, w.view().Stance.Version, stance.Platform, "等平台判定")
		w.must(err)
		if text := w.take(w.agent, of.ID)["申诉说明.html"]; !strings.Contains(text, "交平台判定") || strings.Contains(text, "等平台判定") || len(w.view().Steps) != before+2 {
			t.Errorf("ended: %d steps, %s", len(w.view().Steps)-before, text)
		}
	})
}

// photo is a picture of the cup that the buyer sends and the agent keeps as evidence.
func (w *world) photo() {
	w.t.Helper()
	var dot bytes.Buffer
	w.must(png.Encode(&dot, image.NewGray(image.Rect(0, 0, 8, 8))))
	f, err := w.Conversations.AddBuyerFile(w.buyer, conversation.Upload{Key: w.key(), Name: "shot.png", Body: &dot})
	w.must(err)
	w.ms.Add(60_000)
	_, err = w.Conversations.Say(w.buyer, w.key(), conversation.Draft{Text: "看图", FileIDs: []string{f.ID}})
	w.must(err)
	_, err = w.Evidence.TakeFromChat(w.agent, w.of.ID, "", []string{f.ID})
	w.must(err)
}

// checks makes the sums of a pack again and returns the end of the chain.
func (w *world) checks(files map[string]string) (chain string) {
	w.t.Helper()
	for line := range strings.Lines(files["留存消息.jsonl"]) {
		var m map[string]any
		w.must(json.Unmarshal([]byte(line), &m))
		text := func(name string) string { s, _ := m[name].(string); return s }
		record := strings.Join([]string{"anxin-message/1", text("conversation_id"), strconv.Itoa(int(m["seq"].(float64))), text("message_id"),
			text("sender_kind"), text("sender_id"), text("at"), text("text_sha256")}, "\n")
		chain = sum(chain + "\n" + text("sha256"))
		if sum(record) != text("sha256") || chain != text("chain") || m["masked"] == false && sum(text("text")) != text("text_sha256") {
			w.t.Errorf("the sums of %s", line)
		}
	}
	if !strings.Contains(files["留存消息.jsonl"], sum(threat)) {
		w.t.Error("no message has the sum of the words as they were said")
	}
	for name, text := range files {
		if name != "清单.csv" && !strings.Contains(files["清单.csv"], sum(text)) {
			w.t.Errorf("the list has not the sum of %s", name)
		}
		if strings.Contains(text, "13812345678") || strings.Contains(text, "<script") && strings.HasSuffix(name, ".html") {
			w.t.Errorf("%s says too much", name)
		}
	}
	return chain
}

// take exports a pack and opens it.
func (w *world) take(who context.Context, id string) map[string]string {
	w.t.Helper()
	b, err := w.Appeals.Export(who, id)
	w.must(err)
	var out bytes.Buffer
	w.must(b.Write(context.Background(), &out))
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	w.must(err)
	files := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		w.must(err)
		text, err := io.ReadAll(r)
		w.must(err)
		files[f.Name] = string(text)
	}
	return files
}

func sum(text string) string {
	all := sha256.Sum256([]byte(text))
	return hex.EncodeToString(all[:])
}
