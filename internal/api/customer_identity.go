package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/identity"
)

// HandleDraft names a handle by its value or, if it was read in a message, by
// that message and how it is shown.
type HandleDraft struct {
	Version        int64  `json:"version"`
	Kind           string `json:"kind" enum:"phone,email,nick,address"`
	Platform       string `json:"platform,omitempty" doc:"Of a nick."`
	Value          string `json:"value,omitempty" doc:"At most 200 characters."`
	ConversationID string `json:"conversation_id,omitempty" maxLength:"64"`
	Seq            int64  `json:"seq,omitempty"`
	Masked         string `json:"masked,omitempty"`
}

// HandleAdded is what became of a handle.
type HandleAdded struct {
	Version int64          `json:"version" doc:"Of the customer."`
	Handle  CustomerHandle `json:"handle"`
}

// Revealed is a value in clear, to be shown for a short time.
type Revealed struct {
	Value  string    `json:"value"`
	HideAt time.Time `json:"hide_at" doc:"When a screen hides it again."`
}

func (s *Server) customerIdentityRoutes(api huma.API) {
	add(api, operation{id: "addHandle", method: http.MethodPost, path: "/api/customers/{id}/handles", tag: "customer",
		summary: "Say by what a customer is known", access: needs(identity.CustomerWrite), status: http.StatusCreated}, s.addHandle)
	add(api, operation{id: "dismissHandle", method: http.MethodPost, path: "/api/customers/{id}/handles/dismiss", tag: "customer",
		summary: "Say that what was read in their words is not theirs", access: needs(identity.CustomerWrite)}, s.dismissHandle)
	add(api, operation{id: "detachHandle", method: http.MethodPost, path: "/api/customers/{id}/handles/detach", tag: "customer",
		summary: "Say that a handle is not theirs", access: needs(identity.CustomerWrite)}, s.detachHandle)
	add(api, operation{id: "revealHandle", method: http.MethodPost, path: "/api/customers/{id}/handles/reveal", tag: "customer",
		summary: "Look at a masked value, for a reason that is recorded", access: needs(identity.CustomerReveal)}, s.revealHandle)
	add(api, operation{id: "joinCustomers", method: http.MethodPost, path: "/api/customers/{id}/joinings", tag: "customer",
		summary: "Say that another customer is the same person as this one", access: needs(identity.CustomerWrite), status: http.StatusCreated}, s.joinCustomers)
	add(api, operation{id: "undoJoining", method: http.MethodPost, path: "/api/customer-joinings/{id}/undo", tag: "customer",
		summary: "Take back that two customers are the same person", access: needs(identity.CustomerWrite)}, s.undoJoining)
	add(api, operation{id: "exportCustomer", method: http.MethodPost, path: "/api/customers/{id}/export", tag: "customer",
		summary: "Hand out all that is kept of a customer, in clear", access: needs(identity.CustomerErase)}, s.exportCustomer)
	add(api, operation{id: "eraseCustomer", method: http.MethodPost, path: "/api/customers/{id}/erase", tag: "customer",
		summary: "Erase what is kept of a customer", access: needs(identity.CustomerErase), status: http.StatusNoContent}, s.eraseCustomer)
}

type addHandleInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body HandleDraft
}

func (s *Server) addHandle(ctx context.Context, in *addHandleInput) (*body[HandleAdded], error) {
	h, err := s.meant(ctx, in.ID, in.Body)
	if err != nil {
		return nil, err
	}
	h, version, err := s.Profiles.AddHandle(ctx, in.Key, in.ID, in.Body.Version, h)
	return answer(HandleAdded{version, wireHandle(h)}, err)
}

// meant is the handle of a draft, with its value.
func (s *Server) meant(ctx context.Context, id string, d HandleDraft) (profile.Handle, error) {
	if d.ConversationID != "" {
		return s.Desk.ReadHandle(ctx, id, profile.Place{ConversationID: d.ConversationID, Seq: d.Seq}, profile.Kind(d.Kind), d.Masked)
	}
	return profile.Handle{Kind: profile.Kind(d.Kind), Platform: d.Platform, Value: d.Value}, nil
}

type dismissHandleInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body HandleDraft
}

func (s *Server) dismissHandle(ctx context.Context, in *dismissHandleInput) (*body[CustomerChanged], error) {
	h, err := s.meant(ctx, in.ID, in.Body)
	if err != nil {
		return nil, err
	}
	version, err := s.Profiles.Dismiss(ctx, in.ID, in.Body.Version, h)
	return answer(CustomerChanged{version}, err)
}

type detachHandleInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version  int64  `json:"version"`
		HandleID string `json:"handle_id" maxLength:"64"`
	}
}

func (s *Server) detachHandle(ctx context.Context, in *detachHandleInput) (*body[CustomerChanged], error) {
	version, err := s.Profiles.Detach(ctx, in.ID, in.Body.Version, in.Body.HandleID)
	return answer(CustomerChanged{version}, err)
}

type revealHandleInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		HandleID string `json:"handle_id" maxLength:"64"`
		Reason   string `json:"reason" doc:"At most 200 characters."`
	}
}

func (s *Server) revealHandle(ctx context.Context, in *revealHandleInput) (*body[Revealed], error) {
	h, err := s.Profiles.Reveal(ctx, in.ID, in.Body.HandleID, in.Body.Reason)
	return answer(Revealed{h.Value, s.now().Add(profile.ShownFor)}, err)
}

type joinCustomersInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version       int64  `json:"version" doc:"Of this customer, as the caller saw it."`
		SourceID      string `json:"source_id" maxLength:"64" doc:"Who is the same person."`
		SourceVersion int64  `json:"source_version"`
	}
}

// Joined is a joining as it was made or undone.
type Joined struct {
	ID       string     `json:"id"`
	SourceID string     `json:"source_id"`
	TargetID string     `json:"target_id"`
	UndoneAt *time.Time `json:"undone_at"`
	Version  int64      `json:"version"`
}

func wireJoined(j profile.Joining) Joined {
	return Joined{j.ID, j.SourceID, j.TargetID, optional(j.UndoneAt), j.Version}
}

func (s *Server) joinCustomers(ctx context.Context, in *joinCustomersInput) (*body[Joined], error) {
	j, err := s.Profiles.Join(ctx, in.Key, profile.Pair{
		SourceID: in.Body.SourceID, TargetID: in.ID, SourceVersion: in.Body.SourceVersion, TargetVersion: in.Body.Version,
	})
	return answer(wireJoined(j), err)
}

type undoJoiningInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) undoJoining(ctx context.Context, in *undoJoiningInput) (*body[Joined], error) {
	j, err := s.Profiles.UndoJoining(ctx, in.ID, in.Body.Version)
	return answer(wireJoined(j), err)
}

// CustomerExport is all that is kept of a customer, in clear.
type CustomerExport struct {
	CustomerCard
	Values    []ExportedHandle  `json:"values" nullable:"false"`
	Consented []CustomerConsent `json:"consented" nullable:"false" doc:"All that they said about being contacted, oldest first."`
	Made      time.Time         `json:"made"`
}

// ExportedHandle is by what a customer is known, in clear.
type ExportedHandle struct {
	Kind     string    `json:"kind"`
	Platform string    `json:"platform"`
	Value    string    `json:"value"`
	At       time.Time `json:"at"`
}

type exportCustomerInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Reason string `json:"reason" doc:"At most 200 characters."`
	}
}

func (s *Server) exportCustomer(ctx context.Context, in *exportCustomerInput) (*body[CustomerExport], error) {
	x, err := s.Profiles.Export(ctx, in.ID, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	c, err := s.Desk.CustomerCard(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := CustomerExport{CustomerCard: wireCard(c), Values: []ExportedHandle{}, Consented: []CustomerConsent{}, Made: s.now()}
	for _, h := range x.Handles {
		out.Values = append(out.Values, ExportedHandle{string(h.Kind), h.Platform, h.Value, h.At})
	}
	for _, each := range x.Ever {
		out.Consented = append(out.Consented, CustomerConsent{each.Kind, each.Agreed, each.How, each.Words, Person{each.By, c.Names[each.By]}, each.At})
	}
	return answer(out, nil)
}

type eraseCustomerInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Reason  string `json:"reason" doc:"At most 200 characters."`
	}
}

func (s *Server) eraseCustomer(ctx context.Context, in *eraseCustomerInput) (*empty, error) {
	return nil, s.Profiles.Erase(ctx, in.ID, in.Body.Version, in.Body.Reason)
}
