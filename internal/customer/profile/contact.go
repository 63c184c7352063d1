package profile

import (
	"context"

	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// AddHandle says by what a customer is known. What they have already stays as
// it is. What another customer of the shop has is kept as claimed: perhaps they
// are the same person.
func (s *Service) AddHandle(ctx context.Context, key, id string, version int64, h Handle) (Handle, int64, error) {
	h.State = Held
	return s.keepHandle(ctx, "add_handle", key, id, version, h)
}

// Dismiss says that what was read in their words is not theirs, so that it is
// not suggested again.
func (s *Service) Dismiss(ctx context.Context, id string, version int64, h Handle) (int64, error) {
	h.State = Dismissed
	_, version, err := s.keepHandle(ctx, "dismiss_handle", "", id, version, h)
	return version, err
}

func (s *Service) keepHandle(ctx context.Context, verb, key, id string, version int64, h Handle) (Handle, int64, error) {
	h, err := h.clean()
	if err != nil {
		return h, 0, err
	}
	wanted := h
	e, err := s.change(ctx, identity.CustomerWrite, id, version, verb, key, func(e *edit) (any, error) {
		h, err = s.keep(e, wanted)
		return map[string]any{"kind": h.Kind, "platform": h.Platform, "value": h.Masked(), "state": h.State}, err
	})
	if err == nil && e.again {
		h, err = handleOf(s.DB.Reader(ctx), e.newID, e.head.ID)
	}
	return h, e.head.Version, err
}

func (s *Service) keep(e *edit, h Handle) (Handle, error) {
	members, err := customer.MembersIn(e.tx, e.head.ID)
	if err != nil {
		return h, err
	}
	all, err := handlesOf(e.tx, Profile{Members: members}.IDs())
	if err != nil {
		return h, err
	}
	for _, known := range all {
		switch {
		case !known.is(h):
		case known.State == h.State || known.State != Dismissed:
			return known, nil
		default:
			if err := removeOf(e.tx, "customer_handle", known.ID, e.head.ID); err != nil {
				return h, err
			}
		}
	}
	if len(all) >= MaxHandles {
		return h, fault.New(fault.Conflict, "customer.too_many_handles", "limit", MaxHandles)
	}
	h.ID, h.CustomerID, h.ShopID, h.By, h.At = e.newID, e.head.ID, e.head.ShopID, e.actor.ID, s.Now()
	return insertHandle(e.tx, h)
}

// Detach says that a handle is not theirs. If another customer claims the same
// one, they have it from then on.
func (s *Service) Detach(ctx context.Context, id string, version int64, handleID string) (int64, error) {
	e, err := s.change(ctx, identity.CustomerWrite, id, version, "detach_handle", "", func(e *edit) (any, error) {
		h, err := handleOf(e.tx, handleID, e.head.ID)
		if err != nil {
			return nil, err
		}
		if err := removeOf(e.tx, "customer_handle", h.ID, e.head.ID); err != nil {
			return nil, err
		}
		return map[string]any{"kind": h.Kind, "platform": h.Platform, "value": h.Masked()}, inherit(e.tx, h)
	})
	return e.head.Version, err
}

// Alike is another customer of the shop who may be the same person, and why.
type Alike struct {
	customer.Customer // their head
	By                Handle
}

// AlikeIn returns the customers of the shop who have a phone, an e-mail address
// or a nick that these members have too, or that stands in what they wrote.
func AlikeIn(q db.Queryer, p Profile, read []Handle) ([]Alike, error) {
	own := map[string]bool{}
	for _, c := range p.Members {
		own[c.ID] = true
	}
	var found []Alike
	for _, h := range append(append([]Handle{}, p.Handles...), read...) {
		if h.Kind == Address || h.State == Dismissed {
			continue
		}
		same, err := db.All(q, scanHandle, `SELECT `+handleColumns+` FROM customer_handle h
			WHERE h.shop_id = ? AND h.norm = ? AND h.kind = ? AND h.platform = ? AND h.state <> 'dismissed' ORDER BY h.made_at, h.id`,
			p.ShopID, h.norm, string(h.Kind), h.Platform)
		if err != nil {
			return nil, err
		}
		for _, other := range same {
			c, err := customer.HeadIn(q, identity.Everything, other.CustomerID)
			if err != nil {
				return nil, err
			}
			if !own[c.ID] {
				own[c.ID] = true
				found = append(found, Alike{c, other})
			}
		}
	}
	return found, nil
}

// Fresh returns, of what was read in their words, what is neither known of the
// customer nor was dismissed, each once.
func (p Profile) Fresh(read []Handle) (fresh []Handle) {
	for _, h := range read {
		known := false
		for _, other := range append(append([]Handle{}, p.Handles...), fresh...) {
			known = known || other.is(h)
		}
		if !known {
			fresh = append(fresh, h)
		}
	}
	return fresh
}
