package evidence

import (
	"context"
	"image"
	"image/jpeg"
	"io"
	"strings"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/evidence/picture"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// seen is what is known of a file before it becomes an item.
type seen struct {
	item   Item
	mirror picture.Print
}

// see looks at a file that is kept: what it says of itself, and its print.
func (s *Service) see(ctx context.Context, f blob.File) (v seen, err error) {
	v.item = Item{Name: f.Name, MediaType: f.MediaType, Size: f.Size, Width: int64(f.Width), Height: int64(f.Height), SHA256: string(f.Key), ThumbSHA256: string(f.Thumb)}
	if !strings.HasPrefix(f.MediaType, "image/") {
		return v, nil
	}
	content, err := blob.Fetch(ctx, s.Blobs, v.item.SHA256)
	if err != nil {
		return v, err
	}
	v.item.Said = picture.Read(content, f.MediaType)
	content.Close()
	if f.Thumb == "" {
		return v, nil
	}
	thumb, err := blob.Fetch(ctx, s.Blobs, string(f.Thumb))
	if err != nil {
		return v, err
	}
	defer thumb.Close()
	img, err := jpeg.Decode(thumb)
	if err != nil {
		return v, err
	}
	v.item.Print, v.mirror = picture.PrintOf(img), picture.PrintOf(mirrored(img))
	return v, nil
}

func mirrored(img image.Image) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(b)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			out.Set(b.Max.X-1-(x-b.Min.X), y, img.At(x, y))
		}
	}
	return out
}

// keepIn makes an item of a file, as part of tx, in a case that is locked. The same
// content makes one item of a case, however often it comes.
func (s *Service) keepIn(tx *db.Tx, c complaint.Case, v seen, id, piece string, from Source, sourceID string, giver Giver) (Item, bool, error) {
	there, err := itemBySum(tx, c.ID, v.item.SHA256)
	if err == nil && there.Piece == "" && piece != "" {
		there.Piece = piece
		s.hintAfter(tx, c)
		return there, false, s.log(tx, there, Custody{Verb: Filed, Piece: piece, By: giver})
	}
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return there, false, err
	}
	i := v.item
	i.ID, i.ShopID, i.CaseID, i.Source, i.SourceID, i.By, i.Piece = id, c.ShopID, c.ID, from, sourceID, giver, piece
	if i.ReceivedAt.IsZero() {
		i.ReceivedAt = s.Now()
	}
	n, err := db.Value[int64](tx, `SELECT COUNT(*) FROM evidence_item WHERE case_id = ?`, c.ID)
	if err == nil && n >= MaxItems {
		err = fault.New(fault.Conflict, "evidence.items_many", "limit", MaxItems)
	}
	if err != nil {
		return i, false, err
	}
	if i.N, err = nextN(tx, c.ShopID); err != nil {
		return i, false, err
	}
	alike, err := matches(tx, i, v.mirror)
	if err != nil {
		return i, false, err
	}
	if err := insertItem(tx, i); err != nil {
		return i, false, err
	}
	if err := insertMatches(tx, i.ID, alike); err != nil {
		return i, false, err
	}
	s.hintAfter(tx, c)
	return i, true, s.log(tx, i, Custody{Verb: Received, Piece: piece, By: giver})
}

// Add takes a file of the team as evidence of a case.
func (s *Service) Add(ctx context.Context, caseID, piece, name string, content io.Reader) (i Item, err error) {
	if _, _, err = s.mayAdd(ctx, caseID, piece); err != nil {
		return i, err
	}
	taken, err := s.Intake.Take(ctx, content, name)
	if err != nil {
		return i, err
	}
	return s.AddKept(ctx, caseID, piece, "", taken)
}

// AddKept takes a file that is kept already, such as a paper of the shop, as evidence of
// a case. sourceID says which paper.
func (s *Service) AddKept(ctx context.Context, caseID, piece, sourceID string, f blob.File) (i Item, err error) {
	actor, scope, err := s.mayAdd(ctx, caseID, piece)
	if err != nil {
		return i, err
	}
	v, err := s.see(ctx, f)
	if err != nil {
		return i, err
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := complaint.LockIn(tx, scope, caseID)
		if err != nil {
			return err
		}
		i, _, err = s.keepIn(tx, c, v, id, piece, ByTeam, sourceID, by(actor))
		return err
	})
	return i, err
}

// mayAdd tells whether the actor may add to the evidence of a case what shows a piece.
func (s *Service) mayAdd(ctx context.Context, caseID, piece string) (identity.Actor, identity.Scope, error) {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return actor, scope, err
	}
	c, err := complaint.GetIn(s.DB.Reader(ctx), scope, caseID)
	if err == nil {
		err = s.asksFor(s.DB.Reader(ctx), c, piece)
	}
	return actor, scope, err
}

// maxFromChat is how many files of a conversation are taken at once.
const maxFromChat = 30

// TakeFromChat takes files of the conversation of a case as evidence. Their bytes are
// there already.
func (s *Service) TakeFromChat(ctx context.Context, caseID, piece string, fileIDs []string) (items []Item, err error) {
	_, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return nil, err
	}
	c, err := complaint.GetIn(s.DB.Reader(ctx), scope, caseID)
	if err == nil {
		err = s.asksFor(s.DB.Reader(ctx), c, piece)
	}
	if err == nil && (len(fileIDs) == 0 || len(fileIDs) > maxFromChat) {
		err = fault.Field("file_ids", "evidence.files_range", "limit", maxFromChat)
	}
	if err != nil {
		return nil, err
	}
	for _, id := range fileIDs {
		i, err := s.takeOne(ctx, scope, c, piece, id)
		if err != nil {
			return items, err
		}
		items = append(items, i)
	}
	return items, nil
}

func (s *Service) takeOne(ctx context.Context, scope identity.Scope, c complaint.Case, piece, fileID string) (i Item, err error) {
	f, content, err := s.Conversations.ReadFile(ctx, fileID, false)
	if err != nil {
		return i, err
	}
	content.Close()
	talk, err := conversation.WithinIn(s.DB.Reader(ctx), scope, f.ConversationID)
	if err != nil || f.TeamOnly || talk.ID != c.ConversationID && talk.MergedInto != c.ConversationID {
		return i, fault.New(fault.NotFound, "db.not_found")
	}
	v, err := s.see(ctx, blob.File{Key: blob.Key(f.SHA256), Name: f.Name, MediaType: f.MediaType, Size: f.Size, Width: int(f.Width), Height: int(f.Height), Thumb: blob.Key(f.ThumbSHA256)})
	if err != nil {
		return i, err
	}
	v.item.ReceivedAt = f.MadeAt
	giver := Giver{"user", f.UploaderID}
	if f.UploaderKind == conversation.Buyer {
		giver.Kind = "buyer"
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := complaint.LockIn(tx, scope, c.ID)
		if err != nil {
			return err
		}
		i, _, err = s.keepIn(tx, c, v, id, piece, FromChat, f.ID, giver)
		return err
	})
	return i, err
}
