package api

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
)

// Overview is how a team is doing now. Numbers are counted up to 1000.
type Overview struct {
	At              time.Time           `json:"at"`
	Waiting         OverviewWaiting     `json:"waiting"`
	RespondByMissed int64               `json:"respond_by_missed" doc:"Waiting buyers without an answer by the time of the shop's target."`
	Unassigned      int64               `json:"unassigned" doc:"As in the view of the queue."`
	Cases           OverviewCases       `json:"cases"`
	Commitments     OverviewCommitments `json:"commitments"`
	People          OverviewPeople      `json:"people"`
}

// OverviewWaiting is where buyers wait.
type OverviewWaiting struct {
	Count                 int64      `json:"count"`
	LongestSince          *time.Time `json:"longest_since"`
	LongestConversationID *string    `json:"longest_conversation_id"`
	Away                  int64      `json:"away" doc:"Of these, those of somebody who is not online now."`
}

// OverviewCases are the open cases by severity.
type OverviewCases struct {
	Low      int64 `json:"low"`
	Normal   int64 `json:"normal"`
	High     int64 `json:"high"`
	Critical int64 `json:"critical"`
}

// OverviewCommitments are open commitments.
type OverviewCommitments struct {
	DueToday int64 `json:"due_today" doc:"Still due on this day of their shop."`
	Overdue  int64 `json:"overdue" doc:"Their time has passed; broken ones are among them."`
	Broken   int64 `json:"broken" doc:"Their grace has passed too."`
}

// OverviewPeople are those who answer buyers by how they are there.
type OverviewPeople struct {
	Online  int64 `json:"online"`
	OnBreak int64 `json:"break"`
	Offline int64 `json:"offline"`
}

func (s *Server) readOverview(ctx context.Context, in *ofShopInput) (*body[Overview], error) {
	o, err := s.Desk.Overview(ctx, in.Shop)
	if err != nil {
		return nil, err
	}
	out := Overview{
		At: o.At.UTC(), Waiting: OverviewWaiting{Count: o.Waiting, LongestSince: optional(o.Longest.Since), Away: o.Away},
		RespondByMissed: o.Missed, Unassigned: o.Unassigned,
		Cases:       OverviewCases{o.Cases["low"], o.Cases["normal"], o.Cases["high"], o.Cases["critical"]},
		Commitments: OverviewCommitments{o.DueToday, o.Overdue, o.Broken},
		People:      OverviewPeople{o.PeopleState[identity.Online], o.PeopleState[identity.OnBreak], o.PeopleState[identity.Offline]},
	}
	if o.Longest.ConversationID != "" {
		out.Waiting.LongestConversationID = &o.Longest.ConversationID
	}
	return &body[Overview]{out}, nil
}
