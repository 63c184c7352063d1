package evidence_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/playbook"
)

func TestStanding(t *testing.T) {
	shipped, _ := playbook.Named("quality.damaged")
	list := evidence.Checklist(shipped.Playbook)
	if none := evidence.Checklist(nil); len(none) != 0 {
		t.Errorf("without a playbook %v", none)
	}
	items := []evidence.Item{{Piece: "angles"}, {Piece: "angles"}, {Piece: ""}}
	got := evidence.Standing(list, items, []evidence.Waiver{{Piece: "box", Reason: "扔了"}, {Piece: "waybill"}})
	want := map[string]evidence.Status{"angles": evidence.Done, "box": evidence.NotNeeded, "waybill": evidence.Missing, "outbound": evidence.Missing}
	for _, p := range got {
		if p.Status != want[p.ID] || p.Ours != (p.ID == "outbound") {
			t.Errorf("%s: %s, ours %v", p.ID, p.Status, p.Ours)
		}
	}
	if lacking := evidence.Lacking(evidence.Standing(list, items, nil)); len(lacking) != 1 || lacking[0].ID != "box" {
		t.Errorf("lacking %v", lacking)
	}
}

func TestACaseGathersEvidence(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.Services.Evidence
		file := w.say("杯子碎了", photo(1, 640, 480, 90))
		for range 2 { // one tap, or two
			items, err := s.TakeFromChat(w.agent, w.of.ID, "angles", []string{file.ID})
			w.must(err)
			if i := items[0]; i.By.Kind != "buyer" || i.Source != evidence.FromChat || i.Piece != "angles" || !i.ReceivedAt.Equal(file.MadeAt) {
				t.Errorf("taken as %+v", i)
			}
		}
		_, err := s.TakeFromChat(w.agent, w.other.ID, "", []string{file.ID})
		w.wants(err, "db.not_found") // a file of another conversation

		box := w.add(w.of, photo(2, 640, 480, 90))
		box, err = s.File(w.agent, box.ID, 0, "box")
		w.must(err)
		_, err = s.File(w.agent, box.ID, 0, "waybill")
		w.wants(err, "evidence.changed") // another tab was first
		_, err = s.File(w.agent, box.ID, 1, "nothing")
		w.wants(err, "evidence.piece_unknown")
		w.must(s.Waive(w.agent, w.of.ID, "waybill", 0, "买家扔了"))
		w.wants(s.Waive(w.agent, w.of.ID, "waybill", 0, "没有"), "evidence.changed")

		sec := w.section(w.of)
		if len(sec.Items) != 2 || len(evidence.Lacking(sec.Checklist)) != 0 || sec.Checklist[2].Status != evidence.NotNeeded {
			t.Errorf("section %+v", sec)
		}
		for range 2 {
			_, content, err := s.Read(w.agent, box.ID, false)
			w.must(err)
			content.Close()
		}
		_, log, err := s.Custody(w.agent, box.ID)
		w.must(err)
		if len(log) != 3 || log[0].Verb != evidence.Viewed || log[1].Verb != evidence.Filed || log[2].Verb != evidence.Received {
			t.Errorf("custody %+v", log)
		}
		w.Wait(time.Hour)
		_, content, err := s.Read(w.agent, box.ID, false)
		w.must(err)
		content.Close()
		if _, log, _ := s.Custody(w.agent, box.ID); len(log) != 4 {
			t.Errorf("a look an hour later: %d entries", len(log))
		}
	})
}

func TestEvidenceStays(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.add(w.of, photo(1, 200, 200, 90))
		for _, sql := range []string{"UPDATE evidence_item SET name = 'x'", "DELETE FROM evidence_item", "UPDATE evidence_custody SET by_id = 'x'", "DELETE FROM evidence_custody"} {
			err := w.DB.InTx(context.Background(), func(tx *db.Tx) error {
				_, err := tx.Exec(sql)
				return err
			})
			if err == nil {
				t.Errorf("%s went through", sql)
			}
		}
	})
}

func TestTheSamePictureElsewhere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.add(w.other, photo(3, 800, 600, 92))
		same := w.add(w.of, photo(3, 800, 600, 92))
		near := w.add(w.of, photo(3, 500, 375, 40))
		for seed := 20.0; seed < 24; seed++ {
			w.add(w.of, photo(seed, 300, 300, 80))
		}
		sec := w.section(w.of)
		if len(sec.Alike) != 2 {
			t.Fatalf("alike %+v", sec.Alike)
		}
		for _, a := range sec.Alike {
			if a.OtherID != first.ID || a.CaseNumber != w.other.Number || a.Same != (a.ItemID == same.ID) || !a.Same && a.ItemID != near.ID {
				t.Errorf("alike %+v", a)
			}
		}
		if other := w.section(w.other); len(other.Alike) != 2 { // also seen from the case that was first
			t.Errorf("from the other side %+v", other.Alike)
		}
	})
}

func TestWhoHoldsALinkGives(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.Services.Evidence
		r, giver, token := w.ask()
		content := photo(4, 900, 700, 95)
		u, err := w.give(giver, "angles", "IMG_1.jpg", content, 20_000)
		w.must(err)
		again, err := s.Append(giver, u.ID, u.Size, bytes.NewReader(nil)) // the answer was lost
		w.must(err)
		if u.State != evidence.Taken || again.ItemID != u.ItemID || u.ItemID == "" {
			t.Errorf("given %+v, again %+v", u, again)
		}
		same, err := w.give(giver, "angles", "copy.jpg", content, 1<<20)
		w.must(err)
		if same.ItemID != u.ItemID {
			t.Errorf("the same picture twice: %+v", same)
		}
		g, err := s.Held(giver)
		w.must(err)
		if len(g.Items) != 1 || len(g.Uploads) != 0 || len(w.section(w.of).Items) != 1 {
			t.Errorf("held %+v", g)
		}
		_, thumb, err := s.Given(giver, u.ItemID)
		w.must(err)
		thumb.Close()
		_, _, err = s.Given(giver, w.add(w.of, photo(9, 90, 90, 80)).ID)
		w.wants(err, "db.not_found") // of the same case, and not theirs

		_, err = s.OfCase(giver, w.of.ID)
		w.wants(err, "identity.denied")
		address, err := s.MyAddress(w.buyer, r.ID)
		w.must(err)
		if address == "" {
			t.Error("the buyer's card leads nowhere")
		}
		_, err = s.Revoke(w.agent, r.ID, 1)
		w.must(err)
		_, err = s.Authenticate(context.Background(), token)
		w.wants(err, "evidence.link_over")
		_, err = s.Address(w.agent, r.ID)
		w.wants(err, "evidence.link_ended")

		_, _, token = w.ask()
		w.Wait(7 * 24 * time.Hour)
		for _, wrong := range []string{token, "", "A", token + "A"} {
			_, err = s.Authenticate(context.Background(), wrong)
			w.wants(err, "evidence.link_over")
		}
	})
}

func TestAnUploadGoesOnWhereItBroke(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.Services.Evidence
		_, giver, _ := w.ask()
		content := photo(5, 1200, 900, 95)
		key := w.key()
		begin := func() evidence.Upload {
			u, err := s.Begin(giver, key, evidence.Announced{Piece: "angles", Name: "a.jpg", Size: int64(len(content))})
			w.must(err)
			return u
		}
		u := begin()
		_, err := s.Append(giver, u.ID, 0, broken{bytes.NewReader(content[:30_000])})
		w.wants(err, "blob.interrupted")
		_, err = s.Append(giver, u.ID, 0, bytes.NewReader(content))
		w.wants(err, "blob.offset_wrong")
		if u = begin(); u.Offset != 30_000 {
			t.Fatalf("kept %d bytes", u.Offset)
		}
		u, err = s.Append(giver, u.ID, u.Offset, bytes.NewReader(content[30_000:]))
		w.must(err)
		items := w.section(w.of).Items
		if u.State != evidence.Taken || len(items) != 1 || items[0].Size != int64(len(content)) {
			t.Errorf("%+v, %+v", u, items)
		}
	})
}

func TestALinkTakesOnlySoMuch(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.Services.Evidence
		_, giver, _ := w.ask()
		begin := func(a evidence.Announced) error { _, err := s.Begin(giver, w.key(), a); return err }
		w.wants(begin(evidence.Announced{Piece: "angles", Size: evidence.MaxFile + 1}), "blob.too_large")
		w.wants(begin(evidence.Announced{Piece: "angles"}), "blob.empty")
		w.wants(begin(evidence.Announced{Piece: "waybill", Size: 1}), "evidence.piece_unknown")
		for range evidence.MaxGivenBytes / evidence.MaxFile {
			w.must(begin(evidence.Announced{Piece: "box", Size: evidence.MaxFile}))
		}
		w.wants(begin(evidence.Announced{Piece: "box", Size: 1}), "evidence.given_large")
		_, giver, _ = w.ask()
		for range evidence.MaxGiven {
			w.must(begin(evidence.Announced{Piece: "box", Size: 1}))
		}
		w.wants(begin(evidence.Announced{Piece: "box", Size: 1}), "evidence.given_many")

		w.Wait(72 * time.Hour) // nobody went on with them
		w.must(s.Sweep(context.Background()))
		w.must(begin(evidence.Announced{Piece: "box", Size: 1}))

		_, giver, _ = w.ask()
		u, err := s.Begin(giver, w.key(), evidence.Announced{Piece: "box", Size: 10})
		w.must(err)
		_, err = s.Append(giver, u.ID, 0, bytes.NewReader(make([]byte, 11)))
		w.wants(err, "blob.longer")
	})
}

func TestHostileFilesAreRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, giver, _ := w.ask()
		svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)
		for name, c := range map[string]struct {
			content []byte
			code    string
		}{
			"a.svg":         {svg, "blob.unsupported_type"},
			"page.jpg":      {append([]byte("<!doctype html><script>alert(1)</script>"), make([]byte, 9000)...), "blob.unsupported_type"},
			"bomb.png":      {bomb(), "blob.too_many_pixels"},
			"IMG_1.HEIC":    {append([]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), make([]byte, 9000)...), "blob.heic"},
			"torn.jpg":      {photo(1, 300, 300, 90)[:2000], "blob.damaged"},
			"polyglot.jpeg": {append([]byte("PK\x03\x04"), photo(1, 50, 50, 90)...), "blob.unsupported_type"},
		} {
			u, err := w.give(giver, "angles", name, c.content, 4096)
			w.wants(err, c.code)
			_, err = w.Services.Evidence.Append(giver, u.ID, u.Offset, bytes.NewReader(nil))
			if code := fault.CodeOf(err); code != "evidence.refused_before" {
				t.Errorf("%s, tried again: %v", name, err)
			}
		}
		if items := w.section(w.of).Items; len(items) != 0 {
			t.Errorf("kept %+v", items)
		}
	})
}

// bomb is a picture of a few bytes that says it has 10,000 megapixels.
func bomb() []byte {
	chunk := []byte("IHDR\x00\x01\x86\xa0\x00\x01\x86\xa0\x08\x02\x00\x00\x00")
	head := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\r"), chunk...)
	return binary.BigEndian.AppendUint32(head, crc32.ChecksumIEEE(chunk))
}

// Whatever write the database refuses: nothing is left, and it can be done again.
func TestNothingIsHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.Services.Evidence
		file := w.say("碎了", photo(1, 100, 100, 90))
		w.add(w.other, photo(1, 200, 200, 95))
		_, giver, _ := w.ask()
		f := dbtest.NewFuse(t, w.DB)
		f.Burn("ask", func() error {
			_, _, err := s.Ask(w.agent, w.of.ID, "ask-key-1", evidence.Ask{Pieces: []evidence.Asked{{Piece: "other", Text: "小票"}}, Send: true})
			return err
		})
		f.Burn("take", func() error {
			_, err := s.TakeFromChat(w.agent, w.of.ID, "angles", []string{file.ID})
			return err
		})
		i := w.section(w.of).Items[0]
		f.Burn("file", func() error { _, err := s.File(w.agent, i.ID, 0, "box"); return err })
		f.Burn("waive", func() error { return s.Waive(w.agent, w.of.ID, "waybill", 0, "没有") })
		f.Burn("look", func() error {
			_, content, err := s.Read(w.agent, i.ID, false)
			if err == nil {
				content.Close()
			}
			return err
		})
		given := photo(6, 100, 100, 90)
		var u evidence.Upload
		f.Burn("begin", func() (err error) {
			u, err = s.Begin(giver, "give-key-1", evidence.Announced{Piece: "box", Name: "b.jpg", Size: int64(len(given))})
			return err
		})
		f.Burn("give", func() error {
			now, err := s.Upload(giver, u.ID)
			if err == nil {
				_, err = s.Append(giver, u.ID, now.Offset, bytes.NewReader(given[now.Offset:]))
			}
			return err
		})
		if items := w.section(w.of).Items; len(items) != 2 {
			t.Errorf("in the end %+v", items)
		}
	})
}
