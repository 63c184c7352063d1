package liability

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Service is what the rest of the program may ask of responsibility.
type Service struct {
	DB       *db.DB
	Now      func() time.Time
	Hint     func(topic string, hint any) // tells open screens, after a commit
	Evidence *evidence.Service
}

// OfCase returns all that was decided in a case that the actor may read, the newest
// first.
func (s *Service) OfCase(ctx context.Context, caseID string) (c complaint.Case, all []Finding, err error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return c, nil, err
	}
	q := s.DB.Reader(ctx)
	if c, err = complaint.GetIn(q, scope, caseID); err != nil {
		return c, nil, err
	}
	all, err = OfCaseIn(q, caseID)
	return c, all, err
}

// Decide says who is responsible for an issue of a case, on which grounds. n is that of
// the finding that the caller saw, 0 if there was none.
func (s *Service) Decide(ctx context.Context, caseID string, n int64, d Decision) error {
	actor, scope, err := identity.Require(ctx, identity.CaseWrite)
	if err != nil {
		return err
	}
	if d, err = d.clean(); err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		c, err := complaint.LockIn(tx, scope, caseID)
		if err != nil {
			return err
		}
		sec, err := s.Evidence.SectionIn(tx, scope, caseID)
		if err != nil {
			return err
		}
		for _, id := range d.Items {
			if !slices.ContainsFunc(sec.Items, func(i evidence.Item) bool { return i.ID == id }) {
				return fault.Field("items", "liability.item_unknown")
			}
		}
		last, err := db.Value[int64](tx, `SELECT COALESCE(MAX(n), 0) FROM liability WHERE case_id = ? AND issue = ?`, caseID, d.Issue)
		if err == nil && last != n {
			err = fault.New(fault.Conflict, "liability.changed")
		}
		if err != nil {
			return err
		}
		f := Finding{CaseID: c.ID, ShopID: c.ShopID, Issue: d.Issue, N: n + 1, Party: d.Party, Grounds: d.Grounds, Items: d.Items, ByID: actor.ID, At: s.Now()}
		if err := insert(tx, f); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.Hint("shop:"+c.ShopID, evidence.Hint{Kind: "evidence", ID: c.ID}) })
		return audit.Write(tx, audit.Entry{Subject: "liability/" + c.ID + "/" + f.Issue, Version: f.N, At: f.At, Actor: actor.ID, Verb: "liability.decide",
			Payload: map[string]any{"case_id": c.ID, "issue": f.Issue, "party": f.Party, "grounds": f.Grounds, "evidence": f.Items}})
	})
}

// Count is how many findings stand with a party.
type Count struct {
	Issue string
	Party Party
	N     int64
}

// Tally counts the findings of a shop since a time that stand, by issue and party.
func (s *Service) Tally(ctx context.Context, shopID string, since time.Time) ([]Count, error) {
	_, scope, err := identity.Require(ctx, identity.CaseRead)
	if err != nil {
		return nil, err
	}
	if !scope.Sees(shopID, "") {
		return nil, fault.New(fault.NotFound, "shop.unknown")
	}
	return db.All(s.DB.Reader(ctx), func(row db.Scanner) (c Count, err error) {
		err = row.Scan(&c.Issue, &c.Party, &c.N)
		return c, err
	}, `SELECT l.issue, l.party, COUNT(*) FROM liability l WHERE l.shop_id = ? AND l.at >= ? AND l.party <> ''
		AND NOT EXISTS (SELECT 1 FROM liability m WHERE m.case_id = l.case_id AND m.issue = l.issue AND m.n > l.n)
		GROUP BY l.issue, l.party ORDER BY 3 DESC, 1, 2`, shopID, db.Millis(since))
}

// maxFindings of a case are shown.
const maxFindings = 200

// OfCaseIn returns all that was decided in a case, the newest first.
func OfCaseIn(q db.Queryer, caseID string) ([]Finding, error) {
	return db.All(q, func(row db.Scanner) (f Finding, err error) {
		var items string
		var at int64
		if err = row.Scan(&f.CaseID, &f.ShopID, &f.Issue, &f.N, &f.Party, &f.Grounds, &items, &f.ByID, &at); err != nil {
			return f, err
		}
		f.At = db.Time(at)
		return f, json.Unmarshal([]byte(items), &f.Items)
	}, `SELECT case_id, shop_id, issue, n, party, grounds, items, by_id, at FROM liability WHERE case_id = ? ORDER BY at DESC, issue, n DESC LIMIT ?`, caseID, maxFindings)
}

func insert(tx *db.Tx, f Finding) error {
	_, err := tx.Exec(`INSERT INTO liability (case_id, shop_id, issue, n, party, grounds, items, by_id, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		f.CaseID, f.ShopID, f.Issue, f.N, f.Party, f.Grounds, db.ListText(f.Items), f.ByID, db.Millis(f.At))
	return err
}
