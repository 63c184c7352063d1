package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/desk"
	"github.com/anxin-desk/anxin/internal/identity"
)

// CustomerRow is a customer as the list shows them.
type CustomerRow struct {
	ID        string        `json:"id"`
	Shop      CustomerShop  `json:"shop"`
	Name      string        `json:"name"`
	AddressAs string        `json:"address_as"`
	Level     string        `json:"level" enum:",silver,gold,vip"`
	Phone     string        `json:"phone" doc:"Masked; empty if none is known."`
	Tags      []CustomerTag `json:"tags" nullable:"false"`
	Since     time.Time     `json:"since"`
	LastAt    *time.Time    `json:"last_at"`
	Cases     int64         `json:"cases"`
	OpenCases int64         `json:"open_cases"`
}

// CustomerShop is the shop of a customer.
type CustomerShop struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Customers is a page of customers, the newest first.
type Customers struct {
	Items []CustomerRow `json:"items" nullable:"false"`
	Next  string        `json:"next"`
}

// CustomerTag is a word by which a shop sorts its customers.
type CustomerTag struct {
	ID      string `json:"id"`
	ShopID  string `json:"shop_id"`
	Name    string `json:"name"`
	Colour  string `json:"colour" enum:"green,blue,purple,magenta,red,orange,gold,cyan"`
	Version int64  `json:"version"`
}

// CustomerTags are the tags of shops, by name.
type CustomerTags struct {
	Items []CustomerTag `json:"items" nullable:"false"`
}

// CustomerChanged is a customer after a change.
type CustomerChanged struct {
	Version int64 `json:"version"`
}

func (s *Server) customerRoutes(api huma.API) {
	add(api, operation{id: "readCustomers", method: http.MethodGet, path: "/api/customers", tag: "customer",
		summary: "Read customers, or find them by name, nick, tag, or a phone's last four digits", access: needs(identity.CustomerRead)}, s.readCustomers)
	add(api, operation{id: "readCustomer", method: http.MethodGet, path: "/api/customers/{id}", tag: "customer",
		summary: "Read what is known of a customer and what there was with them", access: needs(identity.CustomerRead)}, s.readCustomer)
	add(api, operation{id: "readCustomerCases", method: http.MethodGet, path: "/api/customers/{id}/cases", tag: "customer",
		summary: "Read older cases of a customer", access: needs(identity.CustomerRead)}, s.readCustomerCases)
	add(api, operation{id: "updateCustomer", method: http.MethodPut, path: "/api/customers/{id}", tag: "customer",
		summary: "Say how a customer is called and treated", access: needs(identity.CustomerWrite)}, s.updateCustomer)
	add(api, operation{id: "tagCustomer", method: http.MethodPut, path: "/api/customers/{id}/tags", tag: "customer",
		summary: "Give a customer these tags and no others; unknown ones are made", access: needs(identity.CustomerWrite)}, s.tagCustomer)
	add(api, operation{id: "readCustomerTags", method: http.MethodGet, path: "/api/customer-tags", tag: "customer",
		summary: "Read the tags of customers", access: needs(identity.CustomerRead)}, s.readCustomerTags)
	add(api, operation{id: "updateCustomerTag", method: http.MethodPut, path: "/api/customer-tags/{id}", tag: "customer",
		summary: "Give a tag another name or colour", access: needs(identity.CustomerWrite)}, s.updateCustomerTag)
	add(api, operation{id: "recordConsent", method: http.MethodPost, path: "/api/customers/{id}/consents", tag: "customer",
		summary: "Record what a customer said about being contacted", access: needs(identity.CustomerWrite), status: http.StatusCreated}, s.recordConsent)
	add(api, operation{id: "addMemory", method: http.MethodPost, path: "/api/customers/{id}/memories", tag: "customer",
		summary: "Remember something small of a customer", access: needs(identity.CustomerWrite), status: http.StatusCreated}, s.addMemory)
	add(api, operation{id: "removeMemory", method: http.MethodPost, path: "/api/customers/{id}/memories/remove", tag: "customer",
		summary: "Forget something that was remembered", access: needs(identity.CustomerWrite)}, s.removeMemory)
}

type customersInput struct {
	ShopID string `query:"shop_id" maxLength:"64"`
	Words  string `query:"words" maxLength:"60"`
	TagID  string `query:"tag_id" maxLength:"64"`
	After  string `query:"after" maxLength:"200"`
}

func (s *Server) readCustomers(ctx context.Context, in *customersInput) (*body[Customers], error) {
	rows, next, err := s.Desk.Customers(ctx, desk.CustomerAsk{ShopID: in.ShopID, Words: in.Words, TagID: in.TagID, After: in.After})
	out := Customers{Items: make([]CustomerRow, 0, len(rows)), Next: next}
	for _, r := range rows {
		out.Items = append(out.Items, CustomerRow{
			ID: r.ID, Shop: CustomerShop{r.ShopID, r.ShopName}, Name: r.Name, AddressAs: r.AddressAs, Level: string(r.Level), Phone: r.Phone,
			Tags: wireTags(r.Tags), Since: r.Since, LastAt: optional(r.LastAt), Cases: r.Cases, OpenCases: r.Open,
		})
	}
	return answer(out, err)
}

func wireTags(tags []profile.Tag) []CustomerTag {
	out := make([]CustomerTag, 0, len(tags))
	for _, t := range tags {
		out = append(out, CustomerTag(t))
	}
	return out
}

type customerTagsInput struct {
	ShopID string `query:"shop_id" maxLength:"64"`
}

func (s *Server) readCustomerTags(ctx context.Context, in *customerTagsInput) (*body[CustomerTags], error) {
	tags, err := s.Profiles.ShopTags(ctx, in.ShopID)
	return answer(CustomerTags{wireTags(tags)}, err)
}

type customerTagInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Name    string `json:"name" doc:"At most 12 characters."`
		Colour  string `json:"colour"`
	}
}

func (s *Server) updateCustomerTag(ctx context.Context, in *customerTagInput) (*body[CustomerTag], error) {
	t, err := s.Profiles.ChangeTag(ctx, in.ID, in.Body.Version, in.Body.Name, in.Body.Colour)
	return answer(CustomerTag(t), err)
}

type updateCustomerInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Name    string `json:"name"`
		CustomerTreatment
	}
}

func (s *Server) updateCustomer(ctx context.Context, in *updateCustomerInput) (*body[CustomerChanged], error) {
	version, err := s.Profiles.Update(ctx, in.ID, in.Body.Version, in.Body.Name, profile.Treatment{
		AddressAs: in.Body.AddressAs, Level: profile.Level(in.Body.Level), QuietFrom: in.Body.QuietFrom, QuietTo: in.Body.QuietTo,
	})
	return answer(CustomerChanged{version}, err)
}

type tagCustomerInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64    `json:"version"`
		Names   []string `json:"names" maxItems:"50" nullable:"false"`
	}
}

func (s *Server) tagCustomer(ctx context.Context, in *tagCustomerInput) (*body[CustomerChanged], error) {
	version, err := s.Profiles.SetTags(ctx, in.ID, in.Body.Version, in.Body.Names)
	return answer(CustomerChanged{version}, err)
}

type consentInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64  `json:"version"`
		Kind    string `json:"kind" enum:"phone,sms,marketing"`
		Agreed  bool   `json:"agreed"`
		How     string `json:"how" enum:"chat,call,form"`
		Words   string `json:"words,omitempty" doc:"What they said, at most 200 characters."`
	}
}

func (s *Server) recordConsent(ctx context.Context, in *consentInput) (*body[CustomerChanged], error) {
	version, err := s.Profiles.AgreeTo(ctx, in.Key, in.ID, in.Body.Version, profile.Consent{
		Kind: in.Body.Kind, Agreed: in.Body.Agreed, How: in.Body.How, Words: in.Body.Words,
	})
	return answer(CustomerChanged{version}, err)
}

type memoryInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version   int64      `json:"version"`
		Kind      string     `json:"kind" enum:"likes,avoids"`
		Text      string     `json:"text" doc:"At most 100 characters."`
		Source    string     `json:"source" enum:"told,noticed"`
		ExpiresAt *time.Time `json:"expires_at,omitempty"`
	}
}

func (s *Server) addMemory(ctx context.Context, in *memoryInput) (*body[CustomerChanged], error) {
	m := profile.Memory{Kind: in.Body.Kind, Text: in.Body.Text, Source: in.Body.Source}
	if in.Body.ExpiresAt != nil {
		m.ExpiresAt = *in.Body.ExpiresAt
	}
	version, err := s.Profiles.Remember(ctx, in.Key, in.ID, in.Body.Version, m)
	return answer(CustomerChanged{version}, err)
}

type removeMemoryInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version  int64  `json:"version"`
		MemoryID string `json:"memory_id" maxLength:"64"`
	}
}

func (s *Server) removeMemory(ctx context.Context, in *removeMemoryInput) (*body[CustomerChanged], error) {
	version, err := s.Profiles.Forget(ctx, in.ID, in.Body.Version, in.Body.MemoryID)
	return answer(CustomerChanged{version}, err)
}
