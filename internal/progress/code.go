package progress

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// maxTyped is as much of a number or code as is looked at, in characters.
const maxTyped = 64

// LookUp opens the progress of a case with its number and the service code of
// its buyer, and returns the token of a link for this browser. It does the same
// work and answers the same whether the number or the code is wrong.
func (s *Service) LookUp(ctx context.Context, number, code string) (token string, err error) {
	number = strings.ToUpper(strings.TrimSpace(number))
	if utf8.RuneCountInString(number) > maxTyped || utf8.RuneCountInString(code) > maxTyped {
		return "", errNoMatch()
	}
	if err := s.Customers.TryNumber(ctx, number); err != nil {
		return "", err
	}
	q := s.DB.Reader(ctx)
	who, err := s.Customers.ByCodeIn(q, code)
	if err == nil {
		who, err = customer.KnownIn(q, who)
	}
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return "", err
	}
	// Nobody has an empty id: a wrong code asks for the case all the same.
	c, err := complaint.ByNumberIn(q, who.ShopID, who.ID, number)
	if fault.KindOf(err) == fault.NotFound {
		return "", errNoMatch()
	} else if err != nil {
		return "", err
	}
	id := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if err := s.Customers.TakeBackTry(tx, number); err != nil {
			return err
		}
		_, err := s.makeIn(tx, c, id, who.ID, true)
		return err
	})
	return key(s.Key).token(id), err
}

func errNoMatch() error { return fault.New(fault.NotFound, "progress.no_match") }

// Return lets a buyer who gives their service code back into their conversation
// in a shop. token is what their browser holds now, "" if nothing: a
// conversation that they have begun there meanwhile is told where they went.
func (s *Service) Return(ctx context.Context, shopKey, code, token string) (back string, err error) {
	at, err := s.Shops.ByKey(ctx, shopKey)
	if err != nil {
		return "", err
	}
	if utf8.RuneCountInString(code) > maxTyped {
		return "", errNoCode()
	}
	if err := s.Customers.TryShop(ctx, at.ID); err != nil {
		return "", err
	}
	q := s.DB.Reader(ctx)
	who, err := s.Customers.ByCodeIn(q, code)
	if fault.KindOf(err) == fault.NotFound || err == nil && who.ShopID != at.ID {
		return "", errNoCode()
	} else if err != nil {
		return "", err
	}
	was, err := s.Customers.ByToken(ctx, token)
	if fault.KindOf(err) == fault.Internal {
		return "", err
	} else if err == nil {
		if same, err := samePerson(q, was, who); err != nil || same {
			return token, err
		}
	}
	back, id := s.Customers.NewToken(), s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if err := s.Customers.AdmitIn(tx, who.ID, back); err != nil {
			return err
		}
		if err := s.leaveBehind(tx, was, who, id); err != nil {
			return err
		}
		return s.tellReturn(tx, who, id)
	})
	return back, err
}

// samePerson tells whether two customers are one, or have turned out to be.
func samePerson(q db.Queryer, a, b customer.Customer) (bool, error) {
	a, err := customer.KnownIn(q, a)
	if err != nil {
		return false, err
	}
	b, err = customer.KnownIn(q, b)
	return a.ID == b.ID, err
}

// leaveBehind tells the conversation that a browser had in the shop until now, if
// anything was said in it, that its buyer went on in their own.
func (s *Service) leaveBehind(tx *db.Tx, was, who customer.Customer, id string) error {
	if was.ShopID != who.ShopID {
		return nil
	}
	talk, err := s.Conversations.OpenIn(tx, was.ShopID, was.ID, conversation.WebChat)
	if err != nil || talk.HeadSeq == 0 {
		return err
	}
	number, err := s.newestNumber(tx, who)
	if err != nil {
		return err
	}
	return s.event(tx, talk.ID, id, "customer.went_on", map[string]string{"number": number})
}

// newestNumber is the number of a customer's newest case, "" if they have none.
func (s *Service) newestNumber(tx *db.Tx, who customer.Customer) (string, error) {
	talk, err := s.Conversations.OpenIn(tx, who.ShopID, who.ID, conversation.WebChat)
	if err != nil {
		return "", err
	}
	cases, err := complaint.OfConversationIn(tx, identity.Everything, talk.ID)
	if err != nil || len(cases) == 0 {
		return "", err
	}
	return cases[0].Number, nil
}

func errNoCode() error { return fault.Field("code", "progress.code_unknown") }

// tellReturn tells the team, and who owns the newest case or looks after the
// conversation, that a buyer has come back.
func (s *Service) tellReturn(tx *db.Tx, who customer.Customer, id string) error {
	talk, err := s.Conversations.OpenIn(tx, who.ShopID, who.ID, conversation.WebChat)
	if err != nil {
		return err
	}
	if err := s.event(tx, talk.ID, id, "customer.returned", nil); err != nil {
		return err
	}
	about, owner := notice.About{ConversationID: talk.ID}, talk.AssigneeID
	cases, err := complaint.OfConversationIn(tx, identity.Everything, talk.ID)
	if err != nil {
		return err
	}
	args := map[string]string{"name": who.Name}
	if len(cases) > 0 {
		owner, about.CaseID, args["number"] = cases[0].OwnerID, cases[0].ID, cases[0].Number
	}
	day := s.Now().UTC().Format(time.DateOnly)
	return s.Notices.TellIn(tx, owner, "customer.returned", "customer.returned/"+who.ID+"/"+day, args, about)
}
