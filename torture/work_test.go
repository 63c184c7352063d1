package torture

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"

	"github.com/anxin-desk/anxin/torture/program"
)

// ticket hands work of a case to a department.
func (s *scene) ticket(ctx context.Context, r *rand.Rand, a *program.Agent, at int, key string) {
	s.ledger.try(key, key)
	id, ok := insist(ctx, s.ledger, r, key, func() (string, error) { return a.SendTicket(ctx, s.cases[at], key, s.works, key) })
	if ok {
		s.ledger.acknowledged(entry{Kind: "ticket", Conversation: s.buyers[at].Conversation, Key: key, ID: id, Text: key})
	}
}

// order has a shop system say what was paid for an order, and sometimes say it again.
func (s *scene) order(ctx context.Context, r *rand.Rand, key string) {
	paid := 1 + r.Int64N(100_000)
	text := fmt.Sprint(paid)
	s.ledger.try(key, text)
	push := func() (string, error) { return s.chief.PushOrder(ctx, key, paid) }
	id, ok := insist(ctx, s.ledger, r, key, push)
	if !ok {
		return
	}
	s.ledger.acknowledged(entry{Kind: "order", Key: key, ID: id, Text: text})
	if again, err := push(); r.IntN(4) == 0 && err == nil && again != id {
		s.ledger.wrong("order %s was pushed twice and is %s and %s", key, id, again)
	}
}

// checkWork wants every ticket and order that was acknowledged once, as it was
// sent, each ticket with a notice in the thread at most, and none that nobody sent.
func (w *world) checkWork(s *scene, entries []entry) {
	w.t.Helper()
	tickets, err := w.truth.keyed(`SELECT key, id, title FROM ticket WHERE case_id IN (` + quoted(s.cases) + `)`)
	if err != nil {
		w.t.Fatal(err)
	}
	orders, err := w.truth.keyed(`SELECT number, id, CAST(paid AS VARCHAR(20)) FROM shop_order WHERE number LIKE '` + s.name + `-agent-%'`)
	if err != nil {
		w.t.Fatal(err)
	}
	of := map[string]map[string][]thing{"ticket": tickets, "order": orders}
	for _, e := range entries {
		found, ours := of[e.Kind]
		if !ours {
			continue
		}
		w.work++
		w.messages--
		if all := found[e.Key]; len(all) != 1 || all[0] != (thing{e.ID, e.Text}) {
			w.ledger.wrong("%s %s was acknowledged as %s with %q and is stored as %v", e.Kind, e.Key, e.ID, e.Text, all)
		}
	}
	for kind, found := range of {
		for key, all := range found {
			if text, tried := w.ledger.was(key); !tried || len(all) != 1 || all[0].text != text {
				w.ledger.wrong("%s %s is stored as %v; %q was sent", kind, key, all, text)
			}
		}
	}
}

// thing is a ticket or an order as it is stored.
type thing struct{ id, text string }

// keyed reads a query of keys, ids and words. Of a key with slashes only the end
// counts.
func (d database) keyed(query string) (map[string][]thing, error) {
	found := map[string][]thing{}
	err := d.rows(query, func(r *sql.Rows) error {
		var key string
		var one thing
		err := r.Scan(&key, &one.id, &one.text)
		found[key] = append(found[key], one)
		return err
	})
	return found, err
}
