package profile

import (
	"context"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// ShownFor is how long a screen shows a value that is masked otherwise.
const ShownFor = time.Minute

// MaxReveals is how many values one person may look at within an hour before
// the supervisors of the shop are told.
const MaxReveals = 20

const revealHour = time.Hour

// Reveal returns a value in clear, for a reason. It is recorded, and who looks
// at many is told of.
func (s *Service) Reveal(ctx context.Context, id, handleID, reason string) (h Handle, err error) {
	actor, scope, err := identity.Require(ctx, identity.CustomerReveal)
	if err != nil {
		return h, err
	}
	if reason, err = cleanReason(reason); err != nil {
		return h, err
	}
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		head, err := customer.HeadIn(tx, scope, id)
		if err != nil {
			return err
		}
		if h, err = handleOf(tx, handleID, head.ID); err != nil {
			return err
		}
		about := map[string]string{"customer_id": head.ID, "kind": string(h.Kind), "value": h.Masked(), "reason": reason}
		return s.revealed(tx, head, actor, newID, "reveal", about)
	})
	return h, err
}

// revealed records that somebody looked, and tells the supervisors once an hour
// of who looks at too much.
func (s *Service) revealed(tx *db.Tx, c customer.Customer, actor identity.Actor, id, verb string, about map[string]string) error {
	if _, err := tx.Exec(`INSERT INTO customer_reveal (id, user_id, customer_id, made_at) VALUES (?, ?, ?, ?)`,
		id, actor.ID, c.ID, db.Millis(s.Now())); err != nil {
		return err
	}
	if err := audit.Write(tx, audit.Entry{
		Subject: "customer_reveal/" + id, Version: 1, At: s.Now(), Actor: actor.ID, Verb: "customer." + verb, Payload: about,
	}); err != nil {
		return err
	}
	n, err := db.Value[int64](tx, `SELECT COUNT(*) FROM (SELECT 1 FROM customer_reveal WHERE user_id = ? AND made_at > ? LIMIT ?) AS lately`,
		actor.ID, db.Millis(s.Now().Add(-revealHour)), MaxReveals+1)
	if err != nil || n <= MaxReveals {
		return err
	}
	chiefs, err := identity.Colleagues(tx, identity.TeamSupervise, c.ShopID)
	if err != nil {
		return err
	}
	key := "customer.bulk_reveal/" + actor.ID + "/" + strconv.FormatInt(s.Now().Unix()/int64(revealHour.Seconds()), 10)
	args := map[string]string{"name": actor.Name, "count": strconv.Itoa(MaxReveals)}
	for _, chief := range chiefs {
		if err := s.Notices.TellIn(tx, chief.ID, "customer.bulk_reveal", key, args, notice.About{}); err != nil {
			return err
		}
	}
	return nil
}

// Export is all that is kept of a customer, in clear.
type Export struct {
	Profile
	Ever []Consent // all consents, the oldest first
}

// Export returns all that is kept of a customer, for them to have. It is
// recorded like a look at what is masked.
func (s *Service) Export(ctx context.Context, id, reason string) (x Export, err error) {
	actor, scope, err := identity.Require(ctx, identity.CustomerErase)
	if err != nil {
		return x, err
	}
	if reason, err = cleanReason(reason); err != nil {
		return x, err
	}
	newID := s.NewID()
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if x.Profile, err = ReadIn(tx, scope, id, time.Time{}); err != nil {
			return err
		}
		if x.Ever, err = consentsEver(tx, x.IDs()); err != nil {
			return err
		}
		return s.revealed(tx, x.Customer, actor, newID, "export", map[string]string{"customer_id": x.ID, "reason": reason})
	})
	return x, err
}

// Erase removes what is kept of a customer and of all who are the same person,
// as they asked for. What was said in conversations is not ours to remove: it
// stays with the cases that it is evidence in.
func (s *Service) Erase(ctx context.Context, id string, version int64, reason string) error {
	actor, scope, err := identity.Require(ctx, identity.CustomerErase)
	if err != nil {
		return err
	}
	if _, err = cleanReason(reason); err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		head, err := customer.LockHeadIn(tx, scope, id, version)
		if err != nil {
			return err
		}
		members, err := customer.MembersIn(tx, head.ID)
		if err != nil {
			return err
		}
		for _, c := range members {
			if err := s.eraseOne(tx, c, actor.ID); err != nil {
				return err
			}
		}
		s.hintAfter(tx, head)
		return nil
	})
}

func (s *Service) eraseOne(tx *db.Tx, c customer.Customer, by string) error {
	handles, err := handlesOf(tx, []any{c.ID})
	if err != nil {
		return err
	}
	for _, table := range []string{"customer_handle", "customer_memory", "customer_consent", "customer_tagged", "customer_profile"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` WHERE customer_id = ?`, c.ID); err != nil {
			return err
		}
	}
	for _, h := range handles {
		if err := inherit(tx, h); err != nil {
			return err
		}
	}
	looks, err := db.All(tx, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM customer_reveal WHERE customer_id = ?`, c.ID)
	if err != nil {
		return err
	}
	for _, look := range looks {
		if err := audit.Erase(tx, "customer_reveal/"+look, by, s.Now()); err != nil {
			return err
		}
	}
	return s.Customers.EraseIn(tx, c, by)
}
