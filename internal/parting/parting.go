// Package parting says what is left before a conversation may end well, and
// proposes the words. It changes nothing: what closes a case is in complaint.
package parting

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Service answers what is left.
type Service struct {
	DB      *db.DB
	Hearing *hearing.Service
}

// Check is something to be true before the end.
type Check struct {
	Code string // answered, commitments, tickets, outcome, asked, thanked
	Done bool
	Left int64 // how many are open, of what is counted
}

// Parting is what is left, and the words that end a conversation.
type Parting struct {
	Checks  []Check
	Words   string
	Invites bool // the words invite to a review
}

// Of returns what is left in a conversation that the actor may read. What belongs
// to cases is about those that are open.
func (s *Service) Of(ctx context.Context, conversationID string) (p Parting, err error) {
	_, scope, err := identity.Require(ctx, identity.ConversationRead)
	if err != nil {
		return p, err
	}
	q := s.DB.Reader(ctx)
	c, err := conversation.WithinIn(q, scope, conversationID)
	if err != nil {
		return p, err
	}
	cases, err := complaint.OfConversationIn(q, identity.Everything, c.ID)
	if err != nil {
		return p, err
	}
	said, err := conversation.SpokenIn(q, c.ID, lookBack)
	if err != nil {
		return p, err
	}
	h, err := s.Hearing.Hear(ctx, c.ID)
	if err != nil {
		return p, err
	}
	f := facts{waits: !c.WaitingSince.IsZero(), cases: cases, said: said, heard: h}
	for _, k := range cases {
		if !k.ClosedAt.IsZero() {
			continue
		}
		commitments, err := commitment.UnsettledIn(q, k.ID)
		if err != nil {
			return p, err
		}
		tickets, err := ticket.UnsettledIn(q, k.ID)
		if err != nil {
			return p, err
		}
		f.commitments, f.tickets = f.commitments+commitments, f.tickets+tickets
	}
	return f.parting(), nil
}

// lookBack is how many messages may hold the last words.
const lookBack = 30

// facts are what a parting is worked out from.
type facts struct {
	waits                bool
	commitments, tickets int64
	cases                []complaint.Case
	said                 []conversation.Message
	heard                hearing.Heard
}

func (f facts) parting() (p Parting) {
	p.Checks = []Check{{Code: "answered", Done: !f.waits}, {"commitments", f.commitments == 0, f.commitments}, {"tickets", f.tickets == 0, f.tickets}}
	open := slices.DeleteFunc(slices.Clone(f.cases), func(k complaint.Case) bool { return !k.ClosedAt.IsZero() })
	since := time.Time{}
	if len(open) > 0 {
		solved := !slices.ContainsFunc(open, func(k complaint.Case) bool { return k.Outcome != complaint.Confirmed })
		p.Checks, since = append(p.Checks, Check{Code: "outcome", Done: solved}), open[len(open)-1].OpenedAt
	}
	p.Checks = append(p.Checks, Check{Code: "asked", Done: f.teamSaid(since, asks)}, Check{Code: "thanked", Done: f.teamSaid(since, thanks)})
	p.Invites = f.mayInvite()
	p.Words = words(f.english(), p.Invites)
	return p
}

var (
	asks   = []string{"还有什么", "还有其他", "还有别的", "其他需要", "别的需要", "anything else"}
	thanks = []string{"谢谢您", "感谢您", "谢谢你", "多谢", "thank you", "thanks for"}
)

// teamSaid tells whether a person of the team has said one of some words since a
// time, in their last answers.
func (f facts) teamSaid(since time.Time, any []string) bool {
	return slices.ContainsFunc(f.said, func(m conversation.Message) bool {
		text := strings.ToLower(m.Text)
		return m.Sender.Kind == conversation.Agent && !m.At.Before(since) &&
			slices.ContainsFunc(any, func(w string) bool { return strings.Contains(text, w) })
	})
}

// mayInvite tells whether a review may be invited: never where there is or was a
// complaint, a threat or an upset buyer, and never of who still waits.
func (f facts) mayInvite() bool {
	mood := f.heard.Mood()
	calm := mood.Kind == "calm" || mood.Kind == "pleased"
	return !f.waits && len(f.cases) == 0 && len(f.heard.Risks) == 0 && len(f.heard.Turns) > 0 && calm &&
		(f.heard.Severity == "low" || f.heard.Severity == "")
}

// english tells whether the buyer writes in English.
func (f facts) english() bool {
	for _, m := range slices.Backward(f.said) {
		if m.Sender.Kind != conversation.Buyer || m.Text == "" {
			continue
		}
		return !strings.ContainsFunc(m.Text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) &&
			strings.ContainsFunc(m.Text, unicode.IsLetter)
	}
	return false
}

// words confirm that nothing is left, and thank. Nothing is offered for a review.
func words(english, invites bool) string {
	switch {
	case english && invites:
		return "Is there anything else I can help you with? If not, thank you for writing to us. If you like, tell others in a review how it really was for you."
	case english:
		return "Is there anything else I can help you with? If not, thank you for telling us and for your patience."
	case invites:
		return "请问还有其他需要我帮忙的吗？没有的话，谢谢您的联系。方便时欢迎在评价里写下您的真实感受。"
	}
	return "请问还有其他需要我帮忙的吗？没有的话，谢谢您告诉我们，也谢谢您的耐心。"
}
