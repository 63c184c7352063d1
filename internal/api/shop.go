package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Shop is where buyers come from.
type Shop struct {
	ID       string        `json:"id"`
	Key      string        `json:"key" doc:"Stands in the widget's snippet; never changes."`
	Name     string        `json:"name"`
	Hours    calendar.Plan `json:"hours"`
	Settings ShopSettings  `json:"settings"`
	MadeAt   time.Time     `json:"made_at"`
	Version  int64         `json:"version"`
}

// ShopSettings are what a shop may choose.
type ShopSettings struct {
	CommitmentGraceMinutes  int       `json:"commitment_grace_minutes" doc:"After its time, until a commitment counts as broken."`
	CommitmentEscalateHours int       `json:"commitment_escalate_hours" doc:"After a commitment was broken, until the supervisors are told again if it is not settled."`
	ResponseTargetMinutes   int       `json:"response_target_minutes" doc:"Of opening hours, within which a human answers."`
	OutcomeReminderHours    int       `json:"outcome_reminder_hours" doc:"Between asking for the outcome and the reminders of it."`
	OutcomeCloseHours       int       `json:"outcome_close_hours" doc:"From asking for the outcome to closing unanswered."`
	HandoverMinutes         int       `json:"handover_minutes" doc:"After the end of a shift, until the supervisors on duty are told that what was handed over was not accepted."`
	CheapGoodsFen           int64     `json:"cheap_goods_fen" doc:"Goods up to this price are not asked back where the shop pays the way."`
	Texts                   ShopTexts `json:"texts"`
}

// ShopTexts are words to buyers. They may hold {agent}, {minutes} and {opens_at}.
type ShopTexts struct {
	AckOpen   string `json:"ack_open" maxLength:"5000" doc:"Said when a buyer writes in opening hours; empty for the product's own words."`
	AckClosed string `json:"ack_closed" maxLength:"5000" doc:"Said when a buyer writes outside of opening hours; empty for the product's own words."`
}

// ShopPage is a run of shops by key.
type ShopPage struct {
	Items []Shop `json:"items" nullable:"false"`
	Next  string `json:"next" doc:"Cursor of the following page, empty at the end."`
}

// ShopDraft is what people say about a shop. What is missing stays as it is, or
// is as delivered when the shop is made.
type ShopDraft struct {
	Name     string         `json:"name" maxLength:"200"`
	Hours    *calendar.Plan `json:"hours,omitempty"`
	Settings *ShopSettings  `json:"settings,omitempty"`
}

func (s *Server) shopRoutes(api huma.API) {
	add(api, operation{id: "readShops", method: http.MethodGet, path: "/api/shops", tag: "shop",
		summary: "Read the shops that one may change, by key", access: needs(identity.ShopManage)}, s.readShops)
	add(api, operation{id: "readShop", method: http.MethodGet, path: "/api/shops/{id}", tag: "shop",
		summary: "Read a shop where one may do anything at all", access: signedIn}, s.readShop)
	add(api, operation{id: "createShop", method: http.MethodPost, path: "/api/shops", tag: "shop",
		summary: "Add a shop", access: needs(identity.ShopManage), status: http.StatusCreated}, s.createShop)
	add(api, operation{id: "updateShop", method: http.MethodPatch, path: "/api/shops/{id}", tag: "shop",
		summary: "Change a shop", access: needs(identity.ShopManage)}, s.updateShop)
	s.departmentRoutes(api)
}

// shopsPage is the number of shops of one page.
const shopsPage = 100

func (s *Server) readShops(ctx context.Context, in *afterInput) (*body[ShopPage], error) {
	all, err := s.Shops.List(ctx, in.After, shopsPage)
	out := ShopPage{Items: make([]Shop, 0, len(all))}
	for _, at := range all {
		out.Items = append(out.Items, wireShop(at))
	}
	if len(all) == shopsPage {
		out.Next = all[shopsPage-1].Key
	}
	return answer(out, err)
}

func (s *Server) readShop(ctx context.Context, in *idInput) (*body[Shop], error) {
	at, err := s.Shops.Get(ctx, in.ID)
	return answer(wireShop(at), err)
}

type createShopInput struct {
	Keyed
	Body struct {
		ShopDraft
		Key string `json:"key,omitempty" maxLength:"100" doc:"Made from the name if missing."`
	}
}

func (s *Server) createShop(ctx context.Context, in *createShopInput) (*body[Shop], error) {
	d := in.Body.draft()
	d.Key, d.Once = in.Body.Key, in.Key
	if err := s.allowTexts(ctx, "", in.Body.ShopDraft); err != nil {
		return nil, err
	}
	at, err := s.Shops.Create(ctx, d)
	return answer(wireShop(at), err)
}

type updateShopInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		ShopDraft
		Version int64 `json:"version"`
	}
}

func (s *Server) updateShop(ctx context.Context, in *updateShopInput) (*body[Shop], error) {
	if err := s.allowTexts(ctx, in.ID, in.Body.ShopDraft); err != nil {
		return nil, err
	}
	at, err := s.Shops.Update(ctx, in.ID, in.Body.Version, in.Body.draft())
	return answer(wireShop(at), err)
}

// allowTexts refuses texts to buyers that nobody may send. A shop that is yet to be
// is held to the shipped rules.
func (s *Server) allowTexts(ctx context.Context, shopID string, d ShopDraft) error {
	if d.Settings == nil {
		return nil
	}
	t := d.Settings.Texts
	return s.Assist.AllowInShop(ctx, shopID, words("settings.texts.ack_open", t.AckOpen), words("settings.texts.ack_closed", t.AckClosed))
}

func (d ShopDraft) draft() shop.Draft {
	out := shop.Draft{Name: d.Name, Hours: d.Hours}
	if c := d.Settings; c != nil {
		out.Settings = &shop.Settings{
			CommitmentGraceMinutes: c.CommitmentGraceMinutes, CommitmentEscalateHours: c.CommitmentEscalateHours,
			ResponseTargetMinutes: c.ResponseTargetMinutes,
			OutcomeReminderHours:  c.OutcomeReminderHours, OutcomeCloseHours: c.OutcomeCloseHours, HandoverMinutes: c.HandoverMinutes,
			CheapGoodsFen: c.CheapGoodsFen, Texts: shop.Texts(c.Texts),
		}
	}
	return out
}

func wireShop(at shop.Shop) Shop {
	c := at.Settings
	return Shop{ID: at.ID, Key: at.Key, Name: at.Name, Hours: at.Hours.Plan(), MadeAt: at.MadeAt, Version: at.Version,
		Settings: ShopSettings{c.CommitmentGraceMinutes, c.CommitmentEscalateHours, c.ResponseTargetMinutes, c.OutcomeReminderHours, c.OutcomeCloseHours, c.HandoverMinutes, c.CheapGoodsFen, ShopTexts(c.Texts)}}
}
