package evidence_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/liability"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

func TestWhoIsResponsible(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		boss := w.with(w.User("boss", "supervisor", w.of.ShopID))
		s, i, foreign := w.Services.Liabilities, w.add(w.of, photo(1, 100, 100, 90)), w.add(w.other, photo(2, 100, 100, 90))
		d := liability.Decision{Issue: "quality.damaged", Party: liability.Carrier, Grounds: "外箱压扁，出库照片完好", Items: []string{i.ID, i.ID}}
		w.must(s.Decide(w.agent, w.of.ID, 0, d))
		w.must(s.Decide(w.agent, w.of.ID, 0, d)) // the answer was lost, and it is said again
		d.Party = liability.Warehouse
		w.wants(s.Decide(w.agent, w.of.ID, 0, d), "liability.changed")
		w.must(s.Decide(w.agent, w.of.ID, 1, d))
		w.must(s.Decide(w.agent, w.of.ID, 0, liability.Decision{Issue: "logistics.late", Party: liability.ForceMajeure, Grounds: "暴雨停运"}))
		w.must(s.Decide(w.agent, w.other.ID, 0, liability.Decision{Issue: "quality.damaged", Party: liability.Warehouse, Grounds: "漏放缓冲"}))
		for _, wrong := range []struct {
			d    liability.Decision
			code string
		}{
			{liability.Decision{Issue: "quality.damaged", Party: "somebody", Grounds: "x"}, "liability.party_unknown"},
			{liability.Decision{Issue: "logistics.lost", Grounds: "x"}, "liability.nothing_decided"},
			{liability.Decision{Issue: "nothing", Party: liability.Carrier, Grounds: "x"}, "liability.issue_unknown"},
			{liability.Decision{Issue: "quality.damaged", Party: liability.Carrier, Grounds: " "}, "liability.grounds_missing"},
			{liability.Decision{Issue: "quality.damaged", Party: liability.Carrier, Grounds: "x", Items: []string{foreign.ID}}, "liability.item_unknown"},
		} {
			n := map[string]int64{"quality.damaged": 2}[wrong.d.Issue]
			w.wants(s.Decide(w.agent, w.of.ID, n, wrong.d), wrong.code)
		}
		_, all, err := s.OfCase(w.agent, w.of.ID)
		w.must(err)
		if standing := liability.Standing(all); len(all) != 3 || len(standing) != 2 {
			t.Errorf("all %+v, standing %+v", all, standing)
		}
		tally := func() (n int64) {
			months, counts, err := s.Tally(boss, w.of.ShopID, 3)
			w.must(err)
			if len(months) != 3 {
				t.Errorf("months %v", months)
			}
			for _, c := range counts {
				if c.Party == liability.Warehouse {
					n += c.N
				}
			}
			return n
		}
		if n := tally(); n != 2 {
			t.Errorf("the warehouse %d times", n)
		}
		w.must(s.Decide(w.agent, w.other.ID, 1, liability.Decision{Issue: "quality.damaged", Grounds: "判错了"}))
		if n := tally(); n != 1 {
			t.Errorf("taken back, the warehouse %d times", n)
		}
		dbtest.NewFuse(t, w.DB).Burn("decide", func() error { return s.Decide(w.agent, w.of.ID, 2, d) })
	})
}

func TestThePackAsAnArchive(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		shot := w.say("碎了，电话 13812345678 <script>alert(1)</script>", photo(1, 300, 200, 90))
		_, err := w.Services.Conversations.Note(w.agent, w.of.ConversationID, w.key(), conversation.Draft{Text: "内部：看着像摔的"}, nil)
		w.must(err)
		_, err = w.Services.Evidence.TakeFromChat(w.agent, w.of.ID, "angles", []string{shot.ID})
		w.must(err)
		w.must(w.Services.Liabilities.Decide(w.agent, w.of.ID, 0, liability.Decision{Issue: "quality.damaged", Party: liability.Carrier, Grounds: "外箱压扁"}))
		_, err = w.Services.Complaints.Correct(w.agent, w.of.ID, w.of.Version, complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Normal, Summary: "收货人 13812345678 说碎了"})
		w.must(err)
		b, err := w.Services.Packs.Export(w.agent, w.of.ID)
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
		for name, text := range files {
			sum := sha256.Sum256([]byte(text))
			if name != "清单.csv" && !strings.Contains(files["清单.csv"], hex.EncodeToString(sum[:])) {
				t.Errorf("the list has not the sum of %s", name)
			}
			if strings.Contains(text, "13812345678") || strings.Contains(text, "内部") || strings.Contains(text, "<script") {
				t.Errorf("%s says too much", name)
			}
		}
		photo := files["证据/证据1 chat.jpg"]
		if len(photo) == 0 || !strings.Contains(files["清单.csv"], "（缺）") || !strings.Contains(files["报告.html"], "承运商") || !strings.Contains(files["报告.html"], "138****5678") {
			t.Errorf("files %d, list %s", len(files), files["清单.csv"])
		}
		items := w.section(w.of).Items
		_, log, err := w.Services.Evidence.Custody(w.agent, items[0].ID)
		w.must(err)
		if log[0].Verb != evidence.Exported {
			t.Errorf("custody %+v", log[0])
		}
	})
}
