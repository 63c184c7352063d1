package dispute

import (
	"context"
	"io"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Pack is the answer to a dispute as it stands.
type Pack struct {
	Items   []Item
	Lacking []Piece // required, and missing
	Drafted string  // a statement of what is known, for who has written none
}

// sources are where the program finds evidence by itself.
type sources struct {
	of    complaint.Case
	talk  conversation.Conversation
	order order.Order

	hasCase, hasTalk, hasOrder bool
}

// sourcesOf looks for the case, the conversation and the order of a dispute.
func sourcesOf(q db.Queryer, d Dispute) (k sources, err error) {
	if k.of, k.hasCase, err = CaseIn(q, identity.Everything, d); err != nil {
		return k, err
	}
	if k.hasCase {
		k.talk, err = conversation.FindIn(q, identity.Everything, k.of.ConversationID)
		if k.hasTalk = err == nil && k.talk.HeadSeq > 0; err != nil && fault.KindOf(err) != fault.NotFound {
			return k, err
		}
	}
	k.order, k.hasOrder, err = order.NumberedIn(q, d.ShopID, d.OrderNo)
	return k, err
}

// evidence is what is there for a dispute.
func evidence(q db.Queryer, d Dispute, k sources) (e Evidence, err error) {
	e.Found = map[Piece]bool{
		PieceStatement: d.Statement != "", PieceOrder: k.hasOrder, PieceTranscript: k.hasTalk,
		PieceRefund: k.hasOrder && k.order.Refunded.N > 0,
	}
	if e.Files, err = filesOf(q, d.ID); err != nil {
		return e, err
	}
	e.Waivers, err = waiversOf(q, d.ID)
	return e, err
}

// Pack returns the answer to a dispute that the actor was given. Of its case and order
// the draft of a statement says what the actor may read.
func (s *Service) Pack(ctx context.Context, d Dispute) (p Pack, err error) {
	actor, _, err := identity.Require(ctx, identity.DisputeRead)
	if err != nil {
		return p, err
	}
	q := s.DB.Reader(ctx)
	k, err := sourcesOf(q, d)
	if err != nil {
		return p, err
	}
	e, err := evidence(q, d, k)
	if err != nil {
		return p, err
	}
	p.Items = d.Pack(e)
	p.Lacking = Lacking(p.Items)
	if d.Statement != "" {
		return p, nil
	}
	known, err := knownOf(q, d, k.seenBy(actor, d.ShopID))
	p.Drafted = d.Drafted(known, p.Items)
	return p, err
}

// seenBy leaves what somebody may read.
func (k sources) seenBy(a identity.Actor, shopID string) sources {
	k.hasCase = k.hasCase && a.MayIn(identity.CaseRead, shopID)
	k.hasTalk = k.hasTalk && a.MayIn(identity.ConversationRead, shopID)
	k.hasOrder = k.hasOrder && a.MayIn(identity.OrderRead, shopID)
	return k
}

func knownOf(q db.Queryer, d Dispute, k sources) (known Known, err error) {
	at, err := shop.GetIn(q, d.ShopID)
	if err != nil {
		return known, err
	}
	known = Known{Shop: at.Name, Zone: at.Location()}
	if k.hasOrder {
		known.Order = orderKnown(k.order)
	}
	if !k.hasCase {
		return known, nil
	}
	known.OpenedAt, known.ClosedAt, known.Offer, known.Agreed = k.of.OpenedAt, k.of.ClosedAt, k.of.Proposal, k.of.Agreement != ""
	all, err := commitment.OfCaseIn(q, k.of.ID)
	for _, c := range all {
		said := Said{Text: c.Text, MadeAt: c.MadeAt, DueAt: c.DueAt}
		if c.State == commitment.Kept {
			said.KeptAt = c.SettledAt
		}
		if c.State == commitment.Open || c.State == commitment.Kept {
			known.Commitments = append(known.Commitments, said)
		}
	}
	return known, err
}

func orderKnown(o order.Order) *OrderKnown {
	k := &OrderKnown{Number: o.Number, PlacedAt: o.PlacedAt, ShippedAt: o.ShippedAt, ReceivedAt: o.ReceivedAt,
		Paid: o.Paid.N, PaidKnown: o.Paid.Known, Refunded: o.Refunded.N}
	for _, i := range o.Items {
		name := i.Title
		if name == "" {
			name = i.Code
		}
		k.Items = append(k.Items, name)
	}
	for _, p := range o.Parcels {
		k.Parcels = append(k.Parcels, (p.Carrier + " " + p.Number))
	}
	return k
}

// Waive does without a piece of evidence, for a reason; without a reason, it is wanted
// again.
func (s *Service) Waive(ctx context.Context, id string, version int64, p Piece, reason string) (Dispute, error) {
	return s.change(ctx, id, version, Move{Verb: DoWaive, Note: pieceNote(p, reason)}, func(tx *db.Tx, d Dispute, actor identity.Actor) (Dispute, error) {
		w, err := waive(p, reason, actor.ID, s.Now())
		if err != nil {
			return d, err
		}
		return d, replaceWaiver(tx, d.ID, w)
	})
}

// pieceNote is what a move says of a piece: its code, and why or which file.
func pieceNote(p Piece, words string) string { return string(p) + ": " + words }

// AddFile adds a file to a piece of evidence. The same key adds one, however often it
// comes; nothing is kept of a file that is refused.
func (s *Service) AddFile(ctx context.Context, id string, p Piece, key, name string, content io.Reader) (f File, err error) {
	actor, scope, err := identity.Require(ctx, identity.DisputeWrite)
	if err != nil {
		return f, err
	}
	q := s.DB.Reader(ctx)
	if _, err := get(q, scope, id, ""); err != nil {
		return f, err
	}
	if known, err := fileByKey(q, id, actor.ID, key); err == nil {
		return known, nil
	}
	if err := p.check(); err != nil {
		return f, err
	}
	taken, err := s.Intake.Take(ctx, content, name)
	if err != nil {
		return f, err
	}
	f = File{ID: s.NewID(), DisputeID: id, Piece: p, Key: key, ByID: actor.ID, Name: taken.Name, MediaType: taken.MediaType,
		Size: taken.Size, SHA256: string(taken.Key), ThumbSHA256: string(taken.Thumb), MadeAt: milli(s.Now())}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		d, err := get(tx, scope, id, tx.ForUpdate())
		if err != nil {
			return err
		}
		if known, err := fileByKey(tx, id, actor.ID, key); err == nil {
			f = known
			return nil
		}
		there, err := filesOf(tx, id)
		if err != nil {
			return err
		}
		if len(there) >= MaxFiles {
			return fault.New(fault.Conflict, "dispute.files_many", "max", MaxFiles)
		}
		if err := insertFile(tx, f); err != nil {
			return err
		}
		return s.beside(tx, d, actor, Move{Verb: DoAdd, Note: pieceNote(p, f.Name)}, fileTold(d, f))
	})
	return f, err
}

// RemoveFile takes a file out of a pack. Its row stays.
func (s *Service) RemoveFile(ctx context.Context, fileID string) (d Dispute, err error) {
	actor, scope, err := identity.Require(ctx, identity.DisputeWrite)
	if err != nil {
		return d, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		f, err := getFile(tx, fileID)
		if err != nil {
			return err
		}
		if d, err = get(tx, scope, f.DisputeID, tx.ForUpdate()); err != nil {
			return unknownFile(err)
		}
		if err := removeFile(tx, f.ID, s.Now()); err != nil {
			return err
		}
		return s.beside(tx, d, actor, Move{Verb: DoRemove, Note: pieceNote(f.Piece, f.Name)}, fileTold(d, f))
	})
	return d, err
}

// unknownFile hides that a file of somebody else is there.
func unknownFile(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.NotFound, "dispute.file_unknown")
	}
	return err
}

func fileTold(d Dispute, f File) map[string]any {
	return map[string]any{"number": d.Number, "piece": f.Piece, "name": f.Name, "sha256": f.SHA256}
}

// beside keeps something that was done with a dispute and leaves its version alone:
// what somebody else writes at the same time is not in its way.
func (s *Service) beside(tx *db.Tx, d Dispute, actor identity.Actor, m Move, told any) error {
	m.State, m.Outcome, m.ByID, m.At = d.State, d.Outcome, actor.ID, milli(s.Now())
	if err := insertMove(tx, d, m); err != nil {
		return err
	}
	return s.asideWith(tx, &d, actor.ID, string(m.Verb), told)
}

// ReadFile returns a file that the actor may read, and its bytes: the thumbnail if
// asked for and there is one.
func (s *Service) ReadFile(ctx context.Context, id string, thumb bool) (f File, content io.ReadSeekCloser, err error) {
	_, scope, err := identity.Require(ctx, identity.DisputeRead)
	if err != nil {
		return f, nil, err
	}
	q := s.DB.Reader(ctx)
	if f, err = getFile(q, id); err != nil {
		return f, nil, err
	}
	if _, err := get(q, scope, f.DisputeID, ""); err != nil {
		return f, nil, unknownFile(err)
	}
	sum := f.SHA256
	if thumb && f.ThumbSHA256 != "" {
		sum, f.MediaType = f.ThumbSHA256, "image/jpeg"
	}
	content, err = blob.Fetch(ctx, s.Blobs, sum)
	return f, content, err
}
