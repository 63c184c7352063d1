package dispute_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/dispute"
)

// TestThePackAsAnArchive looks into an archive: everything is there with its sum, what
// is for the team alone is not, and nobody's number is.
func TestThePackAsAnArchive(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.open()
		d := w.draft("J-1")
		d.CaseID = c.ID
		made := w.register(d)
		pack, err := w.Disputes.Pack(w.agent, made)
		w.must(err)
		if got := pack.Lacking; len(got) != 2 || got[0] != dispute.PieceStatement || got[1] != dispute.PieceLogistics {
			t.Errorf("lacking %v", got)
		}
		for _, words := range []string{"关于京东平台介入（编号：J-1）", "订单号：JD2001", "实付：199.00 元", "顺丰 SF1", "买家诉求：退款", "聊天记录"} {
			if !strings.Contains(pack.Drafted, words) {
				t.Errorf("the draft does not say %q:\n%s", words, pack.Drafted)
			}
		}
		if strings.Contains(pack.Drafted, "13812345678") || strings.Contains(pack.Drafted, "林晓") {
			t.Errorf("the draft tells who it is:\n%s", pack.Drafted)
		}
		made, err = w.Disputes.State(w.agent, made.ID, made.Version, pack.Drafted)
		w.must(err)
		key := w.key()
		file, err := w.Disputes.AddFile(w.agent, made.ID, dispute.PieceLogistics, key, "../轨迹:1.pdf", sample(t))
		w.must(err)
		again, err := w.Disputes.AddFile(w.agent, made.ID, dispute.PieceLogistics, key, "轨迹.pdf", sample(t))
		if w.must(err); again.ID != file.ID {
			t.Error("the same key added two files")
		}
		if pack, err = w.Disputes.Pack(w.agent, made); err != nil || len(pack.Lacking) != 0 {
			t.Errorf("still lacking %v, %v", pack.Lacking, err)
		}
		files := w.unzip(made.ID)
		chat, orders := files["聊天记录.html"], files["订单记录.csv"]
		if !strings.Contains(chat, "138****5678") || strings.Contains(chat, "13812345678") || strings.Contains(chat, "<script") ||
			strings.Contains(chat, "内部") || !strings.Contains(chat, "正在查物流") {
			t.Error(chat)
		}
		if !strings.Contains(orders, "138****5678") || strings.Contains(orders, "13812345678") || strings.Contains(orders, "林晓") || !strings.Contains(orders, "199.00") {
			t.Error(orders)
		}
		if got := files["情况说明.txt"]; !strings.Contains(got, "关于京东平台介入") {
			t.Error(got)
		}
		if !strings.Contains(files["经过.csv"], "收到平台介入 J-1") {
			t.Error(files["经过.csv"])
		}
		moves, err := w.Disputes.Moves(w.agent, made)
		if w.must(err); moves[len(moves)-1].Verb != dispute.DoExport {
			t.Errorf("nobody wrote down who took it: %+v", moves)
		}
		_, err = w.Disputes.RemoveFile(w.agent, file.ID)
		w.must(err)
		if files := w.unzip(made.ID); !strings.Contains(files["清单.csv"], "（缺）,物流轨迹") {
			t.Error(files["清单.csv"])
		}
	})
}

// unzip exports a dispute, holds the list to the files, and returns these.
func (w *world) unzip(id string) map[string]string {
	w.t.Helper()
	b, err := w.Disputes.Export(w.agent, id)
	w.must(err)
	var archive bytes.Buffer
	w.must(b.Write(context.Background(), &archive))
	z, err := zip.NewReader(bytes.NewReader(archive.Bytes()), int64(archive.Len()))
	w.must(err)
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		w.must(err)
		content, err := io.ReadAll(r)
		w.must(err)
		if files[f.Name] = string(content); strings.Contains(f.Name, "..") && strings.Contains(f.Name, "../") {
			w.t.Errorf("%s leads out", f.Name)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(files["清单.csv"], "\ufeff"))).ReadAll()
	w.must(err)
	listed := 0
	for _, row := range rows[1:] {
		content, there := files[row[0]]
		if !there {
			continue
		}
		listed++
		sum := sha256.Sum256([]byte(content))
		if row[3] != hex.EncodeToString(sum[:]) || row[2] != strconv.Itoa(len(content)) {
			w.t.Errorf("%s is not what the list says: %v", row[0], row)
		}
	}
	if listed != len(files)-1 {
		w.t.Errorf("%d of %d files are listed", listed, len(files)-1)
	}
	return files
}
