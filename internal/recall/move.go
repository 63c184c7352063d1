package recall

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Write gives a recall its words to the buyers; they wait for a second person.
func (s *Service) Write(ctx context.Context, id string, version int64, text string) (Recall, error) {
	return s.change(ctx, identity.CaseWrite, id, version, "write", func(tx *db.Tx, r Recall, by string) (Recall, any, error) {
		r, err := r.write(text, by)
		if err != nil {
			return r, nil, err
		}
		return r, map[string]any{"text": r.Message}, s.waits(tx, r, by)
	})
}

// waits tells the supervisors that words wait for them, each time anew.
func (s *Service) waits(tx *db.Tx, r Recall, by string) error {
	return s.call(tx, r, "recall.waiting", "/"+strconv.FormatInt(r.Version, 10), by)
}

// Approve lets the words go to the buyers; a supervisor does it who has not written
// them.
func (s *Service) Approve(ctx context.Context, id string, version int64) (Recall, error) {
	return s.change(ctx, identity.TeamSupervise, id, version, "approve", func(tx *db.Tx, r Recall, by string) (Recall, any, error) {
		r, err := r.approve(by, s.Now())
		if err != nil || r.State != Sending {
			return r, map[string]any{"text": r.Message}, err
		}
		return r, map[string]any{"text": r.Message}, s.Queue.Enqueue(tx, Send{r.ID}, s.Now())
	})
}

// Finish notes that a department has done its part.
func (s *Service) Finish(ctx context.Context, id string, version int64, task, note string) (Recall, error) {
	return s.change(ctx, identity.CaseWrite, id, version, "finish", func(_ *db.Tx, r Recall, by string) (Recall, any, error) {
		r, err := r.finish(task, note, by, s.Now())
		return r, map[string]any{"task": task, "note": note}, err
	})
}

// Reach notes that somebody told a buyer by phone or on the platform, who could not
// be written to.
func (s *Service) Reach(ctx context.Context, id string, version, n int64, note string) (Recall, error) {
	note = strings.TrimSpace(note)
	return s.change(ctx, identity.CaseWrite, id, version, "reach", func(tx *db.Tx, r Recall, _ string) (Recall, any, error) {
		switch {
		case r.State == Closed:
			return r, nil, r.notNow()
		case note == "":
			return r, nil, fault.Field("note", "recall.note_missing")
		case utf8.RuneCountInString(note) > MaxText:
			return r, nil, fault.Field("note", "recall.text_long", "limit", MaxText)
		}
		b, err := buyerIn(tx, r.ID, n)
		if err != nil {
			return r, nil, err
		}
		if b.State != Unreachable && b.State != ByHand {
			return r, nil, fault.New(fault.Conflict, "recall.not_by_hand")
		}
		b.State, b.Note, b.ToldAt = ByHand, note, s.Now()
		return r, map[string]any{"n": n, "note": note}, updateBuyer(tx, r.ID, b)
	})
}

// Close ends a recall with what came of it.
func (s *Service) Close(ctx context.Context, id string, version int64, result string) (Recall, error) {
	return s.change(ctx, identity.TeamSupervise, id, version, "close", func(_ *db.Tx, r Recall, by string) (Recall, any, error) {
		r, err := r.close(result, by, s.Now())
		return r, map[string]any{"result": r.Result}, err
	})
}

// change loads a recall where the actor holds p, holds them to the version that they
// saw, applies a rule and stores what came of it.
func (s *Service) change(ctx context.Context, p identity.Permission, id string, version int64, verb string, rule func(*db.Tx, Recall, string) (Recall, any, error)) (r Recall, err error) {
	actor, scope, err := identity.Require(ctx, p)
	if err != nil {
		return r, err
	}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if r, err = get(tx, scope, id, tx.ForUpdate()); err != nil {
			return err
		}
		if r.Version != version {
			return fault.New(fault.Conflict, "recall.changed")
		}
		var told any
		r.Version++
		if r, told, err = rule(tx, r, actor.ID); err != nil {
			return err
		}
		if err := update(tx, r, version); err != nil {
			return err
		}
		return s.record(tx, r, actor.ID, verb, told)
	})
	return r, err
}

// spot is the place of a recall in a list.
func (r Recall) spot() db.Spot { return db.Spot{Place: db.Millis(r.OpenedAt), ID: r.ID} }

// readSpot reads a cursor; "" is the start.
func readSpot(after string) (db.Spot, error) {
	if after == "" {
		return db.Spot{}, nil
	}
	p, ok := db.ParseSpot(after)
	if !ok {
		return p, fault.Field("after", "request.bad_cursor")
	}
	return p, nil
}
