package complaint

import (
	"github.com/anxin-desk/anxin/internal/complaint/owed"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// owing returns c with what is owed in it.
func (c Case) owing(q db.Queryer) (_ Case, err error) {
	c.owed, err = owed.In(q, c.ID)
	return c, err
}

// settled refuses to end a case in which something is owed.
func (c Case) settled() error { return c.owed.Settled() }

// OweIn readies a case that the caller has locked for something new that is owed in
// it: a question whether it is solved is withdrawn. verb says what it is.
func (s *Service) OweIn(tx *db.Tx, c Case, by, verb string) (Case, error) {
	if err := c.mustBeOpen(); err != nil {
		return c, err
	}
	if c.Stage == Verifying {
		c = c.back(Fulfilling)
	}
	return s.store(tx, c, by, verb, told{})
}

func (c Case) carried() owed.Case {
	return owed.Case{ID: c.ID, Number: c.Number, ShopID: c.ShopID, OwnerID: c.OwnerID}
}
