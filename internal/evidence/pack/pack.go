// Package pack puts the evidence of a case into an archive that a platform can judge: the
// files as they came with their sums, what was said, what happened when, and a report to
// read first. Texts are masked like those of answer packs; photos stay as they are, or
// their sums would say nothing.
package pack

import (
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/dispute/leaving"
	"github.com/anxin-desk/anxin/internal/dispute/said"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/liability"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/outbound"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/playbook"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Service makes packs.
type Service struct {
	DB            *db.DB
	Now           func() time.Time
	NewID         func() string
	Blobs         blob.Store
	Evidence      *evidence.Service
	Conversations *conversation.Service
}

// Bundle is a pack about to be handed out.
type Bundle struct {
	Name string
	Shop shop.Shop
	Made time.Time
	Left []string // what was left out, and why

	s        *Service
	actor    identity.Actor
	scope    identity.Scope
	first    []attached
	sec      evidence.Section
	findings []liability.Finding
	made     []commitment.Commitment
	order    order.Order
	hasOrder bool
	said     []conversation.Message
	left     []outbound.Photo // how the goods left, besides what is evidence
}

// Export makes the pack of a case ready, and records who took it.
func (s *Service) Export(ctx context.Context, caseID string) (*Bundle, error) {
	b, err := s.Prepare(ctx, caseID)
	if err != nil {
		return nil, err
	}
	return b, s.DB.InTx(ctx, b.RecordIn)
}

// Prepare makes the pack of a case ready. Nobody may have it before RecordIn was
// committed. It holds of conversation and order what the actor may read.
func (s *Service) Prepare(ctx context.Context, caseID string) (b *Bundle, err error) {
	b = &Bundle{s: s, Made: s.Now()}
	if b.actor, b.scope, err = identity.Require(ctx, identity.CaseWrite); err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	if b.sec, err = s.Evidence.SectionIn(q, b.scope, caseID); err != nil {
		return nil, err
	}
	return b, b.gather(ctx, q)
}

// RecordIn records who takes a pack, with each piece of evidence and on the whole.
func (b *Bundle) RecordIn(tx *db.Tx) error {
	if err := b.s.Evidence.LogExportIn(tx, b.actor, b.scope, b.sec.Items); err != nil {
		return err
	}
	return audit.Write(tx, audit.Entry{Subject: "evidence_export/" + b.s.NewID(), Version: 1, At: b.Made, Actor: b.actor.ID, Verb: "evidence.export",
		Payload: map[string]any{"case_id": b.sec.Case.ID, "files": b.sums(), "transcript": len(b.said), "left_out": b.Left}})
}

// gather reads what goes into a pack, and makes sure that the bytes of all files are there.
func (b *Bundle) gather(ctx context.Context, q db.Queryer) (err error) {
	c := b.sec.Case
	b.Name = leaving.FileName("证据包 " + c.Number + ".zip")
	if b.Shop, err = shop.GetIn(q, c.ShopID); err != nil {
		return err
	}
	if b.findings, err = liability.OfCaseIn(q, c.ID); err != nil {
		return err
	}
	if b.made, err = commitment.OfCaseIn(q, c.ID); err != nil {
		return err
	}
	if b.order, b.hasOrder, err = order.NumberedIn(q, c.ShopID, c.OrderNo); err != nil {
		return err
	}
	if b.hasOrder && !b.actor.MayIn(identity.OrderRead, c.ShopID) {
		b.hasOrder, b.Left = false, append(b.Left, "订单记录：导出的人没有查看权限")
	}
	if err := b.photos(q); err != nil {
		return err
	}
	for _, sum := range b.sums() {
		if err := blob.There(ctx, b.s.Blobs, sum); err != nil {
			return err
		}
	}
	if !b.actor.MayIn(identity.ConversationRead, c.ShopID) {
		b.Left = append(b.Left, "聊天记录：导出的人没有查看权限")
		return nil
	}
	b.said, err = said.Between(ctx, b.s.Conversations, c.ConversationID)
	return err
}

// photos reads how the goods left, as far as that is not evidence of the case already.
func (b *Bundle) photos(q db.Queryer) error {
	if !b.hasOrder {
		return nil
	}
	all, err := outbound.OfOrderIn(q, b.order.ShopID, b.order.Number)
	for _, p := range all {
		if !slices.ContainsFunc(b.sec.Items, func(i evidence.Item) bool { return i.SHA256 == p.SHA256 }) {
			b.left = append(b.left, p)
		}
	}
	return err
}

// sums are those of all files of a pack that came from somewhere.
func (b *Bundle) sums() []string {
	sums := []string{}
	for _, i := range b.sec.Items {
		sums = append(sums, i.SHA256)
	}
	for _, p := range b.left {
		sums = append(sums, p.SHA256)
	}
	return sums
}

// attached is a file besides those of the evidence.
type attached struct {
	name, what string
	content    func(io.Writer) error
}

// Attach puts a file before those of the evidence into a pack that is not written yet.
func (b *Bundle) Attach(name, what string, content func(io.Writer) error) {
	b.first = append(b.first, attached{name, what, content})
}

// Write writes the archive. What fails half-way leaves one without its list.
func (b *Bundle) Write(ctx context.Context, w io.Writer) error {
	z := leaving.NewArchive(w, b.Made.In(b.Shop.Location()))
	for _, a := range b.first {
		if err := z.Put(a.name, a.what, a.content); err != nil {
			return err
		}
	}
	if err := z.Put("报告.html", "报告", func(w io.Writer) error { return b.report(ctx, w) }); err != nil {
		return err
	}
	if err := z.Put("经过.csv", "经过", b.timeline); err != nil {
		return err
	}
	if len(b.said) > 0 {
		err := z.Put("聊天记录.html", "聊天记录", func(w io.Writer) error {
			return said.Write(w, b.Shop.Name, b.sec.Case.Number, b.said, b.At)
		})
		if err != nil {
			return err
		}
	}
	for _, i := range b.sec.Items {
		if err := z.Put(fileOf(i), b.piece(i.Piece), func(w io.Writer) error { return blob.Copy(ctx, w, b.s.Blobs, i.SHA256, i.Size) }); err != nil {
			return err
		}
	}
	for n, p := range b.left {
		if err := z.Put(photoFile(n, p), "出库照片", func(w io.Writer) error { return blob.Copy(ctx, w, b.s.Blobs, p.SHA256, p.Size) }); err != nil {
			return err
		}
	}
	if err := z.Put("清单.csv", "清单", func(w io.Writer) error { return b.list(w, z.Entries) }); err != nil {
		return err
	}
	return z.Close()
}

// fileOf is where an item stands in the archive.
func fileOf(i evidence.Item) string {
	return path.Join("证据", fmt.Sprintf("证据%d %s", i.N, leaving.FileName(i.Name)))
}

// photoFile is where the n-th photo of what left stands in the archive.
func photoFile(n int, p outbound.Photo) string {
	return path.Join("出库照片", fmt.Sprintf("出库%d %s", n+1, leaving.FileName(p.Name)))
}

// File is a piece of evidence as it stands in a pack.
type File struct {
	N     int64
	Path  string // in the archive
	Shows playbook.Text
	Buyer bool // gave it
	At    time.Time
	Sum   string
}

// Files are the pieces of evidence, the oldest first.
func (b *Bundle) Files() (all []File) {
	for _, i := range b.sec.Items {
		all = append(all, File{i.N, fileOf(i), b.shows(i.Piece), i.By.Kind == "buyer", i.ReceivedAt, i.SHA256})
	}
	return all
}

// Chat tells whether what was said is in the pack.
func (b *Bundle) Chat() bool { return len(b.said) > 0 }

// shows is what an item of a kind shows, in words.
func (b *Bundle) shows(id string) playbook.Text {
	for _, p := range b.sec.Checklist {
		if p.ID == id {
			return p.Text
		}
	}
	return playbook.Text{Zh: "其他", En: "Other"}
}

func (b *Bundle) piece(id string) string { return b.shows(id).Zh }

// At words a time in the zone of the shop, "" for none.
func (b *Bundle) At(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(b.Shop.Location()).Format("2006-01-02 15:04:05")
}

func (b *Bundle) timeline(w io.Writer) error {
	rows := [][]string{{"时间", "事项"}}
	for _, e := range b.events() {
		rows = append(rows, []string{e.At, e.What})
	}
	return leaving.WriteCSV(w, rows)
}

func (b *Bundle) list(w io.Writer, all []leaving.Entry) error {
	rows := [][]string{{"文件", "说明", "字节", "SHA-256"}}
	for _, e := range all {
		rows = append(rows, []string{e.Name, e.What, strconv.FormatInt(e.Size, 10), e.Sum})
	}
	for _, p := range evidence.Lacking(b.sec.Checklist) {
		rows = append(rows, []string{"（缺）", p.Text.Zh, "", ""})
	}
	for _, words := range b.Left {
		rows = append(rows, []string{"（未附）", words, "", ""})
	}
	return leaving.WriteCSV(w, rows)
}
