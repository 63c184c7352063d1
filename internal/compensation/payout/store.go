package payout

import (
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

const changing = `channel, amount_fen, state, by_id, started_at, attempts, tries, called_at, asks, last_error, reference, note, settled_at, settled_by, asides, version`

const columns = `id, claim_id, shop_id, key, ` + changing

func scan(row db.Scanner) (p Payout, err error) {
	var started, called, settled int64
	err = row.Scan(&p.ID, &p.ClaimID, &p.ShopID, &p.Key, &p.Channel, &p.Fen, &p.State, &p.ByID, &started, &p.Attempts, &p.Tries, &called, &p.Asks,
		&p.LastError, &p.Reference, &p.Note, &settled, &p.SettledBy, &p.Asides, &p.Version)
	p.StartedAt, p.CalledAt, p.SettledAt = db.Time(started), db.Time(called), db.Time(settled)
	return p, err
}

func (p Payout) values() []any {
	return []any{p.Channel, p.Fen, p.State, p.ByID, db.Millis(p.StartedAt), p.Attempts, p.Tries, db.Millis(p.CalledAt), p.Asks,
		p.LastError, p.Reference, p.Note, db.Millis(p.SettledAt), p.SettledBy, p.Asides, p.Version}
}

func insert(tx *db.Tx, p Payout) error {
	values := append([]any{p.ID, p.ClaimID, p.ShopID, p.Key}, p.values()...)
	_, err := tx.Exec(`INSERT INTO payout (`+columns+`, kind) VALUES (`+db.Marks(len(values)+1)+`)`, append(values, Whole)...)
	return err
}

func update(tx *db.Tx, p Payout, from int64) error {
	sets := strings.ReplaceAll(changing, ",", " = ?,") + " = ?"
	n, err := tx.Exec(`UPDATE payout SET `+sets+` WHERE id = ? AND version = ?`, append(p.values(), p.ID, from)...)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "payout.changed")
	}
	return err
}

// ofClaim returns the payout of a claim; lock is "" or the ForUpdate of a
// transaction.
func ofClaim(q db.Queryer, claimID, lock string) (Payout, error) {
	return db.One(q, scan, `SELECT `+columns+` FROM payout WHERE claim_id = ? AND kind = ? `+lock, claimID, Whole)
}

func claimOf(q db.Queryer, id string) (string, error) {
	return db.Value[string](q, `SELECT claim_id FROM payout WHERE id = ?`, id)
}

// OfClaimsIn returns the payouts of claims, by claim.
func OfClaimsIn(q db.Queryer, claimIDs []string) (map[string]Payout, error) {
	of := map[string]Payout{}
	if len(claimIDs) == 0 {
		return of, nil
	}
	all, err := db.All(q, scan, `SELECT `+columns+` FROM payout WHERE claim_id IN (`+db.Marks(len(claimIDs))+`)`, db.Values(claimIDs)...)
	for _, p := range all {
		of[p.ClaimID] = p
	}
	return of, err
}

// Proof is a file that shows that something was paid.
type Proof struct {
	ID        string
	ClaimID   string
	Key       string
	ByID      string
	Name      string
	MediaType string
	Size      int64
	SHA256    string
	Thumb     string
	MadeAt    time.Time
}

const proofColumns = `id, claim_id, key, by_id, name, media_type, size, sha256, thumb, made_at`

func scanProof(row db.Scanner) (f Proof, err error) {
	var made int64
	err = row.Scan(&f.ID, &f.ClaimID, &f.Key, &f.ByID, &f.Name, &f.MediaType, &f.Size, &f.SHA256, &f.Thumb, &made)
	f.MadeAt = db.Time(made)
	return f, err
}

func proofIn(q db.Queryer, id string) (Proof, error) {
	return db.One(q, scanProof, `SELECT `+proofColumns+` FROM payout_proof WHERE id = ?`, id)
}

func proofByKey(q db.Queryer, claimID, by, key string) (Proof, error) {
	return db.One(q, scanProof, `SELECT `+proofColumns+` FROM payout_proof WHERE claim_id = ? AND by_id = ? AND key = ?`, claimID, by, key)
}

// ProofsIn returns the proofs of claims, oldest first.
func ProofsIn(q db.Queryer, claimIDs []string) ([]Proof, error) {
	if len(claimIDs) == 0 {
		return nil, nil
	}
	return db.All(q, scanProof, `SELECT `+proofColumns+` FROM payout_proof WHERE claim_id IN (`+db.Marks(len(claimIDs))+`) ORDER BY made_at, id`, db.Values(claimIDs)...)
}

func insertProof(tx *db.Tx, f Proof) error {
	_, err := tx.Exec(`INSERT INTO payout_proof (`+proofColumns+`) VALUES (`+db.Marks(10)+`)`,
		f.ID, f.ClaimID, f.Key, f.ByID, f.Name, f.MediaType, f.Size, f.SHA256, f.Thumb, db.Millis(f.MadeAt))
	return err
}
