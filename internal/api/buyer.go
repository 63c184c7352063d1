package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Visit is what a chat widget needs to begin.
type Visit struct {
	Token          string     `json:"token" doc:"To be kept by the browser; nobody else learns it."`
	ConversationID string     `json:"conversation_id"`
	Shop           VisitShop  `json:"shop"`
	HeadSeq        int64      `json:"head_seq"`
	Now            time.Time  `json:"now" doc:"The server's clock."`
	Open           bool       `json:"open" doc:"Whether the shop answers now."`
	OpensAt        *time.Time `json:"opens_at"`
}

// VisitShop is a shop as its visitors see it.
type VisitShop struct {
	Name string `json:"name"`
	Zone string `json:"zone"`
}

// Thread is the buyer's conversation since a number.
type Thread struct {
	ConversationID string            `json:"conversation_id" doc:"Another one than before when conversations were merged: read it from its beginning then."`
	Messages       []Message         `json:"messages" nullable:"false"`
	Earlier        []Message         `json:"earlier" doc:"What was said in conversations that were merged into this one, by time; with the first page only, else null. Their numbers are their own."`
	MergedFrom     int               `json:"merged_from" doc:"How many conversations were merged into this one. When that changes, read from the beginning."`
	HeadSeq        int64             `json:"head_seq"`
	AgentReadSeq   int64             `json:"agent_read_seq"`
	Commitments    []BuyerCommitment `json:"commitments" nullable:"false" doc:"All that were made to the buyer, as they are now."`
	Outcome        *BuyerOutcome     `json:"outcome" doc:"The last question whether it is solved."`
	Restatement    *BuyerRestatement `json:"restatement" doc:"The last question whether we understood."`
	Now            time.Time         `json:"now" doc:"The server's clock."`
}

// BuyerCommitment is a commitment as the buyer sees it.
type BuyerCommitment struct {
	ID       string     `json:"id"`
	Text     string     `json:"text"`
	DueAt    time.Time  `json:"due_at"`
	State    string     `json:"state" enum:"open,kept,updated,waived"`
	BrokenAt *time.Time `json:"broken_at"`
}

// BuyerOutcome is the question whether a case is solved, and the answer.
type BuyerOutcome struct {
	CaseID string `json:"case_id"`
	Number string `json:"number"`
	State  string `json:"state" enum:"asked,confirmed,declined,unanswered,closed,withdrawn"`
	Text   string `json:"text"`
	Words  string `json:"words" doc:"What the buyer said is still missing."`
	Closed bool   `json:"closed"`
}

func (s *Server) buyerRoutes(api huma.API) {
	add(api, operation{id: "beginVisit", method: http.MethodPost, path: "/api/buyer/session", tag: "buyer",
		summary: "Begin or resume a visitor's conversation", access: public}, s.beginVisit)
	add(api, operation{id: "readThread", method: http.MethodGet, path: "/api/buyer/thread", tag: "buyer",
		summary: "Read the conversation after a number", access: visitors}, s.readThread)
	add(api, operation{id: "say", method: http.MethodPost, path: "/api/buyer/messages", tag: "buyer",
		summary: "Send a message", access: visitors, status: http.StatusCreated}, s.say)
	huma.Register(api, operation{id: "uploadBuyerFile", method: http.MethodPost, path: "/api/buyer/files", tag: "buyer",
		summary: "Upload a file, to be sent with a message", access: visitors, status: http.StatusCreated}.takesBytes(), s.uploadBuyerFile)
	add(api, operation{id: "markBuyerRead", method: http.MethodPost, path: "/api/buyer/read", tag: "buyer",
		summary: "Say up to which message the buyer has seen it", access: visitors, status: http.StatusNoContent}, s.markBuyerRead)
	add(api, operation{id: "answerOutcome", method: http.MethodPost, path: "/api/buyer/cases/{id}/outcome", tag: "buyer",
		summary: "Say whether it is solved", access: visitors}, s.answerOutcome)
}

type visitInput struct {
	Body struct {
		ShopKey string `json:"shop_key" maxLength:"64"`
		Token   string `json:"token,omitempty" maxLength:"200"`
		Name    string `json:"name,omitempty" maxLength:"200"`
	}
}

func (s *Server) beginVisit(ctx context.Context, in *visitInput) (*body[Visit], error) {
	return s.visit(ctx, in.Body.ShopKey, in.Body.Token, in.Body.Name)
}

func (s *Server) visit(ctx context.Context, shopKey, token, name string) (*body[Visit], error) {
	v, err := s.WebChat.Begin(ctx, shopKey, token, name)
	if err != nil {
		return nil, err
	}
	return answer(Visit{
		Token: v.Token, ConversationID: v.Conversation.ID, Shop: VisitShop{v.Shop.Name, v.Shop.Location().String()},
		HeadSeq: v.Conversation.HeadSeq, Now: s.now(), Open: v.Open, OpensAt: optional(v.OpensAt),
	}, nil)
}

type threadInput struct {
	Since int64 `query:"since" minimum:"0"`
}

func (s *Server) readThread(ctx context.Context, in *threadInput) (*body[Thread], error) {
	c, messages, err := s.Conversations.OfBuyer(ctx, in.Since)
	if err == nil {
		err = s.buyersCards(ctx, messages)
	}
	if err != nil {
		return nil, err
	}
	t := Thread{ConversationID: c.ID, Messages: s.buyerMessages(messages), HeadSeq: c.HeadSeq,
		AgentReadSeq: c.AgentReadSeq, Commitments: []BuyerCommitment{}, Now: s.now()}
	earlier, from, err := s.Mergings.Earlier(ctx, in.Since == 0)
	if err != nil {
		return nil, err
	}
	if err := s.buyersCards(ctx, earlier); err != nil {
		return nil, err
	}
	if t.MergedFrom = from; in.Since == 0 {
		t.Earlier = s.buyerMessages(earlier)
	}
	made, err := s.Commitments.OfConversation(ctx, c.ID, identity.BuyerUse)
	if err != nil {
		return nil, err
	}
	for _, m := range made {
		t.Commitments = append(t.Commitments, buyerCommitment(m))
	}
	return answer(t, s.askedOf(ctx, c.ID, &t))
}

// buyerMessages leaves out what is no business of a buyer: ids of members of
// the team.
func (s *Server) buyerMessages(all []conversation.Message) []Message {
	wire := s.wireMessages(all)
	for i := range wire {
		if wire[i].Sender.Kind != string(conversation.Buyer) {
			wire[i].Sender.ID = ""
		}
	}
	return wire
}

type sayInput struct {
	Keyed
	Body MessageDraft
}

func (s *Server) say(ctx context.Context, in *sayInput) (*body[Message], error) {
	m, err := s.Conversations.Say(ctx, in.Key, conversation.Draft{Text: in.Body.Text, FileIDs: in.Body.FileIDs})
	return answer(s.wireMessage(m), err)
}

type buyerUploadInput struct{ Upload }

func (s *Server) uploadBuyerFile(ctx context.Context, in *buyerUploadInput) (*body[File], error) {
	f, err := s.Conversations.AddBuyerFile(ctx, in.file())
	return answer(s.wireFile(f), err)
}

type buyerReadInput struct {
	Body struct {
		Seq int64 `json:"seq" minimum:"0"`
	}
}

func (s *Server) markBuyerRead(ctx context.Context, in *buyerReadInput) (*empty, error) {
	return nil, s.Conversations.BuyerRead(ctx, in.Body.Seq)
}

type outcomeInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Solved bool   `json:"solved"`
		Words  string `json:"words,omitempty" doc:"What is still missing, at most 500 characters."`
	}
}

func (s *Server) answerOutcome(ctx context.Context, in *outcomeInput) (*body[BuyerOutcome], error) {
	c, err := s.Complaints.Answer(ctx, in.ID, in.Body.Solved, in.Body.Words)
	if err != nil {
		return nil, err
	}
	return answer(*buyerOutcome(c), nil)
}

func buyerCommitment(c commitment.Commitment) BuyerCommitment {
	return BuyerCommitment{c.ID, c.Text, c.DueAt, string(c.State), optional(c.BrokenAt)}
}

// askedOf adds the last questions to the buyer.
func (s *Server) askedOf(ctx context.Context, conversationID string, t *Thread) error {
	asked, err := s.Complaints.OfBuyer(ctx, conversationID)
	if err == nil {
		t.Outcome = buyerOutcome(asked)
	} else if fault.KindOf(err) != fault.NotFound {
		return err
	}
	restated, err := s.Complaints.OfBuyerRestated(ctx, conversationID)
	if err == nil {
		t.Restatement = buyerRestatement(restated)
	} else if fault.KindOf(err) != fault.NotFound {
		return err
	}
	return nil
}

// buyerOutcome shows a question that was withdrawn, because something new was
// committed to, as what it is.
func buyerOutcome(c complaint.Case) *BuyerOutcome {
	closed := c.Stage == complaint.Closed && c.MergedInto == ""
	state := string(c.Outcome)
	switch {
	case c.MergedInto != "", c.Outcome == complaint.NotAsked && !closed:
		state = "withdrawn"
	case c.Outcome == complaint.NotAsked:
		state = "closed"
	}
	return &BuyerOutcome{CaseID: c.ID, Number: c.Number, State: state, Text: c.OutcomeText, Words: c.OutcomeWords, Closed: closed}
}
