package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/ceiling"
	"github.com/anxin-desk/anxin/internal/identity"
)

// ClaimRooms are how much may be asked for in a case now, and who would decide.
type ClaimRooms struct {
	Items     []ClaimRoom         `json:"items" nullable:"false" doc:"By remedy, if the policy is asked."`
	Unasked   ClaimRoom           `json:"unasked" doc:"Without the policy."`
	UsedFen   int64               `json:"used_fen" doc:"Asked for in the case already."`
	PaidFen   *int64              `json:"paid_fen" doc:"For the order; missing if nobody knows."`
	BackFen   int64               `json:"back_fen" doc:"Of the order that was refunded or asked for already."`
	OthersFen int64               `json:"others_fen" doc:"That weighs together with what is asked for."`
	Heavier   int64               `json:"heavier" doc:"What it weighs of its amount, in hundredths of a percent."`
	Levels    []CompensationLevel `json:"levels" nullable:"false" doc:"Who may approve which weight, the lowest first."`
	SecondFen int64               `json:"second_fen" doc:"Weight above which two people must approve; 0 for never."`
}

// ClaimRoom is how much may be asked for in one way.
type ClaimRoom struct {
	Remedy    string        `json:"remedy" doc:"Empty for any."`
	Fen       int64         `json:"fen" doc:"The most; 0 for nothing."`
	Bound     string        `json:"bound" enum:"policy,no_policy,paid,levels" doc:"What keeps it from being more."`
	Policy    *PolicyAnswer `json:"policy" doc:"What it says; missing if it says nothing or has questions."`
	Statutory string        `json:"statutory" doc:"The law that asks for it."`
	Asks      []string      `json:"asks" nullable:"false" doc:"Names of the facts that the policy would have to know first."`
}

func (s *Server) claimRoomRoutes(api huma.API) {
	add(api, operation{id: "readClaimRooms", method: http.MethodPost, path: "/api/cases/{id}/compensation-room", tag: "compensation",
		summary: "Read how much may be asked for in a case, and who would decide", access: needs(identity.CompensationClaim)}, s.readClaimRooms)
}

type claimRoomsInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		OrderNo string            `json:"order_no,omitempty" maxLength:"200" doc:"That of the case if missing."`
		Changes string            `json:"changes,omitempty" maxLength:"64" doc:"The claim that is changed; empty for a new one."`
		Facts   map[string]string `json:"facts,omitempty" doc:"What was found out, by the names of policy facts."`
	}
}

func (s *Server) readClaimRooms(ctx context.Context, in *claimRoomsInput) (*body[ClaimRooms], error) {
	room, err := s.Approvals.Room(ctx, in.ID, in.Body.OrderNo, in.Body.Changes)
	if err != nil {
		return nil, err
	}
	answers, err := ceiling.All(ctx, s.Rulebooks, in.ID, said(in.Body.Facts))
	if err != nil {
		return nil, err
	}
	out := ClaimRooms{Items: []ClaimRoom{}, UsedFen: room.Case, BackFen: room.Order + room.Bought.Refunded, OthersFen: room.Others,
		Heavier: room.Rules.Heavier(room.Times, room.Of.Severity), Levels: []CompensationLevel{}, SecondFen: room.Rules.SecondFen}
	if b := room.Bought; b.Known {
		out.PaidFen = &b.Paid
	}
	for _, l := range room.Rules.Levels {
		out.Levels = append(out.Levels, CompensationLevel(l))
	}
	fen, by := room.For(compensation.Draft{Policy: compensation.NoPolicy})
	out.Unasked = ClaimRoom{Fen: fen, Bound: string(by), Asks: []string{}}
	for _, a := range answers {
		out.Items = append(out.Items, claimRoom(room.For, a))
	}
	return answer(out, nil)
}

// claimRoom is how much there is for an answer of the policy.
func claimRoom(room func(compensation.Draft) (int64, compensation.Bound), a ceiling.Answer) ClaimRoom {
	one := ClaimRoom{Remedy: string(a.Remedy), Bound: string(compensation.ByPolicy), Statutory: a.Statutory, Asks: append([]string{}, a.Asks...)}
	if len(a.Asks) > 0 {
		return one
	}
	fen, by := room(a.Draft)
	one.Fen, one.Bound = fen, string(by)
	if p := a.Policy; p.Text != "" {
		one.Policy = &PolicyAnswer{p.ID, p.Text, p.Cap, append([]string{}, p.Reasons...)}
	}
	return one
}
