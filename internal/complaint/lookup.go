package complaint

import (
	"context"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

type (
	// Opened says that a case has been opened; packages above subscribe.
	Opened struct{ CaseID string }
	// StageChanged says that a case has come to another stage; Moment tells this time from others.
	StageChanged struct {
		CaseID, By string
		Stage      Stage
		Moment     string
	}
)

func (Opened) Kind() string       { return "complaint.opened" }
func (StageChanged) Kind() string { return "complaint.stage_changed" }

// GetIn returns a case within a scope.
func GetIn(q db.Queryer, scope identity.Scope, id string) (Case, error) { return get(q, scope, id, "") }

// LockIn is GetIn for a change: nobody else changes the case before the end of tx.
func LockIn(tx *db.Tx, scope identity.Scope, id string) (Case, error) {
	return get(tx, scope, id, tx.ForUpdate())
}

// ByNumberIn returns the case with a number among those of one customer.
func ByNumberIn(q db.Queryer, shopID, customerID, number string) (Case, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM complaint WHERE shop_id = ? AND number = ? AND customer_id = ?`,
		shopID, number, customerID)
}

// Mine returns a case of the buyer who asks.
func (s *Service) Mine(ctx context.Context, id string) (Case, error) {
	_, scope, err := identity.Require(ctx, identity.ProgressUse)
	if err != nil {
		return Case{}, err
	}
	return get(s.DB.Reader(ctx), scope, id, "")
}
