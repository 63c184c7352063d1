package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/compensation/approval"
	"github.com/anxin-desk/anxin/internal/compensation/coupon"
	"github.com/anxin-desk/anxin/internal/compensation/erp"
	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// CompensationRules are what a shop allows.
type CompensationRules struct {
	CompensationLimits
	Month   string   `json:"month" doc:"That it is in the shop, as 2026-11."`
	UsedFen int64    `json:"used_fen" doc:"Of the budget of this month."`
	Roles   []Person `json:"roles" nullable:"false" doc:"Ids and names of all roles."`
	Version int64    `json:"version" doc:"0 for those that the program delivers."`
}

// CompensationLimits are what people say of it. Amounts are fen.
type CompensationLimits struct {
	Levels        []CompensationLevel `json:"levels" nullable:"false" maxItems:"8" doc:"The lowest first."`
	SecondFen     int64               `json:"second_fen" doc:"Weight above which two people must approve; 0 for never."`
	BudgetFen     int64               `json:"budget_fen" doc:"Of a month; 0 for none."`
	WindowDays    int64               `json:"window_days" doc:"In which claims of one buyer add up."`
	WindowTimes   int64               `json:"window_times" doc:"Cases in it that are still usual."`
	OftenPercent  int64               `json:"often_percent" doc:"Of its weight that a claim has beyond that."`
	HighPercent   int64               `json:"high_percent"`
	WorstPercent  int64               `json:"worst_percent"`
	NoPolicyFen   int64               `json:"no_policy_fen" doc:"Of a case about which the policy was not asked."`
	AnswerMinutes int64               `json:"answer_minutes" doc:"Of opening hours, until the next level is asked."`
}

// CompensationLevel is one step of those who approve.
type CompensationLevel struct {
	Role string `json:"role" maxLength:"64"`
	Fen  int64  `json:"fen" doc:"Weight up to which its holders may approve."`
}

func (l CompensationLimits) rules() limits.Rules {
	r := limits.Rules{SecondFen: l.SecondFen, BudgetFen: l.BudgetFen, WindowDays: l.WindowDays, WindowTimes: l.WindowTimes, OftenPercent: l.OftenPercent,
		HighPercent: l.HighPercent, WorstPercent: l.WorstPercent, NoPolicyFen: l.NoPolicyFen, AnswerMinutes: l.AnswerMinutes}
	for _, one := range l.Levels {
		r.Levels = append(r.Levels, limits.Level(one))
	}
	return r
}

func wireRules(r approval.Rules) CompensationRules {
	w := CompensationRules{Month: r.Month, UsedFen: r.Used, Roles: []Person{}, Version: r.Version, CompensationLimits: CompensationLimits{
		Levels: []CompensationLevel{}, SecondFen: r.SecondFen, BudgetFen: r.BudgetFen, WindowDays: r.WindowDays, WindowTimes: r.WindowTimes,
		OftenPercent: r.OftenPercent, HighPercent: r.HighPercent, WorstPercent: r.WorstPercent, NoPolicyFen: r.NoPolicyFen, AnswerMinutes: r.AnswerMinutes}}
	for _, one := range r.Levels {
		w.Levels = append(w.Levels, CompensationLevel(one))
	}
	for _, one := range r.Roles {
		w.Roles = append(w.Roles, Person(one))
	}
	return w
}

func (s *Server) compensationSettingsRoutes(api huma.API) {
	read, manage := needs(identity.CompensationRead), needs(identity.CompensationManage)
	add(api, operation{id: "readCompensationRules", method: http.MethodGet, path: "/api/shops/{id}/compensation-rules", tag: "compensation",
		summary: "Read limits and budgets of a shop", access: read}, s.readCompensationRules)
	add(api, operation{id: "saveCompensationRules", method: http.MethodPut, path: "/api/shops/{id}/compensation-rules", tag: "compensation",
		summary: "Change limits and budgets of a shop", access: manage}, s.saveCompensationRules)
	add(api, operation{id: "readPayoutSystem", method: http.MethodGet, path: "/api/shops/{id}/payout-system", tag: "compensation",
		summary: "Read where the merchant's own system takes payouts", access: manage}, s.readPayoutSystem)
	add(api, operation{id: "savePayoutSystem", method: http.MethodPut, path: "/api/shops/{id}/payout-system", tag: "compensation",
		summary: "Say where the merchant's own system takes payouts", access: manage}, s.savePayoutSystem)
	add(api, operation{id: "tryPayoutSystem", method: http.MethodPost, path: "/api/shops/{id}/payout-system/try", tag: "compensation",
		summary: "Ask the merchant's own system about a payout that never was", access: manage}, s.tryPayoutSystem)
	add(api, operation{id: "readCouponPools", method: http.MethodGet, path: "/api/shops/{id}/coupon-pools", tag: "compensation",
		summary: "Read the pools of coupons of a shop", access: read}, s.readCouponPools)
	add(api, operation{id: "createCouponPool", method: http.MethodPost, path: "/api/shops/{id}/coupon-pools", tag: "compensation",
		summary: "Add a pool of coupons", access: manage, status: http.StatusCreated}, s.createCouponPool)
	add(api, operation{id: "pasteCoupons", method: http.MethodPost, path: "/api/coupon-pools/{id}/paste", tag: "compensation",
		summary: "Add codes to a pool, one a line", access: manage}, s.pasteCoupons)
	upload := operation{id: "importCoupons", method: http.MethodPost, path: "/api/coupon-pools/{id}/import", tag: "compensation",
		summary: "Add codes to a pool from CSV or XLSX", access: manage}
	huma.Register(api, upload.takesBytes(), s.importCoupons)
}

func (s *Server) readCompensationRules(ctx context.Context, in *idInput) (*body[CompensationRules], error) {
	r, err := s.Approvals.Rules(ctx, in.ID)
	return answer(wireRules(r), err)
}

type saveRulesInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		CompensationLimits
		Version int64 `json:"version"`
	}
}

func (s *Server) saveCompensationRules(ctx context.Context, in *saveRulesInput) (*body[CompensationRules], error) {
	r, err := s.Approvals.SaveRules(ctx, in.ID, in.Body.Version, in.Body.rules())
	return answer(wireRules(r), err)
}

// PayoutSystem is where the merchant's own system takes payouts. Its addresses and its
// secret are never shown again.
type PayoutSystem struct {
	Host    string `json:"host" doc:"Of the address; empty if there is none."`
	Asks    bool   `json:"asks" doc:"It can be asked what came of a payout."`
	Signs   bool   `json:"signs" doc:"There is a secret."`
	Off     bool   `json:"off"`
	Version int64  `json:"version"`
}

func (s *Server) readPayoutSystem(ctx context.Context, in *idInput) (*body[PayoutSystem], error) {
	l, err := s.ERP.Read(ctx, in.ID)
	return answer(PayoutSystem{l.Host, l.Asks, l.Signs, l.Off, l.Version}, err)
}

type savePayoutSystemInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Address string `json:"address,omitempty" maxLength:"1000" doc:"Empty keeps the one that there is."`
		Status  string `json:"status,omitempty" maxLength:"1000" doc:"Where it is asked what came of a payout; empty keeps the one that there is."`
		NoAsk   bool   `json:"no_ask,omitempty" doc:"It cannot be asked any more."`
		Secret  string `json:"secret,omitempty" maxLength:"200" doc:"With which requests are signed; empty keeps the one that there is."`
		Off     bool   `json:"off"`
		Version int64  `json:"version"`
	}
}

func (s *Server) savePayoutSystem(ctx context.Context, in *savePayoutSystemInput) (*body[PayoutSystem], error) {
	b := in.Body
	l, err := s.ERP.Save(ctx, in.ID, b.Version, erp.Draft{Address: b.Address, Status: b.Status, NoAsk: b.NoAsk, Secret: b.Secret, Off: b.Off})
	return answer(PayoutSystem{l.Host, l.Asks, l.Signs, l.Off, l.Version}, err)
}

// PayoutSystemTried is how the merchant's own system answered.
type PayoutSystemTried struct {
	Works   bool   `json:"works"`
	Problem string `json:"problem" doc:"What is wrong, as a sentence; empty if nothing is."`
}

type tryPayoutSystemInput struct {
	languageInput
	ID string `path:"id" maxLength:"64"`
}

func (s *Server) tryPayoutSystem(ctx context.Context, in *tryPayoutSystemInput) (*body[PayoutSystemTried], error) {
	problem, err := s.Payouts.Try(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if f, ok := errors.AsType[*fault.Fault](problem); ok {
		return answer(PayoutSystemTried{Problem: faultProblem(languageOf(in.Language), f).Detail}, nil)
	}
	return answer(PayoutSystemTried{Works: problem == nil}, problem)
}

// CouponPool is codes of coupons that are worth the same.
type CouponPool struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	ValueFen  int64      `json:"value_fen"`
	ExpiresAt *time.Time `json:"expires_at"`
	Free      int64      `json:"free" doc:"Codes that are not given, counted up to 10000."`
	Version   int64      `json:"version"`
}

// CouponPools are those of a shop, the oldest first.
type CouponPools struct {
	Items []CouponPool `json:"items" nullable:"false"`
}

func wirePool(p coupon.Pool) CouponPool {
	return CouponPool{p.ID, p.Name, p.Fen, optional(p.ExpiresAt), p.Free, p.Version}
}

func (s *Server) readCouponPools(ctx context.Context, in *idInput) (*body[CouponPools], error) {
	all, err := s.Coupons.Pools(ctx, in.ID)
	out := CouponPools{Items: make([]CouponPool, 0, len(all))}
	for _, p := range all {
		out.Items = append(out.Items, wirePool(p))
	}
	return answer(out, err)
}

type createPoolInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Name      string    `json:"name" maxLength:"200"`
		ValueFen  int64     `json:"value_fen"`
		ExpiresAt time.Time `json:"expires_at,omitempty"`
	}
}

func (s *Server) createCouponPool(ctx context.Context, in *createPoolInput) (*body[CouponPool], error) {
	p, err := s.Coupons.Create(ctx, in.Key, in.ID, coupon.Draft{Name: in.Body.Name, Fen: in.Body.ValueFen, ExpiresAt: in.Body.ExpiresAt})
	return answer(wirePool(p), err)
}

// CouponsAdded is what came of an import.
type CouponsAdded struct {
	Pool  CouponPool `json:"pool"`
	Added int64      `json:"added"`
	Known int64      `json:"known" doc:"Codes that were there already, here or in another pool of the shop."`
}

type pasteCouponsInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Codes string `json:"codes" maxLength:"200000"`
	}
}

func (s *Server) pasteCoupons(ctx context.Context, in *pasteCouponsInput) (*body[CouponsAdded], error) {
	a, err := s.Coupons.Paste(ctx, in.ID, in.Body.Codes)
	return answer(CouponsAdded{wirePool(a.Pool), a.New, a.Known}, err)
}

func (s *Server) importCoupons(ctx context.Context, in *uploadInput) (*body[CouponsAdded], error) {
	a, err := s.Coupons.Import(ctx, in.ID, in.body)
	return answer(CouponsAdded{wirePool(a.Pool), a.New, a.Known}, err)
}
