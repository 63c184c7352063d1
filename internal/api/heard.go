package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/identity"
)

// Heard is what the language engines hear in a conversation. Nothing of it is decided.
type Heard struct {
	Turns       []HeardTurn     `json:"turns" nullable:"false" doc:"Of the buyer, in order: what they said without being answered is one."`
	Facts       []HeardFact     `json:"facts" nullable:"false" doc:"Each where it was told last, in that order."`
	Risks       []HeardRisk     `json:"risks" nullable:"false" doc:"The gravest first."`
	Scenarios   []ScenarioGuess `json:"scenarios" nullable:"false" doc:"What it may be about, the best first; empty where nothing fits."`
	Demands     []string        `json:"demands" nullable:"false"`
	Severity    string          `json:"severity" enum:",critical,high,normal,low" doc:"Empty if the buyer has said nothing."`
	Questions   []NextQuestion  `json:"questions" nullable:"false" doc:"What is best asked next; what is known is not asked."`
	Restatement string          `json:"restatement" doc:"What they said, to be said back to them; empty if there is nothing."`
	About       int64           `json:"about" doc:"The message that tells most of what it is about, 0 if nothing was said."`
	Corrections []Correction    `json:"corrections" nullable:"false" doc:"What people have said is otherwise, the oldest first. All else is as they say."`
}

// Correction says that a buyer's words mean something else than was heard.
type Correction struct {
	ID     string     `json:"id"`
	Seq    int64      `json:"seq"`
	What   string     `json:"what" enum:"fact,scenario,emotion,risk"`
	Heard  HeardSense `json:"heard"`
	Right  HeardSense `json:"right"`
	By     Person     `json:"by"`
	At     time.Time  `json:"at"`
	Undone bool       `json:"undone"`
}

// HeardSense is what words are taken for.
type HeardSense struct {
	Type     string `json:"type" maxLength:"64" doc:"The type of a fact or risk, the id of a scenario, the kind of an emotion; empty if it is no such thing."`
	Value    string `json:"value,omitempty" maxLength:"400" doc:"Of a fact. Of an amount: in fen. Of a wait: as P3D."`
	Level    int    `json:"level,omitempty" minimum:"0" maximum:"4" doc:"Of an emotion."`
	UnderWay bool   `json:"under_way,omitempty" doc:"Of a risk."`
}

// HeardTurn is what a buyer said without being answered.
type HeardTurn struct {
	From  int64     `json:"from" doc:"Number of its first message."`
	To    int64     `json:"to"`
	At    time.Time `json:"at"`
	Kind  string    `json:"kind" enum:"angry,anxious,disappointed,sad,sarcastic,calm,pleased"`
	Level int       `json:"level" doc:"0 nothing to 4 beside themselves."`
}

// HeardFact is something told that can be looked up.
type HeardFact struct {
	Type    string `json:"type" enum:"order_no,tracking_no,product,batch,phone,amount,date,quantity,contacts,wait"`
	Value   string `json:"value" doc:"Normalised; a phone is masked."`
	Fen     int64  `json:"fen" doc:"Of an amount."`
	Carrier string `json:"carrier"`
	Seq     int64  `json:"seq" doc:"The message in which it was told last."`
	Start   int    `json:"start" doc:"In Unicode code points from the beginning of the message."`
	End     int    `json:"end"`
}

// HeardRisk is a threat or harm in a buyer's words.
type HeardRisk struct {
	Type     string   `json:"type" enum:"safety,regulator,media,lawsuit,privacy,extortion,platform,bad_review,abuse"`
	Text     string   `json:"text" doc:"The words that show it."`
	UnderWay bool     `json:"under_way" doc:"Said to have been done."`
	Seq      int64    `json:"seq"`
	Start    int      `json:"start"`
	End      int      `json:"end"`
	Told     []string `json:"told" nullable:"false" enum:"supervisor,legal,quality" doc:"Who was told of it."`
}

// ScenarioGuess is a scenario with how sure the engine is, 0 to 1.
type ScenarioGuess struct {
	ID    string  `json:"id"`
	Score float64 `json:"score"`
}

// NextQuestion names what to ask.
type NextQuestion struct {
	Ask  string `json:"ask"`
	Open bool   `json:"open" doc:"Lets the buyer tell, instead of asking for one thing."`
}

// Parting is what is left before a conversation may end well, and the last words.
type Parting struct {
	Checks  []PartingCheck `json:"checks" nullable:"false"`
	Words   string         `json:"words" doc:"Confirms that nothing is left, and thanks; in the buyer's language."`
	Invites bool           `json:"invites" doc:"The words invite to a review: never where there is or was a complaint or a threat, never for a reward."`
}

// PartingCheck is something to be true before the end.
type PartingCheck struct {
	Code string `json:"code" enum:"answered,commitments,tickets,outcome,asked,thanked"`
	Done bool   `json:"done"`
	Left int64  `json:"left" doc:"How many commitments or tickets are open."`
}

func (s *Server) readParting(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"64"`
}) (*body[Parting], error) {
	p, err := s.Partings.Of(ctx, in.ID)
	w := Parting{Checks: []PartingCheck{}, Words: p.Words, Invites: p.Invites}
	for _, c := range p.Checks {
		w.Checks = append(w.Checks, PartingCheck(c))
	}
	return answer(w, err)
}

func (s *Server) heardRoutes(api huma.API) {
	add(api, operation{id: "readParting", method: http.MethodGet, path: "/api/conversations/{id}/parting", tag: "assist",
		summary: "Read what is left before a conversation ends, and the words for it", access: needs(identity.ConversationRead)}, s.readParting)
	add(api, operation{id: "readHeard", method: http.MethodGet, path: "/api/conversations/{id}/heard", tag: "assist",
		summary: "Read what the engines hear in a conversation", access: needs(identity.ConversationRead)}, s.readHeard)
	add(api, operation{id: "correctHeard", method: http.MethodPost, path: "/api/conversations/{id}/corrections", tag: "assist",
		summary: "Say that words mean something else than was heard", access: needs(identity.ConversationReply), status: http.StatusCreated}, s.correctHeard)
	add(api, operation{id: "undoCorrection", method: http.MethodPost, path: "/api/corrections/{id}/undo", tag: "assist",
		summary: "Take a correction of what was heard back", access: needs(identity.ConversationReply)}, s.undoCorrection)
}

func (s *Server) readHeard(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"64"`
}) (*body[Heard], error) {
	h, err := s.Hearing.Hear(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	w := wireHeard(h)
	w.Corrections, err = s.wireCorrections(ctx, h.Corrections)
	return answer(w, err)
}

type correctHeardInput struct {
	ID string `path:"id" maxLength:"64"`
	Keyed
	Body struct {
		What  string     `json:"what" enum:"fact,scenario,emotion,risk"`
		Seq   int64      `json:"seq" minimum:"1" doc:"Number of the buyer's message."`
		Heard HeardSense `json:"heard"`
		Right HeardSense `json:"right"`
	}
}

func (s *Server) correctHeard(ctx context.Context, in *correctHeardInput) (*body[Correction], error) {
	c, err := s.Hearing.Correct(ctx, in.ID, in.Key, hearing.Draft{
		What: hearing.What(in.Body.What), Seq: in.Body.Seq, Heard: hearing.Sense(in.Body.Heard), Right: hearing.Sense(in.Body.Right),
	})
	return s.answerCorrection(ctx, c, err)
}

func (s *Server) undoCorrection(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"64"`
}) (*body[Correction], error) {
	c, err := s.Hearing.Undo(ctx, in.ID)
	return s.answerCorrection(ctx, c, err)
}

func (s *Server) answerCorrection(ctx context.Context, c hearing.Correction, err error) (*body[Correction], error) {
	if err != nil {
		return nil, err
	}
	wire, err := s.wireCorrections(ctx, []hearing.Correction{c})
	if err != nil {
		return nil, err
	}
	return answer(wire[0], nil)
}

func (s *Server) wireCorrections(ctx context.Context, all []hearing.Correction) ([]Correction, error) {
	out, by := []Correction{}, []string{}
	for _, c := range all {
		by = append(by, c.By)
	}
	names, err := s.Desk.Names(ctx, by)
	for _, c := range all {
		out = append(out, Correction{c.ID, c.Seq, string(c.What), HeardSense(c.Heard), HeardSense(c.Right), Person{c.By, names[c.By]}, c.At, !c.UndoneAt.IsZero()})
	}
	return out, err
}

func wireHeard(h hearing.Heard) Heard {
	w := Heard{Turns: []HeardTurn{}, Facts: []HeardFact{}, Risks: []HeardRisk{}, Scenarios: []ScenarioGuess{}, Questions: []NextQuestion{},
		Demands: append([]string{}, h.Demands...), Severity: h.Severity, Restatement: h.Restatement, About: h.About}
	for _, t := range h.Turns {
		w.Turns = append(w.Turns, HeardTurn{t.From, t.To, t.At, t.Emotion.Kind, t.Emotion.Level})
	}
	for _, f := range h.Facts {
		w.Facts = append(w.Facts, HeardFact{f.Type, f.Value, f.Fen, f.Carrier, f.Seq, f.Span.Start, f.Span.End})
	}
	for _, r := range h.Risks {
		told := []string{}
		for _, a := range r.Told {
			told = append(told, string(a))
		}
		w.Risks = append(w.Risks, HeardRisk{r.Type, r.Text, r.UnderWay, r.Seq, r.Span.Start, r.Span.End, told})
	}
	for _, g := range h.Scenarios {
		w.Scenarios = append(w.Scenarios, ScenarioGuess(g))
	}
	for _, q := range h.Questions {
		w.Questions = append(w.Questions, NextQuestion(q))
	}
	return w
}
