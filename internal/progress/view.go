package progress

import (
	"context"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/rating"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// View is a case as its buyer may see it. It holds nothing of the chat and
// nothing that the team wrote for itself.
type View struct {
	complaint.Case
	Topic       string // see [Topic]
	OrderTail   string // end of the order number
	Shop        shop.Shop
	Commitments []commitment.Commitment
	Tickets     []ticket.Ticket // those that the buyer is told of
	Steps       []Step          // what happened, oldest first
	MergedWith  string          // number of the case in which this one goes on, "" if it was not merged
	Rating      *rating.Rating  // of the present closing, nil if there is none
	CodeTail    string          // end of the buyer's service code
}

// Read returns the case of the link that the actor holds.
func (s *Service) Read(ctx context.Context) (View, error) {
	_, scope, err := identity.Require(ctx, identity.ProgressUse)
	if err != nil {
		return View{}, err
	}
	q := s.DB.Reader(ctx)
	c, err := complaint.GetIn(q, scope, scope.Case)
	if err != nil {
		return View{}, err
	}
	v, err := s.view(q, c)
	if err != nil {
		return v, err
	}
	code, err := s.Customers.CodeIn(q, c.CustomerID)
	v.CodeTail = customer.Tail(code)
	return v, err
}

func (s *Service) view(q db.Queryer, c complaint.Case) (v View, err error) {
	v = View{Case: c, Topic: Topic(c.Scenario), OrderTail: orderTail(c.OrderNo)}
	if v.Shop, err = shop.GetIn(q, c.ShopID); err != nil {
		return v, err
	}
	if v.Commitments, err = commitment.OfCaseIn(q, c.ID); err != nil {
		return v, err
	}
	if v.Tickets, err = publicOf(q, c.ID); err != nil {
		return v, err
	}
	given, err := compensation.OfCaseIn(q, c.ID)
	if err != nil {
		return v, err
	}
	if v.Steps, err = stepsIn(q, c, v.Commitments, v.Tickets, given); err != nil {
		return v, err
	}
	if c.MergedInto != "" {
		into, err := complaint.GetIn(q, identity.Everything, c.MergedInto)
		if err != nil {
			return v, err
		}
		v.MergedWith = into.Number
	}
	v.Rating, err = rating.In(q, c)
	return v, err
}

// publicOf returns the tickets of a case that the buyer is told of: those with
// words for them that were not withdrawn.
func publicOf(q db.Queryer, caseID string) (told []ticket.Ticket, err error) {
	all, err := ticket.OfCaseIn(q, caseID)
	for _, t := range all {
		if t.PublicText != "" && t.State != ticket.Withdrawn {
			told = append(told, t)
		}
	}
	return told, err
}

// Own is what a buyer's own screen shows of their cases besides the chat.
type Own struct {
	Code  string // service code, "" if they have none yet
	Cases []complaint.Case
	// Ratings are those of the present closing, and Addresses where the progress
	// can be read, by case.
	Ratings   map[string]*rating.Rating
	Addresses map[string]string
}

// Mine returns the cases of the buyer who asks, newest first, and their service
// code.
func (s *Service) Mine(ctx context.Context) (o Own, err error) {
	actor, scope, err := identity.Require(ctx, identity.BuyerUse)
	if err != nil {
		return o, err
	}
	q := s.DB.Reader(ctx)
	o.Code, err = s.Customers.CodeIn(q, actor.ID)
	if err == nil && o.Code == "" { // who turned out to be somebody else has their code
		o.Code, err = s.Customers.CodeIn(q, scope.Customer)
	}
	if err != nil {
		return o, err
	}
	talk, _, err := s.Conversations.OfBuyer(ctx, 1<<62)
	if err != nil {
		return o, err
	}
	if o.Cases, err = complaint.OfConversationIn(q, scope, talk.ID); err != nil {
		return o, err
	}
	o.Ratings, o.Addresses = map[string]*rating.Rating{}, map[string]string{}
	for _, c := range o.Cases {
		if o.Ratings[c.ID], err = rating.In(q, c); err != nil {
			return o, err
		}
		if o.Addresses[c.ID], err = s.AddressIn(q, c); err != nil {
			return o, err
		}
	}
	return o, nil
}

// MyAddress returns where the buyer who asks can read the progress of a case of
// theirs, "" if no link works.
func (s *Service) MyAddress(ctx context.Context, caseID string) (string, error) {
	_, scope, err := identity.Require(ctx, identity.BuyerUse)
	if err != nil {
		return "", err
	}
	q := s.DB.Reader(ctx)
	c, err := complaint.GetIn(q, scope, caseID)
	if err != nil {
		return "", err
	}
	return s.AddressIn(q, c)
}
