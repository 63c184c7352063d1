package payout

import (
	"context"
	"io"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// AddProof adds a file that shows that a claim was paid. The same key adds one,
// however often it comes; nothing is kept of a file that is refused.
func (s *Service) AddProof(ctx context.Context, claimID, key, name string, body io.Reader) (f Proof, err error) {
	actor, scope, err := identity.Require(ctx, identity.CompensationPay)
	if err != nil {
		return f, err
	}
	c, err := compensation.GetIn(s.DB.Reader(ctx), scope, claimID)
	if err != nil {
		return f, err
	}
	if known, err := proofByKey(s.DB.Reader(ctx), c.ID, actor.ID, key); err == nil {
		return known, nil
	}
	if c.State != compensation.Paying {
		return f, fault.New(fault.Conflict, "payout.not_now")
	}
	taken, err := s.Intake.Take(ctx, body, name)
	if err != nil {
		return f, err
	}
	f = Proof{ID: s.NewID(), ClaimID: c.ID, Key: key, ByID: actor.ID, Name: taken.Name, MediaType: taken.MediaType, Size: taken.Size,
		SHA256: string(taken.Key), Thumb: string(taken.Thumb), MadeAt: s.Now()}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		if c, err = s.Approvals.OpenIn(tx, scope, claimID, 0); err != nil {
			return err
		}
		if known, err := proofByKey(tx, c.ID, actor.ID, key); err == nil {
			f = known
			return nil
		}
		p, err := ofClaim(tx, c.ID, tx.ForUpdate())
		if err != nil {
			return err
		}
		return s.addProofIn(tx, p, f)
	})
	return f, err
}

func (s *Service) addProofIn(tx *db.Tx, p Payout, f Proof) error {
	if p.State != Doing && p.State != Unknown {
		return fault.New(fault.Conflict, "payout.not_now")
	}
	there, err := ProofsIn(tx, []string{p.ClaimID})
	if err != nil {
		return err
	}
	if len(there) >= MaxProofs {
		return fault.New(fault.Conflict, "payout.proofs_many", "max", MaxProofs)
	}
	if err := insertProof(tx, f); err != nil {
		return err
	}
	p.Asides++
	if err := update(tx, p, p.Version); err != nil {
		return err
	}
	s.hintAfter(tx, p)
	return audit.Write(tx, audit.Entry{Subject: "payout-proof/" + p.ID, Version: p.Asides, At: s.Now(), Actor: f.ByID, Verb: "payout.proof",
		Payload: map[string]string{"claim": p.ClaimID, "file": f.Name, "sha256": f.SHA256}})
}

// ReadProof returns a proof of a claim that the actor may read, and its bytes: the
// thumbnail if asked for and there is one.
func (s *Service) ReadProof(ctx context.Context, id string, thumb bool) (f Proof, body io.ReadSeekCloser, err error) {
	_, scope, err := identity.Require(ctx, identity.CompensationRead)
	if err != nil {
		return f, nil, err
	}
	q := s.DB.Reader(ctx)
	if f, err = proofIn(q, id); err != nil {
		return f, nil, err
	}
	if _, err := compensation.GetIn(q, scope, f.ClaimID); err != nil {
		return f, nil, err
	}
	content := f.SHA256
	if thumb && f.Thumb != "" {
		content, f.MediaType = f.Thumb, "image/jpeg"
	}
	body, err = blob.Fetch(ctx, s.Blobs, content)
	return f, body, err
}

// Beside is what is known of the payouts of some claims.
type Beside struct {
	Payouts map[string]Payout // by claim
	Proofs  map[string][]Proof
}

// Beside reads the payouts of claims that the actor was given.
func (s *Service) Beside(ctx context.Context, claimIDs []string) (b Beside, err error) {
	q := s.DB.Reader(ctx)
	if b.Payouts, err = OfClaimsIn(q, claimIDs); err != nil {
		return b, err
	}
	all, err := ProofsIn(q, claimIDs)
	b.Proofs = map[string][]Proof{}
	for _, f := range all {
		b.Proofs[f.ClaimID] = append(b.Proofs[f.ClaimID], f)
	}
	return b, err
}
