package stance

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/option"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/policy"
)

const (
	readBack = 200                // messages that are read, the latest
	before   = 3 * 24 * time.Hour // that a case was opened, what was said belongs to it
)

// basis asks the policy for the most that may be given in a case that the actor may
// read, by what is known of it, what was found out for its option cards, and what was
// said for this.
func (s *Service) basis(ctx context.Context, caseID string, cards []option.Card, said map[string]string) (b Basis, err error) {
	facts := map[string]any{}
	if len(cards) > 0 {
		for name, value := range cards[0].Said {
			facts[name] = value
		}
	}
	for name, value := range said {
		facts[name] = value
	}
	w, err := s.Rulebooks.ForClaim(ctx, caseID, facts)
	if err != nil {
		return b, err
	}
	k, err := policy.Read(w.Matter.Facts, s.Now())
	if err != nil {
		return b, err
	}
	if paid, known := k.Number("paid"); known {
		return BasisOf(w.Decision, &paid), nil
	}
	return BasisOf(w.Decision, nil), nil
}

// basisNow is basis with the cards as they are now.
func (s *Service) basisNow(ctx context.Context, caseID string, said map[string]string) (Basis, error) {
	cards, err := s.Options.OfCase(ctx, caseID)
	if err != nil {
		return Basis{}, err
	}
	return s.basis(ctx, caseID, cards, said)
}

// known gathers what features of a case are seen in.
func (s *Service) known(ctx context.Context, q db.Queryer, c complaint.Case, cards []option.Card, b Basis, finalAt time.Time) (k Known, err error) {
	k = Known{Basis: b, Demands: c.Demands, FinalAt: finalAt}
	if k.Messages, err = s.messages(q, c); err != nil {
		return k, err
	}
	for _, card := range slices.Backward(cards) {
		k.Offered = append(k.Offered, offered(card))
	}
	sec, err := s.Evidence.OfCase(ctx, c.ID)
	if err != nil {
		return k, err
	}
	for _, r := range slices.Backward(sec.Requests) {
		k.Asked = append(k.Asked, requested(r, sec.Items))
	}
	o, there, err := order.NumberedIn(q, c.ShopID, c.OrderNo)
	if there {
		k.OrderID, k.SignedAt = o.ID, o.ReceivedAt
	}
	return k, err
}

func offered(c option.Card) Offered {
	o := Offered{ID: c.ID, SentAt: c.MadeAt, AnsweredAt: c.AnsweredAt,
		Refused: c.State == option.Declined || c.State == option.Replaced && !c.AnsweredAt.IsZero()}
	o.Taken = !o.Refused && c.State != option.Replaced
	var titles []string
	for _, p := range c.Picks {
		o.Remedies, titles = append(o.Remedies, p.Remedy), append(titles, p.Title())
	}
	o.Titles = strings.Join(titles, "、")
	return o
}

// offerable are the titles of what was offered last.
func offerable(all []Offered) []string {
	if len(all) == 0 {
		return nil
	}
	return strings.Split(all[len(all)-1].Titles, "、")
}

func requested(r evidence.Request, items []evidence.Item) Requested {
	asked := Requested{ID: r.ID, Text: evidence.Ask{Pieces: r.Pieces}.Text(), At: r.MadeAt}
	asked.Given = slices.ContainsFunc(items, func(i evidence.Item) bool { return i.By.Kind == "buyer" && !i.ReceivedAt.Before(r.MadeAt) })
	return asked
}

// messages are those of a case: of its conversation, from a few days before it was
// opened, and not of a case before it.
func (s *Service) messages(q db.Queryer, c complaint.Case) (all []Message, err error) {
	cases, err := complaint.OfConversationIn(q, identity.Everything, c.ConversationID)
	if err != nil {
		return nil, err
	}
	since := c.OpenedAt.Add(-before)
	for _, other := range cases {
		if other.ID != c.ID && other.ClosedAt.Before(c.OpenedAt) && other.ClosedAt.After(since) {
			since = other.ClosedAt
		}
	}
	spoken, err := conversation.SpokenIn(q, c.ConversationID, readBack)
	if err != nil {
		return nil, err
	}
	spoken = slices.DeleteFunc(spoken, func(m conversation.Message) bool { return !m.At.After(since) })
	each, err := s.Hearing.EachIn(q, c.ConversationID, spoken)
	return read(spoken, each), err
}

// read puts messages and what was heard in them together.
func read(spoken []conversation.Message, each []hearing.Said) (all []Message) {
	heard := map[int64]hearing.Said{}
	for _, one := range each {
		heard[one.Seq] = one
	}
	for _, m := range spoken {
		all = append(all, message(m, heard[m.Seq]))
	}
	return all
}

// message is a message with what was heard in it. Who says that they will go to an
// authority, or to the platform, says what anybody may do: that is no threat here. A
// review that is written already threatens with nothing, unless money is asked for it.
func message(m conversation.Message, heard hearing.Said) Message {
	one := Message{Seq: m.Seq, At: m.At, Ours: m.Sender.Kind != conversation.Buyer, Text: m.Text, Demands: heard.Demands}
	for _, sum := range heard.Sums {
		one.Sums = append(one.Sums, Sum(sum))
	}
	lawful := false
	for _, r := range heard.Risks {
		switch r.Type {
		case "extortion":
			one.Extorts = true
		case "regulator", "platform", "lawsuit":
			lawful = true
		}
	}
	for _, r := range heard.Risks {
		public := r.Type == "bad_review" || r.Type == "media"
		if public && (!r.UnderWay || one.Extorts) || r.Type == "extortion" && !lawful && one.Threat == nil {
			span := r.Span
			one.Threat = &span
		}
	}
	return one
}
