package identity

import (
	"context"

	"github.com/alexedwards/argon2id"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// hashing is the cost of one guess: 19 MiB and about 30 ms of one core.
var hashing = &argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// nobodysHash is what a password is compared with when there is no such login,
// so that the answer takes as long. Its own password is not known.
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXRoaW5nIHNhbHR5IQ$4V0pmzUAPA2hZzvTZ2lb5Lf6Sb8tXWQqxpfTDoPUAzk"

// passwords hashes at most as many at once as it has slots: the others wait, so
// that a flood of sign-ins takes neither all memory nor all cores.
type passwords struct{ slots chan struct{} }

func newPasswords(atOnce int) passwords { return passwords{make(chan struct{}, atOnce)} }

func (p passwords) hash(ctx context.Context, password string) (hash string, err error) {
	err = p.slot(ctx, func() error {
		hash, err = argon2id.CreateHash(password, hashing)
		return err
	})
	return hash, err
}

func (p passwords) match(ctx context.Context, password, hash string) (ok bool, err error) {
	if len(password) > maxPassword {
		password = "" // nobody's
	}
	err = p.slot(ctx, func() error {
		ok, err = argon2id.ComparePasswordAndHash(password, hash)
		return err
	})
	return ok, err
}

func (p passwords) slot(ctx context.Context, work func() error) error {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return fault.New(fault.Unavailable, "identity.busy").Because(ctx.Err())
	}
	defer func() { <-p.slots }()
	return work()
}
