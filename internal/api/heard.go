package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/assist"
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
	Type     string `json:"type" enum:"safety,regulator,media,lawsuit,privacy,extortion,platform,bad_review,abuse"`
	Text     string `json:"text" doc:"The words that show it."`
	UnderWay bool   `json:"under_way" doc:"Said to have been done."`
	Seq      int64  `json:"seq"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
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

func (s *Server) heardRoutes(api huma.API) {
	add(api, operation{id: "readHeard", method: http.MethodGet, path: "/api/conversations/{id}/heard", tag: "assist",
		summary: "Read what the engines hear in a conversation", access: needs(identity.ConversationRead)}, s.readHeard)
}

func (s *Server) readHeard(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"64"`
}) (*body[Heard], error) {
	h, err := s.Assist.Hear(ctx, in.ID)
	return answer(wireHeard(h), err)
}

func wireHeard(h assist.Heard) Heard {
	w := Heard{Turns: []HeardTurn{}, Facts: []HeardFact{}, Risks: []HeardRisk{}, Scenarios: []ScenarioGuess{}, Questions: []NextQuestion{},
		Demands: append([]string{}, h.Demands...), Severity: h.Severity, Restatement: h.Restatement}
	for _, t := range h.Turns {
		w.Turns = append(w.Turns, HeardTurn{t.From, t.To, t.At, t.Emotion.Kind, t.Emotion.Level})
	}
	for _, f := range h.Facts {
		w.Facts = append(w.Facts, HeardFact{f.Type, f.Value, f.Fen, f.Carrier, f.Seq, f.Span.Start, f.Span.End})
	}
	for _, r := range h.Risks {
		w.Risks = append(w.Risks, HeardRisk{r.Type, r.Text, r.UnderWay, r.Seq, r.Span.Start, r.Span.End})
	}
	for _, g := range h.Scenarios {
		w.Scenarios = append(w.Scenarios, ScenarioGuess(g))
	}
	for _, q := range h.Questions {
		w.Questions = append(w.Questions, NextQuestion(q))
	}
	return w
}
