package demo

import (
	"context"
	"fmt"

	"github.com/anxin-desk/anxin/internal/customer/delight"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/shop"
)

// known is what the shop knows of a buyer.
type known struct {
	AddressAs string `json:"address_as"`
	Level     profile.Level
	Tags      []string
	Phone     string
	Nick      string // on Taobao
	Likes     string
	Avoids    string
	MayCall   string `json:"may_call"` // their words
}

// present is something that the shop may give.
type present struct {
	Title    string
	CostFen  int64 `json:"cost_fen"`
	Occasion delight.Occasion
}

// know keeps what is known of a buyer. Each step sees the version that the one
// before made.
func (p Parts) know(ctx context.Context, id, name string, k known) error {
	version := int64(1)
	steps := []func(key string) (int64, error){
		func(string) (int64, error) {
			return p.Profiles.Update(ctx, id, version, name, profile.Treatment{AddressAs: k.AddressAs, Level: k.Level})
		},
		func(string) (int64, error) { return p.Profiles.SetTags(ctx, id, version, k.Tags) },
	}
	handle := func(h profile.Handle) {
		if h.Value != "" {
			steps = append(steps, func(key string) (int64, error) {
				_, next, err := p.Profiles.AddHandle(ctx, key, id, version, h)
				return next, err
			})
		}
	}
	handle(profile.Handle{Kind: profile.Phone, Value: k.Phone})
	handle(profile.Handle{Kind: profile.Nick, Platform: "taobao", Value: k.Nick})
	memory := func(kind, text string) {
		if text != "" {
			steps = append(steps, func(key string) (int64, error) {
				return p.Profiles.Remember(ctx, key, id, version, profile.Memory{Kind: kind, Text: text, Source: "told"})
			})
		}
	}
	memory("likes", k.Likes)
	memory("avoids", k.Avoids)
	if k.MayCall != "" {
		steps = append(steps, func(key string) (int64, error) {
			return p.Profiles.AgreeTo(ctx, key, id, version, profile.Consent{Kind: "phone", Agreed: true, How: "chat", Words: k.MayCall})
		})
	}
	for i, step := range steps {
		next, err := step(fmt.Sprintf("demo-%s-%d", id, i))
		if err != nil {
			return fmt.Errorf("what is known of %s: %w", name, err)
		}
		version = next
	}
	return nil
}

// prepare sets aside what the shop may give.
func (p Parts) prepare(ctx context.Context, at shop.Shop, c content) error {
	budget, _, err := p.Delights.OfShop(ctx, at.ID)
	if err != nil || budget.Version > 0 {
		return err
	}
	for i, d := range c.Delights {
		key := fmt.Sprintf("demo-delight-%s-%d", at.ID, i)
		if _, err := p.Delights.Add(ctx, key, at.ID, delight.Delight{Title: d.Title, CostFen: d.CostFen, Occasion: d.Occasion}); err != nil {
			return fmt.Errorf("delight %s: %w", d.Title, err)
		}
	}
	_, err = p.Delights.SetBudget(ctx, at.ID, 0, c.BudgetFen)
	return err
}
