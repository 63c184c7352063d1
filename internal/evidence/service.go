package evidence

import (
	"context"
	"io"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/playbook"
)

// Service is what the rest of the program may ask of evidence.
type Service struct {
	DB            *db.DB
	Now           func() time.Time
	NewID         func() string
	Hint          func(topic string, hint any) // tells open screens, after a commit
	Key           []byte                       // makes the tokens of links
	Public        string                       // address of the server, without a slash at the end
	Conversations *conversation.Service
	Notices       *notice.Service
	Blobs         blob.Store
	Intake        *blob.Intake
	Partial       *blob.Partial // files on their way in

	// Playbook returns the playbook by which a case is handled, nil for none.
	Playbook func(db.Queryer, complaint.Case) (*playbook.Playbook, error)
}

// checklist is what a case should have, by the playbook by which it is handled.
func (s *Service) checklist(q db.Queryer, c complaint.Case) ([]Piece, error) {
	p, err := s.Playbook(q, c)
	return Checklist(p), err
}

// asksFor refuses a piece that nobody wants in a case.
func (s *Service) asksFor(q db.Queryer, c complaint.Case, piece string) error {
	list, err := s.checklist(q, c)
	if err != nil {
		return err
	}
	return known(list, piece)
}

// Section is the evidence of a case.
type Section struct {
	Case      complaint.Case
	Checklist []Piece
	Items     []Item // the oldest first
	Alike     []Alike
	Requests  []Request // the newest first
}

// OfCase returns the evidence of a case that the actor may read.
func (s *Service) OfCase(ctx context.Context, caseID string) (sec Section, err error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return sec, err
	}
	return s.SectionIn(s.DB.Reader(ctx), scope, caseID)
}

// SectionIn is OfCase within a scope.
func (s *Service) SectionIn(q db.Queryer, scope identity.Scope, caseID string) (sec Section, err error) {
	if sec.Case, err = complaint.GetIn(q, scope, caseID); err != nil {
		return sec, err
	}
	if sec.Items, err = itemsOf(q, caseID); err != nil {
		return sec, err
	}
	waivers, err := waiversOf(q, caseID)
	if err != nil {
		return sec, err
	}
	list, err := s.checklist(q, sec.Case)
	if err != nil {
		return sec, err
	}
	sec.Checklist = Standing(list, sec.Items, waivers)
	if sec.Requests, err = requestsOf(q, caseID); err != nil {
		return sec, err
	}
	if sec.Alike, err = alikeOf(q, caseID); err != nil {
		return sec, err
	}
	numbers := map[string]string{}
	for i, a := range sec.Alike {
		if numbers[a.CaseID] == "" {
			other, err := complaint.GetIn(q, scope, a.CaseID)
			if err != nil {
				return sec, err
			}
			numbers[a.CaseID] = other.Number
		}
		sec.Alike[i].CaseNumber = numbers[a.CaseID]
	}
	return sec, nil
}

// Get returns an item that the actor may read.
func (s *Service) Get(ctx context.Context, id string) (Item, error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return Item{}, err
	}
	return getItem(s.DB.Reader(ctx), scope, id, "")
}

// Custody returns an item and what was done with it, the newest first.
func (s *Service) Custody(ctx context.Context, id string) (i Item, all []Custody, err error) {
	if i, err = s.Get(ctx, id); err != nil {
		return i, nil, err
	}
	all, err = custodyOf(s.DB.Reader(ctx), id)
	return i, all, err
}

// File says what of the checklist an item shows. version is how often that was said
// before.
func (s *Service) File(ctx context.Context, id string, version int64, piece string) (i Item, err error) {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return i, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if i, err = getItem(tx, scope, id, tx.ForUpdate()); err != nil {
			return err
		}
		c, err := complaint.GetIn(tx, scope, i.CaseID)
		if err != nil {
			return err
		}
		if err := s.asksFor(tx, c, piece); err != nil {
			return err
		}
		if i.Filings != version {
			return fault.New(fault.Conflict, "evidence.changed")
		}
		i.Piece, i.Filings = piece, i.Filings+1
		s.hintAfter(tx, c)
		return s.log(tx, i, Custody{Verb: Filed, Piece: piece, By: by(actor)})
	})
	return i, err
}

// Waive says why a piece of the checklist of a case is not needed; without a reason it
// is wanted again. version is that of the waiver, 0 if there was none.
func (s *Service) Waive(ctx context.Context, caseID, piece string, version int64, reason string) error {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := complaint.LockIn(tx, scope, caseID)
		if err != nil {
			return err
		}
		w, err := waiverOf(tx, caseID, piece)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if w.Version != version {
			return fault.New(fault.Conflict, "evidence.changed")
		}
		w.Piece = piece
		list, err := s.checklist(tx, c)
		if err != nil {
			return err
		}
		if w, err = w.waive(list, reason, actor.ID, s.Now()); err != nil {
			return err
		}
		if err := putWaiver(tx, caseID, w); err != nil {
			return err
		}
		s.hintAfter(tx, c)
		return audit.Write(tx, audit.Entry{Subject: "evidence_waiver/" + caseID + "/" + piece, Version: w.Version, At: s.Now(), Actor: actor.ID,
			Verb: "evidence.waive", Payload: map[string]string{"case_id": caseID, "piece": piece, "reason": w.Reason}})
	})
}

// by is who an actor is in the log.
func by(a identity.Actor) Giver { return Giver{string(a.Kind), a.ID} }

// log adds an entry to what was done with an item that is locked, and to the record.
func (s *Service) log(tx *db.Tx, i Item, c Custody) error {
	last, err := lastCustody(tx, i.ID)
	if err != nil {
		return err
	}
	c.N, c.At = last+1, s.Now()
	if err := insertCustody(tx, i.ID, c); err != nil {
		return err
	}
	return audit.Write(tx, audit.Entry{Subject: "evidence/" + i.ID, Version: c.N, At: c.At, Actor: c.By.ID, Verb: "evidence." + string(c.Verb),
		Payload: map[string]any{"case_id": i.CaseID, "n": i.N, "sha256": i.SHA256, "piece": c.Piece}})
}

// LogExportIn notes that items left the house.
func (s *Service) LogExportIn(tx *db.Tx, actor identity.Actor, scope identity.Scope, items []Item) error {
	for _, each := range items {
		i, err := getItem(tx, scope, each.ID, tx.ForUpdate())
		if err != nil {
			return err
		}
		if err := s.log(tx, i, Custody{Verb: Exported, By: by(actor)}); err != nil {
			return err
		}
	}
	return nil
}

// oneLook is how long looking at an item counts as the same look.
const oneLook = 30 * time.Minute

// Read returns an item and its bytes: the thumbnail if asked for and there is one.
// Looking at the whole of it is noted first.
func (s *Service) Read(ctx context.Context, id string, thumb bool) (i Item, content io.ReadSeekCloser, err error) {
	actor, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return i, nil, err
	}
	if i, err = getItem(s.DB.Reader(ctx), scope, id, ""); err != nil {
		return i, nil, err
	}
	if thumb && i.ThumbSHA256 != "" {
		i.MediaType = "image/jpeg"
		content, err = blob.Fetch(ctx, s.Blobs, i.ThumbSHA256)
		return i, content, err
	}
	if err := s.look(ctx, actor, scope, i); err != nil {
		return i, nil, err
	}
	content, err = blob.Fetch(ctx, s.Blobs, i.SHA256)
	return i, content, err
}

func (s *Service) look(ctx context.Context, actor identity.Actor, scope identity.Scope, i Item) error {
	since := db.Millis(s.Now().Add(-oneLook))
	if seen, err := viewedSince(s.DB.Reader(ctx), i.ID, actor.ID, since); err != nil || seen {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		i, err := getItem(tx, scope, i.ID, tx.ForUpdate())
		if err != nil {
			return err
		}
		if seen, err := viewedSince(tx, i.ID, actor.ID, since); err != nil || seen {
			return err
		}
		return s.log(tx, i, Custody{Verb: Viewed, By: by(actor)})
	})
}

// Hint is what open screens hear of the evidence of a case.
type Hint struct {
	Kind string `json:"kind"` // "evidence"
	ID   string `json:"id"`   // of the case
}

func (s *Service) hintAfter(tx *db.Tx, c complaint.Case) {
	tx.AfterCommit(func() { s.Hint("shop:"+c.ShopID, Hint{"evidence", c.ID}) })
}
