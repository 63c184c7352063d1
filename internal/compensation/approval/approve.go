package approval

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/identity/roles"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Approve gives the actor's word for a claim. The last word that is needed makes it
// approved.
func (s *Service) Approve(ctx context.Context, id string, version int64, note string) (compensation.Claim, error) {
	t := told{Note: strings.TrimSpace(note)}
	return s.change(ctx, identity.CompensationApprove, id, version, "approve", t, func(in inside) (compensation.Claim, error) {
		may, err := authorities(in.tx, s, in.rules, in.c.ShopID, in.actor.ID)
		if err != nil {
			return in.c, err
		}
		month, err := s.monthIn(in.tx, in.c.ShopID)
		if err != nil {
			return in.c, err
		}
		standing, err := s.standing(in.tx, in.c, in.rules, month, false)
		if err != nil {
			return in.c, err
		}
		c, word, err := in.c.Approve(in.actor.ID, may, in.given, note, month, in.rules, standing, s.Now())
		if err != nil {
			return c, err
		}
		if err := compensation.AddApprovalIn(in.tx, c.ID, word); err != nil {
			return c, err
		}
		if c.State == compensation.Approved {
			return c, s.decided(in.tx, c, in.actor.ID, "compensation.approved")
		}
		return s.ask(in.tx, c, in.rules) // for the other pair of eyes
	})
}

// Word is one claim of many, in the version that somebody has seen.
type Word struct {
	ID      string
	Version int64
}

// Came is what came of one of several approvals.
type Came struct {
	State compensation.State // waiting for another word yet, or approved; "" if it was not approved
	Err   error              // why not
}

// ApproveMany is Approve for several claims. Each is looked at by itself, exactly as
// if it were the only one, in a transaction of its own; what came of it stands at the
// same place.
func (s *Service) ApproveMany(ctx context.Context, words []Word, note string) []Came {
	out := make([]Came, len(words))
	for i, w := range words {
		c, err := s.Approve(ctx, w.ID, w.Version, note)
		if out[i] = (Came{Err: err}); err == nil {
			out[i].State = c.State
		}
	}
	return out
}

// Refuse ends a claim, for a reason that its maker reads.
func (s *Service) Refuse(ctx context.Context, id string, version int64, reason string) (compensation.Claim, error) {
	return s.change(ctx, identity.CompensationApprove, id, version, "refuse", told{Note: strings.TrimSpace(reason)}, func(in inside) (compensation.Claim, error) {
		may, err := authorities(in.tx, s, in.rules, in.c.ShopID, in.actor.ID)
		if err != nil {
			return in.c, err
		}
		c, err := in.c.Refuse(in.actor.ID, may, reason, s.Now())
		if err != nil {
			return c, err
		}
		return c, s.decided(in.tx, c, in.actor.ID, "compensation.refused")
	})
}

// HandTo asks one person to decide, for a reason that they read.
func (s *Service) HandTo(ctx context.Context, id string, version int64, to, reason string) (compensation.Claim, error) {
	return s.change(ctx, identity.CompensationApprove, id, version, "hand_to", told{Note: strings.TrimSpace(reason), To: to}, func(in inside) (compensation.Claim, error) {
		may, err := authorities(in.tx, s, in.rules, in.c.ShopID, to)
		if err != nil {
			return in.c, err
		}
		c, err := in.c.HandTo(to, may, in.given, reason, s.Now())
		if err != nil {
			return c, err
		}
		if c, err = s.wind(in.tx, c, in.rules); err != nil {
			return c, err
		}
		said := args(c)
		said["by"], said["note"] = in.actor.Name, c.Note
		return c, s.tell(in.tx, c, []string{to}, "compensation.handed", said)
	})
}

// decided tells the thread, who asked for it, and who answers for the case.
func (s *Service) decided(tx *db.Tx, c compensation.Claim, by, code string) error {
	if err := s.Line(tx, c, code, by); err != nil {
		return err
	}
	return s.Concerned(tx, c, by, code)
}

// Concerned leaves a notice to who asked for a claim and to who answers for its case,
// but not to who did it.
func (s *Service) Concerned(tx *db.Tx, c compensation.Claim, by, code string) error {
	of, err := complaint.GetIn(tx, identity.Everything, c.CaseID)
	if err != nil {
		return err
	}
	people := slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values([]string{c.MadeBy, of.OwnerID}))), func(id string) bool { return id == by })
	return s.tell(tx, c, people, code, args(c))
}

// authorities are up to which weight somebody may approve in a shop now: by the
// roles that they hold, and in the place of those who have named them as deputy.
func authorities(q db.Queryer, s *Service, r limits.Rules, shopID, userID string) ([]compensation.Authority, error) {
	own, err := LimitIn(q, r, shopID, userID)
	if err != nil {
		return nil, err
	}
	may := []compensation.Authority{{ID: userID, Fen: own}}
	stands, err := compensation.StandsForIn(q, shopID, userID, s.Now())
	if err != nil {
		return nil, err
	}
	for _, d := range stands {
		fen, err := LimitIn(q, r, shopID, d.FromID)
		if err != nil {
			return nil, err
		}
		may = append(may, compensation.Authority{ID: d.FromID, Fen: fen})
	}
	return may, nil
}

// LimitIn returns up to which weight somebody may approve by their own roles.
func LimitIn(q db.Queryer, r limits.Rules, shopID, userID string) (int64, error) {
	held, err := roles.OfIn(q, userID, identity.CompensationApprove, shopID)
	return r.Of(held), err
}

// Approver is somebody who may decide about a claim.
type Approver struct {
	identity.Colleague
	Level int   // as an index of the levels; -1 for a deputy alone
	Fen   int64 // up to which weight
}

// approversIn returns all in a shop who could have a say about a claim now.
func (s *Service) approversIn(q db.Queryer, c compensation.Claim, r limits.Rules, given []compensation.Approval) (all []Approver, err error) {
	people, err := identity.Colleagues(q, identity.CompensationApprove, c.ShopID)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		may, err := authorities(q, s, r, c.ShopID, p.ID)
		if err != nil {
			return nil, err
		}
		if !c.Asks(p.ID, may, given) {
			continue
		}
		level := slices.IndexFunc(r.Levels, func(l limits.Level) bool { return l.Fen == may[0].Fen })
		best := slices.MaxFunc(may, func(a, b compensation.Authority) int { return int(min(max(a.Fen-b.Fen, -1), 1)) })
		all = append(all, Approver{p, level, best.Fen})
	}
	return all, nil
}

// Approvers returns those to whom a claim can be handed.
func (s *Service) Approvers(ctx context.Context, id string) (all []Approver, err error) {
	_, scope, err := identity.Require(ctx, identity.CompensationApprove)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	c, err := compensation.GetIn(q, scope, id)
	if err != nil {
		return nil, err
	}
	r, _, err := limits.In(q, c.ShopID)
	if err != nil {
		return nil, err
	}
	given, err := compensation.ApprovalsIn(q, []string{c.ID})
	if err != nil {
		return nil, err
	}
	return s.approversIn(q, c, r, given[c.ID])
}

// ask sets the clock of a claim that waits, and tells those of its level.
func (s *Service) ask(tx *db.Tx, c compensation.Claim, r limits.Rules) (compensation.Claim, error) {
	c, err := s.wind(tx, c, r)
	if err != nil {
		return c, err
	}
	return c, s.tellLevel(tx, c, r, "compensation.asked")
}

// tellLevel tells those who are asked now: of the level, those above if the level
// has nobody, and deputies.
func (s *Service) tellLevel(tx *db.Tx, c compensation.Claim, r limits.Rules, code string) error {
	given, err := compensation.ApprovalsIn(tx, []string{c.ID})
	if err != nil {
		return err
	}
	all, err := s.approversIn(tx, c, r, given[c.ID])
	if err != nil {
		return err
	}
	for level := c.Level; level < len(r.Levels); level++ {
		var people []string
		for _, a := range all {
			if a.Level == level || a.Level < level && a.Fen >= r.Levels[level].Fen {
				people = append(people, a.ID)
			}
		}
		if len(people) > 0 {
			return s.tell(tx, c, people, code, args(c))
		}
	}
	return nil
}

// args are the values of what is said of a claim.
func args(c compensation.Claim) map[string]string {
	all := map[string]string{"number": c.CaseNumber, "amount": limits.Yuan(c.Fen), "remedy": string(c.Remedy)}
	if c.Note != "" {
		all["note"] = c.Note
	}
	return all
}

// moment names this moment of a claim: a notice is left once for each.
func moment(c compensation.Claim) string {
	return c.ID + "/" + strconv.FormatInt(c.Round, 10) + "/" + strconv.FormatInt(c.Clock, 10)
}

func (s *Service) tell(tx *db.Tx, c compensation.Claim, people []string, code string, said map[string]string) error {
	return s.Notices.TellAllIn(tx, people, code, code+"/"+moment(c), said, notice.About{CaseID: c.CaseID, ClaimID: c.ID})
}

// Line writes what happened to a claim into the thread of its case, for the team.
func (s *Service) Line(tx *db.Tx, c compensation.Claim, code, by string) error {
	of, err := complaint.GetIn(tx, identity.Everything, c.CaseID)
	if err != nil {
		return err
	}
	_, err = s.Conversations.PostIn(tx, of.ConversationID, conversation.Message{
		Sender: conversation.Sender{Kind: conversation.System}, Kind: conversation.Event, Internal: true,
		Event: conversation.EventLine{Code: code, Args: args(c)}, Key: code + "-" + moment(c) + "/" + by,
	})
	if fault.KindOf(err) == fault.Conflict {
		return nil // said already
	}
	return err
}
