package quickreply

import (
	"context"
	"io"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order/sheet"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
)

// maxFile is the largest table that is taken, in bytes.
const maxFile = 8 << 20

// Added tells what came of a table.
type Added struct {
	New   int
	Known int // with the same words, which are there already
	Wrong []Wrong
}

// Import keeps the replies of a table for all of a shop: all of them, or none if a
// row is wrong. Those that are there already, by their words, stay as they are, so
// that the same table can be taken twice.
func (s *Service) Import(ctx context.Context, shopID string, body io.Reader) (a Added, err error) {
	actor, of, err := shop.Held(ctx, s.DB.Reader(ctx), identity.RuleManage, shopID)
	if err != nil {
		return a, err
	}
	limits := sheet.Usual
	limits.Rows = MaxReplies + 1
	rows, err := sheet.Table(body, maxFile, limits)
	if err != nil {
		return a, err
	}
	drafts, wrong, err := Drafts(rows, of.Location())
	if err != nil || len(wrong) > 0 {
		return Added{Wrong: wrong}, err
	}
	ids := make([]string, len(drafts))
	for i := range ids {
		ids[i] = s.NewID()
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) (err error) {
		a, err = s.keep(tx, actor, of, drafts, ids)
		return err
	})
	return a, err
}

// keep keeps those of a table that are new.
func (s *Service) keep(tx *db.Tx, actor identity.Actor, of shop.Shop, drafts []Draft, ids []string) (a Added, err error) {
	there, err := ofShop(tx, of.ID, actor.ID)
	if err != nil {
		return a, err
	}
	known := map[string]bool{}
	for _, r := range there {
		known[r.same()] = known[r.same()] || r.OwnerID == ""
	}
	for i, d := range drafts {
		if known[d.same()] {
			a.Known++
			continue
		}
		known[d.same()] = true
		r := Reply{ID: ids[i], ShopID: of.ID}.with(d, actor.ID, s.Now())
		if err := insert(tx, r); err != nil {
			return a, err
		}
		if err := s.told(tx, r, actor, "import"); err != nil {
			return a, err
		}
		a.New++
	}
	return a, room(tx, of.ID, 0)
}

// Export returns the replies that the actor may take in a shop as a table that
// Import reads.
func (s *Service) Export(ctx context.Context, shopID string) (rows [][]string, err error) {
	actor, of, err := shop.Held(ctx, s.DB.Reader(ctx), identity.ConversationReply, shopID)
	if err != nil {
		return nil, err
	}
	all, err := ofShop(s.DB.Reader(ctx), shopID, actor.ID)
	rows = append(rows, Heads)
	for _, r := range all {
		rows = append(rows, r.Row(of.Location()))
	}
	return rows, err
}
