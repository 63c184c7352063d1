package dispute

import (
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/dispute/leaving"
	"github.com/anxin-desk/anxin/internal/dispute/said"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Bundle is an answer pack about to be handed out.
type Bundle struct {
	Name string

	s       *Service
	dispute Dispute
	shop    shop.Shop
	items   []Item
	sources sources
	known   Known
	said    []conversation.Message
	left    []string // what was left out, and why
}

// Export makes the pack of a dispute ready, and records who took it. It holds of case,
// conversation and order what the actor may read, with personal data masked.
func (s *Service) Export(ctx context.Context, id string) (b *Bundle, err error) {
	actor, scope, err := identity.Require(ctx, identity.DisputeWrite)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	d, err := get(q, scope, id, "")
	if err != nil {
		return nil, err
	}
	if b, err = s.bundle(ctx, q, d, actor); err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		now, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		sums := []string{}
		for _, f := range b.files() {
			sums = append(sums, f.SHA256)
		}
		return s.beside(tx, now, actor, Move{Verb: DoExport}, map[string]any{"number": d.Number, "files": sums, "transcript": len(b.said), "left_out": b.left})
	})
	return b, err
}

// bundle gathers what goes into a pack, and makes sure that the bytes of all files are
// there.
func (s *Service) bundle(ctx context.Context, q db.Queryer, d Dispute, actor identity.Actor) (*Bundle, error) {
	at, err := shop.GetIn(q, d.ShopID)
	if err != nil {
		return nil, err
	}
	k, err := sourcesOf(q, d)
	if err != nil {
		return nil, err
	}
	e, err := evidence(q, d, k)
	if err != nil {
		return nil, err
	}
	b := &Bundle{Name: leaving.FileName("答复材料 " + d.Number + ".zip"), s: s, dispute: d, shop: at, items: d.Pack(e), sources: k.seenBy(actor, d.ShopID)}
	b.leftOut(k)
	if b.known, err = knownOf(q, d, b.sources); err != nil {
		return nil, err
	}
	for _, f := range b.files() {
		if err := blob.There(ctx, s.Blobs, f.SHA256); err != nil {
			return nil, err
		}
	}
	if b.sources.hasTalk {
		b.said, err = said.Between(ctx, s.Conversations, b.sources.talk.ID)
	}
	return b, err
}

// leftOut remembers what is there and may not be read by who exports.
func (b *Bundle) leftOut(k sources) {
	for _, one := range []struct {
		there, seen bool
		piece       Piece
	}{{k.hasTalk, b.sources.hasTalk, PieceTranscript}, {k.hasOrder, b.sources.hasOrder, PieceOrder}} {
		if one.there && !one.seen {
			b.left = append(b.left, pieceWords[one.piece]+"：导出的人没有查看权限")
		}
	}
}

func (b *Bundle) files() (all []File) {
	for _, i := range b.items {
		all = append(all, i.Files...)
	}
	return all
}

// Write writes the archive. What fails half-way leaves an archive without its list,
// which no program opens as a whole.
func (b *Bundle) Write(ctx context.Context, w io.Writer) error {
	z := leaving.NewArchive(w, b.s.Now().In(b.shop.Location()))
	for _, part := range []struct {
		there      bool
		name, what string
		content    func(io.Writer) error
	}{
		{b.dispute.Statement != "", "情况说明.txt", pieceWords[PieceStatement], b.statement},
		{true, "经过.csv", "经过", b.timeline},
		{b.sources.hasOrder, "订单记录.csv", pieceWords[PieceOrder], b.order},
		{len(b.said) > 0, "聊天记录.html", pieceWords[PieceTranscript], b.chat},
	} {
		if !part.there {
			continue
		}
		if err := z.Put(part.name, part.what, part.content); err != nil {
			return err
		}
	}
	for n, f := range b.files() {
		name := path.Join("材料", fmt.Sprintf("%02d %s %s", n+1, pieceWords[f.Piece], leaving.FileName(f.Name)))
		err := z.Put(name, pieceWords[f.Piece], func(w io.Writer) error { return blob.Copy(ctx, w, b.s.Blobs, f.SHA256, f.Size) })
		if err != nil {
			return err
		}
	}
	if err := z.Put("清单.csv", "清单", func(w io.Writer) error { return b.list(w, z.Entries) }); err != nil {
		return err
	}
	return z.Close()
}

func (b *Bundle) statement(w io.Writer) error {
	_, err := io.WriteString(w, "\ufeff"+b.dispute.Statement+"\n")
	return err
}

func (b *Bundle) at(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(b.shop.Location()).Format("2006-01-02 15:04:05")
}

// timeline tells what happened when, without what the team wrote for itself.
func (b *Bundle) timeline(w io.Writer) error {
	type event struct {
		at   time.Time
		what string
	}
	all := []event{{b.dispute.ReceivedAt, "收到" + kindWords[b.dispute.Kind] + " " + b.dispute.Number}}
	add := func(at time.Time, what string) {
		if !at.IsZero() {
			all = append(all, event{at, what})
		}
	}
	if o := b.known.Order; o != nil {
		add(o.PlacedAt, "下单 "+o.Number)
		add(o.ShippedAt, "发货")
		add(o.ReceivedAt, "签收")
	}
	add(b.known.OpenedAt, "受理买家投诉")
	for _, c := range b.known.Commitments {
		add(c.MadeAt, "答应买家："+c.Text+"（最迟 "+b.at(c.DueAt)+"）")
		add(c.KeptAt, "做到："+c.Text)
	}
	add(b.known.ClosedAt, "投诉办结")
	rows := [][]string{{"时间", "事项"}}
	slices.SortStableFunc(all, func(a, b event) int { return a.at.Compare(b.at) })
	for _, e := range all {
		rows = append(rows, []string{b.at(e.at), leaving.Masked(e.what)})
	}
	return leaving.WriteCSV(w, rows)
}

// order tells of the order, and not to whom it went.
func (b *Bundle) order(w io.Writer) error {
	o := b.sources.order.Masked()
	rows := [][]string{{"项目", "内容"}, {"订单号", o.Number}, {"平台", platformWords[o.Platform]}, {"状态", o.StatusWords},
		{"收货人", o.Receiver}, {"电话", o.Phone}, {"地址", o.Address},
		{"下单时间", b.at(o.PlacedAt)}, {"付款时间", b.at(o.PaidAt)}, {"发货时间", b.at(o.ShippedAt)}, {"签收时间", b.at(o.ReceivedAt)},
		{"实付", fen(o.Paid)}, {"已退", fen(o.Refunded)}}
	for _, p := range o.Parcels {
		rows = append(rows, []string{"运单", p.Carrier + " " + p.Number})
	}
	for _, i := range o.Items {
		rows = append(rows, []string{"商品", fmt.Sprintf("%s %s %s × %d %s", i.Code, i.Title, i.Spec, i.Quantity, fen(i.Price))})
	}
	return leaving.WriteCSV(w, rows)
}

func fen(f order.Fen) string {
	if !f.Known {
		return ""
	}
	return yuan(f.N)
}

// list tells of all files with their sums, of what is missing, and of what was left out.
func (b *Bundle) list(w io.Writer, all []leaving.Entry) error {
	rows := [][]string{{"文件", "材料", "字节", "SHA-256"}}
	for _, e := range all {
		rows = append(rows, []string{e.Name, e.What, strconv.FormatInt(e.Size, 10), e.Sum})
	}
	for _, p := range Lacking(b.items) {
		rows = append(rows, []string{"（缺）", pieceWords[p], "", ""})
	}
	for _, words := range b.left {
		rows = append(rows, []string{"（未附）", words, "", ""})
	}
	return leaving.WriteCSV(w, rows)
}

// chat writes the transcript as a page that runs nothing and asks for nothing.
func (b *Bundle) chat(w io.Writer) error {
	return said.Write(w, b.shop.Name, b.dispute.Number, b.said, b.at)
}
