package customer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// IssueCodeIn gives a customer a service code as part of tx, unless they have
// one.
func (s *Service) IssueCodeIn(tx *db.Tx, id string) error {
	_, err := epochOf(tx, id)
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	return s.setCode(tx, id, 1, identity.SystemID)
}

// RenewCodeIn gives a customer another service code as part of tx: the old one
// is worth nothing from then on, nor are the browsers that came with it. Who may do so is for the caller to decide.
func (s *Service) RenewCodeIn(tx *db.Tx, id, by string) error {
	if _, err := lock(tx, id); err != nil {
		return err
	}
	epoch, err := epochOf(tx, id)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if err := forgetByCode(tx, id); err != nil {
		return err
	}
	return s.setCode(tx, id, epoch+1, by)
}

func (s *Service) setCode(tx *db.Tx, id string, epoch int64, by string) error {
	c, err := lock(tx, id)
	if err != nil {
		return err
	}
	key := codeKey(s.CodeKey)
	if err := putCode(tx, id, epoch, key.hash(key.code(id, epoch)), s.Now()); err != nil {
		return err
	}
	c.Version++
	if err := updateVersion(tx, c); err != nil {
		return err
	}
	return audit.Write(tx, audit.Entry{
		Subject: "customer/" + id, Version: c.Version, At: s.Now(), Actor: by, Verb: "customer.service_code",
		Payload: map[string]int64{"epoch": epoch},
	})
}

// CodeIn returns the service code of a customer, "" if they have none that
// works.
func (s *Service) CodeIn(q db.Queryer, id string) (string, error) {
	epoch, hash, err := codeOf(q, id)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	key := codeKey(s.CodeKey)
	code := key.code(id, epoch)
	if err != nil || key.hash(code) != hash { // the key of links is another one now
		return "", err
	}
	return code, nil
}

// ByCodeIn returns the customer who has a service code, or a NotFound fault. It
// counts nothing: see [Service.TryNumber] and [Service.TryShop].
func (s *Service) ByCodeIn(q db.Queryer, code string) (Customer, error) {
	return byCode(q, codeKey(s.CodeKey).hash(code))
}

// AdmitIn gives a customer one more browser as part of tx, which came with the
// service code; token is what it keeps.
func (s *Service) AdmitIn(tx *db.Tx, id, token string) error {
	return s.admit(tx, id, token, true)
}

func (s *Service) admit(tx *db.Tx, id, token string, byCode bool) error {
	return insertVisitor(tx, id, hashToken(token), byCode, s.Now().Add(tokenLife), s.Now())
}

// TryNumber counts a try of a code with a case number before it is looked at,
// and refuses it when there were too many, whether or not there is such a
// number. A right code takes its own try back with [Service.TakeBackTry].
func (s *Service) TryNumber(ctx context.Context, number string) error {
	return s.try(ctx, "number", number, maxTries)
}

// TryShop counts a try of a code without a number in a shop.
func (s *Service) TryShop(ctx context.Context, shopID string) error {
	return s.try(ctx, "shop", shopID, maxShopTries)
}

// TakeBackTry uncounts one try with a number as part of tx. The others stay:
// shops share numbers, and who may see one case shall not open another by it.
func (s *Service) TakeBackTry(tx *db.Tx, number string) error {
	return uncountTry(tx, trySubject("number", number))
}

func (s *Service) try(ctx context.Context, kind, on string, limit int64) error {
	var tries int64
	err := s.DB.InTx(ctx, func(tx *db.Tx) (err error) {
		tries, err = countTry(tx, trySubject(kind, on), s.Now(), s.Now().Add(tryTime))
		return err
	})
	if err == nil && tries > limit {
		err = fault.New(fault.TooMany, "progress.too_many", "minutes", int(tryTime.Minutes()))
	}
	return err
}

// trySubject is of one length, whatever people type.
func trySubject(kind, on string) string {
	sum := sha256.Sum256([]byte(kind + "/" + strings.ToUpper(strings.TrimSpace(on))))
	return hex.EncodeToString(sum[:16])
}

// Sweep removes tries and browsers whose time is over.
func (s *Service) Sweep(ctx context.Context) error {
	return s.DB.InTx(ctx, func(tx *db.Tx) error { return sweep(tx, s.Now()) })
}
