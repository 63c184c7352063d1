package conversation

import (
	"context"
	"io"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Upload is a file on its way in.
type Upload struct {
	Key  string // given by the sender's program, the same for the same file
	Name string
	Body io.Reader
}

// AddFile takes a file of an agent into a conversation, to be sent with a
// message. Nothing is kept of a file that is refused.
func (s *Service) AddFile(ctx context.Context, id string, up Upload) (File, error) {
	actor, scope, err := identity.Require(ctx, identity.FileUpload)
	if err != nil {
		return File{}, err
	}
	c, err := get(s.DB.Reader(ctx), scope, id, "")
	if err != nil {
		return File{}, err
	}
	return s.addFile(ctx, c, Sender{Kind: Agent, ID: actor.ID}, up)
}

// AddBuyerFile is AddFile for the buyer who asks, in their own conversation.
func (s *Service) AddBuyerFile(ctx context.Context, up Upload) (File, error) {
	actor, _, err := identity.Require(ctx, identity.BuyerUse)
	if err != nil {
		return File{}, err
	}
	c, err := ofCustomer(s.DB.Reader(ctx), actor.ID, WebChat)
	if err != nil {
		return File{}, err
	}
	return s.addFile(ctx, c, Sender{Kind: Buyer, ID: actor.ID}, up)
}

// addFile stores the bytes before the row that names them: a crash in between
// leaves bytes without a name, never a name without bytes.
func (s *Service) addFile(ctx context.Context, c Conversation, from Sender, up Upload) (f File, err error) {
	if err := checkKey(up.Key); err != nil {
		return f, err
	}
	if known, err := fileByKey(s.DB.Reader(ctx), c.ID, from.ID, up.Key); err == nil {
		return known, nil
	}
	taken, err := s.Intake.Take(ctx, up.Body, up.Name)
	if err != nil {
		return f, err
	}
	f = fileOf(taken)
	f.ID, f.ConversationID, f.UploaderKind, f.UploaderID, f.Key, f.MadeAt = s.NewID(), c.ID, from.Kind, from.ID, up.Key, s.Now()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if err := insertFile(tx, f); err != nil {
			return err
		}
		f, err = fileByKey(tx, c.ID, from.ID, up.Key)
		return err
	})
	return f, err
}

func fileOf(b blob.File) File {
	return File{
		Name: b.Name, MediaType: b.MediaType, Size: b.Size, Width: int64(b.Width), Height: int64(b.Height),
		SHA256: string(b.Key), ThumbSHA256: string(b.Thumb),
	}
}

// ReadFile returns a file that the actor may read, and its bytes: the thumbnail
// if asked for and there is one. A buyer reads the files of their own
// conversation, a member of the team those of their shops.
func (s *Service) ReadFile(ctx context.Context, id string, thumb bool) (File, io.ReadSeekCloser, error) {
	actor, _ := identity.From(ctx)
	permission := identity.FileRead
	if actor.Kind == identity.Buyer {
		permission = identity.BuyerUse
	}
	_, scope, err := identity.Require(ctx, permission)
	if err != nil {
		return File{}, nil, err
	}
	f, err := getFile(s.DB.Reader(ctx), id)
	if err != nil {
		return f, nil, err
	}
	if _, err := get(s.DB.Reader(ctx), scope, f.ConversationID, ""); err != nil {
		return f, nil, err
	}
	if f.TeamOnly && actor.Kind == identity.Buyer {
		return f, nil, errNoFile()
	}
	return s.openFile(ctx, f, thumb)
}

// errNoFile is what somebody hears who asks for a file that is not there.
func errNoFile() error { return fault.New(fault.NotFound, "db.not_found") }

// ReadSignedFile is ReadFile for the holder of a link that the program signed.
// Links to what is for the team alone have ended: the team reads it by their
// sessions.
func (s *Service) ReadSignedFile(ctx context.Context, id string, thumb bool) (File, io.ReadSeekCloser, error) {
	f, err := getFile(s.DB.Reader(ctx), id)
	if err != nil {
		return f, nil, err
	}
	if f.TeamOnly {
		return f, nil, errNoFile()
	}
	return s.openFile(ctx, f, thumb)
}

func (s *Service) openFile(ctx context.Context, f File, thumb bool) (File, io.ReadSeekCloser, error) {
	content := f.SHA256
	if thumb && f.ThumbSHA256 != "" {
		content, f.MediaType = f.ThumbSHA256, "image/jpeg"
	}
	body, err := blob.Fetch(ctx, s.Blobs, content)
	return f, body, err
}
