package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/complaint/cards"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/rating"
)

// BuyerCases is what the chat widget shows besides the chat.
type BuyerCases struct {
	ServiceCode string      `json:"service_code" doc:"Brings the buyer back from any browser; empty before their first case."`
	Cases       []BuyerCase `json:"cases" nullable:"false" doc:"Newest first."`
}

// BuyerCase is a case as its buyer sees it in the chat.
type BuyerCase struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Stage  string `json:"stage" enum:"received,acknowledged,understood,investigating,proposed,agreed,fulfilling,verifying,closed"`
	Owner  string `json:"owner" doc:"Name of who is accountable."`
	URL    string `json:"url" doc:"Of the progress page; empty if no link to it works."`
	AfterCare
}

func (s *Server) returnRoutes(api huma.API) {
	add(api, operation{id: "returnWithCode", method: http.MethodPost, path: "/api/buyer/return", tag: "buyer",
		summary: "Come back into one's conversation with a service code", access: public}, s.returnWithCode)
	add(api, operation{id: "readMyCases", method: http.MethodGet, path: "/api/buyer/cases", tag: "buyer",
		summary: "Read one's service code and cases", access: visitors}, s.readMyCases)
	add(api, operation{id: "rateMyCase", method: http.MethodPost, path: "/api/buyer/cases/{id}/rating", tag: "buyer",
		summary: "Say how the handling went", access: visitors}, s.rateMyCase)
}

type returnInput struct {
	Body struct {
		ShopKey string `json:"shop_key" maxLength:"64"`
		Code    string `json:"code" maxLength:"100"`
		Token   string `json:"token,omitempty" maxLength:"200" doc:"What the browser holds now."`
	}
}

func (s *Server) returnWithCode(ctx context.Context, in *returnInput) (*body[Visit], error) {
	token, err := s.Progress.Return(ctx, in.Body.ShopKey, in.Body.Code, in.Body.Token)
	if err != nil {
		return nil, err
	}
	return s.visit(ctx, in.Body.ShopKey, token, "")
}

func (s *Server) readMyCases(ctx context.Context, _ *struct{}) (*body[BuyerCases], error) {
	own, err := s.Progress.Mine(ctx)
	if err != nil {
		return nil, err
	}
	owners := make([]string, 0, len(own.Cases))
	for _, c := range own.Cases {
		owners = append(owners, c.OwnerID)
	}
	names, err := s.Desk.Names(ctx, owners)
	out := BuyerCases{ServiceCode: own.Code, Cases: make([]BuyerCase, 0, len(own.Cases))}
	for _, c := range own.Cases {
		w := s.buyerCase(c, own.Ratings[c.ID])
		w.Owner = names[c.OwnerID]
		w.URL = own.Addresses[c.ID]
		out.Cases = append(out.Cases, w)
	}
	return answer(out, err)
}

func (s *Server) buyerCase(c complaint.Case, r *rating.Rating) BuyerCase {
	return BuyerCase{ID: c.ID, Number: c.Number, Stage: string(c.Stage), AfterCare: s.afterCare(c, r)}
}

type rateMineInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body Opinion
}

func (s *Server) rateMyCase(ctx context.Context, in *rateMineInput) (*body[BuyerCase], error) {
	r, err := s.Ratings.Rate(ctx, in.ID, in.Body.opinion())
	if err != nil {
		return nil, err
	}
	c, err := s.Complaints.Mine(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	w := s.buyerCase(c, &r)
	names, err := s.Desk.Names(ctx, []string{c.OwnerID})
	if err != nil {
		return nil, err
	}
	w.Owner = names[c.OwnerID]
	w.URL, err = s.Progress.MyAddress(ctx, c.ID)
	return answer(w, err)
}

// buyersCards turns the lines about what happened to a case into the cards that
// they are for the buyer, and adds to cards where the progress can be read: the
// address opens the case, so nobody else gets it from the thread.
func (s *Server) buyersCards(ctx context.Context, messages []conversation.Message) error {
	for i, m := range messages {
		if m.Card.Kind == evidence.CardKind {
			address, err := s.Evidence.MyAddress(ctx, m.Card.Ref)
			if err != nil {
				return err
			}
			if address != "" {
				messages[i].Text += "\n" + address
			}
			continue
		}
		if m.Card.Kind != cards.Progress && m.Card.Kind != cards.Rating {
			continue
		}
		messages[i].Kind, messages[i].Event = conversation.Card, conversation.EventLine{}
		if m.Card.Kind == cards.Rating {
			continue
		}
		address, err := s.Progress.MyAddress(ctx, m.Card.Ref)
		if err != nil {
			return err
		}
		if address != "" {
			messages[i].Text += "\n" + address
		}
	}
	return nil
}
