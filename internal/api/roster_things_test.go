package api_test

import (
	"fmt"
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/bulletin"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/roster"
	"github.com/anxin-desk/anxin/internal/roster/sheet"
)

// makeShift makes one in the place of the one before, for a shop has room for a few.
func (m *matrix) makeShift(s side) (id string, version int64) {
	m.empty(s)
	made, err := m.w.Services.Rosters.AddShift(m.root, m.shop(s), fmt.Sprintf("shift-%06d", m.keys), roster.Shift{Name: "早班", From: 480, To: 960})
	m.must(err)
	return made.ID, made.Version
}

// empty removes the shifts of a shop.
func (m *matrix) empty(s side) {
	all, err := m.w.Services.Rosters.Shifts(m.root, m.shop(s))
	m.must(err)
	for _, each := range all {
		m.must(m.w.Services.Rosters.RemoveShift(m.root, each.ID, each.Version))
	}
}

func (m *matrix) makeBulletin(s side) (id string, version int64) {
	made, err := m.w.Services.Bulletins.Add(m.root, m.shop(s), fmt.Sprintf("bulletin-%06d", m.keys),
		bulletin.Draft{Kind: bulletin.Promotion, Title: "大促", StartsAt: m.w.Now(), EndsAt: m.w.Now().Add(time.Hour)})
	m.must(err)
	return made.ID, made.Version
}

// makeHandover makes one for whoever asks or, given, of whoever asks. Who may own no
// cases there is put on it all the same: the shop is what they must not see.
func (m *matrix) makeHandover(kind string, s side, by actor) (id string, version int64) {
	of, seen := m.makeCase("case", s)
	now := sheet.Sheet{ID: fmt.Sprintf("01900000-0000-7000-8000-%012x", m.keys), ShopID: m.shop(s), FromID: m.rootID, ToID: by.id, Note: "交接", MadeAt: m.w.Now(), EndsAt: m.w.Now(), Version: 1,
		Items: []sheet.Item{{N: 1, Kind: sheet.Case, RefID: of, Version: seen, Commitments: []sheet.Commitment{}, State: sheet.Waiting}}}
	if kind == "given handover" {
		now.FromID, now.ToID = by.id, m.rootID
	}
	m.must(m.w.DB.InTx(m.root, func(tx *db.Tx) error {
		if err := sheet.InsertIn(tx, now); err != nil {
			return err
		}
		return audit.Write(tx, audit.Entry{Subject: "handover/" + now.ID, Version: 1, At: m.w.Now(), Actor: m.rootID, Verb: "handover.prepare"})
	}))
	return now.ID, now.Version
}
