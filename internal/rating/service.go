package rating

import (
	"context"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Service is what the rest of the program may ask about ratings.
type Service struct {
	DB            *db.DB
	Now           func() time.Time
	NewID         func() string
	Hint          func(topic string, hint any) // tells open screens, after a commit
	Conversations *conversation.Service
	Notices       *notice.Service
}

// Rate stores what the buyer who asks says about how their case went. Saying the
// same again changes nothing; something else replaces it for a day.
func (s *Service) Rate(ctx context.Context, id string, o Opinion) (r Rating, err error) {
	return s.rateAs(ctx, identity.ProgressUse, id, func(*db.Tx, complaint.Case) (Opinion, string, error) { return o, "", nil })
}

// Mark takes a message of the buyer, written after the case was closed, as
// what they say about how it went. Its words are theirs; the score is what
// whoever marks it reads in it. A rating that the buyer gave themselves stays.
func (s *Service) Mark(ctx context.Context, id string, version int64, read Reading) (r Rating, err error) {
	return s.rateAs(ctx, identity.CaseWrite, id, func(tx *db.Tx, c complaint.Case) (o Opinion, messageID string, err error) {
		if c.Version != version {
			return o, "", fault.New(fault.Conflict, "case.changed")
		}
		said, err := complaint.BuyersMessageIn(tx, c, read.Seq)
		if err == nil && said.At.Before(c.ClosedAt) {
			err = fault.Field("seq", "case.message_too_early")
		}
		return Opinion{read.Score, said.Text, read.Repeated}, said.ID, err
	})
}

// Reading is how the team reads a message of the buyer.
type Reading struct {
	Seq      int64 // number of the message in the conversation
	Score    int
	Repeated Repeated
}

// rateAs stores an opinion about a case, for who holds a permission. opinion
// returns it, with the message that it was read in, if it was.
func (s *Service) rateAs(ctx context.Context, p identity.Permission, id string, opinion func(*db.Tx, complaint.Case) (Opinion, string, error)) (r Rating, err error) {
	actor, scope, err := identity.Require(ctx, p)
	if err != nil {
		return r, err
	}
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := complaint.LockIn(tx, scope, id)
		if err != nil {
			return err
		}
		o, messageID, err := opinion(tx, c)
		if err == nil {
			o, err = o.clean()
		}
		if err != nil {
			return err
		}
		r, err = s.rateIn(tx, c, o, messageID, newID, actor.ID)
		return err
	})
	return r, err
}

func (s *Service) rateIn(tx *db.Tx, c complaint.Case, o Opinion, messageID, newID, by string) (Rating, error) {
	before, err := of(tx, c)
	if err != nil {
		return Rating{}, err
	}
	r, err := rate(c, o, messageID, before, newID, s.Now())
	if err != nil || before != nil && before.Version == r.Version {
		return r, err
	}
	if err := put(tx, r); err != nil {
		return r, err
	}
	complaint.HintAfter(tx, s.Hint, c)
	if err := s.tell(tx, c, r); err != nil {
		return r, err
	}
	return r, audit.Write(tx, audit.Entry{
		Subject: "rating/" + r.ID, Version: r.Version, At: s.Now(), Actor: by, Verb: "complaint.rate",
		Payload: map[string]any{"score": r.Score, "words": r.Words, "repeated": r.Repeated, "message_id": r.MessageID},
	})
}

// tell writes an opinion into the thread; of a bad one the owner and who
// looks after the team are told too, once.
func (s *Service) tell(tx *db.Tx, c complaint.Case, r Rating) error {
	args := map[string]string{"number": c.Number, "score": strconv.Itoa(r.Score), "words": r.Words, "repeated": string(r.Repeated)}
	_, err := s.Conversations.PostIn(tx, c.ConversationID, conversation.Message{
		Sender: conversation.Sender{Kind: conversation.System}, Kind: conversation.Event, Internal: true,
		Event: conversation.EventLine{Code: "case.rated", Args: args}, Key: "case.rated-" + r.ID + "/" + strconv.FormatInt(r.Version, 10),
	})
	if err != nil || r.Score > lowScore {
		return err
	}
	told := map[string]bool{c.OwnerID: true}
	chiefs, err := identity.Colleagues(tx, identity.TeamSupervise, c.ShopID)
	if err != nil {
		return err
	}
	for _, chief := range chiefs {
		told[chief.ID] = true
	}
	about := notice.About{ConversationID: c.ConversationID, CaseID: c.ID}
	for who := range told {
		if err := s.Notices.TellIn(tx, who, "case.rated_low", "case.rated_low/"+r.ID, args, about); err != nil {
			return err
		}
	}
	return nil
}

// In returns the opinion about the present closing of a case, nil if there is
// none. Who may see it is for the caller to decide.
func In(q db.Queryer, c complaint.Case) (*Rating, error) { return of(q, c) }

// Ratings returns all opinions about a case that the actor may read, newest
// first.
func (s *Service) Ratings(ctx context.Context, caseID string) ([]Rating, error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	if _, err := complaint.GetIn(q, scope, caseID); err != nil {
		return nil, err
	}
	return all(q, caseID)
}
