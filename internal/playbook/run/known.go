package run

import (
	"context"
	"slices"
	"strconv"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/language/facts"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/playbook"
)

// talk is what a conversation tells: what is heard in it, and what its open case and
// the order say.
type talk struct {
	conversation.Conversation
	heard hearing.Heard
	open  *complaint.Case // the newest open case
	known knowing
}

// listen puts together what is known in a conversation that the actor may read.
func (s *Service) listen(ctx context.Context, q db.Queryer, c conversation.Conversation, cases []complaint.Case) (t talk, err error) {
	t = talk{Conversation: c, known: knowing{}}
	if t.heard, err = s.Hearing.Hear(ctx, c.ID); err != nil {
		return t, err
	}
	if i := slices.IndexFunc(cases, func(k complaint.Case) bool { return k.ClosedAt.IsZero() && k.MergedInto == "" }); i >= 0 {
		t.open = &cases[i]
	}
	if err := s.order(ctx, t); err != nil {
		return t, err
	}
	t.hear()
	if t.open != nil {
		t.ofCase()
	}
	return t, nil
}

// order looks up the order of the case, or the one that the buyer named last. Who
// may not read orders goes without.
func (s *Service) order(ctx context.Context, t talk) error {
	number := ""
	for _, f := range t.heard.Facts {
		if f.Type == facts.Order {
			number = f.Value
		}
	}
	at := s.Now()
	if t.open != nil {
		at = t.open.OpenedAt
		if t.open.OrderNo != "" {
			number = t.open.OrderNo
		}
	}
	if number == "" {
		return nil
	}
	found, err := s.Orders.OfShop(ctx, t.ShopID, []string{number})
	if fault.KindOf(err) == fault.Denied {
		return nil
	}
	if err == nil && len(found) == 1 {
		ordered(t.known, found[0], at)
	}
	return err
}

// hear takes what the buyer has told. What is told last counts.
func (t talk) hear() {
	for _, h := range t.heard.Facts {
		f, ok := playbook.FactNamed(h.Type)
		if !ok {
			continue
		}
		var given any = h.Value
		switch f.Type {
		case playbook.Money:
			given = float64(h.Fen)
		case playbook.Count:
			n, err := strconv.ParseFloat(h.Value, 64)
			if err != nil {
				continue
			}
			given = n
		}
		if v, err := f.ReadValue(given); err == nil {
			t.known.put(FromHeard, f.Name, v, h.Seq)
		}
	}
	t.choice(FromHeard, "demand", t.heard.Demands)
	if t.heard.Severity != "" {
		t.choice(FromHeard, "severity", []string{t.heard.Severity})
	}
}

// ofCase takes what the case says, which people have looked at.
func (t talk) ofCase() {
	t.choice(FromCase, "severity", []string{string(t.open.Severity)})
	t.choice(FromCase, "demand", t.open.Demands)
	if t.open.OrderNo != "" {
		t.known.put(FromCase, "order_no", t.open.OrderNo, 0)
	}
}

// choice takes the first of some codes as the value of a fact, if it is one.
func (t talk) choice(from From, name string, codes []string) {
	f, ok := playbook.FactNamed(name)
	if !ok || len(codes) == 0 {
		return
	}
	if v, err := f.ReadValue(codes[0]); err == nil {
		t.known.put(from, name, v, 0)
	}
}

// collect adds what was entered in the runs of a case, and before that in those of
// the cases that were merged into it.
func collect(q db.Queryer, k knowing, caseID string, own map[string]Entered) error {
	merged, err := complaint.MergedIn(q, caseID)
	if err != nil {
		return err
	}
	for _, c := range merged {
		runs, err := ofCase(q, c.ID)
		if err != nil {
			return err
		}
		for _, r := range runs {
			k.entered(FromMerged, r.Facts)
		}
	}
	k.entered(FromEntered, own)
	return nil
}
