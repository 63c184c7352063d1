package evidence

import (
	"context"
	"encoding/json"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// CardKind is the kind of cards that ask a buyer for evidence; they name a request.
const CardKind = "evidence"

// Ask asks the buyer of a case for evidence, and returns the address at which it can be
// given. With Send the buyer gets a card in the conversation. The same key asks once.
func (s *Service) Ask(ctx context.Context, caseID, idem string, a Ask) (r Request, address string, err error) {
	err = s.change(ctx, caseID, func(tx *db.Tx, actor identity.Actor, c complaint.Case) error {
		if c.Stage == complaint.Closed {
			return fault.New(fault.Conflict, "case.closed")
		}
		list, err := s.checklist(tx, c)
		if err != nil {
			return err
		}
		a, err := a.clean(list)
		if err != nil {
			return err
		}
		id, again, err := identity.Once(tx, actor, idem, map[string]any{"ask_evidence": caseID, "ask": a}, s.NewID(), s.Now())
		if err != nil {
			return err
		}
		if again {
			r, err = getRequest(tx, identity.Everything, id, "")
			return err
		}
		if r, err = s.makeRequest(tx, c, actor, id, a); err != nil || !a.Send {
			return err
		}
		_, err = s.Conversations.PostIn(tx, c.ConversationID, conversation.Message{
			Sender: conversation.Sender{Kind: conversation.Agent, ID: actor.ID, Name: actor.Name}, Kind: conversation.Card,
			Card: conversation.CardRef{Kind: CardKind, Ref: r.ID}, Text: a.Text(), Key: "card-evidence-" + r.ID,
		})
		return err
	})
	return r, s.address(r), err
}

func (s *Service) makeRequest(tx *db.Tx, c complaint.Case, actor identity.Actor, id string, a Ask) (r Request, err error) {
	there, err := requestsOf(tx, c.ID)
	if err != nil {
		return r, err
	}
	if len(there) >= maxRequests {
		return r, fault.New(fault.Conflict, "evidence.requests_many", "limit", maxRequests)
	}
	now := s.Now()
	r = Request{ID: id, ShopID: c.ShopID, CaseID: c.ID, CustomerID: c.CustomerID, ConversationID: c.ConversationID, Words: a.Words, Pieces: a.Pieces,
		ByID: actor.ID, MadeAt: now, EndsAt: now.Add(time.Duration(a.Days) * 24 * time.Hour), Version: 1}
	r.tokenHash = hashToken(key(s.Key).token(id))
	if err := insertRequest(tx, r); err != nil {
		return r, err
	}
	s.hintAfter(tx, c)
	return r, s.record(tx, r, actor.ID, "ask")
}

// address is where the evidence of a request is given. The token stands behind the # so
// that no server and no proxy ever logs it. It is "" if the key of links is another one
// now.
func (s *Service) address(r Request) string {
	token := key(s.Key).token(r.ID)
	if r.ID == "" || hashToken(token) != r.tokenHash {
		return ""
	}
	return s.Public + "/e/#" + token
}

// Address returns where the evidence of a request is given, for who hands it on. One
// that works no more is the fault evidence.link_ended.
func (s *Service) Address(ctx context.Context, requestID string) (string, error) {
	_, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return "", err
	}
	q := s.DB.Reader(ctx)
	r, err := getRequest(q, scope, requestID, "")
	if err != nil {
		return "", err
	}
	works, err := s.Works(q, r)
	if err != nil || !works {
		return "", orElse(err, fault.New(fault.Conflict, "evidence.link_ended"))
	}
	return s.address(r), nil
}

func orElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// Works tells whether evidence can be given to a request now.
func (s *Service) Works(q db.Queryer, r Request) (bool, error) {
	c, err := complaint.GetIn(q, identity.Everything, r.CaseID)
	return err == nil && !r.over(c, s.Now()) && s.address(r) != "", err
}

// MyAddress returns where the buyer who asks gives what a request asks for, "" if it
// works no more or is not theirs.
func (s *Service) MyAddress(ctx context.Context, requestID string) (string, error) {
	_, scope, err := identity.Require(ctx, identity.BuyerUse)
	if err != nil {
		return "", err
	}
	q := s.DB.Reader(ctx)
	r, err := getRequest(q, identity.Everything, requestID, "")
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	} else if err != nil {
		return "", err
	}
	c, err := complaint.GetIn(q, scope, r.CaseID)
	if fault.KindOf(err) == fault.NotFound || err == nil && r.over(c, s.Now()) {
		return "", nil
	}
	return s.address(r), err
}

// Revoke ends the link of a request at once. What was given stays.
func (s *Service) Revoke(ctx context.Context, requestID string, version int64) (r Request, err error) {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return r, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if r, err = getRequest(tx, scope, requestID, tx.ForUpdate()); err != nil {
			return err
		}
		switch {
		case r.Version != version:
			return fault.New(fault.Conflict, "evidence.changed")
		case !r.RevokedAt.IsZero():
			return nil
		}
		r.RevokedAt, r.Version = s.Now(), r.Version+1
		if err := revokeRequest(tx, r); err != nil {
			return err
		}
		c, err := complaint.GetIn(tx, scope, r.CaseID)
		if err != nil {
			return err
		}
		s.hintAfter(tx, c)
		complaint.HintAfter(tx, s.Hint, c) // the buyer's card
		return s.record(tx, r, actor.ID, "revoke")
	})
	return r, err
}

// change locks a case that the actor may change, and applies what.
func (s *Service) change(ctx context.Context, caseID string, what func(*db.Tx, identity.Actor, complaint.Case) error) error {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := complaint.LockIn(tx, scope, caseID)
		if err != nil {
			return err
		}
		return what(tx, actor, c)
	})
}

func (s *Service) record(tx *db.Tx, r Request, by, verb string) error {
	return audit.Write(tx, audit.Entry{Subject: "evidence_request/" + r.ID, Version: r.Version, At: s.Now(), Actor: by, Verb: "evidence." + verb,
		Payload: map[string]any{"case_id": r.CaseID, "words": r.Words, "pieces": r.Pieces, "ends_at": r.EndsAt}})
}

const requestColumns = `id, shop_id, case_id, customer_id, conversation_id, words, pieces, token_hash, by_id, made_at, ends_at, revoked_at, version`

func scanRequest(row db.Scanner) (r Request, err error) {
	var pieces string
	var made, ends, revoked int64
	if err = row.Scan(&r.ID, &r.ShopID, &r.CaseID, &r.CustomerID, &r.ConversationID, &r.Words, &pieces, &r.tokenHash, &r.ByID, &made, &ends, &revoked, &r.Version); err != nil {
		return r, err
	}
	r.MadeAt, r.EndsAt, r.RevokedAt = db.Time(made), db.Time(ends), db.Time(revoked)
	return r, json.Unmarshal([]byte(pieces), &r.Pieces)
}

func getRequest(q db.Queryer, scope identity.Scope, id, lock string) (Request, error) {
	where, args := scope.WhereCase("shop_id", "customer_id", "case_id")
	return db.One(q, scanRequest, `SELECT `+requestColumns+` FROM evidence_request WHERE id = ? AND `+where+` `+lock, append([]any{id}, args...)...)
}

func requestByToken(q db.Queryer, token string) (Request, error) {
	return db.One(q, scanRequest, `SELECT `+requestColumns+` FROM evidence_request WHERE token_hash = ?`, hashToken(token))
}

// requestsOf returns the requests of a case, the newest first.
func requestsOf(q db.Queryer, caseID string) ([]Request, error) {
	return db.All(q, scanRequest, `SELECT `+requestColumns+` FROM evidence_request WHERE case_id = ? ORDER BY made_at DESC, id DESC LIMIT ?`, caseID, maxRequests)
}

func insertRequest(tx *db.Tx, r Request) error {
	_, err := tx.Exec(`INSERT INTO evidence_request (`+requestColumns+`) VALUES (`+db.Marks(13)+`)`,
		r.ID, r.ShopID, r.CaseID, r.CustomerID, r.ConversationID, r.Words, db.ListText(r.Pieces), r.tokenHash, r.ByID,
		db.Millis(r.MadeAt), db.Millis(r.EndsAt), db.Millis(r.RevokedAt), r.Version)
	return err
}

func revokeRequest(tx *db.Tx, r Request) error {
	_, err := tx.Exec(`UPDATE evidence_request SET revoked_at = ?, version = ? WHERE id = ?`, db.Millis(r.RevokedAt), r.Version, r.ID)
	return err
}
