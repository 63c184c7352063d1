package api

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/desk"
)

// CustomerTreatment is how a customer is treated.
type CustomerTreatment struct {
	AddressAs string `json:"address_as" doc:"How to address them, at most 20 characters."`
	Level     string `json:"level" enum:",silver,gold,vip"`
	QuietFrom int    `json:"quiet_from" minimum:"0" maximum:"1439" doc:"Minute of the day in the shop's zone from which they are not to be disturbed."`
	QuietTo   int    `json:"quiet_to" minimum:"0" maximum:"1439" doc:"Until when; the same minute for no such time."`
}

// CustomerCard is all that a screen shows of one person.
type CustomerCard struct {
	ID      string    `json:"id" doc:"Of the customer under whom they are shown."`
	Shop    ShopName  `json:"shop"`
	Name    string    `json:"name"`
	Since   time.Time `json:"since"`
	Version int64     `json:"version"`
	CustomerTreatment
	Quiet    bool              `json:"quiet" doc:"Now is a time at which they are not to be disturbed."`
	ErasedAt *time.Time        `json:"erased_at"`
	Tags     []CustomerTag     `json:"tags" nullable:"false"`
	Browsers int64             `json:"browsers" doc:"In which they are recognised."`
	HasCode  bool              `json:"has_code" doc:"They have a service code."`
	Handles  []CustomerHandle  `json:"handles" nullable:"false"`
	Read     []CustomerHandle  `json:"read" nullable:"false" doc:"What stands in their messages and is not known of them yet."`
	Alike    []CustomerAlike   `json:"alike" nullable:"false" doc:"Customers who may be the same person."`
	Joinings []CustomerJoining `json:"joinings" nullable:"false" doc:"Customers who are the same person."`
	Consents []CustomerConsent `json:"consents" nullable:"false" doc:"The last word on each kind; who was not asked has not agreed."`
	Memories []CustomerMemory  `json:"memories" nullable:"false"`
	Past     CustomerPast      `json:"past"`
	Talks    []CustomerTalk    `json:"talks" nullable:"false"`
	Cases    []CustomerCase    `json:"cases" nullable:"false" doc:"The newest."`
	More     string            `json:"more" doc:"Cursor of older cases."`
	Delights CustomerDelights  `json:"delights"`
}

// CustomerHandle is by what a customer is known. The value is masked.
type CustomerHandle struct {
	ID             string    `json:"id"`
	Kind           string    `json:"kind" enum:"phone,email,nick,address"`
	Platform       string    `json:"platform"`
	Masked         string    `json:"masked"`
	State          string    `json:"state" enum:"held,claimed," doc:"claimed: another customer of the shop has the same one; empty: read in a message."`
	ConversationID string    `json:"conversation_id"`
	Seq            int64     `json:"seq" doc:"The message in which it was read; 0 if it was added by hand."`
	At             time.Time `json:"at"`
}

// CustomerAlike is a customer who may be the same person, and why.
type CustomerAlike struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Version int64  `json:"version"`
	Kind    string `json:"kind" enum:"phone,email,nick"`
	Masked  string `json:"masked"`
}

// CustomerJoining says that a customer is the same person as another one.
type CustomerJoining struct {
	ID       string    `json:"id"`
	SourceID string    `json:"source_id"`
	Name     string    `json:"name" doc:"Of the source."`
	TargetID string    `json:"target_id"`
	By       Person    `json:"by"`
	At       time.Time `json:"at"`
	Version  int64     `json:"version"`
}

// CustomerConsent is what a customer said about being contacted.
type CustomerConsent struct {
	Kind   string    `json:"kind" enum:"phone,sms,marketing"`
	Agreed bool      `json:"agreed"`
	How    string    `json:"how" enum:"chat,call,form"`
	Words  string    `json:"words"`
	By     Person    `json:"by"`
	At     time.Time `json:"at"`
}

// CustomerMemory is something small that we remember.
type CustomerMemory struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind" enum:"likes,avoids"`
	Text      string     `json:"text"`
	Source    string     `json:"source" enum:"told,noticed"`
	By        Person     `json:"by"`
	At        time.Time  `json:"at"`
	ExpiresAt *time.Time `json:"expires_at"`
}

// CustomerPast is what there was with a customer, counted.
type CustomerPast struct {
	FirstAt   *time.Time `json:"first_at"`
	LastAt    *time.Time `json:"last_at"`
	Cases     int64      `json:"cases"`
	Open      int64      `json:"open"`
	Solved    int64      `json:"solved" doc:"Closed, and the buyer or a record says that it is solved."`
	Reopened  int64      `json:"reopened"`
	Kept      int64      `json:"kept" doc:"Commitments kept in time."`
	Broken    int64      `json:"broken" doc:"Commitments broken."`
	Ratings   int64      `json:"ratings"`
	RatingSum int64      `json:"rating_sum"`
}

// CustomerTalk is a conversation of a customer.
type CustomerTalk struct {
	ID         string    `json:"id"`
	Name       string    `json:"name" doc:"Under which they talked there."`
	Channel    string    `json:"channel"`
	MergedInto string    `json:"merged_into"`
	Preview    string    `json:"preview"`
	LastAt     time.Time `json:"last_at"`
}

// CustomerCase is a complaint as a history shows it.
type CustomerCase struct {
	ID             string     `json:"id"`
	Number         string     `json:"number"`
	ConversationID string     `json:"conversation_id"`
	Scenario       string     `json:"scenario"`
	Stage          string     `json:"stage"`
	Solved         string     `json:"solved" enum:"yes,no," doc:"Empty while nobody knows."`
	Done           string     `json:"done" doc:"The commitment that was kept last."`
	Score          int64      `json:"score" doc:"1 to 5, 0 without a rating."`
	OpenedAt       time.Time  `json:"opened_at"`
	ClosedAt       *time.Time `json:"closed_at"`
	ReopenedAt     *time.Time `json:"reopened_at"`
}

// CustomerCases is a page of older cases.
type CustomerCases struct {
	Items []CustomerCase `json:"items" nullable:"false"`
	Next  string         `json:"next"`
}

func (s *Server) readCustomer(ctx context.Context, in *idInput) (*body[CustomerCard], error) {
	c, err := s.Desk.CustomerCard(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return answer(wireCard(c), nil)
}

type customerCasesInput struct {
	ID    string `path:"id" maxLength:"64"`
	After string `query:"after" maxLength:"200"`
}

func (s *Server) readCustomerCases(ctx context.Context, in *customerCasesInput) (*body[CustomerCases], error) {
	cases, next, err := s.Desk.CustomerCases(ctx, in.ID, in.After)
	return answer(CustomerCases{wirePastCases(cases), next}, err)
}

func wireCard(c desk.CustomerCard) CustomerCard {
	w := CustomerCard{
		ID: c.ID, Shop: ShopName{c.ShopID, c.ShopName, c.Zone}, Name: c.Name, Since: c.MadeAt, Version: c.Version,
		CustomerTreatment: CustomerTreatment{c.AddressAs, string(c.Level), c.QuietFrom, c.QuietTo},
		Quiet:             c.Quiet, ErasedAt: optional(c.ErasedAt), Tags: wireTags(c.Tags), Browsers: c.Browsers, HasCode: c.Code,
		Handles: []CustomerHandle{}, Read: []CustomerHandle{}, Alike: []CustomerAlike{}, Joinings: []CustomerJoining{},
		Consents: []CustomerConsent{}, Memories: []CustomerMemory{}, Talks: []CustomerTalk{}, Cases: wirePastCases(c.Cases), More: c.More,
		Past: CustomerPast{FirstAt: optional(c.Past.FirstAt), LastAt: optional(c.Past.LastAt), Cases: c.Past.Cases, Open: c.Past.Open,
			Solved: c.Past.Solved, Reopened: c.Past.Reopened, Kept: c.Past.Kept.InTime, Broken: c.Past.Kept.Broken,
			Ratings: c.Past.Ratings, RatingSum: c.Past.RatingSum},
		Delights: wireDelights(c),
	}
	for _, h := range c.Handles {
		if h.State != profile.Dismissed {
			w.Handles = append(w.Handles, wireHandle(h))
		}
	}
	for _, h := range c.Read {
		w.Read = append(w.Read, wireHandle(h))
	}
	for _, a := range c.Alike {
		w.Alike = append(w.Alike, CustomerAlike{a.ID, a.Name, a.Version, string(a.By.Kind), a.By.Masked()})
	}
	known := map[string]string{}
	for _, m := range c.Members {
		known[m.ID] = m.Name
	}
	for _, j := range c.Joinings {
		w.Joinings = append(w.Joinings, CustomerJoining{j.ID, j.SourceID, known[j.SourceID], j.TargetID, Person{j.By, c.Names[j.By]}, j.At, j.Version})
	}
	for _, each := range c.Consents {
		w.Consents = append(w.Consents, CustomerConsent{each.Kind, each.Agreed, each.How, each.Words, Person{each.By, c.Names[each.By]}, each.At})
	}
	for _, m := range c.Memories {
		w.Memories = append(w.Memories, CustomerMemory{m.ID, m.Kind, m.Text, m.Source, Person{m.By, c.Names[m.By]}, m.At, optional(m.ExpiresAt)})
	}
	for _, t := range c.Talks {
		w.Talks = append(w.Talks, CustomerTalk{t.ID, t.CustomerName, t.Channel, t.MergedInto, t.Preview, t.LastAt})
	}
	return w
}

func wireHandle(h profile.Handle) CustomerHandle {
	return CustomerHandle{h.ID, string(h.Kind), h.Platform, h.Masked(), string(h.State), h.From.ConversationID, h.From.Seq, h.At}
}

func wirePastCases(cases []desk.PastCase) []CustomerCase {
	out := make([]CustomerCase, 0, len(cases))
	for _, c := range cases {
		out = append(out, CustomerCase{c.ID, c.Number, c.ConversationID, c.Scenario, c.Stage, c.Solved, c.Done, c.Score,
			c.OpenedAt, optional(c.ClosedAt), optional(c.ReopenedAt)})
	}
	return out
}
