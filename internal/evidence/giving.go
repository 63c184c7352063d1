package evidence

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// ErrOver is what everybody hears who holds no link that works.
func ErrOver() error { return fault.New(fault.NotFound, "evidence.link_over") }

// Authenticate returns the actor who holds the token of a link. The fault is the same
// whether the link is unknown, over or revoked.
func (s *Service) Authenticate(ctx context.Context, token string) (identity.Actor, error) {
	if len(token) > maxToken {
		return identity.Actor{}, ErrOver()
	}
	q := s.DB.Reader(ctx)
	r, err := requestByToken(q, token)
	if fault.KindOf(err) == fault.NotFound {
		return identity.Actor{}, ErrOver()
	} else if err != nil {
		return identity.Actor{}, err
	}
	c, err := complaint.GetIn(q, identity.Everything, r.CaseID)
	if err == nil && r.over(c, s.Now()) {
		err = ErrOver()
	}
	return identity.NewGiver(identity.LinkPrefix+r.ID, r.ShopID, r.CaseID), err
}

// held returns the request of the link that somebody holds.
func (s *Service) held(ctx context.Context, q db.Queryer, lock string) (Request, identity.Scope, error) {
	actor, scope, err := identity.Require(ctx, identity.EvidenceGive)
	id, link := strings.CutPrefix(actor.ID, identity.LinkPrefix)
	if err != nil || !link || scope.Case == "" {
		return Request{}, scope, ErrOver()
	}
	r, err := getRequest(q, scope, id, lock)
	return r, scope, err
}

// Giving is a request as the holder of its link sees it.
type Giving struct {
	Request
	Uploads []Upload // on their way
	Items   []Item   // given
}

// Held returns the request of the link that somebody holds, with what was given.
func (s *Service) Held(ctx context.Context) (g Giving, err error) {
	q := s.DB.Reader(ctx)
	if g.Request, _, err = s.held(ctx, q, ""); err != nil {
		return g, err
	}
	all, err := uploadsOf(q, g.ID)
	if err != nil {
		return g, err
	}
	for _, u := range all {
		if u.State == Open {
			if u.Offset, err = s.Partial.Length(u.ID); err != nil {
				return g, err
			}
			g.Uploads = append(g.Uploads, u)
		}
	}
	g.Items, err = givenBy(q, g.ID)
	return g, err
}

// Begin announces a file to a request. The same key announces one, however often it
// comes; what is there of it says its offset.
func (s *Service) Begin(ctx context.Context, idem string, a Announced) (u Upload, err error) {
	id := s.NewID()
	a.Name = strings.ToValidUTF8(a.Name[:min(len(a.Name), maxName)], "")
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		r, _, err := s.held(ctx, tx, tx.ForUpdate())
		if err != nil {
			return err
		}
		if u, err = uploadByKey(tx, r.ID, idem); err == nil || fault.KindOf(err) != fault.NotFound {
			if err == nil && (u.Size != a.Size || u.Piece != a.Piece) {
				err = fault.New(fault.Conflict, "request.key_reused")
			}
			return err
		}
		before, err := uploadsOf(tx, r.ID)
		if err != nil {
			return err
		}
		if err := r.admit(a, before); err != nil {
			return err
		}
		u = Upload{ID: id, RequestID: r.ID, Key: idem, Piece: a.Piece, Name: a.Name, Size: a.Size, Reduced: a.Reduced, State: Open, MadeAt: s.Now()}
		return insertUpload(tx, u)
	})
	if err != nil {
		return u, err
	}
	return s.reached(u)
}

// reached says how far an upload is.
func (s *Service) reached(u Upload) (Upload, error) {
	if u.State != Open {
		u.Offset = u.Size
		return u, nil
	}
	var err error
	u.Offset, err = s.Partial.Length(u.ID)
	return u, err
}

// Upload returns an upload of the link that somebody holds, and how far it is.
func (s *Service) Upload(ctx context.Context, id string) (Upload, error) {
	q := s.DB.Reader(ctx)
	r, _, err := s.held(ctx, q, "")
	if err != nil {
		return Upload{}, err
	}
	u, err := getUpload(q, r.ID, id, "")
	if err != nil {
		return u, err
	}
	return s.reached(u)
}

// Append adds the next part of a file. What came before the line broke is kept. The
// last part makes evidence of the file, or refuses it for what it is; asked again, the
// answer is the same and nothing happens twice.
func (s *Service) Append(ctx context.Context, id string, offset int64, part io.Reader) (u Upload, err error) {
	if u, err = s.Upload(ctx, id); err != nil || u.State == Taken {
		return u, err
	}
	if u.State == Refused {
		return u, fault.New(fault.Conflict, "evidence.refused_before")
	}
	if offset < u.Size || u.Offset < u.Size {
		u.Offset, err = s.Partial.Append(ctx, u.ID, offset, u.Size, part)
		if fault.CodeOf(err) == "blob.longer" {
			return u, s.refuse(ctx, u, err)
		}
		if err != nil {
			return u, err
		}
		if err := s.judge(u); err != nil {
			return u, s.refuse(ctx, u, err)
		}
	}
	if u.Offset < u.Size {
		return u, nil
	}
	return s.finish(ctx, u)
}

// judge refuses a file by its beginning, before all of it has come.
func (s *Service) judge(u Upload) error {
	if u.Offset < blob.JudgeBytes {
		return nil
	}
	f, err := s.Partial.Open(u.ID)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, blob.JudgeBytes)
	if _, err := io.ReadFull(f, head); err != nil {
		return err
	}
	return blob.Judge(head)
}

// refuse remembers why a file was not taken, forgets its bytes, and returns the reason.
// What is no fault of the file is left to be tried again.
func (s *Service) refuse(ctx context.Context, u Upload, why error) error {
	if k := fault.KindOf(why); k != fault.Invalid && k != fault.TooLarge && k != fault.Unsupported {
		return why
	}
	err := s.DB.InTx(context.WithoutCancel(ctx), func(tx *db.Tx) error { return settleUpload(tx, u.ID, Refused, fault.CodeOf(why), "") })
	return errors.Join(why, err, s.Partial.Remove(u.ID))
}

// finish makes evidence of a file that is there as a whole.
func (s *Service) finish(ctx context.Context, u Upload) (Upload, error) {
	f, err := s.Partial.Open(u.ID)
	if err != nil {
		return u, err
	}
	taken, err := s.Intake.Take(ctx, f, u.Name)
	f.Close()
	if err != nil {
		return u, s.refuse(ctx, u, err)
	}
	v, err := s.see(ctx, taken)
	if err != nil {
		return u, err
	}
	v.item.Reduced = u.Reduced
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error { return s.giveIn(ctx, tx, &u, v, id) })
	if err != nil {
		return u, err
	}
	return u, s.Partial.Remove(u.ID)
}

// giveIn makes evidence of an upload, as part of tx, and tells who looks after the case.
func (s *Service) giveIn(ctx context.Context, tx *db.Tx, u *Upload, v seen, id string) error {
	r, scope, err := s.held(ctx, tx, tx.ForUpdate())
	if err != nil {
		return err
	}
	if *u, err = getUpload(tx, r.ID, u.ID, tx.ForUpdate()); err != nil || u.State == Taken {
		return err
	}
	c, err := complaint.LockIn(tx, scope, r.CaseID)
	if err != nil {
		return err
	}
	i, fresh, err := s.keepIn(tx, c, v, id, u.Piece, ByRequest, r.ID, Giver{"buyer", r.CustomerID})
	if err != nil {
		return err
	}
	u.State, u.ItemID, u.Offset = Taken, i.ID, u.Size
	if err := settleUpload(tx, u.ID, Taken, "", i.ID); err != nil || !fresh {
		return err
	}
	return s.tellGiven(tx, c, r)
}

// tellGiven says in the thread and to the owner that the buyer has given something, once
// for what comes within a while.
func (s *Service) tellGiven(tx *db.Tx, c complaint.Case, r Request) error {
	once := r.ID + "/" + s.Now().UTC().Truncate(oneLook).Format("0102T1504")
	_, err := s.Conversations.PostIn(tx, c.ConversationID, conversation.Message{
		Sender: conversation.Sender{Kind: conversation.System}, Kind: conversation.Event, Internal: true,
		Event: conversation.EventLine{Code: "evidence.given", Args: map[string]string{"number": c.Number}}, Key: "evidence.given-" + once,
	})
	if err != nil {
		return err
	}
	if err := s.Conversations.WaitForTeamIn(tx, c.ConversationID); err != nil {
		return err
	}
	return s.Notices.TellIn(tx, c.OwnerID, "evidence.given", "evidence.given/"+once, map[string]string{"number": c.Number},
		notice.About{CaseID: c.ID, ConversationID: c.ConversationID})
}

// Given returns the thumbnail of an item that came by the link that somebody holds.
func (s *Service) Given(ctx context.Context, itemID string) (i Item, content io.ReadSeekCloser, err error) {
	q := s.DB.Reader(ctx)
	r, _, err := s.held(ctx, q, "")
	if err != nil {
		return i, nil, err
	}
	all, err := givenBy(q, r.ID)
	if err != nil {
		return i, nil, err
	}
	for _, i = range all {
		if i.ID == itemID && i.ThumbSHA256 != "" {
			content, err = blob.Fetch(ctx, s.Blobs, i.ThumbSHA256)
			return i, content, err
		}
	}
	return i, nil, fault.New(fault.NotFound, "db.not_found")
}

// Sweep gives up uploads that nobody went on with.
func (s *Service) Sweep(ctx context.Context) error {
	before := s.Now().Add(-abandoned)
	err := s.DB.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE evidence_upload SET state = ?, refusal = 'blob.interrupted' WHERE state = 'open' AND made_at < ?`, Refused, db.Millis(before))
		return err
	})
	return errors.Join(err, s.Partial.Sweep(before))
}

const uploadColumns = `id, request_id, key, piece, name, size, reduced, state, refusal, item_id, made_at`

func scanUpload(row db.Scanner) (u Upload, err error) {
	var made int64
	err = row.Scan(&u.ID, &u.RequestID, &u.Key, &u.Piece, &u.Name, &u.Size, &u.Reduced, &u.State, &u.Refusal, &u.ItemID, &made)
	u.MadeAt = db.Time(made)
	return u, err
}

func getUpload(q db.Queryer, requestID, id, lock string) (Upload, error) {
	return db.One(q, scanUpload, `SELECT `+uploadColumns+` FROM evidence_upload WHERE id = ? AND request_id = ? `+lock, id, requestID)
}

func uploadByKey(q db.Queryer, requestID, key string) (Upload, error) {
	return db.One(q, scanUpload, `SELECT `+uploadColumns+` FROM evidence_upload WHERE request_id = ? AND key = ?`, requestID, key)
}

func uploadsOf(q db.Queryer, requestID string) ([]Upload, error) {
	return db.All(q, scanUpload, `SELECT `+uploadColumns+` FROM evidence_upload WHERE request_id = ? ORDER BY made_at, id`, requestID)
}

func insertUpload(tx *db.Tx, u Upload) error {
	_, err := tx.Exec(`INSERT INTO evidence_upload (`+uploadColumns+`) VALUES (`+db.Marks(11)+`)`,
		u.ID, u.RequestID, u.Key, u.Piece, u.Name, u.Size, u.Reduced, u.State, u.Refusal, u.ItemID, db.Millis(u.MadeAt))
	return err
}

func settleUpload(tx *db.Tx, id string, state State, refusal, itemID string) error {
	_, err := tx.Exec(`UPDATE evidence_upload SET state = ?, refusal = ?, item_id = ? WHERE id = ? AND state = 'open'`, state, refusal, itemID, id)
	return err
}
