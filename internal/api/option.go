package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/option"
	"github.com/anxin-desk/anxin/internal/policy"
)

// OptionsFound is what may be offered in a case.
type OptionsFound struct {
	Items     []OptionFound     `json:"items" nullable:"false" doc:"Main, alternative and fallback first."`
	Extras    []OptionFound     `json:"extras" nullable:"false" doc:"May go with one of the others, and answer nothing by themselves."`
	LeftOut   []OptionLeftOut   `json:"left_out" nullable:"false"`
	Questions []policy.Question `json:"questions" nullable:"false" doc:"That options wait for."`
	Freight   string            `json:"freight" enum:",merchant,buyer,verify" doc:"Who bears the way back."`
	PaidFen   *int64            `json:"paid_fen"`
	GivenFen  int64             `json:"given_fen" doc:"What was given back, or is on its way."`
	LeftFen   *int64            `json:"left_fen" doc:"What may still be given back; null if nobody knows what was paid."`
	Intro     string            `json:"intro" doc:"What stands above the options unless somebody writes something else."`
}

// OptionFound is something that may be offered.
type OptionFound struct {
	Rank      string       `json:"rank" enum:"main,alternative,fallback,other"`
	Remedy    string       `json:"remedy"`
	Title     string       `json:"title" doc:"What the buyer reads."`
	Text      string       `json:"text" doc:"What the buyer may be told, as a draft."`
	Ready     bool         `json:"ready" doc:"Else something has to be found out first, and there is no amount."`
	Fen       *int64       `json:"fen"`
	Floor     *int64       `json:"floor"`
	Cap       *int64       `json:"cap"`
	Right     bool         `json:"right" doc:"The buyer may ask for it."`
	Approval  string       `json:"approval" doc:"Who has to agree, a role; empty for nobody."`
	MaySend   bool         `json:"may_send" doc:"The reader may offer it."`
	Questions []string     `json:"questions" nullable:"false" doc:"Facts."`
	Kept      bool         `json:"kept" doc:"The goods do not go back, although they would."`
	Freight   string       `json:"freight" enum:",merchant,buyer,verify"`
	Why       []OptionWhy  `json:"why" nullable:"false"`
	Rules     []OptionRule `json:"rules" nullable:"false"`
	Note      string       `json:"note"`
	Cost      OptionCost   `json:"cost"`
}

// OptionWhy is a reason that catalogues have words for.
type OptionWhy struct {
	Code string `json:"code"`
	Fen  int64  `json:"fen"`
}

// OptionRule is a row of law, platform or table.
type OptionRule struct {
	Ref     string `json:"ref"`
	Name    string `json:"name"`
	Article string `json:"article"`
	Layer   string `json:"layer"`
}

// OptionCost is what an option costs the shop; null is not known.
type OptionCost struct {
	MoneyFen   *int64 `json:"money_fen"`
	GoodsFen   *int64 `json:"goods_fen" doc:"At the price at which they sold."`
	FreightFen *int64 `json:"freight_fen"`
	Back       bool   `json:"back" doc:"Goods come back."`
	SumFen     int64  `json:"sum_fen"`
	AtLeast    bool   `json:"at_least" doc:"Something is not known."`
}

// OptionLeftOut is a remedy that is not offered, and why.
type OptionLeftOut struct {
	Remedy string `json:"remedy"`
	Code   string `json:"code"`
}

// OptionCard is what a buyer was offered, and what they said to it.
type OptionCard struct {
	ID         string         `json:"id"`
	State      string         `json:"state" enum:"sent,chosen,declined,replaced,withdrawn"`
	Intro      string         `json:"intro"`
	Picks      []OptionPick   `json:"picks" nullable:"false"`
	Chosen     int64          `json:"chosen" doc:"From 1; 0 for none."`
	Words      string         `json:"words" doc:"That the buyer added."`
	MessageID  string         `json:"message_id" doc:"The buyer's message that was taken as the answer."`
	MadeBy     Person         `json:"made_by"`
	MadeAt     time.Time      `json:"made_at"`
	AnsweredAt *time.Time     `json:"answered_at"`
	Follows    []OptionFollow `json:"follows" nullable:"false" doc:"What has to be done for what was chosen."`
	Version    int64          `json:"version"`
}

// OptionPick is an option on a card.
type OptionPick struct {
	N        int64  `json:"n" doc:"From 1."`
	Remedy   string `json:"remedy"`
	Title    string `json:"title"`
	Text     string `json:"text"`
	Fen      int64  `json:"fen"`
	Extra    string `json:"extra"`
	ExtraFen int64  `json:"extra_fen"`
}

// OptionFollow is a claim to be made, or work for a department.
type OptionFollow struct {
	Kind      string            `json:"kind" enum:"claim,ticket"`
	Key       string            `json:"key" doc:"Under which it is made once."`
	Title     string            `json:"title"`
	Text      string            `json:"text"`
	Remedy    string            `json:"remedy" doc:"Of the claim." enum:",payment,partial_refund,coupon,freight,gift"`
	AmountFen int64             `json:"amount_fen"`
	Facts     map[string]string `json:"facts" doc:"What the agent had found out, by the names of policy facts."`
	TicketID  string            `json:"ticket_type" doc:"The type of the ticket."`
	MadeID    string            `json:"made_id" doc:"The claim or ticket; empty as long as there is none."`
	Settled   bool              `json:"settled"`
}

// OptionCards are the cards of a case, the latest first.
type OptionCards struct {
	Items []OptionCard `json:"items" nullable:"false"`
}

// BuyerOptions is a card as its buyer sees it.
type BuyerOptions struct {
	ID     string        `json:"id"`
	Number string        `json:"number" doc:"Of the case."`
	State  string        `json:"state" enum:"sent,chosen,declined,replaced,withdrawn"`
	Intro  string        `json:"intro"`
	Picks  []BuyerOption `json:"picks" nullable:"false"`
	Chosen int64         `json:"chosen" doc:"From 1; 0 for none."`
	Words  string        `json:"words"`
}

// BuyerOption is an option as its buyer sees it.
type BuyerOption struct {
	N     int64  `json:"n" doc:"From 1."`
	Title string `json:"title"`
	Text  string `json:"text"`
}

func (s *Server) optionRoutes(api huma.API) {
	add(api, operation{id: "suggestOptions", method: http.MethodPost, path: "/api/cases/{id}/options", tag: "option",
		summary: "Work out what may be offered in a case; keeps nothing", access: needs(identity.CaseRead)}, s.suggestOptions)
	add(api, operation{id: "readOptionCards", method: http.MethodGet, path: "/api/cases/{id}/option-cards", tag: "option",
		summary: "Read what the buyer of a case was offered", access: needs(identity.CaseRead)}, s.readOptionCards)
	add(api, operation{id: "sendOptions", method: http.MethodPost, path: "/api/cases/{id}/option-cards", tag: "option",
		summary: "Offer options to the buyer", access: needs(identity.CaseWrite), status: http.StatusCreated}, s.sendOptions)
	add(api, operation{id: "markOptions", method: http.MethodPost, path: "/api/option-cards/{id}/answer", tag: "option",
		summary: "Take a message of the buyer as their choice", access: needs(identity.CaseWrite)}, s.markOptions)
	add(api, operation{id: "withdrawOptions", method: http.MethodPost, path: "/api/option-cards/{id}/withdraw", tag: "option",
		summary: "Take back what nobody has chosen from", access: needs(identity.CaseWrite)}, s.withdrawOptions)
	add(api, operation{id: "readBuyerOptions", method: http.MethodGet, path: "/api/buyer/options/{id}", tag: "buyer",
		summary: "Read what is offered", access: visitors}, s.readBuyerOptions)
	add(api, operation{id: "chooseOption", method: http.MethodPost, path: "/api/buyer/options/{id}", tag: "buyer",
		summary: "Choose an option, or say that none is right", access: visitors}, s.chooseOption)
}

func (s *Server) suggestOptions(ctx context.Context, in *tryPolicyInput) (*body[OptionsFound], error) {
	o, err := s.Options.Suggest(ctx, in.ID, in.Body.Facts)
	if err != nil {
		return nil, err
	}
	c, err := s.Complaints.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	approves := mayIn(ctx, identity.CompensationApprove, c.ShopID)
	out := OptionsFound{Items: []OptionFound{}, Extras: []OptionFound{}, LeftOut: []OptionLeftOut{}, Questions: o.Questions, Freight: o.Freight.By,
		PaidFen: o.Bought.Paid, GivenFen: o.Bought.Refunded + o.Bought.Given, LeftFen: o.Left, Intro: option.Intro(false)}
	for _, x := range o.All() {
		out.Items = append(out.Items, wireOption(x, approves))
	}
	for _, x := range o.Extras {
		out.Extras = append(out.Extras, wireOption(x, approves))
	}
	for _, l := range o.LeftOut {
		out.LeftOut = append(out.LeftOut, OptionLeftOut(l))
	}
	return answer(out, nil)
}

func wireOption(x option.Option, approves bool) OptionFound {
	w := OptionFound{Rank: string(x.Rank), Remedy: x.Remedy, Title: x.Title(), Text: x.Text(), Ready: x.Ready, Fen: x.Fen, Floor: x.Floor, Cap: x.Cap,
		Right: x.Right, Approval: x.Approval, MaySend: x.Ready && (x.Approval == "" || approves), Questions: append([]string{}, x.Questions...),
		Kept: x.Kept, Freight: x.Freight, Why: []OptionWhy{}, Rules: []OptionRule{}, Note: x.Note,
		Cost: OptionCost{x.Cost.Money, x.Cost.Goods, x.Cost.Freight, x.Cost.Back, x.Cost.Sum, x.Cost.AtLeast}}
	for _, y := range x.Why {
		w.Why = append(w.Why, OptionWhy(y))
	}
	for _, r := range x.Rules {
		w.Rules = append(w.Rules, OptionRule{r.Ref, r.Name, r.Article, string(r.Layer)})
	}
	return w
}

func (s *Server) readOptionCards(ctx context.Context, in *idInput) (*body[OptionCards], error) {
	all, err := s.Options.OfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	items, err := s.wireOptionCards(ctx, all)
	return answer(OptionCards{items}, err)
}

type sendOptionsInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64             `json:"version" doc:"Of the case."`
		Intro   string            `json:"intro,omitempty" maxLength:"800"`
		Picks   []OptionDraft     `json:"picks" nullable:"false" minItems:"1" maxItems:"3"`
		Facts   map[string]string `json:"facts,omitempty" doc:"What was found out, by the names of policy facts."`
	}
}

// OptionDraft is an option that is about to be offered.
type OptionDraft struct {
	Remedy   string `json:"remedy" maxLength:"32"`
	Fen      int64  `json:"fen,omitempty" minimum:"0"`
	Text     string `json:"text,omitempty" maxLength:"800"`
	Extra    string `json:"extra,omitempty" maxLength:"32" doc:"A remedy that goes with it."`
	ExtraFen int64  `json:"extra_fen,omitempty" minimum:"0"`
}

func (s *Server) sendOptions(ctx context.Context, in *sendOptionsInput) (*body[OptionCard], error) {
	d := option.Draft{Intro: in.Body.Intro, Said: in.Body.Facts}
	for _, p := range in.Body.Picks {
		d.Picks = append(d.Picks, option.Pick{Remedy: p.Remedy, Fen: p.Fen, Text: p.Text, Extra: p.Extra, ExtraFen: p.ExtraFen})
		if err := s.Assist.AllowInCase(ctx, identity.CaseWrite, in.ID, words("text", p.Text)); err != nil {
			return nil, err
		}
	}
	if err := s.Assist.AllowInCase(ctx, identity.CaseWrite, in.ID, words("intro", in.Body.Intro)); err != nil {
		return nil, err
	}
	c, err := s.Options.Send(ctx, in.ID, in.Key, in.Body.Version, d)
	return s.answerOptionCard(ctx, c, err)
}

type markOptionsInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
		Seq     int64 `json:"seq" minimum:"1" doc:"Number of the buyer's message."`
		N       int64 `json:"n" minimum:"0" maximum:"3" doc:"The option; 0 if none suits them."`
	}
}

func (s *Server) markOptions(ctx context.Context, in *markOptionsInput) (*body[OptionCard], error) {
	c, err := s.Options.Mark(ctx, in.ID, in.Body.Version, in.Body.Seq, in.Body.N)
	return s.answerOptionCard(ctx, c, err)
}

func (s *Server) withdrawOptions(ctx context.Context, in *versionInput) (*body[OptionCard], error) {
	c, err := s.Options.Withdraw(ctx, in.ID, in.Body.Version)
	return s.answerOptionCard(ctx, c, err)
}

func (s *Server) answerOptionCard(ctx context.Context, c option.Card, err error) (*body[OptionCard], error) {
	if err != nil {
		return nil, err
	}
	all, err := s.wireOptionCards(ctx, []option.Card{c})
	if err != nil {
		return nil, err
	}
	return &body[OptionCard]{all[0]}, nil
}

func (s *Server) wireOptionCards(ctx context.Context, all []option.Card) ([]OptionCard, error) {
	var people []string
	for _, c := range all {
		people = append(people, c.MadeBy)
	}
	names, err := s.Desk.Names(ctx, people)
	if err != nil {
		return nil, err
	}
	out := make([]OptionCard, 0, len(all))
	for _, c := range all {
		w := OptionCard{ID: c.ID, State: string(c.State), Intro: c.Intro, Picks: []OptionPick{}, Chosen: c.Chosen, Words: c.Words, MessageID: c.MessageID,
			MadeBy: Person{c.MadeBy, names[c.MadeBy]}, MadeAt: c.MadeAt.UTC(), AnsweredAt: optional(c.AnsweredAt), Follows: []OptionFollow{}, Version: c.Version}
		for i, p := range c.Picks {
			w.Picks = append(w.Picks, OptionPick{int64(i + 1), p.Remedy, p.Title(), p.Text, p.Fen, p.Extra, p.ExtraFen})
		}
		follows, err := s.Options.Follow(ctx, c)
		if err != nil {
			return nil, err
		}
		for _, f := range follows {
			facts := c.Said
			if facts == nil {
				facts = map[string]string{}
			}
			w.Follows = append(w.Follows, OptionFollow{f.Kind, f.Key, f.Title, f.Text, string(f.Claim), f.Fen, facts, f.Ticket, f.Made, f.Settled})
		}
		out = append(out, w)
	}
	return out, nil
}

func (s *Server) readBuyerOptions(ctx context.Context, in *idInput) (*body[BuyerOptions], error) {
	c, of, err := s.Options.Mine(ctx, in.ID)
	return answer(buyerOptions(c, of.Number), err)
}

type chooseOptionInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		N     int64  `json:"n" minimum:"0" maximum:"3" doc:"The option; 0 if none is right."`
		Words string `json:"words,omitempty" maxLength:"2000" doc:"What would be right, at most 500 characters."`
	}
}

func (s *Server) chooseOption(ctx context.Context, in *chooseOptionInput) (*body[BuyerOptions], error) {
	if in.Body.N == 0 {
		c, of, err := s.Options.Decline(ctx, in.ID, in.Body.Words)
		return answer(buyerOptions(c, of.Number), err)
	}
	c, of, err := s.Options.Choose(ctx, in.ID, in.Body.N)
	return answer(buyerOptions(c, of.Number), err)
}

func buyerOptions(c option.Card, number string) BuyerOptions {
	w := BuyerOptions{ID: c.ID, Number: number, State: string(c.State), Intro: c.Intro, Picks: []BuyerOption{}, Chosen: c.Chosen, Words: c.Words}
	for i, p := range c.Picks {
		w.Picks = append(w.Picks, BuyerOption{int64(i + 1), p.Title(), p.Text})
	}
	return w
}
