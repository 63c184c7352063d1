package profile

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// fill reads what is known of the members.
func (p *Profile) fill(q db.Queryer, now time.Time) (err error) {
	ids := p.IDs()
	if p.Treatment, err = treatmentOf(q, p.ID, ids); err != nil {
		return err
	}
	for _, c := range p.Members {
		if p.Name == "" {
			p.Name = c.Name
		}
	}
	if p.Browsers, err = db.Value[int64](q, `SELECT COUNT(*) FROM visitor WHERE customer_id IN (`+db.Marks(len(ids))+`)`, ids...); err != nil {
		return err
	}
	if p.Code, err = db.Value[bool](q, `SELECT EXISTS (SELECT 1 FROM service_code WHERE customer_id IN (`+db.Marks(len(ids))+`))`, ids...); err != nil {
		return err
	}
	if p.Handles, err = handlesOf(q, ids); err != nil {
		return err
	}
	if p.Tags, err = tagsOf(q, ids); err != nil {
		return err
	}
	if p.Consents, err = consentsOf(q, ids); err != nil {
		return err
	}
	if p.Memories, err = memoriesOf(q, ids, now); err != nil {
		return err
	}
	p.Joinings, err = joiningsOf(q, ids)
	return err
}

// treatmentOf is what was said of the head or else of one of the others.
func treatmentOf(q db.Queryer, head string, ids []any) (Treatment, error) {
	t, err := db.One(q, func(row db.Scanner) (t Treatment, err error) {
		err = row.Scan(&t.AddressAs, &t.Level, &t.QuietFrom, &t.QuietTo)
		return t, err
	}, `SELECT address_as, level, quiet_from, quiet_to FROM customer_profile
		WHERE customer_id IN (`+db.Marks(len(ids))+`) ORDER BY CASE WHEN customer_id = ? THEN 0 ELSE 1 END, customer_id LIMIT 1`, append(ids, head)...)
	if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	return t, err
}

func putTreatment(tx *db.Tx, id string, t Treatment) error {
	_, err := tx.Exec(`INSERT INTO customer_profile (customer_id, address_as, level, quiet_from, quiet_to) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (customer_id) DO UPDATE SET address_as = excluded.address_as, level = excluded.level,
			quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to`, id, t.AddressAs, string(t.Level), t.QuietFrom, t.QuietTo)
	return err
}

const consentColumns = `id, customer_id, kind, agreed, how, words, made_by, made_at`

func scanConsent(row db.Scanner) (c Consent, err error) {
	var at int64
	err = row.Scan(&c.ID, &c.CustomerID, &c.Kind, &c.Agreed, &c.How, &c.Words, &c.By, &at)
	c.At = db.Time(at)
	return c, err
}

// consentsOf returns the last word on each kind.
func consentsOf(q db.Queryer, ids []any) ([]Consent, error) {
	all, err := consentsEver(q, ids)
	last := map[string]int{}
	var found []Consent
	for _, c := range all {
		if i, there := last[c.Kind]; there {
			found[i] = c
			continue
		}
		last[c.Kind] = len(found)
		found = append(found, c)
	}
	return found, err
}

func consentsEver(q db.Queryer, ids []any) ([]Consent, error) {
	return db.All(q, scanConsent, `SELECT `+consentColumns+` FROM customer_consent WHERE customer_id IN (`+db.Marks(len(ids))+`)
		ORDER BY made_at, id`, ids...)
}

func insertConsent(tx *db.Tx, c Consent) error {
	_, err := tx.Exec(`INSERT INTO customer_consent (`+consentColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.CustomerID, c.Kind, c.Agreed, c.How, c.Words, c.By, db.Millis(c.At))
	return err
}

const memoryColumns = `id, customer_id, kind, text, source, made_by, made_at, expires_at`

func scanMemory(row db.Scanner) (m Memory, err error) {
	var at, expires int64
	err = row.Scan(&m.ID, &m.CustomerID, &m.Kind, &m.Text, &m.Source, &m.By, &at, &expires)
	m.At, m.ExpiresAt = db.Time(at), db.Time(expires)
	return m, err
}

func memoriesOf(q db.Queryer, ids []any, now time.Time) ([]Memory, error) {
	return db.All(q, scanMemory, `SELECT `+memoryColumns+` FROM customer_memory WHERE customer_id IN (`+db.Marks(len(ids))+`)
		AND (expires_at = 0 OR expires_at > ?) ORDER BY made_at DESC, id DESC`, append(ids, db.Millis(now))...)
}

func insertMemory(tx *db.Tx, m Memory) error {
	_, err := tx.Exec(`INSERT INTO customer_memory (`+memoryColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		m.ID, m.CustomerID, m.Kind, m.Text, m.Source, m.By, db.Millis(m.At), db.Millis(m.ExpiresAt))
	return err
}

func countMemories(q db.Queryer, customerID string) (int64, error) {
	return db.Value[int64](q, `SELECT COUNT(*) FROM customer_memory WHERE customer_id = ?`, customerID)
}

// removeOf deletes a row of a head or of who is shown under it; another one is
// not found.
func removeOf(tx *db.Tx, table, id, head string) error {
	n, err := tx.Exec(`DELETE FROM `+table+` WHERE id = ? AND customer_id IN (SELECT id FROM customer WHERE id = ? OR head_id = ?)`, id, head, head)
	if err == nil && n == 0 {
		err = fault.New(fault.NotFound, "db.not_found")
	}
	return err
}

const handleColumns = `h.id, h.customer_id, h.shop_id, h.kind, h.platform, h.value, h.norm, h.tail, h.state, h.conversation_id, h.seq, h.made_by, h.made_at`

func scanHandle(row db.Scanner) (h Handle, err error) {
	var at int64
	err = row.Scan(&h.ID, &h.CustomerID, &h.ShopID, &h.Kind, &h.Platform, &h.Value, &h.norm, &h.tail, &h.State,
		&h.From.ConversationID, &h.From.Seq, &h.By, &at)
	h.At = db.Time(at)
	return h, err
}

// handlesOf are those of all members, also the dismissed ones.
func handlesOf(q db.Queryer, ids []any) ([]Handle, error) {
	return db.All(q, scanHandle, `SELECT `+handleColumns+` FROM customer_handle h WHERE h.customer_id IN (`+db.Marks(len(ids))+`)
		ORDER BY h.made_at, h.id`, ids...)
}

// handleOf returns a handle of a head or of who is shown under it.
func handleOf(q db.Queryer, id, head string) (Handle, error) {
	return db.One(q, scanHandle, `SELECT `+handleColumns+` FROM customer_handle h
		WHERE h.id = ? AND h.customer_id IN (SELECT id FROM customer WHERE id = ? OR head_id = ?)`, id, head, head)
}

// insertHandle stores a handle as held or, if somebody else in the shop holds
// it, as claimed.
func insertHandle(tx *db.Tx, h Handle) (Handle, error) {
	for _, h.State = range []State{h.State, Claimed} {
		n, err := tx.Exec(`INSERT INTO customer_handle (id, customer_id, shop_id, kind, platform, value, norm, tail, state, conversation_id, seq, made_by, made_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			h.ID, h.CustomerID, h.ShopID, string(h.Kind), h.Platform, h.Value, h.norm, h.tail, string(h.State), h.From.ConversationID, h.From.Seq, h.By, db.Millis(h.At))
		if err != nil || n == 1 {
			return h, err
		}
	}
	return h, fault.New(fault.Conflict, "customer.changed")
}

// inherit lets the first who claims what nobody holds any more hold it.
func inherit(tx *db.Tx, h Handle) error {
	if h.State != Held || h.Kind == Address {
		return nil
	}
	_, err := tx.Exec(`UPDATE customer_handle SET state = 'held' WHERE id = (SELECT id FROM customer_handle
		WHERE shop_id = ? AND kind = ? AND platform = ? AND norm = ? AND state = 'claimed' ORDER BY made_at, id LIMIT 1)`,
		h.ShopID, string(h.Kind), h.Platform, h.norm)
	return err
}

const joiningColumns = `j.id, j.shop_id, j.source_id, j.target_id, j.joined_by, j.joined_at, j.undone_by, j.undone_at, j.version`

func scanJoining(row db.Scanner) (j Joining, err error) {
	var at, undone int64
	err = row.Scan(&j.ID, &j.ShopID, &j.SourceID, &j.TargetID, &j.By, &at, &j.UndoneBy, &undone, &j.Version)
	j.At, j.UndoneAt = db.Time(at), db.Time(undone)
	return j, err
}

func joiningsOf(q db.Queryer, ids []any) ([]Joining, error) {
	return db.All(q, scanJoining, `SELECT `+joiningColumns+` FROM customer_joining j WHERE j.source_id IN (`+db.Marks(len(ids))+`)
		AND j.undone_at = 0 ORDER BY j.joined_at DESC, j.id DESC`, ids...)
}
