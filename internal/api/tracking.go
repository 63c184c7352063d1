package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/httprate"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/shipment"
	"github.com/anxin-desk/anxin/internal/shipment/tracking"
)

// ParcelRules are from when on a shop sees a parcel as in trouble. Hours; 0 looks for no
// such thing.
type ParcelRules struct {
	PickUpHours     int64    `json:"pick_up_hours" doc:"From when it was declared as sent until a carrier has it."`
	QuietHours      int64    `json:"quiet_hours" doc:"Without an event."`
	QuietFarHours   int64    `json:"quiet_far_hours" doc:"In provinces that are far."`
	PromiseHours    int64    `json:"promise_hours" doc:"From dispatch to the door, where nobody told the buyer a time."`
	PromiseFarHours int64    `json:"promise_far_hours"`
	Far             []string `json:"far" nullable:"false" maxItems:"40" doc:"Provinces that are far."`
	Station         bool     `json:"station" doc:"A parcel left at a station, in a locker or with a guard counts."`
	Version         int64    `json:"version" doc:"0 for those that the program delivers."`
}

// TrackingAccount is what a shop has with the service that tells traces. Its key and
// salt are not shown.
type TrackingAccount struct {
	Address   string     `json:"address" doc:"Of the service."`
	Customer  string     `json:"customer"`
	HasKey    bool       `json:"has_key"`
	Hook      string     `json:"hook" doc:"Where traces are pushed to; empty for no account."`
	Off       bool       `json:"off"`
	Fault     string     `json:"fault" doc:"Code with which the service has refused the account; empty if it has not."`
	Taken     int64      `json:"taken" doc:"Pushes that were taken in."`
	Refused   int64      `json:"refused" doc:"Pushes whose signature was not theirs."`
	RefusedAt *time.Time `json:"refused_at"`
	Version   int64      `json:"version" doc:"0 for no account."`
}

func (s *Server) trackingRoutes(api huma.API) {
	op := func(id, method, path, summary string, p identity.Permission) operation {
		return operation{id: id, method: method, path: path, tag: "shipment", summary: summary, access: needs(p)}
	}
	add(api, op("readParcelRules", http.MethodGet, "/api/shops/{id}/parcel-rules", "Read from when on a parcel is in trouble", identity.OrderRead), s.readParcelRules)
	add(api, op("saveParcelRules", http.MethodPut, "/api/shops/{id}/parcel-rules", "Change from when on a parcel is in trouble", identity.OrderWrite), s.saveParcelRules)
	add(api, op("readTracking", http.MethodGet, "/api/shops/{id}/tracking", "Read the account with the service that tells traces", identity.ShopManage), s.readTracking)
	add(api, op("saveTracking", http.MethodPut, "/api/shops/{id}/tracking", "Change the account with the service that tells traces", identity.ShopManage), s.saveTracking)
	add(api, op("tryTracking", http.MethodPost, "/api/shops/{id}/tracking/try", "Ask the service about a tracking number", identity.ShopManage), s.tryTracking)
}

func wireParcelRules(r shipment.Rules) ParcelRules {
	if r.Far == nil {
		r.Far = []string{}
	}
	return ParcelRules(r)
}

func (s *Server) readParcelRules(ctx context.Context, in *idInput) (*body[ParcelRules], error) {
	r, err := s.Shipments.Rules(ctx, in.ID)
	return answer(wireParcelRules(r), err)
}

type parcelRulesInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body ParcelRules
}

func (s *Server) saveParcelRules(ctx context.Context, in *parcelRulesInput) (*body[ParcelRules], error) {
	r, err := s.Shipments.SetRules(ctx, in.ID, in.Body.Version, shipment.Rules(in.Body))
	return answer(wireParcelRules(r), err)
}

func wireTracking(a tracking.Account) TrackingAccount {
	w := TrackingAccount{Address: a.Address, Customer: a.Customer, HasKey: a.HasKey, Off: a.Off, Fault: a.Fault, Taken: a.Taken, Refused: a.Refused, RefusedAt: optional(a.RefusedAt), Version: a.Version}
	if a.Version > 0 {
		w.Hook = a.Hook
	}
	return w
}

func (s *Server) readTracking(ctx context.Context, in *idInput) (*body[TrackingAccount], error) {
	a, err := s.Tracking.Read(ctx, in.ID)
	return answer(wireTracking(a), err)
}

type trackingInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version  int64  `json:"version"`
		Address  string `json:"address,omitempty" maxLength:"1000" doc:"Empty keeps what there is, at first that of Kuaidi100."`
		Customer string `json:"customer,omitempty" maxLength:"100"`
		Key      string `json:"key,omitempty" maxLength:"200" doc:"Empty keeps it."`
		Salt     string `json:"salt,omitempty" maxLength:"200" doc:"Signs pushes. Empty keeps it; the first is made up."`
		Off      bool   `json:"off"`
	}
}

func (s *Server) saveTracking(ctx context.Context, in *trackingInput) (*body[TrackingAccount], error) {
	b := in.Body
	a, err := s.Tracking.Save(ctx, in.ID, b.Version, tracking.Draft{Address: b.Address, Customer: b.Customer, Key: b.Key, Salt: b.Salt, Off: b.Off})
	return answer(wireTracking(a), err)
}

type tryTrackingInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Number string `json:"number" minLength:"4" maxLength:"64" doc:"Of a parcel that is under way."`
	}
}

// TrackingTried is what the service said to a question.
type TrackingTried struct {
	OK     bool   `json:"ok"`
	Events int    `json:"events" doc:"That it knows of the parcel."`
	Detail string `json:"detail" doc:"What is wrong; empty if nothing is."`
}

func (s *Server) tryTracking(ctx context.Context, in *tryTrackingInput) (*body[TrackingTried], error) {
	events, problem, err := s.Tracking.Try(ctx, in.ID, in.Body.Number)
	out := TrackingTried{OK: problem == nil, Events: events}
	if f, ok := errors.AsType[*fault.Fault](problem); ok {
		out.Detail = faultProblem(readerLanguage(ctx), f).Detail
	} else if problem != nil {
		return nil, problem
	}
	return answer(out, err)
}

// Limits of pushes from one address.
const (
	pushesPM = 600
	maxPush  = 1 << 20 // bytes
)

// pushed takes in what a service pushes, in its own form: it is no operation of ours.
func (s *Server) pushed() http.Handler {
	take := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxPush)
		if err := r.ParseForm(); err != nil {
			writeProblem(w, r, fault.New(fault.Invalid, "tracking.push_form"))
			return
		}
		reply, err := s.Tracking.Push(r.Context(), r.PathValue("hook"), r.PostForm.Get("param"), r.PostForm.Get("sign"))
		if f, ok := errors.AsType[*fault.Fault](err); ok {
			writeProblem(w, r, f)
			return
		}
		if err != nil {
			s.Log.Error("taking in a push", "err", err)
			writeProblem(w, r, fault.New(fault.Internal, "request.failed"))
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		if !reply.Result {
			w.WriteHeader(http.StatusForbidden)
		}
		if err := json.NewEncoder(w).Encode(reply); err != nil {
			s.Log.Debug("answering a push", "err", err)
		}
	})
	return httprate.LimitByIP(pushesPM, time.Minute)(take)
}
