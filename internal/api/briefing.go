package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/bulletin"
	"github.com/anxin-desk/anxin/internal/desk/briefing"
	"github.com/anxin-desk/anxin/internal/identity"
)

// Briefing is what one should know when a shift begins.
type Briefing struct {
	At        time.Time       `json:"at"`
	Until     time.Time       `json:"until" doc:"To when it looks ahead: the end of one's shift."`
	Duties    []Duty          `json:"duties" nullable:"false" doc:"One's own shifts of two days."`
	Taking    []Handover      `json:"taking" nullable:"false" doc:"What waits for oneself."`
	Given     []Handover      `json:"given" nullable:"false" doc:"What one handed over in the last day."`
	Others    []Handover      `json:"others" nullable:"false" doc:"What waits where one supervises."`
	Owed      []BriefingOwed  `json:"owed" nullable:"false" doc:"Commitments of one's own that are due until then."`
	TakenOwed []BriefingOwed  `json:"taken_owed" nullable:"false" doc:"The same, of what one takes over."`
	Talks     []BriefingTalk  `json:"talks" nullable:"false" doc:"Buyers of one's own who wait."`
	Work      []BriefingWork  `json:"work" nullable:"false" doc:"Tickets of one's own, and of one's cases, that run out until then."`
	OnDuty    []Present       `json:"on_duty" nullable:"false"`
	Bulletins []Bulletin      `json:"bulletins" nullable:"false" doc:"What holds in one's shops until then."`
	Replies   []BriefingReply `json:"replies" nullable:"false" doc:"Quick replies that ended in the last three days, or end in the next three."`
}

// BriefingReply is a quick reply that ends.
type BriefingReply struct {
	ID     string    `json:"id"`
	ShopID string    `json:"shop_id"`
	Title  string    `json:"title"`
	EndsAt time.Time `json:"ends_at"`
	Over   bool      `json:"over"`
}

// BriefingOwed is an open commitment.
type BriefingOwed struct {
	ID             string    `json:"id"`
	CaseNumber     string    `json:"case_number"`
	ShopID         string    `json:"shop_id"`
	ConversationID string    `json:"conversation_id"`
	Buyer          Person    `json:"buyer" doc:"The name is empty until they have said it."`
	Text           string    `json:"text"`
	DueAt          time.Time `json:"due_at"`
	Broken         bool      `json:"broken"`
}

// BriefingTalk is a conversation whose buyer waits.
type BriefingTalk struct {
	ID           string     `json:"id"`
	ShopID       string     `json:"shop_id"`
	Buyer        Person     `json:"buyer" doc:"The name is empty until they have said it."`
	Said         string     `json:"said"`
	WaitingSince time.Time  `json:"waiting_since"`
	RespondBy    *time.Time `json:"respond_by"`
	Version      int64      `json:"version"`
	Waits        bool       `json:"waits" doc:"It is on a handover sheet that nobody has accepted."`
}

// BriefingWork is a ticket that runs out.
type BriefingWork struct {
	ID         string    `json:"id"`
	ShopID     string    `json:"shop_id"`
	CaseNumber string    `json:"case_number"`
	Title      string    `json:"title"`
	Department string    `json:"department"`
	Mine       bool      `json:"mine" doc:"One does it oneself; else it is of a case of one's own."`
	DueAt      time.Time `json:"due_at"`
}

// Present is somebody who is on duty.
type Present struct {
	Person Person    `json:"person"`
	ShopID string    `json:"shop_id"`
	Shift  string    `json:"shift"`
	EndsAt time.Time `json:"ends_at"`
	State  string    `json:"state" enum:"online,break,offline,unknown"`
}

// Bulletin is something that holds in a shop for a time.
type Bulletin struct {
	ID        string    `json:"id"`
	ShopID    string    `json:"shop_id"`
	Kind      string    `json:"kind" enum:"promotion,coupon,other"`
	Title     string    `json:"title"`
	Text      string    `json:"text"`
	StartsAt  time.Time `json:"starts_at"`
	EndsAt    time.Time `json:"ends_at"`
	ChangedBy Person    `json:"changed_by"`
	ChangedAt time.Time `json:"changed_at"`
	Version   int64     `json:"version"`
}

// BulletinDraft is what people say of one.
type BulletinDraft struct {
	Kind     string    `json:"kind" enum:"promotion,coupon,other"`
	Title    string    `json:"title" maxLength:"500"`
	Text     string    `json:"text,omitempty" maxLength:"10000"`
	StartsAt time.Time `json:"starts_at"`
	EndsAt   time.Time `json:"ends_at"`
}

// BulletinList is the bulletins of a shop, what is over first at the top.
type BulletinList struct {
	Items []Bulletin `json:"items" nullable:"false"`
}

func (s *Server) briefingRoutes(api huma.API) {
	lead := needs(identity.TeamSupervise)
	add(api, operation{id: "readBriefing", method: http.MethodGet, path: "/api/briefing", tag: "roster",
		summary: "Read what one should know when a shift begins", access: signedIn}, s.readBriefing)
	add(api, operation{id: "readBulletins", method: http.MethodGet, path: "/api/shops/{id}/bulletins", tag: "roster",
		summary: "Read what holds in a shop, now and later", access: lead}, s.readBulletins)
	add(api, operation{id: "addBulletin", method: http.MethodPost, path: "/api/shops/{id}/bulletins", tag: "roster",
		summary: "Say what holds in a shop for a time", access: lead, status: http.StatusCreated}, s.addBulletin)
	add(api, operation{id: "changeBulletin", method: http.MethodPut, path: "/api/bulletins/{id}", tag: "roster",
		summary: "Say it anew", access: lead}, s.changeBulletin)
	add(api, operation{id: "endBulletin", method: http.MethodPost, path: "/api/bulletins/{id}/end", tag: "roster",
		summary: "Let it be over before its time", access: lead}, s.endBulletin)
}

func (s *Server) readBriefing(ctx context.Context, _ *struct{}) (*body[Briefing], error) {
	p, err := s.Briefings.Mine(ctx)
	if err != nil {
		return nil, err
	}
	w := Briefing{At: s.now(), Until: p.Until.UTC(), Owed: wireOwed(p.Owed), TakenOwed: wireOwed(p.TakenOwed), Talks: wireTalks(p.Talks), Work: []BriefingWork{}, Replies: []BriefingReply{}}
	for _, one := range p.Work {
		w.Work = append(w.Work, BriefingWork{one.ID, one.ShopID, one.CaseNumber, one.Title, one.Department, one.Mine, one.DueAt.UTC()})
	}
	for _, r := range p.Replies {
		w.Replies = append(w.Replies, BriefingReply{r.ID, r.ShopID, r.Title, r.EndsAt, r.Expired(w.At)})
	}
	if w.Duties, err = s.wireDuties(ctx, p.Duties); err != nil {
		return nil, err
	}
	if w.Taking, err = s.wireSheets(ctx, p.Faces, p.Taking); err != nil {
		return nil, err
	}
	if w.Given, err = s.wireSheets(ctx, p.Faces, p.Given); err != nil {
		return nil, err
	}
	if w.Others, err = s.wireSheets(ctx, p.Faces, p.Others); err != nil {
		return nil, err
	}
	if w.OnDuty, err = s.wirePresent(ctx, p.OnDuty); err != nil {
		return nil, err
	}
	w.Bulletins, err = s.wireBulletins(ctx, p.Bulletins)
	return answer(w, err)
}

func wireOwed(all []briefing.Owed) []BriefingOwed {
	out := []BriefingOwed{}
	for _, o := range all {
		out = append(out, BriefingOwed{o.ID, o.Number, o.ShopID, o.ConversationID, Person(o.Buyer), o.Text, o.DueAt.UTC(), o.Broken})
	}
	return out
}

func wireTalks(all []briefing.Talk) []BriefingTalk {
	out := []BriefingTalk{}
	for _, t := range all {
		out = append(out, BriefingTalk{t.ID, t.ShopID, Person(t.Buyer), t.Said, t.WaitingSince.UTC(), optional(t.RespondBy), t.Version, t.Waits})
	}
	return out
}

func (s *Server) wirePresent(ctx context.Context, all []briefing.Present) ([]Present, error) {
	var ids []string
	for _, p := range all {
		ids = append(ids, p.Entry.UserID)
	}
	names, err := s.Desk.Names(ctx, ids)
	out := []Present{}
	for _, p := range all {
		state := string(p.State)
		if state == "" {
			state = "unknown" // who answers no buyers says nothing
		}
		out = append(out, Present{Person{p.Entry.UserID, names[p.Entry.UserID]}, p.ShopID, p.ShiftName, p.EndsAt.UTC(), state})
	}
	return out, err
}

func (s *Server) wireBulletins(ctx context.Context, all []bulletin.Bulletin) ([]Bulletin, error) {
	var ids []string
	for _, b := range all {
		ids = append(ids, b.ChangedBy)
	}
	names, err := s.Desk.Names(ctx, ids)
	out := []Bulletin{}
	for _, b := range all {
		out = append(out, Bulletin{b.ID, b.ShopID, string(b.Kind), b.Title, b.Text, b.StartsAt.UTC(), b.EndsAt.UTC(), Person{b.ChangedBy, names[b.ChangedBy]}, b.ChangedAt.UTC(), b.Version})
	}
	return out, err
}

func (d BulletinDraft) draft() bulletin.Draft {
	return bulletin.Draft{Kind: bulletin.Kind(d.Kind), Title: d.Title, Text: d.Text, StartsAt: d.StartsAt, EndsAt: d.EndsAt}
}

func (s *Server) readBulletins(ctx context.Context, in *idInput) (*body[BulletinList], error) {
	all, err := s.Bulletins.OfShop(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	items, err := s.wireBulletins(ctx, all)
	return answer(BulletinList{items}, err)
}

type addBulletinInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body BulletinDraft
}

func (s *Server) addBulletin(ctx context.Context, in *addBulletinInput) (*body[Bulletin], error) {
	made, err := s.Bulletins.Add(ctx, in.ID, in.Key, in.Body.draft())
	return s.answerBulletin(ctx, made, err)
}

type changeBulletinInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		BulletinDraft
		Version int64 `json:"version"`
	}
}

func (s *Server) changeBulletin(ctx context.Context, in *changeBulletinInput) (*body[Bulletin], error) {
	now, err := s.Bulletins.Change(ctx, in.ID, in.Body.Version, in.Body.draft())
	return s.answerBulletin(ctx, now, err)
}

type endBulletinInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) endBulletin(ctx context.Context, in *endBulletinInput) (*body[Bulletin], error) {
	now, err := s.Bulletins.End(ctx, in.ID, in.Body.Version)
	return s.answerBulletin(ctx, now, err)
}

func (s *Server) answerBulletin(ctx context.Context, b bulletin.Bulletin, err error) (*body[Bulletin], error) {
	if err != nil {
		return nil, err
	}
	wire, err := s.wireBulletins(ctx, []bulletin.Bulletin{b})
	if err != nil {
		return nil, err
	}
	return &body[Bulletin]{wire[0]}, nil
}
