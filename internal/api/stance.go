package api

import (
	"context"
	"maps"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/stance"
)

// StanceOfCase is what can be seen in a case in which more is asked for than policy and
// law give, and what was done about it. It is facts of this case alone, for who handles
// it and their supervisors.
type StanceOfCase struct {
	Features []StanceFeature `json:"features" nullable:"false"`
	Basis    StanceBasis     `json:"basis" doc:"The most that may be given, as it is now."`
	Wordings []StanceWording `json:"wordings" nullable:"false" doc:"What may be said at each step, as drafts."`
	Offered  []StanceOffered `json:"offered" nullable:"false" doc:"Cards that the buyer got, oldest first."`
	Stance   *Stance         `json:"stance" doc:"Null as long as nobody has opened one."`
	Zone     string          `json:"zone" doc:"IANA name of the shop's time zone."`
}

// StanceFeature is something that can be seen, and what shows it.
type StanceFeature struct {
	Kind    string         `json:"kind" enum:"threat_for_money,above_ceiling,options_refused,evidence_refused,goods_kept,asked_again"`
	At      time.Time      `json:"at"`
	Fen     int64          `json:"fen" doc:"Asked for at most; 0 if no amount was named."`
	Sources []StanceSource `json:"sources" nullable:"false" doc:"Oldest first."`
}

// StanceSource is what shows something.
type StanceSource struct {
	Type string    `json:"type" enum:"message,option,request,order"`
	Ref  string    `json:"ref" doc:"Id; of a message none."`
	Seq  int64     `json:"seq" doc:"Of a message, else 0."`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// StanceBasis is the most that policy and law give, and why.
type StanceBasis struct {
	Fen       *int64           `json:"fen" doc:"All together; null while something has to be found out."`
	Reasons   []StanceReason   `json:"reasons" nullable:"false"`
	Questions []StanceQuestion `json:"questions" nullable:"false" doc:"What has to be found out."`
}

// StanceQuestion is a policy fact on which it hangs.
type StanceQuestion struct {
	Fact string `json:"fact"`
	Name string `json:"name"`
}

// StanceReason is a row of law, platform or table.
type StanceReason struct {
	Name    string `json:"name"`
	Article string `json:"article"`
}

// StanceWording is a draft of what may be said.
type StanceWording struct {
	Verb string `json:"verb" enum:"position,offer,final"`
	Text string `json:"text"`
}

// StanceOffered is a card with options, and whether it was refused.
type StanceOffered struct {
	ID         string     `json:"id"`
	Titles     string     `json:"titles"`
	SentAt     time.Time  `json:"sent_at"`
	Refused    bool       `json:"refused"`
	AnsweredAt *time.Time `json:"answered_at"`
}

// Stance is where a shop stands firm.
type Stance struct {
	ID       string            `json:"id"`
	State    string            `json:"state" enum:"open,closed"`
	Outcome  string            `json:"outcome" enum:",settled,withdrawn,platform"`
	Basis    StanceBasis       `json:"basis" doc:"As it was when somebody last said where the shop stands."`
	Facts    map[string]string `json:"facts" nullable:"false" doc:"What was found out for it, by the names of policy facts."`
	OpenedBy Person            `json:"opened_by"`
	OpenedAt time.Time         `json:"opened_at"`
	FinalAt  *time.Time        `json:"final_at" doc:"Of the last answer."`
	Steps    []StanceStep      `json:"steps" nullable:"false" doc:"Oldest first."`
	Pins     []StancePin       `json:"pins" nullable:"false" doc:"Messages that were kept, in order."`
	Broken   int64             `json:"broken" doc:"The first of the pins that is not as it was kept; 0 for none."`
	Version  int64             `json:"version"`
}

// StanceStep is something that was done.
type StanceStep struct {
	N       int64     `json:"n"`
	Verb    string    `json:"verb" enum:"open,position,offer,final,close,reopen,weigh,export"`
	Outcome string    `json:"outcome" enum:",settled,withdrawn,platform"`
	Words   string    `json:"words"`
	Seq     int64     `json:"seq" doc:"Of the message that was sent; 0 for none."`
	By      Person    `json:"by"`
	At      time.Time `json:"at"`
}

// StancePin is a message that was kept as it was said.
type StancePin struct {
	N        int64     `json:"n"`
	Seq      int64     `json:"seq"`
	Sender   string    `json:"sender" enum:"buyer,agent,system"`
	Text     string    `json:"text"`
	Files    []string  `json:"files" nullable:"false" doc:"Names."`
	At       time.Time `json:"at"`
	Features []string  `json:"features" nullable:"false" doc:"For which it was kept."`
	Sum      string    `json:"sum" doc:"SHA-256."`
	Chain    string    `json:"chain" doc:"SHA-256 of the one before and this sum."`
	PinnedAt time.Time `json:"pinned_at"`
}

func (s *Server) stanceRoutes(api huma.API) {
	add(api, operation{id: "readStance", method: http.MethodGet, path: "/api/cases/{id}/stance", tag: "stance",
		summary: "Read what can be seen where more is asked for than is due; for who handles the case and their supervisors", access: needs(identity.CaseRead)}, s.readStance)
	add(api, operation{id: "openStance", method: http.MethodPost, path: "/api/cases/{id}/stance", tag: "stance",
		summary: "Stand firm in a case: messages are kept, supervisors are told once", access: needs(identity.CaseWrite), status: http.StatusCreated}, s.openStance)
	add(api, operation{id: "sayStance", method: http.MethodPost, path: "/api/stances/{id}/steps", tag: "stance",
		summary: "Tell the buyer where we stand, what may be had, or the last answer", access: needs(identity.CaseWrite)}, s.sayStance)
	add(api, operation{id: "weighStance", method: http.MethodPut, path: "/api/stances/{id}/facts", tag: "stance",
		summary: "Say what was found out, and ask the policy for the most again", access: needs(identity.CaseWrite)}, s.weighStance)
	add(api, operation{id: "closeStance", method: http.MethodPost, path: "/api/stances/{id}/close", tag: "stance",
		summary: "Close it, with how it ended", access: needs(identity.CaseWrite)}, s.closeStance)
	add(api, operation{id: "reopenStance", method: http.MethodPost, path: "/api/stances/{id}/reopen", tag: "stance",
		summary: "Open it again, for a reason", access: needs(identity.CaseWrite)}, s.reopenStance)
	huma.Register(api, operation{id: "exportAppeal", method: http.MethodPost, path: "/api/stances/{id}/export", tag: "stance",
		summary: "Take the pack of an appeal as an archive, which is recorded", access: needs(identity.CaseWrite)}.huma(), s.exportAppeal)
}

func (s *Server) readStance(ctx context.Context, in *idInput) (*body[StanceOfCase], error) {
	v, err := s.Stances.OfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	beside, err := s.Desk.Beside(ctx, nil, nil, []string{v.Case.ShopID})
	if err != nil {
		return nil, err
	}
	out := StanceOfCase{Features: []StanceFeature{}, Basis: wireBasis(v.Basis), Wordings: []StanceWording{}, Offered: []StanceOffered{}, Zone: beside.Zones[v.Case.ShopID]}
	for _, f := range v.Features {
		w := StanceFeature{Kind: string(f.Kind), At: f.At.UTC(), Fen: f.Fen, Sources: []StanceSource{}}
		for _, x := range f.Sources {
			w.Sources = append(w.Sources, StanceSource{x.Type, x.Ref, x.Seq, x.Text, x.At.UTC()})
		}
		out.Features = append(out.Features, w)
	}
	for _, w := range v.Wordings {
		out.Wordings = append(out.Wordings, StanceWording{string(w.Verb), w.Text})
	}
	for _, o := range v.Offered {
		out.Offered = append(out.Offered, StanceOffered{o.ID, o.Titles, o.SentAt.UTC(), o.Refused, optional(o.AnsweredAt)})
	}
	if v.Stance.ID != "" {
		out.Stance, err = s.wireStance(ctx, v)
	}
	return answer(out, err)
}

func wireBasis(b stance.Basis) StanceBasis {
	w := StanceBasis{Fen: b.Fen, Reasons: []StanceReason{}, Questions: []StanceQuestion{}}
	for _, q := range b.Questions {
		w.Questions = append(w.Questions, StanceQuestion(q))
	}
	for _, r := range b.Reasons {
		w.Reasons = append(w.Reasons, StanceReason(r))
	}
	return w
}

func (s *Server) wireStance(ctx context.Context, v stance.View) (*Stance, error) {
	people := []string{v.Stance.OpenedBy}
	for _, step := range v.Steps {
		people = append(people, step.ByID)
	}
	names, err := s.Desk.Names(ctx, people)
	if err != nil {
		return nil, err
	}
	of := v.Stance
	w := &Stance{ID: of.ID, State: string(of.State), Outcome: string(of.Outcome), Basis: wireBasis(of.Basis), Facts: map[string]string{}, OpenedBy: Person{of.OpenedBy, names[of.OpenedBy]},
		OpenedAt: of.OpenedAt.UTC(), FinalAt: optional(of.FinalAt), Steps: []StanceStep{}, Pins: []StancePin{}, Broken: v.Broken, Version: of.Version}
	maps.Copy(w.Facts, of.Said)
	for _, x := range v.Steps {
		w.Steps = append(w.Steps, StanceStep{x.N, string(x.Verb), string(x.Outcome), x.Words, x.Seq, Person{x.ByID, names[x.ByID]}, x.At.UTC()})
	}
	for _, p := range v.Pins {
		w.Pins = append(w.Pins, wirePin(p))
	}
	return w, nil
}

func wirePin(p stance.Pin) StancePin {
	w := StancePin{N: p.N, Seq: p.Seq, Sender: p.SenderKind, Text: p.Text, Files: []string{}, At: p.At.UTC(), Features: []string{}, Sum: p.Sum, Chain: p.Chain, PinnedAt: p.PinnedAt.UTC()}
	for _, f := range p.Files {
		w.Files = append(w.Files, f.Name)
	}
	for _, k := range p.Features {
		w.Features = append(w.Features, string(k))
	}
	return w
}

type openStanceInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Words string `json:"words,omitempty" doc:"Why, for the team."`
	}
}

func (s *Server) openStance(ctx context.Context, in *openStanceInput) (*body[StanceOfCase], error) {
	if _, err := s.Stances.Open(ctx, in.ID, in.Key, in.Body.Words); err != nil {
		return nil, err
	}
	return s.readStance(ctx, &idInput{ID: in.ID})
}

type sayStanceInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Verb    string `json:"verb" enum:"position,offer,final"`
		Text    string `json:"text" doc:"What the buyer reads."`
	}
}

func (s *Server) sayStance(ctx context.Context, in *sayStanceInput) (*body[StanceOfCase], error) {
	of, err := s.Stances.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := s.Assist.AllowInCase(ctx, identity.CaseWrite, of.CaseID, words("text", in.Body.Text)); err != nil {
		return nil, err
	}
	of, err = s.Stances.Say(ctx, in.ID, in.Key, in.Body.Version, stance.Verb(in.Body.Verb), in.Body.Text)
	return s.answerStance(ctx, of, err)
}

func (s *Server) answerStance(ctx context.Context, of stance.Stance, err error) (*body[StanceOfCase], error) {
	if err != nil {
		return nil, err
	}
	return s.readStance(ctx, &idInput{ID: of.CaseID})
}

type weighStanceInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64             `json:"version"`
		Facts   map[string]string `json:"facts" doc:"By the names of policy facts; in the place of what was said before."`
	}
}

func (s *Server) weighStance(ctx context.Context, in *weighStanceInput) (*body[StanceOfCase], error) {
	of, err := s.Stances.Weigh(ctx, in.ID, in.Body.Version, in.Body.Facts)
	return s.answerStance(ctx, of, err)
}

type closeStanceInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Outcome string `json:"outcome" enum:"settled,withdrawn,platform"`
		Words   string `json:"words" doc:"What came of it, for the team."`
	}
}

func (s *Server) closeStance(ctx context.Context, in *closeStanceInput) (*body[StanceOfCase], error) {
	of, err := s.Stances.End(ctx, in.ID, in.Body.Version, stance.Outcome(in.Body.Outcome), in.Body.Words)
	return s.answerStance(ctx, of, err)
}

type reopenStanceInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Words   string `json:"words" doc:"Why, for the team."`
	}
}

func (s *Server) reopenStance(ctx context.Context, in *reopenStanceInput) (*body[StanceOfCase], error) {
	of, err := s.Stances.Reopen(ctx, in.ID, in.Body.Version, in.Body.Words)
	return s.answerStance(ctx, of, err)
}

func (s *Server) exportAppeal(ctx context.Context, in *idInput) (*huma.StreamResponse, error) {
	b, err := s.Appeals.Export(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return s.sendArchive(ctx, b.Name, b.Write), nil
}
