package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/desk/briefing"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/roster/sheet"
)

// Handover is what one person hands over to another at the end of a shift.
type Handover struct {
	ID        string         `json:"id"`
	ShopID    string         `json:"shop_id"`
	Zone      string         `json:"zone"`
	From      Person         `json:"from"`
	To        Person         `json:"to"`
	Note      string         `json:"note"`
	EndsAt    time.Time      `json:"ends_at" doc:"When the shift of the giver ends or ended."`
	MadeAt    time.Time      `json:"made_at"`
	SettledAt *time.Time     `json:"settled_at" doc:"Missing while an item waits."`
	CalledAt  *time.Time     `json:"called_at" doc:"When the supervisors on duty were told that it waits."`
	Items     []HandoverItem `json:"items" nullable:"false"`
	Version   int64          `json:"version"`
}

// HandoverItem is a case, with its commitments, or a conversation.
type HandoverItem struct {
	N              int64                `json:"n"`
	Kind           string               `json:"kind" enum:"case,conversation"`
	RefID          string               `json:"ref_id"`
	ConversationID string               `json:"conversation_id"`
	Number         string               `json:"number" doc:"Of a case."`
	Buyer          Person               `json:"buyer" doc:"The name is empty until they have said it."`
	Words          string               `json:"words" doc:"What the case is about, or what was said last."`
	Severity       string               `json:"severity" doc:"Of a case."`
	Note           string               `json:"note" doc:"What the taker should know of it."`
	Commitments    []HandoverCommitment `json:"commitments" nullable:"false"`
	State          string               `json:"state" enum:"waiting,accepted,handed_back,passed,withdrawn"`
	Why            string               `json:"why" doc:"Why it was handed back, in words, or passed over, as a code."`
	SettledAt      *time.Time           `json:"settled_at"`
}

// HandoverCommitment is a commitment that was open when its case was handed over.
type HandoverCommitment struct {
	ID    string    `json:"id"`
	Text  string    `json:"text"`
	DueAt time.Time `json:"due_at"`
}

// HandoverStock is what one could hand over in a shop, and to whom.
type HandoverStock struct {
	ShopID string          `json:"shop_id"`
	Zone   string          `json:"zone"`
	Cases  []HandoverCase  `json:"cases" nullable:"false"`
	Talks  []BriefingTalk  `json:"talks" nullable:"false"`
	Takers []HandoverTaker `json:"takers" nullable:"false" doc:"Who works now or next first."`
}

// HandoverCase is an open case of one's own.
type HandoverCase struct {
	ID             string         `json:"id"`
	Number         string         `json:"number"`
	ConversationID string         `json:"conversation_id"`
	Buyer          Person         `json:"buyer" doc:"The name is empty until they have said it."`
	Scenario       string         `json:"scenario"`
	Severity       string         `json:"severity"`
	Stage          string         `json:"stage"`
	Summary        string         `json:"summary"`
	Version        int64          `json:"version"`
	Waits          bool           `json:"waits" doc:"It is on a sheet that nobody has accepted."`
	Commitments    []BriefingOwed `json:"commitments" nullable:"false"`
}

// HandoverTaker is a colleague who could take over.
type HandoverTaker struct {
	Person
	Shift    string     `json:"shift" doc:"That they are in or that comes next within a day; empty if there is none."`
	StartsAt *time.Time `json:"starts_at"`
	EndsAt   *time.Time `json:"ends_at"`
}

// HandoverDraft is what shall be handed over.
type HandoverDraft struct {
	ToID  string         `json:"to" maxLength:"64"`
	Note  string         `json:"note" maxLength:"5000"`
	Items []HandoverPick `json:"items" nullable:"false" maxItems:"200"`
}

// HandoverPick is a case or a conversation in the version that was looked at.
type HandoverPick struct {
	Kind    string `json:"kind" enum:"case,conversation"`
	ID      string `json:"id" maxLength:"64"`
	Version int64  `json:"version"`
	Note    string `json:"note,omitempty" maxLength:"5000"`
}

func (s *Server) handoverRoutes(api huma.API) {
	may := needs(identity.CaseWrite)
	add(api, operation{id: "readHandoverStock", method: http.MethodGet, path: "/api/shops/{id}/handover", tag: "handover",
		summary: "Read what one could hand over", access: may}, s.readHandoverStock)
	add(api, operation{id: "prepareHandover", method: http.MethodPost, path: "/api/shops/{id}/handovers", tag: "handover",
		summary: "Hand over to a colleague; nothing moves until they accept it", access: may, status: http.StatusCreated}, s.prepareHandover)
	add(api, operation{id: "readHandover", method: http.MethodGet, path: "/api/handovers/{id}", tag: "handover",
		summary: "Read a handover sheet that one gave or takes, or supervises", access: may}, s.readHandover)
	add(api, operation{id: "acceptHandover", method: http.MethodPost, path: "/api/handovers/{id}/accept", tag: "handover",
		summary: "Take over items of a sheet; what has changed meanwhile is passed over", access: may}, s.acceptHandover)
	add(api, operation{id: "handBackHandover", method: http.MethodPost, path: "/api/handovers/{id}/hand-back", tag: "handover",
		summary: "Leave an item with the giver, for a reason", access: may}, s.handBackHandover)
	add(api, operation{id: "withdrawHandover", method: http.MethodPost, path: "/api/handovers/{id}/withdraw", tag: "handover",
		summary: "Take back what nobody has accepted", access: may}, s.withdrawHandover)
}

func (s *Server) readHandoverStock(ctx context.Context, in *idInput) (*body[HandoverStock], error) {
	k, err := s.Briefings.Stock(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	w := HandoverStock{ShopID: k.Shop.ID, Zone: k.Shop.Location().String(), Cases: []HandoverCase{}, Talks: wireTalks(k.Talks), Takers: []HandoverTaker{}}
	for _, c := range k.Cases {
		w.Cases = append(w.Cases, HandoverCase{c.CaseID, c.Number, c.ConversationID, Person(c.Buyer), c.Scenario, c.Severity, c.Stage, c.Summary, c.Version, c.Waits, wireOwed(c.Commitments)})
	}
	for _, t := range k.Takers {
		w.Takers = append(w.Takers, HandoverTaker{Person{t.ID, t.Name}, t.Next.ShiftName, optional(t.Next.StartsAt), optional(t.Next.EndsAt)})
	}
	return &body[HandoverStock]{w}, nil
}

type prepareInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body HandoverDraft
}

func (s *Server) prepareHandover(ctx context.Context, in *prepareInput) (*body[Handover], error) {
	d := sheet.Draft{ToID: in.Body.ToID, Note: in.Body.Note}
	for _, p := range in.Body.Items {
		d.Items = append(d.Items, sheet.Pick{Kind: sheet.Kind(p.Kind), ID: p.ID, Version: p.Version, Note: p.Note})
	}
	made, err := s.Handovers.Prepare(ctx, in.ID, in.Key, d)
	return s.answerSheet(ctx, made, err)
}

func (s *Server) readHandover(ctx context.Context, in *idInput) (*body[Handover], error) {
	now, err := s.Handovers.Get(ctx, in.ID)
	return s.answerSheet(ctx, now, err)
}

type acceptInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64   `json:"version"`
		Items   []int64 `json:"items,omitempty" maxItems:"200" doc:"Numbers of items; all that wait if missing."`
	}
}

func (s *Server) acceptHandover(ctx context.Context, in *acceptInput) (*body[Handover], error) {
	now, err := s.Handovers.Accept(ctx, in.ID, in.Body.Version, in.Body.Items)
	return s.answerSheet(ctx, now, err)
}

type handBackInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Item    int64  `json:"item"`
		Reason  string `json:"reason" maxLength:"5000"`
	}
}

func (s *Server) handBackHandover(ctx context.Context, in *handBackInput) (*body[Handover], error) {
	now, err := s.Handovers.HandBack(ctx, in.ID, in.Body.Version, in.Body.Item, in.Body.Reason)
	return s.answerSheet(ctx, now, err)
}

type withdrawInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) withdrawHandover(ctx context.Context, in *withdrawInput) (*body[Handover], error) {
	now, err := s.Handovers.Withdraw(ctx, in.ID, in.Body.Version)
	return s.answerSheet(ctx, now, err)
}

func (s *Server) answerSheet(ctx context.Context, now sheet.Sheet, err error) (*body[Handover], error) {
	if err != nil {
		return nil, err
	}
	faces, err := s.Briefings.Faces(ctx, now)
	if err != nil {
		return nil, err
	}
	wire, err := s.wireSheets(ctx, faces, []sheet.Sheet{now})
	if err != nil {
		return nil, err
	}
	return &body[Handover]{wire[0]}, nil
}

// wireSheets names the people of sheets and what is on them.
func (s *Server) wireSheets(ctx context.Context, faces map[string]briefing.Face, all []sheet.Sheet) ([]Handover, error) {
	var people []string
	for _, each := range all {
		people = append(people, each.FromID, each.ToID)
	}
	names, err := s.Desk.Names(ctx, people)
	if err != nil {
		return nil, err
	}
	out := []Handover{}
	for _, each := range all {
		at, err := s.Shops.Get(ctx, each.ShopID)
		if err != nil {
			return nil, err
		}
		w := Handover{ID: each.ID, ShopID: each.ShopID, Zone: at.Location().String(), From: Person{each.FromID, names[each.FromID]}, To: Person{each.ToID, names[each.ToID]},
			Note: each.Note, EndsAt: each.EndsAt.UTC(), MadeAt: each.MadeAt.UTC(), SettledAt: optional(each.SettledAt), CalledAt: optional(each.CalledAt),
			Items: []HandoverItem{}, Version: each.Version}
		for _, i := range each.Items {
			w.Items = append(w.Items, wireItem(i, faces[i.RefID]))
		}
		out = append(out, w)
	}
	return out, nil
}

func wireItem(i sheet.Item, f briefing.Face) HandoverItem {
	w := HandoverItem{N: i.N, Kind: string(i.Kind), RefID: i.RefID, ConversationID: i.ConversationID, Number: f.Number, Buyer: Person(f.Buyer), Words: f.Words, Severity: f.Severity,
		Note: i.Note, Commitments: []HandoverCommitment{}, State: string(i.State), Why: i.Why, SettledAt: optional(i.SettledAt)}
	for _, p := range i.Commitments {
		w.Commitments = append(w.Commitments, HandoverCommitment{p.ID, p.Text, p.DueAt.UTC()})
	}
	return w
}
