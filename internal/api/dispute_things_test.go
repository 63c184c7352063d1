package api_test

import (
	"bytes"
	"fmt"

	"github.com/anxin-desk/anxin/internal/dispute"
	"github.com/anxin-desk/anxin/stories/sample"
)

// makeDispute registers an outside dispute of a shop, or adds a file to one.
func (m *matrix) makeDispute(kind string, s side) (id string, version int64) {
	key := fmt.Sprintf("dispute-%06d", m.keys)
	d, _, err := m.w.Services.Disputes.Register(m.root, key, dispute.Draft{ShopID: m.shop(s), Kind: dispute.Intervention, Platform: "jd", Number: key,
		ReceivedAt: m.w.Now(), Facts: dispute.Facts{Reason: "late"}})
	m.must(err)
	if kind == "dispute" {
		return d.ID, d.Version
	}
	photo, err := sample.File("jpeg 20x20")
	m.must(err)
	f, err := m.w.Services.Disputes.AddFile(m.root, d.ID, dispute.PieceLogistics, key, "a.jpg", bytes.NewReader(photo))
	m.must(err)
	return f.ID, 1
}
